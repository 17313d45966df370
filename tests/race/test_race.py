"""What a race is, and why one cannot be begun."""

from dataclasses import replace
from typing import Any

import pytest

from components.conversation import Asked
from components.race import MOST_QUESTION, Lane, Race, problems

ONE, OTHER = Asked("openrouter", "a/b"), Asked("openrouter", "c/d")
HIGH = replace(ONE, effort="high")


def race(*places: str, **more: Any) -> Race:
    lanes = tuple(Lane(ONE, f"turn-{at}", f"chat-{at}", place) for at, place in enumerate(places))
    return Race("r", "me", 1.0, "Why?", lanes, **more)


@pytest.mark.parametrize(
    ("question", "lanes", "said"),
    [
        ("Why?", [ONE, OTHER], ""),
        ("Why?", [ONE, HIGH, OTHER, replace(OTHER, effort="off")], ""),
        (" \n", [ONE, OTHER], "The question is empty."),
        ("?" * (MOST_QUESTION + 1), [ONE, OTHER], "too long"),
        ("Why?", [ONE], "2 to 4 lanes"),
        ("Why?", [replace(ONE, max_tokens=at + 1) for at in range(5)], "2 to 4 lanes"),
        ("Why?", [ONE, replace(OTHER, model=" ")], "Choose a model"),
        ("Why?", [ONE, HIGH, ONE], "the same model in the same way"),
    ],
)
def test_why_a_race_cannot_be_begun(question: str, lanes: list[Asked], said: str) -> None:
    assert [said in problem for problem in problems(question, lanes)] == [True] * bool(said)


def test_lanes_take_turns_where_another_one_asks_the_same_server_at_home() -> None:
    assert [lane.turn_id for lane in race("home:1", "", "home:1", "home:2").taking_turns] == ["turn-0", "turn-2"]
    assert race("home:1", "", "home:2").taking_turns == ()


def test_models_are_named_unless_it_is_blind_and_nobody_has_revealed_it() -> None:
    assert [race("", **how).named for how in ({}, {"blind": True}, {"blind": True, "revealed": True})] == [
        True,
        False,
        True,
    ]
