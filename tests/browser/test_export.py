"""A chat is taken away in three forms, and comes back from one."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, choose_more, ended, enter, leave_dialog


def save(page: Page, form: str, folder: Path) -> str:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=form).click()
    expect(dialog.get_by_text({"Page": "One file", "Markdown": "For notes", "JSON": "All of it"}[form])).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Save the file").click()
    place = folder / download.value.suggested_filename
    download.value.save_as(place)
    return place.read_text("utf-8")


def test_a_chat_is_saved_in_three_forms_and_imported_again(room: RoomServer, page: Page, tmp_path: Path) -> None:
    enter(page, room.url)
    ask(page, "think-40-20-0 to take away")
    ended(page)
    ask(page, "say **bold** words")
    ended(page, 2)
    first = chat_of(page)
    page.locator(f".st-key-menu-{first} button").first.click()
    page.get_by_text("Export", exact=True).click()
    html, notes, whole = (save(page, form, tmp_path) for form in ("Page", "Markdown", "JSON"))
    assert "<details" in html and "mark-000000" in html and "<strong>bold</strong>" in html and "<script" not in html
    assert "> " in notes and "mark-000000" in notes and "**bold**" in notes
    leave_dialog(page)
    page.get_by_role("button", name="Import").click()
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files({"name": "broken.json", "mimeType": "application/json", "buffer": whole[:500].encode()})
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("Nothing was imported.")).to_be_visible()
    field.set_input_files({"name": "chat.json", "mimeType": "application/json", "buffer": whole.encode()})
    page.get_by_role("button", name="Import it").click()
    expect(page).not_to_have_url(f"{room.url}/?chat={first}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask again")).to_have_count(2)
    expect(page.get_by_text("think-40-20-0 to take away").last).to_be_visible()


def test_one_turn_is_saved_without_its_thoughts(room: RoomServer, page: Page, tmp_path: Path) -> None:
    enter(page, room.url)
    ask(page, "think-40-20-0 alone")
    ended(page)
    ask(page, "say something else")
    ended(page, 2)
    choose_more(page, "Export this turn")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="JSON")).to_have_count(0)
    dialog.get_by_text("With the thoughts").click()
    notes = save(page, "Markdown", tmp_path)
    assert "think-40-20-0 alone" in notes and "something else" not in notes and "mark-000000" not in notes


def test_a_dialog_that_is_opened_again_is_as_new_and_saves_what_it_shows(
    room: RoomServer, page: Page, tmp_path: Path
) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, room.url)
    ask(page, "think-40-20-0 twice")
    ended(page)
    dialog = page.get_by_role("dialog")
    for form, ending in (("Markdown", ".md"), ("Page", ".html")):
        choose_more(page, "Export this turn")
        expect(dialog.get_by_role("radio", name="Page")).to_be_checked()
        expect(dialog.get_by_role("checkbox", name="With the thoughts")).to_be_checked()
        dialog.get_by_role("radio", name=form).click()
        expect(dialog.get_by_role("radio", name=form)).to_be_checked()
        dialog.get_by_text("With the thoughts").click()
        expect(dialog.get_by_role("checkbox", name="With the thoughts")).not_to_be_checked()
        link = dialog.get_by_role("link", name="Save the file")
        expect(link).to_have_attribute("href", re.compile(rf"as={ending[1:]}&thoughts=no"))
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.endswith(ending)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_what_was_changed_in_a_dialog_and_left_does_not_come_back(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "think-40-20-0 and change")
    ended(page)
    dialog = page.get_by_role("dialog")
    for _ in range(2):
        choose_more(page, "Change the thoughts")
        expect(dialog.get_by_label("Thoughts")).to_have_value(re.compile("mark-000000"))
        dialog.get_by_label("Thoughts").fill("something else")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    choose_more(page, "Show the call")
    dialog.get_by_role("radio", name="openai").click()
    expect(dialog.get_by_text("from openai import").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    choose_more(page, "Show the call")
    expect(dialog.get_by_role("radio", name="curl")).to_be_checked()
    expect(dialog.get_by_text("curl", exact=False).nth(1)).to_be_visible()
