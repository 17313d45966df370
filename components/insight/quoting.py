"""What in a sentence is nobody's own word: quoted text, code and formulas inside a line, a line that quotes."""

import re

OPENED = re.compile(r"`+|\$(?=\S)|\\\(|[\"“«„「『]")
CLOSED_BY = {'"': '"', "“": "”", "«": "»", "„": "“”", "「": "」", "『": "』", "\\(": "\\)"}
QUOTED_LINE = re.compile(r"\s*>")
Span = tuple[int, int]


class Quoting:
    """`hidden` is asked for each sentence in order, since a quotation goes over sentences of its paragraph."""

    def __init__(self) -> None:
        self._by = ""  # what closes the quotation that goes on

    @property
    def goes_on(self) -> bool:
        return self._by != ""

    def hidden(self, sentence: str, gap: int) -> list[Span]:
        """Where such text stands in it. `gap` as in Sentence."""
        if gap == 2 or (gap and self._by == '"'):
            self._by = ""
        if QUOTED_LINE.match(sentence) and gap:
            return [(0, len(sentence))]
        spans: list[Span] = []
        at = 0
        if self._by:
            at = _closing(sentence, 0, self._by)
            if at < 0:
                return [(0, len(sentence))]
            spans.append((0, at))
            self._by = ""
        while opened := OPENED.search(sentence, at):
            sign = opened[0]
            by = CLOSED_BY.get(sign, sign)
            at = _closing(sentence, opened.end(), by)
            if at >= 0:
                spans.append((opened.start(), at))
            elif sign in CLOSED_BY and sign != "\\(":
                spans.append((opened.start(), len(sentence)))
                self._by = by
                break
            else:
                at = opened.end()
                if sign == "\\(":
                    break
        return spans


def _closing(sentence: str, at: int, by: str) -> int:
    """Behind what closes it; -1 where nothing does."""
    if by == "“”":
        found = [place for sign in by if (place := sentence.find(sign, at)) >= 0]
        return min(found) + 1 if found else -1
    place = sentence.find(by, at)
    return place + len(by) if place >= 0 else -1
