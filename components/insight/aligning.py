"""The steps of two thoughts, or of two versions of one, side by side: which are the same, changed, dropped, added, or
in another place.

Steps are alike by their words (of scripts without blanks: characters), each as often as it stands there. What follows
in the same order on both sides is the chain of the highest sum; of what is left, what is alike enough has moved.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from components.injection.judging.numerals import SPACELESS

CHANGED, MOVED = 0.5, 0.7  # how much alike, of 1, in the same order and out of it
MOST_COMPARED = 100_000  # pairs of steps: of more only those at about the same place, and equal ones anywhere
NEARER = 1e-6
MOST_WORDS = 2_000  # of a step

PairKind = Literal["same", "changed", "dropped", "added", "moved"]
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|(?=[{SPACELESS}])[^\W\d_]|(?:(?![{SPACELESS}])[^\W\d_])+")


class Pair(NamedTuple):
    """The numbers of two steps that belong together; None where the other side has none. `moved`: they stand in another
    order than the rest."""

    left: int | None
    right: int | None
    kind: PairKind


class _Match(NamedTuple):
    """`alike`: from 0 to 1."""

    left: int
    right: int
    alike: float


def aligned(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """`left` and `right` are the texts of steps. Each step of both stands in one pair, in the order of the left; what
    was added stands behind what it follows on the right. With the sides exchanged the pairs are the same."""
    turned = list(left) > list(right)
    one, other = (right, left) if turned else (left, right)
    matches = list(_matches(one, other))
    chain = _chain(matches, len(other))
    moved = _moved(matches, chain)
    if turned:
        chain, moved = ([_Match(b, a, alike) for a, b, alike in found] for found in (chain, moved))
    return _in_order(len(left), len(right), sorted(chain), moved)


def _matches(left: Sequence[str], right: Sequence[str]) -> Iterator[_Match]:
    """All that are alike, by their left side."""
    said, other = list(map(_words, left)), list(map(_words, right))
    counted = [Counter(words) for words in other]
    equal: dict[tuple[str, ...], list[int]] = {}
    for number, words in enumerate(other):
        equal.setdefault(words, []).append(number)
    width = max(1, min(len(right), MOST_COMPARED // max(len(left), 1)))
    for number, words in enumerate(said):
        same = set(equal.get(words, ())[:width])
        first = _first(number, len(left), len(right), width)
        counts = Counter(words)
        for at in sorted(same | set(range(first, min(first + width, len(right))))):
            alike = 1.0 if at in same else _alike(counts, len(words), counted[at], len(other[at]))
            if alike >= CHANGED:
                yield _Match(number, at, alike)


def _first(number: int, of: int, others: int, width: int) -> int:
    """Where those at about the same place begin."""
    middle = (2 * number + 1) * others // (2 * of)
    return max(0, min(middle - width // 2, others - width))


def _words(text: str) -> tuple[str, ...]:
    """Of a step that has none its signs."""
    found = tuple(word for word, _ in zip(_WORD.findall(text.casefold()), range(MOST_WORDS), strict=False))
    return found or tuple(text.split())


def _alike(one: Counter[str], size: int, other: Counter[str], others: int) -> float:
    """Twice what both have, of all that they have."""
    if 2 * min(size, others) < CHANGED * (size + others):
        return 0.0  # it cannot be enough
    if len(other) < len(one):
        one, other = other, one
    both = sum(min(count, other[word]) for word, count in one.items() if word in other)
    return min(2 * both / (size + others), 1.0 - 1e-9)  # the same words in another order are not the same


def _chain(matches: Sequence[_Match], others: int) -> list[_Match]:
    """The matches that rise on both sides and together are the most alike."""
    best: list[tuple[float, int]] = [(0.0, -1)] * (others + 1)  # a Fenwick tree: of all up to a right side
    before, totals = list[int](), list[float]()
    at = 0
    while at < len(matches):
        until = at
        while until < len(matches) and matches[until].left == matches[at].left:
            total, last = _most(best, matches[until].right)
            totals.append(total + _worth(matches[until]))
            before.append(last)
            until += 1
        for number in range(at, until):
            _raise(best, matches[number].right + 1, (totals[number], number))
        at = until
    _, last = _most(best, others)
    found: list[_Match] = []
    while last >= 0:
        found.append(matches[last])
        last = before[last]
    return found[::-1]


def _worth(match: _Match) -> float:
    """Squared, so that one that is the same outweighs two that are half alike; and of equals the ones that stand at the
    same place."""
    return match.alike**2 + NEARER / (1 + abs(match.left - match.right))


def _most(best: Sequence[tuple[float, int]], up_to: int) -> tuple[float, int]:
    found = (0.0, -1)
    while up_to > 0:
        if best[up_to][0] > found[0]:
            found = best[up_to]
        up_to -= up_to & -up_to
    return found


def _raise(best: list[tuple[float, int]], at: int, to: tuple[float, int]) -> None:
    while at < len(best):
        if to[0] > best[at][0]:
            best[at] = to
        at += at & -at


def _moved(matches: Sequence[_Match], chain: Sequence[_Match]) -> list[_Match]:
    """Of what the chain leaves, the most alike first; of those the first."""
    left, right = {match.left for match in chain}, {match.right for match in chain}
    found: list[_Match] = []
    for match in sorted(matches, key=lambda match: (-match.alike, match.left + match.right, match.left)):
        if match.alike >= MOVED and match.left not in left and match.right not in right:
            found.append(match)
            left.add(match.left)
            right.add(match.right)
    return found


def _in_order(lefts: int, rights: int, chain: Sequence[_Match], moved: Sequence[_Match]) -> list[Pair]:
    there = {match.left: match.right for match in moved}
    come = set(there.values())
    pairs: list[Pair] = []
    at, other = 0, 0
    for left, right, alike in [*chain, _Match(lefts, rights, 0.0)]:
        pairs += [Pair(one, there.get(one), "moved" if one in there else "dropped") for one in range(at, left)]
        pairs += [Pair(None, one, "added") for one in range(other, right) if one not in come]
        if left < lefts:
            pairs.append(Pair(left, right, "same" if alike == 1 else "changed"))
        at, other = left + 1, right + 1
    return pairs
