"""How fast a thought came, and where it paused."""

from statistics import median
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


def pace(thought: Thought, buckets: int = 60) -> list[Slice]:
    """Equal stretches of time from its first word to its last; none where no times are recorded."""
    clock = thought.clock
    if not clock.known or buckets < 1:
        return []
    began, ended = clock.times[0], clock.times[-1]
    width = (ended - began) / buckets
    if not width:
        return [Slice(began, 0.0, clock.offsets[-1] - clock.offsets[0])]
    counts = [0.0] * buckets
    for (start, since), (end, until) in edges(clock):
        first = min(int((since - began) / width), buckets - 1)
        last = min(int((until - began) / width), buckets - 1)
        for bucket in range(first, last + 1):
            low = max(since, began + bucket * width)
            high = min(until, began + (bucket + 1) * width)
            share = 1.0 if first == last else max(high - low, 0.0) / (until - since)
            counts[bucket] += share * (end - start)
    return [Slice(began + bucket * width, width, count) for bucket, count in enumerate(counts)]


def pauses(thought: Thought) -> list[Pause]:
    """Longer than a second, and than four times what is usual between its pieces; answers between are none."""
    clock = thought.clock
    between = {gap.offset for gap in clock.gaps}
    quiet = [
        Pause(since, until - since, end)
        for (start, since), (end, until) in edges(clock)
        if start == end and end not in between
    ]
    if not quiet:
        return []
    least = max(LEAST_PAUSE_S, TIMES_THE_USUAL * median(pause.seconds for pause in quiet))
    return [pause for pause in quiet if pause.seconds > least]
