"""The whole way with nothing but what is built in: no key, no server at home, no network; in a real browser."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from components.ui.chat.empty import TOY_SUGGESTIONS
from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, ended, enter, panel, set_to, stored, thoughts

QUESTION = "Which is bigger: 9.11 or 9.9?"


class Outside:
    """Where a request to any other host would end up: the proxy of the room's environment. It counts who came."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.came = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                found, _ = self._listener.accept()
            except OSError:
                return
            self.came += 1
            found.close()

    def end(self) -> None:
        self._listener.close()


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    outside = Outside()
    yield outside
    outside.end()


def a_room(folder: Path, outside: Outside, pace: str) -> RoomServer:
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), outside.url)
    settings = {"OPENROUTER_API_KEY": "", "THINKROOM_FIND_SERVERS": "no", "THINKROOM_POCKET_PACE": pace}
    return RoomServer(folder, {**proxies, "NO_PROXY": "", "no_proxy": "", **settings}).start()


@pytest.fixture(scope="module")
def pocket_room(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    server = a_room(tmp_path_factory.mktemp("pocket"), outside, "0")
    yield server
    server.end()
    assert outside.came == 0 and "Traceback" not in server.log.read_text()


@pytest.fixture(scope="module")
def slow_room(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    server = a_room(tmp_path_factory.mktemp("pace"), outside, "20")
    yield server
    server.end()
    assert outside.came == 0


@pytest.fixture(autouse=True)
def only_its_own(context: BrowserContext) -> Iterator[None]:
    """The page asks nobody but the room."""
    hosts: set[str] = set()

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).hostname or "")

    context.on("request", note)
    yield
    context.remove_listener("request", note)
    assert hosts <= {"127.0.0.1", ""}


def findings(page: Page) -> Locator:
    return page.locator('[class*="st-key-findings-"]').first


def side(page: Page, kind: str) -> Locator:
    return page.locator(f'[class*="st-key-arm-{kind}-"]').first


def test_the_first_page_is_ready_to_ask_and_says_who_answers(pocket_room: RoomServer, page: Page) -> None:
    enter(page, pocket_room.url)
    expect(page.get_by_text("A built-in toy model answers.")).to_be_visible()
    expect(page.get_by_text("What you ask it stays in this room.")).to_be_visible()
    expect(page.get_by_text("pocket/thinker · thinking")).to_be_visible()
    expect(page.get_by_role("combobox", name="Server").last).to_have_value("Pocket (built-in toy model)")
    expect(page.get_by_text("Thinking on (this model always thinks)")).to_be_visible()
    expect(page.get_by_role("button", name="Add a key")).to_have_count(0)
    for question in TOY_SUGGESTIONS:
        expect(page.get_by_role("button", name=question)).to_be_visible()
    set_to(page, "Server", "OpenRouter")
    expect(page.get_by_text("No key is set for OpenRouter, so it cannot answer yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a key")).to_be_visible()


def test_a_suggestion_is_thought_about_and_answered_and_a_refresh_keeps_it(pocket_room: RoomServer, page: Page) -> None:
    enter(page, pocket_room.url)
    page.get_by_role("button", name=QUESTION).click()
    ended(page)
    expect(page.get_by_text(re.compile("9.9 is bigger than 9.11"))).to_be_visible()
    expect(page.get_by_text(re.compile("^Thought for "))).to_be_visible()
    kept = stored(pocket_room.database, QUESTION)
    assert kept["status"] == "done" and len(kept["reasoning"]) > 50
    page.reload()
    ended(page)
    panel(page).locator("summary").click()
    expect(thoughts(page)).to_contain_text("whole parts")
    ask(page, "Which is bigger: 2.5 or 2.15?")
    ended(page, 2)
    expect(page.get_by_text(re.compile("2.5 is bigger than 2.15"))).to_be_visible()
    assert chat_of(page)


def test_thoughts_are_seen_growing_and_a_stop_keeps_them(slow_room: RoomServer, page: Page) -> None:
    enter(page, slow_room.url)
    ask(page, QUESTION)
    expect(thoughts(page)).to_contain_text("compare")
    expect(page.get_by_text(re.compile(r"Thinking · \d+ s"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("of thinking.")).to_be_visible()
    kept = stored(slow_room.database, QUESTION)
    assert kept["status"] == "stopped" and kept["reasoning"] and not kept["answer"]
    page.get_by_role("button", name="again", exact=False).first.click()
    expect(page.get_by_text("2 / 2")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(re.compile("9.9 is bigger than 9.11"))).to_be_visible(timeout=30_000)


def test_the_experiment_runs_with_both_and_a_refresh_keeps_it(pocket_room: RoomServer, page: Page) -> None:
    page.goto(f"{pocket_room.url}/injection")
    expect(page.get_by_text("Both are built-in toy models")).to_be_visible()
    expect(page.get_by_text("pocket/thinker thinks about the question. pocket/novice answers it twice")).to_be_visible()
    page.locator(".st-key-run button").click()
    expect(findings(page)).to_contain_text("On its own, pocket/novice")
    for kind in ("plain", "injected"):
        expect(side(page, kind).get_by_text(re.compile("^(Right|Wrong|Unclear)$")).first).to_be_visible()
    expect(side(page, "injected").get_by_text("Right", exact=True)).to_be_visible()
    expect(page.get_by_text("It cost nothing.")).to_be_visible()
    shown = page.url
    page.reload()
    expect(page).to_have_url(shown)
    expect(findings(page)).to_contain_text("with the thoughts, it was right.")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_thoughts_of_a_chat_are_passed_on(pocket_room: RoomServer, page: Page) -> None:
    enter(page, pocket_room.url)
    ask(page, "Which is bigger: 3.8 or 3.11?")
    ended(page)
    page.get_by_role("button", name="Inject these thoughts").click()
    expect(page.get_by_text("nobody thinks again. pocket/novice answers")).to_be_visible()
    page.locator(".st-key-run button").click()
    expect(findings(page)).to_contain_text("it answered")


def test_presets_are_those_that_it_can_work_out(pocket_room: RoomServer, page: Page) -> None:
    page.goto(f"{pocket_room.url}/injection")
    presets = page.get_by_test_id("stButtonGroup")
    expect(presets.get_by_text("47 × 8", exact=True)).to_be_visible()
    expect(presets.get_by_text("The farmer's sheep")).to_have_count(0)
    presets.get_by_text("4758 + 3967", exact=True).click()
    expect(page.get_by_label("Right answer")).to_have_value("8725")


def test_a_phone_shows_all_of_it(pocket_room: RoomServer, browser: Browser) -> None:
    with closing(browser.new_context(viewport={"width": 390, "height": 844})) as context:
        page = context.new_page()
        enter(page, pocket_room.url)
        expect(page.get_by_text("A built-in toy model answers.")).to_be_visible()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
        page.goto(f"{pocket_room.url}/injection")
        expect(page.get_by_text("Both are built-in toy models")).to_be_visible()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
