"""The questions of a measurement: typed by a person, or made up here with answers that are known."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Literal

from components.injection.judging.expected import Expected

Task = Literal["decimals", "letters", "sums", "weekdays"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = (
    *("banana", "bubble", "butter", "carrot", "cheese", "coffee", "cookie", "copper", "cotton", "dinner", "dollar"),
    *("effort", "fellow", "follow", "funnel", "garlic", "guitar", "hammer", "happen", "hollow", "kitten", "ladder"),
    *("letter", "lesson", "little", "marble", "matter", "meadow", "middle", "mirror", "mutton", "narrow", "needle"),
    *("paddle", "pepper", "pillow", "puzzle", "rabbit", "ribbon", "saddle", "settle", "shadow", "sorrow", "summer"),
    *("tennis", "tomato", "tunnel", "turtle", "valley", "velvet", "wallet", "window", "winter", "yellow", "zipper"),
    *("address", "balloon", "battery", "blossom", "bottles", "cabbage", "channel", "chicken", "command", "connect"),
    *("current", "emerald", "freedom", "general", "glasses", "harvest", "journey", "kingdom", "lantern", "message"),
    *("million", "minimum", "missing", "morning", "passage", "popular", "pumpkin", "quarrel", "session", "success"),
    *("terrace", "thunder", "traffic", "trouble", "village", "weather", "whisper", "woollen", "account", "balance"),
    *("barrel", "basket", "bitter", "bridge", "button", "candle", "castle", "cellar", "circle", "corner", "dragon"),
    *("engine", "finger", "flower", "forest", "garden", "gentle", "hidden", "island", "jacket", "jungle", "kettle"),
    *("market", "orange", "parrot", "pocket", "puppet", "silver", "spider", "squirrel", "tomorrow", "umbrella"),
)
_MOST_TRIES = 100_000  # for one more question that was not asked yet


@dataclass(frozen=True, slots=True)
class Question:
    """`pattern` is a regular expression that a right answer matches. With neither that nor `expected` a person looks
    at the answers."""

    text: str
    expected: Expected | None = None
    pattern: str = ""


_MOST_LOOKED_AT = 50  # of the same kind, for one with another answer


@lru_cache(maxsize=10_000)
def _kind(question: Question) -> tuple[object, ...]:
    """What is asked in the same way and answered in the same way is of a kind, whatever its numbers; by the kind of
    its answer first."""
    expected = question.expected
    if expected is None:
        return ("pattern" if question.pattern else "look", ())
    asked = tuple(re.sub(r"\d+", "1", one) for one in expected.asked)
    kind = "number" if expected.kind == "formula" else expected.kind
    return (kind, (bool(expected.options), expected.relation, bool(expected.unit), asked))


def another_of_its_kind(questions: Sequence[Question], at: int) -> int | None:
    """The place of the next one, around the end; one that is only answered in the same way where none is asked so."""
    own, right = _kind(questions[at]), questions[at].expected
    alike: list[int] = []
    answered_alike: int | None = None
    for step in range(1, len(questions)):
        other = (at + step) % len(questions)
        kind = _kind(questions[other])
        if kind[0] != own[0]:
            continue
        if kind == own:
            told = questions[other].expected
            if right is None or told is None or told.right != right.right:
                return other
            alike.append(other)
            if len(alike) == _MOST_LOOKED_AT:
                break
        elif answered_alike is None:
            answered_alike = other
    return alike[0] if alike else answered_alike


def generated(task: Task, count: int, seed: int) -> list[Question]:
    """`count` different questions, of the words and sizes that the built-in model knows; the same for the same seed.
    ValueError where there are not as many: 500 there are of each task."""
    chance = Random(f"{task} {seed}")
    found: dict[str, Question] = {}
    tries = 0
    while len(found) < count:
        question = _MAKERS[task](chance)
        tries = tries + 1 if question.text in found else 0
        if tries > _MOST_TRIES:
            raise ValueError(f"Of {task} there are no {count:,} different questions, only {len(found):,}.")
        found.setdefault(question.text, question)
    return list(found.values())


def _below(chance: Random, most: int) -> int:
    """Of all that Random can do, only random() gives the same in every version of Python."""
    return int(chance.random() * most)


def _decimals(chance: Random) -> Question:
    """Half of them are traps: the longer one is the smaller one."""
    whole, short = 1 + _below(chance, 20), 2 + _below(chance, 8)
    trap = chance.random() < 0.5
    long = 10 + _below(chance, short * 10 - 10) if trap else short * 10 + 1 + _below(chance, 99 - short * 10)
    long += long % 10 == 0
    a, b = f"{whole}.{short}", f"{whole}.{long}"
    bigger, smaller = (a, b) if float(a) > float(b) else (b, a)
    first, second = (a, b) if chance.random() < 0.5 else (b, a)
    return Question(f"Which is bigger: {first} or {second}?", Expected("choice", bigger, (smaller,), "bigger"))


def _letters(chance: Random) -> Question:
    word = WORDS[_below(chance, len(WORDS))]
    letter = word[_below(chance, len(word))]
    text = f'How many times does the letter {letter} appear in the word "{word}"?'
    return Question(text, Expected("number", str(word.count(letter)), unit=_units(letter), given=(word,)))


def _units(letter: str) -> tuple[str, ...]:
    said = (letter, f"{letter}s", f"{letter}'s", f"letter {letter}", f"letters {letter}")
    return (*said, "time", "times", "occurrence", "occurrences", "instance", "instances")


def _sums(chance: Random) -> Question:
    a, b = 100 + _below(chance, 9_900), 100 + _below(chance, 9_900)
    asked = (f"{a} + {b}", f"{b} + {a}")
    return Question(f"What is {a} + {b}?", Expected("number", str(a + b), given=(str(a), str(b)), asked=asked))


def _weekdays(chance: Random) -> Question:
    today, ahead = _below(chance, 7), 3 + _below(chance, 98)
    right = DAYS[(today + ahead) % 7]
    asked = (f"{ahead} days", f"day {ahead}")
    others = tuple(day for day in DAYS if day != right)
    given = () if DAYS[today] == right else (DAYS[today],)
    text = f"If today is {DAYS[today]}, what day will it be in {ahead} days?"
    return Question(text, Expected("word", right, others, given=given, asked=asked))


_MAKERS: Mapping[Task, Callable[[Random], Question]] = {
    "decimals": _decimals,
    "letters": _letters,
    "sums": _sums,
    "weekdays": _weekdays,
}
