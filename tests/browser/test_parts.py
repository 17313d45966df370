"""What a reply holds beside one thought and one answer, as a person sees it. How a reply ended is told in more ways by
tests/test_captures_page.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, stored
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import FIRST_DEFAULT
from tests.modelserver.raw import DONE, said
from tests.modelserver.step import Head, Send, Step


def panels(page: Page) -> Locator:
    return page.locator('[class*="st-key-thoughts-"]')


def words(page: Page, panel: int) -> Locator:
    return panels(page).nth(panel).locator('[class*="st-key-words-"]')


def test_who_thinks_again_after_an_answer_has_another_panel_below_it(
    room: RoomServer, model: ModelServer, page: Page
) -> None:
    model.pause()
    enter(page, room.url)
    ask(page, "twice-200-60 and once more")
    # The second thoughts grow in a panel of their own, below the first answer.
    expect(panels(page)).to_have_count(2)
    expect(words(page, 1)).to_contain_text("mark-000902")
    expect(page.get_by_text("Thinking again")).to_be_visible()
    expect(words(page, 1)).not_to_contain_text("mark-000002")
    model.resume()
    ended(page)
    expect(panels(page)).to_have_count(2)
    for number, mark in ((0, "mark-000002"), (1, "mark-000902")):
        if not words(page, number).count():
            panels(page).nth(number).locator("summary").click()
        expect(words(page, number)).to_contain_text(mark)
    order = page.evaluate(
        """() => [...document.querySelectorAll('[class*="st-key-reply-"] *')]
            .filter((one) => [...one.classList].some((name) => /^st-key-thoughts-/.test(name)) || one.tagName === "P")
            .map((one) => one.tagName === "P" && !one.closest('[class*="st-key-thoughts-"]') ? "A" : "T")
            .join("").replace(/(.)\\1+/g, "$1")"""
    )
    assert order.startswith("TATA")
    kept = stored(room.database, "twice-200-60 and once more")
    assert kept["status"] == "done" and "mark-000002" in kept["reasoning"] and "mark-000902" in kept["reasoning"]
    page.reload()
    expect(panels(page)).to_have_count(2)


@pytest.mark.captures
def test_sources_stand_below_the_answer_and_lead_where_they_say(room: RoomServer, captures: Path, page: Page) -> None:
    enter(page, room.url)
    ask(page, "capture:18-annotations.sse")
    ended(page)
    link = page.get_by_role("link", name="Heights")
    expect(link).to_have_attribute("href", "https://example.org/height")
    expect(page.get_by_text("(example.org)")).to_be_visible()


def in_a_mood(request: Request) -> Iterator[Step]:
    yield Head(200, "text/event-stream")
    for event in (said(content="Four."), said(mood="a cloud over the sea"), said("stop"), DONE):
        yield Send(event)


def test_what_is_not_understood_is_kept_and_found(room: RoomServer, model: ModelServer, page: Page) -> None:
    enter(page, room.url)
    model.set_default(in_a_mood)
    try:
        ask(page, "How do you feel?")
        ended(page)
    finally:
        model.set_default(FIRST_DEFAULT)
    told = page.get_by_text("This reply also held something that the room does not know")
    expect(told).to_be_visible()
    told.click()
    expect(page.get_by_text("a cloud over the sea", exact=True)).to_be_visible()
    expect(page.get_by_text("Four.", exact=True)).to_be_visible()


@pytest.mark.captures
def test_how_it_ended_is_told_as_it_was(room: RoomServer, captures: Path, page: Page) -> None:
    enter(page, room.url)
    ask(page, "capture:05-refusal.sse")
    ended(page)
    expect(page.get_by_text("I cannot help with that request.")).to_be_visible()
    expect(page.get_by_text("The model refused:")).to_be_visible()
    expect(page.get_by_text("without an answer")).to_have_count(0)
