"""Waiting for what another thread or another machine does, and how long that may take on this one."""

import time
from collections.abc import Callable
from typing import Any

IDLE_S = 0.02  # what `_work` takes on a machine of two cores, of 2023, that has nothing else to do


def eventually(true: Callable[[], Any], within: float = 30.0) -> bool:
    """Whether `true` becomes true `within` that many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.01)
    return bool(true())


def allowed(idle_s: float) -> float:
    """The seconds that something may take here and now that may take `idle_s` on a machine with nothing else to do: as
    many times more as a fixed piece of work takes more, and twice at least: it may be busy at one moment and not at the
    next. A limit so is a ratio, and a slow machine fails no test."""
    begun = time.monotonic()
    _work()
    return idle_s * max(2.0, 2 * (time.monotonic() - begun) / IDLE_S)


def _work() -> int:
    return sum(len(str(number).replace("9", "99").split("1")) for number in range(60_000))
