"""Emphasis for a reader that knows CommonMark's rule alone: where ours says otherwise, the text is written so that both
come to the same. A sign that is none of it gets a backslash; beside one that begins or ends emphasis, the letter that
forbids it is spelled by its number, which is the same letter to whoever reads or copies it."""

import re
from collections.abc import Sequence

from components.markup.marks import JOINED_MARK, LETTER, MARK, OTHER, Kind, flanks, kind_of, sides
from components.ui.signs import JOINER

MOST_LOOKS = 4
SPACES = ("", " ", "\n")
RUN = re.compile(r"\\[^\n]|(\*+|_+)")


def with_emphasis(text: str) -> str:
    """`text` is escaped already; what is no text in it was put aside."""
    if "*" not in text and "_" not in text:
        return text
    runs = [found.span() for found in RUN.finditer(text) if found[1]]
    written: dict[int, str] = {}
    for _ in range(MOST_LOOKS):
        if not _note(text, runs, written):
            break
    out: list[str] = []
    at = 0
    for place in sorted(written):
        out += [text[at:place], written[place]]
        at = place + 1
    return "".join((*out, text[at:]))


def _note(text: str, runs: Sequence[tuple[int, int]], written: dict[int, str]) -> bool:
    """What is to be written otherwise, by its place. True if it has to be asked again: a letter that is spelled is a
    mark for the reader, also at its other side."""
    again = False
    for start, end in runs:
        before, after = text[start - 1 : start], text[end : end + 1]
        # Beside a space there is but one way to read it; a name may stand there all the same.
        if (before in SPACES or after in SPACES) and (text[start] == "*" or end - start != 2):
            continue
        left = MARK if start - 1 in written else _kind(before)
        right = MARK if end in written else _kind(after)
        meant, read = sides(text, start, end), _as_read(text[start], left, right)
        if meant == read or start in written:
            continue
        if meant[0] or (meant[1] and not any(read)):
            if meant[0] and not read[0] and before.isprintable():
                written[start - 1] = f"&#{ord(before)};"
                again = again or text[start - 2 : start - 1] in ("*", "_")
            if meant[1] and not read[1] and after.isprintable():
                written[end] = f"&#{ord(after)};"
                again = again or text[end + 1 : end + 2] in ("*", "_")
        elif read == (True, True) and meant[1] and right is MARK:
            # It may end but not begin: `)**(`.
            written[start] = JOINER + text[start]
        elif not meant[1] or kind_of(after) is LETTER:
            written |= {at: f"\\{text[at]}" for at in range(start, end)}
    return again


def _as_read(mark: str, left: Kind, right: Kind) -> tuple[bool, bool]:
    """May it open, may it close, for the page's reader?"""
    opens, closes = flanks(left, right)
    if mark == "_":
        return opens and (not closes or left is MARK), closes and (not opens or right is MARK)
    return opens, closes


def _kind(letter: str) -> Kind:
    """As the page's reader sees it, to which nothing beyond the first 65,536 is a mark."""
    kind = kind_of(letter)
    if kind is JOINED_MARK:
        return MARK
    return OTHER if kind is MARK and letter > "\uffff" else kind
