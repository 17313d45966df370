"""A turn that broke off goes on, and thoughts that somebody changed are gone on from: side by side with what was."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from components.ui import element_keys
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import (
    ask,
    choose_more,
    ended,
    enter,
    leave_dialog,
    press,
    prompt,
    requests_for,
    set_to,
    stored,
)
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Silence
from tests.modelserver.tale import ANSWER, ELSE, THOUGHTS, tale
from tests.waiting import eventually

POCKET = "Pocket (built-in toy model)"
SLOW = 4  # words a second
# The field that somebody types in is left, and the question sent, before the page can do anything between.
ENTER_AT_ONCE = """field => {
  field.focus();
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}"""
CHANGED = "First I count to three. Then I count to seven."


@pytest.fixture(scope="module")
def teller() -> Iterator[ModelServer]:
    with ModelServer(default=tale(rate=SLOW)) as server:
        yield server


@pytest.fixture(scope="module")
def place(teller: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    urls = {f"{name}_BASE_URL": teller.url for name in ("OPENROUTER", "LLAMACPP", "CUSTOM")}
    server = RoomServer(tmp_path_factory.mktemp("room"), {**urls, "OPENROUTER_API_KEY": CANARY}).start()
    yield server
    server.end()


def begin(page: Page, room: RoomServer, server: str) -> None:
    """The foot of the page names the model once the choice has arrived."""
    enter(page, room.url)
    chosen = page.get_by_test_id("stSelectbox").filter(has_text="Server").get_by_role("combobox").last
    model = {"OpenRouter": "deepseek/deepseek-r1", POCKET: "pocket/thinker"}.get(server, "test/model")
    if chosen.input_value() != server:
        set_to(page, "Server", server)
    expect(chosen).to_have_value(server)
    expect(page.locator(".st-key-prompt")).to_contain_text(model)


def stop_in_the_answer(page: Page) -> None:
    expect(page.get_by_text("One,", exact=False).last).to_be_visible()
    page.locator(".st-key-stop button").click()
    expect(page.get_by_text("Stopped in the middle of the answer.")).to_be_visible()


@pytest.mark.parametrize(
    ("server", "said"), [("OpenRouter", "took as its own"), ("The server at 127", "asked to, in words")]
)
def test_an_answer_that_was_stopped_goes_on_as_another_version(
    place: RoomServer, teller: ModelServer, page: Page, server: str, said: str
) -> None:
    label = server if server == "OpenRouter" else f"The server at {teller.url.split('/')[2]}"
    begin(page, place, label)
    question = f"Count to five, {label}."
    ask(page, question)
    stop_in_the_answer(page)
    kept = stored(place.database, question)["answer"]
    assert kept and ANSWER.startswith(kept.rstrip()) and kept.rstrip() != ANSWER
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(said, exact=False)).to_be_visible()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    new = stored(place.database, question)
    assert (new["status"], new["reasoning"].strip(), new["answer"]) == ("done", THOUGHTS, ANSWER)
    page.locator('[class*="st-key-older-"] button').first.click()
    expect(page.get_by_text("Stopped in the middle of the answer.")).to_be_visible()
    expect(page.get_by_text(kept.strip(), exact=True)).to_be_visible()


def thinks(page: Page, teller: ModelServer, question: str) -> Locator:
    """It has thought eight words, and says no more. What can be pressed then."""
    teller.set_default(tale(cut=(8, Silence())))
    ask(page, question)
    expect(page.get_by_text("Then I count", exact=False).last).to_be_visible()
    return page.locator(element_keys.selector(element_keys.STOPS)).get_by_role("button", name="Answer now")


@pytest.fixture
def telling(teller: ModelServer) -> Iterator[ModelServer]:
    yield teller
    teller.set_default(tale(rate=SLOW))


@pytest.mark.parametrize(
    ("server", "said"),
    [("llama.cpp", "thoughts were closed where they stood"), ("OpenRouter", "thoughts were told to it")],
)
def test_who_thinks_is_told_to_answer_now(
    place: RoomServer, telling: ModelServer, page: Page, server: str, said: str
) -> None:
    begin(page, place, server)
    question = f"Count now, {server}."
    before = len(telling.requests)
    button = thinks(page, telling, question)
    button.dblclick()  # twice
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    expect(page.get_by_text(said, exact=False)).to_be_visible()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(button).to_have_count(0)
    assert stored(place.database, question)["answer"] == ANSWER
    page.locator('[class*="st-key-older-"] button').first.click()
    expect(page.get_by_text("Stopped after", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Answer now").click()  # of one that has ended
    expect(page.get_by_text("3 / 3")).to_be_visible()
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    assert len(telling.requests) == before + 3


def test_who_is_answering_is_not_told_to_answer(place: RoomServer, telling: ModelServer, page: Page) -> None:
    begin(page, place, "llama.cpp")
    button = thinks(page, telling, "Count, and stop thinking.")
    expect(button).to_be_visible()
    page.locator(".st-key-stop button").click()
    expect(button).to_have_count(0)
    telling.set_default(tale(cut=(len(THOUGHTS.split()) + 2, Silence())))
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text("One, two,", exact=True)).to_be_visible()
    expect(page.locator(".st-key-stop button")).to_be_visible()
    expect(button).to_have_count(0)
    page.locator(".st-key-stop button").click()
    expect(page.get_by_text("Stopped in the middle of the answer.")).to_be_visible()
    expect(page.get_by_role("button", name="Answer now")).to_have_count(0)


def test_thoughts_that_go_in_circles_are_told(place: RoomServer, telling: ModelServer, page: Page) -> None:
    begin(page, place, "llama.cpp")
    circle = "Let me count once more, from one to five, and look whether that is right. "
    telling.set_default(lambda request: perform(Spoken(circle * 20, ANSWER, cut=(200, Silence())), "or", request))
    ask(page, "Count in circles.")
    expect(page.get_by_text("It may be going in circles: it says the same words again.", exact=False)).to_be_visible()
    telling.set_default(tale())
    page.locator(element_keys.selector(element_keys.STOPS)).get_by_role("button", name="Answer now").click()
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    expect(page.get_by_text("going in circles", exact=False)).to_have_count(0)


def test_on_a_phone_it_is_told_in_view_that_thoughts_go_in_circles(
    place: RoomServer, telling: ModelServer, page: Page
) -> None:
    begin(page, place, "llama.cpp")
    page.set_viewport_size({"width": 390, "height": 664})
    circle = "Let me count once more, from one to five, and look whether that is right. "
    telling.set_default(lambda request: perform(Spoken(circle * 20, ANSWER, cut=(200, Silence())), "or", request))
    ask(page, "Count in circles, on a phone. " + "It is a long question. " * 8)
    told = page.locator('[class*="st-key-circling-"]')
    expect(told).to_contain_text("It may be going in circles")
    page.wait_for_function(
        """() => {
          const box = (of) => document.querySelector(of).getBoundingClientRect();
          const told = box('[class*="st-key-circling-"]'), panel = box('[class*="st-key-thoughts-"]');
          const prompt = box('[data-testid="stBottom"]');
          return told.top > 0 && told.bottom <= panel.top && told.bottom < prompt.top;
        }"""
    )
    page.locator(".st-key-stop button").click()


@pytest.mark.parametrize("writes", [True, False])
def test_a_key_has_it_answer_now(place: RoomServer, telling: ModelServer, page: Page, writes: bool) -> None:
    begin(page, place, "llama.cpp")
    button = thinks(page, telling, f"Count, and answer by a key, {writes}.")
    expect(button).to_be_visible()
    if writes:
        prompt(page).fill("The next one")
        prompt(page).press("Control+Enter")
    else:
        page.locator(".st-key-room").click()
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(prompt(page)).to_have_value("The next one" if writes else "")


def change(page: Page, to: str) -> Locator:
    choose_more(page, "Change the thoughts")
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Thoughts")
    expect(field).to_have_value(THOUGHTS)
    field.fill(to)
    return dialog


def test_changed_thoughts_are_gone_on_from_and_stand_beside_the_old(place: RoomServer, page: Page) -> None:
    begin(page, place, "llama.cpp")
    ask(page, "Count, please.")
    ended(page)
    dialog = change(page, CHANGED)
    expect(dialog).to_contain_text("llama.cpp takes them as the model's own")
    dialog.get_by_role("button", name="Go on from here").click()
    told = page.get_by_test_id("stCaptionContainer").filter(has_text="You changed")
    expect(told).to_contain_text("“on to five. So the answer is five.”")
    expect(told).to_contain_text("“to seven.”")
    before, after = (page.get_by_test_id("stColumn").nth(number) for number in (0, 1))
    expect(before).to_contain_text(THOUGHTS)
    expect(after).to_contain_text(CHANGED + ELSE)
    expect(after).to_contain_text("the model went on from there")
    ended(page)
    for column in (before, after):
        expect(column).to_contain_text(ANSWER)
    page.reload()
    expect(before).to_contain_text(THOUGHTS)
    expect(after).to_contain_text(CHANGED + ELSE)
    page.set_viewport_size({"width": 390, "height": 844})  # on a phone what is new comes first
    page.wait_for_function(
        "() => { const [before, after] = [...document.querySelectorAll('[data-testid=stColumn]')]"
        ".map((column) => column.getBoundingClientRect());"
        " return after.bottom <= before.top && after.width === before.width && after.width > 340; }"
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator('[class*="st-key-older-"] button').first.click()
    expect(page.get_by_text("1 / 2")).to_be_visible()
    expect(page.get_by_text("After your change")).to_have_count(0)


@pytest.mark.parametrize(
    ("server", "said"), [("llama.cpp", "model's own: it thinks on"), ("OpenRouter", "are told to it")]
)
def test_growing_thoughts_are_stopped_changed_and_gone_on_from_in_one_gesture(
    place: RoomServer, telling: ModelServer, page: Page, server: str, said: str
) -> None:
    begin(page, place, server)
    question = f"Count, and be steered, {server}."
    thinks(page, telling, question)
    page.get_by_role("button", name="Steer", exact=True).dblclick()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Thoughts")
    expect(field).to_have_value("First I count to three. Then I count ")
    expect(dialog).to_contain_text(said)
    assert stored(place.database, question)["status"] == "stopped"
    telling.set_default(tale())
    field.fill(CHANGED)
    dialog.get_by_role("button", name="Go on from here").click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    expect(page.get_by_text("You added", exact=False).or_(page.get_by_text("You changed", exact=False))).to_be_visible()
    expect(page.get_by_role("button", name="Steer", exact=True)).to_have_count(0)
    assert requests_for(telling, question) and stored(place.database, question)["status"] == "done"
    page.locator('[class*="st-key-older-"] button').first.click()
    expect(page.get_by_text("Stopped after", exact=False).first).to_be_visible()


def test_who_steers_and_leaves_has_a_turn_that_was_stopped(place: RoomServer, telling: ModelServer, page: Page) -> None:
    begin(page, place, "llama.cpp")
    before = len(telling.requests)
    thinks(page, telling, "Count, and be left.")
    leave = page.get_by_role("dialog").get_by_role("button", name="Cancel")
    press(page.locator('[class*="st-key-steer-"]').get_by_role("button", name="Steer", exact=True), leave)
    leave.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Stopped after", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    assert len(telling.requests) == before + 1


def test_where_no_thoughts_are_taken_they_are_told_and_can_be_read(
    place: RoomServer, teller: ModelServer, page: Page
) -> None:
    begin(page, place, "OpenRouter")
    ask(page, "Count, once more.")
    ended(page)
    dialog = change(page, CHANGED)
    expect(dialog).to_contain_text("OpenRouter takes no thoughts as a model's own")
    dialog.get_by_role("button", name="Go on from here").click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(page.get_by_text("were told to it with the question", exact=False)).to_be_visible()
    page.get_by_text("The thoughts that it was given").click()
    expect(page.get_by_text(CHANGED, exact=True)).to_be_visible()
    assert teller.requests[-1].prompt.endswith(CHANGED)


def test_the_built_in_model_says_what_the_changed_thoughts_come_to(place: RoomServer, page: Page) -> None:
    begin(page, place, POCKET)
    ask(page, "Which is bigger: 9.11 or 9.9?")
    ended(page)
    expect(page.get_by_text("9.9 is bigger than 9.11", exact=False).last).to_be_visible()
    choose_more(page, "Change the thoughts")
    field = page.get_by_role("dialog").get_by_label("Thoughts")
    right = "So 9.9 is bigger and 9.11 is smaller."
    expect(field).to_have_value(re.compile(re.escape(right)))
    field.fill(field.input_value().partition(right)[0] + "So 9.11 is bigger and 9.9 is smaller.")
    page.get_by_role("button", name="Go on from here").click()
    after = page.get_by_test_id("stColumn").nth(1)
    expect(after).to_contain_text("went on from there")
    ended(page)
    expect(after.get_by_text("9.11 is bigger than 9.9", exact=False).last).to_be_visible()
    expect(page.get_by_test_id("stColumn").nth(0)).to_contain_text("9.9 is bigger than 9.11")


def test_a_change_that_is_left_asks_nothing(place: RoomServer, teller: ModelServer, page: Page) -> None:
    begin(page, place, "llama.cpp")
    ask(page, "Count, at last.")
    ended(page)
    asked = len(teller.requests)
    dialog = change(page, "  ")
    dialog.get_by_role("button", name="Go on from here").click()
    expect(dialog).to_contain_text("There is nothing to go on from.")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    change(page, CHANGED)
    leave_dialog(page)
    page.reload()
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    assert len(teller.requests) == asked


def test_who_chooses_a_server_and_asks_at_once_asks_that_server(place: RoomServer, page: Page) -> None:
    begin(page, place, "OpenRouter")
    set_to(page, "Server", POCKET)
    prompt(page).fill("Which is bigger: 1.31 or 1.9?")
    prompt(page).press("Enter")
    ended(page)
    with closing(sqlite3.connect(f"file:{place.database}?mode=ro", uri=True)) as db:
        (asked,) = db.execute("SELECT asked FROM turns WHERE question LIKE '%1.31%'").fetchone()
    assert json.loads(asked)["provider"] == "pocket"
    expect(page.locator(".st-key-prompt")).to_contain_text("pocket/thinker")


@pytest.mark.parametrize(
    ("label", "typed", "sent"),
    [
        ("Temperature", "0.3", {"temperature": 0.3}),
        ("Max tokens", "777", {"max_tokens": 777}),
        ("Providers to try first", "fireworks, deepinfra", {"provider": {"order": ["fireworks", "deepinfra"]}}),
    ],
)
def test_what_is_typed_when_somebody_asks_at_once_is_asked_with(
    place: RoomServer, teller: ModelServer, page: Page, label: str, typed: str, sent: dict[str, object]
) -> None:
    begin(page, place, "OpenRouter")
    question = f"Count, with {label}."
    prompt(page).fill(question)
    page.get_by_role("button", name="Advanced").click()
    page.get_by_label(label, exact=True).fill(typed)
    prompt(page).evaluate(ENTER_AT_ONCE)
    expect(page.get_by_text(question, exact=True).last).to_be_visible()
    assert eventually(lambda: requests_for(teller, question))
    (request,) = requests_for(teller, question)
    assert {name: request.fields.get(name) for name in sent} == sent


def test_who_picks_a_model_and_asks_at_once_asks_that_model(place: RoomServer, teller: ModelServer, page: Page) -> None:
    begin(page, place, "OpenRouter")
    prompt(page).fill("Count, as another model.")
    field = page.get_by_role("combobox", name="Search models")
    press(page.locator('[class*="st-key-model-"]').get_by_role("button").first, field)
    field.fill("mine/picked")
    page.locator('li[data-id="mine/picked"]').click()
    prompt(page).evaluate(ENTER_AT_ONCE)
    expect(page.get_by_text("Count, as another model.", exact=True).last).to_be_visible()
    ended(page)
    (sent,) = (request.fields for request in requests_for(teller, "Count, as another model."))
    assert sent["model"] == "mine/picked"
    expect(page.locator(".st-key-prompt")).to_contain_text("mine/picked")
    expect(field).to_be_hidden()
