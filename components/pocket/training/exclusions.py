"""Questions that training must not meet, known by their hashes alone: those that people wrote for the evaluation, and
its small talk and refusals, which hold out no number and no word."""

import json
from functools import cache
from pathlib import Path

from components.pocket.training.held_out import normalised, number_of

FILE = Path(__file__).parent / "excluded.json"


@cache
def _excluded() -> frozenset[int]:
    return frozenset(json.loads(FILE.read_text("utf-8")))


def is_excluded(*questions: str) -> bool:
    return any(number_of(normalised(question)) in _excluded() for question in questions)
