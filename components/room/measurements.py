"""What one owner sees and does of measurements."""

from collections import Counter
from collections.abc import Mapping

from components.injection import Answer, Mark, Measurement, Series, Step
from components.measurer import Measurer
from components.room.answers import Answers
from components.store import Store


class Measurements:
    """Of one owner: what belongs to another does not exist for it. `answers` knows the answers of no other."""

    def __init__(self, owner: str, store: Store, measurer: Measurer, answers: Answers) -> None:
        self._owner, self._store, self._measurer, self._answers = owner, store, measurer, answers

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

    def mark_again(self, measurement: Measurement) -> None:
        """All its answers by today's judge; the marks that people gave stay."""
        if self._is_theirs(measurement):
            self._answers.mark_again(measurement)

    def mark(self, turn_id: str, mark: Mark | None) -> None:
        """What a person says of an answer; None takes it back."""
        self._store.mark(self._owner, turn_id, mark)

    def _is_theirs(self, measurement: Measurement) -> bool:
        return measurement.owner == self._owner
