"""What is passed on of a run: the events that its draft was folded from, each with its time; pure.

A far draft is folded from the same events in the same order, so that it is the same to the last number: a page that has
the first n pieces from one replica goes on with the next one at another.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from components.conversation import Added, Failure, StreamEvent, as_plain, from_plain

MOST_CHARACTERS = 200_000  # of one message: Redis and whoever reads it hold it in memory at once
KINDS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(StreamEvent)}

Status = Literal["done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended; nothing follows it."""

    status: Status
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event and when it came, in seconds since the request was sent."""

    event: StreamEvent | Ended
    at: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What was told together. Numbers count from 0 in each `epoch`, which begins anew with the first event of the run:
    what of an earlier one was read is void. `now`: when it was passed on, in seconds since the request was sent."""

    epoch: int
    number: int
    now: float
    told: tuple[Told, ...]


def parts_of(batch: Batch) -> Iterator[dict[str, str | int]]:
    """The fields of the messages that one batch is sent as, none of them large."""
    text = json.dumps(
        [[type(one.event).__name__, one.event, one.at] for one in batch.told], default=as_plain, ensure_ascii=True
    )
    pieces = [text[start : start + MOST_CHARACTERS] for start in range(0, len(text), MOST_CHARACTERS)]
    for part, piece in enumerate(pieces):
        yield {
            "epoch": batch.epoch,
            "number": batch.number,
            "now": repr(batch.now),
            "part": part,
            "of": len(pieces),
            "text": piece,
        }


class Reader:
    """Puts batches together again. Of an epoch it takes each number once, in their order; what is missing or comes
    again is no batch: None then, and `lost` says whether something is missing."""

    def __init__(self) -> None:
        self.epoch, self.lost = -1, False
        self._next, self._parts = 0, list[str]()

    @property
    def place_of_next(self) -> tuple[int, int]:
        """Epoch and number of the batch that would follow."""
        return max(self.epoch, 0), self._next

    def take(self, fields: Mapping[str, str]) -> Batch | None:
        epoch, number = int(fields["epoch"]), int(fields["number"])
        part, of = int(fields["part"]), int(fields["of"])
        if epoch < self.epoch:
            return None
        if epoch > self.epoch:
            self.epoch, self._next, self._parts, self.lost = epoch, 0, [], False
        if number == self._next and part == 0:
            self._parts = []  # whoever sent the first parts of it has died before the last
        if number != self._next or part != len(self._parts):
            self.lost = self.lost or number > self._next or (number == self._next and part > len(self._parts))
            return None
        self._parts.append(fields["text"])
        if part + 1 < of:
            return None
        text, self._parts, self._next = "".join(self._parts), [], number + 1
        return Batch(epoch, number, float(fields["now"]), tuple(map(_told, json.loads(text))))


def _told(found: Sequence[Any]) -> Told:
    name, event, at = found
    kind = Ended if name == Ended.__name__ else KINDS.get(name)
    if kind is None:  # of a newer replica: it is kept as what is no part of the reply
        return Told(Added("other", json.dumps(event), {"path": name}), at)
    return Told(from_plain(kind, event), at)
