"""Takes the pictures of the README anew, from a real room with the built-in models:
`python -m tests.browser.pictures [NAME …]`."""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import chromium
from tests.browser.room import ROOT, RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, thoughts

FOLDER = ROOT / "components" / "ui" / "images"
QUESTION = "Which is bigger: 9.11 or 9.9?"
RIGHT, WRONG = "So 9.9 is bigger and 9.11 is smaller.", "So 9.11 is bigger and 9.9 is smaller."
SUM = "4758 + 3967"  # the small model needs thoughts for it
WIDTH, HEIGHT = 1280, 940


def thinking(page: Page, room: RoomServer) -> None:
    enter(page, room.url)
    ask(page, QUESTION)
    expect(thoughts(page)).to_contain_text("With zeros at the end", timeout=60_000)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


def changed(page: Page, room: RoomServer) -> None:
    enter(page, room.url)
    ask(page, QUESTION)
    ended(page)
    choose_more(page, "Change the thoughts")
    field = page.get_by_role("dialog").get_by_label("Thoughts")
    text = field.input_value()
    assert RIGHT in text
    field.fill(text.partition(RIGHT)[0] + WRONG)
    page.get_by_role("button", name="Go on from here").click()
    expect(page.get_by_test_id("stColumn").nth(1)).to_contain_text("went on from there")
    ended(page)


def injection(page: Page, room: RoomServer) -> None:
    page.goto(f"{room.url}/injection")
    page.get_by_test_id("stButtonGroup").get_by_text(SUM, exact=True).click()
    expect(page.get_by_label("Right answer")).to_have_value("8725")
    page.locator(".st-key-run button").click()
    expect(page.locator('[class*="st-key-findings-"]').first).to_contain_text("with the thoughts, it was")
    page.locator('[class*="st-key-findings-"]').first.scroll_into_view_if_needed()


def measure(page: Page, room: RoomServer) -> None:
    page.goto(f"{room.url}/measure")
    field = page.get_by_label("Of each kind")
    field.fill("10")
    field.press("Tab")
    expect(page.get_by_text(re.compile("^240 requests"))).to_be_visible()
    page.locator(".st-key-measure button").click()
    expect(page.get_by_text("240 of 240 requests")).to_be_visible(timeout=300_000)
    page.reload()
    result = page.get_by_role("heading", name=re.compile(r"^With the thoughts \d+ of 40 were right"))
    expect(page.locator("canvas, svg.marks").first).to_be_visible()
    expect(page.get_by_text("240 of 240 requests")).to_be_visible()
    result.evaluate("heading => heading.scrollIntoView({block: 'start'})")


SCENES: dict[str, tuple[str, Callable[[Page, RoomServer], None]]] = {
    "room": ("15", thinking),
    "change": ("0", changed),
    "injection": ("0", injection),
    "measure": ("0", measure),
}


def main(names: list[str]) -> None:
    """Of these scenes, or of all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        for name, (pace, scene) in ((name, SCENES[name]) for name in names or SCENES):
            with tempfile.TemporaryDirectory() as folder:
                room = RoomServer(Path(folder), {"THINKROOM_POCKET_PACE": pace}).start()
                try:
                    page = browser.new_page(
                        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
                    )
                    scene(page, room)
                    expect(page.locator('[data-stale="true"]')).to_have_count(0)
                    page.mouse.move(WIDTH - 1, HEIGHT - 1)  # nothing is pointed at
                    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
                    page.close()
                finally:
                    room.end()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
