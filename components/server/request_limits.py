"""How often one person, and one address, may ask for what costs this machine work, and how much they may send with it.
Files of the page itself are not counted: they are many, and cost nothing."""

from ipaddress import ip_address

from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.room import CannotKeep, Room, place
from components.server.base_path import base_path
from components.server.rarely import rarely

WAIT_S = 60
AN_ADDRESS = 5  # times as often as a person: a class may stand behind one
COUNTED = ("/exports", "/enter", "/sign-in")
MOST_BYTES = 64_000  # of a body, but for files that are uploaded: those Streamlit measures
UPLOADS = "/_stcore/upload_file"
TOO_OFTEN = "You asked too often within a minute. Wait a minute, then load the page again."
TOO_LARGE = "What was sent is larger than this room takes."


class RequestLimits:
    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app, self._room = app, room
        self._persons = room.counting.by(FixedWindowRateLimiter, "requests of a person")
        self._addresses = room.counting.by(FixedWindowRateLimiter, "requests of an address")
        each = room.requests_a_minute
        self._person, self._address = RateLimitItemPerMinute(each), RateLimitItemPerMinute(each * AN_ADDRESS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._counts(scope) and not await self._may_come(scope):
            rarely.say("too often", "Somebody asked too often, and was refused for the rest of the minute.")
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1013, "reason": TOO_OFTEN})
            else:
                reply = PlainTextResponse(TOO_OFTEN, 429, {"Retry-After": str(WAIT_S)})
                await reply(scope, receive, send)
        elif scope["type"] == "http" and not _path(scope).startswith(UPLOADS):
            await _measured(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _counts(self, scope: Scope) -> bool:
        if not self._room.requests_a_minute or scope["type"] not in ("http", "websocket"):
            return False
        working = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        return working or _path(scope).startswith(COUNTED)

    async def _may_come(self, scope: Scope) -> bool:
        return await run_in_threadpool(self._may, scope) if self._room.counting.waits else self._may(scope)

    def _may(self, scope: Scope) -> bool:
        """One whose limit is reached uses up nothing of the others'."""
        if (address := _from_afar(scope)) and not self._addresses.hit(self._address, address):
            return False
        came = HTTPConnection(scope)
        try:
            owner = self._room.door.owner_of(place(), came.headers, came.cookies)
        except CannotKeep:
            owner = None
        return owner is None or self._persons.hit(self._person, owner)


async def _measured(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """A body is measured as it comes, whatever its length was told to be."""
    came, begun, refused = 0, False, False

    async def received() -> Message:
        nonlocal came, refused
        message = await receive()
        came += len(message.get("body", b""))
        if came > MOST_BYTES and not refused:
            refused = True
            if not begun:
                await PlainTextResponse(TOO_LARGE, 413)(scope, receive, send)
        return {"type": "http.disconnect"} if refused else message

    async def sent(message: Message) -> None:
        nonlocal begun
        begun = True
        if not refused:
            await send(message)

    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not told.isdigit() or len(told) > 12 or int(told) > MOST_BYTES:
        await PlainTextResponse(TOO_LARGE, 413)(scope, receive, send)
        return
    try:
        await app(scope, received, sent)
    except ClientDisconnect:
        if not refused:
            raise


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(base_path())


def _from_afar(scope: Scope) -> str:
    """The address of the other end of the connection; "" for this machine's own: there a proxy may stand, behind which
    everybody comes."""
    address = (scope.get("client") or ("",))[0]
    try:
        return "" if ip_address(address).is_loopback else address
    except ValueError:
        return ""
