"""The injection page in a real browser: one button, two answers side by side, nothing lost on the way."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, choose, ended, enter
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find
from tests.modelserver.lab import THOUGHTS, lab
from tests.modelserver.step import Step
from tests.waiting import eventually

QUESTION = "Which is bigger: 9.11 or 9.9?"


@pytest.fixture(scope="module")
def thinker() -> Iterator[ModelServer]:
    with ModelServer(default=lab) as server:
        yield server


@pytest.fixture(scope="module")
def lab_room(thinker: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    keys = {"OPENROUTER_BASE_URL": thinker.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("lab"), keys).start()
    yield server
    server.end()


@pytest.fixture(autouse=True)
def fast(thinker: ModelServer) -> None:
    thinker.set_default(lab)


def pace(thinker: ModelServer, pieces_a_second: float) -> None:
    thinker.set_default(lambda request: lab(request, pieces_a_second))


def come_in(page: Page, room: RoomServer) -> None:
    page.goto(f"{room.url}/injection")
    expect(page.get_by_role("heading", name="Do thoughts help another model?")).to_be_visible(timeout=90_000)
    expect(button(page, "Run")).to_be_visible()


def button(page: Page, name: str) -> Locator:
    """Run, or Stop in its place."""
    return page.locator(f".st-key-{name.lower()} button")


def run(page: Page) -> None:
    button(page, "Run").click()
    expect(page).to_have_url(re.compile(r"run="))


def side(page: Page, kind: str) -> Locator:
    return page.locator(f'[class*="st-key-arm-{kind}-"]').first


def settled(page: Page) -> None:
    """The run that the address names has ended, and can be run again."""
    expect(page.locator(f".st-key-findings-{page.url.partition('run=')[2]}")).to_be_visible()
    expect(button(page, "Run")).to_be_visible()


def test_one_press_shows_a_small_model_answer_twice(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    before = len(thinker.requests)
    come_in(page, lab_room)
    expect(page.get_by_text("deepseek-r1 thinks about the question.")).to_be_visible()
    run(page)
    settled(page)
    expect(side(page, "plain").get_by_text("9.11 is bigger than 9.9.", exact=True)).to_be_visible()
    expect(side(page, "plain").get_by_text("Wrong", exact=True)).to_be_visible()
    expect(side(page, "injected").get_by_text("9.9 is bigger than 9.11.", exact=True)).to_be_visible()
    expect(side(page, "injected").get_by_text("Right", exact=True)).to_be_visible()
    expect(side(page, "injected").get_by_text("found “9.9 is bigger than 9.11”")).to_be_visible()
    told = page.locator('[class*="st-key-findings-"]').first
    expect(told).to_contain_text("was wrong; with the thoughts, it was right.")
    expect(told).to_contain_text("One run proves little")
    assert len(thinker.requests) == before + 3
    side(page, "injected").get_by_role("button", name="What was sent").click()
    expect(
        page.get_by_test_id("stPopoverBody").get_by_text("Here is some context to help you: Compare")
    ).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_refresh_while_it_thinks_loses_nothing(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    pace(thinker, 15)
    come_in(page, lab_room)
    run(page)
    expect(page.get_by_text("Starts when the thinking is done.")).to_be_visible()
    expect(page.get_by_text("Compare the whole parts")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Starts when the thinking is done.")).to_be_visible()
    expect(page.get_by_text("Compare the whole parts")).to_be_visible()
    settled(page)
    expect(side(page, "injected").get_by_text("9.9 is bigger than 9.11.", exact=True)).to_be_visible()


def test_the_injected_answer_starts_with_no_browser_open(
    lab_room: RoomServer, thinker: ModelServer, browser: Browser
) -> None:
    pace(thinker, 25)
    before = len(thinker.requests)
    context = browser.new_context()
    page = context.new_page()
    come_in(page, lab_room)
    run(page)
    expect(page.get_by_text("Starts when the thinking is done.")).to_be_visible()
    address = page.url
    context.close()
    assert len(thinker.requests) == before + 2
    assert eventually(lambda: len(thinker.requests) == before + 3, 20)
    again = browser.new_context()
    page = again.new_page()
    page.goto(address)
    settled(page)
    expect(side(page, "injected").get_by_text("9.9 is bigger than 9.11.", exact=True)).to_be_visible()
    again.close()


def test_an_edited_thought_asks_for_one_more_answer(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    come_in(page, lab_room)
    run(page)
    settled(page)
    before = len(thinker.requests)
    page.get_by_role("button", name="Edit the thoughts").click()
    field = page.get_by_label("Thoughts to inject")
    expect(field).to_have_value(THOUGHTS)
    field.fill("The bigger one is 9.9.")
    page.get_by_role("button", name="Ask again with these thoughts").click()
    expect(side(page, "injected").get_by_text("edited by you")).to_be_visible()
    settled(page)
    expect(page.locator('[class*="st-key-findings-"]').first).to_contain_text("edited by you")
    assert len(thinker.requests) == before + 1
    assert thinker.requests[-1].prompt == f"{QUESTION}. Here is some context to help you: The bigger one is 9.9."


def test_stop_stops_all_three(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    pace(thinker, 8)
    before = len(thinker.requests)
    come_in(page, lab_room)
    run(page)
    expect(page.get_by_text("Compare the whole parts")).to_be_visible()
    button(page, "Stop").click()
    settled(page)
    expect(side(page, "injected").get_by_text("The thinking was stopped by you")).to_be_visible()
    assert len(thinker.requests) == before + 2


def test_a_failing_arm_is_told_in_its_own_column(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    failing = find("error-500")

    def play(request: Request) -> Iterator[Step]:
        assert failing
        return failing(request) if request.prompt == QUESTION else lab(request)

    thinker.set_default(play)
    come_in(page, lab_room)
    run(page)
    settled(page)
    expect(side(page, "plain").get_by_text("has trouble of its own.")).to_be_visible()
    expect(side(page, "injected").get_by_text("9.9 is bigger than 9.11.", exact=True)).to_be_visible()
    thinker.set_default(lab)
    before = len(thinker.requests)
    side(page, "plain").get_by_role("button", name="Try again").click()
    expect(side(page, "plain").get_by_text("9.11 is bigger than 9.9.", exact=True)).to_be_visible()
    assert len(thinker.requests) == before + 1


def test_a_thinker_that_says_more_than_done_is_marked(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    talking = find("say It is 9.9, of course.")

    def play(request: Request) -> Iterator[Step]:
        assert talking
        return talking(request) if request.fields.get("include_reasoning") else lab(request)

    thinker.set_default(play)
    come_in(page, lab_room)
    run(page)
    settled(page)
    expect(page.get_by_text("The thinker said more than “done”.")).to_be_visible()


def test_a_thinker_without_thoughts_is_told_and_nothing_empty_is_injected(
    lab_room: RoomServer, thinker: ModelServer, page: Page
) -> None:
    withheld = find("withheld")

    def play(request: Request) -> Iterator[Step]:
        assert withheld
        return withheld(request) if request.fields.get("include_reasoning") else lab(request)

    thinker.set_default(play)
    before = len(thinker.requests)
    come_in(page, lab_room)
    run(page)
    settled(page)
    expect(side(page, "injected").get_by_text("the provider keeps the text private")).to_be_visible()
    assert len(thinker.requests) == before + 2


def test_presets_own_questions_and_the_way_back(lab_room: RoomServer, thinker: ModelServer, page: Page) -> None:
    come_in(page, lab_room)
    question = page.get_by_label("Question")
    page.get_by_test_id("stButtonGroup").get_by_text("347 × 86", exact=True).click()
    expect(question).to_have_value("What is 347 × 86?")
    expect(page.get_by_label("Right answer")).to_have_value("29842")
    question.fill("What is my name?")
    question.press("Enter")
    expect(page.get_by_label("Right answer")).to_have_value("")
    question.fill("")
    question.press("Enter")
    before = len(thinker.requests)
    button(page, "Run").click()
    expect(page.get_by_text("The question is empty.")).to_be_visible()
    assert len(thinker.requests) == before
    page.get_by_role("button", name="Prompts").click()
    page.get_by_label("Asked without the thoughts").fill("Answer shortly: {question}")
    page.get_by_label("Asked without the thoughts").press("Control+Enter")
    page.get_by_role("button", name="Back to the first experiment").click()
    expect(question).to_have_value(QUESTION)
    expect(page.get_by_label("Right answer")).to_have_value("9.9")


def test_the_providers_example_of_today_is_one_press_away_and_runs_as_it_is(
    lab_room: RoomServer, thinker: ModelServer, page: Page
) -> None:
    come_in(page, lab_room)
    before = len(thinker.requests)
    page.get_by_role("button", name="Prompts").click()
    page.get_by_role("button", name="OpenRouter’s example of today").click()
    expect(page.get_by_text("deepseek-r1 thinks about the question, until it writes </think>.")).to_be_visible()
    expect(page.get_by_text("gpt-mini-latest answers it twice")).to_be_visible()
    run(page)
    settled(page)
    expect(side(page, "injected").get_by_text("Right", exact=True)).to_be_visible()
    fields = [request.fields for request in thinker.requests[before:]]
    assert [set(sent) for sent in fields] == [{"model", "messages", "stop", "stream"}] * 3
    assert {sent["stop"] for sent in fields} == {"</think>"}
    page.get_by_role("button", name="Prompts").click()
    page.get_by_role("button", name="Back to the first experiment").click()
    expect(page.get_by_text("deepseek-r1 thinks about the question. gpt-3.5-turbo-instruct answers")).to_be_visible()


def test_thoughts_of_a_chat_are_injected_and_an_arm_opens_as_a_chat(
    lab_room: RoomServer, thinker: ModelServer, page: Page
) -> None:
    enter(page, lab_room.url)
    ask(page, QUESTION)
    ended(page)
    before = len(thinker.requests)
    page.get_by_role("button", name="Inject these thoughts").click()
    expect(page.get_by_text("The thoughts are those of your chat")).to_be_visible()
    expect(page.get_by_label("Question")).to_have_value(QUESTION)
    page.reload()
    expect(page.get_by_text("The thoughts are those of your chat")).to_be_visible()
    run(page)
    settled(page)
    assert len(thinker.requests) == before + 2
    assert thinker.requests[-1].fields["include_reasoning"] is False
    side(page, "injected").get_by_role("button", name="Open as a chat").click()
    expect(page.get_by_text("9.9 is bigger than 9.11.", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/\?chat="))


def test_two_runs_with_the_same_thoughts_stand_on_one_page_and_outlive_their_chat(
    lab_room: RoomServer, thinker: ModelServer, page: Page
) -> None:
    enter(page, lab_room.url)
    ask(page, "say 9.9 is bigger than 9.11, I think")
    ended(page)
    page.get_by_role("button", name="Inject these thoughts").click()
    expect(page.locator('[class*="st-key-thoughts-"]').get_by_text("Thinking about it.")).to_be_visible()
    run(page)
    settled(page)
    expect(page.get_by_text("The thinker said more than")).to_have_count(0)
    first = page.url
    button(page, "Run").click()
    expect(page).not_to_have_url(first)
    settled(page)
    page.locator('[class*="st-key-earlier-"] summary').first.click()
    expect(page.locator('[class*="st-key-arm-plain-"]')).to_have_count(2)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    before = len(thinker.requests)
    with closing(sqlite3.connect(lab_room.database, timeout=10)) as db:
        db.execute("UPDATE chats SET deleted=1 WHERE title LIKE 'say 9.9 is bigger%'")
        db.commit()
    second = page.url
    button(page, "Run").click()
    expect(page).not_to_have_url(second)
    settled(page)
    assert len(thinker.requests) == before + 2  # still nobody thinks again


def test_an_edited_answer_that_fails_says_so_in_its_column(
    lab_room: RoomServer, thinker: ModelServer, page: Page
) -> None:
    come_in(page, lab_room)
    run(page)
    settled(page)
    failing = find("error-429")
    assert failing
    thinker.set_default(failing)
    page.get_by_role("button", name="Edit the thoughts").click()
    page.get_by_label("Thoughts to inject").fill("The bigger one is 9.9.")
    page.get_by_role("button", name="Ask again with these thoughts").click()
    expect(side(page, "injected").get_by_text("accepts no more requests for the moment.")).to_be_visible()
    expect(page.get_by_label("Thoughts to inject")).to_have_count(0)  # the editor has closed
    expect(page.get_by_text("Earlier answers with thoughts · 1")).to_be_visible()


def test_the_way_back_from_another_page_leads_to_the_run(lab_room: RoomServer, page: Page) -> None:
    come_in(page, lab_room)
    run(page)
    settled(page)
    shown = page.url
    side(page, "plain").get_by_role("button", name="Open as a chat").click()
    expect(page).to_have_url(re.compile(r"/\?chat="))
    page.get_by_role("link", name="Injection").click()
    expect(page).to_have_url(shown)
    settled(page)


def test_without_a_key_nothing_is_asked(browser: Browser, tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {"OPENROUTER_API_KEY": ""}).start()
    context = browser.new_context()
    page = context.new_page()
    come_in(page, room)
    for one in ("thinker", "answerer"):
        choice = page.locator(f'[class*="st-key-choice-{one}-"]')
        choose(choice.get_by_test_id("stSelectbox").filter(has_text="Server").get_by_role("combobox"), "OpenRouter")
        # While it is drawn anew there may be two.
        expect(choice.get_by_role("combobox", name="Server").last).to_have_value("OpenRouter")
    expect(page.get_by_role("button", name="Add a key")).to_have_count(1)  # one for both
    button(page, "Run").click()
    expect(page.get_by_text("no key is set for OpenRouter.")).to_be_visible()
    expect(page).not_to_have_url(re.compile("run="))
    context.close()
    room.end()


def test_earlier_runs_stay_below(lab_room: RoomServer, page: Page) -> None:
    come_in(page, lab_room)
    run(page)
    settled(page)
    first = page.url
    button(page, "Run").click()
    expect(page).not_to_have_url(first)
    settled(page)
    expect(page.get_by_role("heading", name="Earlier runs")).to_be_visible()
    page.locator('[class*="st-key-earlier-"] summary').first.click()
    expect(side(page, "plain").nth(0)).to_be_visible()
    expect(page.locator('[class*="st-key-arm-plain-"]')).to_have_count(2)
    opens = page.get_by_role("button", name="Open this run")

    def opened() -> bool:
        """What is pressed while it is drawn anew is pressed in vain."""
        if page.url != first and opens.count():
            with contextlib.suppress(Error):
                opens.click(timeout=1_000)
        page.wait_for_timeout(500)
        return page.url == first

    assert eventually(opened)


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_the_answers_stand_side_by_side_or_below_each_other(
    lab_room: RoomServer, browser: Browser, width: int, beside: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    come_in(page, lab_room)
    run(page)
    settled(page)
    left, right = side(page, "plain").bounding_box(), side(page, "injected").bounding_box()
    assert left and right and (abs(left["y"] - right["y"]) < 2) is beside and (left["x"] < right["x"] - 9) is beside
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    context.close()


def test_thoughts_grow_by_the_wire_where_no_other_page_was_opened_before(
    lab_room: RoomServer, thinker: ModelServer, page: Page
) -> None:
    pace(thinker, 2)
    come_in(page, lab_room)
    run(page)
    expect(page.locator(".live-words")).to_contain_text("Compare the whole parts")
    button(page, "Stop").click()
    settled(page)


def test_a_seventh_page_opens_beside_six_that_run(
    lab_room: RoomServer, thinker: ModelServer, context: BrowserContext
) -> None:
    """Six requests at once are all that a browser sends to one host, from all of its tabs: none may be held."""
    pace(thinker, 0.5)
    pages = [context.new_page() for _ in range(6)]
    for page in pages:
        come_in(page, lab_room)
        run(page)
    for page in pages:
        expect(page.get_by_text("Starts when the thinking is done.")).to_be_visible()
    seventh = context.new_page()
    enter(seventh, lab_room.url)
    for page in pages:
        button(page, "Stop").click()
    for page in pages:
        settled(page)


def test_a_run_of_another_is_not_found(lab_room: RoomServer, page: Page) -> None:
    page.goto(f"{lab_room.url}/injection?run=of-somebody-else")
    expect(page.get_by_text("This run was not found.")).to_be_visible()
    assert "Traceback" not in lab_room.log.read_text()
