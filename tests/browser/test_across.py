"""All thoughts side by side: filled in, sorted, narrowed, opened; on a wide screen and on a narrow one."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from components.conversation import Asked, Chat, Times
from components.room.thoughts import MOST_AT_ONCE
from components.store import Store
from components.ui.inside.across import A_PAGE
from tests.browser.engines import Window
from tests.browser.room import RoomServer
from tests.turns import made, pieces
from tests.waiting import eventually

BASE, PATIENCE = "/think", 20
SHORT, LONG = "It is 42. Let me check: it is.", "Let me see what that is. " * 20 + "It is 42."


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    """A room under a path, with a short thought of one model, the newest, and many long ones of another."""
    room = RoomServer(tmp_path_factory.mktemp("room"), {}, base=BASE)
    store = Store(f"sqlite:///{room.database}")
    add(store, "newer", "a/short", ["How much is 6 × 7?"], SHORT)
    add(store, "older", "b/long", [f"What is sum {number}?" for number in range(MOST_AT_ONCE + 5)], LONG)
    store.close()
    yield room.start()
    room.end()


def add(store: Store, chat: str, model: str, questions: list[str], thoughts: str) -> None:
    """The first question is the newest of them."""
    now, asked = time.time() - (1_000 if chat == "older" else 0), Asked("openrouter", model)
    store.add_chat(Chat(chat, "local", "A chat", now, now, None, asked))
    for number, question in enumerate(questions):
        times, came = Times(first_reasoning=1.0, first_answer=3.0, ended=4.0), pieces(thoughts, "42")
        turn = made(f"{chat}-{number}", chat, None, now - number, question, asked, "done", came, times=times)
        store.begin(turn)
        store.extend(turn, 0, turn.pieces)


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="Thoughts")


def rows(page: Page) -> Locator:
    return table(page).locator("tbody").get_by_role("row")


def cells(page: Page, row: int) -> list[str]:
    return rows(page).nth(row).get_by_role("cell").all_inner_texts()


def open_all(page: Page, room: RoomServer) -> None:
    """Until all figures are there."""
    page.goto(f"{room.url}/thoughts")
    said = f"{MOST_AT_ONCE + 6} thoughts by 2 models; half are no longer than {len(LONG)} characters; in 1 the answer"
    expect(page.get_by_text(said)).to_be_visible()


def test_they_are_filled_in_sorted_narrowed_and_opened(many: RoomServer, page: Page) -> None:
    open_all(page, many)
    expect(rows(page)).to_have_count(A_PAGE)
    expect(rows(page).first).to_contain_text("How much is 6 × 7?")
    first = cells(page, 0)
    assert (first[1], first[3], first[4], first[5], first[10]) == ("a/short", str(len(SHORT)), "2.0 s", "3.0 s", "20 %")

    heads = table(page).get_by_role("columnheader")
    expect(heads.nth(2)).to_have_attribute("aria-sort", "descending")
    heads.get_by_role("button", name="Characters").click()
    expect(heads.nth(3)).to_have_attribute("aria-sort", "descending")
    expect(rows(page).first).to_contain_text("What is sum 0?")
    heads.get_by_role("button", name="Characters").press("Enter")
    expect(heads.nth(3)).to_have_attribute("aria-sort", "ascending")
    expect(rows(page).first).to_contain_text("How much is 6 × 7?")

    page.get_by_label("Words of the question").fill("SUM 12")
    page.get_by_label("Words of the question").press("Enter")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_text(f"1 thought by 1 model, {len(LONG)} characters long.")).to_be_visible()

    link = rows(page).get_by_role("link", name="What is sum 12?")
    assert link.evaluate("it => it.href") == f"{many.url}/inside?chat=older&turn=older-12&from=thoughts"
    link.click()
    expect(page).to_have_url(re.compile(f"{BASE}/inside\\?chat=older&turn=older-12&from=thoughts$"))
    expect(page.get_by_role("region", name="Inside the thought")).to_be_visible()
    page.go_back()
    expect(table(page)).to_be_visible()
    page.goto(f"{many.url}/inside?chat=older&turn=older-12&from=thoughts")
    page.get_by_role("button", name="Back to all thoughts").click()
    expect(table(page)).to_be_visible()


def test_on_a_narrow_screen_each_is_a_block_and_is_sorted_too(many: RoomServer, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    open_all(page, many)
    page.get_by_label("Sort by").select_option("Characters")
    expect(rows(page).first).to_contain_text("What is sum 0?")
    page.get_by_role("button", name="Largest first").click()
    expect(rows(page).first).to_contain_text("How much is 6 × 7?")
    expect(rows(page).first.get_by_role("cell")).to_have_count(11)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


# Of the element, which keeps to itself.
TABLE = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.across')).find(Boolean)"
FIRST = f"() => {TABLE}?.querySelector('tbody a')?.textContent ?? ''"
SORT = f"() => {TABLE}.querySelectorAll('th button')[3].click()"


def test_it_is_drawn_and_sorted_in_each_engine(many: RoomServer, window: Window) -> None:
    window.open(f"{many.url}/thoughts")
    assert eventually(lambda: window.evaluate(f"({FIRST})()") == "How much is 6 × 7?", PATIENCE)
    window.evaluate(f"({SORT})()")
    assert eventually(lambda: window.evaluate(f"({FIRST})()") == "What is sum 0?", PATIENCE)
