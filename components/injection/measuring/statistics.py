"""How sure the numbers of many answers are: an interval for a share, a test of pairs, a difference between two arms.

Sources: Wilson 1927, JASA 22, 209-212. McNemar 1947, Psychometrika 12, 153-157. Efron & Tibshirani 1993, An
Introduction to the Bootstrap. Newcombe 1998, Statistics in Medicine 17, 857-872. Field & Welsh 2007, JRSS B 69,
369-390. Fagerland, Lydersen & Laake 2013, BMC Medical Research Methodology 13, 91. Fisher 1935, The Design of
Experiments, section 21. Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9, 39.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain, product, repeat, starmap
from operator import mul
from statistics import NormalDist, median
from typing import NamedTuple, TypeVar

_LEVEL = 0.05
DRAWS = 4_000  # of the bootstrap
# A fortieth is left out at either end of a 95 % interval.
_TAILS = 40
# What was drawn is kept: a page that is drawn again asks for the same samples. A hundred pages of ten arms.
MOST_KEPT = 1_000

# Medians hold the values of every question: fewer of them are kept.
MOST_MEDIANS = 200
# Questions that a median needs for an interval. The whole range of n values holds the median with 1 - 2 / 2ⁿ, which
# reaches 95 % from 6 on; two more, since the bootstrap's interval is narrower than the range.
FEWEST = 8

_Number = TypeVar("_Number", int, float)
# How often each change occurs, in rising order: all that the answers of an arm are to a sample.
Occurring = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much more often the one arm is right than the other, -1 to 1, with its 95 % interval.

    `p` is None where there was nothing to compare.
    """

    value: float
    low: float
    high: float
    p: float | None


def wilson(right: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval for the share `right` / `of`: Wilson 1927, written as in Newcombe 1998, method 3,

        (2 n p + z² ± z √(z² + 4 n p q)) / (2 (n + z²)).

    Of nothing, nothing is known: 0 to 1.
    """
    if not 0 <= right <= of:
        raise ValueError(f"{right} of {of} is no share.")
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = 2 * right + z * z
    reach = z * math.sqrt(z * z + 4 * right * (of - right) / of)
    whole = 2 * (of + z * z)
    # Both ends are exact in algebra; in floating point they could miss by a hair.
    low = 0.0 if right == 0 else (middle - reach) / whole
    high = 1.0 if right == of else (middle + reach) / whole
    return low, high


def mcnemar(only_a: int, only_b: int) -> float:
    """The exact two-sided p value of the pairs in which one of two alone was right: McNemar 1947, with the binomial
    itself in place of its approximation (Fagerland, Lydersen & Laake 2013, supplement, eq. 1). Of n such pairs, k the
    fewer,

        p = min(1, 2 Σ_{i ≤ k} C(n, i) / 2ⁿ).
    """
    if min(only_a, only_b) < 0:
        raise ValueError("There cannot be fewer than no pairs.")
    if only_a == only_b:
        return 1.0
    n, fewer = only_a + only_b, min(only_a, only_b)
    # In whole numbers up to the one division, which Python rounds correctly at any size.
    ways = tail = 1
    for i in range(fewer):
        ways = ways * (n - i) // (i + 1)
        tail += ways
    return min(1.0, 2 * tail / (1 << n))


def paired(pairs: Sequence[tuple[Sequence[bool], Sequence[bool]]], seed: int = 0, draws: int = DRAWS) -> Difference:
    """How much an arm changes. Each pair is a question: the results with the arm, and those without; True is right.

    The value is the mean over the questions of (share right with) - (share right without). Its interval is the
    percentile interval of the bootstrap (Efron & Tibshirani 1993, eq. 13.5). Whole questions are drawn, with all their
    results, since answers to one question are not independent of each other (Field & Welsh 2007, the cluster
    bootstrap). It is too narrow where there are few questions: of one, or of several that agree, it is a point.

    `p` is that of `mcnemar`, where each question has one result on either side; else that of `flipped`. A question that
    has none on a side cannot be compared and is left out.
    """
    if draws < 1:
        raise ValueError("An interval needs a draw.")
    compared = [(with_arm, without) for with_arm, without in pairs if with_arm and without]
    if not compared:
        return Difference(0.0, -1.0, 1.0, None)
    # Whole multiples of one unit: sums of floats could take a 0 for a little more, and so exclude it.
    changes = [Fraction(sum(a), len(a)) - Fraction(sum(b), len(b)) for a, b in compared]
    unit = math.lcm(*(change.denominator for change in changes))
    # Sorted, so that the order of the questions changes nothing.
    steps = sorted(int(change * unit) for change in changes)
    most = unit * len(steps)
    low, high = bootstrapped(_occurring(steps), seed, draws)
    return Difference(sum(steps) / most, low / most, high / most, _p(compared, steps, seed, draws))


def _occurring(steps: Sequence[int]) -> Occurring:
    return tuple(sorted(Counter(steps).items()))


def _in_full(occurring: Occurring) -> list[int]:
    return list(chain.from_iterable(starmap(repeat, occurring)))


@lru_cache(maxsize=MOST_KEPT)
def bootstrapped(occurring: Occurring, seed: int, draws: int) -> tuple[int, int]:
    """The k-th smallest and the k-th largest sum of B draws, k = ⌊(B + 1) α⌋: Efron & Tibshirani 1993, section 12.5."""
    steps, chance = _in_full(occurring), random.Random(seed)
    sums = sorted(sum(chance.choices(steps, k=len(steps))) for _ in range(draws))
    return _ends(sums), _ends(sums[::-1])


def _ends(ordered: Sequence[_Number]) -> _Number:
    return ordered[max(1, (len(ordered) + 1) // _TAILS) - 1]


@lru_cache(maxsize=MOST_KEPT)
def flipped(occurring: Occurring, seed: int, draws: int) -> float:
    """The two-sided p value of the changes of the questions (in any whole unit) under the hypothesis that with and
    without might as well be exchanged: the share of all choices of signs whose sum is as far from 0 as theirs (Fisher's
    randomisation test of pairs, 1935). Of many questions that share is estimated by draws (Phipson & Smyth 2010)."""
    steps = _in_full(occurring)
    seen, sizes = abs(sum(steps)), sorted(abs(step) for step in steps if step)
    if 2 ** len(sizes) <= draws:
        signs = product((1, -1), repeat=len(sizes))
        far = sum(abs(sum(map(mul, choice, sizes))) >= seen for choice in signs)
        return far / 2 ** len(sizes)
    chance = random.Random(seed)
    far = sum(abs(sum(size if chance.random() < 0.5 else -size for size in sizes)) >= seen for _ in range(draws))
    return (far + 1) / (draws + 1)


def _p(compared: list[tuple[Sequence[bool], Sequence[bool]]], steps: list[int], seed: int, draws: int) -> float:
    if any(len(a) != 1 or len(b) != 1 for a, b in compared):
        return flipped(_occurring(steps), seed, draws)
    only_with = sum(a[0] and not b[0] for a, b in compared)
    only_without = sum(b[0] and not a[0] for a, b in compared)
    return mcnemar(only_with, only_without)


# Of each question the values of the one group and those of the other.
Grouped = tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]


class Middle(NamedTuple):
    """A median, or the difference of two, with its 95 % interval."""

    value: float
    low: float
    high: float


class Medians(NamedTuple):
    """Of two groups, and the first's less the second's. None where a group has values of fewer than FEWEST questions:
    that is not enough for an interval."""

    first: Middle | None
    second: Middle | None
    difference: Middle | None


def medians(questions: Sequence[tuple[Sequence[float], Sequence[float]]], seed: int = 0, draws: int = DRAWS) -> Medians:
    """How far two groups of values lie apart. The intervals are those of `paired`: percentiles of the bootstrap over
    whole questions, each with its values in either group."""
    grouped = ((tuple(sorted(first)), tuple(sorted(second))) for first, second in questions if first or second)
    # Sorted, so that the order of the questions changes nothing.
    return _medians(tuple(sorted(grouped)), seed, draws)


@lru_cache(maxsize=MOST_MEDIANS)
def _medians(grouped: Grouped, seed: int, draws: int) -> Medians:
    enough = [sum(bool(values[side]) for values in grouped) >= FEWEST for side in (0, 1)]
    if not any(enough):
        return Medians(None, None, None)
    chance, sides, apart = random.Random(seed), (list[float](), list[float]()), list[float]()
    for _ in range(draws):
        drawn = chance.choices(grouped, k=len(grouped))
        found = [_middle(drawn, side) if enough[side] else None for side in (0, 1)]
        for values, middle in zip(sides, found, strict=True):
            if middle is not None:  # rarely none of a group is drawn, which tells nothing of it
                values.append(middle)
        if found[0] is not None and found[1] is not None:
            apart.append(found[0] - found[1])
    seen = [_middle(grouped, side) for side in (0, 1)]
    first, second = (_between(value, drawn) for value, drawn in zip(seen, sides, strict=True))
    return Medians(first, second, _between(first.value - second.value, apart) if first and second else None)


def _middle(grouped: Sequence[tuple[tuple[float, ...], tuple[float, ...]]], side: int) -> float | None:
    values = list(chain.from_iterable(values[side] for values in grouped))
    return median(values) if values else None


def _between(value: float | None, drawn: Sequence[float]) -> Middle | None:
    ordered = sorted(drawn)
    return Middle(value, _ends(ordered), _ends(ordered[::-1])) if value is not None and ordered else None


def medians_drawn() -> int:
    """How often the values were drawn from: what was drawn once is known."""
    return _medians.cache_info().misses


def holm(values: Sequence[float | None]) -> list[float | None]:
    """The p values corrected for how many there are (Holm 1979, Scandinavian Journal of Statistics 6, 65-70): of m in
    rising order the i-th times m - i + 1, never less than one before it, at most 1. None stays None and is not
    counted."""
    known = sorted((p, at) for at, p in enumerate(values) if p is not None)
    found: list[float | None] = [None] * len(values)
    most = 0.0
    for place, (p, at) in enumerate(known):
        most = max(most, min(1.0, p * (len(known) - place)))
        found[at] = most
    return found


def tells(difference: Difference) -> bool:
    """May one say from it which is better? Not while 0 is in the interval, nor on a p of 0.05 or more."""
    excludes = difference.low > 0 or difference.high < 0
    return excludes and (difference.p is None or difference.p < _LEVEL)
