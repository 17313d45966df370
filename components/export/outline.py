"""A JSON file before it is read: how large it is, how deep, of how many values, and where its rows begin and end.

All of it is told by the bytes; nothing is built of them, so that no file takes more memory than it has itself. Whether
it is JSON is found when its parts are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from components.export.part import NotRead

MOST_BYTES = 100 * 1024 * 1024
MOST_DEEP = 500  # lists and objects in each other
MOST_VALUES = 2_000_000
MOST_ROWS = 20_000

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},]', re.DOTALL)
_QUOTE, _COMMA, _OPENING, _LIST = b'"'[0], b","[0], b"[{", b"["[0]


@dataclass(frozen=True, slots=True)
class Outline:
    """`head` is the file without the rows of the list that was looked for; `rows` None: it has no such list."""

    head: bytes
    data: bytes
    rows: tuple[tuple[int, int], ...] | None

    def row(self, number: int) -> bytes:
        start, end = (self.rows or ())[number]
        return self.data[start:end]


def outline(data: bytes, field: str) -> Outline:
    """`field` names a list of the outermost object. Raises NotRead where something is more than may be read."""
    if len(data) > MOST_BYTES:
        raise NotRead(f"This file is larger than {MOST_BYTES // 1024**2} MB.")
    places = list(_borders(data, f'"{field}"'.encode()))
    if not places:
        return Outline(data, data, None)
    rows = [(start + 1, end) for start, end in pairwise(places)]
    if len(rows) == 1 and not data[places[0] + 1 : places[-1]].strip():
        rows = []
    return Outline(data[: places[0] + 1] + data[places[-1] :], data, tuple(rows))


def _borders(data: bytes, named: bytes) -> Iterator[int]:
    """Of the list with that name: where it opens, each comma between its rows, where it closes."""
    depth = values = rows = 0
    before, inside, seen = b"", False, False
    for token in _TOKEN.finditer(data):
        at = token.start()
        sign = data[at]
        if sign == _QUOTE:
            if depth == 1:
                before = data[at : min(token.end(), at + len(named) + 1)]
            continue
        if sign == _COMMA:
            values += 1
            if depth == 2 and inside:
                rows += 1
                if rows >= MOST_ROWS:
                    raise NotRead(f"This file has more than {MOST_ROWS:,} turns.")
                yield at
        elif sign in _OPENING:
            values += 1
            depth += 1
            if depth > MOST_DEEP:
                raise NotRead("This file is nested too deeply.")
            if depth == 2 and sign == _LIST and before == named:
                if seen:
                    raise NotRead(f"This file has its {named.decode()[1:-1]} twice.")
                inside = seen = True
                yield at
        else:
            depth -= 1
            if depth == 1 and inside:
                inside = False
                yield at
        if values > MOST_VALUES:
            raise NotRead(f"This file holds more than {MOST_VALUES:,} values.")
