"""Text and token numbers, there and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.pocket.tokenizer import (
    BEGINNING,
    LATER,
    MOST_LETTERS,
    MOST_PIECES,
    QUESTION,
    UNREADABLE,
    Tokenizer,
    divided,
)

tokenizer = Tokenizer([" is", " bigger", "So", ". ", ".\n", "**", ", "])
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)


@given(ASCII)
def test_what_is_written_is_read_back(text: str) -> None:
    assert tokenizer.text(tokenizer.pieces(text)) == text


@given(st.text())
def test_any_text_is_a_prompt(text: str) -> None:
    for context in (False, True):
        tokens = tokenizer.prompt(text, context=context)
        assert tokens[0] == QUESTION
        assert len(tokens) <= 2 + MOST_LETTERS + MOST_PIECES
        assert max(tokens) < len(tokenizer.vocabulary)


def test_a_question_is_read_by_letters_in_lower_case() -> None:
    assert tokenizer.text(tokenizer.prompt("  Which is BIGGER:\n9.9?  ")) == "which is bigger: 9.9?"
    assert tokenizer.prompt("Which is bigger")[1:] == [*tokenizer.prompt("which is bigger")[1:]]
    assert len(tokenizer.prompt("is bigger")) == 1 + len("is bigger")


def test_a_later_question_is_marked() -> None:
    assert tokenizer.prompt("hi", later=True)[0] == LATER


def test_words_are_one_piece_and_quoted_ones_are_spelled() -> None:
    assert len(tokenizer.pieces("So 9 is bigger. ")) == len(["So", " ", "9", " is", " bigger", ". "])
    assert len(tokenizer.pieces('"So"')) == 4


@pytest.mark.parametrize("sign", ["日本", "🙂🙂🙂", "\x00\x01", "é", "\ud800"])
def test_what_it_has_no_sign_for_is_one_unreadable_thing(sign: str) -> None:
    assert tokenizer.prompt(f"a{sign}b")[1:] == [*tokenizer.pieces("a"), UNREADABLE, *tokenizer.pieces("b")]


def test_a_long_question_is_cut_and_says_so() -> None:
    tokens = tokenizer.prompt("a" * 100_000)
    assert len(tokens) == 2 + BEGINNING
    assert tokens[-1] == UNREADABLE
    assert len(tokenizer.prompt("a" * MOST_LETTERS)) == 1 + MOST_LETTERS


def test_of_a_long_context_the_end_is_read() -> None:
    tokens = tokenizer.prompt(f"Q. Here is some context to help you: {'no. ' * 1000}So", context=True)
    assert tokenizer.text(tokens).endswith("no. So")
    assert len(tokens) < 2 + MOST_LETTERS + MOST_PIECES


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Which?. Here is some context to help you: So 9.", " So 9."),
        ("Which?\n\nSo 9.", "So 9."),
        ("Which?\r\n\r\nSo 9.\r\n", "So 9.\r\n"),
        ("Which?\nSo 9.", ""),
    ],
)
def test_where_a_context_begins(text: str, context: str) -> None:
    assert divided(text)[1] == context


def test_a_context_is_read_only_by_whoever_can() -> None:
    text = "Which? Here is some context to help you: So 9 is bigger. "
    assert tokenizer.text(tokenizer.prompt(text)).endswith("help you:")
    assert tokenizer.text(tokenizer.prompt(text, context=True)).endswith("So 9 is bigger. ")
    # Paragraphs of a question belong to it for a model that reads no context.
    assert tokenizer.text(tokenizer.prompt("Which?\n\nSo 9.")) == "which? so 9."


def test_signs_and_line_ends_of_other_keyboards_are_read() -> None:
    assert tokenizer.text(tokenizer.prompt("2 × 3 – “4”…")) == '2 x 3 - "4"...'
    assert tokenizer.text(tokenizer.pieces("a\tb\r\nc")) == "a b\nc"


@pytest.mark.slow
@given(ASCII)
def test_a_beginning_is_read_back(text: str) -> None:
    tokens, rest = tokenizer.beginning(text)
    assert tokenizer.text(tokens) + rest == text


@given(ASCII, st.integers(0, 80))
@example("Soup is", 2)
@example("9 isle", 4)
def test_a_beginning_has_the_pieces_of_the_whole_but_for_its_open_end(text: str, place: int) -> None:
    tokens, _ = tokenizer.beginning(text[:place])
    known = tokenizer.pieces(text)
    # An open quote may turn out to be none: then the whole does not spell what stands behind it.
    if text[:place].count('"') % 2 == 0 or text.count('"') % 2 == 0:
        assert known[: len(tokens)] == tokens


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("So", "So"),  # or the beginning of "Soup", which is spelled
        ("Sou", ""),
        ("S", "S"),
        ("9 is big", " big"),
        ("9 is bigger", " bigger"),
        ("9 is bigger.", "."),
        ("9 is bigger.\n", ".\n"),
        ("9,", ","),
        ("9.9 ", " "),
        ("9.9", ""),
        ("3 x", " x"),
        ("3 =", " ="),
        ("**9*", "*"),
        ('spell "S', ""),
        ('spell "So".', "."),
        ('a "b" and S', ""),
        ("", ""),
        ("<", ""),  # marks are no text
        ("日本", ""),
    ],
)
def test_the_end_of_a_beginning_is_open_where_it_may_be_part_of_another_piece(text: str, rest: str) -> None:
    known = Tokenizer([" is", " bigger", "So", ". ", ".\n", "**", ", ", " x ", " = "])
    assert known.beginning(text)[1] == rest


def test_quoted_words_that_were_cut_are_spelled() -> None:
    assert tokenizer.beginning('"So')[0] == tokenizer.pieces('"So"')[:-1]
    assert tokenizer.beginning('"a"\n"So is')[0] == tokenizer.pieces('"a"\n"So is"')[:-1]
    assert tokenizer.beginning('"\nSo is') == (tokenizer.pieces('"\nSo'), " is")  # quotes end with their line
