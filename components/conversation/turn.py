"""One question and what came back for it, as a value: it knows its ending, not how it was shown or stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, NamedTuple

from components.conversation.errors import Failure
from components.conversation.request import Asked, Given

Channel = Literal["reasoning", "answer"]
Status = Literal["queued", "streaming", "done", "stopped", "failed"]
# How a provider was handed what a turn was given: as the beginning of the model's own reply, or in words.
Taken = Literal["", "own", "words"]


class Piece(NamedTuple):
    """A stretch of text as it arrived."""

    channel: Channel
    text: str


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same text in as few pieces as its order allows: thousands of small ones take much memory."""
    return tuple(Piece(channel, "".join(piece.text for piece in run)) for channel, run in groupby(pieces, _channel_of))


def _channel_of(piece: Piece) -> Channel:
    return piece.channel


@dataclass(frozen=True, slots=True)
class Times:
    """One clock a turn, in seconds since the request was sent; None where that never happened or was not recorded."""

    first_reasoning: float | None = None
    first_answer: float | None = None
    ended: float | None = None

    @property
    def waited(self) -> float | None:
        firsts = [t for t in (self.first_reasoning, self.first_answer) if t is not None]
        return min(firsts) if firsts else self.ended

    @property
    def thought(self) -> float | None:
        """From the first word of reasoning to the first visible word of the answer, or to the end without one."""
        if self.first_reasoning is None:
            return None
        until = self.first_answer if self.first_answer is not None else self.ended
        return None if until is None else max(until - self.first_reasoning, 0.0)

    @property
    def answered(self) -> float | None:
        if self.first_answer is None or self.ended is None:
            return None
        return max(self.ended - self.first_answer, 0.0)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counts them, None where it does not say; `cost` in USD as billed."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """`parent_id` is the turn before it (None for a first one); siblings share a parent: versions and branches.

    `pieces` keep the order of arrival. `details` are the provider's opaque reasoning items, never shown; None where no
    list of them came, not even an empty one. The `pieces` begin with that which was `given`
    where it is a part of this reply.
    """

    id: str
    chat_id: str
    parent_id: str | None
    created: float
    question: str
    asked: Asked
    status: Status = "queued"
    pieces: tuple[Piece, ...] = ()
    times: Times = field(default_factory=Times)
    usage: Usage | None = None
    finish_reason: str | None = None
    failure: Failure | None = None
    answered_by: str = ""
    generation_id: str = ""
    details: tuple[Mapping[str, Any], ...] | None = None
    summarised: bool = False
    encrypted: bool = False
    given: Given | None = None
    taken: Taken = ""

    @property
    def reasoning(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.channel == "reasoning")

    @property
    def answer(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.channel == "answer")

    @property
    def ended(self) -> bool:
        return self.status in ("done", "stopped", "failed")

    @property
    def withheld(self) -> bool:
        """It thought, by the bill or by an encrypted item, but nothing readable came."""
        billed = bool(self.usage and self.usage.reasoning_tokens)
        return (billed or self.encrypted) and not self.reasoning.strip()

    @property
    def budget_spent(self) -> bool:
        """All tokens went into thinking: the limit was reached before a visible answer."""
        return self.status == "done" and self.finish_reason == "length" and not self.answer.strip()
