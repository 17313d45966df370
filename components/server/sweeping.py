"""What is kept of pages that have gone, in case they come back, is dropped in time: Streamlit does that with the next
visit alone, and as long as nobody comes, memory, threads and sockets stay."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from streamlit import runtime

EVERY_S = 5.0
COLLECT_EVERY_S = 30.0  # at most: everything waits for it, for as long as a frame or two


@asynccontextmanager
async def sweeping(_: object) -> AsyncGenerator[None]:
    """As the lifespan of an app."""
    sweeps = asyncio.ensure_future(_sweep())
    try:
        yield
    finally:
        sweeps.cancel()
        with suppress(asyncio.CancelledError):
            await sweeps


async def _sweep() -> None:
    loop, due, collected = asyncio.get_running_loop(), False, 0.0
    while True:
        await asyncio.sleep(EVERY_S)
        due = forget_left() or due
        # Threads that had nothing to do for ten seconds end when the next work comes.
        await run_in_threadpool(lambda: None)
        if due and loop.time() - collected > COLLECT_EVERY_S:
            # A session and what it is made of refer to each other, and an idle room makes nothing that has Python look.
            gc.collect()
            due, collected = False, loop.time()


def forget_left() -> bool:
    """Pages whose time to come back is over. Were there any?"""
    if not runtime.exists():
        return False
    # Streamlit has no other way to it; a test sees that they are gone.
    here: Any = runtime.get_instance()
    return bool(here._session_mgr._session_storage._cache.expire())
