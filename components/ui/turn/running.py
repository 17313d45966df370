"""A turn on its way, as a page sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from components.conversation import REPLAY, Circling, Loading, Retrying, Turn
from components.ui.state.texts import Live

TICK_S = 0.2  # how often it is drawn where no wire says that there is something new


class Run(Live, Protocol):
    """A turn on its way."""

    @property
    def begun(self) -> Turn: ...
    @property
    def head(self) -> Turn: ...
    @property
    def turn(self) -> Turn: ...
    @property
    def seconds(self) -> float: ...
    @property
    def unsaved(self) -> str: ...
    @property
    def place(self) -> "Place": ...


class Place(Protocol):
    """`said`: why a turn is not asked yet; "" once it is."""

    @property
    def said(self) -> str: ...


class Chats(Protocol):
    """Where turns are looked up."""

    def live(self, turn_id: str, /) -> Run | None: ...
    def kept(self, turn_ids: Sequence[str], /) -> Mapping[str, Turn]: ...


def as_they_are(chats: Chats, turn_ids: Sequence[str], texts: bool) -> tuple[Mapping[str, Turn], Mapping[str, Run]]:
    """Turns as far as they have come, and the runs of those on their way, by their ids. Of what still grows the texts
    are read where `texts` is true."""
    # The runs first: one that ends in between is in the store only afterwards.
    runs = {turn_id: run for turn_id in turn_ids if (run := chats.live(turn_id))}
    turns = chats.kept([turn_id for turn_id in turn_ids if turn_id not in runs])
    growing = {name: run.turn if texts or run.progress.ended else run.head for name, run in runs.items()}
    return {**turns, **growing}, runs


@dataclass(frozen=True, slots=True)
class Running:
    """What only a turn on its way has: the seconds since it was sent, the size of its thoughts, a warning, when the
    provider last gave a sign of life, the try that comes next with the seconds until then, why it is not yet asked,
    how it goes in circles, where it only thinks so far, and how its model is being loaded."""

    now: float
    reasoning_bytes: int
    unsaved: str = ""
    alive: float | None = None
    retry: tuple[Retrying, float] | None = None
    waits: str = ""
    circling: Circling = ""
    loading: Loading | None = None


def running(run: Run) -> Running:
    now, progress = run.seconds, run.progress
    again = (progress.retry, progress.retry_at - now) if progress.retry else None
    circling = progress.circling if progress.only_thinks else ""
    alive, loading = progress.kept_alive, progress.loading
    return Running(now, progress.reasoning_bytes, run.unsaved, alive, again, run.place.said, circling, loading)


def may_answer(run: Run) -> bool:
    """Does it only think so far, and can be told to answer? A recording plays what is in it."""
    return run.progress.only_thinks and run.begun.asked.provider != REPLAY
