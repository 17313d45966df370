"""A whole room over a database file and a model server, all of it real."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Turn
from components.room import Room
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer, Request
from tests.waiting import eventually

KEY = "sk-or-v1-canary0123456789canary"
ME = "cookie:me"


@dataclass(frozen=True)
class Place:
    """`room` with what stands before and behind it."""

    room: Room
    server: ModelServer
    url: str

    def ask(self, question: str, chat: str | None = None, asked: Asked | None = None) -> Turn:
        turn = self.room.chats(ME).ask(chat, question, asked or self.room.desk(ME).first_choice())
        assert turn is not None
        return turn

    def answered(self, question: str, chat: str | None = None, asked: Asked | None = None) -> Turn:
        return self.ended(self.ask(question, chat, asked).id)

    def ended(self, turn_id: str, within: float = 20.0) -> Turn:
        """The turn as it was kept, once it has ended."""
        assert eventually(lambda: self.kept(turn_id).ended and not self.room.chats(ME).live(turn_id), within)
        return self.kept(turn_id)

    def kept(self, turn_id: str) -> Turn:
        return self.room._store.with_texts([turn_id])[turn_id]

    def path(self, chat_id: str) -> list[str]:
        """The questions of the path that the chat shows."""
        conversation = self.room.chats(ME).conversation(chat_id)
        assert conversation is not None
        return [turn.question for turn in conversation.path()]

    def request(self, number: int = -1) -> Request:
        assert eventually(lambda: self.server.requests)
        return self.server.requests[number]


_rooms: list[Room] = []


def open_room(settings: Settings, store: Store) -> Room:
    """It is closed, with its store, when the test ends."""
    _rooms.append(Room(settings, store))
    return _rooms[-1]


@pytest.fixture(autouse=True)
def rooms() -> Iterator[None]:
    yield
    while _rooms:
        room = _rooms.pop()
        room.close()
        room._store.close()


def a_place(folder: Path, server: ModelServer, base_url: str = "", key: str = KEY, **more: Any) -> Place:
    """Asks once only, so that a refusal is seen at once; `more` are further settings."""
    url = f"sqlite:///{folder}/room.db"
    servers = {"openrouter": Server(base_url or server.url, key)}
    further: dict[str, Any] = {"retries": 0, **more}
    settings = Settings(servers, database_url=url, find_servers=False, **further)
    return Place(open_room(settings, Store(url)), server, url)


def a_place_without_a_key(folder: Path, server: ModelServer, **more: Any) -> Place:
    """The room's settings have none: its owner typed one in."""
    place = a_place(folder, server, key="", **more)
    assert place.room.desk(ME).keep_key("openrouter", KEY) == ""
    return place


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return a_place(tmp_path, server)


def with_three_servers(folder: Path, server: ModelServer) -> Place:
    """OpenRouter, llama.cpp and one of one's own, all played by the same model server, which gets nothing twice."""
    url = f"sqlite:///{folder}/room.db"
    servers = {name: Server(server.url, "key") for name in ("openrouter", "llamacpp", "custom")}
    settings = Settings(servers, database_url=url, find_servers=False, retries=0)
    return Place(open_room(settings, Store(url)), server, url)
