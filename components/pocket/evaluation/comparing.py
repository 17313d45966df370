"""Questions that name two numbers, or two versions, and ask for one of them."""

from decimal import Decimal
from random import Random

from components.pocket.evaluation.question import EQUAL, Maker, Question, Task, typed

BIGGER = (
    "Which is bigger: {a} or {b}?",
    "Which is bigger, {a} or {b}?",
    "Which number is larger, {a} or {b}?",
    "Is {a} bigger than {b}?",
    "Is {a} greater than {b}?",
    "{a} or {b}, which is larger?",
    "What is bigger, {a} or {b}?",
    "Which one is greater: {a} or {b}?",
    "{a} vs {b}: which is bigger?",
    "Compare {a} and {b}. Which is larger?",
    "Is {a} or {b} bigger?",
    "Which of {a} and {b} is the bigger number?",
)
SMALLER = (
    "Which is smaller: {a} or {b}?",
    "Which number is smaller, {a} or {b}?",
    "Is {a} smaller than {b}?",
    "{a} or {b}, which is smaller?",
    "What is smaller, {a} or {b}?",
    "Which is less, {a} or {b}?",
    "Which of {a} and {b} is the smaller number?",
)
NEWER = (
    "Which version is newer: {a} or {b}?",
    "Which version is newer, {a} or {b}?",
    "Is version {a} newer than version {b}?",
    "Version {a} or {b}, which is newer?",
    "Which is the newer version: {a} or {b}?",
    "What is the newer version, {a} or {b}?",
)
OLDER = (
    "Which version is older: {a} or {b}?",
    "Which version is older, {a} or {b}?",
    "Is version {a} older than version {b}?",
    "Version {a} or {b}, which is older?",
    "Which is the older version: {a} or {b}?",
)
# Of all questions: how many ask for the smaller or older one, name two equal numbers, or are the announcement's pair
# (before those are dropped that are not held out, which it always is).
LESS, SAME, HEADLINE = 0.25, 0.03, 0.006


def chosen(a: str, b: str, less: bool) -> str:
    """Of two numbers the larger, or the smaller where `less`."""
    if Decimal(a) == Decimal(b):
        return EQUAL
    return (min if less else max)(a, b, key=Decimal)


def chosen_version(a: str, b: str, less: bool) -> str:
    """Part by part: 9.11 comes after 9.9."""
    return (min if less else max)(a, b, key=lambda version: [int(part) for part in version.split(".")])


def compare_whole(random: Random) -> Question:
    a = b = _whole(random, random.randint(1, 4))
    while b == a:
        kind = random.random()
        if kind < 0.4:
            b = _whole(random, len(a))
        elif kind < 0.7:
            b = str(int("".join(random.sample(a, len(a)))))
        else:
            b = _whole(random, random.randint(1, 4))
    return _asked(random, "compare_whole", a, a if random.random() < SAME else b)


def compare_decimals(random: Random) -> Question:
    """As many digits behind the point."""
    places = random.choice((1, 1, 2, 2, 3))
    whole = _part(random)
    a = b = f"{whole}.{_tail(random, places)}"
    while b == a:
        b = f"{whole if random.random() < 0.5 else _part(random)}.{_tail(random, places)}"
    return _asked(random, "compare_decimals", a, a if random.random() < SAME else b)


def compare_mixed(random: Random) -> Question:
    """Not as many digits behind the point, and other whole parts."""
    first, second = random.sample((1, 2, 3), 2)
    whole = _part(random)
    other = abs(whole + random.choice((-2, -1, 1, 2))) if random.random() < 0.5 else _part(random)
    if other == whole:
        other += 1
    return _asked(random, "compare_mixed", f"{whole}.{_tail(random, first)}", f"{other}.{_tail(random, second)}")


def compare_trap(random: Random) -> Question:
    """The same whole part, and not as many digits behind the point: the longer number may look bigger."""
    if random.random() < HEADLINE:
        return _asked(random, "compare_trap", *random.sample(("9.11", "9.9"), 2))
    short, long = random.choice(((1, 2), (1, 3), (2, 3)))
    whole = _part(random)
    a = f"{whole}.{_tail(random, short)}"
    same = b = a + "0" * (long - short)
    while b == same:
        b = f"{whole}.{_tail(random, long)}"
    b = same if random.random() < SAME else b
    return _asked(random, "compare_trap", *random.sample((a, b), 2))


def version(random: Random) -> Question:
    major, minor = random.randint(0, 20), random.randint(0, 30)
    a = f"{major}.{minor}"
    while (b := f"{major if random.random() < 0.7 else random.randint(0, 20)}.{random.randint(0, 30)}") == a:
        pass
    if random.random() < HEADLINE:
        a, b = random.sample(("9.11", "9.9"), 2)
    less = random.random() < LESS
    text = random.choice(OLDER if less else NEWER).format(a=a, b=b)
    return Question(typed(random, text), "version", chosen_version(a, b, less), (a, b))


MAKERS: dict[Task, Maker] = {
    "compare_whole": compare_whole,
    "compare_decimals": compare_decimals,
    "compare_mixed": compare_mixed,
    "compare_trap": compare_trap,
    "version": version,
}


def _asked(random: Random, task: Task, a: str, b: str) -> Question:
    less = random.random() < LESS
    text = random.choice(SMALLER if less else BIGGER).format(a=a, b=b)
    return Question(typed(random, text), task, chosen(a, b, less), (a, b))


def _whole(random: Random, digits: int) -> str:
    return str(random.randint(10 ** (digits - 1), 10**digits - 1))


def _part(random: Random) -> int:
    return random.randint(0, 9 if random.random() < 0.6 else 99)


def _tail(random: Random, places: int) -> str:
    return "".join(random.choices("0123456789", k=places))
