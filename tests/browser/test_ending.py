"""What a reader sees when the room is ended, or its database goes, in the middle of a thought."""

import re

from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, enter, panel, stored, thoughts

MARKS = re.compile(r"mark-(\d{6})")


def test_all_that_was_shown_is_there_after_the_room_was_ended(own_room: RoomServer, page: Page) -> None:
    question = "think-3000-10-100 to be ended"
    enter(page, own_room.url)
    ask(page, question)
    expect(page.locator(".live-words")).to_contain_text("mark-000030")
    own_room.end()
    shown = max(map(int, MARKS.findall(thoughts(page).inner_text())))
    kept = stored(own_room.database, question)
    assert kept["status"] == "failed" and f"mark-{shown:06d}" in kept["reasoning"]
    own_room.start()
    page.goto(page.url)
    expect(page.get_by_text("Cut off, because the room's server was ended.")).to_be_visible()
    panel(page).locator("summary").click()
    expect(thoughts(page)).to_contain_text(f"mark-{shown:06d}")


def test_a_database_that_was_deleted_is_told_beside_the_growing_thoughts(own_room: RoomServer, page: Page) -> None:
    question = "think-3000-10-100 without a database"
    enter(page, own_room.url)
    ask(page, question)
    expect(thoughts(page)).to_contain_text("mark-000010")
    away = own_room.database.with_name("away.db")
    own_room.database.rename(away)
    told = page.get_by_text(re.compile(r"This turn could not be saved\. The database was deleted or moved"))
    expect(told).to_be_visible()
    shown = max(map(int, MARKS.findall(thoughts(page).inner_text())))
    expect(thoughts(page)).to_contain_text(f"mark-{shown + 5:06d}")  # and they go on
    away.rename(own_room.database)
    expect(told).to_have_count(0)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(re.compile("Stopped")).first).to_be_visible()
    assert f"mark-{shown + 5:06d}" in stored(own_room.database, question)["reasoning"]
