"""What a running measurement knows of itself, and what follows from that: what is left to ask, and whether it may."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from components.conversation import Turn
from components.injection import Measurement, Step, Trial

TRIES, PAUSE_AFTER = 4, 5  # requests for one step; failures in a row after which all of it pauses
WAIT_S, MOST_WAIT_S = 5.0, 120.0
LATER = {
    *("rate limited", "model loading", "provider down", "provider gave up"),
    *("connection lost", "unreachable", "interrupted"),
}


@dataclass(slots=True)
class Work:
    """What a running measurement knows: by step the newest turn, those that run, and when it may go on."""

    measurement: Measurement
    left: dict[Step, None] = field(default_factory=dict[Step, None])  # in order: what is neither done nor on its way
    ended: dict[Step, Turn] = field(default_factory=dict[Step, Turn])
    running: dict[str, Step] = field(default_factory=dict[str, Step])
    tries: dict[Step, int] = field(default_factory=dict[Step, int])
    impossible: dict[Step, str] = field(default_factory=dict[Step, str])
    failures: int = 0
    slow: bool = False
    not_before: float = 0.0
    wake: threading.Event = field(default_factory=threading.Event)
    halted: bool = False

    def recall(self, trials: Sequence[Trial], turns: Mapping[str, Turn]) -> None:
        """What was done before the server was started again."""
        for trial in trials:
            self.tries[trial.step] = self.tries.get(trial.step, 0) + 1
            if turn := turns.get(trial.turn_id):
                if turn.status == "queued" or (turn.failure and turn.failure.kind == "interrupted"):
                    self.tries[trial.step] -= 1  # it was not its fault
                elif turn.status == "done":
                    self.ended[trial.step] = turn
        self.list_left()

    def list_left(self) -> None:
        on_its_way = set(self.running.values())
        steps = (step for step in self.measurement.series.steps() if step not in self.ended)
        self.left = {step: None for step in steps if step not in on_its_way}

    def go_on_again(self, measurement: Measurement) -> None:
        """What ran when it was paused has not ended yet."""
        self.measurement, self.halted, self.failures = measurement, False, 0
        self.impossible.clear()
        self.list_left()
        self.wake.set()

    def over_limit(self) -> str:
        """Why nothing more may be asked; "" where something may."""
        series = self.measurement.series
        spent = sum((turn.usage.cost or 0.0) if turn.usage else 0.0 for turn in self.ended.values())
        if series.most_usd is not None and spent >= series.most_usd:
            return f"Your spending limit of ${series.most_usd:,g} is reached."
        if self.left and sum(self.tries.values()) >= series.most_requests:
            return f"Your limit of {series.most_requests:,} requests is reached."
        if self.failures >= PAUSE_AFTER:
            return f"{PAUSE_AFTER} requests in a row failed. The last one: {self.measurement.said or 'no reason given'}"
        return ""

    def note(self, step: Step, turn: Turn) -> None:
        """A turn of it has ended."""
        if turn.status == "done":
            self.ended[step] = turn
            self.failures, self.slow = 0, False
            return
        failure = turn.failure
        if self.halted or turn.status == "stopped" or failure is None:
            return
        tried = self.tries.get(step, 1)
        if failure.kind in LATER:
            self.slow = True
            self.not_before = time.monotonic() + min(failure.retry_after_s or WAIT_S * tried, MOST_WAIT_S)
        if failure.kind in LATER and tried < TRIES:
            self.left = {step: None, **self.left}
            return
        self.impossible[step] = failure.what
        self.failures += 1
        self.measurement = self.measurement.because(failure.what)
