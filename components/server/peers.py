"""Who is at the other end of a connection: by the socket, and not by what a header says of it."""

import uvicorn.config
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from components.room import PERSON, SECRET_HEADER, Room, owner_of, read_name

HERE = ("127.0.0.1", "::1")


class _AsItCame:
    """In place of uvicorn's own, which takes the address of a peer from a header of any program of this machine."""

    def __init__(self, app: ASGIApp, trusted_hosts: object = None) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def take_peers_as_they_are() -> None:
    """Before uvicorn puts its middleware around this app, which it does once that is imported: Streamlit leaves it no
    setting for that."""
    uvicorn.config.__dict__["ProxyHeadersMiddleware"] = _AsItCame


def peer_of(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def asker_of(scope: Scope, room: Room) -> str:
    """The address of who asks: what a listed proxy added last to X-Forwarded-For, else the peer itself."""
    peer = peer_of(scope)
    if not room.entrance.proxy.is_from(peer):
        return peer
    told = ",".join(Headers(scope=scope).getlist("X-Forwarded-For"))
    return told.rpartition(",")[2].strip() or peer


def as_named(scope: Scope, room: Room) -> tuple[Scope, str]:
    """With the one header by which the room knows whom its proxy has named, and what that is shown as ("" for nobody).
    What a browser sent by that name, and what only the proxy and the room know, go no further."""
    headers, peer, name = Headers(scope=scope), peer_of(scope), ""
    if room.entrance.way == "proxy":
        name = room.entrance.proxy.names(
            peer, headers.getlist(SECRET_HEADER), headers.getlist(room.entrance.proxy.header)
        )
    dropped = {one.lower().encode() for one in (PERSON, SECRET_HEADER)}
    kept = [(key, value) for key, value in scope["headers"] if key not in dropped]
    if name:
        kept.append((PERSON.lower().encode(), room.door.person(owner_of("proxy", name)).encode()))
    told = headers.get("X-Forwarded-Proto", "")
    secure = told == "https" and (peer in HERE or room.entrance.proxy.is_from(peer))
    scheme = {"http": "https", "ws": "wss"}.get(scope["scheme"], scope["scheme"]) if secure else scope["scheme"]
    return {**scope, "headers": kept, "scheme": scheme}, read_name(name)
