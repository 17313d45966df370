"""The door for followers on other machines: a server of its own, on a port of its own, that knows their routes alone.

The room itself stays where it is bound, usually to this machine: nothing of it, Streamlit's socket neither, can be
reached by this door.
"""

import asyncio
import contextlib
import socket
import threading
from urllib.parse import urlsplit

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from components.room import Reached
from components.server.audience.follow import PATH, follow_routes
from components.server.base_path import base_path
from components.server.middleware import LeftSockets, SameOrigin, refuse_socket

MOST_PORTS = 20  # that are tried, from the usual one on
MOST_SAID = 4_096  # bytes of what a follower says
END_S, LOOK_S = 10.0, 3.0
# Where no packet goes: asked for the way there, a machine names its own address (RFC 5737, RFC 3849).
FAR = (socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")


class NothingElse:
    """A socket that is asked for at another path is not there, as a page is not (404, where a bare refusal is 403)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] != f"{base_path()}{PATH}/live":
            await refuse_socket(scope, send)
            return
        await self._app(scope, receive, send)


class AudienceDoor:
    """Opened by the first share, and then until the room ends. `address` is how followers reach the room by a proxy,
    "" where they come straight to `port` of this machine."""

    def __init__(self, address: str = "", port: int = 8502, host: str = "0.0.0.0") -> None:  # noqa: S104  (for an audience)
        self._address, self._port, self._host = address, port, host
        self._lock = threading.Lock()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.port: int | None = None  # once it is open

    def open(self) -> Reached:
        """Where others find it, tried from here. The door is opened if it is not yet."""
        if self._address:
            where = f"{self._address}{PATH}"
            why_not = f"{where} does not lead to this room. Correct THINKROOM_AUDIENCE_ADDRESS."
            return _looked_at(Reached(where), why_not)
        with self._lock:
            if self.port is None and not self._start():
                last = self._port + MOST_PORTS - 1
                return Reached(why=f"No port from {self._port} to {last} is free for an audience on this machine.")
        if (own := own_address()) is None:
            return Reached(
                why="This machine has no network address, so no other device can reach it. Connect it to the network"
                " that your audience is in, or set THINKROOM_AUDIENCE_ADDRESS."
            )
        host = f"[{own}]" if ":" in own else own
        where = f"http://{host}:{self.port}{base_path()}{PATH}"
        doubt = "Their devices must be in the same network, and a firewall here may still be in the way: try it once."
        return _looked_at(Reached(where, doubt=doubt), f"{where} cannot be reached even from here.")

    def close(self) -> None:
        """Who is inside is told nothing any more."""
        with self._lock:
            server, thread = self._server, self._thread
            self._server = self._thread = self.port = None
        if server and thread:
            server.should_exit = True
            thread.join(END_S)

    def _start(self) -> bool:
        taken = _free(self._host, self._port)
        if taken is None:
            return False
        app = Starlette(
            routes=follow_routes(at_the_room=False),
            middleware=[Middleware(LeftSockets), Middleware(SameOrigin), Middleware(NothingElse)],
        )
        config = uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            ws_max_size=MOST_SAID,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[taken])), name="the audience's door", daemon=True
        )
        self._thread.start()  # who comes before it listens waits: the socket is there already
        self._server, self.port = server, taken.getsockname()[1]
        return True


def own_address() -> str | None:
    """By which other machines of its network reach this one; None where there is none. Nothing is sent."""
    for family, far in FAR:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            found = str(probe.getsockname()[0])
            if not found.startswith(("127.", "0.", "::", "fe80")):
                return found
    return None


def _free(host: str, port: int) -> socket.socket | None:
    """A socket that is bound, to the first port from this one on that is free; 0 is any."""
    for number in range(port, port + MOST_PORTS) if port else (0,):
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
        except OSError:
            listening.close()
            continue
        listening.listen(512)
        return listening
    return None


def _looked_at(reached: Reached, why_not: str) -> Reached:
    """The page itself is asked for, as a follower's device does it."""
    assert urlsplit(reached.address).scheme in ("http", "https")
    try:
        found = httpx.get(reached.address, timeout=LOOK_S, trust_env=False)
        if found.status_code == 200 and "Content-Security-Policy" in found.headers and "/follow" in found.text:
            return reached
    except httpx.HTTPError:
        pass
    return Reached(why=why_not)
