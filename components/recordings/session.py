"""What a recording plays, as values: turns with their pieces, one after the other."""

from dataclasses import dataclass
from typing import NamedTuple

from components.conversation import Asked, Failure, Reply, Status
from components.recordings.recording import Entry, Header

# What a turn ended with whose end is not in the file.
CUT_OFF = Failure("recording cut off", "The recording ends here, before this turn does.", "")


class Marker(NamedTuple):
    """Where somebody wants a pause: `at` in seconds since its turn was asked."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """One turn. `begins` in seconds since the recording began, all other times since `begins`. `question` is None where
    the recording does not tell it; `sent` is when it was asked, in seconds since the epoch, where that is told. `raw`
    is what arrived, with its times in this turn."""

    question: str | None
    asked: Asked
    status: Status
    reply: Reply
    begins: float = 0.0
    sent: float | None = None
    markers: tuple[Marker, ...] = ()
    raw: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A recording whole. `cut` says where it breaks off, in a sentence; "" where it is whole."""

    header: Header
    turns: tuple[Recorded, ...] = ()
    cut: str = ""
