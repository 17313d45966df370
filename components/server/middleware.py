"""ASGI middleware: the content security policy, the cookie that tells owners apart, and who may open a socket."""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from components.room import COOKIE, TOKEN, CannotKeep, Room, owner_by, place
from components.server.base_path import base_path
from components.server.rarely import rarely

# Model text is hostile: whatever slips through its escapes loads nothing from anywhere and runs nothing.
# blob: is how Streamlit loads the script of a small element of ours (the clipboard).
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob: {inline}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' {sockets}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}")
FOLLOW = "/follow"  # where an audience watches
YEAR_S = 365 * 86_400


class ContentSecurity:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page of ours that is none of Streamlit's has one of its own, which allows less.
                headers.setdefault(
                    "Content-Security-Policy", POLICY.format(inline=_inline(), sockets=own_sockets(scope))
                )
                headers["X-Content-Type-Options"] = "nosniff"
                # The address of a chat opens it: it must not travel with a click on a link of a model's.
                headers.setdefault("Referrer-Policy", "no-referrer")
                # Nor may a name in one of them be looked up before the click.
                headers["X-DNS-Prefetch-Control"] = "off"
            await send(message)

        await self._app(scope, receive, with_policy)


class SameOrigin:
    """Refuses a WebSocket that a page of another origin opens: it would drive the room with this browser's rights.

    Streamlit itself lets any page of this machine in, whatever its port.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not same_origin(headers := Headers(scope=scope)):
            asked = headers.get("host", "")
            rarely.say(
                "another origin",
                f"A page was refused: it is not from {asked if HOST.fullmatch(asked) else 'the name that it asks by'}. "
                "A proxy must pass the outer Host on (README, Letting others in).",
            )
            await send({"type": "websocket.close", "code": 1008, "reason": "another origin"})
            return
        await self._app(scope, receive, send)


class LeftSockets:
    """A browser that has gone in the middle of a message is no fault of the room's, nor is one that sends on after its
    request was over, and neither writes anything into its log.

    Streamlit takes the RuntimeError of a socket that is gone for a frame of text, and closes it once more.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left = False
        unsent: list[Exception] = []  # the faults of sending

        async def received() -> Message:
            nonlocal left
            message = await receive()
            left = left or message["type"] == "websocket.disconnect"
            return message

        async def sent(message: Message) -> None:
            nonlocal left
            try:
                await send(message)
            except Exception as error:
                left = left or isinstance(error, OSError)
                unsent.append(error)
                raise

        try:
            await self._app(scope, received, sent)
        except ClientDisconnect:  # before all that it wanted to say was said: there is nobody to answer
            return
        except (RuntimeError, WebSocketDisconnect) as error:
            if not left and error not in unsent:
                raise
        except Exception as error:
            if error not in unsent:
                raise


class OwnerCookie:
    """Gives every browser a random name of its own with the first page, signed by the room. Scripts of the page cannot
    read it. Where people sign in it comes with that."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app, self._room = app, room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._room.entrance.asks or not wants_page(scope):
            await self._app(scope, receive, send)
            return
        here, came = place(), HTTPConnection(scope)
        if self._room.door.owner_of(here, came.headers, came.cookies):
            await self._app(scope, receive, send)
            return
        try:
            known = await run_in_threadpool(known_token, self._room, came.cookies)
        except CannotKeep:  # then nobody knows whether this one owns something: another name would part it from that
            await self._app(scope, receive, send)
            return
        value = self._room.door.signed(known or secrets.token_urlsafe(32))
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{here.owner_cookie}={value}; Path=/; Max-Age={YEAR_S}; HttpOnly; SameSite=Lax{secure}"

        async def with_cookie(message: Message) -> None:
            # One that is sent on asks again, and may have been given a better name.
            if message["type"] == "http.response.start" and message["status"] != 303:
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, with_cookie)


def known_token(room: Room, cookies: Mapping[str, str]) -> str:
    """One that owns something here though this room did not sign it: given by a Thinkroom that did not sign yet, or
    before the secret was lost. "" where there is none: what was made up owns nothing."""
    given = cookies.get(COOKIE, ""), cookies.get(place().owner_cookie, "").partition(".")[0]
    return next((token for token in given if TOKEN.fullmatch(token) and room.belongings(owner_by(token)).any), "")


async def refuse_socket(scope: Scope, send: Send) -> None:
    """As if nothing were there (404, where a bare refusal is 403)."""
    if "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": 404, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": 1008})


@cache
def _inline() -> str:
    """The hashes of the scripts that stand in Streamlit's own page."""
    page = Path(streamlit.__file__).with_name("static").joinpath("index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in hashes)


def own_sockets(scope: Scope) -> str:
    """The page's own WebSocket, by name: older browsers do not count it to 'self'."""
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return f"ws://{host} wss://{host}" if HOST.fullmatch(host) else ""


def same_origin(headers: Headers) -> bool:
    """A browser always says where its page is from; what says nothing is no browser."""
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2].lower() == headers.get("host", "").lower() != ""


def wants_page(scope: Scope) -> bool:
    # By the request and not by the reply: a page that the browser still had (304) names no content type.
    # A follower's page is for everybody who has its link, and nobody's.
    here = scope["path"] != f"{base_path()}{FOLLOW}"
    return here and any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
