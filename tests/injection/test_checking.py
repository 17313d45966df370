"""An answer is checked by what is known of its question, and no pattern takes for ever."""

import time

import pytest

from components.injection import Expected, Question, check
from components.injection.checking import MOST_READ, wrong_pattern

COLOUR = Question("Name a colour of the flag.", None, r"\b(red|white)\b")

SLOW = (
    *("(a+)+", "((a+))+", "(a+b?)+", "((a|a))*", "(a?a?)+b", "(?:(?:a*)b*){2,}", "(a|b)+", "(?P<n>a+)*", "(?=a+)*x"),
    *(".*.*x", "(?:.)*(?:.)*x", ".*a.*b", "a*a*", r"[^x]*y[^y]*z", r"[\s\S]*a[\s\S]*b", "(?x)(a+) +", "(?i:a+)+"),
    *("(a{1,3}){5}", "(?>a+)+", ".{0,100}.{0,100}.{0,100}", "a?" * 30 + "a" * 30, "a?b?" * 15, r"\(a(b+)*"),
)
QUICK = (
    *(r"\d{1,3}(?:,\d{3})*", r"\b(red|white)\b", "answer.*42", r"answer\s*(is|:)\s*\$?\s*42", r"\d+\.?\d*", "(?i)yes"),
    *(r"\(a+\)+", r"[+*)]+\)+", "(?:ab)+", ".{0,99}x.{0,99}", "(a{3})+", "[]a]+", "a{b}+", "^(?!.*blue)", "(?#a+)b+"),
    *("colou?r", r"(\d+)?", "{", "a{}", r"\(?x", "(?P<x>a)", r"(['\"])a\1"),
)


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


@pytest.mark.parametrize("pattern", SLOW)
def test_what_could_take_for_ever_is_refused_and_never_searched(pattern: str) -> None:
    assert wrong_pattern(pattern).endswith(".")
    assert check("a" * MOST_READ, Question("What?", None, pattern)) is None


@pytest.mark.parametrize("pattern", QUICK)
def test_what_ends_soon_is_not_refused(pattern: str) -> None:
    assert wrong_pattern(pattern) == ""


@pytest.mark.parametrize("pattern", ["(", "*", "[", "(?a)(?u)x", "(?L)x", "[[a]b", "a(?i)b", f"a{{{'9' * 30}}}"])
def test_what_is_no_regular_expression_is_said_to_be_none(pattern: str) -> None:
    assert wrong_pattern(pattern).startswith("The pattern is no regular expression (")
    assert check("a", Question("What?", None, pattern)) is None


def test_a_pattern_is_at_most_200_characters_long() -> None:
    assert not wrong_pattern("a" * 200)
    assert wrong_pattern("a" * 201).startswith("The pattern is too long: 201 of at most 200")


@pytest.mark.parametrize(("pattern", "sign"), [(".*y", "x"), (r"\d+x", "1"), (".{0,99}x.{0,99}y", "x"), (r"\s+$", " ")])
def test_the_slowest_that_is_allowed_ends(pattern: str, sign: str) -> None:
    began = time.monotonic()
    check("b" + sign * MOST_READ + "b", Question("What?", None, pattern))
    assert time.monotonic() - began < 30
