"""Two versions of one question, laid over each other: asked, chosen, read by pointer and by keyboard."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, press
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step

PLAN = "First of all I have to work out what is asked of me here, and in which order I do it."
WORK = "Three of ten apples are eaten, so seven of them are left in the basket at this moment."
DOUBT = "Wait, two were put back in the end, which makes seven plus two of them in the basket."
END = "So the answer is that nine apples are left in the basket when all of it has been done."
QUESTION = "How many apples are left?"


@pytest.fixture(scope="module")
def thinker() -> Iterator[ModelServer]:
    versions = [[PLAN, WORK, DOUBT, END], [PLAN, WORK, END]]

    def think(request: Request) -> Iterator[Step]:
        thoughts = versions.pop(0) if request.prompt == QUESTION else [END]
        return perform(Spoken("\n\n".join(thoughts), "There are 9 apples left."), "or", request)

    with ModelServer(default=think) as server:
        yield server


def versus(page: Page) -> Locator:
    return page.get_by_role("region", name="Two thoughts beside each other")


def pairs(page: Page) -> Locator:
    return versus(page).locator(".pair")


def test_two_versions_of_a_question_are_laid_over_each_other(
    place: RoomServer, thinker: ModelServer, page: Page
) -> None:
    enter(page, place.url)
    ask(page, QUESTION)
    ended(page)
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    ended(page)
    inside = page.get_by_role("region", name="Inside the thought")
    press(page.get_by_role("button", name="Look inside").last, inside)
    expect(inside.get_by_text(re.compile(r"^Reasoning: .* answer: "))).to_be_visible()
    expect(versus(page)).to_have_count(0)
    field = page.get_by_role("combobox", name="A version or another turn")
    option = page.get_by_role("option", name="Version 1")
    press(field, option)
    option.click()
    expect(page.get_by_text("3 of 4 steps are the same; 1 was dropped")).to_be_visible()
    expect(page).to_have_url(re.compile("with="))
    expect(pairs(page)).to_have_count(4)
    expect(pairs(page).locator(".kind")).to_have_text(["Same", "Same", "Dropped", "Same"])
    expect(versus(page).locator(".blocks").first.locator("div")).to_have_count(4)
    expect(versus(page).locator(".blocks").last.locator("div")).to_have_count(3)
    expect(versus(page).locator(".bands path")).to_have_count(3)
    # "Wait", and "So the answer is": the second version does without the first of them.
    expect(versus(page).locator(".ticks").first.locator("i")).to_have_count(2)
    expect(versus(page).locator(".ticks").last.locator("i")).to_have_count(1)
    assert versus(page).get_by_role("rowheader").all_inner_texts() == [
        "Length",
        "Time to first word",
        "Thinking time",
        "Pace",
        "Longest pause",
    ]

    # By the keyboard: the last pair opens and shows both texts.
    pairs(page).first.get_by_role("button").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(pairs(page).last.locator(".body")).to_have_text([END, END])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(pairs(page).nth(2).locator(".body")).to_have_text([DOUBT])
    expect(pairs(page).nth(2)).to_contain_text("not in version 2")

    # By the strip: the block of the second one opens its step.
    versus(page).locator(".blocks").last.locator("div").first.click()
    expect(pairs(page).first.locator(".body")).to_have_text([PLAN, PLAN])
    versus(page).get_by_role("button", name="Only what differs").click()
    expect(pairs(page)).to_have_count(1)

    assert [one["id"] for one in Axe().run(page).response["violations"]] == []

    # The address brings it back, and asks nobody.
    asked = len(thinker.requests)
    page.reload()
    expect(pairs(page)).to_have_count(4)
    assert len(thinker.requests) == asked

    # One below the other where it is narrow, with nothing that sticks out.
    def columns() -> int:
        told = pairs(page).first.get_by_role("button").evaluate("one => getComputedStyle(one).gridTemplateColumns")
        return len(told.split())

    assert columns() == 3
    page.set_viewport_size({"width": 390, "height": 844})
    expect(versus(page)).to_be_visible()
    assert columns() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
