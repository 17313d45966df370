"""Guess first: of those who follow, on their phones, before the model speaks; and of one who asks alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, ended, enter, leave_dialog, press, prompt
from tests.browser.test_audience import Shared, shared, thinker
from tests.modelserver import ModelServer

__all__ = ["shared", "thinker"]
QUESTION = "Which is bigger, 9.9 or 9.11?"
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Two, each with a memory of its own."""
    made = [browser.new_context(viewport=PHONE, color_scheme="dark") for _ in range(2)]
    yield made
    for one in made:
        one.close()


def followed(context: BrowserContext, link: str) -> Page:
    phone = context.new_page()
    phone.goto(link)
    expect(phone.get_by_text("Live", exact=True)).to_be_visible()
    return phone


def looks_right(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def of_line(page: Page, name: str) -> Locator:
    return page.locator(".st-key-audience").get_by_role("button", name=name)


def opens_guess(page: Page, choices: str, right: str) -> None:
    press(of_line(page, "Guess first"), page.get_by_role("dialog"))
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Question").fill(QUESTION)
    dialog.get_by_label("Choices, one a line").fill(choices)
    dialog.get_by_label("The right answer, if you know it").fill(right)
    dialog.get_by_role("button", name="Let them guess").click()
    expect(of_line(page, "Close the guesses")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def sure(phone: Page, percent: int) -> None:
    phone.get_by_label("How sure are you?").fill(str(percent))
    expect(phone.get_by_text(f"{percent} % sure", exact=True)).to_be_visible()


def test_phones_guess_and_hear_of_each_other_when_it_is_revealed(shared: Shared, phones: list[BrowserContext]) -> None:
    page = shared.page
    shared.model.resume()
    leave_dialog(page)
    ended(page)
    first, second = (followed(context, shared.link) for context in phones)
    opens_guess(page, "9.9\n9.11\nThey are the same", "9.9")
    expect(page.get_by_text("no guess yet")).to_be_visible()
    for phone in (first, second):
        expect(phone.get_by_role("heading", name=QUESTION)).to_be_in_viewport()
    looks_right(first)

    first.get_by_role("button", name="Send my guess").click()
    expect(first.get_by_text("Choose or write an answer first.")).to_be_visible()
    first.get_by_label("9.11").check()
    sure(first, 90)
    first.get_by_role("button", name="Send my guess").dblclick()
    expect(first.get_by_text("Your guess counts: 9.11, 90 % sure.", exact=False)).to_be_visible()
    looks_right(first)
    expect(page.get_by_text("1 guess", exact=False)).to_be_visible()
    first.reload()
    expect(first.get_by_text("Your guess counts: 9.11, 90 % sure.", exact=False)).to_be_visible()
    first.get_by_role("button", name="Change my guess").click()
    first.get_by_label("9.9", exact=True).check()
    first.get_by_role("button", name="Send my guess").click()
    expect(first.get_by_text("Your guess counts: 9.9, 90 % sure.", exact=False)).to_be_visible()

    second.get_by_label("They are the same").check()
    sure(second, 60)
    second.get_by_role("button", name="Send my guess").click()
    expect(page.get_by_text("2 guesses", exact=False)).to_be_visible()
    looks_right(page)
    for phone in (first, second):
        assert not re.search(r"\d guess", phone.locator("main").inner_text())

    of_line(page, "Close the guesses").click()
    expect(first.get_by_text("Guessing is closed.", exact=False)).to_be_visible()
    expect(first.get_by_text("Your guess: 9.9, 90 % sure.")).to_be_visible()
    assert not re.search(r"\d guess", first.locator("main").inner_text())
    of_line(page, "Reveal").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 of 2 right; on average those who were right were 90 % sure")).to_be_visible()
    expect(dialog.get_by_text("There are 9 apples.")).to_have_count(0)  # what was answered before is no answer to it
    looks_right(page)
    for phone in (first, second):
        expect(phone.get_by_text("9.9 · 1 · 90 % sure · right")).to_be_visible()
        expect(phone.get_by_text("The right answer: 9.9")).to_be_visible()
        looks_right(phone)

    file = httpx.get(f"{shared.room.url}/{dialog.get_by_role('link', name='Save').get_attribute('href')}")
    head, *rows = file.text.splitlines()
    assert head == "answer,confidence,second"
    assert sorted(row.rpartition(",")[0] for row in rows) == ["9.9,90", "They are the same,60"]
    dialog.get_by_role("button", name="Put it away").click()
    expect(first.get_by_role("heading", name=QUESTION)).to_have_count(0)
    expect(of_line(page, "Guess first")).to_be_visible()


def test_asking_the_model_closes_what_may_be_guessed(shared: Shared, phones: list[BrowserContext]) -> None:
    page = shared.page
    shared.model.resume()
    leave_dialog(page)
    ended(page)
    phone = followed(phones[0], shared.link)
    opens_guess(page, "", "")
    phone.get_by_label("Your guess, in a few words").fill("  nine   point nine ")
    phone.get_by_label("Your guess, in a few words").press("Enter")
    expect(phone.get_by_text("Your guess counts: nine point nine, 75 % sure.", exact=False)).to_be_visible()
    phone.get_by_role("button", name="Change my guess").click()
    ask(page, QUESTION)
    expect(phone.get_by_text("Guessing is closed.", exact=False)).to_be_visible()
    expect(phone.get_by_text("Your guess: nine point nine, 75 % sure.")).to_be_visible()
    ended(page, 2)
    expect(page.get_by_text("1 device follows · 1 guess", exact=False)).to_be_visible()
    of_line(page, "Reveal").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The model's answer:")).to_be_visible()
    expect(dialog.get_by_text("There are 9 apples.")).to_be_visible()
    expect(dialog.get_by_text("nine point nine · 1 · 75 % sure")).to_be_visible()


def test_who_asks_alone_guesses_first(thinker: ModelServer, tmp_path: Path, page: Page) -> None:
    room = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": thinker.url, "OPENROUTER_API_KEY": "k"}).start()
    enter(page, room.url)
    press(page.get_by_role("button", name="Guess first"), page.get_by_role("dialog"))
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Question").fill(QUESTION)
    dialog.get_by_label("Your guess").fill("nine")
    dialog.get_by_label("The right answer, if you have it").fill("9")
    looks_right(page)
    dialog.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Your guess is kept until the answer is there.")).to_be_visible()
    expect(page.get_by_text("You guessed", exact=False)).to_have_count(0)
    assert chat_of(page)
    thinker.resume()
    expect(page.get_by_text("You guessed nine, 75 % sure. That is right.", exact=False)).to_be_visible()
    looks_right(page)
    assert len(thinker.requests) == 1 and "nine" not in str(thinker.requests[0].body)
    page.get_by_role("button", name="Put it away").click()
    expect(page.get_by_text("You guessed", exact=False)).to_have_count(0)
    expect(prompt(page)).to_be_visible()
    room.end()
