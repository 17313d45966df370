"""Thoughts are translated by a chosen model, and the translation stands beside them, also after a refresh."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, leave_dialog, press
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step
from tests.modelserver.tale import ANSWER, THOUGHTS, tale

GERMAN = "Zuerst zähle ich bis drei. Dann zähle ich weiter bis fünf. Die Antwort ist also fünf."
HEBREW = "קודם אני סופר עד שלוש."


def both(request: Request) -> Iterator[Step]:
    """Tells its tale, and translates it: it stops at the gate after three words."""
    if not request.prompt.startswith("Translate the text"):
        return tale()(request)
    if "German" in request.prompt:
        return perform(Spoken("", GERMAN, gate_at=3), "or", request)
    return perform(Spoken("", HEBREW), "or", request)


@pytest.fixture
def teller() -> Iterator[ModelServer]:
    with ModelServer(default=both) as server:
        yield server


@pytest.fixture
def place(teller: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    urls = {"OPENROUTER_BASE_URL": teller.url, "OPENROUTER_API_KEY": CANARY, "LLAMACPP_BASE_URL": teller.url}
    server = RoomServer(tmp_path_factory.mktemp("room"), urls).start()
    yield server
    server.end()


def asked(page: Page, place: RoomServer) -> Locator:
    """The dialog of a turn with thoughts."""
    enter(page, place.url)
    ask(page, "Count, please.")
    ended(page)
    choose_more(page, "Translate the thoughts")
    return page.get_by_role("dialog")


def test_a_translation_grows_beside_the_thoughts_and_is_there_after_a_refresh(
    place: RoomServer, teller: ModelServer, page: Page
) -> None:
    dialog = asked(page, place)
    expect(dialog.get_by_role("combobox", name="Language")).to_have_value("English")  # as the browser's
    field = dialog.get_by_role("combobox", name="Language")
    field.fill("Deut")
    page.get_by_role("option", name="Deutsch", exact=True).click()
    expect(dialog).to_contain_text("the thoughts are sent to OpenRouter, and nothing else of this chat")
    expect(dialog).to_contain_text("tokens in and")
    expect(dialog).to_contain_text(": price unknown.")  # the list of models does not have it
    before = len(teller.requests)
    dialog.get_by_role("button", name="Translate", exact=True).dblclick()
    expect(page.get_by_role("dialog")).to_have_count(0)
    left, right = (page.get_by_test_id("stColumn").nth(number) for number in (0, 1))
    expect(right).to_contain_text("Zuerst zähle ich")
    expect(left).to_contain_text(THOUGHTS)
    expect(right.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    teller.resume()
    expect(right).to_contain_text(GERMAN)
    expect(right.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    assert len(teller.requests) == before + 1 and "German (Deutsch)" in teller.requests[-1].prompt
    page.reload()
    line = page.get_by_text("Translation · Deutsch", exact=False)
    expect(line).to_be_visible()
    expect(page.get_by_text(GERMAN)).to_have_count(0)
    line.click()
    expect(right).to_contain_text(GERMAN)
    assert left.bounding_box()["y"] == right.bounding_box()["y"]  # type: ignore[index]
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_function(
        "() => { const [left, right] = [...document.querySelectorAll('[data-testid=stColumn]')]"
        ".map((column) => column.getBoundingClientRect()); return left.bottom <= right.top; }"
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    right.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Remove the translation").click()
    expect(line).to_have_count(0)
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    assert len(teller.requests) == before + 1


def test_another_model_is_chosen_in_the_dialog_stopped_and_asked_again(
    place: RoomServer, teller: ModelServer, page: Page
) -> None:
    dialog = asked(page, place)
    dialog.get_by_role("combobox", name="Language").fill("Deutsch")
    page.get_by_role("option", name="Deutsch", exact=True).click()
    chosen = dialog.locator('[class*="st-key-model-"] button')
    row = page.get_by_role("option").filter(has_text="test/model")
    press(chosen, row)
    row.click()
    expect(chosen).to_contain_text("test/model")
    expect(dialog).to_contain_text(": free.")
    expect(dialog.get_by_role("combobox", name="Language")).to_have_value("Deutsch")
    dialog.get_by_role("button", name="Translate", exact=True).click()
    right = page.get_by_test_id("stColumn").nth(1)
    expect(right).to_contain_text("Zuerst zähle ich")
    right.get_by_role("button", name="Stop", exact=True).click()
    expect(right).to_contain_text("Stopped in the middle of the answer. What arrived is kept.")
    expect(right).to_contain_text("Zuerst zähle ich")
    right.get_by_role("button", name="Try again").click()
    expect(right.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    teller.resume()
    expect(right).to_contain_text(GERMAN)
    expect(page.get_by_text("Translation · Deutsch", exact=False)).to_have_count(1)
    assert [request.fields["model"] for request in teller.requests[-2:]] == ["test/model"] * 2
    choose_more(page, "Translate the thoughts")
    expect(chosen).to_contain_text("deepseek/deepseek-r1")  # what was chosen in a dialog does not outlive it
    leave_dialog(page)
