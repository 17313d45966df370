"""The title of the tab while a turn thinks, the mark of one that ended unseen, and a notification for who wants one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, drawn, ended, enter
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken

THOUGHTS = "I need to compare the secretive tenths of both. Nine is more than one."
# What a browser does by itself: whether the page is in view, how late it is, and what it asks and tells a person.
BROWSER = """() => {
  let hidden = false, later = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + later;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  window.later = (ms) => (later += ms);
  window.view = (seen) => ((hidden = !seen), document.dispatchEvent(new Event("visibilitychange")));
  window.told = [];
  window.asked = 0;
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { window.asked++; return (Notification.permission = window.answer ?? "granted"); }
    constructor(title, options) { window.told.push(JSON.stringify([title, options])); }
  };
}"""


@pytest.fixture(scope="module")
def thinker() -> Iterator[ModelServer]:
    told = Spoken(THOUGHTS, "It is 9.9.", gate_at=9)
    with ModelServer(default=lambda request: perform(told, "or", request)) as server:
        yield server


@pytest.fixture
def gate(thinker: ModelServer) -> Iterator[ModelServer]:
    yield thinker
    thinker.pause()


def thinks(page: Page, question: str) -> None:
    ask(page, question)
    expect(page).to_have_title(re.compile(r"^Thinking · \d+ s$"))
    # Each clock that Python draws takes the place of the one before: the last of them is there.
    expect(page.locator(".live-clock")).to_have_text(re.compile("Thinking"))
    drawn(page)


def test_the_title_counts_and_marks_what_ended_unseen(place: RoomServer, gate: ModelServer, page: Page) -> None:
    page.add_init_script(f"({BROWSER})()")
    enter(page, place.url)
    usual = page.title()
    thinks(page, "Which is bigger, in the title?")
    page.evaluate("later(12_000)")
    expect(page).to_have_title(re.compile(r"^Thinking · (1[2-9]|[2-6]\d) s$"))
    page.evaluate("view(false)")
    page.evaluate("later(60_000)")
    expect(page).to_have_title(re.compile(r"^Thinking · ([7-9]\d|1\d\d) s$"))
    gate.resume()
    expect(page).to_have_title(f"✓ {usual}")
    page.evaluate("view(true)")
    expect(page).to_have_title(usual)
    ended(page)
    assert page.evaluate("[asked, told.length]") == [0, 0]  # nobody wanted it


def test_where_the_room_allows_it_the_title_says_what_the_thought_is_doing(page: Page, tmp_path: Path) -> None:
    words = "**Comparing the tenths**\n\nNine is more than one, and so it does not matter at all what follows it. "
    told = Spoken(words + "That is it.", "It is 9.9.", gate_at=len(words.split()))
    with ModelServer(default=lambda request: perform(told, "or", request)) as thinker:
        settings = {"OPENROUTER_BASE_URL": thinker.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_TITLE_WORDS": "yes"}
        server = RoomServer(tmp_path, settings).start()
        try:
            enter(page, server.url)
            usual = page.title()
            ask(page, "Which is bigger, in words?")
            expect(page).to_have_title(re.compile(r"^Comparing the tenths · \d+ s$"))
            thinker.resume()
            ended(page)
            expect(page).to_have_title(usual)
        finally:
            server.end()


def test_who_looks_sees_no_mark_and_who_leaves_no_clock(place: RoomServer, gate: ModelServer, page: Page) -> None:
    page.add_init_script(f"({BROWSER})()")
    enter(page, place.url)
    usual = page.title()
    thinks(page, "Which is bigger, in view?")
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read this room")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^(?!Thinking)"))
    page.get_by_role("link", name="Chat").click()
    expect(page).to_have_title(re.compile(r"^Thinking · \d+ s$"))
    gate.resume()
    ended(page)
    expect(page).to_have_title(usual)


@pytest.mark.parametrize("answer", ["granted", "denied"])
def test_who_wants_it_is_told_once_of_a_long_thought_and_nothing_of_it(
    place: RoomServer, gate: ModelServer, page: Page, answer: str
) -> None:
    page.add_init_script(f"({BROWSER})()")
    enter(page, place.url)
    page.evaluate("answer => { window.answer = answer; }", answer)
    page.get_by_role("button", name="Advanced").click()
    box = page.get_by_label("Notify me when a long thought ends")
    expect(box).not_to_be_checked()
    assert page.evaluate("asked") == 0
    box.click()
    if answer == "denied":
        expect(box).to_be_hidden()
        return
    expect(box).to_be_checked()
    page.keyboard.press("Escape")
    thinks(page, "Which is bigger, told afterwards?")
    page.evaluate("later(31_000); view(false)")
    gate.resume()
    expect(page).to_have_title(re.compile("^✓ "))
    told = page.evaluate("told")
    assert len(told) == 1 and "long thought" in told[0] and page.evaluate("asked") == 1
    assert not {word for word in re.findall(r"\w+", THOUGHTS) if len(word) > 5} & set(re.findall(r"\w+", told[0]))


def test_there_is_no_control_where_there_can_be_no_notification(place: RoomServer, page: Page) -> None:
    page.add_init_script("delete window.Notification")
    enter(page, place.url)
    page.get_by_role("button", name="Advanced").click()
    expect(page.get_by_label("System prompt")).to_be_visible()
    control = page.locator(".st-key-notify .notify")
    expect(control).to_have_count(1)
    expect(control).to_be_hidden()
