"""The page of administrators: there for those whom the setting names, and for nobody else."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.audience import Shown
from components.conversation import Asked
from components.room import LOCAL, Room, get_room
from tests.modelserver import ModelServer
from tests.pages import AWAY, at_address, comes_with, own_room
from tests.waiting import eventually

SAID = "heronwort"
Opened = Callable[..., Room]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ModelServer) -> Iterator[Opened]:
    rooms: list[AbstractContextManager[None]] = []

    def enter(**more: str) -> Room:
        rooms.append(own_room(tmp_path, monkeypatch, server, **more))
        rooms[-1].__enter__()
        return get_room()

    yield enter
    for room in rooms:
        room.__exit__(None, None, None)


def words(at: AppTest) -> str:
    return "\n".join(str(one.value) for shown in (at.markdown, at.caption, at.header) for one in shown)


def section(at: AppTest, name: str) -> AppTest:
    at.session_state["section"] = name
    at.run()
    assert not at.exception
    return at


def test_without_the_setting_there_is_no_such_page_for_anybody(opened: Opened) -> None:
    opened()
    at = at_address("administration")
    assert "There is no such page." in words(at) and "Administration" not in words(at)


def test_it_is_there_for_whom_the_setting_names_alone(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    room = opened(THINKROOM_ADMINS="local")
    assert "reads nobody's chats" in words(at_address("administration"))
    comes_with(monkeypatch, AWAY, room.door.signed("a" * 43))
    assert "There is no such page." in words(at := at_address("administration"))
    assert "people" not in words(at) and not at.get("button_group")


def test_each_section_of_an_empty_room_says_that_it_is_empty(opened: Opened) -> None:
    opened(THINKROOM_ADMINS="local")
    at = at_address("administration")
    assert "1 person · 0 runs now · nothing asked today · 0 links shared" in words(at).replace("\\", "")
    for name, said in {
        "People": "has asked nothing yet",
        "Spend": "Nothing was asked in the last 7 days.",
        "Limits": "No limit is set for a day",
        "Live runs": "Nothing runs now.",
        "Shares": "Nothing is shared now.",
        "Retention": "Nothing is deleted by its age:",
    }.items():
        assert said in words(section(at, name)), name


def test_of_two_hundred_people_twenty_are_shown_and_the_others_found(opened: Opened) -> None:
    room = opened(THINKROOM_ADMINS="local")
    for number in range(200):
        room._people.call(f"user:{number:064x}", f"Person number {number}")
    at = at_address("administration")
    assert "1 to 20 of 201" in words(at) and words(at).count("Person number") == 20
    at.text_input(key="search-people").set_value("number 177").run()
    assert words(at).count("Person number") == 1 and "1 to 1 of 1" in words(at)
    at.text_input(key="search-people").set_value("nobody").run()
    assert "Nobody of that name." in words(at) and not at.exception


def test_a_run_is_stopped_once_it_is_confirmed(opened: Opened, server: ModelServer) -> None:
    room = opened(THINKROOM_ADMINS="local")
    other = f"browser:{'a' * 64}"
    turn = room.chats(other).ask(None, f"gate-10-5 {SAID}", Asked("openrouter", "a/b"))
    assert turn and eventually(lambda: room.administration(LOCAL).running().runs)
    at = section(at_address("administration"), "Live runs")
    assert "a/b at openrouter" in words(at) and SAID not in str(at._tree)
    at.button(key=f"stop-run-{turn.id}").click().run()
    assert not at.exception and room.chats(other).live(turn.id), "it is asked first"
    at.button(key="confirm-stop").click().run()
    assert not at.exception and "was stopped. What it had said is kept." in words(at)
    assert eventually(lambda: room.chats(other).kept([turn.id])[turn.id].status == "stopped")


def test_what_could_not_be_done_is_said_so(opened: Opened) -> None:
    room = opened(THINKROOM_ADMINS="local")
    turn = room.chats(LOCAL).ask(None, "think-5-5-0", Asked("openrouter", "a/b"))
    assert turn and eventually(lambda: room.chats(LOCAL).kept([turn.id])[turn.id].ended)
    link = room.shares(LOCAL).let_follow(turn.chat_id, Shown(), 60.0)
    assert link
    at = section(at_address("administration"), "Shares")
    at.button(key=f"end-link-{link.share.id}").click().run()
    with room._store.transaction() as db:
        db.exec_driver_sql("CREATE TRIGGER kept BEFORE DELETE ON shares BEGIN SELECT RAISE(ABORT, 'kept'); END")
    at.button(key="confirm-end link").click().run()
    assert not at.exception and "was ended" not in words(at)
    assert ":red[:material/error: **That could not be done.**]" in words(at) and "This page" not in words(at)
    with room._store.transaction() as db:
        db.exec_driver_sql("DROP TRIGGER kept")
    at.button(key=f"end-link-{link.share.id}").click().run()
    at.button(key="confirm-end link").click().run()
    assert not at.exception and "was ended. Nobody follows" in words(at) and room.shares(LOCAL).all() == []
