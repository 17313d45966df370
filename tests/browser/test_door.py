"""Who comes in as whom, in a real browser: by the address with a token, by a bare one, after F5 and after a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter

STRANGER = "This is a room of your own: the chats of whoever started Thinkroom are behind the address that it printed."
QUESTION = "Which is bigger: 9.11 or 9.9?"
QUICK = {"THINKROOM_TRUST_THIS_MACHINE": "no", "THINKROOM_POCKET_PACE": "0"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RoomServer]:
    server = RoomServer(tmp_path, QUICK).start()
    yield server
    server.end()


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    """Another browser: one of another account of this machine, say."""
    context = browser.new_context()
    yield context
    context.close()


def is_empty(page: Page) -> None:
    expect(page.get_by_text("Your chats will appear here.")).to_be_visible()


def test_the_printed_address_leads_to_the_chats_and_they_hold(room: RoomServer, page: Page) -> None:
    enter(page, room.entrance)
    assert page.url == f"{room.url}/"
    expect(page.get_by_text(STRANGER)).to_have_count(0)
    ask(page, QUESTION)
    ended(page)
    bookmark = page.url
    page.reload()
    ended(page)
    room.end()
    room.start()
    page.goto(bookmark)
    ended(page)
    expect(page.get_by_text(STRANGER)).to_have_count(0)


def test_a_bare_address_leads_to_a_room_of_ones_own_that_is_whole(
    room: RoomServer, page: Page, other: BrowserContext
) -> None:
    enter(page, room.entrance)
    ask(page, "Which is bigger: 7.8 or 7.11?")
    ended(page)
    stranger = other.new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_text(STRANGER)).to_be_visible()
    expect(stranger.get_by_role("heading", name="This chat was not found")).to_be_visible()
    is_empty(stranger)
    enter(stranger, room.url)
    ask(stranger, QUESTION)
    ended(stranger)
    stranger.reload()
    ended(stranger)
    expect(stranger.get_by_text(STRANGER)).to_be_visible()
    for place in ("injection", "measure"):
        stranger.goto(f"{room.url}/{place}")
        expect(stranger.get_by_text(STRANGER)).to_be_visible()
    page.reload()
    expect(page.get_by_text(QUESTION)).to_have_count(0)


def test_what_was_asked_before_the_token_came_stays(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, QUESTION)
    ended(page)
    chat = page.url
    enter(page, room.entrance)
    page.goto(chat)
    ended(page)
    expect(page.get_by_text(STRANGER)).to_have_count(0)
