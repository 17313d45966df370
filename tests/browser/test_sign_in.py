"""Signing in with OpenRouter as a person does it, against a stand-in: one press, and the tab that asked has a key."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.room import RoomServer
from tests.browser.steps import enter, set_to
from tests.server.authority import KEY, Authority
from tests.waiting import eventually


@pytest.fixture
def authority() -> Iterator[Authority]:
    with Authority() as authority:
        yield authority


@pytest.fixture
def room(authority: Authority, tmp_path: Path) -> Iterator[RoomServer]:
    room = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": authority.url, "THINKROOM_TRUST_THIS_MACHINE": "no"}).start()
    yield room
    room.end()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_the_tab_that_asked_has_the_key(
    room: RoomServer, authority: Authority, context: BrowserContext, name: str
) -> None:
    page = context.new_page()
    enter(page, room.entrance.replace("127.0.0.1", name))
    set_to(page, "Server", "OpenRouter")
    page.get_by_role("button", name="Add a key").click()
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in with OpenRouter").click()
    other = opened.value
    expect(other.get_by_role("heading", name="Watch a model think")).to_be_visible()
    assert other.url == f"http://localhost:{room.port}/"  # clean, whatever was in it on the way
    expect(page.get_by_role("button", name="Your key")).to_be_visible()
    expect(other.get_by_role("button", name="Your key")).to_be_visible()  # by its other name, too, it is the same owner
    assert eventually(lambda: f"Bearer {KEY}" in authority.keys)
    revoke = page.get_by_text("You can revoke it at openrouter.ai/settings/keys")
    if not revoke.is_visible():  # what was open stays so
        page.get_by_role("button", name="Your key").click()
    expect(revoke).to_be_visible()
    assert KEY not in room.log.read_text("utf-8") and KEY not in page.content() and KEY not in other.content()
    with closing(sqlite3.connect(room.database)) as db:
        assert KEY not in "\n".join(db.iterdump())
