"""A chat is taken away as a recording, brought in, and asked."""

from pathlib import Path

from playwright.sync_api import Page, expect

from components.recordings import read_session
from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter
from tests.modelserver import ModelServer

QUESTION, ANSWER = "say It is forty-two.", "It is forty-two."


def test_a_recording_is_exported_imported_and_asked(
    own_room: RoomServer, model: ModelServer, page: Page, tmp_path: Path
) -> None:
    enter(page, own_room.url)
    ask(page, QUESTION)
    ended(page)
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Recordings", exact=True).click()
    expect(dialog.get_by_text("None yet.")).to_be_visible()
    dialog.get_by_role("combobox").click()
    page.get_by_role("option", name=QUESTION).click()
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Save the file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "say-it-is-forty-two.thinkroom.jsonl"
    (recorded,) = read_session(file.read_bytes()).turns
    assert (recorded.question, recorded.reply.answer) == (QUESTION, ANSWER)
    page.goto(own_room.url)
    page.get_by_role("button", name="Import").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("Replay of a recording of")).to_be_visible()
    expect(page.get_by_text(ANSWER, exact=True)).to_be_visible()
    asked = len(model.requests)
    ask(page, QUESTION)
    ended(page, 2)
    expect(page.get_by_text("Replay of a recording of")).to_have_count(2)
    ask(page, "Something else?")
    expect(page.get_by_text("has no such question, so nobody answered.")).to_be_visible()
    assert len(model.requests) == asked
