"""The answers of a measurement, with their marks: by the judge, or by the person who looked at them."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from components.conversation import CannotKeep, Turn
from components.injection import Answer, Measurement, Question, Step, Trial, check, markable
from components.injection.judging.marking import JUDGE, NOT_MARKED, PERSON, TO_LOOK_AT, Marked
from components.store import Store

MOST_KNOWN, MOST_CHARACTERS = 20_000, 100_000_000  # answers in memory, and of their texts


class Answers:
    """An answer is judged once, and its mark is kept with the judge's name; those that ended well count, and of a step
    the newest."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Answer] = {}  # by turn, with the judge's mark; the newest last
        self._characters = 0
        self._lock = threading.Lock()

    def answers(self, measurement: Measurement) -> dict[Step, Answer]:
        trials = self._store.trials(measurement.id)
        with self._lock:
            known = {trial.turn_id: self._known[trial.turn_id] for trial in trials if trial.turn_id in self._known}
        if new := self._read(measurement, [trial for trial in trials if trial.turn_id not in known]):
            known |= new
            self._remember(new)
        looked = self._store.marks([trial.turn_id for trial in trials])
        found: dict[Step, Answer] = {}
        for trial in trials:
            if answer := known.get(trial.turn_id):
                mark = looked.get(trial.turn_id)
                found[trial.step] = replace(answer, mark=mark, judge=PERSON) if mark and not answer.cut_off else answer
        return found

    def mark_again(self, measurement: Measurement) -> None:
        """All its answers by today's judge, as they were kept; the marks that people gave stay."""
        self._remember(self._read(measurement, self._store.trials(measurement.id), anew=True))

    def _read(self, measurement: Measurement, trials: Sequence[Trial], anew: bool = False) -> dict[str, Answer]:
        """Those that ended well, by turn. What no judge has marked, or all of it `anew`, is marked and kept."""
        turns = self._store.with_texts([trial.turn_id for trial in trials])
        ended = {trial.turn_id: trial.step for trial in trials if (turn := turns.get(trial.turn_id)) and _done(turn)}
        kept = {} if anew else self._store.verdicts(list(ended))
        asked = measurement.series.questions
        fresh = {
            turn_id: marked
            for turn_id, step in ended.items()
            if turn_id not in kept and (marked := _marked(turns[turn_id], asked[step.question]))
        }
        if fresh or anew:
            with suppress(CannotKeep):  # they stand as they are, and are kept when they are read the next time
                self._store.keep_verdicts(fresh, instead_of=ended if anew else ())
        return {turn_id: _answer(turns[turn_id], kept.get(turn_id) or fresh.get(turn_id)) for turn_id in ended}

    @property
    def held(self) -> int:
        """How many answers are in memory."""
        return len(self._known)

    def _remember(self, answers: Mapping[str, Answer]) -> None:
        with self._lock:
            for turn_id, answer in answers.items():
                self._forget(turn_id)
                self._known[turn_id] = answer
                self._characters += _length(answer)
            while len(self._known) > MOST_KNOWN or self._characters > MOST_CHARACTERS:
                self._forget(next(iter(self._known)))

    def _forget(self, turn_id: str) -> None:
        if known := self._known.pop(turn_id, None):
            self._characters -= _length(known)

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


def _done(turn: Turn) -> bool:
    return turn.status == "done"


def _marked(turn: Turn, question: Question) -> Marked | None:
    """By the judge that is here; None where it may not, or cannot."""
    verdict = check(turn.answer, question) if markable(turn) else None
    return Marked(verdict.mark, verdict.ground, JUDGE) if verdict else None


def _answer(turn: Turn, marked: Marked | None) -> Answer:
    if not markable(turn):
        return Answer(turn, None, NOT_MARKED)
    return Answer(turn, marked.mark, marked.ground, marked.judge) if marked else Answer(turn, None, TO_LOOK_AT)


def _length(answer: Answer) -> int:
    return len(answer.turn.question) + sum(len(piece.text) for piece in answer.turn.pieces)
