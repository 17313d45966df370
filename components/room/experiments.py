"""What one owner sees and does of experiments."""

from components.conversation import Turn
from components.experiment import Experimenter
from components.injection import ArmKind, Experiment, Plan
from components.store import Store


class Experiments:
    """Of one owner: what belongs to another does not exist for it."""

    def __init__(self, owner: str, store: Store, experimenter: Experimenter) -> None:
        self._owner, self._store, self._experimenter = owner, store, experimenter

    def experiment(self, experiment_id: str) -> Experiment | None:
        return self._store.experiment(self._owner, experiment_id)

    def newest(self, most: int) -> list[Experiment]:
        return self._store.experiments(self._owner, most)

    def run(self, plan: Plan, thoughts: Turn | None = None) -> Experiment:
        """`thoughts` is an ended turn whose reasoning is injected; without it the thinker of the plan is asked."""
        return self._experimenter.run(self._owner, plan, thoughts)

    def run_injected(self, experiment_id: str, reasoning: str, edited: bool) -> None:
        """Only the injected arm, again, with these thoughts."""
        self._experimenter.run_injected(self._owner, experiment_id, reasoning, edited)

    def try_again(self, experiment_id: str, kind: ArmKind, thoughts: Turn | None) -> None:
        """One arm that did not end well, with the thoughts as they are."""
        self._experimenter.try_again(self._owner, experiment_id, kind, thoughts)

    def stop(self, experiment_id: str) -> None:
        """All that runs of it, and what would have started by itself."""
        self._experimenter.stop(self._owner, experiment_id)

    def pass_on(self, thinking: Turn) -> None:
        """Start the injected arm of the experiment that this ended turn thought for, unless it has begun or may not."""
        found = self._store.experiment_that_thinks(thinking.id)
        if found and found.owner == self._owner:
            self._experimenter.pass_on(thinking)
