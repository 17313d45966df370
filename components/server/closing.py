"""The end of the process: what runs is saved at the first word of it, while the server still says farewell to pages.

Where what runs may come to its end first (THINKROOM_STOP_SECONDS), the server hears of it after that; a second word of
it ends the wait.
"""

import os
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

    def end(signalled: int, frame: FrameType | None) -> None:
        if callable(before):
            before(signalled, frame)
        else:
            os.kill(os.getpid(), signal.SIGTERM)  # it would have ended the process; now the server does

    def finish(signalled: int) -> None:
        room = get_room()
        room.finish(room.upkeep.stop_s)
        room.close()
        end(signalled, None)

    def save(signalled: int, frame: FrameType | None) -> None:
        # On a thread of its own: this one may hold a lock that is needed for it.
        room = get_room()
        if room.upkeep.stop_s and not room.ends:
            threading.Thread(target=finish, args=(signalled,), name="finishes all turns", daemon=True).start()
            return
        threading.Thread(target=room.close, name="saves all turns", daemon=True).start()
        end(signalled, frame)

    # Not what is ignored: a room that was started by nohup stays.
    if callable(before) or (before is signal.SIG_DFL and number != signal.SIGTERM):
        signal.signal(number, save)
