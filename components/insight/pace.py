"""How fast a thought came, and where it paused."""

from collections.abc import Iterator
from statistics import median_low
from typing import NamedTuple

from components.insight.clock import Thought, edges

LEAST_PAUSE_S, TIMES_THE_USUAL = 1.0, 4


class Slice(NamedTuple):
    """In the `seconds` from `at` on so many characters came."""

    at: float
    seconds: float
    characters: float


class Pause(NamedTuple):
    """From `at` on nothing came for so many `seconds`; the character at `offset` was the first behind it."""

    at: float
    seconds: float
    offset: int


def pace(thought: Thought, buckets: int = 60, since: float | None = None, until: float | None = None) -> list[Slice]:
    """Equal stretches of time from its first word to its last, or from `since` to `until`, so that two can be laid over
    each other; none where no times are recorded. O(pieces + buckets)."""
    clock = thought.clock
    if not clock.known or buckets < 1:
        return []
    began, ended = clock.times[0] if since is None else since, clock.times[-1] if until is None else until
    width = (ended - began) / buckets
    if width <= 0:
        here = began <= clock.times[-1] and clock.times[0] <= ended
        return [Slice(began, 0.0, float(clock.offsets[-1] - clock.offsets[0]) if here else 0.0)]
    counts = [0.0] * buckets
    for (start, first), (end, last) in edges(clock):
        for bucket, share in _shares(first, last, began, width, buckets):
            counts[bucket] += share * (end - start)
    return [Slice(began + bucket * width, width, count) for bucket, count in enumerate(counts)]


def _shares(first: float, last: float, began: float, width: float, buckets: int) -> Iterator[tuple[int, float]]:
    """The buckets that the time from `first` to `last` falls into, and how much of it."""
    if last < began or first > began + buckets * width:
        return
    low, high = (min(max(int((at - began) / width), 0), buckets - 1) for at in (first, last))
    if last == first:
        yield low, 1.0
        return
    for bucket in range(low, high + 1):
        begins, ends = began + bucket * width, began + (bucket + 1) * width
        share = (min(last, ends) - max(first, begins)) / (last - first)
        if share > 0:
            yield bucket, share


def pauses(thought: Thought) -> list[Pause]:
    """Longer than a second, and than four times what is usual between its pieces; answers between are none."""
    clock = thought.clock
    between = {gap.offset for gap in clock.gaps}
    quiet = [Pause(since, until - since, end) for (_, since), (end, until) in edges(clock)[1::2] if end not in between]
    usual = median_low([0.0, *(pause.seconds for pause in quiet)])  # of one pause alone nothing is usual
    least = max(LEAST_PAUSE_S, TIMES_THE_USUAL * usual)
    return [pause for pause in quiet if pause.seconds > least]
