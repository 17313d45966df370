"""When each of many followers is told something new."""

import random
from collections import Counter

from components.server.audience.stage import EVERY_S, SPREAD_S, moment

STEP_S = 0.01


def most_at_once(numbers: list[int]) -> int:
    """In a hundredth of a second."""
    return max(Counter(int(moment(number, len(numbers)) / STEP_S) for number in numbers).values())


def test_many_are_told_evenly_over_a_time_shorter_than_the_next_news():
    everybody = list(range(1, 301))
    assert max(moment(number, 300) for number in everybody) < SPREAD_S < EVERY_S
    assert most_at_once(everybody) <= 1.1 * 300 * STEP_S / SPREAD_S


def test_whoever_left_leaves_no_burst_behind():
    stayed = random.Random(7).sample(range(1, 1_000), 300)
    assert most_at_once(stayed) <= 1.5 * 300 * STEP_S / SPREAD_S


def test_a_few_wait_for_nobody():
    assert all(moment(number, 5) < 0.002 for number in range(1, 6))
