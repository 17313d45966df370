"""All the turns that run in a process: begun, saved, cut off before it ends, forgotten when they are kept."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

from components.conversation import CancelToken, CannotKeep, Interrupted, RoomFull, StreamEvent, Timeouts, Turn
from components.places import Places
from components.runner.run import Run
from components.runner.seams import Keeper, Live, Relay, Reply

LOOK_EVERY_S = 0.05
SAVE_EVERY_S = 0.5  # so that a killed server loses less than a second

log = logging.getLogger(__name__)


class Runner:
    """All runs of a process. One thread saves them all; an ended run is forgotten once it is saved."""

    def __init__(
        self,
        keeper: Keeper,
        places: Places | None = None,
        save_every_s: float = SAVE_EVERY_S,
        timeouts: Timeouts | None = None,
        relay: Relay | None = None,
    ) -> None:
        """`relay` knows the runs of other replicas, and passes on what these here hear."""
        self._relay = relay
        self._keeper, self._places, self._save_every_s = keeper, places or Places(), save_every_s
        self._timeouts = timeouts or Timeouts()
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._listeners: list[Callable[[Turn], None]] = []
        self._ends = self._closed = False
        self._closing = threading.Lock()
        threading.Thread(target=self._save, name="saves turns", daemon=True).start()

    def when_ended(self, tell: Callable[[Turn], None]) -> None:
        """`tell` is called with each ended turn, on a thread of its run, once it is saved: where the database is away,
        not before it is back, since what follows needs it as well."""
        self._listeners.append(tell)

    def start(self, turn: Turn, reply: Reply, owner: str = "") -> Run:
        """Begins a turn whose status is streaming; it may have to wait for a place. A room in which too many wait ends
        it at once as failed."""
        place = self._places.ask(owner)
        with self._lock:
            heard = _cut if self._ends else _refused if place.refused else reply
            telling = self._relay.follow(turn, owner) if self._relay else None
            run = self._runs[turn.id] = Run(
                turn, heard, self._keeper, self._ended, self._timeouts, place, telling, self._kept
            )
        try:
            self._keeper.begin(turn)
        except Exception:
            del self._runs[turn.id]
            self._places.give_back(place)
            if telling:
                telling.end("failed", 0.0, None)
            raise
        if run.progress.ended:
            self._keeper.finish(run.head)  # it was stopped before it had begun
            return run
        run.start()
        self._work.set()
        return run

    @property
    def ends(self) -> bool:
        """Is nothing begun any more?"""
        return self._ends

    @property
    def count(self) -> int:
        """Of turns that have begun and are not kept yet."""
        return len(self._runs)

    def finish(self, seconds: float) -> None:
        """Returns when all that runs is over and kept, or after so many seconds. What comes in meanwhile is cut off."""
        with self._lock:
            self._ends = True
        until = time.monotonic() + seconds
        while self._runs and time.monotonic() < until and not self._closed:
            time.sleep(LOOK_EVERY_S)

    def get(self, turn_id: str) -> Run | None:
        """Of this process."""
        return self._runs.get(turn_id)

    def all(self) -> list[Run]:
        """Of this process."""
        with self._lock:
            return list(self._runs.values())

    def find(self, turn_id: str, waits: bool = True) -> Live | None:
        """Of this process, or of another replica. `waits` a moment for what is there of it already."""
        return self.get(turn_id) or (self._relay.get(turn_id, waits) if self._relay else None)

    def claims(self, turn_id: str) -> bool:
        """Is it for this process to begin what waited? Of several replicas for one alone."""
        return self._relay is None or self._relay.claim(turn_id)

    def hand_over(self, owner: str, heir: str) -> None:
        """What runs for one owner, to another."""
        if self._relay:
            self._relay.handed_over(owner, heir)
        with self._lock:
            for run in self._runs.values():
                if run.owner == owner:
                    run.owner = heir

    def stop(self, turn_id: str) -> None:
        if run := self.get(turn_id):
            run.stop()
        elif self._relay:
            self._relay.stop(turn_id)

    def close(self) -> None:
        """Before the process ends: what runs is cut off where it is and saved, and nothing follows it. What comes in
        later is cut off, too."""
        with self._closing:
            with self._lock:
                self._ends = self._closed = True
                runs = list(self._runs.values())
            for run in runs:
                run.cut(Interrupted().failure)
            for run in runs:
                run.save()

    def _ended(self, run: Run) -> None:
        self._places.give_back(run.place)

    def _kept(self, run: Run) -> None:
        self._forget(run)
        if self._ends:
            return
        for tell in self._listeners:
            try:
                tell(run.turn)
            except CannotKeep as error:
                log.error("What follows the end of a turn failed: %s", error)
            except Exception:
                # It must not spoil the stop, or the thread, that ended the turn.
                log.exception("What follows the end of a turn failed")

    def _forget(self, run: Run) -> None:
        with self._lock:
            self._runs.pop(run.begun.id, None)

    def _save(self) -> None:
        while True:
            self._work.wait()
            time.sleep(self._save_every_s)
            with self._lock:
                unkept = [run for run in self._runs.values() if not run.kept]
                if not unkept:
                    self._work.clear()
            for run in unkept:
                run.expire()
                run.save()


def _refused(cancel: CancelToken, /) -> Iterator[StreamEvent]:
    raise RoomFull()
    yield


def _cut(cancel: CancelToken, /) -> Iterator[StreamEvent]:
    raise Interrupted()
    yield
