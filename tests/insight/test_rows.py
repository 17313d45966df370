"""What a page has heard of the steps of a growing thought is what its whole text has."""

import json

from hypothesis import given
from hypothesis import strategies as st

from components.conversation import Piece
from components.insight import GrowingSteps, Row, characters, row, steps_of, units

WORDS = st.sampled_from(
    [
        "Plan it. ",
        "\n\n",
        "Two and two are four, ",
        "wait, ",
        "😀 ",
        "let me check that again: ",
        "so it is four.\n",
        "Größe ",
    ]
)
TEXTS = st.lists(WORDS, max_size=60)


def pieces_of(texts: list[str]) -> list[Piece]:
    return [Piece("reasoning", text, at / 4) for at, text in enumerate(texts)]


def drawn(text: str) -> list[Row]:
    """As Python draws the steps of a text."""
    return [row(step, text[step.start : step.end], None) for step in steps_of(text)]


def without_times(rows: list[Row]) -> list[Row]:
    return [(*one[:3], None, *one[4:]) for one in rows]


@given(TEXTS, st.data())
def test_steps_that_are_heard_are_those_of_the_text(texts: list[str], data: st.DataObject) -> None:
    pieces, text = pieces_of(texts), "".join(texts)
    known = data.draw(st.integers(0, len(pieces)))
    rows = drawn("".join(texts[:known]))
    growing = GrowingSteps(known)
    for count in sorted({*data.draw(st.lists(st.integers(known, len(pieces)))), len(pieces)}):
        growing.feed(pieces, count)
        if news := growing.news():
            rows[news[1] :] = news[0]
    if rows and rows[-1][0] == 0:
        rows.pop()  # the last one, which is told whole at the end
    whole = drawn(text)
    assert without_times(rows) == whole[: len(rows)]
    # One that grew, the short beginning of another, and a sentence that belongs to what follows.
    assert len(whole) - len(rows) <= 3


@given(st.text())
def test_units_are_those_of_a_browser(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_step_has_the_time_at_which_it_began() -> None:
    first, second = (
        "First of all I work out what is asked of me here, and in which order.\n\n",
        "Then I add two and two.\n\n",
    )
    growing = GrowingSteps()
    growing.feed([Piece("reasoning", first, 1.5), Piece("answer", "no", 2.0), Piece("reasoning", second, 4.25)], 3)
    found = growing.news()
    assert found is not None
    assert [step[3] for step in found[0]][:1] == [1.5]
    assert growing.news() is None


def test_a_step_more_costs_at_most_300_bytes() -> None:
    told, steps = 0, 0
    growing, pieces = GrowingSteps(), list[Piece]()
    for number in range(200):
        words = f"Let me check number {number} once more, since I may have been wrong about its 等于 value.\n\n"
        for at in range(0, len(words), 5):
            pieces.append(Piece("reasoning", words[at : at + 5], number + at / 100))
            growing.feed(pieces, len(pieces))
            if news := growing.news():
                told += len(json.dumps(news, ensure_ascii=False).encode())
    steps = len(steps_of("".join(piece.text for piece in pieces)))
    assert steps > 30 and told <= 300 * steps


@given(st.text(st.characters(), max_size=40), st.data())
def test_places_of_a_browser_are_those_of_the_text(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert characters(text, units(text[:place])) == place
    assert characters(text, units(text) + 5) == len(text) and characters(text, -3) == 0


def test_a_character_that_is_cut_in_half_is_not_among_them() -> None:
    assert [characters("a🍎b", size) for size in range(5)] == [0, 1, 1, 2, 3]
