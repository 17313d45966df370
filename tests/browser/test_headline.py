"""What a growing thought is doing stands in the header of its panel, live, and moves nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from components.ui import element_keys
from tests.browser.engines import Place, Window
from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, saying
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Silence

BEFORE = "The user asks which is bigger. It is about place values.\n\n"
AIM = "I need to look at every digit of both numbers, the tenths before the hundredths, so none is left"
AFTER = f"{AIM}. There they are.\n\n**Comparing the tenths**\n\nNine is more than one.\n\n"
HEADING = "Comparing the tenths"
AFTER_WORDS = len(AFTER.split())
GATE = len(BEFORE.split())
SUMMARY = f'[class*="st-key-{element_keys.THOUGHTS}"] summary'
# Where the header and the first line below it stand, and how much wider than its window the page is.
PLACES = """() => {
  const box = (of) => document.querySelector(of).getBoundingClientRect().toJSON();
  const header = box('[class*="st-key-thoughts-"] summary'), wide = document.documentElement.scrollWidth - innerWidth;
  return [header.top, header.width, header.height, box('[class*="st-key-thoughts-"]').width, wide];
}"""
HEIGHT = "header => header.getBoundingClientRect().height"
INSIDE = """line => {
  const [mine, clock] = [line, line.closest('[class*="st-key-thoughts-"]').querySelector('[class*="st-key-clock-"]')]
    .map((one) => one.getBoundingClientRect());
  const apart = mine.right <= clock.left || mine.top >= clock.bottom;
  return apart && mine.left >= 0 && mine.right <= innerWidth && line.scrollWidth > line.clientWidth;
}"""


@pytest.fixture
def thinking(thinker: ModelServer) -> Iterator[ModelServer]:
    """Its thoughts stop before the first aim, and go on when they are told to; they end by themselves."""
    with saying(thinker, Spoken(BEFORE + AFTER, "It is 9.9.", gate_at=GATE)):
        yield thinker


def stays_at_its_aim(thinker: ModelServer) -> None:
    told = Spoken(BEFORE + AFTER, "", gate_at=GATE, cut=(GATE + len(AIM.split()) + 2, Silence()))
    thinker.set_default(lambda request: perform(told, "or", request))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("wired", [True, False])
def test_the_header_says_what_is_being_done_and_nothing_moves(
    place: RoomServer, thinking: ModelServer, page: Page, width: int, wired: bool
) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=1011)

    if not wired:
        page.route_web_socket("**/live/**", refuse)
    stays_at_its_aim(thinking)
    enter(page, place.url)
    page.set_viewport_size({"width": width, "height": 844})
    ask(page, f"Which is bigger, at {width} pixels?")
    line = page.locator(".live-headline")
    expect(line).to_have_text("")
    expect(page.get_by_text("It is about place values.", exact=False).last).to_be_visible()
    before = page.evaluate(PLACES)
    thinking.resume()
    expect(line).to_have_text(AIM)
    expect(line).to_have_attribute("title", AIM)
    assert page.evaluate(PLACES) == before and before[-1] == 0
    assert line.evaluate(INSIDE)  # and cut off there
    header = page.locator(SUMMARY)
    if wired:
        expect(header).to_have_attribute("title", AIM)
    header.click()  # through it
    expect(page.get_by_role("button", name="Hide thoughts")).to_have_count(0)
    expect(line).to_have_text(AIM)
    page.locator(".st-key-stop button").click()
    ended(page)
    expect(line).to_have_count(0)


def test_a_headline_comes_to_a_closed_panel_and_goes_with_the_thought(
    place: RoomServer, thinking: ModelServer, page: Page
) -> None:
    enter(page, place.url)
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, "Which is bigger, behind a closed panel?")
    summary, line = page.locator(SUMMARY), page.locator(".live-headline")
    expect(line).to_have_text("")
    summary.click()
    expect(page.locator(".live-words")).to_have_count(0)
    thinking.resume()
    ended(page)
    expect(line).to_have_count(0)
    expect(summary).not_to_have_attribute("title", re.compile("."))
    height = summary.evaluate(HEIGHT)
    page.reload()  # as if nobody had seen it grow
    ended(page)
    assert summary.evaluate(HEIGHT) == height
    thinking.set_default(lambda request: perform(Spoken(AFTER, "", cut=(AFTER_WORDS, Silence())), "or", request))
    ask(page, "And the provider's own heading?")
    expect(line).to_have_text(HEADING)
    page.locator(".st-key-stop button").click()
    ended(page, 2)


def test_header_and_title_say_in_every_engine_that_it_thinks(
    place: RoomServer, thinking: ModelServer, window: Window
) -> None:
    window.open(place.url)
    window.see("Watch a model think")
    usual = window.evaluate("document.title")
    window.fill('[data-testid="stChatInputTextArea"]', "Which is bigger, in each engine?")
    window.press("Enter")
    window.see("It is about place values.")
    window.until(lambda: window.evaluate("document.title").startswith("Thinking · "), "the title counts")
    assert window.text(".live-headline") == ""
    stays_at_its_aim(thinking)
    thinking.resume()
    window.until(lambda: window.evaluate("document.title") == usual, "the title is the usual one")
    window.until(lambda: not window.text(".live-headline"), "no headline stays")
    thinking.pause()
    window.fill('[data-testid="stChatInputTextArea"]', "And what is aimed at in each engine?")
    window.press("Enter")
    thinking.resume()
    window.see(AIM, Place(".live-headline"))
    window.click(".st-key-stop button")
    window.until(lambda: window.evaluate("document.title") == usual, "the title is the usual one")
