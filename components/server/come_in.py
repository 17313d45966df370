"""The page on which people sign in, and the one on which they sign out: ours, and whole without a file of the room."""

import asyncio
import base64
import hashlib
import re
import secrets
import time
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, quote, unquote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from components.room import ENTRY_S, LOCAL, CannotKeep, Room, get_room, login_path, place, visitor, ways
from components.server.base_path import base_path
from components.server.middleware import YEAR_S, known_token, same_origin
from components.server.peers import asker_of

PATH, OUT = "/come-in", "/sign-out"
MOST_BYTES = 8_192  # of a form
MOST_WAITING = 20  # attempts that wait for the one before them: each takes a moment, and memory
NOT_KEPT = {"Cache-Control": "no-store"}
BUSY_S = 5.0
# A cookie: what somebody asked for who had to sign in first. A longer one no browser keeps, and some proxies refuse.
WANTED_S, LONGEST_WANTED = 600, 3_000
ASKS = """<p>$words</p>
<form method="post" action="$action">
<input type="text" name="username" value="thinkroom" autocomplete="username" hidden>
<input type="hidden" name="to" value="$to">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus$described>
$trouble<button>Come in</button>
</form>"""
LEAVE = """<form method="post" action="$action">
<p>You are then signed out on every device, and nobody follows your chats any more. What is being asked
goes on, and all chats are kept.</p>
$trouble<button>Sign out</button> <a href="$home">Back to the room</a>
</form>"""
WAYS = "<p>$words</p>\n$ways"
LEFT = """<meta http-equiv="refresh" content="0; url=$home">
<p>You are signed out of this room. <a href="$home">Go on</a> to be signed out where you signed in.</p>"""
NOT_NAMED = "This room is told by a proxy who comes, and it was told of nobody. Come by its address, and sign in there."
_attempt = asyncio.Lock()
_waiting: list[object] = []


def come_in_routes() -> list[BaseRoute]:
    return [
        Route(f"{base_path()}{PATH}", _show, methods=["GET"]),
        Route(f"{base_path()}{PATH}", _come_in, methods=["POST"]),
        Route(f"{base_path()}{OUT}", _ask_out, methods=["GET"]),
        Route(f"{base_path()}{OUT}", _sign_out, methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    if not get_room().entrance.asks:
        return PlainTextResponse("Nobody signs in here.", 404, NOT_KEPT)
    to = _inside(request.query_params.get("to", ""))
    if await run_in_threadpool(visitor, request.headers, request.cookies):
        return RedirectResponse(to, 303, NOT_KEPT)
    if get_room().entrance.way == "proxy":
        return _page("Sign in", WAYS, {"ways": "", "words": NOT_NAMED}, 401)
    if get_room().entrance.way == "oidc":
        reply = _asks_who(request.query_params.get("with", ""))
        # Whoever they sign in with sends them back to the room's beginning.
        if "to" in request.query_params and len(wants := quote(to)) <= LONGEST_WANTED:
            secure = request.url.scheme == "https"
            reply.set_cookie(wanted_cookie(), wants, max_age=WANTED_S, httponly=True, samesite="lax", secure=secure)
        return reply
    return _asks(to, "You are signed out." if "out" in request.query_params else "This room asks for a password.")


def _asks_who(way: str) -> Response:
    if path := login_path(way):
        return RedirectResponse(path, 303, NOT_KEPT)
    names = {one: "" if one == "default" else f" with {escape(one)}" for one in ways()}
    links = (f'<a class="act" href="?{urlencode({"with": one})}">Sign in{name}</a>' for one, name in names.items())
    return _page("Sign in", WAYS, {"ways": "\n".join(links), "words": "This room asks who you are."})


def wanted_cookie() -> str:
    """Cookies know no ports, and another room of this machine has other places."""
    here = place()
    return f"thinkroom_wanted_{here.name or here.port}"


def wanted(request: HTTPConnection) -> str:
    """What they asked for before they signed in, once they are led to the room's beginning; "" for nothing else."""
    asked = request.cookies.get(wanted_cookie(), "")
    at_beginning = request.url.path == f"{base_path()}/" and not request.url.query
    return _inside(unquote(asked)) if asked and at_beginning else ""


async def _come_in(request: Request) -> Response:
    room, form = get_room(), await _form(request)
    if room.entrance.password is None or form is None:
        return PlainTextResponse("Nothing was done.", 404 if room.entrance.password is None else 403, NOT_KEPT)
    to, address = _inside(form.get("to", "")), asker_of(request.scope, room)
    right, wait_s = await _tried(room, form.get("password", ""), address)
    if wait_s:
        told = f"There were too many wrong passwords. Try again in {_in_words(wait_s)}."
        return _asks(to, "This room asks for a password.", told, 429, {"Retry-After": str(int(wait_s) + 1)})
    if not right:
        return _asks(to, "This room asks for a password.", "That is not the password. Try again.", 401)
    reply = RedirectResponse(to, 303, NOT_KEPT)
    cookies, secure = request.cookies, request.url.scheme == "https"
    token = room.door.proved(cookies.get(place().owner_cookie, ""))
    with suppress(CannotKeep):
        token = token or await run_in_threadpool(known_token, room, cookies)
    token = token or secrets.token_urlsafe(32)
    for name, value, lasts in (
        (place().owner_cookie, room.door.signed(token), YEAR_S),
        (place().entry_cookie, room.entrance.entry(token), ENTRY_S),
    ):
        reply.set_cookie(name, value, max_age=lasts, httponly=True, samesite="lax", secure=secure)
    return reply


async def _tried(room: Room, password: str, address: str) -> tuple[bool, float]:
    """Was it right? And how long, in seconds, nobody may try from there: one attempt at a time, so that as many as come
    together are no more than are counted."""
    if len(_waiting) >= MOST_WAITING:
        return False, BUSY_S
    _waiting.append(password)
    try:
        async with _attempt:
            attempts = room.entrance.attempts
            if (wait_s := await run_in_threadpool(attempts.wait_s, address)) > 0:
                return False, wait_s
            assert room.entrance.password is not None
            right = await run_in_threadpool(room.entrance.password.is_right, password)
            if not right:
                await run_in_threadpool(attempts.failed, address)
            return right, 0.0
    finally:
        _waiting.pop()


async def _ask_out(request: Request) -> Response:
    if not get_room().entrance.asks:
        return PlainTextResponse("Nobody signs in here.", 404, NOT_KEPT)
    return _leaves()


async def _sign_out(request: Request) -> Response:
    """On every device; what is open is closed by the gate."""
    room = get_room()
    owner = await run_in_threadpool(visitor, request.headers, request.cookies)
    leaves = owner is not None and (known := room.entrance.signed_in(owner)) is not None and known.leaves
    if owner is None or not leaves or await _form(request) is None:
        return PlainTextResponse("Nothing was done.", 403 if room.entrance.asks else 404, NOT_KEPT)
    try:
        await run_in_threadpool(room.belongings(owner).sign_out)
    except CannotKeep as error:
        return _leaves(f"That could not be done. {error}", 503)
    reply: Response = RedirectResponse(f"{base_path()}{PATH}?out", 303, NOT_KEPT)
    if room.entrance.way == "oidc" and owner != LOCAL:
        # Its cookie tells whole seconds: who signs in again does it in a later one. A form may lead to no other host.
        await asyncio.sleep(1 - time.time() % 1)
        reply = _page("Signed out", LEFT, {"home": f"{base_path()}/auth/logout"})
    for name in (place().entry_cookie, place().key_cookie):
        reply.delete_cookie(name)
    return reply


async def _form(request: Request) -> dict[str, str] | None:
    """What a form of ours says; None where it came of another origin, or is none."""
    # A browser says with each form where its page is from.
    if "origin" not in request.headers or not same_origin(Headers(scope=request.scope)):
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    try:
        said = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return None
    return {name: values[0] for name, values in said.items()}


def _inside(to: str) -> str:
    """A path of this room, or its beginning: nobody is sent on to another place."""
    plain = re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", to) is not None
    return to if plain and to.startswith(f"{base_path()}/") and len(to) < 2_000 else f"{base_path()}/"


def _in_words(seconds: float) -> str:
    minutes = -(-int(seconds) // 60)
    if seconds < 60:
        return "a minute" if seconds > 30 else "half a minute" if seconds > 10 else "some seconds"
    return f"{minutes} minutes"


def _asks(
    to: str, words: str, trouble: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> HTMLResponse:
    described = ' aria-invalid="true" aria-describedby="trouble"' if trouble else ""
    action = f"{base_path()}{PATH}"
    told = {"words": words, "to": escape(to), "described": described, "action": action, "trouble": _trouble(trouble)}
    return _page("Come in", ASKS, told, status, headers)


def _leaves(trouble: str = "", status: int = 200) -> HTMLResponse:
    told = {"action": f"{base_path()}{OUT}", "home": f"{base_path()}/", "trouble": _trouble(trouble)}
    return _page("Sign out", LEAVE, told, status)


def _trouble(words: str) -> str:
    return f'<p class="trouble" id="trouble" role="alert">{escape(words)}</p>\n' if words else ""


def _page(
    title: str, body: str, told: dict[str, str], status: int = 200, headers: dict[str, str] | None = None
) -> HTMLResponse:
    """`told` is HTML."""
    page, policy = _read_page()
    written = page.substitute(title=escape(title), body=Template(body).substitute(told))
    own = {
        **NOT_KEPT,
        "Content-Security-Policy": policy,
        # With none at all a browser would not say that its form is ours.
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
        **(headers or {}),
    }
    return HTMLResponse(written, status, own)


@cache
def _read_page() -> tuple[Template, str]:
    """With the policy that lets it do what it does, and nothing else."""
    page = Path(__file__).with_name("come_in.html").read_text("utf-8")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return Template(page), policy
