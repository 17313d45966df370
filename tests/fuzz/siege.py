"""A room that is asked by whoever does harm: one wild act after the other, each by its number, and what came of it."""

import json
import re
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.browser.room import RoomServer
from tests.fuzz.wild import Known, Sent, Wild
from tests.fuzz.wild_page import Page, WildPage

WAIT_S = 20.0
RUN_S = 0.6  # for what a message brings about
LONGEST_PATH = 800  # characters, of which each may be sent as nine: uvicorn gives no answer to 8 kB for a socket
MOST_BYTES = 40_000_000  # of one answer
SOCKETS_OF_TEN = 4  # acts by a socket, of ten
TRACEBACK = "Traceback (most recent call last)"


class Finding(AssertionError):
    pass


@dataclass
class Siege:
    """`secrets` turn up in no answer and no line of the log. Which act a number is follows from `seed`."""

    room: RoomServer
    known: Known
    secrets: tuple[str, ...]
    seed: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # by route and what came of it
    read: int = 0  # bytes of the log that were looked at

    def calm(self) -> None:
        """A page is drawn as ever, for who may see it: what was done to the room is over."""
        page, speaker = Page(), WildPage(Wild(self.seed, self.known))
        with connect(
            f"ws://{self.known.host}/_stcore/stream", additional_headers={"Cookie": self.known.cookies["owner"]}
        ) as connection:
            connection.send(speaker.opening())
            self._hear(0, "owner", connection, page, WAIT_S)
        if not page.elements:
            raise Finding(f"after seed {self.seed} no page is drawn")

    def begin(self) -> None:
        """What the room has written so far is its own, and has its address with a token."""
        self.read = self.room.log.stat().st_size

    def act(self, number: int) -> None:
        """Raises Finding."""
        wild = Wild(f"{self.seed} {number}", self.known)
        if wild.chance.randrange(10) >= SOCKETS_OF_TEN:
            sent = wild.request()
            self._judge(number, sent, answer_to(sent.wire, self.room.port))
        else:
            speak = wild.chance.choice(
                (self._stream, self._stream, self._stream, self._live, self._follow, self._frames)
            )
            speak(number, wild)
        if self.room.gone:
            raise Finding(
                f"{self._name(number)}: the room has ended\n{self.room.log.read_text('utf-8', 'replace')[-3_000:]}"
            )

    def log_since(self) -> str:
        """What was written since it was looked at last."""
        with self.room.log.open("rb") as log:
            log.seek(self.read)
            found = log.read()
        self.read += len(found)
        return found.decode("utf-8", "replace")

    def look_at_log(self) -> None:
        text = self.log_since()
        if TRACEBACK in text:
            raise Finding(f"seed {self.seed}: a traceback in the log\n{text[-6_000:]}")
        if told := [secret for secret in self.secrets if secret in text]:
            raise Finding(f"seed {self.seed}: {told[0][:6]}… in the log\n{text[-1_000:]}")
        for line in text.splitlines():
            self.counts["the log", re.sub(r"\d[\d,.:-]*", "#", line)[:110]] += 1

    def _name(self, number: int) -> str:
        return f"act {number} of seed {self.seed}"

    def _judge(self, number: int, sent: Sent, answer: bytes) -> None:
        head = re.sub(rb"\AHTTP/1.1 100 .*?\r\n\r\n", b"", answer[:300], flags=re.S)[:40].decode("latin-1").split(" ")
        status = head[1] if len(head) > 1 and head[0].startswith("HTTP/") else "nothing"
        self.counts[sent.path or "pages", status] += 1
        asked = f"{self._name(number)}\n{sent.wire[:1_500]!r}\n{answer[:3_000]!r}"
        if status.startswith("5"):
            raise Finding(f"{status}: {asked}")
        self._keep_secret(asked, answer, sent.who)

    def _keep_secret(self, asked: str, told: bytes, who: str) -> None:
        if TRACEBACK.encode() in told:
            raise Finding(f"a traceback: {asked}")
        for secret in self.secrets:
            if secret.encode() in told:
                raise Finding(f"{secret[:6]}… was told to {who}: {asked}")

    # Sockets

    def _speak(self, path: str, wild: Wild, talk: Callable[[str, ClientConnection], None]) -> None:
        """As one of its people; `talk` is over with the connection."""
        who, cookie = wild.chance.choice(list(self.known.cookies.items()))
        headers, route = {"Cookie": cookie} if cookie else {}, path.partition("?")[0]
        if wild.maybe(0.2):
            headers["Origin"] = wild.chance.choice((f"http://{self.known.host}", "http://evil.example", "null", ""))
        opened = False
        try:
            with connect(
                f"ws://{self.known.host}{path[:LONGEST_PATH]}",
                additional_headers=headers,
                max_size=None,
                proxy=None,
                open_timeout=WAIT_S,
                close_timeout=2,
                compression=wild.chance.choice(("deflate", None)),
            ) as connection:
                opened = True
                with suppress(WebSocketException, OSError):
                    talk(who, connection)
            self.counts[route, f"closed with {connection.close_code}"] += 1
        except InvalidStatus as refused:
            self._refused(route, refused.response.status_code)
        except TimeoutError as error:
            if not opened:
                raise Finding(f"no answer within {WAIT_S} s to a socket to {path}") from error
        except (WebSocketException, EOFError, OSError, ValueError) as error:
            self.counts[route, type(error).__name__] += 1

    def _refused(self, route: str, status: int) -> None:
        self.counts[route, str(status)] += 1
        if status >= 500:
            raise Finding(f"{status} for a socket to {route}")

    def _stream(self, number: int, wild: Wild) -> None:
        speaker, page = WildPage(wild), Page()

        def talk(who: str, connection: ClientConnection) -> None:
            connection.send(speaker.opening())
            if not self._hear(number, who, connection, page, WAIT_S):
                raise Finding(f"{self._name(number)}: its page is not drawn within {WAIT_S} s")
            for _ in range(wild.chance.randrange(1, 9)):
                connection.send(speaker.frame(page))
                self._hear(number, who, connection, page, RUN_S if wild.maybe(0.8) else 0.0)

        self._speak("/_stcore/stream", wild, talk)

    def _hear(self, number: int, who: str, connection: ClientConnection, page: Page, wait_s: float) -> bool:
        """Has a run ended in that time?"""
        until = time.monotonic() + wait_s
        with suppress(TimeoutError):
            while (left := until - time.monotonic()) > 0:
                frame = connection.recv(left)
                assert isinstance(frame, bytes)
                ended = page.hear(frame)
                self._keep_secret(f"{self._name(number)}, on a page", frame, who)
                if page.fault:
                    fault, page.fault = page.fault, ""
                    said = self.log_since()[-3_000:]
                    raise Finding(f"{self._name(number)}: an exception on the page\n{fault}\n{said}")
                if ended:
                    return True
        return False

    def _live(self, number: int, wild: Wild) -> None:
        queries = (
            wild.query(),
            f"run={quote(wild.run(), safe='')}",
            f"next={quote(wild.value()[:99].encode('utf-8', 'replace'))}",
        )

        def talk(who: str, connection: ClientConnection) -> None:
            for _ in range(wild.chance.randrange(4)):
                connection.send(wild.noise() if wild.maybe(0.5) else wild.document().decode("utf-8", "replace"))
                with suppress(TimeoutError):
                    connection.recv(0.2)

        self._speak(f"/live/thoughts?{wild.chance.choice(queries)}", wild, talk)

    def _follow(self, number: int, wild: Wild) -> None:
        def talk(who: str, connection: ClientConnection) -> None:
            said: dict[str, object] = {"token": wild.chance.choice(self.known.names)}
            for _ in range(wild.chance.randrange(1, 5)):
                connection.send(json.dumps(said) if wild.maybe(0.6) else wild.document().decode("utf-8", "replace"))
                said = {"guess": wild.value()[:50], "phone": "p" * 22, "answer": wild.value()[:50], "sure": 50}
                with suppress(TimeoutError):
                    connection.recv(0.2)

        self._speak("/follow/live", wild, talk)

    def _frames(self, number: int, wild: Wild) -> None:
        """What is no WebSocket any more, after a handshake that was one."""
        path = wild.chance.choice(("/_stcore/stream", "/live/thoughts?page=w", "/follow/live"))
        who, cookie = wild.chance.choice(list(self.known.cookies.items()))
        hand = f"GET {path} HTTP/1.1\r\nHost: {self.known.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        hand += f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n"
        begins = wild.chance.choice(
            (b"", b"\x81\x7f" + b"\xff" * 8, b"\x82\xfe\x00\x00", b"\x89\xff", b"\x08", b"\xf1\x80")
        )
        sent = Sent(path.partition("?")[0], who, hand.encode("utf-8", "replace") + begins + wild.noise())
        self._judge(number, sent, answer_to(sent.wire, self.room.port, 0.5))


def answer_to(sent: bytes, port: int, wait_s: float = WAIT_S) -> bytes:
    """All of it, until it is closed. Who sends too much may find the door shut: that is an answer, too."""
    told, begun = b"", time.monotonic()
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as wire:
        wire.settimeout(wait_s)
        with suppress(OSError):
            wire.sendall(sent)
        with suppress(OSError):
            while len(told) < MOST_BYTES and (part := wire.recv(65_536)):
                told += part
    if wait_s == WAIT_S and not told and time.monotonic() - begun > WAIT_S:
        raise Finding(f"no answer within {WAIT_S} s to {sent[:1_500]!r}")
    return told
