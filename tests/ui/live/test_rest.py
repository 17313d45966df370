"""Where a growing answer that is drawn ends, as the script in the page will read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.ui.live.rest import DIGITS, START, with_mark
from components.ui.state.texts import units


def read(mark: str) -> int:
    assert mark.startswith(START) and len(mark) == 13
    return sum(DIGITS.index(digit) * 4**place for place, digit in enumerate(reversed(mark[1:])))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.text(max_size=20))
def test_drawn_and_rest_are_the_whole(before: str, last: str) -> None:
    part = f"{before} {last}"
    drawn, mark = with_mark(part, units(part))
    rest = part.encode("utf-16-le")[2 * read(mark) :].decode("utf-16-le") if mark else ""
    assert drawn + rest == part


@pytest.mark.parametrize(
    ("part", "drawn"),
    [
        ("The sky is bl", "The sky is"),
        ("A list\n- of thi", "A list\n- of"),
        ("It is **bold** n", "It is"),
        ("so\n```\nin code\n``` \n", "so\n```\nin code"),
        ("Gr\U0001f600ße, 9.1", "Gr\U0001f600ße,"),
        ("one\n\n", "one"),
    ],
)
def test_the_last_word_is_left_to_the_page(part: str, drawn: str) -> None:
    found, mark = with_mark(part, 1_000, after=3)
    assert found == drawn
    assert read(mark) == 997 - units(part[len(drawn) :])


@pytest.mark.parametrize(
    "part", ["```\n```\n", "** **\n", "---\n-", "| |\n|---|-", "word", "x" * 500, "a " + "x" * 200]
)
def test_no_mark_where_it_would_undo_markdown_or_there_is_no_word(part: str) -> None:
    assert with_mark(part, 1_000) == (part, "")


def test_what_was_cut_before_is_counted() -> None:
    _, mark = with_mark("and so on", 5_000)
    assert read(mark) == 5_000 - len(" on")
