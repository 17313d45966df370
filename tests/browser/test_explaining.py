"""One step of a thought is explained, or translated, by a chosen model, beside the step, also after a refresh."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import PARAGRAPHS, QUESTION, THOUGHTS, inside, look_inside, steps
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, ended, enter, leave_dialog
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step

EXPLAINED = "The model goes over its sum once more, backwards. “Check” means to do it again in another way."
GERMAN = "Moment, ich prüfe das noch einmal vom anderen Ende her: neun minus zwei ist sieben."


def thinks_and_tells(request: Request) -> Iterator[Step]:
    """What it says of a step stops at the gate after three words."""
    if request.prompt.startswith("Explain the text"):
        return perform(Spoken("", EXPLAINED, gate_at=3), "or", request)
    if request.prompt.startswith("Translate the text"):
        return perform(Spoken("", GERMAN), "or", request)
    return perform(Spoken(THOUGHTS, "There are 9 apples left."), "or", request)


@pytest.fixture
def teller() -> Iterator[ModelServer]:
    with ModelServer(default=thinks_and_tells) as server:
        yield server


@pytest.fixture
def place(teller: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    urls = {"OPENROUTER_BASE_URL": teller.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("room"), urls).start()
    yield server
    server.end()


@pytest.fixture
def thought(place: RoomServer, page: Page) -> Page:
    """A turn that has ended is looked into."""
    enter(page, place.url)
    ask(page, QUESTION)
    ended(page)
    look_inside(page)
    expect(steps(page)).to_have_count(5)
    return page


def dialog_of(page: Page, what: str, step: int) -> Locator:
    inside(page).get_by_role("button", name=f"{what} step {step}", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{what} step {step}")
    return dialog


def test_a_step_is_explained_beside_it_and_the_explanation_is_there_after_a_refresh(
    teller: ModelServer, thought: Page
) -> None:
    page = thought
    dialog = dialog_of(page, "Explain", 4)
    expect(dialog.get_by_role("combobox", name="Language")).to_have_value("English")  # as the browser's
    expect(dialog).to_contain_text("this step and the question are sent to OpenRouter, and nothing else of this chat")
    expect(dialog).to_contain_text("tokens in and 150 out")
    before = len(teller.requests)
    dialog.get_by_role("button", name="Explain it").dblclick()
    expect(page.get_by_role("dialog")).to_have_count(0)
    left, right = (page.get_by_test_id("stColumn").nth(number) for number in (0, 1))
    expect(right).to_contain_text("The model goes")
    expect(right).to_be_in_viewport()
    expect(left).to_contain_text(PARAGRAPHS[3])
    expect(right.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    teller.resume()
    expect(right).to_contain_text(EXPLAINED)
    expect(right.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    assert len(teller.requests) == before + 1
    asked = teller.requests[-1].prompt
    assert PARAGRAPHS[3] in asked and QUESTION in asked and PARAGRAPHS[2] not in asked
    page.reload()
    expect(right).to_contain_text(EXPLAINED)
    expect(page.get_by_text("Explanation · English · by")).to_contain_text("Step 4: Let me check this again")
    expect(right).not_to_be_in_viewport()
    inside(page).get_by_role("button", name="To the explanation of step 4").click()
    expect(right).to_be_in_viewport()
    # It is no translation of all thoughts, and none of them in the chat.
    page.get_by_role("button", name="Back to the chat").click()
    expect(page.get_by_text("There are 9 apples left.")).to_be_visible()
    expect(page.get_by_text("Explanation · English · by")).to_have_count(0)
    look_inside(page)
    right.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Remove the explanation").click()
    expect(page.get_by_text("Explanation · English · by")).to_have_count(0)
    expect(inside(page).get_by_role("button", name="To the explanation of step 4")).to_have_count(0)
    assert len(teller.requests) == before + 1


def test_a_step_is_translated_and_an_explanation_stopped_and_asked_again(teller: ModelServer, thought: Page) -> None:
    page = thought
    dialog = dialog_of(page, "Translate", 4)
    dialog.get_by_role("combobox", name="Language").fill("Deutsch")
    page.get_by_role("option", name="Deutsch", exact=True).click()
    expect(dialog).to_contain_text("this step is sent to OpenRouter")
    dialog.get_by_role("button", name="Translate it").click()
    expect(page.get_by_test_id("stColumn").nth(1)).to_contain_text(GERMAN)
    page.get_by_role("button", name="Back to the chat").click()
    expect(page.get_by_text("There are 9 apples left.")).to_be_visible()
    expect(page.get_by_text("Translation · Deutsch", exact=False)).to_have_count(0)  # not of the whole thought
    look_inside(page)
    dialog_of(page, "Explain", 1).get_by_role("button", name="Explain it").click()
    first = page.get_by_test_id("stColumn").nth(1)  # in the order of the steps
    expect(first).to_contain_text("The model goes")
    first.get_by_role("button", name="Stop", exact=True).click()
    expect(first).to_contain_text("Stopped in the middle of the answer. What arrived is kept.")
    first.get_by_role("button", name="Try again").click()
    expect(first.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    teller.resume()
    expect(first).to_contain_text(EXPLAINED)
    expect(page.get_by_text("Explanation · English · by")).to_have_count(1)
    expect(page.get_by_text(GERMAN)).to_be_visible()


def test_nobody_is_left_out(teller: ModelServer, thought: Page) -> None:
    page = thought
    teller.resume()
    dialog_of(page, "Explain", 4)
    expect(page.get_by_role("button", name="Explain it")).to_be_visible()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.get_by_role("button", name="Explain it").click()
    expect(page.get_by_text(EXPLAINED)).to_be_visible()
    for width, colours in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        expect(page.get_by_text(EXPLAINED)).to_be_visible()
        assert [one["id"] for one in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_built_in_model_explains_and_translates_nothing(
    tmp_path_factory: pytest.TempPathFactory, page: Page
) -> None:
    server = RoomServer(tmp_path_factory.mktemp("pocket"), {}).start()
    try:
        enter(page, server.url)
        ask(page, "Which is bigger, 9.11 or 9.9?")
        ended(page)
        look_inside(page)
        for what, verb in (("Explain", "explain"), ("Translate", "translate")):
            dialog = dialog_of(page, what, 1)
            expect(dialog).to_contain_text(f"The built-in model cannot {verb} it")
            expect(dialog.get_by_role("button", name=f"{what} it")).to_have_count(0)
            leave_dialog(page)
    finally:
        server.end()
