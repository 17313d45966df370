"""The thoughts behind right and wrong answers of a measurement, compared: how long, how many checks and doubts, and
when the answer first stood in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from components.conversation import Turn
from components.injection.measuring.results import Answer
from components.injection.measuring.series import THINKING, ArmName, Series, Step
from components.injection.measuring.statistics import Medians, medians
from components.insight.across import Figures

# `own`: of the one that answered, by its own answer. `read`: of the thinker, by the answer that somebody gave who had
# read them.
Whose = Literal["own", "read"]
Measure = Literal["characters", "checks", "doubts", "stood"]
MEASURES: tuple[Measure, ...] = ("characters", "checks", "doubts", "stood")
# Thoughts on another question are not what an answer comes of, and of "answer" and "own" none were read.
READ: frozenset[ArmName] = frozenset({"thoughts", "blanked"})


@dataclass(frozen=True, slots=True)
class Thinking:
    """One thought, as it stands behind an answer to `question` (counted from 0)."""

    question: int
    turn_id: str
    chat_id: str
    figures: Figures
    summarised: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """Of so many thoughts of either group the measure is known."""

    measure: Measure
    right: int
    wrong: int
    medians: Medians


@dataclass(frozen=True, slots=True)
class Compared:
    """`left_out`: answers with thoughts that are neither right nor wrong."""

    arm: ArmName | Literal["thinking"]
    whose: Whose
    right: tuple[Thinking, ...]
    wrong: tuple[Thinking, ...]
    left_out: int
    measured: tuple[Measured, ...]

    @property
    def summaries(self) -> int:
        """How many of the thoughts are a provider's summary."""
        return sum(one.summarised for one in (*self.right, *self.wrong))


def behind(series: Series, answers: Mapping[Step, Answer], figures: Mapping[str, Figures]) -> Iterator[Compared]:
    """The thinker's own, then for each arm the thoughts that were read and those of the answerer, where there are any.
    `figures` by turn; a thought without any is none."""
    for arm in (THINKING, *series.arms):
        for whose in ("read", "own"):
            if found := _compared(series, arm, whose, answers, figures):
                yield found


def thinking_turns(answers: Mapping[Step, Answer]) -> list[Turn]:
    """Those that thought, of whom figures are needed."""
    return [answer.turn for answer in answers.values() if answer.turn.reasoning.strip()]


def thought_behind(
    series: Series, step: Step, whose: Whose, answers: Mapping[Step, Answer], figures: Mapping[str, Figures]
) -> Thinking | None:
    """None where there is none, or its figures are not known."""
    needed = step if whose == "own" else series.needs(step) if step.arm in READ else None
    turn = answers[needed].turn if needed and needed in answers else None
    found = figures.get(turn.id) if turn else None
    if turn is None or found is None or not found.characters:
        return None
    return Thinking(step.question, turn.id, turn.chat_id, found, turn.summarised)


def value_of_thought(figures: Figures, measure: Measure, blanked: bool = False) -> float | None:
    """None where it is not known: also where the answer may only have been named in the thought, or was taken out."""
    if measure == "stood":
        return None if figures.named or blanked else figures.stood
    return getattr(figures, measure)


def columns_of(
    series: Series, step: Step, answers: Mapping[Step, Answer], figures: Mapping[str, Figures]
) -> dict[str, float | None]:
    """Of the thoughts behind one answer, by the columns of a file: those that it thought, and those that it read."""
    told: dict[str, float | None] = {}
    whose: Mapping[str, Whose] = {"thought": "own", "read": "read"}
    for name, one in whose.items():
        if thought := thought_behind(series, step, one, answers, figures):
            blanked = one == "read" and step.arm == "blanked"
            told |= {f"{name}_{measure}": value_of_thought(thought.figures, measure, blanked) for measure in MEASURES}
    return told


def _compared(
    series: Series,
    arm: ArmName | Literal["thinking"],
    whose: Whose,
    answers: Mapping[Step, Answer],
    figures: Mapping[str, Figures],
) -> Compared | None:
    groups: dict[str, list[Thinking]] = {"right": [], "wrong": []}
    left_out = 0
    for step, answer in answers.items():
        if step.arm == arm and (thought := thought_behind(series, step, whose, answers, figures)):
            if answer.mark in groups:
                groups[answer.mark].append(thought)
            else:
                left_out += 1
    right, wrong = tuple(groups["right"]), tuple(groups["wrong"])
    if not right and not wrong:
        return None
    blanked = whose == "read" and arm == "blanked"
    measured = (_measured(measure, right, wrong, series.seed, blanked) for measure in MEASURES)
    known = tuple(one for one in measured if one.right or one.wrong)
    return Compared(arm, whose, right, wrong, left_out, known)


def _measured(
    measure: Measure, right: tuple[Thinking, ...], wrong: tuple[Thinking, ...], seed: int, blanked: bool
) -> Measured:
    sides: dict[int, tuple[list[float], list[float]]] = {}
    counts = [0, 0]
    for side, group in enumerate((right, wrong)):
        for thought in group:
            if (value := value_of_thought(thought.figures, measure, blanked)) is not None:
                sides.setdefault(thought.question, ([], []))[side].append(value)
                counts[side] += 1
    return Measured(measure, counts[0], counts[1], medians(list(sides.values()), seed))
