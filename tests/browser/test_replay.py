"""A turn is replayed: in its chat and on a page of its own, by pointer and by keys, with nothing asked of anybody."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from components.conversation import Asked, Chat, Piece, Times, Turn, Usage
from components.room import LOCAL
from components.store import Store
from tests.browser.engines import Window, button
from tests.browser.looking import PARAGRAPHS, SHIFTS
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import choose_more, enter, press
from tests.modelserver import ModelServer
from tests.turns import made
from tests.waiting import eventually

ASKED = Asked("openrouter", "test/model")
ANSWER = ("There are **9 apples**", " left in the basket.")
THOUGHTS = "\n\n".join(PARAGRAPHS)
FIRST, LAST, END = 4.0, 20.4, 21.0  # seconds: long enough that nothing ends while a test looks at it
MARKED = 12  # words, then a marker
MANY = 20_000
HOUR = [f"Word {i} of it.{' ' if i % 9 else chr(10) * 2}" for i in range(MANY)]
HOUR_ATS = [2 + i * 3597 / MANY for i in range(MANY)]
PLAYER = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.player')).find(Boolean)"


def words(texts: list[str], first: float, last: float) -> list[Piece]:
    found = [word for text in texts for word in re.findall(r"\S+\s*", text)]
    step = (last - first) / len(found)
    return [Piece("reasoning", word, first + i * step, number=i) for i, word in enumerate(found)]


def keep(store: Store, name: str, chat: str, parent: str | None, pieces: list[Piece], ended: float) -> Turn:
    times = Times(pieces[0].at, next((one.at for one in pieces if one.channel == "answer"), None), ended)
    told = (name, chat, parent, 10.0 + len(name), f"How many apples are left, {name}?", ASKED, "done", tuple(pieces))
    turn = made(*told, times=times, usage=Usage(20, 240, 200, 0.024))
    store.begin(turn)
    store.extend(turn, 0, pieces)
    store.finish(turn)
    store.show(LOCAL, chat, turn.id)
    return turn


@pytest.fixture(scope="module")
def place(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("room"), keys)
    store = Store(f"sqlite:///{server.database.as_posix()}")
    for chat in ("c", "hour"):
        store.add_chat(Chat(chat, LOCAL, "Apples", 1.0, 1.0, None, ASKED))
    answer = [Piece("answer", text, LAST + 0.2 * i) for i, text in enumerate(ANSWER)]
    texts = [f"{text}\n\n" for text in PARAGRAPHS[:-1]] + [PARAGRAPHS[-1]]
    keep(store, "t1", "c", None, words(texts, FIRST, 16.0) + answer, END)
    keep(store, "t22", "c", "t1", [Piece("answer", "The same as before.", 0.5)], 1.0)
    pieces = [Piece("reasoning", text, at, number=i) for i, (text, at) in enumerate(zip(HOUR, HOUR_ATS, strict=True))]
    keep(store, "t1h", "hour", None, [*pieces, Piece("answer", "Done.", 3599.5)], 3600.0)
    store.add_chat(Chat("marked", LOCAL, "Apples", 1.0, 1.0, None, ASKED))
    marked = words(texts, FIRST, 16.0)
    marked.insert(MARKED, Piece("marker", "Ask the room what it thinks", marked[MARKED - 1].at, number=0))
    keep(store, "t1m", "marked", None, [*marked, *answer, Piece("marker", "", 20.8, number=1)], END)
    store.close()
    yield server.start()
    server.end()


def player(page: Page) -> Locator:
    return page.get_by_role("region", name="Replay")


def stands(page: Page) -> float:
    return float(player(page).get_by_role("slider").get_attribute("aria-valuenow") or -1)


def thoughts(page: Page) -> str:
    return player(page).locator(".thoughts").evaluate("(view) => view.textContent")


def there_by(seconds: float) -> str:
    """What the recording has at that time."""
    texts = [f"{text}\n\n" for text in PARAGRAPHS[:-1]] + [PARAGRAPHS[-1]]
    return "".join(piece.text for piece in words(texts, FIRST, 16.0) if (piece.at or 0) <= seconds)


def replay(page: Page, place: RoomServer, turn: str = "t1", more: str = "", chat: str = "c") -> Page:
    page.goto(f"{place.url}/replay?chat={chat}&turn={turn}{more}")
    expect(player(page).locator(".time")).to_contain_text("of")
    return page


def test_a_turn_is_replayed_in_its_chat_and_nothing_is_asked(place: RoomServer, model: ModelServer, page: Page) -> None:
    before = len(model.requests)
    page.goto(f"{place.url}/?chat=c")
    expect(page.get_by_text("The same as before.")).to_be_visible()
    choose_more(page, "Replay", 0)
    expect(player(page)).to_be_visible()
    expect(player(page).get_by_role("button", name="Pause")).to_be_visible()
    expect(player(page).locator(".time")).to_contain_text("of 21.0 s · at 1×: 21 s")
    page.get_by_role("button", name="Keys", exact=True).click()  # the page is run again meanwhile
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    before_that = stands(page)
    assert eventually(lambda: stands(page) > before_that)
    player(page).get_by_role("slider").focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("End")
    expect(player(page).locator(".answer")).to_have_text("There are 9 apples left in the basket.")
    assert thoughts(page) == THOUGHTS
    expect(player(page).locator(".bill")).to_have_text("240 tokens · $0.02")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(player(page).locator(".bill")).to_contain_text("≈")
    assert thoughts(page) == there_by(5.0) and asked == []
    player(page).get_by_role("button", name="Close").click()
    expect(page.get_by_text("There are 9 apples left in the basket.")).to_be_visible()
    expect(player(page)).to_have_count(0)
    assert len(model.requests) == before


def test_it_begins_where_the_address_says_and_goes_where_one_wants(place: RoomServer, page: Page) -> None:
    replay(page, place, more="&t=12.5")
    assert stands(page) == 12.5 and thoughts(page) == there_by(12.5)
    for key, at in (("ArrowLeft", 7.5), ("ArrowRight", 12.5), ("Home", 0.0), ("End", END), ("ArrowLeft", 16.0)):
        page.keyboard.press(key)
        assert stands(page) == at
        assert thoughts(page) == there_by(at)
    bar = player(page).get_by_role("slider").bounding_box()
    assert bar
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + 10)
    assert stands(page) == pytest.approx(END / 2, abs=0.2)
    expect(page).to_have_url(re.compile(rf"&t={stands(page)}"))
    before = thoughts(page)
    page.keyboard.press(".")
    assert len(thoughts(page)) > len(before)
    page.keyboard.press(",")
    assert thoughts(page) == before
    page.keyboard.press("<")
    assert thoughts(page).split("\n\n")[-1].strip() in [text.split()[0] for text in PARAGRAPHS]


def test_it_plays_pauses_at_steps_shortens_waiting_and_begins_again(place: RoomServer, page: Page) -> None:
    replay(page, place)
    page.get_by_label("Pause at each step").check()
    page.get_by_label("Speed").select_option("16")
    player(page).get_by_role("button", name="Play").click()
    expect(player(page).get_by_role("button", name="Play")).to_be_visible()
    assert stands(page) == 4.0 and thoughts(page) == "The "
    expect(player(page).locator(".doing")).to_contain_text("1 of 5")
    for _ in range(4):
        player(page).get_by_role("button", name="Play").click()
        expect(player(page).get_by_role("button", name="Play")).to_be_visible()
    expect(player(page).locator(".doing")).to_contain_text("5 of 5")
    assert thoughts(page).endswith("So ")
    page.get_by_label("Pause at each step").uncheck()
    page.get_by_label("Then the next turn").uncheck()
    page.get_by_label("Skip waiting").check()
    expect(player(page).locator(".time")).to_contain_text("at 16×, waiting shortened: 1.0 s")
    player(page).get_by_role("button", name="Play").click()
    expect(player(page).get_by_role("button", name="Again")).to_be_visible()
    assert thoughts(page) == THOUGHTS
    page.get_by_label("Loop").check()
    player(page).get_by_role("button", name="Again").click()
    assert eventually(lambda: stands(page) < 10)
    assert eventually(lambda: stands(page) > 15)
    assert eventually(lambda: stands(page) < 10)
    expect(player(page).get_by_role("button", name="Pause")).to_be_visible()


def test_it_pauses_at_turning_phrases_and_says_which(place: RoomServer, page: Page) -> None:
    replay(page, place)
    marks = player(page).locator(".bar .ticks i")
    expect(marks).to_have_count(2)
    page.get_by_label("Pause at turning phrases").check()
    page.get_by_label("Speed").select_option("16")
    for words, kind, step in (("Wait", "doubt", 4), ("So the answer is", "settling", 5)):
        player(page).get_by_role("button", name="Play").click()
        expect(player(page).locator(".doing")).to_contain_text(f"Step {step} of 5")
        expect(player(page).locator(".doing")).to_contain_text(f"“{words}” ({kind})")
        expect(player(page).get_by_role("button", name="Play")).to_be_visible()
        assert re.split(r"[,\s]*$", thoughts(page))[0].endswith(words)
    page.get_by_label("Pause at turning phrases").uncheck()
    expect(player(page).locator(".doing")).not_to_contain_text("settling")
    for word in ("Plan", "Work", "Check", "Settle", "turning phrase"):
        expect(player(page).locator(".legend").get_by_text(word, exact=True)).to_be_visible()


def test_it_pauses_at_markers_and_shows_their_words(place: RoomServer, page: Page) -> None:
    replay(page, place)
    expect(page.get_by_label("Pause at markers")).to_be_hidden()  # it has none
    replay(page, place, "t1m", chat="marked")
    flags, listed = player(page).locator(".flags i"), player(page).get_by_role("list", name="Markers")
    expect(flags).to_have_count(2)
    first, second = listed.get_by_role("button", name="Ask the room"), listed.get_by_role("button", name="Marker 2")
    expect(first).to_contain_text("s")
    expect(page.get_by_label("Pause at markers")).to_be_checked()
    page.get_by_label("Speed").select_option("16")
    player(page).get_by_role("button", name="Play").click()
    expect(first).to_have_attribute("aria-current", "true")
    expect(player(page).get_by_role("button", name="Play")).to_be_visible()
    assert len(thoughts(page).split()) == MARKED
    player(page).get_by_role("button", name="Play").click()
    expect(second).to_have_attribute("aria-current", "true")
    assert stands(page) == 20.8
    first.click()
    assert eventually(lambda: len(thoughts(page).split()) == MARKED)
    page.get_by_label("Pause at markers").uncheck()
    player(page).get_by_role("button", name="Play").click()
    expect(player(page).get_by_role("button", name="Again")).to_be_visible()
    page.get_by_label("Pause at markers").check()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.emulate_media(color_scheme="dark" if width == 390 else "light")
        assert Axe().run(page).violations_count == 0


def test_one_turn_leads_on_to_the_next(place: RoomServer, page: Page) -> None:
    replay(page, place)
    expect(player(page).locator(".follows")).to_have_text("How many apples are left, t22?")
    page.get_by_label("Speed").select_option("16")
    player(page).get_by_role("button", name="Play").click()
    expect(player(page).locator(".answer")).to_have_text("The same as before.")
    expect(player(page).locator(".whose")).to_contain_text("turn 2 of 2")
    expect(page).to_have_url(re.compile("turn=t22"))
    expect(player(page).get_by_role("button", name="Next turn")).to_be_disabled()
    player(page).get_by_role("button", name="Turn before").click()
    expect(player(page).locator(".whose")).to_contain_text("turn 1 of 2")


def test_it_is_reached_from_the_chat_and_from_where_one_looks_inside(place: RoomServer, page: Page) -> None:
    enter(page, place.url)
    page.goto(f"{place.url}/?chat=c")
    expect(page.get_by_text("The same as before.")).to_be_visible()
    choose_more(page, "Replay on a page of its own", 0)
    expect(player(page).locator(".whose")).to_contain_text("turn 1 of 2")
    page.get_by_role("button", name="Look inside").click()
    expect(page.get_by_role("region", name="Inside the thought")).to_be_visible()
    press(page.get_by_role("button", name="Replay"), player(page))
    page.get_by_role("button", name="Back to the chat").click()
    expect(page.get_by_text("The same as before.")).to_be_visible()
    page.goto(f"{place.url}/replay?chat=c&turn=none")
    expect(page.get_by_text("This turn was not found")).to_be_visible()


def test_an_hour_of_many_pieces_is_gone_through_with_little_work(place: RoomServer, page: Page) -> None:
    """Counted, not timed: no block of the text is touched that need not be, and one that was there is there again."""
    replay(page, place, "t1h", chat="hour")
    panes = f"{PLAYER}.playerPanes"
    blocks = page.evaluate(f"{panes}.r.blocks.length")
    assert blocks > 1_000
    page.keyboard.press("End")
    assert page.evaluate(f"{panes}.r.worked") >= blocks
    page.keyboard.press("Home")
    before = page.evaluate(f"{panes}.r.worked")
    for key in ("End", "ArrowLeft", "ArrowRight", ",", "."):
        page.keyboard.press(key)
    assert page.evaluate(f"{panes}.r.worked") - before <= 40
    page.keyboard.press("End")
    assert thoughts(page) == "".join(HOUR)
    page.keyboard.press("Home")
    assert thoughts(page) == ""
    bar = player(page).get_by_role("slider").bounding_box()
    assert bar
    for share in (0.7, 0.3, 0.31, 0.69, 0.01, 0.99):
        page.mouse.click(bar["x"] + bar["width"] * share, bar["y"] + 10)
        count = bisect_right(HOUR_ATS, stands(page))
        # The page tells tenths of a second, and a piece comes in each fifth of one.
        assert thoughts(page) in ["".join(HOUR[:many]) for many in (count - 1, count, count + 1)]
    expect(player(page).locator(".time")).to_contain_text("of 60 min 00 s")


def test_nothing_moves_and_nobody_is_left_out(place: RoomServer, page: Page) -> None:
    replay(page, place)
    page.evaluate(SHIFTS)
    page.get_by_label("Then the next turn").uncheck()
    page.get_by_label("Speed").select_option("16")
    player(page).get_by_role("button", name="Play").click()
    expect(player(page).get_by_role("button", name="Again")).to_be_visible()
    assert sum(page.evaluate("window.shifts")) < 0.1, page.evaluate("window.moved")
    for width, colours in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        expect(player(page)).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], json.dumps(one["nodes"])[:400]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


CLICK = f"(name) => {PLAYER}.querySelector(name).click()"
WORDS = f"(name) => {PLAYER}?.querySelector(name).textContent ?? ''"
STANDS = f"() => Number({PLAYER}?.querySelector('.slider').getAttribute('aria-valuenow') ?? -1)"


def test_it_is_replayed_in_each_engine(place: RoomServer, window: Window) -> None:
    window.open(f"{place.url}/replay?chat=c&turn=t1&t=10")
    window.until(lambda: window.run(STANDS) == 10, "where the address says")
    window.until(lambda: window.run(WORDS, ".thoughts") == there_by(10), "the thought so far")
    window.run(CLICK, ".toggle")
    window.until(lambda: window.run(STANDS) > 10.5, "it plays")
    window.run(CLICK, ".toggle")
    at = window.run(STANDS)
    window.run(CLICK, ".piece-next")
    assert window.run(STANDS) >= at
    window.run(f"() => {PLAYER}.querySelector('.slider').focus()")
    window.press("Home")
    window.until(lambda: window.run(WORDS, ".thoughts") == "", "nothing at the beginning")
    window.press("End")
    window.until(lambda: window.run(WORDS, ".thoughts") == THOUGHTS, "all of it at the end")
    window.until(lambda: window.run(WORDS, ".answer") == "There are 9 apples left in the basket.", "the answer")
    assert window.sideways() <= 0
    window.click(button("Back to the chat"))
    window.see("The same as before.")
