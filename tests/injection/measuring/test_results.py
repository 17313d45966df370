"""What is said of a measurement is made from its figures."""

from dataclasses import replace

import pytest

from components.conversation import Asked, Turn
from components.injection import Answer, ArmName, Mark, Series, Step, generated, in_words, problems_of, results
from tests.turns import changed, made

ARMS: tuple[ArmName, ...] = ("without", "thoughts", "blanked", "other")
SERIES = Series(tuple(generated("sums", 30, 1)), Asked("pocket", "t"), Asked("pocket", "n"), ARMS)


def found(**right: int) -> str:
    """`right` of 30 of each arm."""
    answers: dict[Step, Answer] = {}
    for arm in ARMS:
        for number in range(30) if arm in right else ():
            mark: Mark = "right" if number < right[arm] else "wrong"
            turn = Turn(f"{arm}-{number}", "chat", None, 0.0, "?", SERIES.answerer, status="done")
            answers[Step(number, arm)] = Answer(turn, mark)
    return in_words(results(SERIES, answers))


def test_each_p_value_is_also_corrected_for_the_number_of_arms() -> None:
    answers: dict[Step, Answer] = {}
    for arm, right in (("without", 0), ("thoughts", 6), ("blanked", 5), ("other", 0)):
        for number in range(6):
            turn = Turn(f"{arm}-{number}", "chat", None, 0.0, "?", SERIES.answerer, status="done")
            mark: Mark = "right" if number < right else "wrong"
            answers[Step(number, next(one for one in ARMS if one == arm))] = Answer(turn, mark)
    found = {one.arm: one for one in results(SERIES, answers)}
    # By hand: two times a half to the sixth, and to the fifth; no pair that differs.
    assert [one.difference and one.difference.p for one in found.values()] == [None, 0.03125, 0.0625, 1.0]
    assert [one.corrected for one in found.values()] == [None, 0.09375, 0.125, 1.0]


def test_what_was_cut_off_is_counted_as_such_and_stands_in_no_comparison() -> None:
    """Also where it holds the right answer, and whoever marked it: it might have gone on otherwise."""
    whole: dict[Step, Answer] = {}
    for arm, right in (("without", 0), ("thoughts", 6)):
        for number in range(6):
            turn = made(f"{arm}-{number}", "chat", None, 0.0, "?", SERIES.answerer, "done", finish_reason="stop")
            mark: Mark = "right" if number < right else "wrong"
            whole[Step(number, next(one for one in ARMS if one == arm))] = Answer(turn, mark)
    cut = {step: Answer(changed(one.turn, finish_reason="length"), "right") for step, one in whole.items()}
    added = {**whole, **{Step(step.question + 10, step.arm): one for step, one in cut.items()}}
    before, after = results(SERIES, whole), results(SERIES, added)
    assert [one.cut_off for one in before[:2]] == [0, 0] and [one.cut_off for one in after[:2]] == [6, 6]
    assert [replace(one, cut_off=0) for one in after] == before
    assert {one.waits for one in cut.values()} == {False} and {one.mark for one in cut.values()} == {None}
    only_cut = results(SERIES, {**whole, **{step: one for step, one in cut.items() if step.arm == "thoughts"}})
    assert (only_cut[1].judged, only_cut[1].answered, only_cut[1].cut_off) == (0, 6, 6)
    assert only_cut[1].difference and only_cut[1].difference.p is None


def test_a_gain_that_goes_when_the_answer_is_blanked_was_being_told() -> None:
    assert found(without=7, thoughts=29, blanked=11) == (
        "With the thoughts 29 of 30 were right, without 7 of 30. Blanking the answer left 11 of 30: "
        "most of the gain was being told."
    )


def test_a_gain_that_stays_was_not_only_that() -> None:
    assert "left 27 of 30: most of the gain is not being told the answer." in found(without=7, thoughts=29, blanked=27)
    assert "may be the mere text" in found(without=7, thoughts=29, other=28)


def test_too_few_runs_are_said_to_be_too_few() -> None:
    assert found(without=14, thoughts=16).endswith("Those are not enough runs to tell whether it helps.")
    assert found() == "Nothing can be said yet."
    assert found(without=7) == "Without anything to read, 7 of 30 were right."


def test_harm_is_called_harm() -> None:
    assert found(without=29, thoughts=7).endswith("It does harm here.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"questions": ()}, "There are no questions."),
        ({"arms": ("without",)}, "Choose at least one arm"),
        ({"arms": ("without", "own")}, "Your own text is empty."),
        ({"most_requests": 10}, "That makes 150 requests"),
        ({"injected_template": "{question}"}, "The template with thoughts"),
    ],
)
def test_what_cannot_be_measured_is_said_beforehand(change: dict[str, object], said: str) -> None:
    assert any(problem.startswith(said) for problem in problems_of(replace(SERIES, **change)))  # type: ignore[arg-type]
    assert not problems_of(SERIES)
