"""A thought whose inside is looked into: what it says, how far it comes before the gate, and where it stands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, press, saying
from tests.modelserver import ModelServer
from tests.modelserver.script import Spoken

PARAGRAPHS = (
    "The question asks how many apples are left in the basket when three are eaten and two are put back there.",
    "I begin with ten apples in the basket. Three are eaten, which leaves ten minus three, and that is seven apples.",
    "Two are put back, so there are seven plus two of them in the basket, which makes nine apples 🍎 altogether now.",
    "Wait, let me check this again from the other end: nine minus two is seven, and seven plus three is ten. It fits.",
    "So the answer is that there are nine apples left in the basket when all of this has been done, as was asked.",
)
THOUGHTS = "\n\n".join(PARAGRAPHS)
FIRST_TWO = len("\n\n".join(PARAGRAPHS[:2]).split()) + 4
QUESTION = "How many apples are left?"
# Its element, in a shadow root.
PAGE = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.inside')).find(Boolean)"

# What moves on the page from now on, and of which classes it is.
SHIFTS = """() => {
  window.shifts = [];
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) {
      window.shifts.push(one.value);
      for (const { node } of one.sources) window.moved.push(node?.className);
    }
  }).observe({ type: "layout-shift", buffered: false });
}"""


@pytest.fixture
def gated(thinker: ModelServer) -> Iterator[ModelServer]:
    with saying(thinker, Spoken(THOUGHTS, "There are 9 apples left.", gate_at=FIRST_TWO)):
        yield thinker


def inside(page: Page) -> Locator:
    return page.get_by_role("region", name="Inside the thought")


def steps(page: Page) -> Locator:
    return inside(page).locator(".step")


def strip(page: Page) -> Locator:
    return inside(page).get_by_role("listbox")


def look_inside(page: Page) -> None:
    press(page.get_by_role("button", name="Look inside").last, inside(page))


def looked_into(place: RoomServer, gated: ModelServer, page: Page) -> None:
    """A turn that has ended."""
    gated.resume()
    enter(page, place.url)
    ask(page, QUESTION)
    ended(page)
    look_inside(page)
