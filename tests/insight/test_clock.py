"""When each character of a thought was there."""

from hypothesis import given
from hypothesis import strategies as some

from components.conversation import Kind, Piece, Prefill, Reply, Taken, Times
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


texts = some.text(some.sampled_from("ab \n𝄞é好"), max_size=6)
moments = some.none() | some.floats(0, 100)
kinds: some.SearchStrategy[Kind] = some.sampled_from(["reasoning", "summary", "answer", "event"])
PIECES = some.lists(some.tuples(kinds, texts, moments).map(lambda told: Piece(*told)))


@given(PIECES, some.sampled_from(["", "own"]), some.none() | some.floats(0, 100))
def test_of_any_reply_the_text_is_its_reasoning_and_time_never_goes_back(
    pieces: list[Piece], taken: Taken, ended: float | None
) -> None:
    reply = Reply(tuple(pieces), Times(None, None, ended), taken=taken)
    text, clock, given_, rounds = thought_of(reply)
    assert text == reply.reasoning
    assert 0 <= given_ <= len(text)
    assert [text[start:end] for start, end in rounds] == [
        said.text for one in reply.rounds if (said := one.thoughts) and said.text
    ]
    times = [clock.at(offset) for offset in range(len(text) + 1)]
    known = [at for at in times if at is not None]
    assert known == sorted(known)
    assert not any(at is None for at in times[times.index(known[0]) :]) if known else not clock.known
    for at in known:
        assert 0 <= clock.offset(at) <= len(text)


def test_a_pause_is_none_of_the_time_of_the_words_before_it() -> None:
    reply = Reply((Piece("reasoning", "ab", 1.0), Piece("reasoning", "cd", 9.0)), Times(1.0, None, 9.2))
    clock = thought_of(reply).clock
    assert (clock.at(1), clock.at(2), clock.ended) == (1.25, 9.0, 9.2)


def test_what_was_closed_is_apart_from_what_was_thought_again() -> None:
    handed = Prefill("t0", "Long enough.", closed=True)
    reply = Reply((Piece("reasoning", "Long enough.\n\n"), Piece("reasoning", "More.", 2.0)), taken="own")
    assert thought_of(reply, handed).given == 14


def test_given_words_that_were_kept_in_one_piece_with_the_first_own_ones() -> None:
    handed = Prefill("t0", "It was thought.")
    reply = Reply(
        (Piece("reasoning", "It was thought. And"), Piece("reasoning", " on.", 2.5)), Times(2.0, None, 3.0), taken="own"
    )
    thought = thought_of(reply, handed)
    assert thought.given == 15
    assert (thought.clock.at(14), thought.clock.at(15), thought.clock.at(19)) == (None, 2.0, 2.5)


def test_thoughts_that_were_told_in_words_are_none_of_the_replys() -> None:
    reply = Reply((Piece("reasoning", "Its own.", 2.0),), taken="words")
    assert thought_of(reply, Prefill("t0", "Told.")).given == 0
