"""A client that is no browser: it says of itself what it likes, and reads whatever a socket of the room sends."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from components.live_protocol import PATH

WAIT_S = 20.0


@dataclass(frozen=True)
class Heard:
    """What came over a socket, and why it was closed: a status of HTTP where it was never open, None where it is
    this client that left."""

    sent: tuple[bytes, ...]
    closed: int | None

    @property
    def words(self) -> str:
        return b"\n".join(self.sent).decode("utf-8", "replace")


def page_of(url: str, query: str = "", headers: Mapping[str, str] | None = None, page: str = "") -> Heard:
    """Everything that one run of a page sends. `page` is its name in the address; `query` has no question mark."""
    wish = BackMsg()
    wish.rerun_script.query_string = query
    wish.rerun_script.page_name = page
    sent: list[bytes] = []
    try:
        with _connected(url, "/_stcore/stream", headers or {}) as socket:
            socket.send(wish.SerializeToString())
            while True:
                came = socket.recv(WAIT_S)
                assert isinstance(came, bytes)
                sent.append(came)
                message = ForwardMsg.FromString(came)
                if message.WhichOneof("type") == "script_finished":
                    return Heard(tuple(sent), None)
    except ConnectionClosed as gone:
        return Heard(tuple(sent), gone.rcvd.code if gone.rcvd else 0)
    except InvalidStatus as refused:
        return Heard((), refused.response.status_code)


def live_of(url: str, query: str, headers: Mapping[str, str] | None = None, until: str = "") -> Heard:
    """What the live wire tells until it closes, or until it has told what is waited for."""
    sent: list[bytes] = []
    try:
        with _connected(url, f"{PATH}?{query}", headers or {}) as socket:
            while not until or until not in Heard(tuple(sent), None).words:
                came = socket.recv(WAIT_S)
                sent.append(came if isinstance(came, bytes) else came.encode())
            return Heard(tuple(sent), None)
    except ConnectionClosed as gone:
        return Heard(tuple(sent), gone.rcvd.code if gone.rcvd else 0)
    except InvalidStatus as refused:
        return Heard(tuple(sent), refused.response.status_code)


def _connected(url: str, path: str, headers: Mapping[str, str]) -> ClientConnection:
    """`headers` replace those that a well-behaved client would send, Host too."""
    parts = urlsplit(url)
    host = headers.get("Host", parts.netloc)
    others = {name: value for name, value in headers.items() if name != "Host"}
    wire = socket.create_connection((parts.hostname or "", parts.port or 80), WAIT_S)
    return connect(f"ws://{host}{parts.path}{path}", sock=wire, additional_headers=others, max_size=None, proxy=None)
