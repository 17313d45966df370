"""What arrived for a turn, told row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from components.recordings.tries import Try


class Event(NamedTuple):
    """Of a stream of events, by its name (":" for a comment); or a line of another body, named "\\n"."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """`at` in seconds since the turn was sent. `number`: bytes of a read, or that were left out; which try it is; the
    status of a reply. `events` are those that a read completes."""

    at: float
    kind: Literal["asked", "head", "read", "left out", "whole", "broken", "left"]
    text: str = ""
    number: int = 0
    data: bytes = b""
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """`rows` in order, `text` the record as a file; or why nothing is there, in a sentence. `why_once`: why it cannot
    be read again, "" where it can."""

    rows: Sequence[Row] = ()
    text: bytes = b""
    why_none: str = ""
    why_once: str = ""


def rows_of(number: int, one: Try, events: Sequence[Sequence[Event]]) -> list[Row]:
    """Of the try of this number; `events` for each of its reads."""
    rows = [Row(one.at, "asked", one.to, number)]
    if one.status is not None:
        headers = "\n".join(f"{name}: {value}" for name, value in one.headers.items())
        rows.append(Row(one.headed or one.at, "head", headers, one.status))
    for read, completed in zip(one.reads, events, strict=True):
        rows.append(Row(read.at, "read", number=len(read.data), data=read.data, events=completed))
    if one.left_out:
        rows.append(Row(rows[-1].at, "left out", number=one.left_out))
    rows.append(Row(rows[-1].at if one.ended is None else one.ended, one.how, one.said))
    return rows
