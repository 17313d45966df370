"""A picture of each page in each of its states, in two sizes, light and dark, to be looked at:
`python -m tests.browser.states FOLDER [STATE …]`. Nothing may be wider than the window, and no traceback on a page."""

import re
import sys
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import chromium
from tests.browser.room import RoomServer
from tests.browser.steps import ask, drawn, ended, enter, press, thoughts
from tests.modelserver import ModelServer

SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
POCKET = "Which is bigger: 9.11 or 9.9?"


def asked(page: Page, url: str, question: str) -> None:
    enter(page, url)
    ask(page, question)


def sidebar(page: Page) -> None:
    expand = page.get_by_test_id("stExpandSidebarButton")
    if expand.count():
        expand.click()


def of_pocket(page: Page, url: str) -> None:
    enter(page, url)
    page.locator(".st-key-suggestions button").first.click()
    ended(page)


def empty(page: Page, url: str) -> None:
    enter(page, url)


def beside(page: Page, url: str) -> None:
    enter(page, url)
    sidebar(page)


def thinking(page: Page, url: str) -> None:
    asked(page, url, "think-400-200-40")
    expect(thoughts(page)).to_contain_text("mark-000003")


def done(page: Page, url: str) -> None:
    asked(page, url, "think-60-120-0")
    ended(page)


def stopped(page: Page, url: str) -> None:
    asked(page, url, "think-400-200-60")
    expect(thoughts(page)).to_contain_text("mark-000002")
    page.get_by_role("button", name="Stop").click()
    ended(page)


def failed(page: Page, url: str) -> None:
    asked(page, url, "error-429-own")
    expect(page.get_by_role("button", name="Try again").first).to_be_visible()


def cut(page: Page, url: str) -> None:
    asked(page, url, "cut-40-20")
    ended(page)


def inside(page: Page, url: str) -> None:
    of_pocket(page, url)
    press(page.locator('[class*="st-key-thoughts-"] summary').last, page.get_by_role("button", name="Look inside"))
    press(page.get_by_role("button", name="Look inside"), page.get_by_role("region", name="Inside the thought"))


def replay(page: Page, url: str) -> None:
    inside(page, url)
    press(page.get_by_role("button", name="Replay").first, page.get_by_role("region", name="Replay"))


def all_thoughts(page: Page, url: str) -> None:
    page.goto(f"{url}/thoughts")
    expect(page.get_by_role("heading").first).to_be_visible()


def injection(page: Page, url: str) -> None:
    page.goto(f"{url}/injection")
    expect(page.locator(".st-key-run button").first).to_be_visible()


def measure(page: Page, url: str) -> None:
    page.goto(f"{url}/measure")
    expect(page.get_by_label("Of each kind")).to_be_visible()


def race(page: Page, url: str) -> None:
    page.goto(f"{url}/race")
    expect(page.locator(".st-key-race-start button")).to_be_visible()


def guide(page: Page, url: str) -> None:
    page.goto(f"{url}/guide")
    expect(page.get_by_role("heading").first).to_be_visible()


def missing(page: Page, url: str) -> None:
    page.goto(f"{url}/?chat=nowhere")
    expect(page.get_by_role("heading", name="This chat was not found")).to_be_visible()


# Those of the first room ask a model server; those of the second the built-in model.
STATES: dict[str, tuple[bool, Callable[[Page, str], None]]] = {
    "empty": (True, empty),
    "sidebar": (True, beside),
    "thinking": (True, thinking),
    "done": (True, done),
    "stopped": (True, stopped),
    "failed": (True, failed),
    "cut": (True, cut),
    "missing": (True, missing),
    "empty-pocket": (False, empty),
    "done-pocket": (False, of_pocket),
    "inside": (False, inside),
    "replay": (False, replay),
    "thoughts": (False, all_thoughts),
    "injection": (False, injection),
    "measure": (False, measure),
    "race": (False, race),
    "guide": (False, guide),
}


def main(folder: Path, names: list[str]) -> None:
    """Of these states, or of all."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, ModelServer() as model, tempfile.TemporaryDirectory() as temporary:
        keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": "of-nobody"}
        rooms: dict[bool, RoomServer] = {}
        for asks, environment in ((True, keys), (False, {"THINKROOM_POCKET_PACE": "0"})):
            (place := Path(temporary, str(asks))).mkdir()
            rooms[asks] = RoomServer(place, environment).start()
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        try:
            for name, (size, (width, height)), scheme in product(names or STATES, SIZES.items(), ("light", "dark")):
                asks, walk = STATES[name]
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
                )
                page.set_default_timeout(60_000)
                walk(page, rooms[asks].url)
                if name != "thinking":
                    drawn(page)
                expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
                page.mouse.move(width - 1, height - 1)
                page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", animations="disabled")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is too wide"
                expect(page.get_by_text(re.compile("Traceback"))).to_have_count(0)
                page.close()
        finally:
            browser.close()
            for room in rooms.values():
                room.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
