"""A chat is taken away in three forms, and comes back from one."""

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
