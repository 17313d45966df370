"""A growing text in blocks, so that a tick of the page sends only its open end.

Streamlit sends an element again on every run, except that one of 10 kB or more which the browser holds already travels
as a reference of 76 bytes. So text is sealed in blocks of a little more, and what follows the last one is the tail.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from components.conversation import Piece, Progress, Turn
from components.ui.code import code_lines
from components.ui.rest import units

SEAL_BYTES = 10_100  # the limit is 10,000 with the element's own fields
# How much more may come before a block is sealed without a blank line to cut at.
PATIENCE_BYTES = 2_000
LIST_ITEM = ("-", "*", "+", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "|", ">")


class Live(Protocol):
    """A turn on its way, as a page sees it."""

    @property
    def progress(self) -> Progress: ...


@dataclass(slots=True)
class Blocks:
    """`sealed` never changes once it stands there; `markdown` forbids a seam where it would change the meaning."""

    markdown: bool = False
    sealed: list[str] = field(default_factory=list)
    tail: str = ""
    look_again: int = SEAL_BYTES // 4  # characters of the tail before which a seam is not looked for

    def feed(self, text: str) -> None:
        self.tail += text
        while (seam := self._seam()) is not None:
            self.sealed.append(self.tail[:seam])
            self.tail = self.tail[seam:]

    def __bool__(self) -> bool:
        return bool(self.sealed or self.tail.strip())

    def _seam(self) -> int | None:
        """Where the first block of the tail may end: at least SEAL_BYTES long, at a blank line if one comes soon."""
        if len(self.tail) < self.look_again or (size := len(self.tail.encode())) <= SEAL_BYTES:
            return None
        first = len(self.tail.encode()[:SEAL_BYTES].decode(errors="ignore")) + 1
        if self.markdown:
            found = next((seam for seam in seams(self.tail) if seam >= first), None)
            # A block of code without an end is not read anew with every piece.
            self.look_again = SEAL_BYTES // 4 if found else len(self.tail) * 21 // 20
            return found
        blank = self.tail.find("\n\n", first)
        if blank >= 0:
            return blank + 2
        if size < SEAL_BYTES + PATIENCE_BYTES:
            return None
        # A thought without paragraphs: between lines, else between words, else anywhere.
        return next((at + 1 for end in ("\n", " ") if (at := self.tail.rfind(end, first)) >= 0), first)


@dataclass(slots=True)
class Texts:
    """The two texts of a turn. `taken` counts the pieces that are in, `answer_units` what a browser counts of the
    answer."""

    reasoning: Blocks = field(default_factory=Blocks)
    answer: Blocks = field(default_factory=lambda: Blocks(markdown=True))
    answer_units: int = 0
    taken: int = 0
    filing: int = 0

    def take(self, now: Progress) -> None:
        """Join what is new, once."""
        if now.filing != self.filing:
            self.reasoning, self.answer = Blocks(), Blocks(markdown=True)
            self.taken, self.filing, self.answer_units = 0, now.filing, 0
        self.add(now.pieces[self.taken : now.count])
        self.taken = now.count

    def add(self, pieces: list[Piece] | tuple[Piece, ...]) -> None:
        for channel in ("reasoning", "answer"):
            if text := "".join(piece.text for piece in pieces if piece.channel == channel):
                blocks = self.reasoning if channel == "reasoning" else self.answer
                self.answer_units += units(text) if channel == "answer" else 0
                # Line breaks before the first word are the wire's, not the reader's.
                blocks.feed(text if blocks else text.lstrip())


def seams(text: str) -> list[int]:
    """Where Markdown may be cut: after a blank line, before a line that continues no list, quote, code or formula."""
    found: list[int] = []
    formula, after_blank, in_list, at = False, False, False, 0
    for line, code in code_lines(text):
        bare = line.strip()
        continues = code or formula or line[:1] in (" ", "\t") or (in_list and bare.startswith(LIST_ITEM))
        if after_blank and bare and not continues:
            found.append(at)
            in_list = False
        if not code and bare.count("$$") % 2:
            formula = not formula
        elif not code and bare in (r"\[", r"\]"):
            formula = bare == r"\["
        in_list = in_list or (not code and bare.startswith(LIST_ITEM))
        after_blank = not bare and not code
        at += len(line) + 1
    return found


def grouped(text: str, least: int = 1_500) -> list[str]:
    """Plain text in groups of whole paragraphs and one open rest: what has settled is not replaced while it is read."""
    groups: list[str] = []
    begun = 0
    while (end := text.find("\n\n", begun + least)) >= 0:
        groups.append(text[begun:end])
        begun = end + 2
    return [*groups, text[begun:]]


def paragraphs(text: str) -> list[str]:
    """Markdown in parts that stand alone, so that a browser reads only the last one again."""
    cuts = [0, *seams(text), len(text)]
    return [part for start, end in pairwise(cuts) if (part := text[start:end].strip("\n")).strip()]


def finished_texts(turn: Turn) -> Texts:
    texts = Texts(reasoning=Blocks(markdown=True))
    texts.add(turn.pieces)
    return texts
