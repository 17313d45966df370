"""On a phone no page is wider than the screen, whatever a model writes: what cannot be broken scrolls by itself."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, panel, thoughts

WIDTH = 390
LONG = "\n\n".join(
    (
        "Word " + "w" * 700,
        "In words $a = " + " + ".join(f"x_{{{number}}}" for number in range(60)) + "$ stands.",
        "$$\n" + " + ".join(f"x_{{{number}}}" for number in range(80)) + "\n$$",
        "| " + " | ".join(f"column {number}" for number in range(8)) + " |\n|" + "---|" * 8 + "\n"
        "| " + " | ".join("v" * 40 for _ in range(8)) + " |",
        "```py\n" + "c" * 500 + "\n```",
        "`" + "d" * 300 + "`",
        "- a\n  - b\n    - c\n      - d\n        - " + "e" * 300,
        "> > > " + "f" * 300,
        "# " + "g" * 200,
        "[link](https://example.org/" + "h" * 300 + ") and https://example.org/" + "i" * 300,
        "أ" * 300,
        "字" * 300,
        "- | a | b |\n  |---|---|\n  | " + "j" * 200 + " | 2 |",
        "> $$\n> " + " + ".join(f"y_{{{number}}}" for number in range(80)) + "\n> $$",
    )
)
TOO_WIDE = """() => {
  const inside = '.stApp, [data-testid="stMain"], [role="dialog"], [class*="st-key-reply-"], [class*="st-key-view-"]';
  const pages = [document.documentElement, document.body, ...document.querySelectorAll(inside)];
  return pages.filter((it) => it.clientWidth && (it.scrollWidth > it.clientWidth + 1 || it.clientWidth > innerWidth))
    .map((it) => `${it.tagName} ${it.className} ${it.scrollWidth} > ${it.clientWidth}`);
}"""


def fits(page: Page) -> None:
    assert page.evaluate("innerWidth") == WIDTH
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("touch", [True, False])
def test_a_reply_its_thoughts_and_its_file(room: RoomServer, browser: Browser, tmp_path: Path, touch: bool) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 844}, is_mobile=touch, has_touch=touch)
    page = context.new_page()
    enter(page, room.url)
    fits(page)
    ask(page, f"say {LONG}".replace("\n", " ")[:300])
    ended(page)
    page.get_by_test_id("stChatInputTextArea").fill(f"say {LONG}")
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    ended(page, 2)
    panel(page).locator("summary").click()
    expect(thoughts(page).locator(".katex-display").first).to_be_visible()
    fits(page)
    choose_more(page, "Export this turn", 1)
    fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the file").click()
    download.value.save_as(tmp_path / "turn.html")
    page.goto((tmp_path / "turn.html").as_uri())
    page.locator("summary").click()
    fits(page)
    context.close()


@pytest.mark.parametrize("place", ["", "injection", "measure", "thoughts", "guide"])
def test_a_page_that_is_empty(room: RoomServer, browser: Browser, place: str) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 844})
    page = context.new_page()
    page.goto(f"{room.url}/{place}")
    expect(page.get_by_test_id("stHeading").first).to_be_visible()
    fits(page)
    context.close()
