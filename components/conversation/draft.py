"""A turn while it grows: one writer folds events in, any number of readers look at any moment.

A reader takes `progress` in one read. It is frozen, and its `pieces` list only ever grows: the first `count` of them
belong to this progress, so a reader that has seen n joins only those from n to `count`. When text has to be re-filed
(a think tag without its opening), `pieces` is another list and `filing` another number: then start over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from components.conversation.errors import Failure
from components.conversation.events import (
    AnswerDelta,
    DetailsKept,
    Failed,
    Finished,
    Handed,
    Identified,
    KeptAlive,
    Noted,
    ReasoningDelta,
    Refiled,
    Retrying,
    StreamEvent,
    UsageReported,
)
from components.conversation.request import Given
from components.conversation.turn import Piece, Taken, Times, Turn, Usage

Phase = Literal["waiting", "thinking", "answering", "done", "stopped", "failed"]
ENDED = ("done", "stopped", "failed")


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be said of a growing turn now. Sizes are UTF-8 bytes; times are seconds since it was sent."""

    phase: Phase = "waiting"
    pieces: list[Piece] = field(default_factory=list)
    count: int = 0
    filing: int = 0
    reasoning_bytes: int = 0
    answer_bytes: int = 0
    times: Times = field(default_factory=Times)
    kept_alive: float | None = None
    retry: Retrying | None = None  # it failed and will be asked again, at `retry_at`
    retry_at: float = 0.0
    usage: Usage | None = None
    finish_reason: str | None = None
    failure: Failure | None = None
    answered_by: str = ""
    generation_id: str = ""
    details: tuple[Mapping[str, Any], ...] | None = None
    summarised: bool = False
    encrypted: bool = False
    taken: Taken = ""

    @property
    def ended(self) -> bool:
        return self.phase in ENDED


class Draft:
    """Folding one event is O(1), whatever has arrived before it (re-filing aside, which happens once)."""

    def __init__(self) -> None:
        self.progress = Progress()

    def fold(self, event: StreamEvent, at: float) -> None:
        """`at` in seconds since the turn was sent."""
        if self.progress.retry is not None:
            self.progress = replace(self.progress, retry=None)
        now = self.progress
        match event:
            case ReasoningDelta(text):
                times = now.times
                if times.first_reasoning is None and text.strip():
                    times = replace(times, first_reasoning=at)
                self._append(
                    Piece("reasoning", text), "thinking" if text.strip() else now.phase, times, len(text.encode()), 0
                )
            case AnswerDelta(text):
                # Some models send a line break before they think: only a visible word begins the answer.
                visible = bool(text.strip())
                times = now.times
                if times.first_answer is None and visible:
                    times = replace(times, first_answer=at)
                self._append(Piece("answer", text), "answering" if visible else now.phase, times, 0, len(text.encode()))
            case Refiled():
                self._refile()
            case Handed(given, as_own):
                self._hand(given, as_own)
            case Noted():
                pass
            case KeptAlive():
                self.progress = replace(now, kept_alive=at)
            case Retrying():
                self.progress = replace(now, retry=event, retry_at=at + event.wait_s)
            case Identified(generation_id, model, provider):
                by = f"{model} at {provider}" if model and provider else model or provider
                self.progress = replace(
                    now, generation_id=generation_id or now.generation_id, answered_by=by or now.answered_by
                )
            case DetailsKept(items, summarised, encrypted):
                self.progress = replace(now, details=items, summarised=summarised, encrypted=encrypted)
            case UsageReported(usage):
                self.progress = replace(now, usage=usage)
            case Finished(reason):
                self.progress = replace(now, finish_reason=reason)
            case Failed(failure):
                # The first error is the cause; what follows it is its echo.
                self.progress = replace(now, failure=now.failure or failure)

    def end(self, status: Literal["done", "stopped", "failed"], at: float, failure: Failure | None = None) -> None:
        now = replace(self.progress, retry=None)
        self.progress = replace(now, phase=status, times=replace(now.times, ended=at), failure=now.failure or failure)

    def turn(self, begun: Turn) -> Turn:
        """The turn that `begun` has become; a streaming one as far as it has come."""
        now = self.progress
        return replace(self.head(begun, now), pieces=tuple(now.pieces[: now.count]))

    def head(self, begun: Turn, now: Progress | None = None) -> Turn:
        """The same without its text, for those who have that already."""
        now = now or self.progress
        return replace(
            begun,
            status=now.phase if now.ended else "streaming",
            times=now.times,
            usage=now.usage,
            finish_reason=now.finish_reason,
            failure=now.failure,
            answered_by=now.answered_by,
            generation_id=now.generation_id,
            details=now.details,
            summarised=now.summarised,
            encrypted=now.encrypted,
            taken=now.taken,
        )

    def _hand(self, given: Given, as_own: bool) -> None:
        """What was there before stands at the beginning. It is no word of this reply's, so no clock begins with it."""
        self.progress = replace(self.progress, taken="own" if as_own else "words")
        if not (as_own or given.answer):
            return  # thoughts that were told in words are no thoughts of this reply
        # Providers take no white space at the end of a beginning: the model writes its own.
        answer = given.answer.rstrip() if as_own else given.answer
        # Where the answer had begun they are over: what is thought now is a thought of its own.
        thoughts = given.thoughts.rstrip() + "\n\n" * bool(given.thoughts and answer)
        now = self.progress
        if thoughts:
            self._append(Piece("reasoning", thoughts), now.phase, now.times, len(thoughts.encode()), 0)
        if answer:
            self._append(Piece("answer", answer), now.phase, now.times, 0, len(answer.encode()))

    def _append(self, piece: Piece, phase: Phase, times: Times, reasoning_bytes: int, answer_bytes: int) -> None:
        now = self.progress
        now.pieces.append(piece)
        self.progress = replace(
            now,
            phase=phase,
            count=now.count + 1,
            times=times,
            reasoning_bytes=now.reasoning_bytes + reasoning_bytes,
            answer_bytes=now.answer_bytes + answer_bytes,
        )

    def _refile(self) -> None:
        now = self.progress
        begun = min((t for t in (now.times.first_reasoning, now.times.first_answer) if t is not None), default=None)
        self.progress = replace(
            now,
            phase=now.phase if begun is None else "thinking",
            pieces=[Piece("reasoning", piece.text) for piece in now.pieces[: now.count]],
            filing=now.filing + 1,
            reasoning_bytes=now.reasoning_bytes + now.answer_bytes,
            answer_bytes=0,
            times=Times(first_reasoning=begun),
        )
