"""The entries of a record as the requests that were made: what each was answered with, and how that ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from components.recordings.recording import END, HEAD, LEFT_OUT, TRY, Recording

How = Literal["whole", "broken", "left"]


class Read(NamedTuple):
    """`at` in seconds since the turn was sent."""

    at: float
    data: bytes


@dataclass(slots=True)
class Try:
    """`status` None: no head of a reply came. `how` is "left" where the room read no further, or was not told.
    `left_out` bytes that came are not in the record. `headed` and `ended`: when, as `at`."""

    at: float
    to: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    how: How = "left"
    said: str = ""
    left_out: int = 0
    headed: float | None = None
    ended: float | None = None

    @property
    def body(self) -> bytes:
        return b"".join(read.data for read in self.reads)


def tries_of(recording: Recording) -> list[Try]:
    """Whatever stands in a file of a stranger, what is of another kind than it should be is taken for not told."""
    return list(_tries(recording))


def _tries(recording: Recording) -> Iterator[Try]:
    now: Try | None = None
    for at, code, data in recording.entries:
        if code == TRY or now is None:
            if now is not None:
                yield now
            now = Try(at)
        if isinstance(data, bytes):
            now.reads.append(Read(at, data))
            continue
        if code == TRY:
            now.to = _text(data.get("to"))
        elif code == HEAD:
            status, headers = data.get("status"), data.get("headers")
            now.headed = at
            now.status = status if type(status) is int and 100 <= status < 1000 else None
            found = headers if isinstance(headers, dict) else {}
            now.headers = {name: value for name, value in found.items() if isinstance(value, str)}
        elif code == END:
            how = data.get("how")
            now.how = how if how in ("whole", "broken") else "left"
            now.said, now.ended = _text(data.get("said")), at
        elif code == LEFT_OUT:
            size = data.get("bytes")
            now.left_out += size if type(size) is int and 0 < size < 2**63 else 0
    if now is not None:
        yield now


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
