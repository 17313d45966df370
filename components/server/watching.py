"""What is new of one run for one reader: pure, and no socket's business."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from components.conversation import THOUGHTS, Kind, Progress
from components.insight import GrowingSteps
from components.live_protocol import Anew, Draw, Ended, Headline, MoreAnswer, MoreSteps, MoreThoughts, News, Size

COUNT_EVERY_S, WAIT_EVERY_S = 1.0, 1.0
ANSWER_EVERY_S, PROSE_EVERY_S = 1.0, 3.0  # its words are there already; what is more than words waits to be drawn
MARKUP = re.compile(r"[\n*_`#|$\\]")


class Growing(Protocol):
    @property
    def progress(self) -> Progress: ...
    @property
    def unsaved(self) -> str: ...


@dataclass(slots=True)
class Watch:
    """One run as one page sees it. `edition` and `count` say how far it has the pieces, `known` how far it has looked
    at them for the answer; without `words` it is told only how much thought there is, for a closed panel.

    Of a run that thinks again after an answer only the last round grows: an edition begins with each."""

    number: int
    run: Growing | None
    edition: int
    count: int
    words: bool
    known: int = 0
    size: int = -1
    answered: int = 0
    marked: bool = False  # is there Markdown among what is not drawn yet?
    counted_at: float = 0.0
    told_at: float = 0.0
    ended: bool = False
    unsaved: str = ""  # as it was last drawn
    circling: bool = False
    loading: bool = False
    headline: str = ""
    steps: GrowingSteps | None = None  # where they are wanted

    def news(self, now: float) -> Iterator[News]:
        """What there is since the last look, in the protocol's order. `now` in seconds."""
        if self.ended:
            return
        if self.run and self.run.unsaved != self.unsaved:
            self.unsaved = self.run.unsaved
            yield Draw(self.number)
        progress = self.run.progress if self.run else None
        if progress:
            yield from self._thoughts(progress, now)
            if progress.headline != self.headline:
                self.headline = progress.headline
                yield Headline(self.number, self.headline)
            yield from self._answer(progress)
            if bool(progress.circling) != self.circling:
                self.circling = bool(progress.circling)
                yield Draw(self.number)
            if bool(progress.loading) != self.loading:
                self.loading, self.told_at = bool(progress.loading), now
                yield Draw(self.number)
            if self._draws(progress, now - self.told_at):
                self.answered, self.told_at, self.marked = _drawn(progress), now, False
                yield Draw(self.number)
        if progress is None or progress.ended:
            self.ended = True
            yield Ended(self.number)

    def _draws(self, progress: Progress, ago: float) -> bool:
        """Is there something new to draw for Python, which last did so that many seconds ago?"""
        if not progress.size:  # it is tried again, or shows that it is alive
            return ago >= WAIT_EVERY_S and bool(progress.retry or progress.loading or progress.kept_alive)
        return _drawn(progress) != self.answered and ago >= (ANSWER_EVERY_S if self.marked else PROSE_EVERY_S)

    def _thoughts(self, progress: Progress, now: float) -> Iterator[News]:
        if progress.edition != self.edition:
            self.edition, self.count, self.known, self.headline = progress.edition, 0, 0, ""
            self.steps = None  # who wants them has all drawn anew, and asks again from there
            yield Anew(self.number, self.edition)
        # Who has heard of a round and of nothing in it yet has 0 of its pieces; what is before it is no longer told.
        self.count, self.known = max(self.count, progress.round_from), max(self.known, progress.round_from)
        if not self.words:
            if progress.reasoning_bytes != self.size and now - self.counted_at >= COUNT_EVERY_S:
                self.size, self.counted_at = progress.reasoning_bytes, now
                yield Size(self.number, self.size)
        elif progress.count > self.count:
            first, self.count = self.count, progress.count
            if text := _text(progress, first, THOUGHTS):
                yield MoreThoughts(self.number, text, self.count)
            if self.steps:
                self.steps.feed(progress.pieces, self.count)
                if steps := self.steps.news():
                    yield MoreSteps(self.number, *steps)

    def _answer(self, progress: Progress) -> Iterator[News]:
        if progress.count > self.known:
            text = _text(progress, self.known, ("answer",))
            self.known = progress.count
            if text:
                self.marked = self.marked or MARKUP.search(text) is not None
                yield MoreAnswer(self.number, text, self.known)


def _text(progress: Progress, after: int, channels: tuple[Kind, ...]) -> str:
    return "".join(piece.text for piece in progress.pieces[after : progress.count] if piece.channel in channels)


def _drawn(progress: Progress) -> int:
    """The size of what Python draws: the answer, and all that is no thought."""
    return progress.answer_bytes + progress.beside_bytes
