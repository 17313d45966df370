"""Looking into a thought: its steps on a strip and in a list, live, by pointer and by keyboard."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import looking
from tests.browser.engines import Window, button
from tests.browser.looking import (
    PAGE,
    QUESTION,
    SHIFTS,
    THOUGHTS,
    inside,
    look_inside,
    looked_into,
    steps,
    strip,
)
from tests.browser.room import RoomServer
from tests.browser.steps import ask, drawn, ended, enter, press
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Silence
from tests.waiting import eventually

gated = looking.gated


def told(page: Page) -> str:
    """All text of the steps, as it stands in the page."""
    return "\n\n".join(text.strip() for text in inside(page).locator(".body").all_inner_texts())


@pytest.fixture
def thought(place: RoomServer, gated: ModelServer, page: Page) -> Page:
    """A turn that has ended is looked into."""
    looked_into(place, gated, page)
    return page


@pytest.mark.parametrize("wired", [True, False])
def test_a_thought_is_looked_into_while_it_grows(
    place: RoomServer, gated: ModelServer, page: Page, wired: bool
) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=1011)

    if not wired:
        page.route_web_socket("**/live/**", refuse)
    enter(page, place.url)
    ask(page, QUESTION)
    look_inside(page)
    expect(inside(page).locator(".body").last).to_contain_text("Two are put back")
    assert eventually(lambda: steps(page).count() in (2, 3))  # told apart once enough of the next is there
    gated.resume()
    expect(steps(page)).to_have_count(5)
    expect(page.get_by_text("When did it have the answer?")).to_be_visible()
    assert eventually(lambda: told(page).split() == THOUGHTS.split())
    page.reload()
    expect(steps(page)).to_have_count(5)
    assert eventually(lambda: told(page).split() == THOUGHTS.split())


def test_a_step_is_chosen_on_the_strip_and_has_an_address(thought: Page) -> None:
    inside(thought).get_by_role("button", name="Fold all").click()
    expect(inside(thought).locator(".body")).to_have_count(0)
    strip(thought).get_by_role("option").nth(3).click()
    expect(inside(thought).locator(".body")).to_have_count(1)
    expect(inside(thought).locator(".body")).to_contain_text("let me check this again")
    expect(thought).to_have_url(re.compile("#step-4$"))
    thought.reload()
    expect(steps(thought).nth(3)).to_have_class("step now")


def test_an_interval_narrows_what_is_below(thought: Page) -> None:
    drawn(thought)
    blocks = strip(thought).get_by_role("option")
    first, last = blocks.nth(1).bounding_box(), blocks.nth(2).bounding_box()
    assert first and last
    thought.mouse.move(first["x"] + first["width"] / 2, first["y"] + 10)
    thought.mouse.down()
    thought.mouse.move(last["x"] + last["width"] / 2, last["y"] + 12, steps=4)
    thought.mouse.up()
    expect(inside(thought)).to_contain_text("2 of 5 steps")
    expect(steps(thought)).to_have_count(2)
    assert "Wait" not in told(thought) and "Two are put back" in told(thought)
    inside(thought).get_by_role("button", name="Show all steps").click()
    expect(steps(thought)).to_have_count(5)


def test_the_keyboard_does_all_of_it(thought: Page) -> None:
    inside(thought).get_by_role("button", name="Fold all").click()
    strip(thought).focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        thought.keyboard.press(key)
    expect(inside(thought).locator(".body")).to_contain_text("Three are eaten, which leaves")
    for key in ("Shift+ArrowRight", "Shift+ArrowRight"):
        thought.keyboard.press(key)
    expect(inside(thought)).to_contain_text("3 of 5 steps")
    thought.keyboard.press("Escape")
    expect(steps(thought)).to_have_count(5)
    steps(thought).first.get_by_role("button").focus()
    thought.keyboard.press("End")
    thought.keyboard.press("Enter")
    expect(inside(thought).locator(".body").last).to_contain_text("So the answer is")


def test_words_are_searched_and_stand_on_the_strip(thought: Page) -> None:
    inside(thought).get_by_role("button", name="Fold all").click()
    field = inside(thought).get_by_role("searchbox")
    field.fill("NINE")
    expect(inside(thought).locator(".found")).to_have_text("3 hits")
    expect(inside(thought).locator(".ticks .hit")).to_have_count(3)
    field.press("Enter")
    expect(inside(thought).locator("mark.hit.now")).to_have_text("nine")
    expect(inside(thought).locator(".body")).to_contain_text("Two are put back")
    field.press("Enter")
    expect(inside(thought).locator("mark.hit.now")).to_have_count(1)
    expect(inside(thought).locator(".body").last).to_contain_text("Wait")


def test_there_is_a_table_behind_the_picture(thought: Page) -> None:
    inside(thought).get_by_text("As a table").click()
    expect(inside(thought).get_by_role("row")).to_have_count(6)
    names = [cell for cell in inside(thought).get_by_role("columnheader").all_inner_texts()]
    assert names[:3] == ["Step", "Phase", "What it says"]
    named = strip(thought).get_by_role("option").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert len(named) == 5 and all(name.startswith(f"Step {number}, ") for number, name in enumerate(named, 1))


def test_the_way_back_leads_to_the_turn(thought: Page) -> None:
    thought.get_by_role("button", name="Back to the chat").click()
    expect(thought.get_by_text("There are 9 apples left.")).to_be_visible()
    expect(thought).to_have_url(re.compile(r"chat="))


@pytest.mark.parametrize("query", ["", "?chat=x&turn=y", "?turn=y", "?chat=%27&turn=<b>"])
def test_what_is_not_there_is_said(place: RoomServer, page: Page, query: str) -> None:
    enter(page, place.url)
    page.goto(f"{place.url}/inside{query}")
    expect(page.get_by_text("This thought was not found.")).to_be_visible()
    page.get_by_role("button", name="To the chats").click()
    expect(page.get_by_role("heading", name="Watch a model think")).to_be_visible()


@pytest.fixture(scope="module")
def pocket_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    """Without a key."""
    server = RoomServer(tmp_path_factory.mktemp("pocket"), {}).start()
    yield server
    server.end()


def test_answers_are_forced_from_a_part_of_the_thoughts(pocket_room: RoomServer, page: Page) -> None:
    """By Pocket, for nothing: when did it have the answer, and which step mattered?"""
    enter(page, pocket_room.url)
    ask(page, "Which is bigger, 9.11 or 9.9?")
    ended(page)
    look_inside(page)
    expect(page.get_by_text(re.compile("“9.9” first stood there after"))).to_be_visible()
    expect(page.get_by_text(re.compile("requests. About .* free"))).to_have_count(2)
    other = page.context.new_page()  # the same thought in another tab, where nobody does anything
    other.goto(page.url)
    expect(other.get_by_text(re.compile("requests. About .* free"))).to_have_count(2)
    page.get_by_role("button", name=re.compile("Ask at")).click()
    table = page.get_by_role("table").first
    expect(table.get_by_role("row").last).to_contain_text("100 %")
    expect(table.get_by_role("row").last).to_contain_text("as in the end")
    expect(page.get_by_text(re.compile("of the thoughts on, it already gave|only from all of"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Of 200 other thoughts of pocket/thinker, \d+ % were"))).to_be_visible()
    expect(other.get_by_role("table").first.get_by_role("row").last).to_contain_text("as in the end")
    other.close()
    strip(page).get_by_role("option").first.click()
    press(page.get_by_role("button", name="Leave out step 1"), page.get_by_text(re.compile("Without that step")))
    page.reload()
    expect(page.get_by_role("table").first.get_by_role("row").last).to_contain_text("100 %")


def test_nobody_is_left_out(thought: Page) -> None:
    for width, colours in ((1280, "light"), (390, "dark")):
        thought.set_viewport_size({"width": width, "height": 844})
        thought.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        expect(steps(thought)).to_have_count(5)
        assert [one["id"] for one in Axe().run(thought).response["violations"]] == []
        assert thought.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_moves_while_it_grows(place: RoomServer, thinker: ModelServer, page: Page) -> None:
    slowly = Spoken(THOUGHTS, "There are 9 apples left.", rate=40, cut=(len(THOUGHTS.split()), Silence()))
    thinker.set_default(lambda request: perform(slowly, "or", request))
    enter(page, place.url)
    ask(page, QUESTION)
    look_inside(page)
    expect(inside(page).locator(".body").first).to_contain_text("The question asks")
    drawn(page)
    page.evaluate(SHIFTS)
    expect(inside(page).locator(".body").last).to_contain_text("as was asked.")
    # What grows pushes down what is below it, and only that.
    assert sum(page.evaluate("window.shifts")) < 0.1, page.evaluate("window.moved")


SUM = f"() => {PAGE}?.querySelector('.sum').textContent ?? ''"
BLOCKS = f"() => {PAGE}?.querySelectorAll('.blocks > div').length ?? 0"
FOLD = f"() => {PAGE}.querySelector('.folds').click()"
BODIES = f"() => [...({PAGE}?.querySelectorAll('.body') ?? [])].map((one) => one.textContent).join('|')"
SPOT = f"""(number) => {{
  const strip = {PAGE}.querySelector('.blocks');
  strip.scrollIntoView({{ block: 'center', behavior: 'instant' }});
  const box = strip.children[number].getBoundingClientRect();
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}}"""
FOCUS = f"() => {PAGE}.querySelector('.blocks').focus()"


def test_it_is_looked_into_in_each_engine(place: RoomServer, thinker: ModelServer, window: Window) -> None:
    slowly = Spoken(THOUGHTS, "There are 9 apples left.", rate=25)
    thinker.set_default(lambda request: perform(slowly, "or", request))
    window.open(place.url)
    window.fill('[data-testid="stChatInputTextArea"]', QUESTION)
    window.press("Enter")
    window.see("The question asks")

    def opened() -> bool:
        if not window.count(".st-key-looked"):
            window.click(button("Look inside"))  # a press is lost that comes while the button is drawn anew
        return eventually(lambda: window.count(".st-key-looked"), 3)

    assert eventually(opened, 20)
    window.until(lambda: "The question asks" in window.run(BODIES), "the thought so far")
    window.until(lambda: window.run(BLOCKS) == 5, "five steps")
    window.see("When did it have the answer?")
    window.run(FOLD)
    window.until(lambda: window.run(BODIES) == "", "all folded")
    window.rest()
    window.click_at(*window.run(SPOT, 3))
    window.until(lambda: window.run(BODIES).startswith("Wait, let me check"), "the step that was clicked")
    window.run(FOCUS)
    window.press("ArrowRight")
    window.press("Enter")
    window.until(lambda: "So the answer is" in window.run(BODIES), "the step that keys went to")
    assert "5 steps" in window.run(SUM)
    assert window.sideways() <= 0
