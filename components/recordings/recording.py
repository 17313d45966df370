"""What a record holds, as values: a header, and entries with their times. FORMAT.md says it all on one page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

TRY, HEAD, READ, END, LEFT_OUT = "t", "h", "w", "e", "o"
IN_BASE64 = "b"  # how a line calls a read that is no UTF-8 on its own; as an entry it is a READ like any
# What was read beside or instead of that.
QUESTION, REASONING, ANSWER, PART, MARKER, ENDED = "q", "r", "a", "p", "m", "x"
CODES = (TRY, HEAD, READ, IN_BASE64, END, LEFT_OUT, QUESTION, REASONING, ANSWER, PART, MARKER, ENDED)


@dataclass(frozen=True, slots=True)
class Header:
    """`started` in seconds since the epoch, `idle_limit` in seconds: longer silences may be skipped when it is played.
    `more` is what a newer room wrote, as it came."""

    provider: str = ""
    model: str = ""
    started: float | None = None
    title: str = ""
    idle_limit: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


class Entry(NamedTuple):
    """`at` in seconds since the turn was sent. `data` is bytes where `code` is READ, else an object of JSON."""

    at: float
    code: str
    data: bytes | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recording:
    """`entries` in the order in which they came."""

    header: Header
    entries: tuple[Entry, ...] = ()
