"""The second tab of the injection page: many questions, measured."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import drawn
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step
from tests.waiting import eventually


def school(request: Request) -> Iterator[Step]:
    """A thinker that adds, and an answerer that is right only where it has read the sum; both take their time."""
    a, b = (int(number) for number in re.findall(r"\d+", request.prompt)[:2])
    thinks = request.fields.get("include_reasoning")
    told = thinks or str(a + b) in request.prompt
    thoughts = f"{a} and {b} make {a + b}." if thinks else ""
    return perform(Spoken(thoughts, f"It is {a + b if told else a + b + 1}.", 40), "or", request)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(default=school) as running:
        yield running


def come(page: Page, room: RoomServer) -> None:
    page.goto(f"{room.url}/injection")
    page.get_by_role("link", name="Measure").click()
    expect(page.get_by_role("heading", name="How much do thoughts help?")).to_be_visible()


def ask_for(page: Page, count: int) -> None:
    field = page.get_by_label("Of each kind")
    field.fill(str(count))
    field.press("Tab")
    expect(page.get_by_text(re.compile(rf"^[\d,]+ requests.*{count * 4:,} of the thinker"))).to_be_visible()


def state(room: RoomServer) -> tuple[str, str]:
    with closing(sqlite3.connect(f"file:{room.database}?mode=ro", uri=True)) as db:
        return db.execute("SELECT state, id FROM measurements").fetchone() or ("", "")


def test_the_built_in_models_are_measured_with_one_press(tmp_path: Path, page: Page) -> None:
    room = RoomServer(tmp_path, {}).start()
    try:
        come(page, room)
        ask_for(page, 4)
        page.locator(".st-key-measure button").click()
        expect(page.get_by_text("96 of 96 requests")).to_be_visible(timeout=120_000)
        expect(
            page.get_by_role("heading", name=re.compile(r"^With the thoughts \d+ of 16 were right, without"))
        ).to_be_visible()
        expect(page.get_by_role("cell", name="The thinker's answer only").last).to_be_visible()
        expect(page.locator("canvas, svg.marks").first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="JSONL").click()
        lines = [json.loads(line) for line in Path(download.value.path()).read_text("utf-8").splitlines()]
        assert len(lines) == 1 + 96 and lines[0]["series"]["seed"] == 0
        page.get_by_text("Every answer").click()
        page.get_by_text(re.compile("Which is bigger")).first.click()
        expect(page.get_by_text(re.compile(r"^Blanked out, \d+ times")).first).to_be_visible()
        page.reload()
        expect(page.get_by_text("96 of 96 requests")).to_be_visible()
    finally:
        room.end()


def test_a_killed_server_goes_on_where_it_was_and_asks_nothing_twice(
    tmp_path: Path, page: Page, server: ModelServer
) -> None:
    room = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": server.url, "OPENROUTER_API_KEY": CANARY}).start()
    try:
        come(page, room)
        for kind in ("Which decimal is bigger?", "How many letters?", "What day will it be?"):
            page.get_by_role("button", name=kind).click()
        for arm in ("Thoughts, answer blanked out", "Thoughts on another question"):
            page.get_by_text(arm, exact=True).click()
        expect(page.get_by_text(re.compile(r"^100 requests"))).to_be_visible()
        page.locator(".st-key-measure button").click()
        assert eventually(lambda: len(server.requests) > 30, 30)
        room.kill()
        noted, sent = in_turns(room, "done"), in_turns(room)
        room.start()
        assert eventually(lambda: state(room)[0] == "done", 90)
        finished = Counter(asked(request) for request in server.requests if request.ended == "complete")
        assert len(finished) == 100
        assert noted and all(finished[one] == 1 for one in noted)  # what had ended was not asked again
        again = {one for one, times in Counter(asked(request) for request in server.requests).items() if times > 1}
        assert again <= sent - noted  # only what was under way when the end came
        page.goto(f"{room.url}/measure?m={state(room)[1]}")
        expect(
            page.get_by_role("heading", name=re.compile("With the thoughts 25 of 25 were right, without 0 of 25"))
        ).to_be_visible()
    finally:
        room.end()


def test_a_file_of_ones_own_is_read_looked_at_with_keys_saved_and_shown_again(
    tmp_path: Path, page: Page, server: ModelServer
) -> None:
    room = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": server.url, "OPENROUTER_API_KEY": CANARY}).start()
    lines = "question,answer,kind\nWhat is 12 + 30?,42,\nWhat of 2 and 5?,,look\nWhat is 1 + 1?,(,pattern\n"
    try:
        come(page, room)
        page.get_by_role("radio", name="My own").click()
        expect(page.get_by_text("A CSV, JSONL or JSON file")).to_be_visible()
        page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
            {"name": "mine.csv", "mimeType": "text/csv", "buffer": lines.encode()}
        )
        expect(page.get_by_text("1 line was left out; 2 questions are kept.")).to_be_visible()
        page.get_by_text("What is wrong with them").click()
        expect(page.get_by_text(re.compile(r"^Line 4: The pattern is no regular expression"))).to_be_visible()
        expect(page.get_by_text(re.compile("The answer can be blanked out only where it is known"))).to_be_visible()
        for arm in ("Thoughts, answer blanked out", "Thoughts on another question"):
            page.get_by_text(arm, exact=True).click()
        expect(page.get_by_text(re.compile(r"^8 requests"))).to_be_visible()
        page.locator(".st-key-measure button").click()
        expect(page.get_by_text("8 of 8 requests")).to_be_visible()
        for left, key in ((3, "1"), (2, "2"), (1, "3")):
            expect(page.get_by_text(f"{left} to go; which arm it is, is not shown")).to_be_visible()
            page.wait_for_timeout(500)  # nobody reads an answer sooner; a press while it is being drawn is lost
            drawn(page)
            page.keyboard.press(key)
        expect(page.get_by_text("Look at it yourself")).to_have_count(0)
        results = page.get_by_role("table").first
        table = results.inner_text()
        assert re.search(r"Without\s+1\sof\s2", table) and re.search(r"With the thoughts\s+1\sof\s2", table)
        with page.expect_download() as download:
            page.get_by_role("link", name="JSONL").click()
        saved = Path(download.value.path()).read_bytes()
        asked = len(server.requests)
        page.goto(f"{room.url}/measure")
        page.get_by_text("Show a measurement from a file").click()
        uploader = page.locator(".st-key-imported").get_by_test_id("stFileUploaderDropzoneInput")
        uploader.set_input_files({"name": "saved.jsonl", "mimeType": "application/jsonl", "buffer": saved})
        expect(results).to_be_visible()
        assert eventually(lambda: results.inner_text() == table)
        assert len(server.requests) == asked
        expect(page.get_by_text("kept nowhere, so they are not compared here")).to_be_visible()
        each = page.locator(".st-key-imported-answers")
        each.get_by_text("Every answer").click()
        each.get_by_text("What is 12 + 30?").click()
        expect(each.get_by_text(re.compile(r"^Looked for 42 as the answer; found “It is 4[23]”")).first).to_be_visible()
        each.get_by_text("What of 2 and 5?").click()
        expect(each.get_by_text("For you to look at.").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        uploader.set_input_files({"name": "saved.jsonl", "mimeType": "application/jsonl", "buffer": b"broken"})
        expect(page.get_by_text("it is no JSON, or it is cut off.")).to_be_visible()
    finally:
        room.end()


def test_a_double_click_measures_once(tmp_path: Path, page: Page) -> None:
    room = RoomServer(tmp_path, {}).start()
    try:
        come(page, room)
        ask_for(page, 1)
        page.locator(".st-key-measure button").dblclick()
        expect(page.get_by_text(re.compile(r"^(\d+) of \1 requests"))).to_be_visible(timeout=120_000)
        with closing(sqlite3.connect(f"file:{room.database}?mode=ro", uri=True)) as db:
            assert db.execute("SELECT count(*) FROM measurements").fetchone() == (1,)
    finally:
        room.end()


def test_a_limit_is_raised_where_it_paused(tmp_path: Path, page: Page, server: ModelServer) -> None:
    room = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": server.url, "OPENROUTER_API_KEY": CANARY}).start()
    try:
        come(page, room)
        for kind in ("Which decimal is bigger?", "How many letters?", "What day will it be?"):
            page.get_by_role("button", name=kind).click()
        page.get_by_label("Max USD").fill("0.01")
        page.get_by_label("Max USD").press("Tab")
        page.locator(".st-key-measure button").click()
        expect(page.get_by_text("Your spending limit of $0.01 is reached.")).to_be_visible(timeout=30_000)
        expect(page.get_by_text(re.compile(r"Partial:\S? \d+ of 150 requests\."))).to_be_visible()
        limit = page.get_by_label("Max USD").last
        limit.fill("100")
        limit.press("Tab")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text(re.compile("^150 of 150 requests · "))).to_be_visible(timeout=60_000)
        assert len(server.requests) == 150
    finally:
        room.end()


def in_turns(room: RoomServer, *status: str) -> set[tuple[str, bool]]:
    """What was asked, and whether of the thinker, as the database has it."""
    with closing(sqlite3.connect(f"file:{room.database}?mode=ro", uri=True)) as db:
        joined = "turns JOIN trials ON trials.turn_id = turns.id"
        turns = db.execute(f"SELECT turns.question, status, arm FROM {joined}").fetchall()
    return {(question, arm == "thinking") for question, is_now, arm in turns if not status or is_now in status}


def asked(request: Request) -> tuple[str, bool]:
    return request.prompt, bool(request.fields.get("include_reasoning"))
