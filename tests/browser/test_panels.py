"""Where a panel of thoughts is read: at its end while it grows, from its beginning when it is opened later."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, panel, thoughts


def view(page: Page) -> Locator:
    return page.locator('[class*="st-key-view-"]').last


def come(page: Page, url: str) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, url)


def begins(page: Page) -> None:
    """Its first words stand at the top of it."""
    expect(thoughts(page)).to_contain_text("mark-000000")
    page.wait_for_function(
        """() => {
          const view = [...document.querySelectorAll('[class*="st-key-view-"]')].at(-1);
          const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            if (!walker.currentNode.data.includes("mark-000000")) continue;
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            const first = range.getClientRects()[0], box = view.getBoundingClientRect();
            return view.scrollHeight > view.clientHeight && first.top >= box.top - 2 && first.bottom <= box.bottom;
          }
        }"""
    )


def test_a_finished_panel_that_was_seen_growing_is_opened_at_its_beginning(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-900-20-0 and open it later")
    ended(page)
    expect(thoughts(page)).to_have_count(0)  # it has closed by itself
    for _ in range(2):
        panel(page).locator("summary").click()
        begins(page)
        panel(page).locator("summary").click()
        expect(thoughts(page)).to_have_count(0)


def test_while_the_answer_grows_too(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-600-900-100 and open it in between")
    page.locator(".live-rest").wait_for()
    expect(thoughts(page)).to_have_count(0)
    panel(page).locator("summary").click()
    begins(page)
    page.locator(".st-key-stop button").click()
    ended(page)
    begins(page)


def test_one_that_is_open_when_its_turn_ends_does_not_jump(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-900-5-200 and be watched")
    expect(page.locator(".live-words")).to_contain_text("mark-000030")
    panel(page).locator("summary").click()
    expect(thoughts(page)).to_have_count(0)
    panel(page).locator("summary").click()  # it stays open from now on
    expect(page.locator(".live-words")).to_contain_text("mark-000060")
    assert view(page).evaluate("it => it.className.includes('st-key-view-live-') && it.scrollTop") == 0
    ended(page)
    expect(thoughts(page)).to_contain_text("mark-000085")
    assert view(page).evaluate("it => it.className.includes('st-key-view-live-') && it.scrollTop") == 0
