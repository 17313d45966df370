"""Two people sign in with a provider of OpenID Connect, and out, each in a browser of their own."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from components.conversation import Asked, Chat
from components.room import Door, Place, owner_by
from components.room.secret import secret_in
from components.store import Store
from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, ended
from tests.browser.test_come_in import CLOSED_S, cookies
from tests.server.provider import Provider
from tests.server.raw import live_of, page_of

SETTINGS = {"THINKROOM_TRUST_THIS_MACHINE": "no", "THINKROOM_SIGN_IN": "oidc", "THINKROOM_POCKET_PACE": "0"}
QUESTION = "Which is bigger: 9.11 or 9.9?"
BEFORE = "What was asked before anybody signed in"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture
def room(provider: Provider, tmp_path: Path) -> Iterator[RoomServer]:
    server = RoomServer(tmp_path, SETTINGS)
    provider.settings(tmp_path, server.url)
    server.start()
    yield server
    server.end()


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def sign_in(page: Page, room: RoomServer, who: str) -> None:
    page.goto(f"{room.url}/?chat=somewhere")
    expect(page.get_by_text("This room asks who you are.")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name=who).click()
    expect(page).to_have_url(f"{room.url}/?chat=somewhere")  # what was asked for, though the provider knows it not
    expect(page.get_by_role("heading", name="This chat was not found")).to_be_visible()
    page.goto(room.url)
    expect(page).to_have_url(f"{room.url}/")  # once


def test_what_is_wanted_in_one_room_is_wanted_in_no_other_of_this_machine(room: RoomServer) -> None:
    def noted(to: str) -> str:
        asked = httpx.get(f"{room.url}/come-in", params={"to": to}, headers={"Accept": "text/html"})
        assert asked.status_code == 200
        return asked.headers.get("set-cookie", "")

    assert noted("/guide").startswith(f'thinkroom_wanted_{room.port}="/guide";')
    assert len(noted("/?chat=" + "\u00e9" * 1_900)) < 4_096  # more than that no browser keeps, and some proxies pass


def test_two_people_sign_in_and_out_and_each_sees_their_own(
    room: RoomServer, provider: Provider, page: Page, other: BrowserContext
) -> None:
    # Ada's browser asked something when nobody had to sign in.
    store = Store(f"sqlite:///{room.database.as_posix()}")
    store.add_chat(Chat("before", owner_by("o" * 43), BEFORE, 1.0, 1.0, None, Asked("pocket", "pocket/thinker")))
    signed = Door(secret_in(room.folder / "room.db.secret")).signed("o" * 43)
    name = Place(None, room.port).owner_cookie
    page.context.add_cookies([{"name": name, "value": signed, "url": room.url}])
    sign_in(page, room, "ada")
    expect(page.get_by_text("You are signed in as Ada *Lovelace*.")).to_be_visible()
    expect(page.get_by_text(BEFORE)).to_be_visible()
    assert name not in {one.get("name") for one in page.context.cookies()}  # handed over, once
    ask(page, QUESTION)
    ended(page)
    chat = chat_of(page)
    hers = cookies(page)
    assert httpx.get(f"{room.url}/exports/chats/{chat}?as=md", headers=hers).status_code == 200

    bobs = other.new_page()
    sign_in(bobs, room, "bob")
    expect(bobs.get_by_text("You are signed in as Bob.")).to_be_visible()
    bobs.goto(f"{room.url}/?chat={chat}")
    expect(bobs.get_by_role("heading", name="This chat was not found")).to_be_visible()
    expect(bobs.get_by_text(BEFORE)).to_have_count(0)
    his = cookies(bobs)
    assert httpx.get(f"{room.url}/exports/chats/{chat}?as=md", headers=his).status_code == 404
    assert QUESTION not in page_of(room.url, f"chat={chat}", his).words

    # She signs out: what is open closes, and her cookie, which has 30 days to go, is good for nothing.
    with ThreadPoolExecutor() as threads:
        wire = threads.submit(live_of, room.url, "next=hers", hers)
        open_still = threads.submit(live_of, room.url, "next=his", his, "never")
        page.get_by_role("link", name="Sign out").click()
        page.get_by_role("button", name="Sign out").click()
        signed_out = time.monotonic()
        assert wire.result(CLOSED_S + 1).closed == 1008 and time.monotonic() - signed_out < CLOSED_S + 1
        expect(page.get_by_text("This room asks who you are.")).to_be_visible()
        assert provider.ended == [f"{room.url}/oauth2callback"]
        assert page_of(room.url, f"chat={chat}", hers).closed == 404
        assert httpx.get(f"{room.url}/exports/chats/{chat}?as=md", headers=hers).status_code == 401
        assert not open_still.done()
        bobs.get_by_role("link", name="Sign out").click()
        bobs.get_by_role("button", name="Sign out").click()
        assert open_still.result(CLOSED_S + 1).closed == 1008

    sign_in(page, room, "ada")
    expect(page.get_by_text(BEFORE)).to_be_visible()
    log = room.log.read_text("utf-8")
    assert "Traceback" not in log and "the-secret-of-the-client" not in log
