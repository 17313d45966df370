"""Going on from a chat that is followed: offered where the room can be reached, made by a press and nothing else."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, ended, enter, leave_dialog, press
from tests.modelserver import ModelServer

QUESTION = "say **nine** apples"


@pytest.fixture(scope="module")
def place(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    keys = {
        "OPENROUTER_BASE_URL": model.url,
        "OPENROUTER_API_KEY": CANARY,
        "THINKROOM_AUDIENCE_PORT": "0",
        "THINKROOM_AUDIENCE_COPIES": "yes",
        "THINKROOM_TRUST_THIS_MACHINE": "no",
    }
    server = RoomServer(tmp_path_factory.mktemp("copies"), keys).start()
    yield server
    server.end()


def shared(page: Page, place: RoomServer, copies: bool) -> tuple[str, str]:
    """The address of the door for others, and the token."""
    enter(page, place.entrance)
    ask(page, QUESTION)
    ended(page)
    press(page.get_by_role("button", name="Pin, rename").first, page.get_by_text("Let others follow"))
    page.get_by_text("Let others follow").click()
    if copies:
        page.get_by_role("dialog").get_by_text("Going on from it in a chat of their own").click()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("dialog").get_by_test_id("stCode")
    expect(link).to_be_visible()
    expect(page.get_by_text("They may go on from it in a chat of their own.")).to_have_count(1 if copies else 0)
    address, _, token = (link.text_content() or "").strip().partition("#")
    leave_dialog(page)
    return address, token


def chats(place: RoomServer) -> int:
    """How many there are, of all owners."""
    with closing(sqlite3.connect(place.database)) as db:
        return int(db.execute("SELECT COUNT(*) FROM chats").fetchone()[0])


def test_a_follower_goes_on_in_a_chat_of_their_own(
    place: RoomServer, model: ModelServer, page: Page, browser: Browser
) -> None:
    address, token = shared(page, place, copies=True)
    before = len(model.requests)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    follower = context.new_page()
    # By the door for other machines the room is out of reach: a browser of this one is told where it is.
    follower.goto(f"{address}#{token}")
    expect(follower.locator(".answer strong")).to_be_visible()
    expect(follower.get_by_role("button", name="Go on from here")).to_have_count(0)
    there = follower.get_by_role("link", name="Go on from here, in the room on this computer")
    expect(there).to_have_attribute("href", f"{place.url}/follow#{token}")
    there.click()
    press_here = follower.get_by_role("button", name="Go on from here")
    expect(press_here).to_be_visible()
    assert Axe().run(follower).violations_count == 0
    assert httpx.get(f"{place.url}/?chat=none").status_code == 200 and len(model.requests) == before
    press_here.click()
    expect(follower).to_have_url(re.compile(r"/\?chat="))
    expect(follower.get_by_text(QUESTION, exact=True).last).to_be_visible()
    assert len(model.requests) == before  # nobody was asked anything
    ask(follower, "say and now mine")
    ended(follower, 2)
    assert len(model.requests) == before + 1
    context.close()
    # What the presenter sees is as it was.
    expect(page.get_by_text("say and now mine")).to_have_count(0)
    assert token not in place.log.read_text("utf-8")


def test_no_address_and_no_other_page_makes_a_copy(place: RoomServer, page: Page) -> None:
    address, token = shared(page, place, copies=True)
    with httpx.Client(base_url=place.url) as client:
        client.get("/", headers={"Accept": "text/html"})  # it is given a name
        before = chats(place)
        said, own = json.dumps({"token": token}), {"Origin": place.url}
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            told = client.request(method, "/follow/copy", params={"token": token}, headers=own)
            assert token not in told.text and chats(place) == before
        for origin in ({}, {"Origin": "http://elsewhere.example"}, {"Origin": "null"}):
            assert client.post("/follow/copy", content=said, headers=origin).status_code == 404
        for wrong in ("", "[]", "{", '{"token": 5}', json.dumps({"token": token[:-1]}), "x" * 50_000):
            refused = client.post("/follow/copy", content=wrong, headers=own)
            assert (refused.status_code, refused.json()["why"]) == (404, "Nothing can be gone on from here any more.")
        assert client.post("/follow/copy", content="x" * 100_000, headers=own).status_code == 413
        assert chats(place) == before
        assert client.post("/follow/copy", content=said, headers=own).status_code == 200
        assert chats(place) == before + 1
    # Without a name there is nobody whose it could be; and the door for other machines knows no such place.
    assert httpx.post(f"{place.url}/follow/copy", content=said, headers=own).status_code == 404
    assert httpx.post(f"{address}/copy", content=said).status_code == 404


def test_where_it_is_not_ticked_there_is_no_button(place: RoomServer, page: Page, browser: Browser) -> None:
    address, token = shared(page, place, copies=False)
    context = browser.new_context()
    follower = context.new_page()
    for at in (address, f"{place.url}/follow"):
        follower.goto(f"{at}#{token}")
        expect(follower.locator(".answer strong")).to_be_visible()
        expect(follower.get_by_text("Go on from here")).to_have_count(0)
    context.close()
