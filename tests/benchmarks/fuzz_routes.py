"""Every route and socket of a room, asked wildly: `python -m tests.benchmarks.fuzz_routes [minutes]`.

Half of the time in a room without sign-in, half in one with a password; as a stranger, as a browser that came in, and
as the owner. It is a finding where the room answers 5xx or not at all, writes a traceback or a key anywhere, ends, or
grows by more than MOST_MB; each is told with the seed and the number of the act, which is done again by

    python -m tests.benchmarks.fuzz_routes --seed SEED --way none --first NUMBER --last NUMBER
"""

import argparse
import itertools
import secrets
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.load import rss_mb
from tests.fuzz.besieged import WAYS, besieged
from tests.fuzz.siege import Finding, Siege
from tests.modelserver import ModelServer

AT_ONCE, EACH_S = 3, 0.05  # so many act at once, each no sooner after its last act
LOOK_S = 5.0  # between looks at the log
WARM_S, MOST_MB = 60.0, 250.0
MOST_FINDINGS = 20
LEFT_S = 150.0  # what a page had is kept for two minutes after it has gone


def siege_of(siege: Siege, seconds: float, first: int, last: int | None) -> tuple[str, list[str]]:
    """What was done, and what was found."""
    begun, numbers, found = time.monotonic(), itertools.count(first), list[str]()
    warm, ended = 0.0, threading.Event()

    def note(finding: str) -> None:
        print(f"FOUND {finding}\n", flush=True)
        found.append(finding)

    def goes_on(number: int) -> bool:
        in_time = time.monotonic() - begun < seconds and (last is None or number <= last)
        return in_time and not siege.room.gone and len(found) < MOST_FINDINGS

    def act() -> None:
        while goes_on(number := next(numbers)):
            at = time.monotonic()
            try:
                siege.act(number)
            except Finding as finding:
                note(str(finding))
            time.sleep(max(0.0, at + EACH_S - time.monotonic()))

    def look() -> None:
        nonlocal warm
        while not ended.wait(LOOK_S):
            with noting(note):
                siege.look_at_log()
            if not warm and time.monotonic() - begun > min(WARM_S, seconds / 5):
                warm = rss_mb(siege.room.pid)

    threads = [threading.Thread(target=act) for _ in range(AT_ONCE if last is None else 1)]
    looking = threading.Thread(target=look)
    for thread in (*threads, looking):
        thread.start()
    for thread in threads:
        thread.join()
    ended.set()
    looking.join()
    done = next(numbers) - first - len(threads)
    if siege.room.gone:
        return f"{done} acts, and the room has ended", [*found, "it has ended"]
    time.sleep(LEFT_S if last is None and seconds > 2 * LEFT_S else 1)
    with noting(note):
        siege.look_at_log()
    after = rss_mb(siege.room.pid)
    if warm and after - warm > MOST_MB:
        note(f"The room has grown from {warm:.0f} to {after:.0f} MB")
    return f"{done} acts, {warm:.0f} MB after the first of them, {after:.0f} MB at the end", found


@contextmanager
def noting(note: Callable[[str], None]) -> Iterator[None]:
    try:
        yield
    except Finding as finding:
        note(str(finding))


def told(counts: Counter[tuple[str, str]]) -> str:
    routes = sorted({route for route, _ in counts if route != "the log"})
    lines = [
        f"  {route}: " + ", ".join(f"{status} {n}" for (of, status), n in sorted(counts.items()) if of == route)
        for route in routes
    ]
    log = [f"  {n} × {line}" for (of, line), n in counts.most_common() if of == "the log"]
    return "\n".join((*lines, "  lines of the log:", *log))


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.benchmarks.fuzz_routes", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=20.0)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--way", choices=list(WAYS))
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int)
    options = parser.parse_args()
    faults = 0
    ways = [options.way] if options.way else list(WAYS)
    with ModelServer() as model, tempfile.TemporaryDirectory() as folder:
        for way in ways:
            place = Path(folder) / way
            place.mkdir()
            with besieged(place, model, way, options.seed) as siege:
                seconds = options.minutes * 60 / len(ways)
                done, found = siege_of(siege, seconds, options.first, options.last)
                print(f"--seed {options.seed} --way {way}: {done}\n{told(siege.counts)}", flush=True)
                faults += len(found)
    print(f"{faults} findings")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
