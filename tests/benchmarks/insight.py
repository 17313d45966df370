"""What it costs to look into a thought: `python -m tests.benchmarks.insight`.

The steps of 200,000 characters of thoughts (all labelled passages of tests/insight, one after another), beside one
`re.finditer` of every turning phrase of the table over the same text in the same run; each is the least of its repeats.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable

from components.insight import steps_of
from components.insight.phrases import UNSPACED, rows
from tests.insight.labels import passages

CHARACTERS = 200_000
GOAL = 5


def thoughts(characters: int = CHARACTERS) -> str:
    """A line tells them apart, so that they do not only repeat each other."""
    made: list[str] = []
    size = number = 0
    while size < characters:
        number += 1
        for one in passages():
            made.append(f"{one.text}\n\nThought {number} of {one.number} has ended.\n\n")
            size += len(made[-1])
    return "".join(made)[:characters]


def markers() -> "re.Pattern[str]":
    """All phrases of the table, at word boundaries where the language has them."""
    spaced, unspaced = (
        "|".join(re.escape(row.words) for row in rows() if (row.language in UNSPACED) is without)
        for without in (False, True)
    )
    return re.compile(rf"\b(?:{spaced})(?!\w)|{unspaced}", re.IGNORECASE)


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The least processor time."""
    found: list[float] = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def ratio(repeats: int) -> tuple[float, float]:
    """Seconds of the steps, and of the search."""
    text, pattern = thoughts(), markers()
    steps_of(text[:5_000])  # the tables are read once
    return seconds(lambda: steps_of(text), repeats), seconds(lambda: sum(1 for _ in pattern.finditer(text)), repeats)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.insight")
    options.add_argument("--repeats", type=int, default=7)
    ours, search = ratio(options.parse_args().repeats)
    print(f"steps {ours * 1e3:.0f} ms, finditer {search * 1e3:.0f} ms over {CHARACTERS:,} characters")
    print(f"{ours / search:.2f} of it (goal {GOAL})")
    return int(ours > GOAL * search)


if __name__ == "__main__":
    sys.exit(main())
