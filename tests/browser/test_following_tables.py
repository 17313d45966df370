"""A measurement that others follow: its table on a phone and on a wide screen, figure by figure."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.test_following_runs import NAMES, PHONE, WIDE, end_it, link_to
from tests.browser.test_measure import come
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step
from tests.server.follower import events, followed, saying


def school(request: Request) -> Iterator[Step]:
    """An answerer that is right where it has read the sum, which waits for whoever looks."""
    numbers = [int(number) for number in re.findall(r"\d+", request.prompt)]
    a, b = (*numbers, 0, 0)[:2]
    if request.fields.get("include_reasoning"):
        return perform(Spoken(f"swordfish: {a} and {b} make {a + b}.", f"It is {a + b}."), "or", request)
    told = str(a + b) in request.prompt
    return perform(Spoken("", f"It is {a + b if told else a + b + 1}.", 1, gate_at=0 if told else None), "or", request)


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RoomServer, ModelServer]]:
    with ModelServer(default=school) as server:
        keys = {"OPENROUTER_BASE_URL": server.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_AUDIENCE_PORT": "0"}
        room = RoomServer(tmp_path_factory.mktemp("tables"), keys).start()
        yield room, server
        server.resume()
        room.end()


def row(follower: Page, arm: str) -> Locator:
    return follower.get_by_role("row").filter(has=follower.get_by_role("rowheader", name=arm, exact=True))


def test_a_measurement_is_followed_as_its_table_fills(
    place: tuple[RoomServer, ModelServer], page: Page, browser: Browser
) -> None:
    room, server = place
    come(page, room)
    for kind in ("Which decimal is bigger?", "How many letters?", "What day will it be?"):
        page.get_by_role("button", name=kind).click()
    for arm in ("Thoughts, answer blanked out", "Thoughts on another question", "The thinker's answer only"):
        page.get_by_text(arm, exact=True).click()
    page.get_by_label("Of each kind").fill("3")
    page.get_by_label("Of each kind").press("Tab")
    expect(page.get_by_text(re.compile(r"^9 requests"))).to_be_visible()
    page.locator(".st-key-measure button").click()
    link = link_to(page, NAMES, "The questions", "Cost and tokens")
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(link)
    expect(row(phone, "Without")).to_contain_text(re.compile("0\u00a0of\u00a0[12]"))  # two at a time, and those wait
    expect(phone.get_by_text(re.compile(r"^Measuring · \d of 9 requests answered"))).to_be_visible()
    expect(row(phone, "With the thoughts")).to_contain_text("None yet")
    server.resume()
    expect(row(phone, "With the thoughts")).to_contain_text("3\u00a0of\u00a03")
    expect(row(phone, "With the thoughts")).to_contain_text("44\u00a0to\u00a0100\u00a0%")
    expect(phone.get_by_text("Measured · 9 of 9 requests answered")).to_be_visible()
    expect(phone.get_by_role("heading", name=re.compile("With the thoughts 3 of 3 were right"))).to_be_visible()
    expect(phone.get_by_role("columnheader", name="Tokens injected, cost")).to_be_visible()
    questions = phone.locator("details")
    questions.locator("summary").click()
    expect(questions.get_by_role("listitem")).to_have_count(3)
    for width in (PHONE, WIDE):
        phone.set_viewport_size(width)
        assert phone.evaluate("document.documentElement.scrollWidth") <= width["width"]
        assert Axe().run(phone).violations_count == 0
    assert "swordfish" not in phone.content() and "It is" not in (phone.locator("main").text_content() or "")
    asked = len(server.requests)
    expect(page.locator(".st-key-audience-of-run")).to_contain_text("1 device follows")
    end_it(page)
    expect(phone.get_by_text("This has ended.", exact=False)).to_be_visible()
    expect(row(phone, "Without")).to_contain_text("0\u00a0of\u00a03")
    # As it is now, with nothing ticked.
    address, _, token = link_to(page, frozen=True).partition("#")
    with followed(address, saying(token)) as socket:
        ((name, live, table),) = events(socket)
        assert (name, live, table["questions"], table["models"], table["costs"]) == ("table", False, None, None, False)
        assert [one["right"] for one in table["rows"]] == [0, 3]
    phone.goto("about:blank")
    phone.goto(f"{address}#{token}")
    expect(phone.get_by_text("As it was when it was shared")).to_be_visible()
    expect(phone.get_by_role("columnheader", name="Tokens injected, cost")).to_have_count(0)
    assert len(server.requests) == asked
    end_it(page)
    context.close()
