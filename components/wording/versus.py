"""Two thoughts beside each other, in words: made of the figures alone."""

from collections import Counter
from collections.abc import Iterable, Mapping

from components.insight import Pair, Tempo
from components.wording.clock import exact

KINDS: Mapping[str, str] = {
    "same": "Same",
    "changed": "Changed",
    "dropped": "Dropped",
    "added": "New",
    "moved": "Moved",
}
ALIKE_S = 0.05  # a smaller difference is not told


def compared(pairs: Iterable[Pair], first: Tempo, second: Tempo) -> str:
    """One sentence: what became of the steps of the first one, what is new in the second, and which took longer."""
    found = list(pairs)
    many = Counter(pair.kind for pair in found)
    steps = sum(pair.left is not None for pair in found)
    changes = [
        f"{many[kind]:,} {one if many[kind] == 1 else several}"
        for kind, one, several in (
            ("changed", "was changed", "were changed"),
            ("moved", "stands elsewhere", "stand elsewhere"),
            ("dropped", "was dropped", "were dropped"),
            ("added", "is new", "are new"),
        )
        if many[kind]
    ]
    told = [_same(many["same"], steps), ", ".join(changes), _time(first, second)]
    return f"{'; '.join(part for part in told if part)}."


def _same(same: int, steps: int) -> str:
    if same == steps:
        return "The only step is the same" if steps == 1 else f"All {steps:,} steps are the same"
    if not same:
        return "The only step is not the same" if steps == 1 else f"None of {steps:,} steps is the same"
    return f"{same:,} of {steps:,} steps {'is' if same == 1 else 'are'} the same"


def _time(first: Tempo, second: Tempo) -> str:
    if first.thought is None or second.thought is None:
        return ""
    more = second.thought - first.thought
    if abs(more) < ALIKE_S:
        return "both took equally long"
    return f"the second was {exact(abs(more))} {'slower' if more > 0 else 'faster'}"


def missing(other: str) -> str:
    """In place of a step that the other one, of that name, does not have."""
    return f"not in {other[:1].lower()}{other[1:]}"
