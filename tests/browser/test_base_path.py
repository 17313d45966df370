"""All of the room under a path of its own, as behind a proxy that has other pages beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, WebSocketRoute, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, thoughts
from tests.modelserver import ModelServer

BASE = "/think"


@pytest.fixture(scope="module")
def under_a_path(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("room"), keys, base=BASE).start()
    yield server
    server.end()


def test_thoughts_grow_by_the_wire_and_nothing_is_asked_for_elsewhere(under_a_path: RoomServer, page: Page) -> None:
    seen: list[Response] = []
    page.on("response", lambda one: seen.append(one))
    with page.expect_event("websocket", lambda socket: f"{BASE}/live/thoughts" in socket.url):
        enter(page, f"{under_a_path.url}/")
    ask(page, "think-300-20-100 under a path")
    expect(page.locator(".live-words")).to_contain_text("mark-000003")
    ended(page)
    choose_more(page, "Export this turn")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the file").click()
    assert "under a path" in Path(download.value.path()).read_text("utf-8")
    own = [one for one in seen if one.url.startswith(f"http://127.0.0.1:{under_a_path.port}")]
    assert own and all(one.url.startswith(f"{under_a_path.url}/") for one in own)
    assert [one.url for one in own if one.status >= 400] == []


def test_without_the_wire_thoughts_grow_and_the_logo_is_shown(under_a_path: RoomServer, page: Page) -> None:
    page.route_web_socket(re.compile("/live/"), lambda socket: _refuse(socket))
    enter(page, f"{under_a_path.url}/")
    logo = page.get_by_test_id("stSidebarLogo")
    expect(logo).to_be_visible()
    assert logo.evaluate("it => it.naturalWidth") > 0
    ask(page, "think-2000-5-100 without it")
    expect(thoughts(page)).to_contain_text("mark-000020")
    page.locator(".st-key-stop button").click()
    expect(page.get_by_role("button", name="Ask again").first).to_be_visible()


def _refuse(socket: WebSocketRoute) -> None:
    socket.close(code=1011)


@pytest.mark.parametrize("place", ["injection", "measure", "thoughts", "guide"])
def test_a_page_is_found_by_its_address(under_a_path: RoomServer, page: Page, place: str) -> None:
    page.goto(f"{under_a_path.url}/{place}")
    expect(page.get_by_test_id("stHeading").first).to_be_visible()
    expect(page.locator(".st-key-guard")).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)
