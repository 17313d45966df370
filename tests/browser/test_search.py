"""What was once said is found again, and shown where it stands."""

import pytest
from playwright.sync_api import Page, expect

from components.conversation import Asked, Chat, Piece, Times
from components.room.auth import LOCAL
from components.store import Store
from tests.browser.room import RoomServer
from tests.turns import made

ASKED = Asked("openrouter", "deepseek/deepseek-r1")
LONG = "\n\n".join(f"Paragraph {number} of a long thought that says nothing in particular." for number in range(120))


@pytest.fixture(autouse=True, scope="module")
def furnished(room: RoomServer) -> None:
    store = Store(f"sqlite:///{room.database}")
    for chat in ("tea", "coffee"):
        store.add_chat(Chat(f"s-{chat}", LOCAL, f"About {chat}", 1.0, 1.0, None, ASKED))
        parent = None
        for number in range(30):
            thought = f"{LONG}\n\nThe zebra drinks {chat} at noon.\n\n{LONG}" if number == 4 else "Hm."
            pieces = (Piece("reasoning", thought), Piece("answer", f"Answer {number} on {chat}."))
            turn = made(
                f"s-{chat}-{number}", f"s-{chat}", parent, 10.0 + number, f"Question {number}?", ASKED, "done",
                pieces, times=Times(0.1, 0.2, 0.3),
            )  # fmt: skip
            store.begin(turn)
            store.extend(turn, 0, pieces)
            store.finish(turn)
            parent = turn.id


def test_a_thought_is_found_and_its_panel_opened_at_the_words(room: RoomServer, page: Page) -> None:
    page.goto(f"{room.url}/?chat=s-coffee")
    expect(page.get_by_text("Answer 29 on coffee.")).to_be_visible()
    field = page.get_by_placeholder("Search chats and thoughts")
    field.fill("zebra drinks tea")
    field.press("Enter")
    hit = page.locator('[class*="st-key-hit-"] button')
    expect(hit).to_have_count(1)
    expect(hit).to_contain_text("About tea")
    hit.click()
    expect(page.get_by_text("Answer 4 on tea.")).to_be_attached()
    sentence = page.get_by_text("The zebra drinks tea at noon.", exact=True)
    expect(sentence).to_be_in_viewport()
    assert page.evaluate("CSS.highlights.get('thinkroom-found').size") == 1
    field.fill("nothing whatsoever")
    field.press("Enter")
    expect(page.get_by_text("None of your chats has these words.")).to_be_visible()
    field.fill("")
    field.press("Enter")
    expect(page.get_by_role("button", name="About coffee")).to_be_visible()


def test_any_input_is_only_words(room: RoomServer, page: Page) -> None:
    page.goto(f"{room.url}/")
    field = page.get_by_placeholder("Search chats and thoughts")
    for typed in ('" OR 1=1 --', "NEAR(a b", "a*:^{}()", "<b>x</b>", "'; DROP TABLE turns"):
        field.fill(typed)
        field.press("Enter")
        expect(
            page.get_by_text("None of your chats has these words.").or_(page.locator(".st-key-hits button").first)
        ).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_pinned_chat_stays_above(room: RoomServer, page: Page) -> None:
    page.goto(f"{room.url}/?chat=s-tea")
    page.locator(".st-key-menu-s-tea button").first.click()
    page.get_by_text("Pin", exact=True).click()
    expect(page.get_by_text("Pinned", exact=True)).to_be_visible()
    expect(page.locator(".st-key-chats button").first).to_contain_text("About tea")
    page.locator(".st-key-menu-s-tea button").first.click()
    page.get_by_text("Unpin", exact=True).click()
    expect(page.get_by_text("Pinned", exact=True)).to_have_count(0)
