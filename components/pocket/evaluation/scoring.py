"""Whether an answer is right, and how sure a share of right ones is."""

import re
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from components.pocket.evaluation.question import GREETING, REFUSAL

# Words that the models always use.
REFUSED = "too small a model"
OPENINGS = ("Hello", "I am", "You are welcome", "Goodbye")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
_Z = NormalDist().inv_cdf(0.975)  # 95 %, two-sided


def given_answer(answer: str) -> str:
    """What the answer has in bold first, or which kind of words it is; empty if neither."""
    if REFUSED in answer:
        return REFUSAL
    if found := _BOLD.search(answer):
        return found[1].strip()
    return GREETING if answer.lstrip().startswith(OPENINGS) else ""


def right(answer: str, expected: str) -> bool:
    """Quotes around a word may be there or not."""
    return given_answer(answer).strip('"') == expected.strip('"')


@dataclass(frozen=True, slots=True)
class Tally:
    """`right` of `n` answers."""

    right: int
    n: int

    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.n)

    def __str__(self) -> str:
        return f"{self.right}/{self.n}"


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share, between 0 and 1: E. B. Wilson, "Probable inference, the law of succession,
    and statistical inference", JASA 22 (1927), 209-212:
    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). Of none it is everything."""
    if n == 0:
        return 0.0, 1.0
    p, z = successes / n, _Z
    middle = p + z * z / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
