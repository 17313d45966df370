"""Carries a Series out: as many requests at once as it allows, each noted before it is sent, with no browser open.

One thread a measurement decides what is asked next; the turns run where all turns run. A turn that was cut off by an
end of the server is asked again; one that ended is never asked twice. It knows turns, thoughts and questions; what it
asks of store and room is said by its own Protocols.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from components.conversation import Asked, CannotKeep, Turn
from components.injection import Measurement, Series, State, Step, Trial
from components.measurer.work import Work

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0


class Keeper(Protocol):
    """Where measurements are kept."""

    def add_measurement(self, measurement: Measurement, /) -> None: ...
    def set_state(self, measurement_id: str, state: State, said: str, /) -> None: ...
    def set_series(self, measurement_id: str, series: Series, /) -> None: ...
    def measurement(self, owner: str, measurement_id: str, /) -> Measurement | None: ...
    def running_measurements(self) -> list[Measurement]: ...
    def add_trial(self, measurement_id: str, trial: Trial, /) -> None: ...
    def trials(self, measurement_id: str, /) -> list[Trial]: ...
    def with_texts(self, turn_ids: list[str], /) -> Mapping[str, Turn]: ...


class Turns(Protocol):
    """Turns that stand alone: each in a chat of its own that no list shows."""

    def prepare(self, owner: str, question: str, asked: Asked, /) -> Turn: ...
    def begin(self, owner: str, turn: Turn, /) -> None: ...
    def stop(self, turn_id: str, /) -> None: ...


class Measurer:
    def __init__(
        self,
        keeper: Keeper,
        turns: Turns,
        mine: Callable[[str], bool] = lambda _: True,
        still_mine: Callable[[str], bool] = lambda _: True,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`mine`: is this measurement for this process to carry out? Of several replicas for one. `still_mine`: it may
        be that another one has it meanwhile. `tell`: another one carries it out, and is to look at what is kept of it
        now."""
        self._keeper, self._turns, self._mine, self._still_mine, self._tell = keeper, turns, mine, still_mine, tell
        self._works: dict[str, Work] = {}
        self._lock = threading.RLock()
        self._closed = False

    def close(self) -> None:
        """The room ends: nothing more is asked or written down. What was running goes on after the next start."""
        self._closed = True
        for work in list(self._works.values()):
            work.wake.set()

    def run(self, owner: str, series: Series) -> Measurement:
        measurement = Measurement(secrets.token_urlsafe(12), owner, time.time(), series, "running")
        self._keeper.add_measurement(measurement)
        self._mine(measurement.id)
        self._start(measurement)
        return measurement

    def resume_all(self) -> None:
        """After a start of the server, the end of another replica, or a change that it made: what is kept as running
        goes on, and what is not is at rest."""
        running = self._keeper.running_measurements()
        for measurement in running:
            with self._lock:
                if measurement.id not in self._works and self._mine(measurement.id):
                    self._start(measurement)
        for measurement_id in set(self._works) - {measurement.id for measurement in running}:
            self._look_at(measurement_id)

    def look(self, measurement_id: str) -> None:
        """Another replica has changed what is kept of it."""
        self._look_at(measurement_id)
        if measurement_id not in self._works:
            self.resume_all()

    def resume(self, owner: str, measurement_id: str, most_requests: int, most_usd: float | None) -> None:
        """Ask what has no answer yet, also what failed, up to these limits."""
        with self._lock:
            measurement = self._keeper.measurement(owner, measurement_id)
            if measurement is None or measurement.state == "running":
                return
            series = replace(measurement.series, most_requests=most_requests, most_usd=most_usd)
            self._keeper.set_series(measurement.id, series)
            self._keeper.set_state(measurement.id, "running", "")
            measurement = replace(measurement, series=series, state="running", said="")
            if work := self._works.get(measurement_id):
                work.go_on_again(measurement)
            elif self._mine(measurement_id):
                self._start(measurement)
            else:
                self._tell(measurement_id)

    def pause(self, owner: str, measurement_id: str) -> None:
        """What runs is brought to its end; nothing new begins."""
        self._halt(owner, measurement_id, "paused", "You paused it.")

    def stop(self, owner: str, measurement_id: str, said: str = "You stopped it.") -> None:
        """`said`: by whom, in words for its owner."""
        if work := self._halt(owner, measurement_id, "stopped", said):
            self._stop_all(work)

    def turn_ended(self, turn: Turn) -> None:
        """With its text."""
        for work in list(self._works.values()):
            if (step := work.running.get(turn.id)) is not None:
                with self._lock:
                    work.note(step, turn)
                    work.running.pop(turn.id, None)
                work.wake.set()

    def _halt(self, owner: str, measurement_id: str, state: State, said: str) -> Work | None:
        with self._lock:
            measurement = self._keeper.measurement(owner, measurement_id)
            if measurement is None or measurement.state not in ("running", "paused"):
                return None
            self._keeper.set_state(measurement_id, state, said)
            if work := self._works.get(measurement_id):
                work.halted = True
                work.wake.set()
            else:
                self._tell(measurement_id)
            return work

    def _look_at(self, measurement_id: str) -> None:
        """What is carried out of it here, by what is kept."""
        with self._lock:
            work = self._works.get(measurement_id)
            kept = self._keeper.measurement(work.measurement.owner, measurement_id) if work else None
            if work is None or kept is None or (kept.state == "running") != work.halted:
                return
            if work.halted:
                work.go_on_again(kept)
                return
            work.halted = True
            work.wake.set()
        if kept.state == "stopped":
            self._stop_all(work)

    def _stop_all(self, work: Work) -> None:
        for turn_id in list(work.running):
            self._turns.stop(turn_id)

    def _start(self, measurement: Measurement) -> None:
        with self._lock:
            work = self._works[measurement.id] = Work(measurement)
        threading.Thread(target=self._carry_out, args=(work,), name="measures", daemon=True).start()

    def _carry_out(self, work: Work) -> None:
        recalled = away = False
        try:
            while not self._closed:
                if not self._still_mine(work.measurement.id):
                    log.warning("A measurement is carried out by another process now. What runs of it here ends here.")
                    self._forget(work)
                    return
                try:
                    if not recalled:
                        self._recall(work)
                    recalled = True
                    if not self._go_on(work):
                        return
                    away = False
                except CannotKeep as error:
                    if not away:
                        log.error("A measurement waits for the database: %s", error)
                    away = True
                work.wake.wait(LOOK_EVERY_S)
                work.wake.clear()
        except Exception as error:
            if self._closed:
                return
            log.exception("A measurement came to a halt: %s", type(error).__name__)
            with suppress(CannotKeep):
                self._end(work, "paused", "Thinkroom itself made a mistake. The log of the server has the details.")
            self._forget(work)

    def _recall(self, work: Work) -> None:
        trials = self._keeper.trials(work.measurement.id)
        work.recall(trials, self._keeper.with_texts([trial.turn_id for trial in trials]))

    def _forget(self, work: Work) -> None:
        with self._lock:
            if self._works.get(work.measurement.id) is work:
                del self._works[work.measurement.id]

    def _go_on(self, work: Work) -> bool:
        """Begin what may begin. False when there is nothing left to wait for."""
        with self._lock:
            series = work.measurement.series
            said = work.over_limit()
            if not work.running and (work.halted or said or not work.left):
                if not work.halted:
                    self._end(work, "paused" if said else "done", said)
                self._forget(work)  # here, where nobody can have it go on in between
                return False
            if work.halted or said:
                return True
            for step in list(work.left):
                if len(work.running) >= (1 if work.slow else series.parallel) or time.monotonic() < work.not_before:
                    break
                self._begin(work, step)
            return True

    def _begin(self, work: Work, step: Step) -> None:
        series, owner = work.measurement.series, work.measurement.owner
        needed = series.needs(step)
        if needed in work.left or needed in work.running.values():
            return
        try:
            if needed in work.impossible:
                raise ValueError(work.impossible[needed])
            text = series.text(step, work.ended.get(needed) if needed else None)
        except ValueError as error:
            work.impossible[step] = str(error)
            del work.left[step]
            return
        turn = self._turns.prepare(owner, text, series.asked(step))
        self._keeper.add_trial(work.measurement.id, Trial(step, turn.id, turn.chat_id))
        work.tries[step] = work.tries.get(step, 0) + 1
        work.running[turn.id] = step  # before it begins: it may end at once
        del work.left[step]
        try:
            self._turns.begin(owner, turn)
        except CannotKeep:  # it was not asked, and is again what comes next
            work.tries[step] -= 1
            del work.running[turn.id]
            work.left = {step: None, **work.left}
            raise

    def _end(self, work: Work, state: State, said: str) -> None:
        self._keeper.set_state(work.measurement.id, state, said)
        work.halted = True
