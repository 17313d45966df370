"""Anthropic asked through the page, by its own protocol: thoughts that stream, an answer, its figures, a refusal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, prompt, stored
from tests.modelserver import ModelServer, messages

KEY = "sk-ant-" + "c0ffee" * 8


@pytest.fixture
def anthropic() -> Iterator[ModelServer]:
    with ModelServer(models=messages.models) as server:
        yield server


@pytest.fixture
def its_room(anthropic: ModelServer, tmp_path: Path) -> Iterator[RoomServer]:
    told = {"BASE_URL": anthropic.url, "API_KEY": KEY, "PROTOCOL": "anthropic-messages"}
    room = RoomServer(tmp_path, {f"ANTHROPIC_{name}": value for name, value in told.items()}).start()
    yield room
    room.end()


def test_a_question_to_anthropic_is_seen_to_be_thought_about(
    its_room: RoomServer, anthropic: ModelServer, page: Page
) -> None:
    anthropic.pause()
    enter(page, its_room.url)
    # Its list may not be known yet: then it is asked for one that is known to be there, which always thinks.
    expect(page.get_by_text("· effort: the model's default")).to_be_visible()
    ask(page, "gate-60-20")
    panel = page.locator('[class*="st-key-thoughts-"]').last
    words = panel.locator('[class*="st-key-words-"]')
    expect(words).to_contain_text("mark-000002")
    expect(page.get_by_text("mark-000007")).to_have_count(0)
    anthropic.resume()
    ended(page)
    expect(page.get_by_text("mark-000007")).to_be_visible()
    assert stored(its_room.database, "gate-60-20")["status"] == "done"
    if not words.count():
        panel.locator("summary").click()
    expect(words).to_contain_text("mark-000005")
    expect(page.get_by_text("A summary by the provider, not the model's own words.")).to_be_visible()
    choose_more(page, "Show the call")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Python, anthropic").click()
    expect(dialog.get_by_text("client.messages.create(")).to_be_visible()
    page.keyboard.press("Escape")
    sent = anthropic.requests[-1]
    assert sent.route == "/messages" and sent.headers["x-api-key"] == KEY
    assert sent.fields["thinking"] == {"type": "adaptive", "display": "summarized"}
    assert KEY not in page.content() and KEY not in its_room.log.read_text("utf-8")


def test_a_refused_question_has_its_sentence_and_its_next_step(its_room: RoomServer, page: Page) -> None:
    enter(page, its_room.url)
    ask(page, "refused-529")
    expect(page.get_by_text("Anthropic is overloaded.")).to_be_visible()
    expect(page.get_by_text("or choose another model.")).to_be_visible()
    expect(page.get_by_text("refused-529", exact=True).last).to_be_visible()
    expect(prompt(page)).to_be_enabled()
