"""A run that lives on another replica, as it can be read here: its draft, folded from what is passed on."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from components.conversation import Draft, Growing, Interrupted, Progress, Reply, Turn
from components.relay.messages import Batch, Ended, Reader


@dataclass(frozen=True, slots=True)
class FarPlace:
    """It waits in the line of its own replica, if at all: nothing is said of that here."""

    owner: str
    got: bool = True
    said: str = ""


class FarRun(Growing):
    """To be read as a run is."""

    unsaved, kept = "", False

    def __init__(self, begun: Turn, owner: str, stop: Callable[[], None]) -> None:
        super().__init__(begun)
        self.owner, self.place = owner, FarPlace(owner)
        self._tell_stop, self._reader = stop, Reader()
        self._now, self._heard = 0.0, time.monotonic()
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
    def seconds(self) -> float:
        """Since it was sent, as its own replica counts it."""
        return self._now + (time.monotonic() - self._heard)

    @property
    def lost(self) -> bool:
        """Is something missing of what was passed on?"""
        return self._reader.lost

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


def bare(turn: Turn) -> Turn:
    """As it was asked, whatever is kept of its reply."""
    return replace(turn, status="streaming", reply=Reply())
