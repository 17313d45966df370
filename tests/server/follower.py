"""A follower that is no browser: it says its token, or something else, and reads what comes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

WAIT_S = 20.0


@contextmanager
def followed(address: str, said: str | None = None, **more: Any) -> Iterator[ClientConnection]:
    """`address` is that of the page; `said` is the first thing that is said on its socket."""
    parts = urlsplit(address)
    place = f"ws://{parts.netloc}{parts.path}/live"
    with connect(place, open_timeout=WAIT_S, max_size=None, proxy=None, **more) as socket:
        if said is not None:
            socket.send(said)
        yield socket


def saying(token: str) -> str:
    return json.dumps({"token": token})


def events(socket: ClientConnection) -> list[list[Any]]:
    """Of the next message."""
    return json.loads(socket.recv(WAIT_S))


def closed(socket: ClientConnection) -> int | None:
    """The code with which it is closed, whatever comes before."""
    try:
        while True:
            socket.recv(WAIT_S)
    except ConnectionClosed as gone:
        return gone.rcvd.code if gone.rcvd else None
