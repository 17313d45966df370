"""The steps of two thoughts, or of two versions of one, side by side."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple


class Pair(NamedTuple):
    """The numbers of two steps that belong together; None where the other side has none."""

    left: int | None
    right: int | None
    kind: Literal["same", "changed", "dropped", "added", "moved"]


def aligned(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """`left` and `right` are the texts of steps. Each step of both stands in one pair."""
    pairs: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, list(left), list(right), autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [Pair(i, j, "same") for i, j in zip(range(a, b), range(c, d), strict=True)]
        else:
            pairs += [Pair(i, None, "dropped") for i in range(a, b)]
            pairs += [Pair(None, j, "added") for j in range(c, d)]
    return pairs
