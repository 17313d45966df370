"""Who uses keys alone, hears the page, or looks at it on a phone: names, focus, ways out, and what is in view."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, choose_more, ended, enter, prompt
from tests.modelserver import ModelServer

LONG = "think-10-3000-60"


def eventually_in(page: Page, name: str) -> None:
    page.wait_for_function(
        "name => document.activeElement?.closest(`[class*='st-key-${name}']`) !== null"
        " && document.activeElement !== document.body",
        arg=name,
    )


def test_versions_are_turned_by_keys_and_the_focus_stays(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "say it in three ways")
    ended(page)
    for number in (2, 3):
        page.get_by_role("button", name="Ask again").click()
        expect(page.get_by_text(f"{number} / {number}")).to_be_visible()
        ended(page)
    page.get_by_role("button", name="Earlier version").focus()
    for number in (2, 1):
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{number} / 3")).to_be_visible()
        eventually_in(page, "older-" if number > 1 else "newer-")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 / 3")).to_be_visible()


def test_the_editor_is_written_in_at_once_and_left_and_sent_by_keys(
    room: RoomServer, page: Page, model: ModelServer
) -> None:
    enter(page, room.url)
    ask(page, "say this by keys")
    ended(page)
    asked = len(model.requests)
    field = page.get_by_label("Your question, edited")
    choose_more(page, "Edit the question")
    eventually_in(page, "edited-")
    page.keyboard.type(" and no more")
    expect(field).to_have_value("say this by keys and no more")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    assert len(model.requests) == asked
    choose_more(page, "Edit the question")
    eventually_in(page, "edited-")
    page.keyboard.type(" and more")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(page.get_by_text("say this by keys and more", exact=True).last).to_be_visible()
    assert len(model.requests) == asked + 1


def rename(page: Page) -> Locator:
    page.get_by_role("button", name="Pin, rename, export or delete").first.click()
    page.get_by_text("Rename", exact=True).click()
    eventually_in(page, "title-")
    return page.locator('[class*="st-key-title-"] input')


def test_a_title_is_left_by_keys(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "say what it is called")
    ended(page)
    title = page.get_by_role("button", name="say what it is called")
    for leave in ("Escape", "Enter"):
        field = rename(page)
        page.keyboard.press(leave)
        expect(field).to_have_count(0)
        expect(title).to_be_visible()
    field = rename(page)
    field.fill("Another name of it")
    page.keyboard.press("Enter")
    expect(field).to_have_count(0)
    expect(page.get_by_role("button", name="Another name of it")).to_be_visible()


def test_a_search_is_left_by_key_by_button_and_by_a_new_chat_and_stops_no_answer(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, f"{LONG} the zebra crossing")
    expect(page.locator(".st-key-stop button")).to_be_visible()
    search = page.get_by_role("textbox", name="Search")
    for leave in ("Escape", "button", "new"):
        search.fill("zebra")
        search.press("Enter")
        expect(page.locator('[class*="st-key-hit-"]').first).to_be_visible()
        if leave == "Escape":
            search.press("Escape")
            page.wait_for_timeout(300)
            expect(page.locator(".st-key-stop button")).to_be_visible()
        elif leave == "button":
            page.get_by_role("button", name="Leave the search").click()
        else:
            prompt(page).press("Escape")  # it says so
            expect(page.get_by_text("Stopped", exact=False).first).to_be_visible()
            page.get_by_role("button", name="New chat").click()
        expect(page.locator('[class*="st-key-hit-"]')).to_have_count(0)
        expect(search).to_have_value("")
        expect(page.get_by_role("button", name=f"{LONG} the zebra")).to_be_visible()


def test_escape_closes_an_open_list_and_no_more(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    page.get_by_test_id("stSelectbox").filter(has_text="Server").get_by_role("combobox").click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def test_what_was_deleted_has_a_way_back_in_another_chat_and_after_a_refresh(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "say one to stay")
    ended(page)
    stays = chat_of(page)
    page.get_by_role("button", name="New chat").click()
    expect(page.get_by_role("heading", name="Watch a model think")).to_be_visible()
    ask(page, "say one to go")
    ended(page)
    page.get_by_role("button", name="Pin, rename, export or delete").first.click()
    page.get_by_text("Delete", exact=True).click()
    expect(page.get_by_text("Deleted: say one to go")).to_be_visible()
    page.get_by_role("button", name="say one to stay").first.click()
    expect(page).to_have_url(f"{room.url}/?chat={stays}")
    choose_more(page, "Delete this turn")
    expect(page.get_by_text("Deleted, with what followed it: say one to stay")).to_be_visible()
    page.reload()
    page.locator(".st-key-deleted-turn").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("say one to stay", exact=True).last).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(page.get_by_role("button", name="say one to go").first).to_be_visible()


def test_on_a_phone_it_is_in_view_how_a_stopped_answer_ended(room: RoomServer, browser: Browser) -> None:
    for height in (844, 600):
        context = browser.new_context(viewport={"width": 390, "height": height})
        page = context.new_page()
        enter(page, room.url)
        ask(page, f"{LONG} on a phone of {height}")
        expect(page.get_by_text("short version", exact=False).first).to_be_visible()
        page.wait_for_timeout(1_500)
        page.locator(".st-key-stop button").click()
        told = page.locator('[class*="st-key-ending-stopped-"]')
        expect(told).to_contain_text("Stopped in the middle of the answer.")
        page.wait_for_function(
            """() => document.querySelector('[class*="st-key-ending-stopped-"]').getBoundingClientRect().bottom
                     <= document.querySelector('[data-testid="stBottom"]').getBoundingClientRect().top + 1"""
        )
        context.close()


def test_what_opens_from_the_foot_of_the_sidebar_is_in_view(room: RoomServer, browser: Browser) -> None:
    for height in (900, 720):
        context = browser.new_context(viewport={"width": 1280, "height": height})
        page = context.new_page()
        enter(page, room.url)
        for name, last in (("Costs", "A limit for a day"), ("Import", "A chat exported here")):
            page.get_by_role("button", name=name, exact=True).click()
            body = page.get_by_test_id("stPopoverBody")
            expect(body).to_contain_text(last)
            expect(body.get_by_text(last, exact=False).first).to_be_in_viewport()
            box = body.bounding_box()
            assert box and box["height"] >= 200 and box["y"] >= 0 and box["y"] + box["height"] <= height
            page.keyboard.press("Escape")
            expect(body).to_have_count(0)
        context.close()


def test_a_question_stands_at_the_right_whatever_its_length(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "say hi")
    ended(page)
    reply, asked = (page.locator(f'[class*="st-key-{name}-"]').first.bounding_box() for name in ("reply", "asked"))
    assert reply and asked
    assert abs(reply["x"] + reply["width"] - asked["x"] - asked["width"]) < 1 and asked["width"] < reply["width"] / 3


def test_the_figures_of_a_turn_come_by_a_tap(room: RoomServer, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page = context.new_page()
    enter(page, room.url)
    ask(page, "think-20-5-0 with figures")
    ended(page)
    page.locator(".strip").tap()
    shown = page.locator(".strip").evaluate("strip => getComputedStyle(strip, '::after').content")
    assert "thought" in shown and "$" in shown
    context.close()
