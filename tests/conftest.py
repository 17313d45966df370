"""What all tests share: the folder of recorded replies, how hard hypothesis tries, and whose turn it is at a port."""

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

settings.register_profile("thinkroom", deadline=None, max_examples=150, derandomize=bool(os.environ.get("CI")))
settings.load_profile("thinkroom")

IN_BROWSERS = Path(__file__).parent / "browser"  # all tests in it drive one


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where no test of a file can be wanted it is not even imported: all together take seconds, in each worker."""
    wanted = str(config.getoption("markexpr"))
    inside = collection_path.is_relative_to(IN_BROWSERS)
    if collection_path != IN_BROWSERS and not collection_path.match("test_*.py"):
        return None
    if wanted == "browser" and not inside and "mark.browser" not in collection_path.read_text("utf-8"):
        return True
    if "not browser" in wanted.split(" and ") and " or " not in wanted and inside:
        return True
    return None


USUAL_PORTS = 48_211  # whoever listens here may listen where servers at home do


@pytest.fixture(autouse=True)
def one_at_the_usual_ports(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of all processes that run tests on this machine."""
    if request.node.get_closest_marker("usual_ports") is None:
        yield
        return
    with socket.socket() as turn:
        while True:
            with contextlib.suppress(OSError):
                turn.bind(("127.0.0.1", USUAL_PORTS))
                break
            time.sleep(0.05)
        yield


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder $THINKROOM_CAPTURES. Without it the test is skipped, but never where CI runs it."""
    named = os.environ.get("THINKROOM_CAPTURES", "")
    folder = Path(named)
    if named and (folder / "expect.json").is_file():
        return folder
    _missing(f"$THINKROOM_CAPTURES {f'is {named}, which has no expect.json' if named else 'is not set'}")


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of small inputs made after public reports: `cases`, beside the recorded replies."""
    folder = Path(os.environ.get("THINKROOM_CAPTURES", "")).parent / "cases"
    if folder.is_dir() and os.environ.get("THINKROOM_CAPTURES"):
        return folder
    _missing("there is no folder of cases beside $THINKROOM_CAPTURES")


@pytest.fixture(scope="session")
def native_captures() -> Path:
    """The folder of replies in protocols of their own: `captures-native`, beside the recorded replies."""
    folder = Path(os.environ.get("THINKROOM_CAPTURES", "")).parent / "captures-native"
    if (folder / "expect.json").is_file() and os.environ.get("THINKROOM_CAPTURES"):
        return folder
    _missing("there is no folder captures-native beside $THINKROOM_CAPTURES")


def _missing(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
