"""An injection and a race that others follow: their lanes on a phone and on a wide screen, and what nobody may know."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser import test_injection, test_race
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import leave_dialog, press
from tests.modelserver import ModelServer
from tests.modelserver.lab import RIGHT, WRONG, lab
from tests.server.follower import closed, events, followed, saying
from tests.waiting import eventually

PHONE, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)
NAMES = "The names of the models"


@pytest.fixture(scope="module")
def thinker() -> Iterator[ModelServer]:
    with ModelServer(default=lab) as server:
        yield server


@pytest.fixture(scope="module")
def place(thinker: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    keys = {"OPENROUTER_BASE_URL": thinker.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_AUDIENCE_PORT": "0"}
    server = RoomServer(tmp_path_factory.mktemp("runs"), keys).start()
    yield server
    server.end()


def link_to(page: Page, *ticks: str, frozen: bool = False) -> str:
    """Made in the dialog, with what is ticked or no longer is."""
    press(page.get_by_role("button", name="Let others follow"), page.get_by_role("button", name="Make the link"))
    if frozen:
        page.get_by_role("dialog").get_by_text("As it is now").click()
    for tick in ticks:
        page.get_by_role("dialog").get_by_text(tick).click()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("dialog").get_by_test_id("stCode")
    expect(link).to_be_visible()
    told = (link.text_content() or "").strip()
    leave_dialog(page)
    return told


def end_it(page: Page) -> None:
    press(page.get_by_role("button", name="Their link"), page.get_by_role("button", name="End it"))
    page.get_by_role("button", name="End it").click()


def lane(follower: Page, label: str) -> Locator:
    return follower.locator("article").filter(has=follower.get_by_role("heading", name=label))


def top(of: Locator) -> float:
    box = of.bounding_box()
    assert box
    return box["y"]


def test_an_injection_is_followed_answer_beside_answer(
    place: RoomServer, thinker: ModelServer, page: Page, browser: Browser
) -> None:
    thinker.set_default(lambda request: lab(request, 12))
    test_injection.come_in(page, place)
    before = len(thinker.requests)
    test_injection.run(page)
    link = link_to(page, NAMES)
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(link)
    expect(phone.get_by_text(test_injection.QUESTION)).to_be_visible()
    expect(lane(phone, "The thinker")).to_contain_text("Compare the whole parts")
    expect(lane(phone, "The thinker")).to_contain_text("deepseek/deepseek-r1")
    expect(lane(phone, "With the thoughts")).to_contain_text(RIGHT)
    expect(lane(phone, "Without the thoughts")).to_contain_text(WRONG)
    sides = lane(phone, "Without the thoughts"), lane(phone, "With the thoughts")
    assert top(sides[0]) < top(sides[1])  # below each other
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Axe().run(phone).violations_count == 0
    phone.set_viewport_size(WIDE)
    assert eventually(lambda: top(sides[0]) == top(sides[1]))
    assert phone.get_by_role("textbox").count() == 0 and phone.get_by_role("button").count() == 0
    test_injection.settled(page)
    assert len(thinker.requests) == before + 3
    end_it(page)
    expect(phone.get_by_text("This has ended.", exact=False)).to_be_visible()
    # As it is now, and of it what is ticked alone: nothing that was sent to a model, which has the thoughts in it.
    told = link_to(page, "The thoughts", "The question", frozen=True)
    address, _, token = told.partition("#")
    with followed(address, saying(token)) as socket:
        heard = events(socket)
        (name, title, live, lanes, question) = heard[0]
        assert (name, title, live, question) == ("all", "", False, None)
        assert [one["answer"] for one in lanes] == [None, WRONG, RIGHT]
        for word in ("Compare", "Which is bigger:", "context to help", "done-", "gpt-3.5", "deepseek"):
            assert word not in str(heard)
        socket.send('{"stop": true}')
        assert closed(socket) == 1008
    end_it(page)
    context.close()


def test_a_blind_race_tells_nobody_whose_lane_is_whose_until_it_is_revealed(
    place: RoomServer, thinker: ModelServer, page: Page, browser: Browser
) -> None:
    thinker.set_default(lab)
    thinker.pause()
    test_race.enter(page, place)
    page.locator(".st-key-race").get_by_text("Blind", exact=True).click()
    test_race.race(page, "gate-90-20 for whoever follows")
    address, _, token = link_to(page, NAMES).partition("#")
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(f"{address}#{token}")
    for label in ("Lane A", "Lane B"):
        expect(lane(phone, label)).to_contain_text("mark-000003")
        expect(lane(phone, label)).to_contain_text("Thinking")
    assert Axe().run(phone).violations_count == 0
    with followed(address, saying(token)) as socket:
        heard = str(events(socket))
        thinker.resume()
        while heard.count("'done'") < 2:
            heard += str(events(socket))
        expect(page.get_by_role("button", name="Reveal")).to_be_visible()
        assert "gpt-3.5" not in heard and "gpt-3.5" not in (phone.locator("main").text_content() or "")
        assert "high" not in heard  # nor by its effort
        page.get_by_role("button", name="Reveal").click()
        expect(lane(phone, "Lane A")).to_contain_text("openai/gpt-3.5-turbo-instruct")
        revealed = str(events(socket))
        assert "gpt-3.5" in revealed
    expect(lane(phone, "Lane A").locator("details")).to_have_attribute("open", "")  # nothing closed under a reader
    expect(lane(phone, "Lane B")).to_contain_text("mark-000010")
    expect(lane(phone, "Lane B")).to_contain_text(re.compile(r"\d s$"))
    assert len(test_race.requests_for(thinker, "gate-90-20 for whoever follows")) == 2
    end_it(page)
    expect(phone.get_by_text("This has ended.", exact=False)).to_be_visible()
    context.close()


def test_what_is_ended_while_it_grows_says_so_and_keeps_its_title(
    place: RoomServer, thinker: ModelServer, page: Page, browser: Browser
) -> None:
    thinker.set_default(lab)
    thinker.pause()
    test_race.enter(page, place)
    test_race.race(page, "gate-90-20 to be left")
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(link_to(page))
    expect(lane(phone, "Lane A")).to_contain_text("Thinking")
    end_it(page)
    expect(phone.get_by_text("This has ended.", exact=False)).to_be_visible()
    for label in ("Lane A", "Lane B"):
        expect(lane(phone, label).locator(".state")).to_have_text("Shown up to here")
    title = phone.get_by_role("heading", name="Thinkroom").bounding_box()
    assert title and title["width"] > 100
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    thinker.resume()
    context.close()
