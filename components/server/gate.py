"""Where people sign in, nothing of the room is there for who has not: no page, no file, no socket. Who signs out is
outside from then on, also with what is open."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.room import LOCAL, CannotKeep, Room, owner_by, place
from components.server.base_path import base_path
from components.server.come_in import OUT, PATH, wanted, wanted_cookie
from components.server.enter import PATH as ENTER
from components.server.health import HEALTH
from components.server.middleware import FOLLOW, known_token, refuse_socket, wants_page
from components.server.peers import as_named

# A page of ours that asks who comes, the follower's own, and what says how the server is, to who may know.
OPEN = (ENTER, PATH, FOLLOW, f"{FOLLOW}/live", "/_stcore/health", *HEALTH)
LOOK_EVERY_S = 2.5  # whether who has a socket open is still in
OVER = 1008  # with which that is closed
NOT_KEPT = {"Cache-Control": "no-store"}


class Gate:
    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app, self._room, self._entrance = app, room, room.entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not self._entrance.asks:
            await self._app(scope, receive, send)
            return
        scope, name = as_named(scope, self._room)
        if self._is_open(_path(scope)):
            await self._app(scope, receive, send)
        elif (owner := await self._owner(scope)) is None:
            await self._refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._while_in(owner, scope, receive, send)
        elif wants_page(scope) and owner != LOCAL and self._entrance.way != "password":
            came = HTTPConnection(scope)
            if await run_in_threadpool(self._settle, owner, name, came.cookies):
                send = _forgetting(send, place().owner_cookie)
            if to := wanted(came):
                await RedirectResponse(to, 303, NOT_KEPT)(scope, receive, _forgetting(send, wanted_cookie()))
            else:
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_open(self, path: str) -> bool:
        return path in OPEN or path in self._entrance.open_paths

    def _settle(self, owner: str, name: str, cookies: Mapping[str, str]) -> bool:
        """What this browser asked before its person signed in is theirs, once. Has it a name that it needs no more?"""
        with suppress(CannotKeep):  # then with the next page
            room, named = self._room, cookies.get(place().owner_cookie, "")
            user = self._entrance.user(cookies)
            self._entrance.call(owner, user.name if user else name)
            if token := room.door.proved(named) or known_token(room, cookies):
                room.belongings(owner_by(token)).hand_over(owner)
                return True
        return False

    async def _owner(self, scope: Scope) -> str | None:
        came = HTTPConnection(scope)
        return await run_in_threadpool(self._entrance.owner_of, place(), came.headers, came.cookies)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await refuse_socket(scope, send)
            return
        reply: Response = PlainTextResponse("Sign in first.", 401, NOT_KEPT)
        if wants_page(scope):
            query = scope["query_string"].decode("latin-1")
            asked = f"{scope['path']}{f'?{query}' if query else ''}"
            told = scope["method"] == "GET" and _path(scope) != OUT and asked != f"{base_path()}/"
            to = f"?to={quote(asked)}" if told else ""
            reply = RedirectResponse(f"{base_path()}{PATH}{to}", 303, NOT_KEPT)
        await reply(scope, receive, send)

    async def _while_in(self, owner: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Closed within seconds once its owner is not in any more."""
        over = False

        async def sent(message: Message) -> None:
            if not over:
                await send(message)

        async def look() -> None:
            nonlocal over
            while await self._owner(scope) == owner:
                await asyncio.sleep(LOOK_EVERY_S)
            over = True  # and the server tells the app that it was left
            await send({"type": "websocket.close", "code": OVER})

        looking = asyncio.ensure_future(look())
        try:
            await self._app(scope, receive, sent)
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError, OSError, RuntimeError):
                await looking


def _forgetting(send: Send, cookie: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            gone = f"{cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
            MutableHeaders(scope=message).append("Set-Cookie", gone)
        await send(message)

    return sent


def _path(scope: Scope) -> str:
    """In the room, wherever that lies."""
    return str(scope["path"]).removeprefix(base_path())
