"""Text that leaves the wire can always be encoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.wire.text import WholeText, clean

HIGH, LOW, THUMB = "\ud83d", "\udc4d", "👍"


def _whole(*pieces: str) -> str:
    whole = WholeText()
    return "".join(map(whole.feed, pieces)) + whole.end()


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["plain", " text"], "plain text"),
        (["naïve ", THUMB], f"naïve {THUMB}"),
        ([f"a{HIGH}", f"{LOW}b"], f"a{THUMB}b"),
        ([HIGH, "", LOW], THUMB),
        ([HIGH + LOW], THUMB),
        ([f"{HIGH}{LOW}{HIGH}", LOW], THUMB * 2),
        ([f"a{HIGH}", "b"], "a�b"),
        ([f"a{HIGH}b"], "a�b"),
        ([HIGH, HIGH + LOW], f"�{THUMB}"),
        ([LOW], "�"),
        (["a", LOW + HIGH], "a��"),
        ([f"a{HIGH}"], "a�"),
        ([], ""),
    ],
)
def test_halves_of_a_character_meet_or_are_replaced(pieces: list[str], text: str) -> None:
    assert _whole(*pieces) == text


def test_only_a_last_half_is_held_back() -> None:
    whole = WholeText()
    assert whole.feed(f"abc{HIGH}") == "abc"
    assert whole.feed(LOW) == THUMB
    assert whole.end() == ""


@given(st.lists(st.text(st.sampled_from(["a", "é", THUMB, HIGH, LOW, "\n"]))))
def test_any_pieces_give_what_their_sum_gives(pieces: list[str]) -> None:
    text = _whole(*pieces)
    assert text == clean("".join(pieces))
    assert text.encode().decode() == text
