"""An answer that was left and came back. In each thought ⟨ stands where it was left, ⟩ where it came back, by hand."""

import re

import pytest

from components.insight import Clock, Thought, returns, standing
from components.wording.standing import came_back

BIGGER = "Which number is bigger: 9.11 or 9.9?"
MANY = "How many are there?"
DAY = "If today is Wednesday, what day will it be in 100 days?"
PLANET = "Which planet is the largest?\nA) Mars\nB) Jupiter\nC) Venus"

# The question, the thoughts, the answer, and what it was left for, each time.
LEFT: tuple[tuple[str, str, str, list[str]], ...] = (
    (
        BIGGER,
        "So 9.9 is bigger. ⟨Wait, more digits, so 9.11 is bigger. No. ⟩So 9.9 is bigger.",
        "9.9",
        ["9.11"],
    ),
    (
        BIGGER,
        "So 9.9 is bigger. ⟨9.11 is bigger. ⟩No, 9.9 is bigger.\n⟨Or rather 9.11 is bigger. Hm. ⟩No: 9.9 is bigger.",
        "9.9",
        ["9.11", "9.11"],
    ),
    (MANY, "So the answer is 7. Hm. ⟨The answer is 8. I forgot one. ⟩The answer is 7.", "The answer is 7.", ["8"]),
    (
        "What is 347 × 86?",
        "The answer is 29842. ⟨No, the answer is 29,852. ⟩The answer is 29842.",
        "29842",
        ["29,852"],
    ),
    (
        DAY,
        "It will be Friday. ⟨It will be Saturday. No. ⟩So it will be Friday.",
        "It will be a Friday.",
        ["Saturday"],
    ),
    (PLANET, "The answer is B. ⟨Hmm, the answer is C. ⟩No, the answer is B.", "B", ["C"]),
)

# It was not left, or did not come back, as far as that can be read.
STAYED: tuple[tuple[str, str, str], ...] = (
    (BIGGER, "So 9.9 is bigger. Is 9.11 bigger? No. 9.9 is bigger.", "9.9"),
    (BIGGER, "So 9.9 is bigger. Wait, 9.11 has more digits. No: 9.9 is bigger.", "9.9"),
    (BIGGER, "So 9.9 is bigger. Then 9.11 is bigger.", "9.9"),
    (BIGGER, "So 9.11 is bigger. No, 9.9 is bigger.", "9.9"),
    (MANY, "So the answer is 7. Hmm, wait. Perhaps 8. No: 7.", "The answer is 7."),
    # Results on the way to it, and after it.
    (
        "What is 347 × 86?",
        "The answer is 29842. Check: 347 × 80 = 27,760. The answer is 29842.",
        "29842",
    ),
    # It is only named at first, not stated.
    ("Who wrote it?", "It sounds like Jane Austen. Or it is Emily Brontë. Jane Austen.", "Jane Austen"),
    (MANY, "", "7"),
)


def read(question: str, thoughts: str, answer: str) -> tuple[list[tuple[int, int]], list[str]]:
    found = returns(question, thoughts, answer, standing(question, thoughts, answer))
    return [(one.left, one.back) for one in found], [one.other for one in found]


@pytest.mark.parametrize(("question", "marked", "answer", "others"), LEFT)
def test_where_it_was_left_and_came_back(question: str, marked: str, answer: str, others: list[str]) -> None:
    thoughts = re.sub("[⟨⟩]", "", marked)
    # Each sign before a place takes one character away.
    signs = [one.start() - number for number, one in enumerate(re.finditer("[⟨⟩]", marked))]
    assert read(question, thoughts, answer) == (list(zip(signs[::2], signs[1::2], strict=True)), others)


@pytest.mark.parametrize(("question", "thoughts", "answer"), STAYED)
def test_what_is_not_read_is_not_claimed(question: str, thoughts: str, answer: str) -> None:
    assert read(question, thoughts, answer) == ([], [])


def test_it_is_said_in_a_sentence() -> None:
    text = "So 9.9 is bigger.".ljust(40) + "So 9.11 is bigger.".ljust(30) + "So 9.9 is bigger.".ljust(30)
    stood = standing(BIGGER, text, "9.9")
    found = returns(BIGGER, text, "9.9", stood)
    thought = Thought(text, Clock())
    assert came_back(thought, stood, found) == (
        "It stood there after 3 %, was left for “9.11” at 40 %, and came back at 70 %."
    )
    assert came_back(thought, stood, (*found, *found)).endswith(
        " In all it was left 2 times; the last time it came back at 70 %."
    )
    assert came_back(thought, stood, ()) == came_back(thought, None, found) == ""
