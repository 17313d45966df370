"""How often one person and one address may ask, and how much they may send, by raw ASGI."""

import asyncio
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from components.room import Room, place
from components.server import RequestLimits
from components.server.request_limits import AN_ADDRESS, MOST_BYTES
from components.settings import Settings
from components.store import Store
from tests.redis_server import redis_server

EACH = 3
FAR, OTHER, HERE = "198.51.100.7", "198.51.100.8", "127.0.0.1"


@dataclass
class Asked:
    """A server behind the limits, and what came through to it."""

    room: Room
    limits: RequestLimits = field(init=False)
    through: int = 0
    read: int = 0

    def __post_init__(self) -> None:
        self.limits = RequestLimits(self.app, self.room)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.through += 1
        while scope["type"] == "http" and (message := await receive())["type"] == "http.request":
            self.read += len(message["body"])
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello"})

    def ask(
        self, path: str = "/exports/chats/x", person: str = "", address: str = FAR, kind: str = "http", **more: Any
    ) -> Any:
        """The status, or the code with which a socket was closed."""
        sent: list[dict[str, Any]] = []
        bodies = iter(more.pop("bodies", [b""]))
        told = more.pop("headers", [])
        token = person.ljust(43, "w")
        cookie = f"{place().owner_cookie}={self.room.door.signed(token)}" if person else ""
        headers = [(b"cookie", cookie.encode()), *told]
        scope = {"type": kind, "path": path, "headers": headers, "client": (address, 5), "method": "GET", **more}

        async def receive() -> dict[str, Any]:
            body = next(bodies, None)
            if body is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": body, "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.limits(scope, receive, send))
        return sent[0].get("status") or sent[0].get("code")


@pytest.fixture
def server() -> Iterator[Asked]:
    url = f"sqlite:///{tempfile.mkdtemp()}/room.db"
    room = Room(Settings(database_url=url, find_servers=False, requests_a_minute=EACH), Store(url))
    yield Asked(room)
    room.close()
    room._store.close()


def test_a_person_may_ask_so_often_and_another_as_often(server: Asked) -> None:
    assert [server.ask(person="me") for _ in range(EACH + 2)] == [200] * EACH + [429] * 2
    assert server.ask(person="me", address=OTHER) == 429  # wherever they are
    assert server.ask(person="you") == 200 and server.through == EACH + 1


def test_an_address_may_ask_more_often_and_whoever_makes_up_people_no_more_than_that(server: Asked) -> None:
    told = [server.ask(person=f"person-{number}") for number in range(EACH * AN_ADDRESS + 2)]
    assert told == [200] * EACH * AN_ADDRESS + [429] * 2
    assert server.ask(address=OTHER) == 200 and server.ask(address=HERE) == 200


@pytest.mark.slow
def test_two_processes_of_a_room_count_together() -> None:
    with redis_server() as redis:
        shared = Settings(find_servers=False, requests_a_minute=EACH, redis_url=redis.url, secret=secrets.token_hex(32))
        rooms = [Room(shared, Store(f"sqlite:///{tempfile.mkdtemp()}/room.db")) for _ in range(2)]
        here, there = map(Asked, rooms)
        assert [one.ask(person="me") for one in (here, there, here, there, here)] == [200] * EACH + [429] * 2
        assert there.ask(person="you") == 200
        redis.kill()
        assert here.ask(person="you") == there.ask(person="we") == 200  # each for itself
        assert here.ask(person="me") == 200 and there.ask(person="me") == 200
        assert [here.ask(person="me") for _ in range(2)] == [429] * 2
        for room in rooms:
            room.close()
            room._store.close()


def test_behind_a_proxy_of_this_machine_people_alone_are_counted(server: Asked) -> None:
    told = [server.ask(person=f"person-{number}", address=HERE) for number in range(EACH * AN_ADDRESS + 2)]
    assert set(told) == {200}


def test_a_socket_is_counted_and_the_page_s_own_files_are_not(server: Asked) -> None:
    assert {server.ask("/static/js/index.js", "me") for _ in range(50)} == {200}
    assert {server.ask("/", "me") for _ in range(50)} == {200}
    assert [server.ask("/_stcore/stream", "me", kind="websocket") for _ in range(EACH + 1)] == [200] * EACH + [1013]
    assert server.ask("/static/x", "me", method="POST") == 429


@pytest.mark.parametrize("told", [b"64001", b"999999999999999", b"-1", b"x"])
def test_a_body_that_says_it_is_too_large_is_not_read(server: Asked, told: bytes) -> None:
    assert server.ask(headers=[(b"content-length", told)]) == 413 and server.through == 0


def test_one_that_says_nothing_is_measured_as_it_comes(server: Asked) -> None:
    assert server.ask(bodies=[b"x" * 40_000, b"x" * 40_000, b"x" * 40_000]) == 413
    assert server.read <= MOST_BYTES
    assert server.ask("/_stcore/upload_file/a/b", bodies=[b"x" * 40_000] * 3) == 200  # Streamlit measures these


def test_no_limit_where_none_is_set() -> None:
    url = f"sqlite:///{tempfile.mkdtemp()}/room.db"
    room = Room(Settings(database_url=url, find_servers=False, requests_a_minute=0), Store(url))
    server = Asked(room)
    assert {server.ask(person="me") for _ in range(50)} == {200}
    room.close()
    room._store.close()
