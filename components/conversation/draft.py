"""A turn while it grows: one writer folds events in, any number of readers look at any moment.

A reader takes `progress` in one read. It is frozen, and its `pieces` list only ever grows: the first `count` of them
belong to this progress, so a reader that has seen n joins only those from n to `count`. When text has to be re-filed
(a think tag without its opening), `pieces` is another list and `filing` another number: then start over.

What a reply is has one home, `Reply`: a draft holds one without its pieces.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from components.conversation.circles import Circles, Circling
from components.conversation.errors import Failure
from components.conversation.events import (
    Added,
    AnswerDelta,
    BegunAnew,
    DetailsKept,
    Failed,
    Finished,
    Identified,
    KeptAlive,
    Loading,
    Noted,
    Prefilled,
    ReasoningDelta,
    Refiled,
    Retrying,
    SentOn,
    StreamEvent,
    UsageReported,
)
from components.conversation.figures import Times
from components.conversation.headline import Headlines
from components.conversation.reply import THOUGHTS, Piece, Reply, Rounds, apart
from components.conversation.request import Prefill
from components.conversation.turn import Turn

Phase = Literal["waiting", "thinking", "answering", "done", "stopped", "failed"]
MOST_SENT_ON = 20  # a router tries a few
DROPPED = "a beginning that the server began anew"
ENDED = ("done", "stopped", "failed")


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be said of a growing turn now. Sizes are UTF-8 bytes; times are seconds since it was sent.

    `reply` is what has come, but for its pieces. `circling`: how its thoughts go in circles; `headline`: what those of
    its last round are doing now. `round` is how often it began to think again after an answer, and `round_from` the
    piece with which that began; `beside_bytes` is the size of what is neither thought nor answer.
    """

    phase: Phase = "waiting"
    reply: Reply = field(default_factory=Reply)
    pieces: list[Piece] = field(default_factory=list)
    count: int = 0
    filing: int = 0
    round: int = 0
    round_from: int = 0
    reasoning_bytes: int = 0
    answer_bytes: int = 0
    beside_bytes: int = 0
    circling: Circling = ""
    headline: str = ""
    kept_alive: float | None = None
    loading: Loading | None = None  # as it was last told
    retry: Retrying | None = None  # it failed and will be asked again, at `retry_at`
    retry_at: float = 0.0

    @property
    def ended(self) -> bool:
        return self.phase in ENDED

    @property
    def only_thinks(self) -> bool:
        """Are there thoughts, and no word of an answer yet?"""
        return self.phase == "thinking" and self.reply.times.first_answer is None

    @property
    def edition(self) -> int:
        """It rises whenever what is shown as growing begins anew: re-filed, or another round."""
        return self.filing + self.round

    @property
    def size(self) -> int:
        return self.reasoning_bytes + self.answer_bytes + self.beside_bytes


class Draft:
    """Folding one event is O(1), whatever has arrived before it (re-filing aside, which happens once)."""

    def __init__(self) -> None:
        self.progress = Progress()
        self._rounds, self._circles, self._headlines = Rounds(), Circles(), Headlines()
        self._index = 0  # of the thought that came last
        self._message: int | None = None  # which one came last
        self._said = ""  # the end of what was answered in this round

    def fold(self, event: StreamEvent, at: float) -> None:
        """`at` in seconds since the turn was sent."""
        if self.progress.retry is not None or self.progress.loading is not None:
            self.progress = replace(self.progress, retry=None, loading=None)
        now = self.progress
        match event:
            case ReasoningDelta(text, summary, index):
                if text:
                    self._keep_apart(text, index or 0)
                self._append(Piece("summary" if summary else "reasoning", text, at), at)
            case AnswerDelta(text, index):
                if text and index is not None:
                    self._keep_messages_apart(text, index)
                self._append(Piece("answer", text, at), at)
            case Added(kind, text, data, index):
                self._append(Piece(kind, text, at, data, index), at)
            case Refiled():
                self._refile()
            case BegunAnew():
                self._begin_anew()
            case Prefilled(prefill, as_own):
                self._prefill(prefill, as_own)
            case KeptAlive():
                self.progress = replace(now, kept_alive=at)
            case Loading():
                self.progress = replace(now, loading=event)
            case Retrying():
                self.progress = replace(now, retry=event, retry_at=at + event.wait_s)
            case _:
                self.progress = replace(now, reply=_learned(now.reply, event))

    def end(self, status: Literal["done", "stopped", "failed"], at: float, failure: Failure | None = None) -> None:
        now, reply = self.progress, self.progress.reply
        ended = replace(reply, times=replace(reply.times, ended=at), failure=reply.failure or failure)
        self.progress = replace(now, retry=None, loading=None, phase=status, reply=ended)

    def turn(self, begun: Turn) -> Turn:
        """The turn that `begun` has become; a streaming one as far as it has come."""
        now = self.progress
        head = self.head(begun, now)
        return replace(head, reply=replace(head.reply, pieces=tuple(now.pieces[: now.count])))

    def head(self, begun: Turn, now: Progress | None = None) -> Turn:
        """The same without its text, for those who have that already."""
        now = now or self.progress
        return replace(begun, status=now.phase if now.ended else "streaming", reply=now.reply)

    def _keep_apart(self, text: str, index: int) -> None:
        """A blank line between one thought and the next."""
        last = self.progress.pieces[-1] if self.progress.count else None
        if index != self._index and last and last.channel in THOUGHTS:
            breaks = len(apart((last.text, text))) - len(last.text) - len(text)
            if breaks:
                self._append(Piece(last.channel, "\n" * breaks))
        self._index = index

    def _keep_messages_apart(self, text: str, index: int) -> None:
        """A blank line between one message and the next."""
        if self._message not in (None, index):
            breaks = len(apart((self._said, text))) - len(self._said) - len(text)
            if breaks:
                self._append(Piece("answer", "\n" * breaks))
        self._message = index

    def _prefill(self, prefill: Prefill, as_own: bool) -> None:
        """What was there before stands at the beginning. It is no word of this reply's, so no clock begins with it."""
        now = self.progress
        self.progress = replace(now, reply=replace(now.reply, taken="own" if as_own else "words"))
        if not (as_own or prefill.answer):
            return  # thoughts that were told in words are no thoughts of this reply
        # Providers take no white space at the end of a beginning: the model writes its own.
        answer = prefill.answer.rstrip() if as_own else prefill.answer
        # Where the answer had begun, or is to begin, they are over: what is thought now is a thought of its own.
        thoughts = prefill.thoughts.rstrip() + "\n\n" * bool(prefill.thoughts and (answer or prefill.closed))
        if thoughts:
            self._append(Piece("reasoning", thoughts))
        if answer:
            self._append(Piece("answer", answer))

    def _append(self, piece: Piece, at: float | None = None) -> None:
        """`at` None: it is no word of this reply's own."""
        now, size = self.progress, len(piece.text.encode())
        thinks, answers = piece.channel in THOUGHTS, piece.channel == "answer"
        if begins := self._rounds.begins(piece):
            self._headlines, self._said = Headlines(), ""
        if answers:
            self._said = (self._said + piece.text)[-3:]
        now.pieces.append(piece)
        # Some models send a line break before they think: only a visible word begins the answer.
        visible = at is not None and (thinks or answers) and bool(piece.text.strip())
        reply = _begun(now.reply, thinks, at) if visible and at is not None else now.reply
        if piece.channel == "summary" and not reply.summarised:
            reply = replace(reply, summarised=True)
        self.progress = replace(
            now,
            phase=("thinking" if thinks else "answering") if visible else now.phase,
            reply=reply,
            count=now.count + 1,
            round=self._rounds.number,
            round_from=now.count if begins else now.round_from,
            reasoning_bytes=now.reasoning_bytes + size * thinks,
            answer_bytes=now.answer_bytes + size * answers,
            beside_bytes=now.beside_bytes + (0 if thinks or answers else size + 1),
            circling=self._circles.feed(piece.text) if thinks else now.circling,
            headline=self._headlines.feed(piece.text) if thinks else now.headline,
        )

    def _refile(self) -> None:
        """What stood as the answer was thought; what is neither stays what it is."""
        now, times = self.progress, self.progress.reply.times
        begun = min((t for t in (times.first_reasoning, times.first_answer) if t is not None), default=None)
        pieces = [
            piece._replace(channel="reasoning") if piece.channel == "answer" else piece
            for piece in now.pieces[: now.count]
        ]
        self._rounds, self._said = Rounds(), ""
        self.progress = replace(
            now,
            phase=now.phase if begun is None else "thinking",
            reply=replace(now.reply, times=Times(first_reasoning=begun)),
            pieces=pieces,
            # An edition is never taken twice: the rounds that are no more count as filings.
            filing=now.filing + now.round + 1,
            round=0,
            round_from=0,
            reasoning_bytes=now.reasoning_bytes + now.answer_bytes,
            answer_bytes=0,
        )

    def _begin_anew(self) -> None:
        """Nothing of what came is lost: it stands aside, as what is no part of the reply."""
        now = self.progress
        aside = [
            Piece("other", piece.text, piece.at, {"path": DROPPED}) for piece in now.pieces[: now.count] if piece.text
        ]
        self._rounds, self._circles, self._index = Rounds(), Circles(), 0
        self._message, self._said = None, ""
        self.progress = replace(
            now,
            phase="waiting",
            reply=replace(now.reply, times=Times(), summarised=False),
            pieces=aside,
            count=len(aside),
            filing=now.filing + now.round + 1,
            round=0,
            round_from=0,
            reasoning_bytes=0,
            answer_bytes=0,
            beside_bytes=now.size + len(aside),
            circling="",
        )


def _begun(reply: Reply, thinks: bool, at: float) -> Reply:
    """With the time of the first visible word of its channel."""
    times = reply.times
    if thinks and times.first_reasoning is None:
        return replace(reply, times=replace(times, first_reasoning=at))
    if not thinks and times.first_answer is None:
        return replace(reply, times=replace(times, first_answer=at))
    return reply


def _learned(reply: Reply, event: StreamEvent) -> Reply:
    """With what an event tells beside text."""
    match event:
        case Identified(generation_id, model, provider):
            by = f"{model} at {provider}" if model and provider else model or provider
            return replace(
                reply, generation_id=generation_id or reply.generation_id, answered_by=by or reply.answered_by
            )
        case DetailsKept(items, summarised, encrypted):
            return replace(reply, details=items, summarised=summarised or reply.summarised, encrypted=encrypted)
        case UsageReported(usage):
            return replace(reply, usage=usage)
        case Finished(reason):
            return replace(reply, finish_reason=reason)
        case Failed(failure):
            # The first error is the cause; what follows it is its echo.
            return replace(reply, failure=reply.failure or failure)
        case Noted(sentence):
            return replace(reply, notes=(*reply.notes, sentence))
        case SentOn(text):
            return replace(reply, upstream=(*reply.upstream, text)[:MOST_SENT_ON])
        case _:
            return reply
