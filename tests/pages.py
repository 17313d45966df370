"""What the tests of pages share: a room of its own for each, whose pages come to a browser on this machine."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.room import Room
from tests.modelserver import ModelServer

ROOT = Path(__file__).parent.parent
KEY = "sk-or-v1-canary0123456789canary"
HOME = {"Host": "localhost:8501"}
AWAY = {"Host": "room.example.org"}


@contextmanager
def own_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ModelServer | None = None, **more: str
) -> Generator[None]:
    """The room that `get_room` opens is one of its own, with these settings and its server as OpenRouter, and is closed
    at the end."""
    asked = {"OPENROUTER_BASE_URL": server.url, "OPENROUTER_API_KEY": KEY} if server else {}
    for name, value in {
        **asked,
        "THINKROOM_FIND_SERVERS": "no",
        "THINKROOM_TRUST_THIS_MACHINE": "yes",
        "THINKROOM_DATABASE_URL": f"sqlite:///{tmp_path}/room.db",
        **more,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    comes_with(monkeypatch, HOME)
    opened: list[Room] = []
    monkeypatch.setattr("components.room.startup._opened", opened)
    yield
    for room in opened:
        room.close()
        room._store.close()


def comes_with(monkeypatch: pytest.MonkeyPatch, headers: Mapping[str, str], cookie: str = "") -> None:
    """AppTest has no browser, so nothing would be told of one."""
    cookies = {f"thinkroom_owner_{st.get_option('server.port')}": cookie} if cookie else {}
    monkeypatch.setattr(type(st.context), "headers", property(lambda self: headers))
    monkeypatch.setattr(type(st.context), "cookies", property(lambda self: cookies))


def at_address(page: str, **asked: str) -> AppTest:
    """A page of ours as it stands at that address."""
    at = AppTest.from_file(ROOT / f"pages/{page}.py", default_timeout=60)
    for name, value in asked.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at
