"""What the tests of pages share: a room of its own for each, and one tab of it, which no browser shows."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.room import Room
from tests.modelserver import ModelServer
from tests.waiting import eventually

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


class Page:
    """One tab: what stands on it, in the words of the tests."""

    def __init__(self, script: str = "app.py", chat: str | None = None) -> None:
        self.at = AppTest.from_file(ROOT / script, default_timeout=30)
        if chat:
            self.at.query_params["chat"] = chat
        self.look()

    def look(self) -> "Page":
        self.at.run()
        assert not self.at.exception
        return self

    def ask(self, question: str) -> "Page":
        self.at.chat_input(key="ask").set_value(question)
        return self.look()

    def click(self, label: str) -> "Page":
        next(button for button in self.at.button if button.label == label).click()
        return self.look()

    def choose(self, server: str) -> "Page":
        next(field for field in self.at.selectbox if field.label == "Server").select(server)
        return self.look().look()

    def toggle(self, is_open: bool) -> "Page":
        """Open or close the one panel of thoughts, as its reader does; AppTest has no call for it."""
        (panel,) = (one for one in self.at.expander if one.label == "Thoughts")
        states = self.at._tree.get_widget_states()
        states.widgets.add(id=panel.proto.id, bool_value=is_open)
        self.at._run(states)
        assert not self.at.exception
        return self

    def until(self, true: Callable[["Page"], object]) -> "Page":
        assert eventually(lambda: true(self.look()), 20), self.words
        return self

    @property
    def chat(self) -> str:
        found = self.at.query_params["chat"]
        return found if isinstance(found, str) else found[0]

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.at.button]

    @property
    def panels(self) -> list[bool]:
        """Which of the panels of thoughts are open."""
        return [panel.proto.expanded for panel in self.at.expander if panel.label == "Thoughts"]

    @property
    def words(self) -> str:
        """All text on the page, as it was sent."""
        found = [*self.at.title, *self.at.text, *self.at.markdown, *self.at.caption, *self.at.code, *self.at.warning]
        return "\n".join(str(element.value) for element in found)
