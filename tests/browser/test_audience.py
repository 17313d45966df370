"""A chat that others follow: its link, their page in three engines, the door that lets in nothing else, and the end."""

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.browser.engines import Window
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, ended, enter, leave_dialog, press
from tests.browser.test_stranger import SOCKETS, WALK
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.server.follower import closed, events, followed, saying
from tests.waiting import eventually

THOUGHTS = "First I add the two apples. Then I look at it again from the other side, and it holds as it was."
QUESTION = "How many apples are there?"
NOT_THERE = 4404


@dataclass(frozen=True)
class Shared:
    page: Page  # the presenter's
    address: str  # of the followers' page
    token: str
    model: ModelServer
    room: RoomServer

    @property
    def link(self) -> str:
        return f"{self.address}#{self.token}"


@pytest.fixture
def thinker() -> Iterator[ModelServer]:
    with ModelServer() as server:
        server.set_default(
            lambda request: perform(Spoken(THOUGHTS, "There are **9** apples.", gate_at=8), "or", request)
        )
        yield server
        server.resume()


@pytest.fixture
def shared(thinker: ModelServer, tmp_path_factory: pytest.TempPathFactory, page: Page) -> Iterator[Shared]:
    """A chat whose first turn still thinks."""
    keys = {"OPENROUTER_BASE_URL": thinker.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_AUDIENCE_PORT": "0"}
    server = RoomServer(tmp_path_factory.mktemp("audience"), keys).start()
    enter(page, server.url)
    ask(page, QUESTION)
    expect(page.get_by_text("First I add").first).to_be_visible()
    press(page.get_by_role("button", name="Pin, rename").first, page.get_by_text("Let others follow"))
    page.get_by_text("Let others follow").click()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("dialog").get_by_test_id("stCode")
    expect(link).to_be_visible()
    address, _, token = (link.text_content() or "").strip().partition("#")
    yield Shared(page, address, token, thinker, server)
    thinker.resume()
    server.end()


def test_a_chat_is_followed_word_by_word_until_it_is_ended(shared: Shared, browser: Browser) -> None:
    page = shared.page
    expect(page.get_by_role("dialog").locator("img")).to_be_visible()
    assert not shared.address.startswith(("http://localhost", "http://127."))
    context = browser.new_context(viewport={"width": 390, "height": 844})
    phone = context.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(shared.link)
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    expect(phone.get_by_text("First I add", exact=False)).to_be_visible()
    expect(phone.get_by_text(re.compile("Thinking"))).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("1 device follows")).to_be_visible()
    assert phone.get_by_role("textbox").count() == 0
    assert Axe().run(phone).violations_count == 0
    shared.model.resume()
    expect(phone.locator(".answer strong")).to_have_text("9")
    leave_dialog(page)
    ended(page)
    shared.model.pause()
    ask(page, "And now?")
    expect(phone.get_by_text("And now?")).to_be_visible()
    shared.model.resume()
    expect(phone.locator(".answer strong")).to_have_count(2)
    # One that comes late has all of it, and so has one that lost its connection.
    late = context.new_page()
    late.goto(shared.link)
    expect(late.locator(".answer strong")).to_have_count(2)
    press(page.get_by_role("button", name="Their link"), page.get_by_role("button", name="End it"))
    page.get_by_role("button", name="End it").click()
    expect(phone.get_by_text("This has ended.", exact=False)).to_be_visible()
    expect(phone.locator(".answer strong")).to_have_count(2)
    late.reload()
    expect(late.get_by_text("This link leads nowhere", exact=False)).to_be_visible()
    assert len(shared.model.requests) == 2  # however many follow
    assert not [url for url in asked if shared.token in url.partition("#")[0]]
    assert {urlsplit(url).path for url in asked} <= {"/follow", "/favicon.ico"}
    log = shared.room.log.read_text("utf-8")
    assert shared.token not in log and "Traceback" not in log
    context.close()


def test_another_device_reaches_nothing_but_the_followers_page(shared: Shared) -> None:
    door = shared.address.removesuffix("/follow")
    own = str(urlsplit(door).hostname)
    for path in {asked for ways in WALK.values() for asked in ways} | {"/", "/index.html", "/static/", "/docs"}:
        plain = path.partition("?")[0]
        if plain == "/follow" or "{" in plain:
            continue
        for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
            assert httpx.request(method, f"{door}{path}").status_code == 404, (method, path)
    for path in (SOCKETS - {"/follow/live"}) | {"/", "/follow"}:
        with pytest.raises(InvalidStatus) as refused, connect(f"{door.replace('http', 'ws')}{path}", proxy=None):
            pass
        assert refused.value.response.status_code == 404, path
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert httpx.request(method, shared.address).status_code == 405
    page = httpx.get(shared.address)
    assert "set-cookie" not in page.headers and page.headers["referrer-policy"] == "no-referrer"
    # The room itself is not bound to that address.
    with contextlib.suppress(OSError), socket.create_connection((own, shared.room.port), 3):
        pytest.fail("the room can be reached from other machines")


def test_a_follower_can_do_nothing_and_neighbours_of_a_token_are_told_nothing(shared: Shared) -> None:
    token = shared.token
    turned = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(0, len(token), 4)]
    wrong = [*turned, token[:-1], f"{token}A", token.swapcase(), "", "local", "%", "' OR 1=1 --", "x" * 190]
    for said in (*map(saying, wrong), "", "[]", "null", '{"token": 5}', '{"token": {"a": 1}}', "{", "x" * 300):
        with followed(shared.address, said) as socket:
            assert closed(socket) == NOT_THERE, said
    with followed(shared.address) as socket:  # longer than a server reads at all
        with contextlib.suppress(ConnectionClosed):
            socket.send("x" * 100_000)
        assert closed(socket) in (1009, None)
    with followed(shared.address, saying(token)) as socket:
        assert events(socket)[0][0] == "all"
        socket.send('{"stop": true}')
        assert closed(socket) == 1008
    with pytest.raises(InvalidStatus), followed(shared.address, origin="http://elsewhere.example"):
        pass
    assert len(shared.model.requests) == 1
    shared.model.resume()
    ended_page = shared.page
    leave_dialog(ended_page)
    ended(ended_page)


def test_one_that_does_not_read_holds_up_nobody(shared: Shared) -> None:
    with contextlib.ExitStack() as others:
        others.enter_context(followed(shared.address, saying(shared.token), max_queue=1))
        for _ in range(20):  # who say nothing
            others.enter_context(followed(shared.address))
        with followed(shared.address, saying(shared.token)) as reads:
            assert events(reads)[0][0] == "all"
            shared.model.resume()
            heard: list[str] = []

            def answered() -> bool:
                heard.extend(str(one) for one in events(reads))
                return any("'done'" in one for one in heard)

            assert eventually(answered)


def test_the_followers_page_in_three_engines(shared: Shared, window: Window) -> None:
    if os.environ.get("NO_ENGINES"):
        pytest.skip("engines were turned off")
    shared.model.resume()
    window.open(shared.link)
    assert eventually(lambda: "There are 9 apples." in (window.text("main") or ""), 30)
    assert QUESTION in window.text("main")
