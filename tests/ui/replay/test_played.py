"""What is told of a turn that is replayed: all of its words, in their order, with their times."""

import json
from typing import Any

import pytest

from components.conversation import Asked, Failure, Piece, Prefill, Times, Usage
from components.ui.replay.played import played
from tests.turns import made

ASKED = Asked("openrouter", "test/model")
NAN = float("nan")


def told(*pieces: Piece, **more: Any) -> dict[str, Any]:
    turn = made("t", "c", None, 1.0, "How many?", ASKED, "done", pieces, **more)
    found = json.loads(played(turn, "And now?"))
    joined = {kind: "".join(text for one, text, _ in found["pieces"] if one == kind) for kind in "ra"}
    assert joined["r"] == turn.reasoning == found["text"]
    assert joined["a"] == (turn.answer or turn.reply.refusal)
    sizes = sum(row[0] for row in found["steps"])
    assert sizes == len(turn.reasoning.encode("utf-16-le")) // 2
    return found


def test_pieces_are_told_in_their_order_with_their_times() -> None:
    found = told(
        Piece("reasoning", "Let me think 🍎.", 1.0),
        Piece("source", "https://example.org/?secret", 1.5, {"url": "https://example.org/?secret"}),
        Piece("answer", "Nine.", 2.0),
        times=Times(1.0, 2.0, 2.5),
        usage=Usage(10, 20, 15, 0.25),
    )
    assert found["pieces"] == [["r", "Let me think 🍎.", 1.0], ["p", "a source", 1.5], ["a", "Nine.", 2.0]]
    assert (found["began"], found["ended"], found["tokens"], found["cost"]) == (1.0, 2.5, 20, 0.25)
    assert (found["question"], found["follows"], found["model"]) == ("How many?", "And now?", "test/model")
    assert "secret" not in json.dumps(found)


def test_what_is_thought_and_answered_again_stands_below_the_first() -> None:
    found = told(
        Piece("reasoning", "First.", 1.0),
        Piece("answer", "One.\n", 2.0),
        Piece("reasoning", "\nSecond", 3.0),
        Piece("reasoning", " thought.", 3.5),
        Piece("answer", "Two.", 4.0),
    )
    assert [text for _, text, _ in found["pieces"]] == [
        "First.", "One.\n", "\n\nSecond", " thought.", "\nTwo.",
    ]  # fmt: skip


def test_what_the_turn_was_given_was_there_from_the_beginning() -> None:
    found = told(
        Piece("reasoning", "Given words, and its own"),
        Piece("reasoning", " thoughts.", 2.5),
        taken="own",
        given=Prefill("t0", "Given words"),
        times=Times(2.0, None, 3.0),
    )
    assert found["pieces"] == [["r", "Given words", 0.0], ["r", ", and its own", 2.0], ["r", " thoughts.", 2.5]]


def test_how_it_ended_is_told_where_that_was_not_as_it_should() -> None:
    assert told(Piece("answer", "Nine.", 1.0), times=Times(None, 1.0, 2.0))["ending"] == ""
    refused = made("t", "c", None, 1.0, "Why?", ASKED, "failed", failure=Failure("x", "The server said no.", ""))
    assert json.loads(played(refused))["ending"] == "The server said no."
    stopped = made("t", "c", None, 1.0, "Why?", ASKED, "stopped", times=Times(None, None, 2.0))
    assert json.loads(played(stopped))["ending"] == "Stopped before the first word."


@pytest.mark.parametrize("at", [None, NAN, float("inf")])
def test_a_time_that_is_none_is_told_as_none(at: float | None) -> None:
    found = told(Piece("reasoning", "Words.", at), times=Times(None, None, at))
    assert found["pieces"] == [["r", "Words.", None]] and found["ended"] is None
    assert found["tokens"] is None and found["cost"] is None


def test_a_refusal_is_shown_where_an_answer_would_be() -> None:
    assert told(Piece("refusal", "No.", 1.0))["pieces"] == [["a", "No.", 1.0]]
    assert told()["pieces"] == []


def test_markers_are_told_with_their_words_and_are_no_part_of_what_came() -> None:
    found = told(
        Piece("reasoning", "Two and ", 1.0),
        Piece("marker", " Ask the room ", 1.5, number=0),
        Piece("reasoning", "two.", 2.0),
        Piece("marker", "", 2.5, number=1),
        Piece("marker", "Never reached", NAN, number=2),
        Piece("answer", "4", 3.0),
    )
    assert found["markers"] == [[1.5, "Ask the room"], [2.5, ""]]
    assert found["pieces"] == [["r", "Two and ", 1.0], ["r", "two.", 2.0], ["a", "4", 3.0]]
    assert found["ending"] == ""
