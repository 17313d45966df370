"""Going on from what one follows, in a chat of one's own: a browser that reaches the room itself asks for a copy."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.websockets import WebSocket

from components.audience import Share
from components.room import Audience, CannotKeep, get_room, visitor
from components.server.base_path import base_path
from components.server.enter import here
from components.server.middleware import FOLLOW, same_origin

LONGEST = 200  # of what is said: a token
OWN = {"Cache-Control": "private, no-store"}


def copy_routes() -> list[BaseRoute]:
    """Of the room's own server: at the door for other machines there is nothing to go on in."""
    return [Route(f"{base_path()}{FOLLOW}/copy", _copy, methods=["POST"])]


def offered(audience: Audience, share: Share, socket: WebSocket, at_the_room: bool) -> str | None:
    """Where that follower may go on: "" at the server that it is told by, else the address of a page there. None where
    it may not, or cannot reach the room."""
    if not audience.may_copy(share):
        return None
    if at_the_room:
        return ""
    machine, own = socket.client, socket.scope.get("server")
    return f"{here()}{FOLLOW}" if machine and own and machine.host == own[0] else None


async def _copy(request: Request) -> Response:
    """A chat of the browser's own, made by its page alone and by no address. All that is not there gets one answer."""
    owner, token = visitor(request.headers, request.cookies), await _token(request)
    # A browser says where the page is from that posts something.
    if not owner or "origin" not in request.headers or not same_origin(request.headers):
        return _nothing()
    try:
        chat = await run_in_threadpool(get_room().shares(owner).copy_from, token)
    except CannotKeep as error:
        return JSONResponse({"why": str(error)}, 503, OWN)
    return JSONResponse({"chat": chat}, headers=OWN) if chat else _nothing()


def _nothing() -> Response:
    return JSONResponse({"why": "Nothing can be gone on from here any more."}, 404, OWN)


async def _token(request: Request) -> str:
    """ "" where it says anything else."""
    said = b""
    try:
        async for part in request.stream():
            said += part
            if len(said) > LONGEST:
                return ""
        found: Any = json.loads(said)
    except (ClientDisconnect, ValueError, RecursionError):
        return ""
    token = found.get("token") if isinstance(found, dict) else None
    return token if isinstance(token, str) else ""
