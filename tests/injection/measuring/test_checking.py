"""An answer is checked by what is known of its question, and no pattern takes for ever."""

import time

import pytest

from components.injection import Expected, Question, check
from components.injection.measuring.checking import MOST_READ, wrong_pattern
from tests.waiting import allowed

COLOUR = Question("Name a colour of the flag.", None, r"\b(red|white)\b")

SLOW = ("(a+)+b", r"(\w+\s?)+$", r"(a|a|b)*c\1", "(.*)*x(.*)*y(.*)*z", "(?:(?:a+)*)*(?=b)")


def test_a_known_answer_is_judged() -> None:
    question = Question("What is 3 + 4?", Expected("number", "7", asked=("3 + 4",)))
    found = check("3 + 4 = 7", question), check("3 + 4 = 8", question), check("", question)
    assert [verdict.mark for verdict in found if verdict] == ["right", "wrong", "unclear"]


def test_a_pattern_marks_and_says_on_what_ground() -> None:
    found = check("It is Red.", COLOUR), check("It is blue.", COLOUR), check(" \n", COLOUR)
    assert [verdict.mark for verdict in found if verdict] == ["right", "wrong", "unclear"]
    assert [verdict.ground for verdict in found if verdict] == [
        r"Looked for the pattern \b(red|white)\b; found “Red”.",
        r"Looked for the pattern \b(red|white)\b; it is not in the answer.",
        r"Looked for the pattern \b(red|white)\b; found no text.",
    ]


@pytest.mark.parametrize("answer", ["", "whatever"])
def test_without_anything_to_go_by_a_person_looks(answer: str) -> None:
    assert check(answer, Question("What do you think?")) is None


def test_of_a_very_long_answer_the_beginning_is_read_and_the_rest_is_left_in_doubt() -> None:
    early, late = check("red" + " blue" * MOST_READ, COLOUR), check("blue " * MOST_READ + "red", COLOUR)
    assert early and early.mark == "right"
    assert late and late.mark == "unclear" and "20,000 characters" in late.ground


def test_a_long_match_is_quoted_in_part_and_in_one_line() -> None:
    verdict = check("a\n" * 500, Question("What?", None, r"(?:a\n)+"))
    assert verdict and verdict.mark == "right" and len(verdict.ground) < 300 and "\n" not in verdict.ground


@pytest.mark.slow
@pytest.mark.parametrize("pattern", SLOW)
def test_no_search_takes_longer_than_it_may(pattern: str) -> None:
    """Thirty of them: the time is an order of magnitude, and looked for at most five times."""
    assert wrong_pattern(pattern) == ""
    began = time.monotonic()
    found = [check("a" * 5_000 + "!", Question("What?", None, pattern)) for _ in range(30)]
    assert time.monotonic() - began < allowed(10)
    assert all(verdict and verdict.mark in ("unclear", "wrong") for verdict in found)


def test_that_a_search_took_too_long_is_said() -> None:
    verdict = check("a" * MOST_READ, Question("What?", None, "(a+)+b"))
    assert verdict and verdict.mark == "unclear" and verdict.ground.endswith("more than 0.1 s. Write a simpler one.")


@pytest.mark.parametrize("pattern", ["(", "*", "[", "(?a)(?u)x", r"a\q", "a{3,2}"])
def test_what_is_no_regular_expression_is_said_to_be_none(pattern: str) -> None:
    assert wrong_pattern(pattern).startswith("The pattern is no regular expression (")
    assert check("a", Question("What?", None, pattern)) is None


def test_a_pattern_is_at_most_200_characters_long() -> None:
    assert not wrong_pattern("a" * 200)
    assert wrong_pattern("a" * 201).startswith("The pattern is too long: 201 of at most 200")
