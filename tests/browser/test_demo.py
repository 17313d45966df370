"""The demo of five minutes in components/README.md, walked through step by step where no network can be reached and no
key is set. `$THINKROOM_PICTURES` names a folder for a picture of each step; then it is walked through in both sizes."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, drawn, ended, press, set_to, thoughts

PICTURES = os.environ.get("THINKROOM_PICTURES", "")
SIZES = ((1024, 768), (1920, 1080)) if PICTURES else ((1024, 768),)
FIRST = "9.11 or 9.9"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[RoomServer]:
    server = RoomServer(tmp_path, {}).start()
    yield server
    server.end()


class Demo:
    """`elsewhere`: what was asked of anybody but this machine; it got nothing."""

    def __init__(self, page: Page, size: tuple[int, int]) -> None:
        self.page, self.size, self.elsewhere = page, size, list[str]()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.route("**/*", self._only_here)

    def _only_here(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()

    def looked_at(self, name: str) -> None:
        """Nothing stands outside of the window."""
        drawn(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.size[0], name
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES, f"demo-{self.size[0]}-{name}.png"))

    def to(self, name: str, there: Locator) -> None:
        self.page.mouse.move(0, 0)  # away from what tells of a button, which may lie above
        press(self.page.get_by_test_id("stTopNavLink").filter(has_text=name), there)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_the_demo_is_walked_through_without_a_network(place: RoomServer, page: Page, size: tuple[int, int]) -> None:
    demo, button = Demo(page, size), lambda name: page.get_by_role("button", name=name)
    inside = page.get_by_role("region", name="Inside the thought")
    player = page.get_by_role("region", name="Replay")
    welcome = page.get_by_role("heading", name="Watch a model think")

    page.goto(place.url)
    expect(welcome).to_be_visible()
    page.locator(".st-key-suggestions button").filter(has_text=FIRST).click()
    ended(page)
    press(page.locator('[class*="st-key-thoughts-"] summary').last, button("Hide thoughts"))
    expect(thoughts(page)).to_contain_text("Wait")
    demo.looked_at("thoughts")

    press(button("Look inside"), inside)
    expect(page.get_by_text("It says “Wait” in step 4.")).to_be_visible()
    expect(page.get_by_text("first stood there after 80 %")).to_be_visible()
    demo.looked_at("inside")
    button("Ask at 8 points").click()
    expect(page.get_by_text("of the thoughts on, it already gave the answer of the end")).to_be_visible()
    button("Leave out each of 8 steps").click()
    expect(page.get_by_text("Step 8: ").last).to_be_visible()
    demo.looked_at("tested")

    press(button("Replay").first, player)
    page.get_by_label("Speed").select_option("0.5")
    player.get_by_role("button", name="Play").click()
    press(button("Present"), button("Leave"))
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Play").or_(player.get_by_role("button", name="Again"))).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.keyboard.press("PageDown")
    expect(player.locator(".doing")).to_contain_text(re.compile(r"Step \d of 8"))
    demo.looked_at("stage")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()

    demo.to("Thoughts", button("Doubts"))
    demo.looked_at("all")
    button("Doubts").click()
    press(page.get_by_role("link", name=FIRST).or_(button(FIRST)).first, inside)

    demo.to("Race", page.get_by_role("heading", name="Which model gets there first?"))
    page.locator(".st-key-race-start button").click()
    race = page.get_by_role("region", name="The race")
    for letter in "AB":
        expect(race.get_by_role("button", name=f"Open as a chat: {letter}")).to_be_visible()
    page.keyboard.press("2")
    expect(race.locator(".whose")).to_contain_text("B · pocket/novice")
    demo.looked_at("race")

    demo.to("Chat", page.get_by_test_id("stChatInputTextArea"))
    press(button("New chat").first, welcome)
    set_to(page, "Server", "Recording (a replay)")
    expect(page.get_by_text("A recording answers,")).to_be_visible()
    ask(page, "Is it raining?")
    expect(page.get_by_text("has no such question, so nobody answered.")).to_be_visible()
    demo.looked_at("missing")
    press(button("New chat").first, welcome)
    page.locator(".st-key-suggestions button").first.click()
    ended(page)
    expect(page.get_by_text("Replay of a recording of pocket/thinker")).to_be_visible()
    demo.looked_at("recording")

    demo.to("Injection", page.get_by_role("heading", name="Do thoughts help another model?"))
    expect(page.get_by_text("Both are built-in toy models")).to_be_visible()
    page.get_by_text("Letters in strawberry", exact=True).click()
    expect(page.get_by_label("Right answer")).to_have_value("3")
    button("Run").first.click()
    expect(page.get_by_text("Right · expected 3").or_(page.get_by_text("Right", exact=True)).first).to_be_visible()
    demo.looked_at("injection")

    press(page.get_by_text("Measure", exact=True).first, page.get_by_role("heading", name="How much do thoughts help?"))
    each = page.get_by_label("Of each kind")
    each.fill("10")
    each.press("Enter")
    expect(page.get_by_text("240 requests: 40 of the thinker and 200 of the answerer.")).to_be_visible()
    page.locator(".st-key-measure button").last.click()
    expect(page.get_by_text("240 of 240 requests")).to_be_visible(timeout=180_000)
    expect(page.get_by_text("With the thoughts 40 of 40 were right")).to_be_visible()
    demo.looked_at("measured")

    demo.to("Guide", page.get_by_role("heading").first)
    demo.looked_at("guide")
    assert demo.elsewhere == []
