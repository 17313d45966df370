"""Which turns thought: found across all chats of one owner that a list shows, without what was deleted."""

from pathlib import Path

import pytest

from components.conversation import Asked, Chat, Kind, Piece, Status
from components.store import Store
from tests.turns import made, pieces

ASKED = Asked("openrouter", "a/b")
ME, YOU = "browser:me", "browser:you"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A chat of two turns, a version of the second and one after it; another chat, a hidden one, and one of another."""
    store = Store(f"sqlite:///{tmp_path}/room.db")
    for chat, owner in (("c", ME), ("d", ME), ("hidden", ME), ("yours", YOU)):
        store.add_chat(Chat(chat, owner, "A chat", 1.0, 1.0, None, ASKED), hidden=chat == "hidden")
    turn_in(store, "c", "t1", 1.0)
    turn_in(store, "c", "t2", 2.0, "t1")
    turn_in(store, "c", "t2b", 3.0, "t1")
    turn_in(store, "c", "t3", 4.0, "t2b")
    turn_in(store, "d", "u1", 2.5)
    turn_in(store, "hidden", "h1", 5.0)
    turn_in(store, "yours", "y1", 6.0)
    return store


def turn_in(
    store: Store, chat: str, name: str, created: float, parent: str | None = None, status: Status = "done"
) -> None:
    turn = made(name, chat, parent, created, f"Question {name}", ASKED, status, pieces("Thoughts", "Answer"))
    store.begin(turn)
    store.extend(turn, 0, turn.pieces)


def found(store: Store, owner: str = ME, most: int = 100) -> str:
    return " ".join(turn.turn_id for turn in store.thinking(owner, most))


def test_they_are_found_in_all_chats_the_newest_first(store: Store) -> None:
    assert found(store) == "t3 t2b u1 t2 t1"
    assert found(store, YOU) == "y1"
    assert found(store, "browser:nobody") == ""
    first = store.thinking(ME, 1)[0]
    assert first == ("t3", "c", 4.0, "Question t3", ASKED)


def test_so_many_at_most(store: Store) -> None:
    assert found(store, most=2) == "t3 t2b"


def test_a_turn_that_was_deleted_takes_what_follows_along(store: Store) -> None:
    store.delete_turn(ME, "c", "t2b", 9.0)
    assert found(store) == "u1 t2 t1"
    store.delete_turn(ME, "c", "t1", 9.0)
    assert found(store) == "u1"
    store.delete_turn(ME, "c", "t1", None)
    assert found(store) == "u1 t2 t1"


def test_a_chat_that_was_deleted_is_not_there_until_it_comes_back(store: Store) -> None:
    store.delete(ME, "c", 9.0)
    assert found(store) == "u1"
    store.delete(ME, "c", None)
    assert found(store) == "t3 t2b u1 t2 t1"


def test_a_hidden_chat_that_is_brought_out_is_one_of_them(store: Store) -> None:
    store.unhide(ME, "hidden")
    assert found(store) == "h1 t3 t2b u1 t2 t1"


@pytest.mark.parametrize(("status", "there"), [("stopped", True), ("failed", True), ("streaming", False)])
def test_those_that_have_ended_are_among_them_however_that_was(store: Store, status: Status, there: bool) -> None:
    turn_in(store, "d", "u2", 7.0, "u1", status)
    assert ("u2" in found(store)) is there


@pytest.mark.parametrize(("channel", "there"), [("reasoning", True), ("summary", True), ("answer", False)])
def test_who_has_no_thoughts_is_not_among_them(store: Store, channel: Kind, there: bool) -> None:
    turn = made("u2", "d", "u1", 7.0, "Question", ASKED, "done", (Piece(channel, "Words"),))
    store.begin(turn)
    store.extend(turn, 0, turn.pieces)
    assert ("u2" in found(store)) is there
