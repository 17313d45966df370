"""Notes as values: what is kept of what was typed, where it stands, and what is said of its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import Note, body_of, notes_in_order, placed_in, quote_of, why_no_note
from components.conversation.note import LONGEST_NOTE, LONGEST_QUOTE, MOST_NOTES

THOUGHTS = "Plan it. 🍎\n\nTwo and two: four.  "


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  It turns here.\n", "It turns here."),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("a\x00b\x1bc\x7f", "a b c"),
        ("half \ud83c of it", "half \ufffd of it"),
        ("\ud83c\udf4e", "🍎"),
        (" \n ", ""),
    ],
)
def test_what_is_kept_of_what_was_typed(typed: str, kept: str) -> None:
    assert body_of(typed) == kept


@pytest.mark.parametrize(
    ("body", "others", "why"),
    [
        ("So", 0, ""),
        ("x" * LONGEST_NOTE, MOST_NOTES - 1, ""),
        ("", 0, "A note needs a word."),
        ("x" * (LONGEST_NOTE + 1), 0, "A note has at most 2,000 characters; this one has 2,001."),
        ("So", MOST_NOTES, "A thought has at most 200 notes. Delete one to add another."),
    ],
)
def test_limits_are_said(body: str, others: int, why: str) -> None:
    assert why_no_note(body, others) == why


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 8, "Plan it."),
        (8, 15, "🍎\n\nTwo"),
        (10, 12, ""),
        (-5, 4, "Plan"),
        (12, 999, "Two and two: four."),
        (9, 3, ""),
        (999, 1_000, ""),
    ],
)
def test_a_place_is_that_of_the_words(start: int, end: int, words: str) -> None:
    first, last = placed_in(THOUGHTS, start, end)
    assert THOUGHTS[first:last] == words and (words != "" or first == last)


@given(some.text(max_size=30), some.integers(-3, 40), some.integers(-3, 40))
def test_no_place_is_outside_of_the_thoughts(text: str, start: int, end: int) -> None:
    first, last = placed_in(text, start, end)
    assert 0 <= first <= last <= len(text) and text[first:last] == text[first:last].strip()


def a_note(start: int, end: int, name: str = "n", created: float = 1.0) -> Note:
    return Note(name, "t", start, end, "So", created, created)


def test_a_quote_is_one_line_shortened_behind_a_word() -> None:
    text = "Two  and\ntwo. " + "word " * 30
    assert quote_of(text, a_note(0, 13)) == "Two and two."
    short = quote_of(text, a_note(0, len(text)))
    assert short.endswith("word …") and LONGEST_QUOTE - 6 < len(short) - 2 <= LONGEST_QUOTE
    assert quote_of("x" * 200, a_note(0, 200)) == "x" * LONGEST_QUOTE + " …"
    assert quote_of("x" * LONGEST_QUOTE + " and", a_note(0, 200)) == "x" * LONGEST_QUOTE + " …"


def test_notes_are_in_the_order_of_their_places() -> None:
    notes = [a_note(5, 9, "c"), a_note(0, 9, "b", 2.0), a_note(0, 9, "a", 3.0), a_note(0, 4, "d", 9.0)]
    assert [note.id for note in notes_in_order(notes)] == ["d", "b", "a", "c"]
