"""The right answer that a question has, as a person typed both."""

import re

from components.injection.judging.expected import Expected
from components.injection.judging.mathematics import is_formula
from components.injection.judging.spelled import number_in_words
from components.injection.presets import PRESETS, TOY_PRESETS

# A comma separates groups of three. "3,5" may be a decimal or a pair, and is looked for as it was typed, as a word:
# read as 35 it would mark a right reply wrong.
NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def expecting(question: str, right: str) -> Expected | None:
    """`right` is "" where it is not known. Of a preset all is known that its answers are judged by."""
    right = " ".join(right.split())
    for preset in (*PRESETS, *TOY_PRESETS):
        if preset.question == question.strip() and right == preset.expected.right:
            return preset.expected
    if not right:
        return None
    if NUMBER.fullmatch(right):
        return Expected("number", right)
    if said := number_in_words(right):
        return Expected("number", said.digits) if said.digits else Expected("formula", str(said.value))
    return Expected("formula" if is_formula(right) else "word", right)


def known_answer(question: str) -> str:
    """The right answer of a preset; "" for any other question."""
    return next((one.expected.right for one in (*PRESETS, *TOY_PRESETS) if one.question == question.strip()), "")
