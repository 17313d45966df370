"""A question with its right answer, found by ordinary arithmetic. It knows no model."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

Task = Literal[
    "compare_whole",
    "compare_decimals",
    "compare_mixed",
    "compare_trap",
    "version",
    "sort",
    "count",
    "add_subtract",
    "multiply",
    "reverse",
    "weekday",
    "even_odd",
    "out_of_scope",
    "greeting",
]
TASKS: tuple[Task, ...] = get_args(Task)
REFUSAL, GREETING, EQUAL = "refusal", "greeting", "equal"
# Where it is known which greeting fits; GREETING is any of them.
HELLO, WHO, THANKS, BYE = (f"{GREETING}: {kind}" for kind in ("hello", "who", "thanks", "bye"))


@dataclass(frozen=True, slots=True)
class Question:
    """`expected` is what the answer has in bold, or one of the words above. `given` is what decides whether training
    may ask it: the numbers as they are written, or the word, or the weekday and the number of days."""

    text: str
    task: Task
    expected: str
    given: tuple[str, ...] = ()


Maker = Callable[[Random], Question]


def typed(random: Random, text: str) -> str:
    """As different people type it: mostly as it is written, else in one case or without the end's punctuation."""
    roll = random.random()
    if roll < 0.6:
        return text
    if roll < 0.75:
        return text.lower()
    if roll < 0.85:
        return text.rstrip(".?!")
    if roll < 0.93:
        return text.lower().rstrip(".?!")
    return text.upper()
