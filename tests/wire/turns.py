"""What becomes of a reply, read as the client reads it: one turn, whatever the sizes of the reads."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from components.conversation import (
    AnswerDelta,
    DetailsKept,
    Failed,
    Finished,
    Identified,
    ReasoningDelta,
    Refiled,
    StreamEvent,
    TurnFailed,
    Usage,
    UsageReported,
)
from components.wire.body import BodyReader
from components.wire.refusals import Voice

VOICE = Voice("The server", "a/b", "sk-key-of-the-tests")


class Read(NamedTuple):
    """`failures`: what errors inside the reply said; `end`: the kind and the words of the error that ended it, if any
    did."""

    reasoning: str
    answer: str
    failures: tuple[tuple[str, str, int | None], ...]
    finish: str | None
    usage: Usage | None
    details: tuple[Any, ...] | None
    answered_by: Identified | None
    end: tuple[str, str] | None


def read(reads: Iterable[bytes]) -> Read:
    """Raises only what is no error of the tree."""
    reader, told, end = BodyReader(VOICE), list[StreamEvent](), None
    try:
        for one in reads:
            told += reader.feed(one)
            if reader.over:
                break
        told += reader.end()
    except TurnFailed as error:
        # Of what follows a last word as much is quoted as came in the same read.
        end = error.failure.kind, "" if reader.over else error.failure.said
    return _summed(told, end)


def in_pieces(body: bytes, places: Iterable[int]) -> list[bytes]:
    edges = [0, *sorted({place for place in places if 0 < place < len(body)}), len(body)]
    return [body[start:stop] for start, stop in pairwise(edges)]


def one_by_one(body: bytes) -> list[bytes]:
    return [body[at : at + 1] for at in range(len(body))]


def _summed(told: list[StreamEvent], end: tuple[str, str] | None) -> Read:
    reasoning, answer, failures = list[str](), list[str](), list[tuple[str, str, int | None]]()
    finish = usage = details = answered_by = None
    for event in told:
        match event:
            case ReasoningDelta(text):
                reasoning.append(text)
            case AnswerDelta(text):
                answer.append(text)
            case Refiled():
                reasoning, answer = reasoning + answer, []
            case Failed(failure):
                failures.append((failure.kind, failure.said, failure.status))
            case Finished(finish):
                pass
            case UsageReported(usage):
                pass
            case DetailsKept(details):
                pass
            case Identified():
                answered_by = event
            case _:
                pass
    return Read("".join(reasoning), "".join(answer), tuple(failures), finish, usage, details, answered_by, end)
