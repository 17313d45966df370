"""Comparing: whole numbers, decimals, versions; sorting; even and odd."""

from random import Random

from components.pocket.training.held_out import is_held_out
from components.pocket.training.in_life import in_life
from components.pocket.training.puzzle import PEOPLE, Puzzle, some, written
from components.pocket.training.retold import compared

PLACES = ("First digit", "Second digit", "Third digit", "Fourth digit")
AFTER_POINT = ("Tenths", "Hundredths", "Thousandths")
MORE = "bigger|bigger|bigger|larger|larger|greater|higher|more"
LESS = "smaller|smaller|less|lower"


def compare(random: Random, kind: str = "") -> Puzzle:
    """`kind`: whole, decimals (as many digits after the point), mixed (not as many, whole parts may differ), trap (the
    same whole part, not as many digits: 9.11 or 9.9)."""
    kind = kind or random.choices(("whole", "decimals", "mixed", "trap"), (28, 18, 24, 30))[0]
    a, b = _pair(random, kind)
    if kind in ("whole", "decimals") and random.random() < 0.07:
        b = a
    elif a == b:
        return compare(random, kind)
    if is_held_out(a, b):
        return compare(random, kind)
    small = random.random() < 0.35
    question, asserted = _asked(random, *(written(random, int(n)) if n.isdigit() else n for n in (a, b)), small)
    asserted = asserted.replace(",", "")
    word = "smaller" if small else "bigger"
    wish = f"The question says that {asserted} is {word}." if asserted else f"The question asks for the {word} one."
    steps = [wish, f"I have to compare {a} and {b}.", *_steps(a, b)]
    order = _order(a, b)
    if order == 0:
        steps.append(f"Every digit is the same, so {a} and {b} are equal.")
        told = f"{a} and {b} are the same number, so they are equal."
        return Puzzle(question, "\n".join(steps), f"They are **equal**: {a} is the same as {b}.", "equal", told)
    high, low = (a, b) if order > 0 else (b, a)
    steps.append(f"So {high} is bigger and {low} is smaller.")
    right, other = (low, high) if small else (high, low)
    says = ""
    if asserted:
        says = "Yes: " if asserted == right else "No: "
        steps.append(f"The question says that {asserted} is {word}: {says[:-2].lower()}.")
    else:
        steps.append(f"The question asks for the {word} one: {right}.")
    answer = f"{says}**{right}** is {word} than {other}."
    return Puzzle(question, "\n".join(steps), answer, right, compared(random, high, low))


def _pair(random: Random, kind: str) -> tuple[str, str]:
    top = random.choice((9, 12, 99, 99, 999, 9999) if kind == "whole" else (0, 9, 12, 20, 99, 99, 999))
    w = random.randint(0, top)
    v = max(0, random.choice((w + random.randint(-3, 3), random.randint(0, top), _shuffled(random, w))))
    if kind == "whole":
        a, b = str(w), str(v)
    elif kind == "decimals":
        n = random.choice((1, 2, 2, 2, 3))
        a, b = _decimal(random, w, n), _decimal(random, random.choice((w, v)), n)
    elif kind == "mixed":
        n, m = random.choice(((0, 1), (0, 2), (1, 2), (1, 2), (1, 3), (2, 3)))
        a, b = _decimal(random, w, n), _decimal(random, v, m)
    else:
        n, m = random.choice(((1, 2), (1, 2), (1, 2), (1, 3), (2, 3), (2, 3), (0, 2)))
        a, b = _decimal(random, w, n), _decimal(random, w, m)
        if n and random.random() < 0.2:
            b = a + "".join(random.choice("0123456789") for _ in range(m - n))
    return (b, a) if random.random() < 0.5 else (a, b)


def _shuffled(random: Random, number: int) -> int:
    digits = list(str(number))
    random.shuffle(digits)
    return int("".join(digits))


def _decimal(random: Random, whole: int, places: int) -> str:
    digits = "".join(random.choice("0123456789") for _ in range(places))
    return f"{whole}.{digits}" if places else str(whole)


def _order(a: str, b: str) -> int:
    (a_whole, a_rest), (b_whole, b_rest) = parts(a), parts(b)
    x, y = (int(a_whole), a_rest.ljust(3, "0")), (int(b_whole), b_rest.ljust(3, "0"))
    return (x > y) - (x < y)


def parts(number: str) -> tuple[str, str]:
    whole, _, rest = number.partition(".")
    return whole, rest


def whole_steps(a: str, b: str) -> str:
    """How two different whole numbers are told apart, without a full stop."""
    if len(a) == len(b) == 1:
        return f"{max(a, b)} is bigger"
    if len(a) != len(b):
        long = a if len(a) > len(b) else b
        return f"{a} has {len(a)} and {b} has {len(b)} digit{'s' * (len(b) > 1)}, so {long} is bigger"
    seen: list[str] = []
    for place, x, y in zip(PLACES, a, b, strict=False):
        if x != y:
            winner = a if x > y else b
            return " ".join((*seen, f"{place}: {x} and {y}, so {winner} is bigger"))
        seen.append(f"{place}: {x} and {y}, the same.")
    raise ValueError("the numbers are equal")


def _steps(a: str, b: str) -> list[str]:
    (whole_a, rest_a), (whole_b, rest_b) = parts(a), parts(b)
    if not rest_a and not rest_b:
        if whole_a == whole_b:
            return [" ".join(f"{place}: {x} and {x}, the same." for place, x in zip(PLACES, whole_a, strict=False))]
        return [f"{whole_steps(whole_a, whole_b)}."]
    if whole_a != whole_b:
        return [
            f"First the whole parts: {whole_a} and {whole_b}. They differ.",
            f"{whole_steps(whole_a, whole_b)}.",
            "So I do not need the digits after the point.",
        ]
    steps = [f"First the whole parts: {whole_a} and {whole_b}. They are the same, so I look after the point."]
    if len(rest_a) != len(rest_b):
        long, short = (rest_a, rest_b) if len(rest_a) > len(rest_b) else (rest_b, rest_a)
        if short and int(long) > int(short):
            doubt = f"Wait, {long} looks bigger than {short}, but these are decimals, so I must line up the digits."
        else:
            doubt = "The lengths differ, so I must line up the digits."
        steps.append(f"{rest_a or 'nothing'} and {rest_b or 'nothing'}. {doubt}")
        places = len(long)
        rest_a, rest_b = rest_a.ljust(places, "0"), rest_b.ljust(places, "0")
        steps.append(f"With zeros at the end: {whole_a}.{rest_a} and {whole_b}.{rest_b}.")
    for place, x, y in zip(AFTER_POINT, rest_a, rest_b, strict=False):
        if x != y:
            steps.append(f"{place}: {x} and {y}, so {max(x, y)} is bigger.")
            break
        steps.append(f"{place}: {x} and {y}, the same.")
    return steps


def _asked(random: Random, a: str, b: str, small: bool) -> tuple[str, str]:
    """The question, and the number that it says to be the asked one, "" where it says nothing."""
    word = some(random, LESS if small else MORE)
    most = some(random, "smallest|lowest|smaller one" if small else "biggest|largest|highest|bigger one|larger one")
    amount = "less" if small else "more"
    kind = random.random()
    if kind < 0.16:
        who = random.choice(PEOPLE)
        says = (
            f"Is {a} {word} than {b}?",
            f"Is {a} {word} than {b}?",
            f"Is it true that {a} is {word} than {b}?",
            f"{who} says {a} is {word} than {b}. Is that right?",
            f"{who} says that {a} is {word} than {b}, is that true?",
            f"{who} thinks {a} is {word} than {b}. Right or wrong?",
            f"{a} is {word} than {b}, right?",
            f"Would you say {a} is {word} than {b}?",
            f"Is {a} really {word} than {b}?",
        )
        return random.choice(says), a
    if kind < 0.36:
        return in_life(random, a, b, small), ""
    sep = some(random, " or | or | or | and |, | vs | vs. | / | or is it | versus ")
    if sep == " / ":
        sep = " or "
    thing = some(random, "number|number|value|decimal|one|amount|figure" if "." in a + b else "number|value|one|amount")
    forms = (
        f"Which is {word}: {a}{sep}{b}?",
        f"Which is {word}: {a}{sep}{b}?",
        f"Which is {word}, {a}{sep}{b}?",
        f"Which is {word} {a}{sep}{b}",
        f"Which {thing} is {word}, {a}{sep}{b}?",
        f"Which {thing} is {word}: {a}{sep}{b}?",
        f"Which {thing} is the {most}: {a}{sep}{b}?" if "one" not in most else f"Which is the {most}: {a}{sep}{b}?",
        f"What is {word}, {a}{sep}{b}?",
        f"what's {word} {a}{sep}{b}",
        f"{a}{sep}{b}, which is {word}?",
        f"{a}{sep}{b} which one is {word}?",
        f"{a}{sep}{b} - which {thing} is {word}?",
        f"{a}{sep}{b}: which is {word}?",
        f"Compare {a} and {b}. Which is {word}?",
        f"Compare {a} with {b}: which one is {word}?",
        f"Between {a} and {b}, which is the {word} one?",
        f"Of {a} and {b}, which is {word}?",
        f"Tell me the {word} number: {a}{sep}{b}",
        f"Tell me which is {word}, {a}{sep}{b}",
        f"Out of {a} and {b}, which one is the {most}?",
        f"Which of these is {word}? {a}{sep}{b}",
        f"which one's {word} {a}{sep}{b}",
        f"Pick the {word} {thing}: {a}{sep}{b}" if thing != "one" else f"Pick the {word} one: {a}{sep}{b}",
        f"I have two numbers, {a} and {b}. Which is {word}?",
        f"Could you tell me whether {a} or {b} is {word}?",
        f"Do you know if {a} or {b} is {word}?",
        f"I need the {word} of {a} and {b}",
        f"the {word} of {a} and {b}?",
        f"If you had to choose the {word} {thing} between {a} and {b}, which?",
        f"Here are two numbers: {a} and {b}. Give me the {most}.",
        f"{a} vs {b}: what is {word}?",
        f"Say which is {word}: {a} or {b}",
        f"Which is {amount}: {a} or {b}?",
    )
    return random.choice(forms), ""
