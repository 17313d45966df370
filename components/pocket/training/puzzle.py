"""What every maker of questions returns, and the choices that they share."""

from dataclasses import dataclass
from random import Random

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PEOPLE = (
    *"tom ana ben mia leo eva max ida sam zoe paul lena omar nina john sara peter kate ali rosa finn emma".split(),
    *(
        "my brother",
        "my sister",
        "my friend",
        "my teacher",
        "my boss",
        "a colleague",
        "my son",
        "my mum",
        "my dad",
        "my neighbour",
    ),
)
THINGS = """apples marbles books coins eggs cookies stickers pencils cards oranges cars stamps tickets points dollars
euros balloons flowers chairs bottles shells sweets tomatoes letters photos""".split()


@dataclass(frozen=True, slots=True)
class Puzzle:
    """`reasoning`: the steps, as the thinker writes them; `retold`: the same in free English, as another model might;
    `key`: what the answer has in bold."""

    question: str
    reasoning: str
    answer: str
    key: str = ""
    retold: str = ""


def some(random: Random, text: str) -> str:
    """One of the alternatives between bars."""
    return random.choice(text.split("|"))


def alternatives(text: str) -> list[str]:
    """What stands between bars, with single spaces."""
    return [" ".join(part.split()) for part in text.split("|")]


def written(random: Random, number: int) -> str:
    """A whole number as people write it: large ones now and then with a comma."""
    return f"{number:,}" if number > 999 and random.random() < 0.2 else str(number)


def listed(random: Random, items: list[str]) -> str:
    *first, last = items
    return random.choice(
        (
            ", ".join(items),
            ", ".join(items),
            ", ".join(first) + f" and {last}",
            ", ".join(first) + f", and {last}",
            " ".join(items),
        )
    )


def plural(count: int) -> str:
    return "" if count == 1 else "s"
