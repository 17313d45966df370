"""The answers of a measurement, with their marks: by its own check, or by the person who looked at them."""

from components.injection import Answer, Measurement, Step, check
from components.store import Store

MOST_CHECKED = 20_000


class Answering:
    """An answer is checked once; those that ended well count, and of a step the newest."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._checked: dict[str, Answer] = {}
        self._grounds: dict[str, str] = {}

    def answers(self, measurement: Measurement) -> dict[Step, Answer]:
        trials = self._store.trials(measurement.id)
        unknown = [trial.turn_id for trial in trials if trial.turn_id not in self._checked]
        turns = self._store.with_texts(unknown)
        for trial in trials:
            turn = turns.get(trial.turn_id)
            if turn and turn.status == "done":
                verdict = check(turn.answer, measurement.series.questions[trial.step.question])
                self._checked[turn.id] = Answer(turn, verdict.mark if verdict else None)
                self._grounds[turn.id] = verdict.ground if verdict else "For you to look at."
        looked = self._store.marks([trial.turn_id for trial in trials])
        found: dict[Step, Answer] = {}
        for trial in trials:
            if answer := self._checked.get(trial.turn_id):
                found[trial.step] = answer
                if trial.turn_id in looked:
                    found[trial.step] = Answer(answer.turn, looked[trial.turn_id])
        while len(self._checked) > MOST_CHECKED:
            self._checked.pop(next(iter(self._checked)))
        return found

    def ground(self, answer: Answer) -> str:
        return self._grounds.get(answer.turn.id, "")
