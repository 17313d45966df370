"""Questions that people wrote: the development set, and another in two halves. The seen half may be looked at while
the models are made; the blind one is asked once, of the weights that are to stay."""

import hashlib
import json
from pathlib import Path
from typing import Literal

from components.pocket.evaluation.question import Question
from components.pocket.training.held_out import normalised

Half = Literal["seen", "blind"]
_HERE = Path(__file__).parent


def half(question: str) -> Half:
    """By hash of the words: nobody chose."""
    return "blind" if hashlib.sha256(normalised(question).encode()).digest()[-1] % 2 else "seen"


def development() -> list[Question]:
    return _read("development.json")


def written(which: Half) -> list[Question]:
    return [question for question in _read("written.json") if half(question.text) == which]


def _read(name: str) -> list[Question]:
    rows = json.loads((_HERE / name).read_text("utf-8"))
    return [Question(row["question"], row["task"], row["expected"]) for row in rows]
