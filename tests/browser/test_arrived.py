"""What arrived for a turn is looked at read by read, saved, and read again as a version beside the first."""

import gzip
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect

from components.recordings import Entry, Header, Packer, read_record, tries_of
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, chat_of, choose_more, ended, enter, leave_dialog, requests_for, stored
from tests.modelserver import ModelServer
from tests.waiting import eventually

HOSTILE = '<img src=x onerror="document.title=1"> :red[x] **b** </pre><script>1</script> \u202eabc \x00 $x$'


def look(page: Page, room: RoomServer, question: str, turn: int = 0) -> None:
    assert eventually(lambda: recorded(room.database, question))
    choose_more(page, "What arrived", turn)
    expect(page.get_by_role("dialog").get_by_text("What arrived", exact=True)).to_be_visible()


def recorded(database: Path, question: str) -> bytes:
    """The record of the oldest turn of that question, unpacked; nothing where none is kept yet."""
    found = "SELECT packed FROM records JOIN turns ON turns.id = turn_id WHERE question=? ORDER BY created"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        row = db.execute(found, (question,)).fetchone()
    return gzip.decompress(row[0]) if row else b""


def test_what_arrived_is_shown_read_by_read_and_saved(room: RoomServer, page: Page, tmp_path: Path) -> None:
    question = "think-300-20-0 to look at"
    enter(page, room.url)
    ask(page, question)
    ended(page)
    look(page, room, question)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("reads of the network", exact=False)).to_be_visible()
    rows = dialog.locator(".arrived li")
    expect(rows.first).to_contain_text("/v1/chat/completions")
    expect(rows.nth(1)).to_contain_text("Answered with status 200")
    rows.nth(1).get_by_text("Headers").click()
    expect(rows.nth(1)).to_contain_text("content-type: text/event-stream")
    expect(rows.nth(2)).to_contain_text("OPENROUTER PROCESSING")
    expect(rows).to_have_count(200)  # and no more at once
    expect(dialog.get_by_text("Rows 1 to 200 of", exact=False)).to_be_visible()
    dialog.get_by_role("button", name="Page 2", exact=True).click()
    expect(dialog.get_by_text("Rows 201 to", exact=False)).to_be_visible()
    expect(rows.last).to_contain_text("The reply ended")
    expect(dialog).to_contain_text("data: [DONE]")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save the record").click()
    assert download.value.suggested_filename == "think-300-20-0-to-look-arrived.jsonl"
    download.value.save_as(tmp_path / "record")
    saved = (tmp_path / "record").read_bytes()
    assert saved == recorded(room.database, question) and CANARY.encode() not in saved
    (only,) = tries_of(read_record(saved))
    assert only.body.endswith(b"data: [DONE]\n\n")
    leave_dialog(page)
    expect(page.locator(".arrived")).to_have_count(0)


def test_read_again_is_a_version_beside_the_first_and_asks_nobody(
    room: RoomServer, model: ModelServer, page: Page
) -> None:
    question = "think-40-20-0 once more"
    enter(page, room.url)
    ask(page, question)
    ended(page)
    first = stored(room.database, question)
    look(page, room, question)
    page.get_by_role("dialog").get_by_role("button", name="Read again").click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    told = page.get_by_text("Read again from the record of what arrived", exact=False)
    expect(told).to_be_visible()
    assert stored(room.database, question) == first and len(requests_for(model, question)) == 1
    page.reload()
    expect(told).to_be_visible()
    page.locator('[class*="st-key-older-"] button').first.click()
    expect(page.get_by_text("1 / 2")).to_be_visible()
    expect(told).to_have_count(0)


def test_a_refusal_can_be_looked_at_too(room: RoomServer, page: Page) -> None:
    question = "error-429-own to look at"
    enter(page, room.url)
    ask(page, question)
    ended(page)
    look(page, room, question)
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".arrived li").nth(1)).to_contain_text("Answered with status 429")
    dialog.get_by_text("Headers").click()
    expect(dialog).to_contain_text("x-ratelimit-limit")
    expect(dialog).to_contain_text("free-models-per-min")
    leave_dialog(page)


def hold(database: Path, question: str, *reads: bytes) -> None:
    """A record of these in place of the one that is kept for that question."""
    packer = Packer(Header())
    for entry in (
        Entry(0.0, "t", {"no": 1, "to": HOSTILE}),
        Entry(0.1, "h", {"status": 200, "headers": {"x": HOSTILE}}),
    ):
        packer.add(entry)
    for read in reads:
        packer.add(Entry(0.2, "w", read))
    packer.add(Entry(0.3, "e", {"how": "broken", "said": HOSTILE}))
    with closing(sqlite3.connect(database, timeout=20)) as db:
        which = "(SELECT id FROM turns WHERE question=?)"
        db.execute(f"UPDATE records SET packed=? WHERE turn_id IN {which}", (packer.packed(), question))
        db.commit()


def test_what_arrived_is_text_whatever_it_is(room: RoomServer, page: Page) -> None:
    question, hostile = "think-4-2-0 of a hostile one", HOSTILE.encode()
    enter(page, room.url)
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    ask(page, question)
    ended(page)
    assert eventually(lambda: recorded(room.database, question))
    hold(room.database, question, hostile, b"event: " + hostile + b"\ndata: 1\n\n", hostile * 60, b"\xff\xfe" + hostile)
    look(page, room, question)
    arrived = page.locator(".arrived")
    for folded in arrived.locator("summary").all():
        folded.click()
    expect(arrived).to_contain_text("onerror=")
    expect(arrived).to_contain_text("</pre><script>1</script> \\u202eabc \\x00 $x$")
    expect(arrived).to_contain_text("\\xff\\xfe<img")
    assert arrived.locator("img, script, strong, span").count() == 0
    assert page.title() != "1" and not [url for url in requested if not url.startswith((room.url, "ws://", "blob:"))]
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.get_by_role("dialog").bounding_box()
    assert box and box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert arrived.evaluate("list => list.scrollWidth <= list.clientWidth + 1")


def test_another_browser_that_opens_the_chat_has_no_dialog_left_open(room: RoomServer, page: Page) -> None:
    question = "think-4-2-0 to leave"
    enter(page, room.url)
    ask(page, question)
    ended(page)
    look(page, room, question)
    chat = chat_of(page)
    page.reload()
    expect(page.get_by_text(question, exact=True).last).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert chat_of(page) == chat


def test_a_file_holds_what_arrived_only_where_it_is_ticked(room: RoomServer, page: Page) -> None:
    question = "think-4-2-0 to take along"
    enter(page, room.url)
    ask(page, question)
    ended(page)
    assert eventually(lambda: recorded(room.database, question))
    page.locator(f".st-key-menu-{chat_of(page)} button").first.click()
    page.get_by_text("Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("With what arrived")).to_have_count(0)  # not on a page for people
    dialog.get_by_role("radio", name="JSON").click()
    expect(dialog.get_by_text("It may repeat the question", exact=False)).to_be_visible()
    for ticked in (False, True):
        if ticked:
            dialog.get_by_text("With what arrived").click()
            expect(dialog.get_by_role("checkbox", name="With what arrived")).to_be_checked()
        link = dialog.get_by_role("link", name="Save the file")
        expect(link).to_have_attribute("href", re.compile("arrived=yes" if ticked else "as=json&thoughts=yes$"))
        with page.expect_download() as download:
            link.click()
        assert ("records" in json.loads(Path(download.value.path()).read_bytes())) == ticked
