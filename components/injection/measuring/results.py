"""What a measurement found: how often each arm was right, how sure that is, and one sentence about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from components.conversation import Turn
from components.injection.judging.marking import markable
from components.injection.judging.verdict import Mark
from components.injection.measuring.series import ARMS, ArmName, Series, Step
from components.injection.measuring.statistics import Difference, holm, paired, tells, wilson


@dataclass(frozen=True, slots=True)
class Answer:
    """An ended turn, and whether it is right; None while a person has still to look at it, and always None where it is
    not markable, whoever may have marked it. With the ground of the judge, and who marked it: a judge by its name,
    `marking.PERSON`, or "" where nobody has, or that is not known."""

    turn: Turn
    mark: Mark | None
    ground: str = ""
    judge: str = ""
    cut_off: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cut_off", not markable(self.turn))
        if self.cut_off:
            object.__setattr__(self, "mark", None)

    @property
    def waits(self) -> bool:
        """Has a person still to look at it?"""
        return self.mark is None and not self.cut_off


@dataclass(frozen=True, slots=True)
class ArmResult:
    """`right` of `judged` answers; what is unclear is not right, and what was `cut_off` is not judged. `low` and `high`
    are a Wilson interval of 95 %.
    `difference` is that to the arm without, paired by question; `corrected` its p value by the number of arms (Holm).
    `cost` in USD, None where nobody told; `seconds` and
    `injected` (tokens more than without were sent) are means of an answer."""

    arm: ArmName
    right: int
    judged: int
    unclear: int
    waiting: int
    low: float
    high: float
    difference: Difference | None
    cost: float | None
    seconds: float
    injected: float | None
    corrected: float | None = None
    cut_off: int = 0

    @property
    def answered(self) -> int:
        return self.judged + self.waiting + self.cut_off

    @property
    def share(self) -> float:
        return self.right / self.judged if self.judged else 0.0


def results(series: Series, answers: Mapping[Step, Answer]) -> list[ArmResult]:
    """In the order of the arms of the series."""
    of_arm: dict[str, dict[Step, Answer]] = {}
    for step, answer in answers.items():
        of_arm.setdefault(step.arm, {})[step] = answer
    without = of_arm.get("without", {})
    found = [_result(series, arm, of_arm.get(arm, {}), without) for arm in series.arms]
    corrected = holm([one.difference.p if one.difference else None for one in found])
    return [replace(one, corrected=p) for one, p in zip(found, corrected, strict=True)]


def _result(series: Series, arm: ArmName, answers: Mapping[Step, Answer], without: Mapping[Step, Answer]) -> ArmResult:
    mine = list(answers.values())
    judged = [answer for answer in mine if answer.mark is not None]
    right = sum(answer.mark == "right" for answer in judged)
    low, high = wilson(right, len(judged))
    costs = [answer.turn.usage.cost for answer in mine if answer.turn.usage and answer.turn.usage.cost is not None]
    times = [answer.turn.times.ended for answer in mine if answer.turn.times.ended is not None]
    least, sent = _sent(without), _sent(answers)
    return ArmResult(
        arm,
        right,
        len(judged),
        sum(answer.mark == "unclear" for answer in judged),
        sum(answer.waits for answer in mine),
        low,
        high,
        None if arm == "without" else paired(_pairs(answers, without), series.seed),
        sum(costs) if costs else None,
        sum(times) / len(times) if times else 0.0,
        sent - least if sent is not None and least is not None else None,
        cut_off=sum(answer.cut_off for answer in mine),
    )


def _sent(answers: Mapping[Step, Answer]) -> float | None:
    usages = [answer.turn.usage for answer in answers.values()]
    sent = [usage.prompt_tokens for usage in usages if usage and usage.prompt_tokens is not None]
    return sum(sent) / len(sent) if sent else None


def _pairs(
    answers: Mapping[Step, Answer], without: Mapping[Step, Answer]
) -> list[tuple[Sequence[bool], Sequence[bool]]]:
    """Of the questions that were answered on both sides."""
    sides: dict[int, tuple[list[bool], list[bool]]] = {}
    for side, given in enumerate((answers, without)):
        for step, answer in given.items():
            if answer.mark is not None:
                sides.setdefault(step.question, ([], []))[side].append(answer.mark == "right")
    return [pair for _, pair in sorted(sides.items()) if all(pair)]


def in_words(found: Sequence[ArmResult]) -> str:
    """The sentence above the picture, made from the figures alone."""
    arms: dict[ArmName, ArmResult] = {result.arm: result for result in found}
    without = arms.get("without")
    if without is None or not without.judged:
        return "Nothing can be said yet."
    first = next((result for result in found if result.arm != "without" and result.judged), None)
    if first is None:
        return f"Without anything to read, {_of(without)} were right."
    said = [f"{_name(first)} {_of(first)} were right, without {_of(without)}."]
    if first.difference is None or not tells(first.difference):
        said.append("Those are not enough runs to tell whether it helps.")
    elif first.arm == "thoughts" and first.share > without.share:
        said += _told_or_taught(first, without, arms)
    elif first.share < without.share:
        said.append("It does harm here.")
    return " ".join(said)


def _told_or_taught(thoughts: ArmResult, without: ArmResult, arms: Mapping[ArmName, ArmResult]) -> list[str]:
    gain, said = thoughts.share - without.share, list[str]()
    if (blanked := arms.get("blanked")) and blanked.judged:
        most = blanked.share - without.share <= gain / 2
        what = "most of the gain was being told" if most else "most of the gain is not being told the answer"
        said.append(f"Blanking the answer left {_of(blanked)}: {what}.")
    if (other := arms.get("other")) and other.judged and other.share - without.share > gain / 2:
        said.append(f"Thoughts on another question did almost as well ({_of(other)}): it may be the mere text.")
    return said


def _name(result: ArmResult) -> str:
    return ARMS[result.arm].label if result.arm == "thoughts" else f"{ARMS[result.arm].label}:"


def _of(result: ArmResult) -> str:
    return f"{result.right} of {result.judged}"
