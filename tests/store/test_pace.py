"""When each word came: kept beside rows that neighbours share, and found again to a hundredth of a second."""

from hypothesis import given
from hypothesis import strategies as st

from components.conversation import Piece, joined
from components.store import Store
from components.store.pace import TICKS, as_they_came, pace_of
from tests.store.test_store import a_chat, a_turn

TIMES = st.lists(st.floats(0, 0.5), min_size=1, max_size=40).map(sorted)


@given(TIMES, st.data())
def test_a_row_comes_apart_into_what_it_was_put_together_of(times: list[float], data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.text(max_size=9), min_size=len(times), max_size=len(times)))
    run = [Piece("reasoning", text, 7.0 + at) for text, at in zip(texts, times, strict=True)]
    (row,) = joined(run)
    found = as_they_came(row, pace_of(run))
    assert "".join(piece.text for piece in found) == row.text
    ats = [piece.at or 0.0 for piece in found]
    assert ats == sorted(ats)
    # Each character is told within a tick of when it came.
    came = [piece.at or 0.0 for piece in run for _ in piece.text]
    told = [piece.at or 0.0 for piece in found for _ in piece.text]
    assert all(abs(one - other) <= 1.0 / TICKS for one, other in zip(came, told, strict=True))


def test_what_has_no_time_or_came_at_once_has_no_pace() -> None:
    assert pace_of([Piece("answer", "all", 1.0)]) is None
    assert pace_of([Piece("answer", "a", 1.0), Piece("answer", "b", 1.004)]) is None
    assert pace_of([Piece("answer", "a", 1.0), Piece("answer", "b", None)]) is None
    assert pace_of([Piece("answer", "a", None), Piece("answer", "b", 1.0)]) is None


def test_what_does_not_fit_its_text_is_no_pace_of_it() -> None:
    piece = Piece("answer", "four", 1.0)
    for pace in (None, "", "2.0", "2.0 3.1", "x", "2.0 2.x", "2.0  2.1", "-2.0 6.1", "0.0 4.1"):
        assert as_they_came(piece, pace) == [piece]
    assert [one.text for one in as_they_came(piece, "1.0 3.25")] == ["f", "our"]


def test_a_turn_comes_back_as_it_came_and_is_read_in_fewer_pieces(url: str) -> None:
    store = Store(url)
    begun = a_turn(status="streaming")
    store.add_chat(a_chat())
    store.begin(begun)
    came = [Piece("reasoning", word, 1.0 + number / 20) for number, word in enumerate(("so ", "the ", "\0 ", "user"))]
    store.extend(begun, 0, came[:3])
    store.extend(begun, 3, came[3:])
    (few,) = store.with_texts(["turn-1"]).values()
    assert few.pieces == (Piece("reasoning", "so the \0 ", 1.0), Piece("reasoning", "user", 1.15))
    (apart,) = store.with_texts(["turn-1"], apart=True).values()
    assert apart.pieces == tuple(piece._replace(at=round(piece.at or 0.0, 2)) for piece in came)
    assert apart.reasoning == few.reasoning
