"""How fast a thought came, and where it paused."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import Piece, Prefill, Reply, Times
from components.insight import Pause, Slice, answer_of, pace, pauses, thought_of


def said(*pieces: tuple[str, float], ended: float) -> Reply:
    return Reply(tuple(Piece("reasoning", text, at) for text, at in pieces), Times(pieces[0][1], None, ended))


def test_equal_stretches_of_time() -> None:
    reply = said(("a" * 10, 1.0), ("b" * 30, 1.5), ended=2.0)
    assert pace(thought_of(reply), 2) == [Slice(1.0, 0.5, 10.0), Slice(1.5, 0.5, 30.0)]
    assert pace(thought_of(reply), 4) == [
        *(Slice(1.0, 0.25, 5.0), Slice(1.25, 0.25, 5.0)),
        *(Slice(1.5, 0.25, 15.0), Slice(1.75, 0.25, 15.0)),
    ]


def test_on_an_axis_of_its_own() -> None:
    thought = thought_of(said(("a" * 10, 1.0), ended=1.5))
    assert pace(thought, 2, 0.0, 2.0) == [Slice(0.0, 1.0, 0.0), Slice(1.0, 1.0, 10.0)]
    assert pace(thought, 2, 1.25, 2.25) == [Slice(1.25, 0.5, 5.0), Slice(1.75, 0.5, 0.0)]


def test_all_at_once() -> None:
    assert pace(thought_of(said(("abc", 1.0), ended=1.0))) == [Slice(1.0, 0.0, 3.0)]


def test_without_times_there_is_none() -> None:
    thought = thought_of(Reply((Piece("reasoning", "old"),)))
    assert pace(thought) == [] and pauses(thought) == []


def test_a_pause_is_long_and_longer_than_the_others() -> None:
    steady = [("word ", 1 + 0.4 * at) for at in range(10)]  # until 4.6 + 0.5
    reply = said(*steady, ("more", 9.0), ended=9.2)
    (pause,) = pauses(thought_of(reply))
    assert pause == (pytest.approx(5.1), pytest.approx(3.9), 50)
    # A piece every three seconds: none of that is a pause, but half a minute is.
    slow = [("A few words at once. ", 3.0 * at) for at in range(1, 9)]
    assert pauses(thought_of(said(*slow, ended=25.0))) == []
    assert pauses(thought_of(said(*slow, ("End.", 54.0), ended=55.0))) == [Pause(24.5, 29.5, 168)]


def test_an_answer_between_two_rounds_is_no_pause() -> None:
    pieces = (Piece("reasoning", "a", 1.0), Piece("answer", "b", 1.2), Piece("reasoning", "c", 30.0))
    assert pauses(thought_of(Reply(pieces, Times(1.0, 1.2, 30.1)))) == []


def test_a_pause_before_a_blank_line_that_has_no_time() -> None:
    pieces = (Piece("summary", "One.", 1.0), Piece("summary", "\n\n"), Piece("summary", "Two.", 20.0))
    assert pauses(thought_of(Reply(pieces, Times(1.0, None, 20.1)))) == [Pause(1.5, 18.5, 6)]


def test_the_pace_of_an_answer() -> None:
    pieces = (Piece("reasoning", "a", 1.0), Piece("answer", "bcde", 2.0), Piece("answer", "fg", 2.5))
    answer = answer_of(Reply(pieces, Times(1.0, 2.0, 3.0)))
    assert (answer.text, answer.clock.began, answer.clock.ended) == ("bcdefg", 2.0, 3.0)
    assert pace(answer, 2) == [Slice(2.0, 0.5, 4.0), Slice(2.5, 0.5, 2.0)]


def test_the_beginning_of_an_answer_that_was_given() -> None:
    handed = Prefill("t0", "Thought.", "It is")
    pieces = (Piece("reasoning", "Thought.\n\n"), Piece("answer", "It is"), Piece("answer", " 4.", 2.0))
    reply = Reply(pieces, Times(None, 2.0, 2.2), taken="words")
    assert answer_of(reply, handed).given == 5
    assert thought_of(reply, handed).given == 10


moments = some.lists(some.tuples(some.text("ab", min_size=1, max_size=9), some.floats(0, 50)), min_size=1, max_size=20)


@given(moments, some.integers(1, 80))
def test_every_character_is_counted_once(told: list[tuple[str, float]], buckets: int) -> None:
    told = sorted(told, key=lambda one: one[1])
    thought = thought_of(said(*told, ended=told[-1][1] + 1))
    assert sum(slice_.characters for slice_ in pace(thought, buckets)) == pytest.approx(len(thought.text))
