"""What 500 faulty turns leave in memory: `python -m tests.benchmarks.faults [TURNS]` (Linux).

Three runs, each in a fresh process with a room, its database and a model server that plays every quick fault in turn.
The memory in use (VmRSS) is read after turn 100 and after the last, each time after a collection and after the C
library gave back what it had freed (malloc_trim): what is left then is held by something. The target is 5 MB.
"""

import ctypes
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

RUNS, TURNS, FIRST, MOST_MB = 3, 500, 100, 5.0
WITHIN_S = 60.0


def main(turns: int) -> int:
    print(f"{'run':>3} {f'MB at {FIRST}':>10} {f'MB at {turns}':>10} {'more':>6} {'target':>6} {'threads':>8} {'s':>6}")
    worst = 0.0
    for run in range(1, RUNS + 1):
        command = [sys.executable, "-m", "tests.benchmarks.faults", "--one", str(turns)]
        first, last, threads, took = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        worst = max(worst, last - first)
        print(
            f"{run:3} {first:10.2f} {last:10.2f} {last - first:6.2f} {MOST_MB:6.1f} {threads:>8} {took:6.1f}",
            flush=True,
        )
    return int(worst > MOST_MB)


def one(turns: int) -> tuple[float, float, str, float]:
    """MB after turn FIRST and after the last, threads at both, seconds."""
    import threading

    from components.conversation import Asked
    from tests.modelserver import ModelServer, faults
    from tests.room.conftest import ME, a_place
    from tests.waiting import eventually

    begun, seen = time.monotonic(), list[tuple[float, int]]()
    with ModelServer() as server, tempfile.TemporaryDirectory() as folder:
        place = a_place(Path(folder), server)
        for number, name in enumerate(islice(cycle(faults.QUICK), turns), 1):
            turn = place.ask("Hello", asked=Asked("openrouter", f"fault/{name}"))
            # Nobody looks at the text: what a page would hold is not measured here.
            assert eventually(lambda turn=turn: place.room.chats(ME).live(turn.id) is None, WITHIN_S), name
            if number in (FIRST, turns):
                seen.append((_memory(), threading.active_count()))
            # The server's own record of its requests is no part of the room.
            server.forget()
    (first, before), (last, after) = seen
    return first, last, f"{before} {after}", time.monotonic() - begun


def _memory() -> float:
    """Of this process, in MB that are in use."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else TURNS))
