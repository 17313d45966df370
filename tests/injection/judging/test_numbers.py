"""One reader of numbers stands below the judge, the blanking and what is expected: what one of them takes for a number,
the others do, whatever way it is written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.injection import Expected, Mark, blanked, expecting, judge
from components.injection.judging.numerals import NUMBER_WORDS
from components.injection.judging.spelled import in_digits, spelled, value

# How a number may be written, by the number.
SIBLINGS: dict[str, tuple[str, ...]] = {
    "25": ("25", "twenty-five", "twenty five", "Twenty-Five", "twenty‑five", "25.0", "twenty-five (25)", "０25"),
    "-25": ("-25", "−25", "minus twenty-five", "minus 25", "negative twenty five", "negative 25"),
    "40": ("40", "forty"),
    "105": ("105", "a hundred and five", "one hundred and five", "one hundred five", "hundred and five"),
    "1,204": ("1204", "1,204", "1 204", "1'204", "1’204", "1\u202f204", "one thousand two hundred and four"),
    "13455": ("13,455", "13.455k", "thirteen thousand, four hundred and fifty-five", r"13{,}455"),
    "3000000": ("3 million", "three million", "3,000,000", "3e6"),
    "2.5": ("2.5", "two point five", "2.50", "two and a half", "2½", "2 and a half", "5/2", r"\frac{5}{2}"),
    "25.75": ("twenty-five point seven five", "twenty-five and three quarters", "25¾"),
    "0.5": ("one half", "a half", "one-half", "½", "zero point five", "0.5", "1/2"),
    "-0.75": ("minus three quarters", "-0.75", "negative three-quarters"),
    "2/3": ("two thirds", "two-thirds", "⅔", "2/3", "four sixths"),
    "9": ("nine", "9", "Nine", "9 kg", "9kg", "nine kilograms"),
}
WRITTEN = [(right, written) for right, ways in SIBLINGS.items() for written in ways]


@pytest.mark.slow
@pytest.mark.parametrize(("right", "written"), WRITTEN)
def test_a_number_is_one_to_the_judge_and_to_the_blanking(right: str, written: str) -> None:
    expected = expecting("?", right)
    assert expected is not None
    for said in (f"The answer is {written}.", written, f"So that makes {written}.\n\nFinal answer: {written}"):
        verdict = judge(said, expected)
        assert verdict.mark == "right", verdict.ground
    hidden = blanked(f"So it is {written}, I think.", expected)
    assert hidden.pieces, written
    assert judge(hidden.text, expected).mark == "unclear"


@pytest.mark.parametrize(("right", "written"), WRITTEN)
def test_another_number_is_wrong_however_it_is_written(right: str, written: str) -> None:
    other = Expected("number", "7")
    assert judge(f"The answer is {written}.", other).mark in ("wrong", "unclear")
    assert blanked(f"So it is {written}, I think.", other).pieces == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("twenty-five", Expected("number", "25")),
        ("Twenty five", Expected("number", "25")),
        ("a hundred and five", Expected("number", "105")),
        ("minus three", Expected("number", "-3")),
        ("nine point one one", Expected("number", "9.11")),
        ("two thirds", Expected("formula", "2/3")),
        ("thirteen thousand, four hundred and fifty-five", Expected("number", "13455")),
        ("twenty-five sheep", Expected("word", "twenty-five sheep")),
        ("third", Expected("word", "third")),
        ("Friday the thirteenth", Expected("word", "Friday the thirteenth")),
        ("3,5", Expected("word", "3,5")),
        ("one or two", Expected("word", "one or two")),
    ],
)
def test_a_right_answer_may_be_typed_in_words(typed: str, expected: Expected) -> None:
    found = expecting("?", typed)
    assert found == expected
    assert judge(f"The answer is {typed}.", expected).mark == "right"


TWENTY_FIVE, TWO, THREE = (Expected("number", right) for right in ("25", "2", "3"))
SHEEP = Expected("number", "2", unit=("sheep",))
NOT_THE_NUMBER: list[tuple[Expected, str, Mark]] = [
    (TWENTY_FIVE, "The answer is minus twenty-five.", "wrong"),
    (TWENTY_FIVE, "The answer is negative 25.", "wrong"),
    (TWENTY_FIVE, "The answer is a hundred and twenty-five.", "wrong"),
    (TWENTY_FIVE, "The answer is twenty-five percent.", "unclear"),
    (TWENTY_FIVE, "The answer is twenty-five million.", "wrong"),
    (TWENTY_FIVE, "The answer is twenty-five point five.", "wrong"),
    (TWENTY_FIVE, "The answer is twenty-five and a half.", "wrong"),
    (TWENTY_FIVE, "The answer is the twenty-fifth.", "unclear"),
    (TWENTY_FIVE, "A twenty-five-year-old was asked.", "unclear"),
    (TWENTY_FIVE, "The answer is twenty.\n\nFive.", "unclear"),
    (TWENTY_FIVE, "The answer is twenty-five (52).", "unclear"),
    (TWO, "The answer is two thirds.", "wrong"),
    (TWO, "The answer is two hundred.", "wrong"),
    (SHEEP, "There are twenty-two sheep.", "wrong"),
    (THREE, "The answer is a third.", "unclear"),
    (Expected("number", "1"), "The right one is the bigger one.", "unclear"),
    (Expected("number", "1"), "One of them is.", "unclear"),
    (THREE, "The answer is 300K.", "unclear"),
    # What it may be rounded to is not told from it.
    (Expected("number", "29842"), "The answer is thirty thousand.", "unclear"),
    (Expected("number", "1234567"), "The answer is 1.2 million.", "unclear"),
    (Expected("number", "0.67"), "The answer is two thirds.", "unclear"),
    # A comma may be a point or part two numbers.
    (Expected("number", "9.9"), "The answer is 9,9.", "unclear"),
    (Expected("number", "29842"), "The answer is 29.842.", "unclear"),
    (Expected("choice", "nine", ("ten",)), "Nine.", "right"),
    (Expected("choice", "9", ("10",)), "It is ten.", "wrong"),
    (Expected("choice", "2", ("3",), "smaller"), "The smaller of the two is 3.", "wrong"),
]


@pytest.mark.parametrize(("expected", "answer", "mark"), NOT_THE_NUMBER)
def test_what_only_looks_like_the_number_is_not_taken_for_it(expected: Expected, answer: str, mark: Mark) -> None:
    verdict = judge(answer, expected)
    assert verdict.mark == mark, verdict.ground


def test_what_is_subtracted_has_no_sign() -> None:
    assert [one.value for one in spelled("seven minus three")] == [7, 3]
    assert [one.value for one in spelled("7 minus three")] == [3]
    assert [one.value for one in spelled("It is minus three, or negative four")] == [-3, -4]
    assert judge("Seven minus three is 4.", Expected("number", "4")).mark != "wrong"


_ONES = NUMBER_WORDS[:20]
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int, joint: str, joined: str) -> str:
    """Up to 999,999, by a grammar of its own."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"{joint}{_ONES[ones]}" if ones else "")
    unit, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    above, below = divmod(number, unit)
    rest = (joined if below < 100 else " ") + in_words(below, joint, joined) if below else ""
    return f"{in_words(above, joint, joined)} {name}{rest}"


@pytest.mark.slow
@given(st.integers(0, 999_999), st.sampled_from(["-", " "]), st.sampled_from([" and ", " "]))
def test_every_number_in_words_is_read_as_what_it_is(number: int, joint: str, joined: str) -> None:
    said = in_words(number, joint, joined)
    assert value(said) == number
    expected = Expected("number", f"{number:,}")
    assert judge(f"The answer is {said}.", expected).mark == "right"
    assert judge(f"The answer is minus {said}.", expected).mark == ("right" if number == 0 else "wrong")
    assert said not in blanked(f"It is {said}, then.", expected).text
    assert expecting("?", said) == Expected("number", str(number))
    assert in_digits(f"It is {said} ({number:,}).") == f"It is {number:,}."


@pytest.mark.slow
@given(
    st.text(st.sampled_from("aeiu ,.-()12½"))
    | st.lists(
        st.sampled_from(
            [
                *NUMBER_WORDS,
                "and",
                "a",
                "half",
                "thirds",
                "quarters",
                "minus",
                "point",
                "hundred",
                ",",
                "(3)",
                "-",
                "third",
            ]
        )
    ).map(" ".join)
)
def test_numbers_stand_in_order_and_apart(text: str) -> None:
    found = spelled(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    in_digits(text)
