"""A run that lives on another replica, as it can be read here: its draft, folded from what is passed on."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from components.conversation import Draft, Interrupted, Progress, Reply, Turn
from components.relay.messages import Batch, Ended, Reader


@dataclass(frozen=True, slots=True)
class FarPlace:
    """It waits in the line of its own replica, if at all: nothing is said of that here."""

    owner: str
    got: bool = True
    said: str = ""


class FarRun:
    """To be read as a run is. `begun`: the turn as it was asked."""

    unsaved, kept = "", False

    def __init__(self, begun: Turn, owner: str, stop: Callable[[], None]) -> None:
        self.begun, self.owner, self.place = begun, owner, FarPlace(owner)
        self._tell_stop = stop
        self._reader, self._draft = Reader(), Draft()
        self._now, self._heard = 0.0, time.monotonic()
        self._listening: list[Callable[[], None]] | None = []
        self._lock = threading.Lock()
        self.read = threading.Event()  # has what was there already been read?
        self.looked = time.monotonic()  # when somebody last looked at it

    @property
    def progress(self) -> Progress:
        self.looked = time.monotonic()
        return self._draft.progress

    @property
    def over(self) -> bool:
        return self._draft.progress.ended

    @property
    def place_of_next(self) -> tuple[int, int]:
        """The epoch and the number of the batch that would follow."""
        return self._reader.place_of_next

    @property
    def head(self) -> Turn:
        """The turn as far as it has come, without its text."""
        return self._draft.head(self.begun)

    @property
    def turn(self) -> Turn:
        return self._draft.turn(self.begun)

    @property
    def seconds(self) -> float:
        """Since it was sent, as its own replica counts it."""
        return self._now + (time.monotonic() - self._heard)

    @property
    def lost(self) -> bool:
        """Is something missing of what was passed on?"""
        return self._reader.lost

    def when_it_speaks(self, tell: Callable[[], None]) -> None:
        """`tell` is called once: when its first words are there, or it ends without any; now, if that is so already. It
        must neither block nor raise."""
        with self._lock:
            if self._listening is not None:
                self._listening.append(tell)
                return
        tell()

    def hold_still(self, until_it_speaks: bool) -> None:
        """Its request is on its way."""

    def stop(self) -> None:
        """Its own replica ends it."""
        self._tell_stop()

    def take(self, fields: Mapping[str, str]) -> None:
        """A message of its stream, in their order."""
        before = self._reader.epoch
        batch = self._reader.take(fields)
        if self._reader.epoch != before:
            self._draft = Draft()
        if batch:
            self._fold(batch)

    def give_up(self) -> None:
        """Nothing more can be read of it here: what is kept of it is looked at from now on."""
        if not self.over:
            self._draft.end("failed", self.seconds, Interrupted().failure)
            self._speaks()

    def _fold(self, batch: Batch) -> None:
        draft = self._draft
        for told in batch.told:
            if draft.progress.ended:
                break
            if isinstance(told.event, Ended):
                draft.end(told.event.status, told.at, told.event.failure)
            else:
                draft.fold(told.event, told.at)
        self._now, self._heard = batch.now, time.monotonic()
        if draft.progress.size or draft.progress.ended:
            self._speaks()

    def _speaks(self) -> None:
        with self._lock:
            listening, self._listening = self._listening or [], None
        for tell in listening:
            tell()


def bare(turn: Turn) -> Turn:
    """As it was asked, whatever is kept of its reply."""
    return replace(turn, status="streaming", reply=Reply())
