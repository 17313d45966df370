"""What one owner sees and does of measurements."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from components.injection import Answer, Mark, Measurement, Series, Step
from components.insight import Figures, thinking_turns
from components.measurer import Measurer
from components.room.answers import Answers
from components.room.thoughts import KnownFigures
from components.store import Store

MOST_THOUGHTS = 4_000  # whose figures are worked out for a page; all of them are in a file


@dataclass(frozen=True, slots=True)
class ReadThoughts:
    """The figures of thoughts, by turn. `left` have none yet: the next look has more. `beyond` are not looked at, since
    there are so many."""

    figures: Mapping[str, Figures]
    left: int
    beyond: int


class Measurements:
    """Of one owner: what belongs to another does not exist for it. `answers` knows the answers of no other,
    `known` the figures of thoughts."""

    def __init__(self, owner: str, store: Store, measurer: Measurer, answers: Answers, known: KnownFigures) -> None:
        self._owner, self._store, self._measurer, self._answers = owner, store, measurer, answers
        self._known = known

    def measurement(self, measurement_id: str) -> Measurement | None:
        return self._store.measurement(self._owner, measurement_id)

    def newest(self, most: int) -> list[Measurement]:
        return self._store.measurements(self._owner, most)

    def run(self, series: Series) -> Measurement:
        return self._measurer.run(self._owner, series)

    def resume(self, measurement_id: str, most_requests: int, most_usd: float | None) -> None:
        """Ask what has no answer yet, also what failed, up to these limits."""
        self._measurer.resume(self._owner, measurement_id, most_requests, most_usd)

    def pause(self, measurement_id: str) -> None:
        """What runs is brought to its end; nothing new begins."""
        self._measurer.pause(self._owner, measurement_id)

    def stop(self, measurement_id: str) -> None:
        self._measurer.stop(self._owner, measurement_id)

    def answers(self, measurement: Measurement) -> dict[Step, Answer]:
        """Those that ended well; of a step the newest."""
        return self._answers.answers(measurement) if self._is_theirs(measurement) else {}

    def missing(self, measurement: Measurement, answers: Mapping[Step, Answer]) -> Counter[str]:
        """Why requests have no answer, in sentences, and how many of each; what is still to come is left out."""
        return self._answers.missing(measurement, answers) if self._is_theirs(measurement) else Counter()

    def thoughts(self, measurement: Measurement, answers: Mapping[Step, Answer]) -> ReadThoughts:
        """With some more figures than at the last look."""
        turns = thinking_turns(answers) if self._is_theirs(measurement) else []
        beyond, turns = max(len(turns) - MOST_THOUGHTS, 0), turns[:MOST_THOUGHTS]
        figures = self._known.get([turn.id for turn in turns])
        figures |= self._known.work_out(turn for turn in turns if turn.id not in figures)
        return ReadThoughts(figures, len(turns) - len(figures), beyond)

    def mark_again(self, measurement: Measurement) -> None:
        """All its answers by today's judge; the marks that people gave stay."""
        if self._is_theirs(measurement):
            self._answers.mark_again(measurement)

    def mark(self, turn_id: str, mark: Mark | None) -> None:
        """What a person says of an answer; None takes it back."""
        self._store.mark(self._owner, turn_id, mark)

    def _is_theirs(self, measurement: Measurement) -> bool:
        return measurement.owner == self._owner
