"""One question and what came back for it, as a value: it knows its ending, not how it was shown or stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from components.conversation.errors import Failure
from components.conversation.figures import Times, Usage
from components.conversation.finish import end_of
from components.conversation.own_errors import Interrupted
from components.conversation.reply import Piece, Reply, Taken
from components.conversation.request import Asked, Prefill

Status = Literal["queued", "streaming", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Turn:
    """`parent_id` is the turn before it (None for a first one); siblings share a parent: versions and branches. What
    came back is the `reply`; its figures can be asked of the turn, too."""

    id: str
    chat_id: str
    parent_id: str | None
    created: float
    question: str
    asked: Asked
    status: Status = "queued"
    reply: Reply = field(default_factory=Reply)
    given: Prefill | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.reply.pieces

    @property
    def reasoning(self) -> str:
        return self.reply.reasoning

    @property
    def answer(self) -> str:
        return self.reply.answer

    @property
    def times(self) -> Times:
        return self.reply.times

    @property
    def usage(self) -> Usage | None:
        return self.reply.usage

    @property
    def finish_reason(self) -> str | None:
        return self.reply.finish_reason

    @property
    def failure(self) -> Failure | None:
        return self.reply.failure

    @property
    def answered_by(self) -> str:
        return self.reply.answered_by

    @property
    def generation_id(self) -> str:
        return self.reply.generation_id

    @property
    def details(self) -> tuple[Mapping[str, Any], ...] | None:
        return self.reply.details

    @property
    def summarised(self) -> bool:
        return self.reply.summarised

    @property
    def encrypted(self) -> bool:
        return self.reply.encrypted

    @property
    def taken(self) -> Taken:
        return self.reply.taken

    @property
    def ended(self) -> bool:
        return self.status in ("done", "stopped", "failed")

    @property
    def cut(self) -> bool:
        """It ended before its answer did, as far as the provider's word for the end tells."""
        return self.status == "done" and not self.reply.whole

    @property
    def withheld(self) -> bool:
        """It thought, by the bill or by an encrypted item, but nothing readable came."""
        billed = bool(self.usage and self.usage.reasoning_tokens)
        return (billed or self.encrypted) and not self.reasoning.strip()

    @property
    def budget_spent(self) -> bool:
        """All tokens went into thinking: the limit was reached before a visible answer."""
        return self.status == "done" and end_of(self.finish_reason) == "limit" and not self.answer.strip()


def cut_off(turn: Turn) -> Turn:
    """As the end of the room's server leaves one that was on its way."""
    return replace(turn, status="failed", reply=replace(turn.reply, failure=Interrupted().failure))
