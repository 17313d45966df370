"""What a follower's device asks for: one page, and a socket on which it says its token and hears what is new.

Who says anything but a token and votes is sent away.
"""

import asyncio
import base64
import hashlib
import json
import re
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.audience import Share
from components.conversation import CannotKeep
from components.room import Audience, Room, get_room
from components.server.audience.copying import offered
from components.server.audience.stage import Stage, as_message, send
from components.server.audience.votes import hear_votes
from components.server.base_path import base_path
from components.server.middleware import FOLLOW as PATH
from components.server.middleware import own_sockets

TOKEN_S, LONGEST_TOKEN, MOST_ASKING = 10.0, 200, 1_000  # who has not said a token yet
NOT_THERE, BUSY, TOO_MUCH = 4404, 1013, 1008  # codes with which the server closes
LEFT = WebSocketDisconnect, TimeoutError, RuntimeError, OSError


def follow_routes(at_the_room: bool = True) -> list[BaseRoute]:
    """Each server that has them tells its own followers. `at_the_room`: it is the room's own, and no door to it."""
    followers = _Followers(at_the_room)
    base = base_path()
    return [
        Route(f"{base}{PATH}", _page, methods=["GET"]),
        WebSocketRoute(f"{base}{PATH}/live", followers.serve),
    ]


async def _page(request: Request) -> Response:
    page, policy = _read_page()
    headers = {
        "Content-Security-Policy": policy.format(sockets=own_sockets(request.scope)),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    return HTMLResponse(page, headers=headers)


@cache
def _read_page() -> tuple[str, str]:
    """With the policy that lets it do what it does, and nothing else, but for the names of its sockets."""
    page = Path(__file__).with_name("follow.html").read_text("utf-8")

    def hashes(tag: str) -> str:
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in texts)

    policy = (
        f"default-src 'none'; script-src {hashes('script')}; style-src {hashes('style')};"
        " connect-src 'self' {sockets}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return page, policy


class _Followers:
    def __init__(self, at_the_room: bool) -> None:
        self._at_the_room = at_the_room
        self._stages: dict[str, Stage] = {}
        self._asking = 0

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        if self._asking >= MOST_ASKING:
            await socket.close(BUSY)
            return
        room = get_room()
        self._asking += 1
        try:
            token = await _token(socket)
            found = await run_in_threadpool(room.audience.by, token)
        except (CannotKeep, *LEFT):
            found = None
        finally:
            self._asking -= 1
        with suppress(*LEFT):
            if found is None:
                await socket.close(NOT_THERE)
            elif not room.audience.join(found[0]):
                await socket.close(BUSY)
            else:
                await self._serve(socket, room, *found)

    async def _serve(self, socket: WebSocket, room: Room, share: Share, owner: str) -> None:
        stage = self._stages.setdefault(share.id, Stage(share, owner, room.chats(owner), room.audience))
        stage.followers += 1
        telling = asyncio.ensure_future(self._tell(stage, socket, room.audience, share))
        listening = asyncio.ensure_future(hear_votes(socket, partial(room.audience.vote, share), send))
        try:
            await asyncio.wait((telling, listening), return_when=asyncio.FIRST_COMPLETED)
            over, said = stage.over, listening.done() and not listening.exception() and listening.result()
        finally:
            for task in (telling, listening):
                task.cancel()
                with suppress(asyncio.CancelledError, CannotKeep, *LEFT):
                    await task
            room.audience.leave(share)
            stage.followers -= 1
            if not stage.followers:
                stage.end()
                self._stages.pop(share.id, None)
        await socket.close(TOO_MUCH if said else NOT_THERE if over else BUSY)

    async def _tell(self, stage: Stage, socket: WebSocket, audience: Audience, share: Share) -> None:
        if (where := offered(audience, share, socket, self._at_the_room)) is not None:
            await send(socket, as_message([["copies", where]]))
        await stage.tell(socket)


async def _token(socket: WebSocket) -> str:
    """ "" where it says anything else."""
    async with asyncio.timeout(TOKEN_S):
        said = await socket.receive_text()
    try:
        found: Any = json.loads(said) if len(said) <= LONGEST_TOKEN else None
    except ValueError:
        return ""
    token = found.get("token") if isinstance(found, dict) else None
    return token if isinstance(token, str) else ""
