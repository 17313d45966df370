"""While an input method composes, its keys are its own: Enter takes letters over and Escape drops them. Nothing else
happens, whichever field it is in and in whichever order a browser tells of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, prompt, requests_for
from tests.browser.test_keys import rename
from tests.modelserver import ModelServer

# Chromium and Firefox say that it composes; others have the number alone; Safari ends it before it tells of the key.
ORDERS = {
    "composing": """it.dispatchEvent(new CompositionEvent("compositionstart", on));
      it.dispatchEvent(new KeyboardEvent("keydown", { ...on, key, isComposing: true }));
      it.dispatchEvent(new CompositionEvent("compositionend", on));""",
    "by number": 'it.dispatchEvent(new KeyboardEvent("keydown", { ...on, key, keyCode: 229 }));',
    "ended before": """it.dispatchEvent(new CompositionEvent("compositionstart", on));
      it.dispatchEvent(new CompositionEvent("compositionend", on));
      it.dispatchEvent(new KeyboardEvent("keydown", { ...on, key }));""",
}


def come(page: Page, url: str) -> None:
    """In the room, with its scripts there."""
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, url)


def compose(page: Page, order: str, key: str) -> None:
    """With that key at its end, in the field that has the focus."""
    page.evaluate(
        f"""key => {{
          let it = document.activeElement;
          while (it.shadowRoot) it = it.shadowRoot.activeElement;
          const on = {{ bubbles: true, cancelable: true, composed: true }};
          {ORDERS[order]}
        }}""",
        key,
    )
    page.wait_for_timeout(300)


@pytest.mark.parametrize("order", ORDERS)
def test_no_model_is_chosen(room: RoomServer, page: Page, order: str) -> None:
    come(page, room.url)
    button = page.locator('[class*="st-key-model-"] button p')
    before = button.inner_text()
    button.click()
    field = page.get_by_role("combobox", name="Search models")
    field.fill("r")
    expect(page.get_by_role("option").first).to_be_visible()
    compose(page, order, "Enter")
    expect(field).to_be_visible()
    expect(field).to_have_value("r")
    assert button.inner_text() == before
    field.fill("mine/typed-whole")
    field.press("Enter")
    expect(button).to_contain_text("mine/typed-whole")


@pytest.mark.parametrize("order", ORDERS)
def test_nothing_is_sent_and_what_is_written_afterwards_is(
    room: RoomServer, model: ModelServer, page: Page, order: str
) -> None:
    come(page, room.url)
    question = f"say it {order}"
    prompt(page).fill(question)
    prompt(page).focus()
    compose(page, order, "Enter")
    expect(prompt(page)).to_have_value(question)
    assert requests_for(model, question) == []
    prompt(page).press("Enter")
    ended(page)
    assert len(requests_for(model, question)) == 1


@pytest.mark.parametrize("order", ORDERS)
def test_a_search_a_title_and_an_edited_question_stay_open(room: RoomServer, page: Page, order: str) -> None:
    come(page, room.url)
    ask(page, f"say it stays {order}")
    ended(page)
    field = page.get_by_role("textbox", name="Search")
    field.fill("stays")
    field.press("Enter")
    hits = page.locator('[class*="st-key-hit-"]')
    expect(hits.first).to_be_visible()
    compose(page, order, "Escape")
    expect(hits.first).to_be_visible()
    field.press("Escape")
    expect(hits).to_have_count(0)
    title = rename(page)
    for key in ("Enter", "Escape"):
        compose(page, order, key)
        expect(title).to_be_visible()
    title.press("Escape")
    expect(title).to_have_count(0)
    choose_more(page, "Edit the question")
    edited = page.get_by_label("Your question, edited")
    expect(edited).to_be_focused()
    compose(page, order, "Escape")
    expect(edited).to_be_visible()
    edited.press("Escape")
    expect(edited).to_have_count(0)


@pytest.mark.parametrize("order", ORDERS)
def test_escape_stops_no_answer(room: RoomServer, page: Page, order: str) -> None:
    come(page, room.url)
    ask(page, f"think-1500-5-100 while composing {order}")
    stop = page.locator(".st-key-stop button")
    expect(stop).to_be_visible()
    prompt(page).focus()
    compose(page, order, "Escape")
    expect(stop).to_be_visible()
    prompt(page).press("Escape")
    expect(page.get_by_role("button", name="Ask again").first).to_be_visible()


def test_an_input_method_of_the_browser_takes_its_letters_over(room: RoomServer, page: Page) -> None:
    """By the browser's own composition, without events of ours."""
    come(page, room.url)
    button = page.locator('[class*="st-key-model-"] button p')
    before = button.inner_text()
    button.click()
    field = page.get_by_role("combobox", name="Search models")
    expect(field).to_be_focused()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "deep", "selectionStart": 4, "selectionEnd": 4})
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Enter", "windowsVirtualKeyCode": 229})
    session.send("Input.insertText", {"text": "deep"})
    expect(field).to_have_value("deep")
    page.wait_for_timeout(300)
    expect(field).to_be_visible()
    assert button.inner_text() == before
