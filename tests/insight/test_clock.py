"""When each character of a thought was there."""

from components.conversation import Piece, Prefill, Reply, Times
from components.insight import Gap, thought_of


def test_a_character_has_the_time_of_its_piece() -> None:
    reply = Reply(
        (Piece("reasoning", "abcd", 1.0), Piece("reasoning", "efgh", 1.4), Piece("answer", "i", 1.6)),
        Times(1.0, 1.6, 2.0),
    )
    text, clock, given, rounds = thought_of(reply)
    assert (text, given, rounds) == ("abcdefgh", 0, ((0, 8),))
    assert clock.known
    assert (clock.at(0), clock.at(4), clock.at(8)) == (1.0, 1.4, 1.6)
    assert clock.at(2) == 1.2  # half of the way to the next piece
    assert (clock.began, clock.ended) == (1.0, 1.6)
    assert (clock.offset(0.5), clock.offset(1.2), clock.offset(99)) == (0, 2, 8)


def test_rounds_are_joined_and_time_passes_between_them() -> None:
    reply = Reply(
        (
            Piece("reasoning", "first", 1.0),
            Piece("answer", "It is.", 1.2),
            Piece("reasoning", "again", 8.0),
            Piece("answer", "Yes.", 8.4),
        ),
        Times(1.0, 1.2, 9.0),
    )
    thought = thought_of(reply)
    assert thought.text == reply.reasoning == "first\n\nagain"
    assert thought.rounds == ((0, 5), (7, 12))
    assert thought.clock.gaps == (Gap(7, 1.2, 8.0),)
    assert thought.clock.gaps[0].seconds == 6.8
    assert thought.clock.at(7) == 8.0


def test_what_was_given_has_no_time() -> None:
    handed = Prefill("t0", "It was thought.")
    reply = Reply(
        (Piece("reasoning", "It was thought."), Piece("reasoning", " And on.", 2.0)), Times(2.0, None, 2.4), taken="own"
    )
    for told in (handed, None):
        thought = thought_of(reply, told)
        assert thought.given == 15
        assert thought.clock.at(3) is None
        assert thought.clock.at(15) == 2.0
        assert thought.clock.began == 2.0


def test_without_times_only_what_is_kept_of_the_whole_is_known() -> None:
    clock = thought_of(Reply((Piece("reasoning", "old"),), Times(1.0, 3.0, 4.0))).clock
    assert not clock.known
    assert clock.at(1) is None
    assert (clock.began, clock.ended, clock.offset(2.0)) == (1.0, 3.0, 0)
