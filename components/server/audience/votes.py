"""What a follower may say beside its token: votes, one at a time, so many and no more."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket

from components.audience import Counted, Said, said_from

LONGEST, MOST = 2_000, 100  # characters of a vote, and votes of one socket
AT_ONCE, EACH_S = 3, 1.0  # so many come through at once, and then one in that time

Count = Callable[[Said], Counted | None]
Answer = Callable[[WebSocket, str], Awaitable[None]]


async def hear_votes(socket: WebSocket, count: Count, answer: Answer) -> bool:
    """Returns when it has gone (False), or says anything else (True): that is not for a follower. Who votes faster
    than they may waits. `count` is called on another thread."""
    phones: dict[str, str] = {}
    times: deque[float] = deque(maxlen=AT_ONCE)
    loop = asyncio.get_running_loop()
    for _ in range(MOST):
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return False
        said = _read(message.get("text"))
        # One phone a socket: who says it is another one makes votes up.
        if said is None or phones.setdefault(said.guess_id, said.phone) != said.phone:
            return True
        if len(times) == AT_ONCE and (early := times[0] + AT_ONCE * EACH_S - loop.time()) > 0:
            await asyncio.sleep(early)
        times.append(loop.time())
        counted = await run_in_threadpool(count, said)
        if counted is None:
            return True
        told = ["voted", said.guess_id, said.answer, said.sure] if counted == "counted" else [counted, said.guess_id]
        await answer(socket, json.dumps([told], ensure_ascii=False, separators=(",", ":")))
    return (await socket.receive())["type"] != "websocket.disconnect"


def _read(text: Any) -> Said | None:
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    try:
        return said_from(json.loads(text))
    except (ValueError, RecursionError):
        return None
