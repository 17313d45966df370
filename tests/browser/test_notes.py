"""Notes beside a thought: by pointer and by keys, kept, changed, deleted and brought back, and in each engine."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.engines import Window, button
from tests.browser.looking import PAGE, PARAGRAPHS, QUESTION, THOUGHTS, inside, look_inside, looked_into, steps, strip
from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, enter
from tests.browser.test_export import save
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.waiting import eventually

WORDS = "nine apples 🍎 altogether"


gated = looking.gated


@pytest.fixture
def thought(place: RoomServer, gated: ModelServer, page: Page) -> Page:
    """A turn that has ended is looked into."""
    looked_into(place, gated, page)
    expect(steps(page)).to_have_count(5)
    return page


# The words are selected as a person would by a mouse or a finger: the browser tells of it.
SELECT = f"""(words) => {{
  const page = {PAGE};
  for (const body of page?.querySelectorAll('.body') ?? []) {{
    const at = body.textContent.indexOf(words);
    if (at < 0) continue;
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const ends = [at, at + words.length].map((place) => {{
      let left = place;
      walker.currentNode = body;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
        if (left <= node.data.length) return [node, left];
        left -= node.data.length;
      }}
    }});
    body.scrollIntoView({{ block: 'center', behavior: 'instant' }});
    document.getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
    return true;
  }}
  return false;
}}"""


def notes(page: Page) -> Locator:
    return inside(page).get_by_role("region", name="Notes").get_by_role("listitem")


def field(page: Page) -> Locator:
    return inside(page).get_by_role("textbox", name="Your note")


def note_words(page: Page, words: str, body: str) -> None:
    assert page.evaluate(SELECT, words)
    inside(page).get_by_role("button", name="Note", exact=True).last.click()
    expect(inside(page).locator(".noting .on")).to_have_text(f"“{words}”")
    field(page).fill(body)
    field(page).press("Enter")


def kept(page: Page, *bodies: str) -> None:
    """These notes and no others, none of them on its way."""
    expect(notes(page).locator(".words")).to_have_text(list(bodies))
    expect(inside(page).locator(".notes .pending")).to_have_count(0)


def test_words_that_are_selected_are_noted_and_lead_to_their_place(thought: Page) -> None:
    note_words(thought, WORDS, "It <b>forgot</b> the two.\n**So** what?")
    kept(thought, "It <b>forgot</b> the two. **So** what?")
    assert "".join(inside(thought).locator(".noted").all_inner_texts()) == WORDS  # "nine" is the answer, too
    expect(inside(thought).get_by_role("button", name="Note 1: It <b>forgot</b> the two. **So** what?")).to_be_visible()
    expect(inside(thought).locator(".ticks .note")).to_have_count(1)
    assert "(1 note)" in (strip(thought).get_by_role("option").nth(2).get_attribute("aria-label") or "")
    thought.reload()
    kept(thought, "It <b>forgot</b> the two. **So** what?")
    inside(thought).get_by_role("button", name="Fold all").click()
    expect(inside(thought).locator(".body")).to_have_count(0)
    notes(thought).get_by_role("button", name=WORDS).click()
    assert "".join(inside(thought).locator(".noted.now").all_inner_texts()) == WORDS
    expect(inside(thought).locator(".noted.now").last).to_be_in_viewport()


def test_a_note_is_changed_deleted_and_brought_back(thought: Page) -> None:
    note_words(thought, "ten apples", "First")
    kept(thought, "First")
    inside(thought).get_by_role("button", name="Edit note 1").click()
    expect(field(thought)).to_have_value("First")
    field(thought).fill("Second")
    inside(thought).get_by_role("button", name="Keep").click()
    kept(thought, "Second")
    inside(thought).get_by_role("button", name="Delete note 1").click()
    expect(inside(thought).get_by_text("Note deleted: “Second”")).to_be_visible()
    kept(thought)
    expect(inside(thought).locator(".noted")).to_have_count(0)
    inside(thought).get_by_role("button", name="Undo").click()
    kept(thought, "Second")
    inside(thought).get_by_role("button", name="Delete note 1").click()
    kept(thought)
    thought.reload()
    expect(steps(thought)).to_have_count(5)
    kept(thought)


def test_keys_alone_note_a_step(thought: Page) -> None:
    inside(thought).get_by_role("button", name="Fold all").click()
    steps(thought).nth(1).locator(".head").focus()
    thought.keyboard.press("n")
    expect(field(thought)).to_be_focused()
    thought.keyboard.press("Enter")
    expect(inside(thought).get_by_text("A note needs a word.")).to_be_visible()
    thought.keyboard.type("Left")
    thought.keyboard.press("Escape")
    expect(field(thought)).to_be_hidden()
    expect(steps(thought).nth(1).locator(".head")).to_be_focused()
    thought.keyboard.press("n")
    expect(field(thought)).to_have_value("")
    thought.keyboard.type("one")
    thought.keyboard.press("Shift+Enter")
    thought.keyboard.type("two")
    thought.keyboard.press("Enter")
    kept(thought, "one two")
    expect(steps(thought).nth(1).locator(".head")).to_be_focused()
    thought.keyboard.press("Enter")
    assert "".join(inside(thought).locator(".noted").all_inner_texts()) == PARAGRAPHS[1]
    strip(thought).focus()
    for key in ("Home", "n"):
        thought.keyboard.press(key)
    expect(inside(thought).locator(".noting .on")).to_contain_text("“The question asks how many")
    thought.keyboard.press("Escape")


def test_all_that_is_selected_is_noted_over_several_steps(thought: Page) -> None:
    inside(thought).locator(".body").first.click()
    thought.keyboard.press("ControlOrMeta+a")
    inside(thought).get_by_role("button", name="Note", exact=True).last.click()
    field(thought).fill("All of it")
    field(thought).press("Enter")
    kept(thought, "All of it")
    said = [text.strip() for text in inside(thought).locator(".body").all_inner_texts()]
    noted = [body.locator(".noted").all_inner_texts() for body in inside(thought).locator(".body").all()]
    assert ["".join(texts) for texts in noted] == said == list(PARAGRAPHS)
    assert "(1 note)" in (strip(thought).get_by_role("option").last.get_attribute("aria-label") or "")


def test_a_thought_that_grows_is_noted_and_what_is_being_written_stays(
    place: RoomServer, gated: ModelServer, page: Page
) -> None:
    enter(page, place.url)
    ask(page, QUESTION)
    look_inside(page)
    expect(inside(page).locator(".body").first).to_contain_text("are put back there.")
    note_words(page, "three are eaten", "While it grew")
    kept(page, "While it grew")
    steps(page).first.locator(".head").focus()
    page.keyboard.press("n")
    field(page).fill("Half a no")
    gated.resume()
    expect(steps(page)).to_have_count(5)
    expect(page.get_by_text("When did it have the answer?")).to_be_visible()
    expect(field(page)).to_have_value("Half a no")
    field(page).press("Enter")
    assert eventually(lambda: notes(page).count() == 2)
    assert set(notes(page).locator(".words").all_inner_texts()) == {"While it grew", "Half a no"}
    page.reload()
    expect(notes(page)).to_have_count(2)
    marked = inside(page).locator(".body").first.locator(".noted").all_inner_texts()
    assert "".join(marked) == PARAGRAPHS[0] and "three are eaten" in marked


def test_what_is_selected_stays_while_the_thought_grows(place: RoomServer, gated: ModelServer, page: Page) -> None:
    enter(page, place.url)
    ask(page, QUESTION)
    look_inside(page)
    expect(inside(page).locator(".body").first).to_contain_text("are put back there.")
    assert page.evaluate(SELECT, "three are eaten")
    gated.resume()
    expect(steps(page)).to_have_count(5)
    expect(page.get_by_text("When did it have the answer?")).to_be_visible()
    inside(page).get_by_role("button", name="Note", exact=True).last.click()
    expect(inside(page).locator(".noting .on")).to_have_text("“three are eaten”")


def test_they_are_in_a_file_only_where_that_is_ticked(thought: Page, tmp_path: Path) -> None:
    note_words(thought, "ten apples", "Where from?")
    kept(thought, "Where from?")
    thought.get_by_role("button", name="Back to the chat").click()
    choose_more(thought, "Export this turn")
    dialog = thought.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="My notes")).not_to_be_checked()
    assert "Where from?" not in save(thought, "Markdown", tmp_path)
    dialog.get_by_text("My notes").click()
    expect(dialog.get_by_role("link", name="Save the file")).to_have_attribute("href", re.compile("notes=yes"))
    assert "“ten apples”\n\n```text\nWhere from?" in save(thought, "Markdown", tmp_path)
    dialog.get_by_text("With the thoughts").click()
    expect(dialog.get_by_role("checkbox", name="My notes")).to_have_count(0)
    assert "Where from?" not in save(thought, "Markdown", tmp_path)


def test_nobody_is_left_out(thought: Page) -> None:
    note_words(thought, "ten apples", "Where is that from? " * 6)
    note_words(thought, WORDS, "Right.")
    kept(thought, ("Where is that from? " * 6).strip(), "Right.")
    for width, colours in ((1280, "light"), (390, "dark")):
        thought.set_viewport_size({"width": width, "height": 844})
        thought.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        inside(thought).get_by_role("button", name="Edit note 1").click()
        expect(field(thought)).to_be_in_viewport()
        assert [one["id"] for one in Axe().run(thought).response["violations"]] == []
        assert thought.evaluate("document.documentElement.scrollWidth") <= width
        thought.keyboard.press("Escape")


NOTED = f"() => [...({PAGE}?.querySelectorAll('.noted') ?? [])].map((one) => one.textContent).join('')"
OFFER = f"""() => {{
  const offer = {PAGE}.querySelector('.offer');
  if (offer.hidden) return null;
  const box = offer.getBoundingClientRect();
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}}"""
LISTED = f"() => [...({PAGE}?.querySelectorAll('.notes li:not(.pending) .words') ?? [])].map((one) => one.textContent)"
WRITING = f"() => {PAGE}?.activeElement?.tagName ?? {PAGE}?.getRootNode().activeElement?.tagName"


def test_words_are_noted_in_each_engine(place: RoomServer, thinker: ModelServer, window: Window) -> None:
    thinker.set_default(lambda request: perform(Spoken(THOUGHTS, "There are 9 apples left."), "or", request))
    window.open(place.url)
    window.fill('[data-testid="stChatInputTextArea"]', QUESTION)
    window.press("Enter")
    window.see("There are 9 apples left.")

    def opened() -> bool:
        if not window.count(".st-key-looked"):
            window.click(button("Look inside"))  # a press is lost that comes while the button is drawn anew
        return eventually(lambda: window.count(".st-key-looked"), 3)

    assert eventually(opened, 20)
    window.until(lambda: window.run(SELECT, WORDS), "the words")
    window.until(lambda: window.run(OFFER), "a button beside what is selected")
    window.rest()
    window.click_at(*window.run(OFFER))
    window.until(lambda: window.run(WRITING) == "TEXTAREA", "a field to write in")
    window.write("It fits.")
    window.press("Enter")
    window.until(lambda: window.run(LISTED) == ["It fits."], "the note in the list")
    assert window.run(NOTED) == WORDS
