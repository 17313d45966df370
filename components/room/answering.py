"""The answers of a measurement, with their marks: by its own check, or by the person who looked at them."""

from collections import Counter
from collections.abc import Mapping

from components.injection import Answer, Measurement, Step, check, markable
from components.injection.marking import NOT_MARKED
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
                whole = markable(turn)
                verdict = check(turn.answer, measurement.series.questions[trial.step.question]) if whole else None
                self._checked[turn.id] = Answer(turn, verdict.mark if verdict else None)
                unmarked = "For you to look at." if whole else NOT_MARKED
                self._grounds[turn.id] = verdict.ground if verdict else unmarked
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

    def missing(self, measurement: Measurement, answers: Mapping[Step, Answer]) -> Counter[str]:
        """Why requests have no answer, in sentences, and how many of each; what is still to come is left out."""
        newest = {trial.step: trial.turn_id for trial in self._store.trials(measurement.id)}
        steps = [step for step in measurement.series.steps() if step not in answers]
        turns = self._store.with_texts([newest[step] for step in steps if step in newest])

        def why(step: Step) -> str | None:
            turn = turns.get(newest.get(step, ""))
            if turn and turn.failure:
                return turn.failure.what
            if turn:
                return "Stopped." if turn.status == "stopped" else "Broken off."
            needed = measurement.series.needs(step)
            thinking = answers.get(needed) if needed else None
            if needed and thinking is None:
                failed = needed in newest and measurement.state == "done"
                return "The thoughts that it needs are missing." if failed else None
            try:
                measurement.series.text(step, thinking.turn if thinking else None)
            except ValueError as error:
                return str(error)
            return None

        return Counter(reason for step in steps if (reason := why(step)))

    def ground(self, answer: Answer) -> str:
        return self._grounds.get(answer.turn.id, "")
