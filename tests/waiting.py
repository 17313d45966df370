"""Waiting for what another thread or another machine does."""

import time
from collections.abc import Callable
from typing import Any


def eventually(true: Callable[[], Any], within: float = 10.0) -> bool:
    """Whether `true` becomes true `within` that many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.01)
    return bool(true())
