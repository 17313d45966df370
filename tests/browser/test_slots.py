"""A question that is asked in a chat is drawn in its own place: what stands above is neither sent nor drawn again."""

import base64
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.conversation import Asked, Chat, Piece, Turn
from components.room.auth import LOCAL
from components.store import Store
from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, ended, enter, prompt, stored
from tests.waiting import eventually

TURNS = '[class*="st-key-turn-"]'


def come(page: Page, url: str) -> None:
    """In the room, with the wire tried."""
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, url)


def still(page: Page, measure: str) -> list[float]:
    """What is measured, once it moves no more: a panel takes its time to close."""
    seen: list[list[float]] = [[]]

    def same() -> bool:
        page.wait_for_timeout(300)
        seen.append(page.evaluate(measure))
        return seen[-1] == seen[-2]

    assert eventually(same)
    return seen[-1]


def listen(page: Page) -> list[ForwardMsg]:
    heard: list[ForwardMsg] = []

    def note(event: dict[str, Any]) -> None:
        if event["response"]["opcode"] == 2:
            heard.append(ForwardMsg.FromString(base64.b64decode(event["response"]["payloadData"])))

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameReceived", note)
    return heard


def test_nothing_of_what_stands_above_is_sent_again(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    for number in (1, 2, 3):
        ask(page, f"think-30-20-200 number {number}")
        ended(page, number)
    page.evaluate(f"document.querySelectorAll('{TURNS}').forEach((it) => it.stays = true)")
    heard = listen(page)
    ask(page, "think-30-20-200 number 4")
    ended(page, 4)
    expect(page.locator(".st-key-stop")).to_have_count(0)
    sent = "".join(str(message) for message in heard)
    assert "number 4" in sent
    assert "number 3" not in sent and "number 2" not in sent
    assert page.evaluate(f"[...document.querySelectorAll('{TURNS}')].filter((it) => it.stays).length") == 3
    assert sum(message.ByteSize() for message in heard) < 30_000


def test_what_was_asked_so_is_the_same_after_a_refresh(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    for number in (1, 2, 3):
        ask(page, f"think-30-150-300 number {number}")
        ended(page, number)
    shown = [turn.inner_text() for turn in page.locator(TURNS).all()]
    places = f"[...document.querySelectorAll('{TURNS}')].map((it) => it.offsetHeight)"
    heights = still(page, places)
    page.reload()
    ended(page, 3)
    expect(page.locator(TURNS)).to_have_count(3)
    assert eventually(lambda: page.locator(TURNS).all_inner_texts() == shown)
    # The margin of a list beside a paragraph is another one where both are one element.
    assert still(page, places) == [pytest.approx(height, abs=6) for height in heights]


def test_two_tabs_of_a_chat_follow_each_other(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-30-20-200 number 1")
    ended(page)
    other = page.context.new_page()
    other.goto(page.url)
    ended(other)
    ask(page, "think-30-20-200 number 2")
    ended(page, 2)
    expect(other.get_by_text("think-30-20-200 number 2", exact=True)).to_be_visible()
    ended(other, 2)
    ask(other, "think-30-20-200 number 3")
    ended(other, 3)
    ended(page, 3)
    ask(page, "think-30-20-200 number 4")
    ended(page, 4)
    ended(other, 4)
    assert chat_of(page) == chat_of(other)


def test_again_versions_and_stop_work_in_a_turn_that_was_asked_so(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-30-20-200 number 1")
    ended(page)
    ask(page, "think-30-20-200 number 2")
    ended(page, 2)
    page.get_by_role("button", name="Ask again").last.click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    ended(page, 2)
    question = "think-3000-20-100 number 3"
    ask(page, question)
    page.locator(".live-words").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_text("What arrived is kept.")).to_be_visible()
    expect(page.locator(".st-key-stop")).to_have_count(0)
    assert stored(room.database, question)["status"] == "stopped"
    expect(prompt(page)).to_be_enabled()


def test_earlier_turns_are_brought_by_a_press(room: RoomServer, page: Page) -> None:
    store = Store(f"sqlite:///{room.database.as_posix()}")
    asked = Asked("openrouter", "deepseek/deepseek-r1")
    store.add_chat(Chat("long", LOCAL, "A long chat", time.time(), time.time(), None, asked))
    parent = None
    for number in range(18):
        turn = Turn(f"turn-{number}", "long", parent, time.time(), f"Question {number}?", asked, status="done")
        store.begin(turn)
        store.extend(turn, 0, [Piece("answer", f"Answer {number}.")])
        store.finish(turn)
        parent = turn.id
    page.goto(f"{room.url}/?chat=long")
    expect(page.locator(TURNS)).to_have_count(15)
    page.get_by_role("button", name="Show earlier turns").click()
    expect(page.locator(TURNS)).to_have_count(18)
    expect(page.get_by_text("Answer 0.")).to_be_attached()
