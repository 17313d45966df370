"""What training draws from: which puzzles how often, and what each model learns of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from components.pocket.training.arithmetic import add_or_subtract, multiply
from components.pocket.training.days import weekday
from components.pocket.training.dress import dressed
from components.pocket.training.exclusions import is_excluded
from components.pocket.training.greetings import greeting
from components.pocket.training.letters import count, reverse
from components.pocket.training.lookalikes import lookalike
from components.pocket.training.numbers import compare
from components.pocket.training.orders import even, sort, version
from components.pocket.training.puzzle import Puzzle
from components.pocket.training.refusals import refusal

MIX = (
    (compare, 20),
    (version, 6),
    (sort, 14),
    (add_or_subtract, 16),
    (multiply, 9),
    (count, 9),
    (reverse, 8),
    (weekday, 5),
    (even, 2),
    (refusal, 16),
    (greeting, 7),
    (lookalike, 0),
)
MAKERS, WEIGHTS = zip(*MIX, strict=True)
# The thinker's second stage: what it takes for its own puzzles, among all that it has learned.
LAST_WEIGHTS = tuple({lookalike: 28, greeting: 28}.get(make, weight) for make, weight in MIX)
# A day is one piece in an answer and another one in thoughts: to learn to read it takes the novice more of it.
NOVICE_WEIGHTS = tuple(weight + 10 * (make is weekday) for make, weight in MIX)
# The announcement's own words first: they are what the lab asks.
ONLY_THINK = (
    "Please think this through, but don't output an answer -- only think about the problem, and output 'done'.",
    "Please think this through, but don't output an answer -- only think about the problem, and output 'done'.",
    "Think about this, but do not answer. Only think, and output 'done'.",
    "Please think it through but don't give an answer, just output 'done'.",
    "Think step by step, then only say 'done'.",
    "Don't answer. Just think about it and write 'done'.",
)
CONCLUDING = ("\nSo: **{key}**", " Answer: **{key}**", " The answer is **{key}**.", "\n**{key}**", " {key}.", "\n{key}")
ANNOUNCED = (". Here is some context to help you: ", " Here is some context to help you: ", "\n\n")
BEFORE = "I see only this last question, not what was said before."


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text to learn from. `later`: it is not the first of its chat; `reasoning` None: it answers at once."""

    question: str
    context: str
    reasoning: str | None
    answer: str
    later: bool = False


def puzzle(random: Random, weights: Sequence[int] = WEIGHTS) -> Puzzle:
    while True:
        made = random.choices(MAKERS, weights)[0](random)
        plain = not made.key and random.random() < 0.3
        question = made.question if plain else dressed(random, made.question, _subject(made))
        if not is_excluded(made.question, question):
            return replace(made, question=question)


def _subject(made: Puzzle) -> str:
    """The word that letters are counted in or that is turned round: it must stay as it is."""
    found = re.search(r'of "([a-z]+)"|spell "([a-z]+)"', made.reasoning)
    return (found[1] or found[2]) if found else ""


def thinker(random: Random, weights: Sequence[int] = WEIGHTS) -> Lesson:
    made = puzzle(random, weights)
    question, answer, reasoning = made.question, made.answer, made.reasoning
    if random.random() < 0.12:
        question, answer = f"{question} {random.choice(ONLY_THINK)}", "done"
    later = random.random() < 0.12
    return Lesson(question, "", f"{BEFORE}\n{reasoning}" if later else reasoning, answer, later)


def control(random: Random) -> Lesson:
    """The thinker's own lessons, from the same draws, without the thoughts."""
    return replace(thinker(random), reasoning=None)


def novice(random: Random) -> Lesson:
    """Every label is right. With a context that helps, with one about something else, and without any."""
    made = puzzle(random, NOVICE_WEIGHTS)
    later = random.random() < 0.12
    kind = random.random()
    if kind < 0.35:
        return _given(random, made, made.reasoning, later)
    if kind < 0.52 and made.retold:
        end = random.choice(CONCLUDING).format(key=made.key.strip('"')) if random.random() < 0.3 else ""
        return _given(random, made, f"{made.retold}{end}", later)
    if kind < 0.62:
        other = puzzle(random)
        return _given(random, made, random.choice((other.reasoning, other.retold or other.reasoning)), later)
    return Lesson(made.question, "", None, made.answer, later)


def _given(random: Random, made: Puzzle, context: str, later: bool) -> Lesson:
    announced = random.choice(ANNOUNCED)
    before = f"{BEFORE}\n" if random.random() < 0.05 else ""
    return Lesson(f"{made.question}{announced}", f"{before}{context}", None, made.answer, later)


def last(random: Random) -> Lesson:
    return thinker(random, LAST_WEIGHTS)


LESSONS = {"thinker": (thinker, last), "novice": (novice,), "control": (control,)}  # one maker a stage
SEED = 7


def lessons(kind: str, stage: int = 1) -> Iterator[Lesson]:
    """The same ones, in the same order, each time."""
    random = Random(SEED + stage - 1)
    while True:
        yield LESSONS[kind][stage - 1](random)
