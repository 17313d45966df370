"""A race: bars that grow on one clock, whose words are read, what is stopped, shown and kept."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.engines import Place, Window
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import drawn, press, requests_for
from tests.modelserver import ModelServer

SHIFTS = """() => { window.shifted = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted.push(entry.value);
}).observe({ type: "layout-shift", buffered: false }); }"""


@pytest.fixture(scope="module")
def runner() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture(autouse=True)
def gates(runner: ModelServer) -> None:
    """They are closed again."""
    runner.pause()


@pytest.fixture(scope="module")
def place(runner: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    urls = {
        "OPENROUTER_BASE_URL": runner.url,
        "OPENROUTER_API_KEY": CANARY,
        "LLAMACPP_BASE_URL": runner.url,
    }
    server = RoomServer(tmp_path_factory.mktemp("room"), urls).start()
    yield server
    server.end()


def board(page: Page) -> Locator:
    return page.get_by_role("region", name="The race")


def enter(page: Page, place: RoomServer) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        page.goto(f"{place.url}/race")
    expect(page.locator(".st-key-race").get_by_role("heading", name="Which model gets there first?")).to_be_visible()


def race(page: Page, question: str, right: str = "") -> None:
    for label, text in (("Question", question), ("Right answer", right)):
        field = page.get_by_label(label, exact=True)
        field.fill(text)
        field.blur()
    page.locator(".st-key-race-start button").click()
    expect(board(page)).to_be_visible()


def lane(page: Page, letter: str) -> Locator:
    return board(page).get_by_role("button", name=re.compile(f"^{letter} "))


def opens(page: Page, letter: str) -> Locator:
    return board(page).get_by_role("button", name=f"Open as a chat: {letter}")


def test_two_lanes_grow_are_read_by_keys_and_end_on_the_page(
    place: RoomServer, runner: ModelServer, page: Page
) -> None:
    question = "gate-90-20 to be raced"
    enter(page, place)
    race(page, question, "42")
    expect(page).to_have_url(re.compile(r"/race\?race="))
    for letter in "AB":
        expect(lane(page, letter)).to_contain_text("Thinking")
        expect(lane(page, letter).locator("i.t")).not_to_have_css("width", "0px")
    words = board(page).get_by_role("group", name="Thoughts so far")
    expect(words).to_contain_text("mark-000003")
    expect(lane(page, "A")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("2")
    expect(lane(page, "B")).to_have_attribute("aria-pressed", "true")
    expect(board(page).locator(".whose")).to_contain_text("B ·")
    expect(words).to_contain_text("mark-000003")
    lane(page, "A").click()
    expect(words).to_contain_text("mark-000003")
    runner.resume()
    expect(opens(page, "A")).to_be_visible()
    expect(opens(page, "B")).to_be_visible()
    rows = board(page).get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(re.compile(r"A · .* s.* s.* s.*110\$0\.\d+"))
    expect(rows.nth(1).get_by_role("cell").last).to_have_text("Unclear")
    for _ in range(2):
        expect(board(page).get_by_role("group", name="Answer so far")).to_contain_text("mark-000010")
        page.reload()  # what is stored is looked at, and nobody is asked again
    assert len(requests_for(runner, question)) == 2
    opens(page, "B").click()
    expect(page).to_have_url(re.compile(r"chat="))
    expect(page.get_by_text(question, exact=True).last).to_be_visible()
    assert len(requests_for(runner, question)) == 2


IN_LINES = "(view) => view.clientHeight / parseFloat(getComputedStyle(view).lineHeight)"


def test_words_are_dressed_as_thoughts_are_and_no_line_is_cut_in_two(place: RoomServer, page: Page) -> None:
    enter(page, place)
    race(page, "say Nine, since `10 - 3 + 2`.\n\n" + "A further line.\n\n" * 9 + "There are **nine** apples.")
    expect(opens(page, "A")).to_be_visible()
    for name, lines in (("Thoughts so far", 9), ("Answer so far", 5)):
        view = board(page).get_by_role("group", name=name)
        expect(view.locator("code")).to_have_text("10 - 3 + 2")
        expect(view.locator("strong")).to_have_text("nine")
        expect(view).not_to_contain_text("*")
        assert view.evaluate(IN_LINES) == pytest.approx(lines, abs=0.05)


def test_nothing_on_the_page_moves_while_lanes_run_and_end(place: RoomServer, runner: ModelServer, page: Page) -> None:
    enter(page, place)
    race(page, "gate-40-20 without a jump")
    expect(lane(page, "B")).to_contain_text("Thinking")
    page.evaluate(SHIFTS)
    before = board(page).bounding_box()
    runner.resume()
    expect(opens(page, "A")).to_be_visible()
    expect(opens(page, "B")).to_be_visible()
    expect(page.locator(".st-key-race-start")).to_be_visible()
    assert board(page).bounding_box() == before
    assert sum(page.evaluate("window.shifted")) < 0.01  # the seconds in a line grow wider


def test_a_blind_race_says_no_name_until_it_is_revealed(place: RoomServer, runner: ModelServer, page: Page) -> None:
    enter(page, place)
    page.get_by_text("Blind", exact=True).click()
    race(page, "think-20-10-0 blindly")
    shows = page.get_by_role("button", name="Reveal")
    expect(lane(page, "A")).to_contain_text("Done")
    expect(lane(page, "B")).to_contain_text("Done")
    for told in (board(page), page.locator(".st-key-races").get_by_role("paragraph").first):
        expect(told).not_to_contain_text("deepseek")
    expect(opens(page, "A")).to_have_count(0)
    shows.click()
    expect(board(page)).to_contain_text("deepseek")
    expect(opens(page, "A")).to_be_visible()
    expect(shows).to_have_count(0)


def test_lanes_of_one_server_at_home_take_turns_and_each_is_stopped(
    place: RoomServer, runner: ModelServer, page: Page
) -> None:
    enter(page, place)
    for at in range(2):
        set_to_at(page, at, "llama.cpp")
    question = "gate-50-20 in turn"
    taken = page.get_by_text("take turns, because one model server of your own answers them")
    expect(taken.first).to_contain_text("Lane 1 and Lane 2")
    before = len(runner.requests)
    race(page, question)
    expect(taken.last).to_contain_text("A and B take turns")
    expect(lane(page, "A")).to_contain_text("Thinking")
    expect(lane(page, "B")).to_contain_text("Waits for its turn.")
    assert len(runner.requests) == before + 1
    board(page).get_by_role("button", name="Stop: A").click()
    expect(lane(page, "A")).to_contain_text("Stopped")
    expect(lane(page, "B")).to_contain_text("Thinking")
    page.get_by_role("button", name="Stop all").click()
    expect(lane(page, "B")).to_contain_text("Stopped")
    assert len(runner.requests) == before + 2


def test_a_race_waits_for_another_one_at_the_same_server_at_home_and_says_so(
    place: RoomServer, runner: ModelServer, page: Page
) -> None:
    """In two tabs of one browser."""
    other = page.context.new_page()
    for one in (other, page):
        enter(one, place)
        set_to_at(one, 0, "llama.cpp")
    said = page.get_by_text("Lane 1 will wait for its turn first: another race is asking the same model server.")
    expect(page.get_by_label("Question", exact=True)).to_be_enabled()
    expect(said).to_be_hidden()
    race(other, "gate-50-20 before")
    expect(lane(other, "A")).to_contain_text("Thinking")
    expect(said).to_be_visible()  # by itself, before anything is asked
    race(page, "gate-50-20 behind")
    expect(lane(page, "A")).to_contain_text("Waits for its turn: another race is asking the same model server.")
    expect(lane(page, "B")).to_contain_text("Thinking")
    expect(page.get_by_role("button", name="Stop all")).to_be_visible()
    other.get_by_role("button", name="Stop all").click()
    expect(lane(page, "A")).to_contain_text("Thinking")
    page.get_by_role("button", name="Stop all").click()
    expect(lane(page, "A")).to_contain_text("Stopped")
    expect(said).to_be_hidden()
    other.close()


def set_to_at(page: Page, at: int, option: str) -> None:
    field = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Server").nth(at)
    wanted = page.get_by_role("option", name=option)
    press(field, wanted)
    wanted.click()
    expect(field).to_have_value(re.compile(option))


def test_a_race_is_deleted_and_comes_back(place: RoomServer, page: Page) -> None:
    enter(page, place)
    race(page, "think-20-10-0 to be deleted")
    expect(opens(page, "A")).to_be_visible()
    stored = page.locator(".st-key-races")
    stored.get_by_role("button", name="Delete this race").first.click()
    expect(board(page)).to_have_count(0)
    expect(stored).to_contain_text("Deleted: think-20-10-0 to be deleted")
    stored.get_by_role("button", name="Undo").click()
    expect(board(page)).to_contain_text("Done")
    page.get_by_label("Question", exact=True).fill("Another question")
    race(page, "think-20-10-0 after it")
    expect(opens(page, "A")).to_be_visible()
    drawn(page)  # with the one that is shown now in the list of those that are not
    row = stored.get_by_test_id("stHorizontalBlock").filter(has_text="think-20-10-0 to be deleted")
    row.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value("think-20-10-0 to be deleted")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_everybody_can_use_it_in_both_themes_and_on_a_phone(
    place: RoomServer, runner: ModelServer, page: Page, theme: str, width: int
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, place)
    race(page, "gate-40-20 for all", "9")
    expect(lane(page, "A")).to_contain_text("Thinking")
    axe = Axe()
    assert axe.run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    runner.resume()
    expect(opens(page, "B")).to_be_visible()
    assert axe.run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


BOARD = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.race')).find(Boolean)"
LINES = f"() => [...({BOARD}?.querySelectorAll('.doing') ?? [])].map((one) => one.textContent).join(' | ')"
WORDS = f"() => {BOARD}?.querySelector('.thoughts').textContent ?? ''"
CELLS = f"() => [...({BOARD}?.querySelectorAll('td') ?? [])].map((one) => one.textContent)"
CHOSEN = (
    f"() => [...{BOARD}.querySelectorAll('.choose')].map((one) => one.ariaPressed ?? one.getAttribute('aria-pressed'))"
)


def test_a_race_is_run_read_and_kept_in_each_engine(place: RoomServer, runner: ModelServer, window: Window) -> None:
    window.open(f"{place.url}/race")
    window.see("Which model gets there first?")
    window.fill(Place(".st-key-race textarea"), "gate-60-20 in each engine")
    window.press("Tab")
    window.click(".st-key-race-start button")
    window.until(lambda: window.run(LINES).count("Thinking") == 2, "both lanes think")
    window.until(lambda: "mark-000002" in window.run(WORDS), "the words of the first are there")
    window.press("2")
    window.until(lambda: window.run(CHOSEN) == ["false", "true"], "the second is in focus")
    window.until(lambda: "mark-000002" in window.run(WORDS), "its words are there")
    runner.resume()
    window.until(lambda: window.run(LINES).count("Done") == 2, "both have ended")
    window.until(lambda: "80" in window.run(CELLS), "what they took is told")
    window.resize(390, 844)
    assert window.sideways() == 0
