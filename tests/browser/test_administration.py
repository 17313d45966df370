"""Whoever looks after a room, in a browser: what they see of others, what they do to them, and that others see none of
it."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from components.audience import Share, Shown
from components.conversation import Asked, Chat
from components.room import LOCAL
from components.store import Store
from tests.browser.room import RoomServer
from tests.browser.steps import ask, enter, prompt
from tests.browser.test_come_in import CLOSED_S, cookies
from tests.modelserver import ModelServer

SAID = "heronwort"
PASSWORD = "heron and sedge"


@pytest.fixture
def room(tmp_path: Path, model: ModelServer) -> Iterator[RoomServer]:
    settings = {
        "OPENROUTER_BASE_URL": model.url,
        "OPENROUTER_API_KEY": "sk-or-v1-key",
        "THINKROOM_TRUST_THIS_MACHINE": "no",
        "THINKROOM_SIGN_IN": "password",
        "THINKROOM_PASSWORD": PASSWORD,
        "THINKROOM_ADMINS": "local",
        "THINKROOM_PERSON_DAILY_TURNS": "3",
    }
    server = RoomServer(tmp_path, settings)
    with_a_link(server)
    server.start()
    yield server
    server.end()


def with_a_link(room: RoomServer) -> None:
    store, now = Store(f"sqlite:///{room.database.as_posix()}"), time.time()
    store.add_chat(Chat("shown", LOCAL, f"About {SAID}", now, now, None, Asked("openrouter", "a/b")))
    store.add_share(Share("link", "shown", Shown(), now, now + 3_600), "no token")
    store.close()


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def section(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()


def shown(page: Page) -> Locator:
    return page.locator(".st-key-administration")


def confirm(page: Page, button: str, first: str = "") -> None:
    shown(page).get_by_role("button", name=first or button).first.click()
    page.get_by_role("dialog").get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_administrator_sees_and_ends_what_others_do_and_they_see_no_such_page(
    room: RoomServer, page: Page, other: BrowserContext
) -> None:
    theirs = other.new_page()
    theirs.goto(room.url)
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Come in").click()
    ask(theirs, f"gate-10-5 {SAID}")
    expect(theirs.get_by_role("button", name="Stop")).to_be_visible()
    expect(theirs.get_by_role("link", name="Guide")).to_be_visible()
    assert theirs.get_by_role("link", name="Administration").count() == 0
    away = other.new_page()
    away.goto(f"{room.url}/administration")
    expect(prompt(away)).to_be_visible()  # it is told to be no page, above the first one
    assert "reads nobody's chats" not in away.content()
    away.close()

    enter(page, room.entrance)
    page.get_by_role("link", name="Administration").click()
    expect(shown(page)).to_contain_text("2 people · 1 run now · 1 turn today")
    expect(shown(page)).to_contain_text("1 chat · 1 run now")
    section(page, "Limits")
    expect(shown(page).get_by_role("row", name="Browser").last).to_contain_text("1 turn2 turns")
    section(page, "Live runs")
    expect(shown(page)).to_contain_text("thinks")
    assert SAID not in page.content()
    confirm(page, "Stop it", "Stop")
    expect(shown(page)).to_contain_text("was stopped. What it had said is kept.")
    expect(shown(page)).to_contain_text("Nothing runs now.")
    expect(theirs.get_by_text("Stopped after").first).to_be_visible()

    section(page, "Shares")
    expect(shown(page)).to_contain_text("nobody follows now")
    confirm(page, "End it", "End")
    expect(shown(page)).to_contain_text("Nothing is shared now.")

    section(page, "People")
    his = cookies(theirs)
    assert httpx.get(f"{room.url}/exports/chats/none?as=md", headers=his).status_code == 404
    confirm(page, "Sign out")
    expect(shown(page)).to_contain_text("is signed out everywhere.")
    signed_out = time.monotonic()
    assert httpx.get(f"{room.url}/exports/chats/none?as=md", headers=his).status_code == 401
    theirs.reload()
    expect(theirs.get_by_label("Password")).to_be_visible()
    assert time.monotonic() - signed_out < CLOSED_S + 30

    page.set_viewport_size({"width": 390, "height": 800})
    for name in ("People", "Spend", "Limits", "Live runs", "Shares", "Retention"):
        section(page, name)
        expect(page.get_by_test_id("stButtonGroup").get_by_role("radio", checked=True)).to_have_text(name)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), name
        assert SAID not in page.content()
    assert "Traceback" not in room.log.read_text("utf-8")
