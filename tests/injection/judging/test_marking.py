"""One rule says which answers may be marked: the injection page, Measure and its files go by it."""

import pytest

from components.conversation import Asked, ConnectionLost, Piece, Turn
from components.injection import Answer, Expected, Plan, markable
from components.ui.lab import findings
from components.ui.lab.experiment import verdict_of
from tests.turns import made

EXPECTED = Expected("number", "42")
ENDS = [
    ("done", "stop", True),
    ("done", None, True),
    ("done", "", True),
    ("done", "END_TURN", True),
    ("done", "length", False),
    ("done", "MAX_TOKENS", False),
    ("done", "model_context_window_exceeded", False),
    ("done", "content_filter", False),
    ("done", "error", False),
    ("done", "pause_turn", False),
    ("done", "a word that nobody knows", False),
    ("stopped", None, False),
    ("failed", None, False),
    ("streaming", None, False),
    ("queued", None, False),
]


def turn(status: str, reason: str | None, answer: str = "It is 42.") -> Turn:
    failure = ConnectionLost().failure if status == "failed" else None
    pieces = (Piece("answer", answer),)
    return made("t", "c", None, 1.0, "?", Asked("a", "b"), status, pieces, finish_reason=reason, failure=failure)


@pytest.mark.parametrize(("status", "reason", "whole"), ENDS)
def test_only_a_whole_answer_is_marked_and_it_is_by_all(status: str, reason: str | None, whole: bool) -> None:
    ended = turn(status, reason)
    assert markable(ended) is whole
    plan = Plan(expected=EXPECTED)
    column, sentence = verdict_of(EXPECTED, ended), findings.after(plan, ended, None, None).happened
    assert (column is not None, "was right" in sentence) == (whole, whole)
    measured = Answer(ended, "right")
    assert (measured.mark, measured.cut_off, measured.waits) == ("right" if whole else None, not whole, False)
    assert Answer(ended, None).waits is whole


def test_a_whole_answer_without_a_word_is_unclear() -> None:
    verdict = verdict_of(EXPECTED, turn("done", "stop", " "))
    assert verdict and (verdict.mark, verdict.ground) == ("unclear", "Looked for 42 as the answer; found no text.")
