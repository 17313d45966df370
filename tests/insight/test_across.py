"""Many thoughts side by side: the figures of each, their order, and what is said of all of them."""

from dataclasses import fields
from itertools import product
from typing import Any, get_args

import pytest

from components.conversation import Asked, Piece, Prefill, Times, Turn
from components.insight import Column, Entry, Figures, Summed, figures_of, filtered, ordered, standing, steps_of, summed
from components.insight.across import value_of
from tests.turns import made, pieces

QUESTION = "How much is six times seven?"
FORTY = "So it is: 42. Let me check that. Yes so."
TIMES = Times(first_reasoning=1.5, first_answer=4.0, ended=6.0)


def turn(reasoning: str, answer: str = "", question: str = QUESTION, **more: Any) -> Turn:
    told = {"pieces": pieces(reasoning, answer), "times": TIMES, **more}
    return made("t", "c", None, 100.0, question, Asked("openrouter", "a/b"), "done", **told)


def figures(**of: Any) -> Figures:
    return Figures(of.pop("characters", 1), **of)


def entry(name: str, model: str = "a/b", created: float = 0.0, question: str = "Why?", **of: Any) -> Entry:
    return Entry(name, "c", question, model, created, figures(**of) if of else None)


def names(entries: list[Entry]) -> str:
    return " ".join(one.turn_id for one in entries)


def test_the_figures_of_a_thought() -> None:
    assert len(FORTY) == 40
    found = figures_of(turn(FORTY, "42"))
    assert (found.characters, found.seconds, found.answered) == (40, 2.5, 4.0)
    assert (found.stood, found.named, found.circling) == (0.25, False, "")
    assert found.steps == len(steps_of(FORTY))


@pytest.mark.parametrize(
    "text", [FORTY, "\n\n".join([FORTY] * 9), "Wait, that is wrong. Alternatively, 41 🍎.\n\n" * 7]
)
def test_they_are_those_of_its_steps(text: str) -> None:
    found, steps = figures_of(turn(text)), steps_of(text)
    kinds = [phrase.kind for step in steps for phrase in step.phrases]
    told = {"doubt": found.doubts, "other_way": found.other_ways, "check": found.checks, "settle": found.settled}
    assert told == {kind: kinds.count(kind) for kind in told}
    assert found.steps == len(steps)
    assert found.repeated * len(text) == pytest.approx(sum(one.repeated * (one.end - one.start) for one in steps))


def test_an_answer_that_the_question_has_too_is_told_as_that() -> None:
    thoughts, question = "So 9.9 is bigger, since 0.9 is more.", "Which is bigger: 9.11 or 9.9?"
    found, told = figures_of(turn(thoughts, "9.9", question)), standing(question, thoughts, "9.9")
    assert told and (found.stood, found.named) == (told.share, told.stated is not True)


def test_without_an_answer_nothing_stood_anywhere() -> None:
    assert figures_of(turn(FORTY)).stood is None


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_who_thought_nothing_has_no_characters(text: str) -> None:
    assert figures_of(turn(text, "42")) == Figures(0)


def test_circles_are_seen_wherever_they_stand_in_it() -> None:
    circle = "So we try the same number once more and see that it does not fit at all. " * 12
    after = " ".join("".join(three) for three in product("bcdfghk", "aeiou", "lmnprst"))
    assert figures_of(turn(circle)).circling == "same"
    assert figures_of(turn(circle + after)).circling == "same"
    assert figures_of(turn(after)).circling == ""


def test_what_a_turn_was_given_is_not_its_own() -> None:
    given = "What another one thought of it. "
    own = turn(given + FORTY, "42", taken="own", given=Prefill("of", given))
    assert (figures_of(own).characters, figures_of(own).stood) == (41, pytest.approx(11 / 41))
    untimed = (Piece("reasoning", given), Piece("answer", "42"))
    assert figures_of(turn("", pieces=untimed, taken="own", given=Prefill("of", given, closed=True))).characters <= 1


ENTRIES = [
    entry("new", "b/x", 30.0, "Why is the sky blue?", characters=500, seconds=2.0, stood=0.2),
    entry("mid", "a/b", 20.0, "How many apples?", characters=1_500, seconds=None, stood=0.9, doubts=3),
    entry("old", "B/y", 10.0, "why  Sky?", characters=900, seconds=7.0, stood=0.1, named=True, doubts=3),
    entry("not", "a/b", 5.0, "Zebra"),
]


@pytest.mark.parametrize(
    ("by", "down", "expected"),
    [
        ("created", True, "new mid old not"),
        ("created", False, "not old mid new"),
        ("characters", True, "mid old new not"),
        ("characters", False, "new old mid not"),
        ("seconds", True, "old new mid not"),  # those that are not known last, in both directions
        ("seconds", False, "new old mid not"),
        ("doubts", True, "mid old new not"),  # equals as they came
        ("doubts", False, "new mid old not"),
        ("stood", False, "old new mid not"),
        ("question", False, "mid new old not"),
        ("model", False, "mid not new old"),
        ("model", True, "old new mid not"),
    ],
)
def test_the_order_of_them(by: Column, down: bool, expected: str) -> None:
    assert names(ordered(ENTRIES, by, down)) == expected


def test_every_column_is_one_of_a_thought() -> None:
    known = {field.name for kind in (Entry, Figures) for field in fields(kind)}
    assert set(get_args(Column)) <= known
    full = entry("x", seconds=1.0, answered=1.0, stood=0.5)
    assert all(value_of(full, column) is not None for column in get_args(Column))


@pytest.mark.parametrize(
    ("model", "words", "expected"),
    [
        ("", "", "new mid old not"),
        ("a/b", "", "mid not"),
        ("", "SKY why", "new old"),
        ("", "sky blue", "new"),
        ("B/y", "sky", "old"),
        ("a/b", "sky", ""),
        ("a", "", ""),
    ],
)
def test_which_are_shown(model: str, words: str, expected: str) -> None:
    assert names(filtered(ENTRIES, model, words)) == expected


def test_what_is_said_of_all_of_them() -> None:
    # 0.1 is early, too, but the question names it; 900 is the middle of 500, 900 and 1,500.
    assert summed(ENTRIES) == Summed(thoughts=4, models=3, read=3, half=900, early=1)
    assert summed([]) == Summed(0, 0, 0, None, 0)
    assert summed(ENTRIES[3:]) == Summed(1, 1, 0, None, 0)
