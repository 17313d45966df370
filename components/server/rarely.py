"""Lines for the log of what strangers can bring about as often as they like: at most one a minute, with a count."""

import asyncio
import errno
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

EVERY_S = 60.0

log = logging.getLogger(__name__)


class Rarely:
    def __init__(self, write: Callable[[str], object] = log.warning) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._silent: dict[str, tuple[float, int]] = {}  # since when, and how often nothing was written

    def say(self, kind: str, line: str) -> None:
        """`kind` is one of a few that we know, never a stranger's word."""
        with self._lock:
            since, count = self._silent.get(kind, (-EVERY_S, 0))
            now = time.monotonic()
            tells = now - since >= EVERY_S
            self._silent[kind] = (now, 0) if tells else (since, count + 1)
        if tells:
            self._write(f"{line} (And {count:,} more times before.)" if count else line)


rarely = Rarely()


def quiet_about_descriptors(loop: asyncio.AbstractEventLoop) -> None:
    """Where no descriptor is left the loop would write a traceback for every connection that waits, again and again."""

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            rarely.say(
                "descriptors",
                "No connection can be taken at the moment: this process has as many files and sockets open as it may. "
                "It goes on by itself once some are closed.",
            )
        elif type(error).__module__.startswith("h11."):  # which uvicorn lets through where it refuses half a request
            rarely.say("no request", "A connection was closed: what came over it is no request.")
        else:
            loop.default_exception_handler(context)

    loop.set_exception_handler(handle)
