"""A question can be edited: the old one stays beside it, and nothing is mixed."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from components.conversation import Asked, Chat, Piece, Times
from components.room.auth import LOCAL
from components.store import Store
from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, leave_dialog, panel, prompt, stored
from tests.modelserver import ModelServer
from tests.turns import made
from tests.waiting import eventually

ASKED = Asked("openrouter", "deepseek/deepseek-r1")


def fill_chat(room: RoomServer, turns: int) -> str:
    store = Store(f"sqlite:///{room.database}")
    chat = f"branches-{turns}"
    store.add_chat(Chat(chat, LOCAL, "A long one", 1.0, 1.0, None, ASKED))
    parent = None
    for number in range(turns):
        pieces = (Piece("reasoning", f"Thought {number}."), Piece("answer", f"Answer {number}."))
        told = (f"{chat}-{number}", chat, parent, 10.0 + number, f"Question {number}?", ASKED, "done", pieces)
        turn = made(*told, times=Times(0.1, 0.2, 0.3))
        store.begin(turn)
        store.extend(turn, 0, pieces)
        store.finish(turn)
        parent = turn.id
    return chat


def turn_id(room: RoomServer, question: str) -> str:
    with closing(sqlite3.connect(f"file:{room.database}?mode=ro", uri=True)) as db:
        return str(db.execute("SELECT id FROM turns WHERE question=?", (question,)).fetchone()[0])


def edit(page: Page, turn: str, question: str) -> None:
    page.locator(f".st-key-more-{turn} button").first.click()
    page.get_by_text("Edit the question").first.click()
    field = page.get_by_label("Your question, edited")
    field.fill(question)
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_text(question, exact=True)).to_be_visible()


def test_a_branch_in_the_middle_while_another_turn_streams(room: RoomServer, page: Page, model: ModelServer) -> None:
    chat = fill_chat(room, 50)
    page.goto(f"{room.url}/?chat={chat}")
    expect(page.get_by_text("Answer 49.")).to_be_visible()
    ask(page, "think-400-60-60 the long one")
    expect(panel(page)).to_be_visible()
    edit(page, f"{chat}-45", "think-40-20-0 the branch")
    expect(page.get_by_text("Question 44?")).to_be_visible()
    expect(page.get_by_text("Question 46?")).to_have_count(0)
    expect(page.get_by_text("the long one")).to_have_count(0)
    expect(page.get_by_text("2 / 2")).to_be_visible()
    assert eventually(lambda: stored(room.database, "think-40-20-0 the branch")["status"] == "done")
    branch = turn_id(room, "think-40-20-0 the branch")
    (request,) = (one for one in model.requests if one.prompt == "think-40-20-0 the branch")
    sent = [one["content"] for one in request.fields["messages"]]
    assert sent[-3:] == ["Question 44?", "Answer 44.", "think-40-20-0 the branch"] and "Question 45?" not in sent
    page.locator(f".st-key-older-{branch} button").first.click()
    expect(page.get_by_text("Question 45?")).to_be_visible()
    assert eventually(lambda: stored(room.database, "think-400-60-60 the long one")["status"] == "done", 30)
    long = stored(room.database, "think-400-60-60 the long one")
    assert len(set(re.findall(r"mark-\d+", long["reasoning"] + long["answer"]))) >= 40
    expect(page.get_by_text("the long one")).to_be_visible()
    with closing(sqlite3.connect(f"file:{room.database}?mode=ro", uri=True)) as db:
        assert db.execute("SELECT COUNT(*) FROM turns WHERE chat_id=?", (chat,)).fetchone() == (52,)


def test_an_edit_can_be_left_and_an_empty_one_asks_nothing(room: RoomServer, page: Page, model: ModelServer) -> None:
    enter(page, room.url)
    ask(page, "think-20-20-0 to be left alone")
    ended(page)
    asked = len(model.requests)
    field = page.get_by_label("Your question, edited")
    for leave, what in (("Cancel", "  "), ("Ask it", " think-20-20-0 to be left alone ")):
        choose_more(page, "Edit the question")
        field.fill("  ")
        page.get_by_role("button", name="Ask it").click()
        expect(page.get_by_text("The question is empty.")).to_be_visible()
        field.fill(what)
        page.get_by_role("button", name=leave).click()
        expect(field).to_have_count(0)
        expect(page.get_by_text("think-20-20-0 to be left alone", exact=True).last).to_be_visible()
    assert len(model.requests) == asked


def test_the_call_is_shown_without_the_key(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "think-20-20-0 with its call")
    ended(page)
    choose_more(page, "Show the call")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("$OPENROUTER_API_KEY")
    for program, word in (("Python, openai", "OpenAI"), ("Python, httpx", "httpx.stream")):
        dialog.get_by_role("radio", name=program).click()
        expect(dialog.get_by_test_id("stCode")).to_contain_text(word)
        assert "c0ffee" not in dialog.inner_text()
    leave_dialog(page)
    ask(page, "think-20-20-0 and it stays closed")
    ended(page, 2)
    expect(dialog).to_have_count(0)


def test_a_deleted_turn_takes_what_followed_it_along_and_comes_back(room: RoomServer, page: Page) -> None:
    chat = fill_chat(room, 6)
    page.goto(f"{room.url}/?chat={chat}")
    expect(page.get_by_text("Answer 5.")).to_be_visible()
    choose_more(page, "Delete this turn", turn=3)
    expect(page.get_by_text("Question 3?", exact=True)).to_have_count(0)
    expect(page.get_by_text("Answer 5.")).to_have_count(0)
    expect(page.get_by_text("Answer 2.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Answer 2.")).to_be_visible()
    expect(page.get_by_text("Answer 5.")).to_have_count(0)


def test_a_deletion_is_undone(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "think-20-20-0 to come back")
    ended(page)
    choose_more(page, "Delete this turn")
    expect(page.get_by_text("Deleted, with what followed it: think-20-20-0 to come back")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()
    expect(page.get_by_text("Deleted, with what followed it")).to_have_count(0)


def test_costs_are_told_and_a_limit_of_a_day_refuses(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "think-20-20-0 for money")
    ended(page)
    page.get_by_test_id("stPopoverButton").filter(has_text="Costs").click()
    expect(
        page.get_by_text(re.compile(r"This chat \$0\.00\d+ · 40 tokens written · 50% of them thoughts"))
    ).to_be_visible()
    page.get_by_text("A limit for a day").click()
    field = page.get_by_label("At most a day, USD")
    expect(field).to_have_value("1.00")
    field.fill("0.01")
    field.press("Enter")
    page.keyboard.press("Escape")
    for number in range(10):  # $0.00123 each
        ask(page, f"say number {number}")
        ended(page, number + 2)
        if page.get_by_text("Your limit of $0.01 a day is reached").count():
            break
    expect(
        page.get_by_text(re.compile(r"Your limit of \$0\.01 a day is reached \(\$[\d.]+ were spent today\)"))
    ).to_be_visible()
    page.get_by_test_id("stPopoverButton").filter(has_text="Costs").click()
    page.get_by_text("A limit for a day").click()
    expect(page.get_by_label("At most a day, USD")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Try again").last.click()
    expect(page.get_by_text("Your limit of $0.01 a day is reached")).to_have_count(0)


def test_the_keys_are_listed_by_a_key_and_no_word_is_taken_from_who_writes(room: RoomServer, page: Page) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):  # then its script is there
        enter(page, room.url)
    page.wait_for_timeout(300)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Ctrl + Shift + O")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("Why? And/or how?")
    expect(prompt(page)).to_have_value("Why? And/or how?")
    expect(page.get_by_role("dialog")).to_have_count(0)
