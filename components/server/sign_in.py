"""The way to OpenRouter and back: where a person allows a key there, and where their browser is sent on to."""

from html import escape
from urllib.parse import SplitResult, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from components.room import LOCAL, CannotKeep, Room, get_room, owner_by, place, visitor
from components.server.base_path import base_path
from components.server.middleware import YEAR_S

PATH, BACK = "/sign-in", "/sign-in/back"
BY_NUMBER = ("127.0.0.1", "::1")
NOT_KEPT = {"Cache-Control": "no-store"}
PAGE = """<!doctype html><html lang="en" style="color-scheme: light dark"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Thinkroom</title>
<body style="font: 1rem/1.5 sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem"><p>{words}</p>
<p><a href="{home}">Back to the room</a></p></body></html>"""


def sign_in_routes() -> list[BaseRoute]:
    return [
        Route(f"{base_path()}{PATH}", _begin, methods=["GET"]),
        Route(f"{base_path()}{BACK}", _back, methods=["GET"]),
    ]


async def _begin(request: Request) -> Response:
    """`at` is the room's address as the browser has it: OpenRouter sends it back to there. It must be the one by which
    it asks: a link of somebody else's leads nowhere else."""
    room, at = get_room(), _split(request.query_params.get("at", ""))
    owner = await run_in_threadpool(visitor, request.headers, request.cookies)
    ticket = request.query_params.get("hand", "")
    if request.method != "GET" or at is None or at.netloc.lower() != request.headers.get("host", "").lower():
        return _told("This is no address of this room. Nothing was changed.", "./", 400)
    if ticket:
        return await _take_over(request, room, at, ticket)
    if owner is None:
        return RedirectResponse("./", 303, NOT_KEPT)  # its page says how to come in
    if at.scheme == "http" and at.hostname in BY_NUMBER:
        # OpenRouter knows this machine as "localhost" alone, and a cookie belongs to one name.
        named = at._replace(netloc=f"localhost:{at.port}" if at.port else "localhost")
        ticket = room.sign_ins.hand(owner, request.cookies.get(place().owner_cookie, ""))
        asked = urlencode({"at": named.geturl(), "hand": ticket})
        return RedirectResponse(f"{named.geturl().rstrip('/')}{PATH}?{asked}", 303, NOT_KEPT)
    if at.scheme == "http" and at.hostname != "localhost":
        return _told("Signing in needs https here, and this address has none. Paste a key instead.", "./", 400)
    # Where the room has several processes, what is typed and begun is theirs together: that may take a moment.
    to = await run_in_threadpool(room.sign_in(owner).begin, f"{at.geturl().rstrip('/')}{BACK}")
    if not to:
        return _told("The room's settings have a key for OpenRouter already. Nothing was changed.", "./", 400)
    return RedirectResponse(to, 303, NOT_KEPT)


async def _take_over(request: Request, room: Room, at: SplitResult, ticket: str) -> Response:
    """The same browser, by its other name: it goes on there as who it was, with what it had there before."""
    hand = room.sign_ins.handed(ticket)
    if hand is None or at.hostname != "localhost":
        return _told("This sign-in is over. Nothing was changed; begin it anew in the room.", "./", 400)
    reply = RedirectResponse(f"./sign-in?{urlencode({'at': at.geturl()})}", 303, NOT_KEPT)
    secure = request.url.scheme == "https"
    name, value = place().owner_cookie, hand.cookie
    if hand.owner == LOCAL:
        name, value = place().key_cookie, room.door.key
    reply.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="lax", secure=secure)
    token = room.door.proved(request.cookies.get(place().owner_cookie, ""))
    if token and (before := owner_by(token)) != hand.owner:
        try:
            await run_in_threadpool(room.belongings(before).hand_over, hand.owner)
        except CannotKeep:
            return _told("The room's database cannot be written to at the moment. Try again.", "./", 503)
    return reply


async def _back(request: Request) -> Response:
    owner, query = await run_in_threadpool(visitor, request.headers, request.cookies), request.query_params
    wrong = "This sign-in was begun in another browser. Nothing was changed."
    if request.method == "GET" and owner is not None:
        end = get_room().sign_in(owner).end
        wrong = await run_in_threadpool(end, query.get("state", ""), query.get("code", ""))
    return _told(wrong, "../", 400) if wrong else RedirectResponse("../", 303, NOT_KEPT)


def _told(words: str, home: str, status: int) -> Response:
    return HTMLResponse(PAGE.format(words=escape(words), home=home), status, NOT_KEPT)


def _split(address: str) -> SplitResult | None:
    """None where it is no address of a page."""
    try:
        at = urlsplit(address)
        at.port  # noqa: B018  (it may be none)
    except ValueError:
        return None
    plain = not (at.query or at.fragment or at.username or at.password)
    return at if at.scheme in ("http", "https") and at.hostname and plain else None
