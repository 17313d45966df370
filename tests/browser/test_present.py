"""The presenter view: large, alone, still, and led by a clicker; a chat that grows, and one that is replayed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.looking import SHIFTS, THOUGHTS
from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, ended, enter
from tests.browser.test_replay import player, stands
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Silence
from tests.waiting import eventually

SIZES = ((1920, 1080), (1024, 768))
ANSWER = "There are 9 apples left."
# The height of what no words pass under, where the buttons of the stage are.
BAND = "parseFloat(getComputedStyle(document.querySelector('.st-key-stage'), '::before').height)"
TOPS = """[...document.querySelectorAll('[class*="st-key-turn-"]')]
  .map((one) => Math.round(one.getBoundingClientRect().top))"""
SIZE = "Number.parseFloat(getComputedStyle(document.documentElement).fontSize)"


def says(thinker: ModelServer, told: Spoken) -> None:
    thinker.set_default(lambda request: perform(told, "or", request))


def on_stage(page: Page) -> bool:
    return page.locator("html.presenting").count() == 1


def present(page: Page) -> None:
    page.get_by_role("button", name="Present").click()
    expect(page.locator("html.presenting")).to_have_count(1)
    expect(page.get_by_role("group", name="Presenter view")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_chat_stands_large_and_alone_and_is_led_by_a_clicker(
    place: RoomServer, thinker: ModelServer, page: Page, width: int, height: int
) -> None:
    says(thinker, Spoken(THOUGHTS, ANSWER))
    page.set_viewport_size({"width": width, "height": height})
    enter(page, place.url)
    ask(page, "How many are left?")
    ended(page)
    ask(page, "And how many now?")
    ended(page, 2)
    present(page)
    expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
    expect(page.get_by_test_id("stHeader")).not_to_be_visible()
    expect(page.get_by_text("So the answer is that")).to_have_count(2)  # thoughts are open
    assert 20 <= page.evaluate(SIZE) <= 28 and page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_test_id("stChatInputTextArea").focus()
    for _ in range(2):  # to where this one begins, and to the one before it
        page.keyboard.press("PageUp")
    assert eventually(lambda: 0 <= page.evaluate(TOPS)[0] < 120)
    assert page.evaluate(BAND) <= page.evaluate(TOPS)[0]
    page.keyboard.press("PageDown")
    assert eventually(lambda: page.evaluate(TOPS)[0] < 0)
    page.get_by_test_id("stChatInputTextArea").evaluate("(field) => field.blur()")
    before = page.evaluate(SIZE)
    page.keyboard.press("+")
    assert page.evaluate(SIZE) == min(28, before + 2)
    for _ in range(6):
        page.keyboard.press("-")
    assert page.evaluate(SIZE) == 20
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    page.reload()
    expect(page.locator("html.presenting")).to_have_count(1)
    expect(page.get_by_text("So the answer is that")).to_have_count(2)
    assert eventually(lambda: page.evaluate(SIZE) == 20)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    expect(page).not_to_have_url(re.compile("present"))
    assert page.evaluate(SIZE) == 17


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_jumps_while_a_thought_grows(
    place: RoomServer, thinker: ModelServer, page: Page, width: int, height: int
) -> None:
    says(thinker, Spoken(THOUGHTS, ANSWER, rate=40, cut=(len(THOUGHTS.split()), Silence())))
    page.set_viewport_size({"width": width, "height": height})
    enter(page, place.url)
    page.goto(f"{place.url}/?present=1")
    expect(page.locator("html.presenting")).to_have_count(1)
    ask(page, "How many are left?")
    expect(page.locator(".live-words")).to_contain_text("The question asks")
    page.evaluate(SHIFTS)
    expect(page.locator(".live-words")).to_contain_text("as was asked.")
    assert sum(page.evaluate("window.shifts")) < 0.1, page.evaluate("window.moved")


def test_a_replay_is_led_by_a_clicker(place: RoomServer, thinker: ModelServer, page: Page) -> None:
    says(thinker, Spoken(THOUGHTS, ANSWER, rate=40))
    enter(page, place.url)
    ask(page, "How many are left?")
    ended(page)
    says(thinker, Spoken(THOUGHTS, "Still 9."))
    ask(page, "And how many now?")
    ended(page, 2)
    choose_more(page, "Replay on a page of its own", 0)
    expect(player(page).locator(".whose")).to_contain_text("turn 1 of 2")
    present(page)
    expect(player(page).locator(".switches")).not_to_be_visible()
    page.evaluate(SHIFTS)
    page.keyboard.press("PageDown")
    expect(player(page).get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press(" ")
    expect(player(page).get_by_role("button", name="Play")).to_be_visible()
    for _ in range(6):
        page.keyboard.press(">")
    assert sum(page.evaluate("window.shifts")) < 0.1, page.evaluate("window.moved")
    page.keyboard.press("PageUp")
    assert stands(page) > 0
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    expect(player(page).locator(".answer")).to_have_text("Still 9.")
    assert on_stage(page) and "present=1" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("html.presenting")).to_have_count(0)
    expect(player(page).locator(".switches")).to_be_visible()


def test_who_speaks_has_notes_in_a_second_window(place: RoomServer, thinker: ModelServer, page: Page) -> None:
    says(thinker, Spoken(THOUGHTS, ANSWER, rate=40))
    enter(page, place.url)
    ask(page, "How many are left?")
    ended(page)
    choose_more(page, "Replay on a page of its own")
    expect(player(page).locator(".time")).to_contain_text("of")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Notes for the speaker").click()
    notes = opened.value
    beside = notes.get_by_role("region", name="Notes for the speaker")
    expect(beside.locator(".asked")).to_have_text("How many are left?")
    expect(beside.locator(".now")).to_have_text("Nothing has been thought yet.")
    expect(beside.locator(".coming li").first).to_contain_text("The question asks")
    beside.get_by_label("Your notes").fill("Tell them of the apples.")
    assert [one["id"] for one in Axe().run(notes).response["violations"]] == []
    beside.get_by_role("button", name="Play or pause").click()
    expect(player(page).get_by_role("button", name="Again")).to_be_visible()
    expect(beside.locator(".now")).to_have_text("It has ended.")
    notes.reload()
    expect(beside.get_by_label("Your notes")).to_have_value("Tell them of the apples.")
    expect(beside.locator(".asked")).to_have_text("How many are left?")
