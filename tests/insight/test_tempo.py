"""How long a thought took, and how fast it came."""

from components.conversation import Piece, Prefill, Reply, Times
from components.insight import Pause, Tempo, tempo, thought_of


def tempo_of(reply: Reply, given: Prefill | None = None) -> Tempo:
    return tempo(thought_of(reply, given), reply.times)


def test_a_thought_and_its_answer() -> None:
    pieces = (*(Piece("reasoning", "x" * 5, at) for at in (2.0, 3.0, 4.0, 8.0)), Piece("answer", "z", 9.0))
    # The third piece was there half a second after it began, at the latest: then nothing came for 3.5 seconds.
    assert tempo_of(Reply(pieces, Times(2.0, 9.0, 10.5))) == Tempo(20, 2.0, 7.0, 1.5, 20 / 7, Pause(4.5, 3.5, 15))


def test_who_thinks_twice_has_thought_both_times() -> None:
    pieces = (
        Piece("reasoning", "first", 1.0),
        Piece("answer", "It is.", 1.2),
        Piece("reasoning", "again", 8.0),
        Piece("answer", "Yes.", 8.4),
    )
    found = tempo_of(Reply(pieces, Times(1.0, 1.2, 9.0)))
    assert found.thought is not None and round(found.thought, 3) == 0.6
    assert found.answered is not None and round(found.answered, 3) == 7.4
    assert found.pause is None


def test_who_thinks_after_a_first_word_of_the_answer_has_thought() -> None:
    pieces = (Piece("answer", "Hm. ", 1.0), Piece("reasoning", "so", 2.0), Piece("answer", "Yes.", 2.4))
    found = tempo_of(Reply(pieces, Times(2.0, 1.0, 3.0)))
    assert found.thought is not None and round(found.thought, 3) == 0.4
    assert found.waited == 1.0


def test_only_its_own_words_count_as_a_browser_counts_them() -> None:
    reply = Reply((Piece("reasoning", "given"), Piece("reasoning", "😀 own", 1.0)), Times(1.0, None, 3.0), taken="own")
    found = tempo_of(reply, Prefill("t0", "given"))
    assert (found.characters, found.thought, found.rate) == (6, 2.0, 3.0)


def test_what_is_not_recorded_is_not_made_up() -> None:
    assert tempo_of(Reply((Piece("reasoning", "old"),))) == Tempo(3)
    assert tempo_of(Reply((), Times(ended=3.0))) == Tempo(0)
    at_once = tempo_of(Reply((Piece("reasoning", "all"), Piece("answer", "x")), Times(2.0, 2.0, 2.0)))
    assert (at_once.thought, at_once.rate) == (0.0, None)
