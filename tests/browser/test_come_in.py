"""Coming in by a password as a person does it, and out: what was open elsewhere is closed, and followers are gone."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from components.audience import Share, Shown, hashed
from components.store import Store
from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, ended
from tests.server.raw import live_of

PASSWORD = "heronwort-and-sedge"
ASKS = {
    "THINKROOM_TRUST_THIS_MACHINE": "no",
    "THINKROOM_SIGN_IN": "password",
    "THINKROOM_PASSWORD": PASSWORD,
    "THINKROOM_POCKET_PACE": "0",
}
CLOSED_S = 5.0


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RoomServer]:
    server = RoomServer(tmp_path, ASKS).start()
    yield server
    server.end()


def cookies(page: Page) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{one.get('name')}={one.get('value')}" for one in page.context.cookies())}


def test_a_person_comes_in_and_out_and_nothing_stays_open(room: RoomServer, page: Page) -> None:
    page.goto(f"{room.url}/guide")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the password. Try again.")
    expect(page.get_by_label("Password")).to_be_focused()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{room.url}/guide")  # where they wanted to go
    page.goto(room.url)
    ask(page, "Which is bigger: 9.11 or 9.9?")
    ended(page)
    chat = chat_of(page)
    # Beside the tab in which they sign out: another one, the wire, and somebody who follows.
    other = page.context.new_page()
    other.goto(f"{room.url}/sign-out")
    store = Store(f"sqlite:///{room.database.as_posix()}")
    share = Share("share", chat, Shown(thoughts=True), time.time(), time.time() + 600)
    store.add_share(share, hashed("t" * 32))
    with (
        connect(f"{room.url.replace('http', 'ws')}/follow/live", proxy=None) as follower,
        ThreadPoolExecutor() as threads,
    ):
        follower.send(json.dumps({"token": "t" * 32}))
        follower.recv(10.0)
        wire = threads.submit(live_of, room.url, "next=mine", cookies(page))
        other.get_by_role("button", name="Sign out").click()
        expect(other.get_by_text("You are signed out.")).to_be_visible()
        # The other tab is led to where people sign in, and back to what it showed.
        expect(page.get_by_label("Password")).to_be_visible(timeout=CLOSED_S * 1_000)
        assert wire.result(CLOSED_S).closed == 1008
        while True:  # what was on its way
            try:
                follower.recv(CLOSED_S)
            except ConnectionClosed as gone:
                assert gone.rcvd and gone.rcvd.code == 4404
                break
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{room.url}/?chat={chat}")
