"""The end of the process: what runs is saved at the first word of it, while the server still says farewell to pages."""

import signal
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

from starlette.concurrency import run_in_threadpool

from components.room import get_room

# Ctrl+C, `kill` and service managers; Ctrl+Break on Windows; a terminal that is closed.
ENDINGS = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")


@asynccontextmanager
async def closing(_: object) -> AsyncGenerator[None]:
    """As the lifespan of an app. The server has set its own handlers by then; they come second."""
    if threading.current_thread() is threading.main_thread():
        for name in ENDINGS:
            if number := getattr(signal, name, None):
                _save_first(number)
    try:
        yield
    finally:
        await run_in_threadpool(get_room().close)


def _save_first(number: signal.Signals) -> None:
    before: Any = signal.getsignal(number)

    def save(signalled: int, frame: FrameType | None) -> None:
        # On a thread of its own: this one may hold a lock that is needed for it.
        threading.Thread(target=get_room().close, name="saves all turns", daemon=True).start()
        if callable(before):
            before(signalled, frame)
        else:
            signal.raise_signal(signal.SIGTERM)  # it would have ended the process; now the server does

    # Not what is ignored: a room that was started by nohup stays.
    if callable(before) or (before is signal.SIG_DFL and number != signal.SIGTERM):
        signal.signal(number, save)
