"""Carries a Plan out: starts each arm when it may, with no browser open.

The plain answer and the thinking start at once; the injected answer starts when the thinking has ended with something
to inject. It knows turns and thoughts; what it asks of store and runner is said by its own Protocols.
"""

import secrets
import threading
import time
from functools import partial
from typing import Protocol

from components.conversation import Asked, Turn
from components.follow_up import FollowUp
from components.injection import Arm, ArmKind, Experiment, Plan, obstacle


class Keeper(Protocol):
    """Where experiments are kept. Arms are appended in order."""

    def add_experiment(self, experiment: Experiment, /) -> None: ...
    def add_arm(self, experiment_id: str, number: int, arm: Arm, /) -> None: ...
    def stop_experiment(self, experiment_id: str, /) -> None: ...
    def resume_experiment(self, experiment_id: str, /) -> None: ...
    def experiment(self, owner: str, experiment_id: str, /) -> Experiment | None: ...
    def experiment_that_thinks(self, turn_id: str, /) -> Experiment | None: ...


class Turns(Protocol):
    """Turns that stand alone: each in a chat of its own that no list shows."""

    def prepare(self, owner: str, question: str, asked: Asked, /) -> Turn: ...
    def begin(self, owner: str, turn: Turn, /) -> None: ...
    def stop(self, turn_id: str, /) -> None: ...


class Experimenter:
    def __init__(self, keeper: Keeper, turns: Turns) -> None:
        self._keeper, self._turns = keeper, turns
        # A thinking may end before its arm is noted: whoever looks for it waits.
        self._lock = threading.RLock()
        self._follow_up = FollowUp()

    def close(self) -> None:
        """The room ends: what could not be noted is not tried again."""
        self._follow_up.close()

    def run(self, owner: str, plan: Plan, thoughts: Turn | None = None) -> Experiment:
        """`thoughts` is an ended turn whose reasoning is injected; without it the thinker of the plan is asked."""
        with self._lock:
            experiment = Experiment(secrets.token_urlsafe(16), owner, time.time(), plan)
            self._keeper.add_experiment(experiment)
            if thoughts is None:
                self._start(experiment, "thinking")
            else:
                arm = Arm("thinking", thoughts.id, thoughts.chat_id, given=True)
                self._keeper.add_arm(experiment.id, 0, arm)
            self._start(self._again(experiment), "plain")
            if thoughts is not None and obstacle(thoughts) is None:
                self._start(self._again(experiment), "injected", thoughts.reasoning)
            return self._again(experiment)

    def run_injected(self, owner: str, experiment_id: str, reasoning: str, edited: bool) -> None:
        """Only the injected arm, again, with these thoughts."""
        with self._lock:
            experiment = self._keeper.experiment(owner, experiment_id)
            if experiment and reasoning.strip():
                self._start(experiment, "injected", reasoning, edited)

    def try_again(self, owner: str, experiment_id: str, kind: ArmKind, thoughts: Turn | None) -> None:
        """One arm that did not end well, with the thoughts as they are; a thinking is followed by what it was for."""
        with self._lock:
            experiment = self._keeper.experiment(owner, experiment_id)
            reasoning = thoughts.reasoning if thoughts else ""
            if experiment and (kind != "injected" or reasoning.strip()):
                self._keeper.resume_experiment(experiment.id)
                self._start(experiment, kind, reasoning)

    def stop(self, owner: str, experiment_id: str) -> None:
        """All that runs of it, and what would have started by itself."""
        with self._lock:
            experiment = self._keeper.experiment(owner, experiment_id)
            if experiment is None:
                return
            self._keeper.stop_experiment(experiment.id)
        for arm in experiment.arms:
            if not arm.given:
                self._turns.stop(arm.turn_id)

    def turn_ended(self, turn: Turn) -> None:
        """With its text. Where it was the thinking of an experiment, the injected arm starts now, if it may, or as
        soon as that can be noted."""
        self._follow_up.carry_out(partial(self.pass_on, turn))

    def pass_on(self, thinking: Turn) -> None:
        """Start the injected arm of the experiment that this ended turn thought for, unless it has begun or may not."""
        with self._lock:
            experiment = self._keeper.experiment_that_thinks(thinking.id)
            if experiment is None or experiment.stopped or obstacle(thinking) is not None:
                return
            arm = experiment.arm("thinking")
            if arm and arm.turn_id == thinking.id and not experiment.arm("injected"):
                self._start(experiment, "injected", thinking.reasoning)

    def _start(self, experiment: Experiment, kind: ArmKind, reasoning: str = "", edited: bool = False) -> None:
        """The arm is noted before its turn begins: whatever ends in between, nothing is asked without a trace."""
        request = experiment.plan.request_for(kind, reasoning)
        turn = self._turns.prepare(experiment.owner, request.messages[-1].content, request.asked)
        arm = Arm(kind, turn.id, turn.chat_id, edited=edited)
        self._keeper.add_arm(experiment.id, len(experiment.arms), arm)
        self._turns.begin(experiment.owner, turn)

    def _again(self, experiment: Experiment) -> Experiment:
        return self._keeper.experiment(experiment.owner, experiment.id) or experiment
