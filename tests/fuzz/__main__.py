"""`python -m tests.fuzz <target|all> --seconds N`: each target N seconds, in a process of its own, one after the other.

A finding ends with status 1, its input's repr and the file that holds it.
"""

import argparse
import importlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LIMITS = ("-timeout=20", "-max_len=500", "-print_final_stats=1", "-verbosity=0")
TARGETS = ("splitter", "dialects", "tags")


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    options.add_argument("target", choices=(*TARGETS, "all"))
    options.add_argument("--seconds", type=int, default=60, metavar="N")
    given = options.parse_args()
    return max(_fuzzed(target, given.seconds) for target in (TARGETS if given.target == "all" else (given.target,)))


def _fuzzed(target: str, seconds: int) -> int:
    from tests.fuzz.seeds import dictionary, seeds

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds(target)):
            Path(corpus, str(number)).write_bytes(seed)
        words = Path(corpus, "words.dict")
        words.write_text(dictionary(), "ascii")
        found = Path(tempfile.mkdtemp(prefix=f"fuzz-{target}-"))
        flags = (*LIMITS, f"-max_total_time={seconds}", f"-dict={words}", f"-artifact_prefix={found}/", corpus)
        command = [sys.executable, "-m", "tests.fuzz.__main__", "--one", target, *flags]
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace")
    runs = re.search(r"number_of_executed_units: *(\d+)", ended.stderr)
    inputs = sorted(found.iterdir())
    for path in inputs:
        print(f"{target}: {path}\n{path.read_bytes()!r}")
    if inputs or ended.returncode:
        print(ended.stderr[-6_000:])
        return 1
    found.rmdir()
    print(f"{target}: {int(runs[1]) if runs else 0:,} inputs in {seconds} s, no finding", flush=True)
    return 0


def _one(target: str, flags: list[str]) -> None:
    """Never returns."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["components.wire"]):
        oracle = importlib.import_module("tests.fuzz.oracles").TARGETS[target]
    atheris.Setup([sys.argv[0], *flags], oracle)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
