"""The right answer that a question has, as a person typed both."""

import re

from components.injection.expected import Expected
from components.injection.presets import PRESETS

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def expecting(question: str, right: str) -> Expected | None:
    """`right` is "" where it is not known. Of a preset all is known that its answers are judged by."""
    right = " ".join(right.split())
    for preset in PRESETS:
        if preset.question == question.strip() and right == preset.expected.right:
            return preset.expected
    if not right:
        return None
    return Expected("number" if NUMBER.fullmatch(right) else "word", right)


def known_answer(question: str) -> str:
    """The right answer of a preset; "" for any other question."""
    return next((preset.expected.right for preset in PRESETS if preset.question == question.strip()), "")
