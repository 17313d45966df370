"""Whether an answer is right, and how sure a share of right ones is."""

import re
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from components.pocket.evaluation.question import BYE, EQUAL, GREETING, HELLO, REFUSAL, THANKS, WHO

# Words that the models always use.
REFUSED = "too small a model"
OPENINGS = {"Hello": HELLO, "I am": WHO, "You are welcome": THANKS, "Goodbye": BYE}
CUT = " … (cut at the token limit)"
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
_NUMBER = r"(\d+(?:[.,]\d+)*)"
_THAN = re.compile(rf"\bis\b\D*{_NUMBER}\D*\bthan\b\D*{_NUMBER}", re.I)
_YES_NO = re.compile(r"\W*(yes|no)\b", re.I)
_Z = NormalDist().inv_cdf(0.975)  # 95 %, two-sided


def given_answer(answer: str) -> str:
    """What the answer has in bold, without quotes, or which kind of words it is; empty if neither. Where that is more
    than one thing all are named: then no answer is given."""
    given = [REFUSAL] if REFUSED in answer else []
    given += [bold.strip().strip('"') for bold in _BOLD.findall(answer)]
    if not given and not answer.lstrip().startswith("I am sorry"):
        given = [kind for opening, kind in OPENINGS.items() if answer.lstrip().startswith(opening)]
    return " / ".join(dict.fromkeys(given))


def right(answer: str, expected: str, question: str = "") -> bool:
    """Quotes around a word may be there or not. A yes or no must fit what the `question` asks, where it is known."""
    if answer.endswith(CUT):
        return False
    given = given_answer(answer)
    if expected == GREETING:
        return given in OPENINGS.values()
    return given == expected.strip('"') and _fits(answer, given, question)


def _fits(answer: str, given: str, question: str) -> bool:
    """Is A bigger than B? It is answered with yes if A is named, and with no if B is or both are equal."""
    said, asked = _YES_NO.match(answer), _THAN.search(question)
    if not said or not asked:
        return True
    first, other = (number.replace(",", "") for number in asked.groups())
    if said[1].lower() == "yes":
        return given == first
    return given in (other, EQUAL)


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
