"""What the built-in model costs: `python -m tests.benchmarks.pocket [FOLDER]`, FOLDER with other weights than ours.

Each row is a figure, its target and how many times better than the target it is. Every part runs in a process of its
own; times are medians unless they are called longest. One process at a time, so two cores are enough; what else runs
on the machine shows in the figures.
"""

import json
import statistics
import subprocess
import sys
import threading
import time
import types
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

TRIES = 7
SHORT = "Which is bigger: 9.11 or 9.9?"
LONG = (SHORT + " I have been told that it is not as easy as it looks. ") * 4
Row = tuple[str, float, str, float | None]  # what, figure, unit, target (None: none was set)


def main(folder: str | None) -> None:
    print(f"{'':58} {'measured':>10} {'target':>10} {'ratio':>7}")
    for part in ("imports", "load", "speed", "novice", "eight", "pace", "beside"):
        for what, figure, unit, target in _in_its_own_process(part, folder):
            told, ratio = ("", "") if target is None else (f"{target:.6g}", f"{_ratio(figure, unit, target):.1f}")
            print(f"{what:58} {figure:>10.4g} {told:>10} {ratio:>7}  {unit}", flush=True)


def _ratio(figure: float, unit: str, target: float) -> float:
    return figure / target if unit == "tokens/s" else target / max(figure, 1e-9)


def _in_its_own_process(part: str, *more: Any) -> Any:
    command = [sys.executable, "-m", "tests.benchmarks.pocket", f"--{part}", *(str(one) for one in more if one)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


# Parts


def imports(_: Path) -> list[Row]:
    alone = [_in_its_own_process("import", "components.pocket") for _ in range(TRIES)]
    rows: list[Row] = [("import components.pocket", 1e3 * statistics.median(alone), "ms", None)]
    for modules in ("components.room", "streamlit,components.room,components.ui"):
        # By turns, so that a busy moment of the machine hits both.
        pairs = [[_in_its_own_process(how, modules) for how in ("import", "import-without")] for _ in range(TRIES)]
        with_it, without = (1e3 * statistics.median(times) for times in zip(*pairs, strict=True))
        rows.append((f"import {modules}", with_it, "ms", None))
        rows.append(("  with a stand-in for components.pocket", without, "ms", None))
    return rows


def load(folder: Path) -> list[Row]:
    before, begun = _memory(), time.perf_counter()
    import numpy as np

    numpy_loaded, with_numpy = time.perf_counter(), _memory()
    speaker = _speaker(folder)
    loaded, with_model = time.perf_counter(), _memory()
    _ask(folder, LONG)
    assert np.__version__ and speaker
    return [
        ("load numpy", 1e3 * (numpy_loaded - begun), "ms", None),
        ("load our modules and the thinker's weights", 1e3 * (loaded - numpy_loaded), "ms", 500),
        ("  with numpy", 1e3 * (loaded - begun), "ms", 500),
        ("memory: numpy", with_numpy - before, "MB", None),
        ("memory: the loaded thinker beside it", with_model - with_numpy, "MB", None),
        ("memory: numpy, thinker and one long reply", _memory() - before, "MB", 60),
    ]


def speed(folder: Path) -> list[Row]:
    rows = []
    _ask(folder, SHORT)
    for name, question in (("29 letters", SHORT), ("300 letters", LONG)):
        first = [1e3 * _ask(folder, question, max_tokens=3)[0] for _ in range(25)]
        rows += [
            (f"first token of the thinker, {name}", statistics.median(first), "ms", 150),
            ("  longest of 25", max(first), "ms", 150),
        ]
    return rows + _rates(folder, "pocket/thinker")


def novice(folder: Path) -> list[Row]:
    return _rates(folder, "pocket/novice") if (folder / "novice.npz").exists() else []


def eight(folder: Path) -> list[Row]:
    """All at once; how far each has come when the first one ends."""
    _ask(folder, SHORT)
    counts, together, at_first_end = Counter[int](), threading.Barrier(8), list[float]()
    memory = _memory()

    def ask(number: int) -> None:
        def count() -> None:
            counts[number] += 1

        together.wait()
        _ask(folder, SHORT, heard=count)
        at_first_end.append(max(counts.values()) / min(counts.values()))

    begun = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    return [
        ("eight thinkers at once, all together", sum(counts.values()) / took, "tokens/s", 500),
        ("  the fastest ahead of the slowest", at_first_end[0], "times", 1.5),
        ("  memory for their replies", _memory() - memory, "MB", None),
    ]


def pace(folder: Path) -> list[Row]:
    from components.pocket import PACE

    at: list[float] = []
    _ask(folder, SHORT)
    _ask(folder, SHORT, pace=PACE, heard=lambda: at.append(time.perf_counter()))
    gaps = [1e3 * (later - one) for one, later in pairwise(at)]
    return [
        (f"pace of {PACE:g} tokens/s", (len(at) - 1) / (at[-1] - at[0]), "tokens/s", PACE),
        ("  longest time between two tokens", max(gaps), "ms", None),
    ]


def beside(folder: Path) -> list[Row]:
    """Beside a thread of the same process that computes in Python without a pause, the worst that a page can do."""
    _ask(folder, SHORT)
    over = threading.Event()

    def compute() -> None:
        while not over.is_set():
            sum(range(1_000))

    threading.Thread(target=compute).start()
    begun, (_, count) = time.perf_counter(), _ask(folder, SHORT)
    took = time.perf_counter() - begun
    over.set()
    return [("thinker beside a busy Python thread", count / took, "tokens/s", None)]


def _rates(folder: Path, model: str) -> list[Row]:
    _ask(folder, SHORT, model)
    count, wall, cpu = 0, time.perf_counter(), time.process_time()
    while count < 2_000:
        count += _ask(folder, SHORT, model)[1]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return [
        (f"{model} through HTTP, a second of one core", count / cpu, "tokens/s", 500),
        ("  a second on the clock", count / wall, "tokens/s", None),
    ]


# Measuring


def _ask(
    folder: Path,
    question: str,
    model: str = "pocket/thinker",
    pace: float = 0,
    max_tokens: int | None = None,
    heard: Callable[[], object] = lambda: None,
) -> tuple[float, int]:
    """(seconds to the first token, number of tokens), as an httpx client sees them."""
    import httpx

    from components.pocket.server import PocketServer

    body = {"model": model, "messages": [{"role": "user", "content": question}], "stream": True}
    body |= {"stream_options": {"include_usage": True}} | ({"max_tokens": max_tokens} if max_tokens else {})
    begun, first, read = time.perf_counter(), None, b""
    with (
        httpx.Client(transport=PocketServer(pace, folder)) as http,
        http.stream("POST", "http://pocket.invalid/v1/chat/completions", json=body) as reply,
    ):
        for read in reply.iter_bytes():
            # A comment is a token without a text, which has its time too.
            if said := b'"delta":{"reasoning"' in read or b'"delta":{"content":"' in read:
                first = first or time.perf_counter() - begun
            if (said or read.startswith(b":")) and b"[DONE]" not in read:
                heard()
    usage = json.loads(read.split(b"data: ")[-2])["usage"]
    return first or 0.0, usage["completion_tokens"]


def _speaker(folder: Path) -> Any:
    from components.pocket.speaker import speaker

    return speaker("pocket/thinker", folder)


def _memory() -> float:
    """Of this process, in MB that are in use (Linux)."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1e3


def _import(modules: str, without: bool) -> float:
    """Seconds. Without: something of the same face stands in its place."""
    if without:
        stand_in: Any = types.ModuleType("components.pocket")
        stand_in.MODELS, stand_in.PACE, stand_in.transport = {}, 60.0, None
        sys.modules["components.pocket"] = stand_in
    begun = time.perf_counter()
    for module in modules.split(","):
        __import__(module)
    took = time.perf_counter() - begun
    assert "streamlit" in modules or "numpy" not in sys.modules
    return took


if __name__ == "__main__":
    part, *rest = sys.argv[1:] or [""]
    if part in ("--import", "--import-without"):
        print(json.dumps(_import(rest[0], part == "--import-without")))
    elif part.startswith("--"):
        ours = Path(__file__).parent.parent.parent / "components" / "pocket" / "weights"
        print(json.dumps(globals()[part[2:]](Path(rest[0]) if rest else ours)))
    else:
        main(part or None)
