"""Thoughts behind right and wrong answers: which of them are compared, and what is said of it. Values by hand."""

import csv
import io
from collections.abc import Mapping, Sequence

import pytest

from components.conversation import Asked
from components.injection import Answer, ArmName, Mark, Series, Step, generated
from components.injection.measuring.exported import as_csv, row_of
from components.injection.measuring.series import THINKING
from components.injection.measuring.statistics import Medians
from components.insight import Compared, Figures, Measure, Measured, Middle, behind, columns_of, thinking_turns
from components.wording.behind import NAMES, NOT_ENOUGH, in_words, row, title_of
from tests.turns import made, pieces

ARMS: tuple[ArmName, ...] = ("without", "thoughts", "blanked", "answer", "other")
SERIES = Series(tuple(generated("sums", 20, 1)), Asked("a", "thinker"), Asked("a", "answerer"), ARMS)
MARKS: Mapping[str, Mark] = {"r": "right", "w": "wrong", "u": "unclear"}


def answer(step: Step, mark: Mark | None, thoughts: str = "", **more: object) -> Answer:
    name = f"{step.arm}-{step.question}-{step.repeat}"
    turn = made(name, f"chat-{name}", None, 0.0, "?", SERIES.asked(step), "done", pieces(thoughts, "It is 5."), **more)
    return Answer(turn, mark)


def answers(**of: str) -> dict[Step, Answer]:
    """By arm a letter for each question: right, wrong, unclear; in capitals with thoughts of its own."""
    found: dict[Step, Answer] = {}
    for arm, marks in of.items():
        for number, letter in enumerate(marks):
            step = Step(number, arm)  # type: ignore[arg-type]
            found[step] = answer(step, MARKS[letter.lower()], "Hm." if letter.isupper() else "")
    return found


def compared(found: Mapping[Step, Answer], figures: Mapping[str, Figures]) -> dict[tuple[str, str], Compared]:
    return {(one.arm, one.whose): one for one in behind(SERIES, found, figures)}


def figures(found: Mapping[Step, Answer], characters: int = 10) -> dict[str, Figures]:
    return {turn.id: Figures(characters) for turn in thinking_turns(found)}


def questions(group: Sequence[object]) -> list[int]:
    return [one.question for one in group]  # type: ignore[attr-defined]


def test_read_thoughts_stand_by_the_answer_of_the_one_that_read_them() -> None:
    found = answers(thinking="RWRU", thoughts="rrwu", blanked="wwww", answer="rrrr", other="rwrw", without="wwrW")
    told = compared(found, figures(found))
    assert set(told) == {("thinking", "own"), ("thoughts", "read"), ("blanked", "read"), ("without", "own")}
    own, read = told["thinking", "own"], told["thoughts", "read"]
    assert (questions(own.right), questions(own.wrong), own.left_out) == ([0, 2], [1], 1)
    assert (questions(read.right), questions(read.wrong), read.left_out) == ([0, 1], [2], 1)
    assert [one.turn_id for one in read.right] == ["thinking-0-0", "thinking-1-0"]
    assert (questions(told["without", "own"].right), questions(told["without", "own"].wrong)) == ([], [3])
    assert told["blanked", "read"].right == ()


def test_what_was_cut_off_or_not_looked_at_is_in_no_group() -> None:
    found = answers(thinking="RW")
    found[Step(2, THINKING)] = answer(Step(2, THINKING), "right", "Hm.", finish_reason="length")
    found[Step(3, THINKING)] = answer(Step(3, THINKING), None, "Hm.")
    own = compared(found, figures(found))["thinking", "own"]
    assert (questions(own.right), questions(own.wrong), own.left_out) == ([0], [1], 2)


def test_without_figures_or_own_characters_a_thought_is_none() -> None:
    found = answers(thinking="RW")
    assert compared(found, {}) == {}
    assert compared(found, figures(found, 0)) == {}


def of_lengths(right: Sequence[int], wrong: Sequence[int]) -> tuple[dict[Step, Answer], dict[str, Figures]]:
    found = answers(thinking="R" * len(right) + "W" * len(wrong))
    return found, {f"thinking-{at}-0": Figures(size) for at, size in enumerate((*right, *wrong))}


def measured(found: Compared) -> dict[Measure, Measured]:
    return {one.measure: one for one in found.measured}


def test_medians_and_their_difference_where_both_groups_are_large_enough() -> None:
    right, wrong = [100, 110, 120, 130, 140, 150, 160, 170], [900, 910, 920, 930, 940, 950, 960, 970]
    own = compared(*of_lengths(right, wrong))["thinking", "own"]
    length = measured(own)["characters"]
    assert (length.right, length.wrong) == (8, 8)
    first, second, difference = length.medians
    assert first and second and difference
    assert (first.value, second.value, difference.value) == (135, 935, -800)
    # None of either group lies beyond its ends, so no drawn median does.
    assert 100 <= first.low < 135 < first.high <= 170 and 900 <= second.low < 935 < second.high <= 970
    assert -870 <= difference.low < -800 < difference.high <= -730
    assert in_words(own) == "Thoughts behind right answers were shorter."
    name, here, there, apart = row(length)
    assert (name, here[:4], there[:4]) == (NAMES["characters"], "135 ", "935 ")
    assert apart.startswith("**-800 (-") and apart.endswith(")**")
    assert compared(*of_lengths(right, wrong))["thinking", "own"] == own  # the same draws


def test_one_question_too_few_is_not_enough_and_the_other_group_stands() -> None:
    own = compared(*of_lengths(range(100, 107), range(100, 108)))["thinking", "own"]
    length = measured(own)["characters"]
    assert length.medians.first is None and length.medians.difference is None
    assert length.medians.second and length.medians.second.value == 103.5
    _, here, there, apart = row(length)
    assert (here, apart) == (f"{NOT_ENOUGH} (7)", NOT_ENOUGH) and there.startswith("104 (")
    assert (
        in_words(own) == "There are not enough of them to compare: 7 behind right answers and 8 behind wrong answers."
    )


def test_repeats_of_one_question_are_not_more_questions() -> None:
    found: dict[Step, Answer] = {}
    for repeat in range(40):
        for question, mark in ((0, "right"), (1, "wrong")):
            step = Step(question, THINKING, repeat)
            found[step] = answer(step, MARKS[mark[0]], "Hm.")
    own = compared(found, figures(found))["thinking", "own"]
    assert len(own.right) == len(own.wrong) == 40
    assert all(one.medians == (None, None, None) for one in own.measured)


def test_groups_that_do_not_differ_are_said_to_be_that() -> None:
    own = compared(*of_lengths(range(100, 110), range(100, 110)))["thinking", "own"]
    assert in_words(own) == "In none of these figures do the two groups clearly differ."


def test_where_the_answer_stood_only_where_that_can_be_told() -> None:
    found = answers(thinking="RRRW", blanked="rrrr")
    known = {
        "thinking-0-0": Figures(10, stood=0.5),
        "thinking-1-0": Figures(10, stood=0.2, named=True),
        "thinking-2-0": Figures(10),
        "thinking-3-0": Figures(10, stood=0.25, checks=2),
    }
    told = compared(found, known)
    assert [(one.right, one.wrong) for one in told["thinking", "own"].measured] == [(3, 1)] * 3 + [(1, 1)]
    # Out of what was read there, the answer was taken.
    assert "stood" not in measured(told["blanked", "read"])
    assert columns_of(SERIES, Step(3, "blanked"), found, known) == {
        "read_characters": 10,
        "read_checks": 2,
        "read_doubts": 0,
        "read_stood": None,
    }
    assert columns_of(SERIES, Step(3, THINKING), found, known)["thought_stood"] == 0.25


@pytest.mark.parametrize(
    ("measure", "middle", "said"),
    [
        ("stood", Middle(-0.12, -0.3, 0.051), "-12 (-30 to +5) points"),
        ("stood", Middle(0.12, 0.051, 0.3), "**+12 (+5 to +30) points**"),
        ("checks", Middle(1.5, -1, 2), "+1.5 (-1 to +2)"),
        ("characters", Middle(1234.5, 0, 2000), "+1,234 (0 to +2,000)"),
        ("doubts", Middle(0, 0, 0), "0 (0 to 0)"),
    ],
)
def test_a_difference_in_words(measure: Measure, middle: Middle, said: str) -> None:
    assert row(Measured(measure, 9, 9, Medians(middle, middle, middle)))[3] == said


def test_each_table_says_whose_thoughts_by_whose_answers() -> None:
    found = answers(thinking="R", thoughts="r", blanked="r", without="R")
    told = [title_of(one, "The arm") for one in behind(SERIES, found, figures(found))]
    assert told == [
        "The thinker's thoughts, by its own answer",
        "The answerer's own thoughts in “The arm”, by its answer",
        "The thinker's thoughts, by the answer of “The arm”, which read them",
        "The thinker's thoughts, by the answer of “The arm”, which read them with the answer blanked out",
    ]


def test_summaries_and_what_is_left_out_are_said() -> None:
    found = answers(thinking="RU")
    found[Step(2, THINKING)] = answer(Step(2, THINKING), "wrong", "Hm.", summarised=True)
    own = compared(found, figures(found))["thinking", "own"]
    assert in_words(own).endswith(
        ". 1 answer that is neither right nor wrong is left out. 1 of these thoughts is a summary by the provider."
    )


def test_a_file_has_the_figures_of_what_was_thought_and_of_what_was_read() -> None:
    found = answers(thinking="R", thoughts="r", without="w")
    known = {"thinking-0-0": Figures(123, checks=4, doubts=5, stood=0.25)}
    rows = [row_of(SERIES, step, one, columns_of(SERIES, step, found, known)) for step, one in found.items()]
    assert rows[0]["thought_characters"] == 123 and "read_characters" not in rows[0]
    told = list(csv.DictReader(io.StringIO(as_csv(rows))))
    columns = ("read_characters", "read_checks", "read_doubts", "read_stood", "thought_characters")
    assert [[one[column] for column in columns] for one in told] == [["123", "4", "5", "0.25", ""], [""] * 5]
