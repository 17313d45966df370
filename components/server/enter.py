"""The way in for the person who started the room: an address with a token, printed and opened at the start."""

import asyncio
import os
import subprocess
import sys
import threading
import webbrowser
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from shutil import which
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit import config, get_option

from components.room import FORWARDED, LOCAL, CannotKeep, Room, get_room, owner_by, place
from components.server.base_path import base_path
from components.server.middleware import YEAR_S, known_token
from components.server.rarely import quiet_about_descriptors

PATH = "/enter"
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  (looked for, not bound)


def enter_routes() -> list[BaseRoute]:
    return [Route(f"{base_path()}{PATH}", _enter, methods=["GET"])]


async def _enter(request: Request) -> Response:
    """To the room's clean address, whatever the token: without the cookie its page says how to come in."""
    # By its last step: a proxy may have put something before the path.
    reply = RedirectResponse("./", 303, {"Cache-Control": "no-store"})
    room = get_room()
    # A program that only looks where an address leads uses nothing up.
    if request.method == "GET" and room.door.lets_in(request.query_params.get("token", ""), _same_account(request)):
        reply.set_cookie(
            place().key_cookie,
            room.door.key,
            max_age=YEAR_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        # What this browser asked before it came in stays with it.
        with suppress(CannotKeep):  # it is handed over the next time
            await run_in_threadpool(_bring_along, room, request.cookies)
    return reply


def _bring_along(room: Room, cookies: Mapping[str, str]) -> None:
    if token := room.door.proved(cookies.get(place().owner_cookie, "")) or known_token(room, cookies):
        room.belongings(owner_by(token)).hand_over(LOCAL)


def _same_account(request: Request) -> bool:
    """As far as the system tells: Linux alone does, and then of both ends of a connection inside this machine."""
    if any(name in request.headers for name in FORWARDED):
        return False  # it may have been passed on, or says so and names a connection of somebody else
    tables = [table for table in map(Path, ("/proc/net/tcp", "/proc/net/tcp6")) if table.is_file()]
    if not tables or not request.client:
        return not tables
    ends = f":{request.client.port:04X}", f":{place().port:04X}"
    rows = (line.split() for table in tables for line in table.read_text("ascii").splitlines()[1:])
    accounts = {int(row[7]) for row in rows if (row[1][-5:], row[2][-5:]) == ends}
    return bool(accounts) and accounts <= {os.getuid(), 0}


@asynccontextmanager
async def told(app: Any) -> AsyncGenerator[Mapping[str, Any]]:
    """While the server runs. At its start the address is printed and, where there is a screen, opened."""
    quiet_about_descriptors(asyncio.get_running_loop())
    door = get_room().door
    print(f"Open Thinkroom at {address(door.token)}", flush=True)
    print("Whoever has this address sees all your chats; every other browser gets a room of its own.", flush=True)
    if not get_option("server.headless"):
        _open(address(door.ticket()))
    yield {}


def address(token: str) -> str:
    """As the browser of the person who starts the room reaches it."""
    return f"{here()}{PATH}?token={token}"


def here() -> str:
    """Where the room is for browsers of this machine, with the path that all of it lies under."""
    scheme = "https" if get_option("server.sslCertFile") else "http"
    host = f"[{_host()}]" if ":" in _host() else _host()
    set_by_hand = config.is_manually_set("browser.serverPort")
    port = get_option("browser.serverPort" if set_by_hand else "server.port")
    return f"{scheme}://{host}:{port}{base_path()}"


def _host() -> str:
    if config.is_manually_set("browser.serverAddress"):
        return str(get_option("browser.serverAddress"))
    bound = str(get_option("server.address") or "")
    host = "127.0.0.1" if bound in EVERYWHERE else bound
    allowed = [str(name) for name in get_option("server.allowedHosts")]
    named = [name for name in allowed if "*" not in name]
    # Under a name that is not allowed the page would come, and nothing in it.
    return host if host in allowed or "*" in allowed or not named else named[0]


def _open(url: str) -> None:
    """Nothing of what a browser says while it starts belongs into the room's own lines."""
    opener = {"linux": "xdg-open", "darwin": "open"}.get(sys.platform, "")
    if opener and which(opener):
        none = subprocess.DEVNULL
        with suppress(OSError):
            # A program of the system, and an address of our own.
            subprocess.Popen([opener, url], stdin=none, stdout=none, stderr=none, start_new_session=True)  # noqa: S603
    else:  # where it finds a browser in the terminal alone, it waits for its end
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
