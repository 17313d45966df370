"""A guess before the model speaks: what counts as a vote, which answers are the same, and what is told of them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.audience import Guess, Vote, choices_from, said_from, tally, told
from components.audience.guess import MOST_ROWS, same

PHONE = "A" * 22
GUESS = Guess("g", "c", "Which is bigger?", right="9.9", opened=5.0)


def vote(**more: Any) -> dict[str, Any]:
    return {"vote": {"guess": "g", "phone": PHONE, "answer": "9.9", "confidence": 80, **more}}


def test_a_vote_is_read_and_its_phone_is_known_by_a_hash_for_this_guess_alone() -> None:
    said, other = said_from(vote(answer=" 9.9\n ")), said_from(vote(guess="h"))
    assert said and other and (said.guess_id, said.answer, said.sure) == ("g", "9.9", 80)
    assert PHONE not in said.phone and said.phone != other.phone
    assert said_from(vote(answer="9.11")) == replace(said, answer="9.11")


@pytest.mark.parametrize(
    "message",
    [
        *(None, [], {}, "vote", 5, {"vote": None}, {"vote": {}}, {**vote(), "token": "x"}),
        *(vote(more=1), vote(guess=5), vote(guess=""), vote(guess="g" * 65), vote(guess="é")),
        *(vote(phone="A" * 21), vote(phone="A" * 65), vote(phone="A B" * 10), vote(phone=None)),
        *(vote(answer=""), vote(answer="  "), vote(answer="x" * 101), vote(answer="a\0b"), vote(answer="\ud800")),
        *(vote(answer=5), vote(answer=["9.9"])),
        *(vote(confidence=49), vote(confidence=101), vote(confidence=80.0), vote(confidence=True)),
        vote(confidence="80"),
    ],
)
def test_anything_else_is_no_vote(message: Any) -> None:
    assert said_from(message) is None


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_whatever_is_said_raises_nothing(message: Any) -> None:
    assert said_from(message) is None
    said_from({"vote": message})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9.9", "9.90"),
        ("9.9", " 9.9. "),
        ("9.9", "9,9"),
        ("9.9", "nine point nine"),
        ("1,204", "1204"),
        ("−3", "-3.0"),
        ("42", "forty-two"),
        ("４２", "42"),
        ("Friday", "friday"),
        ("New  York", "new york!"),
    ],
)
def test_the_same_answer_however_it_is_written(one: str, other: str) -> None:
    assert same(one) == same(other)


@pytest.mark.parametrize(("one", "other"), [("9.9", "9.11"), ("9", "-9"), ("?", "!"), ("1", "1 of 2"), ("a", "b")])
def test_another_answer_is_another(one: str, other: str) -> None:
    assert same(one) != same(other)


@given(st.text(max_size=100))
def test_any_text_is_the_same_as_itself_and_in_another_case(text: str) -> None:
    assert same(text) == same(f"  {text} ")


def test_votes_are_counted_by_answer_and_by_right_and_wrong() -> None:
    votes = [Vote("9.9", 80), Vote("9.90", 60), Vote("9.9", 100), Vote("9.11", 100), Vote("neither", 50)]
    counted = tally(GUESS, votes)
    assert [(row.answer, row.votes, row.sure, row.right) for row in counted.rows] == [
        ("9.9", 3, 80.0, True),
        ("9.11", 1, 100.0, False),
        ("neither", 1, 50.0, False),
    ]
    assert (counted.votes, counted.right, counted.right_sure, counted.wrong_sure) == (5, 3, 80.0, 75.0)
    unknown = tally(replace(GUESS, right=""), votes)
    assert (unknown.right, unknown.right_sure, unknown.wrong_sure) == (0, None, None)
    assert {row.right for row in unknown.rows} == {None}


def test_choices_stand_in_their_order_also_those_that_nobody_chose() -> None:
    counted = tally(replace(GUESS, choices=("9.11", "9.9", "both")), [Vote("9.9", 70)])
    assert [(row.answer, row.votes, row.sure) for row in counted.rows] == [
        ("9.11", 0, None),
        ("9.9", 1, 70.0),
        ("both", 0, None),
    ]


@pytest.mark.parametrize(
    ("lines", "choices"),
    [
        ("", ()),
        (" \n\n", ()),
        ("yes\nno", ("yes", "no")),
        (" yes \n\nno\nyes", ("yes", "no")),
        ("yes", None),
        ("1\n2\n3\n4\n5\n6\n7", None),
        (f"yes\n{'n' * 101}", None),
    ],
)
def test_choices_are_two_to_six_lines(lines: str, choices: tuple[str, ...] | None) -> None:
    assert choices_from(lines) == choices


@pytest.mark.parametrize("closed", [None, 9.0])
def test_nothing_of_others_is_told_before_it_is_revealed(closed: float | None) -> None:
    guess = replace(GUESS, closed=closed)
    one, many = (told(guess, tally(guess, [Vote("canary", 90)] * number)) for number in (0, 40))
    assert one == many and one is not None and set(one) == {"id", "question", "choices", "state"}
    assert GUESS.right not in json.dumps(one)


def test_what_is_told_then_is_bounded() -> None:
    guess = replace(GUESS, closed=9.0, revealed=10.0)
    event = told(guess, tally(guess, [Vote(f"answer {number}", 60) for number in range(40)]))
    assert event and len(event["rows"]) == MOST_ROWS and event["others"] == 40 - MOST_ROWS and event["votes"] == 40
    assert told(None, None) is None
