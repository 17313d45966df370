"""What it costs to notice that thoughts go in circles: `python -m tests.benchmarks.circles`.

The same thoughts, a word a chunk, are read by the room's reader alone, from memory, and fed to what notices circles, in
turns; times are medians of processor microseconds a chunk. The second half of a long thought is measured too: what it
costs must not rise.
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from random import Random

from components.conversation import Circles
from tests.benchmarks.reading import WORDS, events, in_reads, ours_alone
from tests.wire.rendering import FIELDS, Piece

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def thoughts(chunks: int, random: Random) -> list[str]:
    """Words that never go in circles, so that all of them are looked at."""
    made = ("".join(random.choices(LETTERS, k=random.randrange(2, 9))) for _ in range(chunks))
    return [f"{random.choice(WORDS) if number % 2 else word} " for number, word in enumerate(made)]


def microseconds(work: Callable[[], object], chunks: int) -> float:
    gc.collect()
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1e6 / chunks


def fed(words: list[str], circles: Circles) -> None:
    for word in words:
        circles.feed(word)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.circles")
    options.add_argument("--repeats", type=int, default=7)
    options.add_argument("--chunks", type=int, default=20_000)
    given = options.parse_args()
    words = thoughts(given.chunks, Random(1))
    half = given.chunks // 2
    reads = in_reads(events([delta for word in words for delta in FIELDS["reasoning_content"](Piece(word, ""))]), 0)
    read = ours_alone(reads)
    times: dict[str, list[float]] = {"reader": [], "circles": [], "first half": [], "second half": []}
    for _ in range(given.repeats):
        circles = Circles()
        times["reader"].append(microseconds(lambda: read(False), given.chunks))
        times["first half"].append(microseconds(lambda circles=circles: fed(words[:half], circles), half))
        times["second half"].append(
            microseconds(lambda circles=circles: fed(words[half:], circles), given.chunks - half)
        )
        times["circles"].append((times["first half"][-1] + times["second half"][-1]) / 2)
        assert circles.kind == "", "all of it is to be looked at"
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:12}{median:7.2f} µs a chunk")
    print(f"circles cost {medians['circles'] / medians['reader']:.2f} of the reader (goal 1)")
    return int(medians["circles"] > medians["reader"])


if __name__ == "__main__":
    sys.exit(main())
