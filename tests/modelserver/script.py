"""What the pretended model does, token by token, before any wire format."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from .prose import write
from .step import Comment, Cut, Due, Event, Failure, Finish, Gate, Piece, Silence

COMMENT_EVERY = 200  # tokens
SAY_SIZE = 8  # characters in one chunk of a `say` reply

UPSTREAM_ERROR: dict[str, Any] = {
    "code": 502,
    "message": "Provider returned error",
    "metadata": {"raw": "upstream exploded", "provider_name": "Fake"},
}


class Eventful(Protocol):
    """Whatever can be played."""

    def events(self) -> Iterator[Event]: ...


@dataclass(frozen=True, slots=True)
class Talk:
    """`reasoning` then `answer` tokens at `rate` tokens a second (0: as fast as the socket drains), then `ending`.

    Marker numbers start at `first_mark`; `gate_at` is the number of tokens before the gate.
    """

    reasoning: int
    answer: int
    ending: tuple[Event, ...] = ()
    rate: float = 0
    first_mark: int = 0
    gate_at: int | None = None

    def events(self) -> Iterator[Event]:
        """The events in order; cheap and lazy."""
        for number, piece in enumerate(self._pieces()):
            if number and number % COMMENT_EVERY == 0:
                yield Comment()
            if number == self.gate_at:
                yield Gate()
            if self.rate:
                yield Due(number / self.rate)
            yield piece
        yield from self.ending

    def _pieces(self) -> Iterator[Piece]:
        numbers = itertools.count(self.first_mark)
        yield from write("reasoning", self.reasoning, numbers)
        yield from write("answer", self.answer, numbers)


@dataclass(frozen=True, slots=True)
class Say:
    """The given text verbatim, first as reasoning, then as the answer, `SAY_SIZE` characters a piece."""

    text: str

    def events(self) -> Iterator[Event]:
        """The events in order."""
        thought = [Piece("reasoning", part) for part in _slices("Thinking about it.\n\n" + self.text)]
        spoken = [Piece("answer", part) for part in _slices(self.text)]
        yield from thought
        yield from spoken
        yield Finish("stop", len(thought), len(thought) + len(spoken))


@dataclass(frozen=True, slots=True)
class Spoken:
    """The given thoughts, then the given answer, a word a piece at `rate` pieces a second (0: as fast as can be), and
    the reason that it ends with. `cut` is where it is cut off, by a number of pieces, and how; `gate_at` the number of
    pieces before the gate."""

    thoughts: str
    answer: str
    rate: float = 0
    reason: str = "stop"
    cut: tuple[int, Event] | None = None
    gate_at: int | None = None

    def events(self) -> Iterator[Event]:
        """The events in order."""
        pieces = [Piece("reasoning", word) for word in _words(self.thoughts)]
        thought = len(pieces)
        pieces += [Piece("answer", word) for word in _words(self.answer)]
        most, how = self.cut or (len(pieces), Finish(self.reason, thought, len(pieces)))
        for number, piece in enumerate(pieces[:most]):
            if number == self.gate_at:
                yield Gate()
            if self.rate:
                yield Due(number / self.rate)
            yield piece
        yield how


@dataclass(frozen=True, slots=True)
class Twice:
    """Thinks, answers, thinks again and answers again; the gate stands in the middle of the second thoughts."""

    first: Talk
    second: Talk

    def events(self) -> Iterator[Event]:
        """The events in order."""
        yield from self.first.events()
        yield from self.second.events()


Script = Talk | Say | Spoken | Twice


def think(reasoning: int, answer: int, rate: float = 0, first_mark: int = 0) -> Talk:
    """A whole reply with a regular end."""
    return Talk(reasoning, answer, _stop(reasoning, answer), rate, first_mark)


def gate(reasoning: int, answer: int, first_mark: int = 0) -> Talk:
    """Half of the reasoning, then the gate, then the rest."""
    return Talk(reasoning, answer, _stop(reasoning, answer), first_mark=first_mark, gate_at=reasoning // 2)


def twice(reasoning: int, answer: int, first_mark: int = 0) -> Twice:
    """Twice as many of each, the markers of the second ones going on from 900."""
    return Twice(
        Talk(reasoning, answer, first_mark=first_mark),
        Talk(reasoning, answer, _stop(2 * reasoning, answer), first_mark=900, gate_at=reasoning // 2),
    )


def stall(reasoning: int, answer: int = 0, first_mark: int = 0) -> Talk:
    """Tokens, then nothing more until the client goes."""
    return Talk(reasoning, answer, (Silence(),), first_mark=first_mark)


def cut(reasoning: int, answer: int = 0, first_mark: int = 0) -> Talk:
    """Tokens, then a reset connection."""
    return Talk(reasoning, answer, (Cut(),), first_mark=first_mark)


def close(reasoning: int, first_mark: int = 0) -> Talk:
    """Reasoning, then an orderly end of the body that says nothing of an end: no finish_reason, no [DONE]."""
    return Talk(reasoning, 0, (), first_mark=first_mark)


def length(reasoning: int, first_mark: int = 0) -> Talk:
    """The token limit strikes while the model still thinks."""
    return Talk(reasoning, 0, (Finish("length", reasoning, reasoning),), first_mark=first_mark)


def withheld() -> Talk:
    """A model that thought (4120 tokens, it says) but shows only the answer."""
    return Talk(0, 30, (Finish("stop", 4120, 4150),))


def midway_error(reasoning: int, first_mark: int = 0) -> Talk:
    """The provider behind the router breaks down during the reasoning."""
    return Talk(reasoning, 0, (Failure(UPSTREAM_ERROR),), first_mark=first_mark)


def _stop(reasoning: int, answer: int) -> tuple[Event, ...]:
    return (Finish("stop", reasoning, reasoning + answer),)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _slices(text: str) -> list[str]:
    return [text[start : start + SAY_SIZE] for start in range(0, len(text), SAY_SIZE)]
