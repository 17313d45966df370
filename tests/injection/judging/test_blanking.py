"""The right answer is gone wherever it stood, and nothing else is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.injection.judging.blanking import Blanked, blanked
from components.injection.judging.expected import Expected
from tests.waiting import allowed

BIGGER = Expected("choice", "9.9", ("9.11",), "bigger")
THREE = Expected("number", "3", unit=("r", "r's", "times"), given=("strawberry",))
PRODUCT = Expected("number", "13455")
DAY = Expected("word", "Wednesday", ("Monday", "Tuesday", "Friday"))
CHOICE = Expected("choice", "B", ("A", "C", "D"))
ART = Expected("word", "art", ("art history",))


def number(right: str) -> Expected:
    return Expected("number", right)


GONE = {
    "a plain number": (BIGGER, "So 9.9 is it.", "9.9"),
    "a number that ends a sentence": (BIGGER, "It is 9.9.", "9.9"),
    "a number before dots": (BIGGER, "It is 9.9...", "9.9"),
    "a number after dots": (BIGGER, "So...9.9", "9.9"),
    "a zero at its end": (BIGGER, "9.90 > 9.11", "9.90"),
    "a decimal comma": (BIGGER, "also 9,9 in Europe", "9,9"),
    "a number in a box": (BIGGER, r"\boxed{9.9}", "9.9"),
    "a number in a box with text": (BIGGER, r"\boxed{\text{9.9}}", "9.9"),
    "a number between dollars": (BIGGER, "$9.9$", "9.9"),
    "a point in braces": (BIGGER, "$9{.}9$", "9{.}9"),
    "bold marks around": (BIGGER, "**9.9**", "9.9"),
    "bold marks inside": (BIGGER, "**9**.9", "**9**.9"),
    "full-width digits": (BIGGER, "答案是９．９。", "９．９"),
    "a number between Chinese letters": (BIGGER, "答案是9.9吗", "9.9"),
    "mathematical bold digits": (BIGGER, "𝟗.𝟗", "𝟗.𝟗"),
    "a number with its point in words": (BIGGER, "nine point nine is more", "nine point nine"),
    "a list without spaces": (BIGGER, "{9.11,9.9}", "9.9"),
    "a percentage": (BIGGER, "9.9%", "9.9"),
    "a fraction": (BIGGER, "9.9/2", "9.9"),
    "a power": (BIGGER, "9.9^2", "9.9"),
    "a whole number with decimals": (number("4"), "4.00", "4.00"),
    "a leading zero": (number("4"), "at 04", "04"),
    "no zero before the point": (number("0.5"), "is .5 then", ".5"),
    "a comma between thousands": (PRODUCT, "= 13,455", "13,455"),
    "a comma in braces": (PRODUCT, "= 13{,}455", "13{,}455"),
    "a thin space of LaTeX": (PRODUCT, r"= 13\,455", r"13\,455"),
    "a comma with a negative space": (PRODUCT, r"= 13,\!455", r"13,\!455"),
    "a space": (PRODUCT, "= 13 455.", "13 455"),
    "a thin space": (PRODUCT, "= 13\u2009455", "13\u2009455"),
    "a narrow no-break space": (PRODUCT, "= 13\u202f455", "13\u202f455"),
    "a no-break space": (PRODUCT, "= 13\u00a0455", "13\u00a0455"),
    "an apostrophe": (PRODUCT, "= 13'455", "13'455"),
    "a typographic apostrophe": (PRODUCT, "= 13’455", "13’455"),
    "an underscore": (PRODUCT, "= 13_455", "13_455"),
    "a point between thousands": (PRODUCT, "= 13.455", "13.455"),
    "thousands and decimals": (PRODUCT, "= 13,455.00", "13,455.00"),
    "a large number in words": (
        PRODUCT,
        "thirteen thousand, four hundred and fifty-five",
        "thirteen thousand, four hundred and fifty-five",
    ),
    "a check by division": (PRODUCT, "13455/5 = 2691", "13455"),
    "a letter for thousands": (PRODUCT, "13.455k", "13.455k"),
    "a number with a word for thousands": (number("3000000"), "3 million", "3 million"),
    "a power of ten": (number("3000000"), "3e6", "3e6"),
    "a number word": (number("11"), "There are eleven.", "eleven"),
    "a capital number word": (THREE, "Three in all", "Three"),
    "a number word with a hyphen after it": (THREE, "a three-letter word", "three"),
    "a compound": (number("42"), "forty-two", "forty-two"),
    "a compound with a space": (number("42"), "Forty two", "Forty two"),
    "a compound with bold marks inside": (number("42"), "forty-**two**", "forty-**two**"),
    "the largest compound": (number("99"), "ninety-nine", "ninety-nine"),
    "hundreds": (number("342"), "three hundred and forty-two", "three hundred and forty-two"),
    "an ordinal in digits": (THREE, "the 3rd r", "3rd"),
    "an ordinal in words": (THREE, "the third r", "third"),
    "a compound ordinal": (number("42"), "the forty-second", "forty-second"),
    "an adverb": (THREE, "It occurs thrice", "thrice"),
    "a unit without a space": (THREE, "3kg", "3"),
    "a multiplication sign x": (THREE, "3x4", "3"),
    "a factor after x": (THREE, "4x3", "3"),
    "a factor after a star": (THREE, "4*3", "3"),
    "what is subtracted": (THREE, "8-3", "3"),
    "one of a list": (THREE, "at 8,3,9", "3"),
    "a list item with a bullet": (THREE, "- 3 r's", "3"),
    "a minus": (number("-3"), "x = -3", "-3"),
    "a typographic minus": (number("-3"), "x = −3", "−3"),
    "a minus in words": (number("-3"), "minus three", "minus three"),
    "a negative number in words": (number("-3"), "it is negative 3", "negative 3"),
    "one that counts": (Expected("number", "1", unit=("r",)), "the one r", "one"),
    "no things for zero": (Expected("number", "0", unit=("r",)), "There is no r", "no"),
    "a word in capitals": (DAY, "WEDNESDAY!", "WEDNESDAY"),
    "a word in small letters": (DAY, "on wednesday", "wednesday"),
    "a word with a possessive": (DAY, "Wednesday's", "Wednesday"),
    "a word with a typographic possessive": (DAY, "Wednesday’s", "Wednesday"),
    "a plural": (DAY, "Wednesdays", "Wednesday"),
    "a short form": (DAY, "Tue, Wed, Thu", "Wed"),
    "bold marks at a word's start": (DAY, "a **Wed**nesday", "**Wed**nesday"),
    "bold marks at a word's end": (DAY, "a Wed**nesday**.", "Wed**nesday**"),
    "bold marks in a bold word": (DAY, "**W**ednes**d**ay", "**W**ednes**d**ay"),
    "a word in italics": (DAY, "_Wednesday_", "Wednesday"),
    "a word in HTML": (DAY, "<b>Wed</b>nesday", "<b>Wed</b>nesday"),
    "soft hyphens": (DAY, "Wed\u00adnes\u00adday", "Wed\u00adnes\u00adday"),
    "zero-width spaces": (DAY, "W\u200bednesday", "W\u200bednesday"),
    "a full-width word": (DAY, "Ｗednesday", "Ｗednesday"),
    "a word in LaTeX": (DAY, r"\text{Wednesday}", "Wednesday"),
    "a letter": (CHOICE, "It is B.", "B"),
    "a letter in brackets": (CHOICE, "(B)", "B"),
    "a bold letter": (CHOICE, "**B**", "B"),
    "a letter with its bracket": (CHOICE, "B) yes", "B"),
    "several words with marks": (Expected("word", "New York"), "a New **York** day", "New **York**"),
    "a word before an option that it is a part of": (ART, "art, no art history", "art"),
    "signs around a word": (Expected("word", "C++"), "in C++.", "C++"),
}

KEPT = {
    "the wrong option": (BIGGER, "9.11"),
    "the end of a number": (BIGGER, "19.9"),
    "the start of a number": (BIGGER, "9.91"),
    "a part of a version": (BIGGER, "9.9.1"),
    "the end of a version": (BIGGER, "1.9.9"),
    "a version with its letter": (BIGGER, "v9.9"),
    "a number of thousands": (BIGGER, "9,900"),
    "a number in words that goes on": (BIGGER, "nine point nine one"),
    "another number that starts alike": (number("9.1"), "9.11"),
    "a digit of a number": (THREE, "13, 31 and 303"),
    "the whole part": (THREE, "3.5"),
    "the decimals": (THREE, "5.3"),
    "decimals without a zero": (THREE, " .3"),
    "a number of millions": (THREE, "3 million"),
    "a group of a number": (number("455"), "13 455"),
    "the first group of a number": (number("13"), "13,455"),
    "an identifier": (THREE, "x3, a_3, 3a, 0x3, H3O"),
    "a part of a compound": (THREE, "thirty-three"),
    "the tens of a compound": (number("30"), "thirty-three"),
    "hundreds of it": (THREE, "three hundred"),
    "thousands of it": (THREE, "three thousand"),
    "a negative number": (THREE, "= -3"),
    "a positive number": (number("-3"), "= 3, 8-3"),
    "a word in a word": (ART, "start, party, arty"),
    "a longer option": (ART, "art history"),
    "a number word in a word": (number("1"), "none, someone, stone, phone"),
    "a pronoun": (number("1"), "no one, which one, the bigger one"),
    "another day": (DAY, "Monday, Tuesday and Thursday"),
    "a small letter for a choice": (CHOICE, "about b"),
    "a letter of a word": (CHOICE, "Bob, AB, B2"),
    "the letter of a contraction": (Expected("choice", "s"), "it's"),
    "all of it where nothing is expected": (Expected("word", ""), "anything"),
}


@pytest.mark.parametrize(("expected", "text", "piece"), GONE.values(), ids=GONE)
def test_is_taken_out(expected: Expected, text: str, piece: str) -> None:
    assert blanked(text, expected) == Blanked(text.replace(piece, "[…]", 1), (piece,))


@pytest.mark.parametrize(("expected", "text"), KEPT.values(), ids=KEPT)
def test_is_left_alone(expected: Expected, text: str) -> None:
    assert blanked(text, expected) == Blanked(text, ())


def test_pieces_come_in_order_and_give_the_text_back() -> None:
    text = "**Three**?\r\n\t1. r: 3 — the third; 13 ≠ 3.0 \u00a0 x"
    found = blanked(text, THREE, "\ue000")
    assert found.pieces == ("Three", "3", "third", "3.0")
    for piece in found.pieces:
        found = Blanked(found.text.replace("\ue000", piece, 1), ())
    assert found.text == text


def test_what_hid_behind_another_answer_is_found_too() -> None:
    assert blanked("the first one", number("1")).text == "the […] […]"


HOSTILE = (
    *("9", "9,", "9 ", "9.9", "9'", "-9", "9*", "999 ", "*", "_", "`*", "{", "\\", "\\text", "<", "<b>", "&", "$"),
    *(
        "nine ",
        "nine point ",
        "nine hundred ",
        "a",
        "é",
        "Wed*",
        "Wed",
        "wednesday ",
        "\u200b",
        "one first ",
        "\n",
        " ",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    length = 1_000_000 if piece in ("9", "9,") else 200_000
    text = (piece * length)[:length] + "x"
    for expected in (number("9"), DAY):
        start = time.process_time()
        blanked(text, expected)
        assert time.process_time() - start < allowed(8)


FRAGMENTS = (
    *("9.9", "9.11", "3", "13", "455", "13 455", "1", "one", "first", "three", "third", "thirty", "hundred", "million"),
    *(
        "point",
        "minus ",
        "negative ",
        "the ",
        "no ",
        "and ",
        "-",
        "−",
        "–",
        ".",
        ",",
        "'",
        " ",
        "\u00a0",
        "\n",
        "x",
        "k",
    ),
    *("**", "*", "_", "`", "$", "{", "}", "{,}", r"\,", r"\!", r"\text", "<b>", "</b>", "&shy;", "\u00ad", "\u200b"),
    *(
        "rd",
        "e5",
        "%",
        "/",
        "^",
        "(",
        ")",
        "[",
        "Wed",
        "nesday",
        "Wednesday",
        "s",
        "B",
        "b",
        "art",
        " history",
        "是",
        "９",
    ),
)
ANY = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS)).map("".join))
EXPECTED = st.sampled_from(
    (BIGGER, THREE, PRODUCT, DAY, CHOICE, ART, *map(number, ("-3", "1", "0", "30", "300", "455", "1000000")))
)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(ANY, EXPECTED)
def test_a_second_time_finds_nothing(text: str, expected: Expected) -> None:
    once = blanked(text, expected)
    assert blanked(once.text, expected) == Blanked(once.text, ())


@pytest.mark.slow
@settings(deadline=None)
@given(ANY, st.text())
def test_no_answer_is_too_odd(text: str, right: str) -> None:
    found = blanked(text, Expected("word", right), "\x00")
    assert len(found.text) == len(text) - sum(map(len, found.pieces)) + len(found.pieces)
