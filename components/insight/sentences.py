"""A text that grows, cut into sentences: one pass, bounded lookback, the same pieces however it comes.

A sentence ends behind its full stop and the blanks after it, or with its line. Inside a code fence or a displayed
formula only lines end. What has no end for long is cut behind a word.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

MOST = 600  # characters of one
LOOKAHEAD = 48  # more than what a sign, its closing marks and the blanks after it can have
MOST_FORMULA = 3_000  # characters after which a displayed formula was none, or has lost its end

Kind = Literal["prose", "item", "heading", "code", "formula", "blank"]

SIGN = re.compile(
    r"(?P<line>\r\n|\n|\r)"
    r"|(?P<stop>(?:[.!?…]{1,16}[\"'”’»)\]*_]{0,8}(?=[ \t\r\n])|[。！？]{1,16}[」』”’）)*]{0,8})[ \t\u3000]{0,16})"
    r"|(?P<fence>`{3,16}|~{3,16})"
    r"|(?P<opens>\\\[|\\begin\{)|(?P<closes>\\\]|\\end\{)|(?P<turns>\$\$)"
)
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|nr|dr|mr|mrs|ms|st|fig"
    r"|z\.\s?b|d\.\s?h|bzw|ca|usw|p\.\s?ex|c\.-à-d|p\.\s?ej)\.\s*$",
    re.I,
)
ITEM = re.compile(r"\s*(?:[*•+–-]|\d{1,3}[.)、]|[(（]?[a-z\d]{1,2}[)）])\s")
HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s+\S.*|\*\*[^*]+\*\*[:：]?)\s*")
# A point of a list that begins bold is a heading of what is below it.
HEADED = re.compile(r"\s{0,3}(?:\d{1,3}[.)]|[*•-])\s{1,4}\*\*[^*]+\*\*|\s{0,3}\*\*[^*]{2,60}[:：]\*\*")
FORMULA = re.compile(r"\s*(?:\$\$|\\\[|\\begin\{)")


class Sentence(NamedTuple):
    """`gap`: 0 in the line of the one before, 1 in a new line, 2 after an empty one."""

    start: int
    text: str
    kind: Kind
    gap: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Sentences:
    def __init__(self) -> None:
        self._text = ""  # from the beginning of the sentence that grows
        self._start = 0  # where that begins
        self._read = 0  # characters of it that need not be looked at again
        self._lines = 1  # ends of lines since the last sentence that was not blank
        self._fence = ""  # that the code was opened with
        self._closed = False  # by a fence in this line
        self._formula = -1  # where it was opened

    @property
    def rest(self) -> str:
        """The sentence that grows."""
        return self._text

    def feed(self, text: str) -> Iterator[Sentence]:
        self._text += text
        return self._cut(False)

    def end(self) -> Iterator[Sentence]:
        yield from self._cut(True)
        if self._text:
            yield self._closed_at(len(self._text), self._text, 0)

    def _cut(self, over: bool) -> Iterator[Sentence]:
        whole, at = self._text, 0  # a copy of what is left is made once, not for each sentence
        size = len(whole)
        while True:
            limit = min(size, at + MOST + LOOKAHEAD)
            sign = SIGN.search(whole, at + self._read, limit)
            if sign is not None and sign.end() == size and not over:
                sign = None
            if sign is None and size - at <= MOST + LOOKAHEAD * (not over):
                self._read = max(self._read, 0 if over else size - at - LOOKAHEAD)
                break
            if sign is None:
                self._read = max(self._read, limit - at - LOOKAHEAD)
            if sign is None or sign.end() - at > MOST:
                end = _behind_a_word(whole, at)
                yield self._closed_at(end - at, whole, at)
                self._read = max(0, self._read - (end - at))
                at = end
                continue
            self._read = sign.end() - at
            if self._ends(sign, whole, at):
                yield self._closed_at(sign.end() - at, whole, at)
                if sign["line"]:
                    self._end_line()
                self._read, at = 0, sign.end()
        self._text = whole[at:]

    def _ends(self, sign: re.Match[str], whole: str, at: int) -> bool:
        """Does the sentence end here? What opens and closes is noted."""
        kind, place = sign.lastgroup, self._start + sign.start() - at
        if kind == "line":
            return True
        if kind == "fence":
            if self._formula < 0 and self._lines and sign.start() - at <= 12 and not whole[at : sign.start()].strip():
                if not self._fence:
                    self._fence = sign[0]
                elif sign[0].startswith(self._fence):
                    self._closed = True
            return False
        if self._fence:
            return False
        if kind == "stop":
            return self._formula < 0 and not (sign[0][0] == "." and _no_end(whole, at, sign))
        if kind == "closes" or (kind == "turns" and self._formula >= 0):
            self._formula = -1
        elif self._formula < 0:
            self._formula = place
        return False

    def _closed_at(self, length: int, whole: str, at: int) -> Sentence:
        text = whole[at : at + length]
        gap, kind = min(self._lines, 2), self._kind(text, _ends_a_line(whole, at + length))
        made = Sentence(self._start, text, kind, gap)
        self._start += length
        if kind != "blank":
            self._lines = 0
        if self._formula >= 0 and self._start - self._formula > MOST_FORMULA:
            self._formula = -1
        return made

    def _kind(self, text: str, whole_line: bool) -> Kind:
        if not text.strip():
            return "blank"
        if self._fence:
            return "code"
        if FORMULA.match(text) or 0 <= self._formula < self._start:
            return "formula"
        if self._lines and (HEADED.match(text) or (whole_line and HEADING.fullmatch(text))):
            return "heading"
        return "item" if self._lines and ITEM.match(text) else "prose"

    def _end_line(self) -> None:
        if self._closed:
            self._fence, self._closed = "", False
        self._lines += 1
        if self._lines > 1:  # no formula goes on behind an empty line
            self._formula = -1


def _no_end(whole: str, at: int, sign: re.Match[str]) -> bool:
    """Is that the full stop of an abbreviation, or of a number that begins a line?"""
    before = whole[max(at, sign.end() - 24) : sign.end()]
    return (sign.start() - at <= 6 and whole[at : sign.start()].strip().isdigit()) or bool(ABBREVIATED.search(before))


def _ends_a_line(whole: str, end: int) -> bool:
    return whole[end - 1] in "\r\n" or whole[end : end + 1] in ("", "\r", "\n")


def _behind_a_word(whole: str, at: int) -> int:
    for blank in range(at + MOST, at + MOST // 2, -1):
        if whole[blank - 1].isspace():
            return blank
    return at + MOST
