"""What is told of a change of thoughts."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import Server
from components.ui.turn.change import how, what_changed
from components.ui.turn.changes import MOST, changed, shortened


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("So it is 9.11.", "So it is 9.9.", ("9.11.", "9.9.")),
        ("One two three four.", "One two three", ("four.", "")),
        ("One two", "One two three", ("", "three")),
        ("One two three", "One three", ("two", "")),
        ("a b a b", "a b", ("a b", "")),
        ("same", "same", ("", "")),
        ("", "new", ("", "new")),
    ],
)
def test_the_words_between_the_common_ends(before: str, after: str, told: tuple[str, str]) -> None:
    assert changed(before, after) == told


words = some.lists(some.sampled_from(["a", "b", "c"]), max_size=6)


@given(words, words)
def test_with_the_common_ends_it_is_each_text(before: list[str], after: list[str]) -> None:
    old, new = changed(" ".join(before), " ".join(after))
    rest = len(before) - len(old.split())
    assert rest == len(after) - len(new.split())
    starts = [n for n in range(rest + 1) if before[:n] + old.split() + before[len(before) - (rest - n) :] == before]
    assert any(after[:n] + new.split() + after[len(after) - (rest - n) :] == after for n in starts)


def test_a_long_one_is_shortened_in_its_middle() -> None:
    text = "begin " + "x" * 10_000 + " end"
    assert len(shortened(text)) < MOST + 10 and shortened(text).startswith("begin") and shortened(text).endswith("end")


def test_it_is_told_in_one_sentence_and_no_mark_in_it_acts() -> None:
    assert what_changed("a b", "a c") == "**You changed** “b” :material/arrow_forward: “c”"
    assert what_changed("a b", "a") == "**You cut** “b”"
    assert what_changed("a", "a b") == "**You added** “b”"
    assert what_changed("these are", "thes") == "**You cut** “e are”"
    assert what_changed(" a", "a ") == "The thoughts are the same."
    assert ":red[" not in what_changed("a", "a :red[b]")


def test_it_is_said_beforehand_how_the_thoughts_are_handed_over() -> None:
    assert "as the model's own" in how(Server("a", "A", takes_thoughts=True))
    assert "takes no thoughts" in how(Server("a", "A"))
