"""What was asked about turns: kept, found by its owner alone and by no search, and deleted with what it is about."""

import pytest

from components.conversation import Aside, Asked, Chat, Turn
from components.store import Store
from tests.turns import made, pieces

ASKED = Asked("openrouter", "a/b")
ME, YOU = "browser:me", "browser:you"


@pytest.fixture
def store(url: str) -> Store:
    """A chat of two turns and a version of the second one; about each something was asked."""
    store = Store(url)
    chat_of(store, "c", hidden=False)
    for name, parent in (("t1", None), ("t2", "t1"), ("t2b", "t1")):
        turn_in(store, "c", name, parent)
        aside(store, f"of-{name}", name)
    return store


def chat_of(store: Store, name: str, hidden: bool) -> None:
    store.add_chat(Chat(name, ME, "A chat", 1.0, 1.0, None, ASKED), hidden)


def turn_in(store: Store, chat: str, name: str, parent: str | None) -> Turn:
    turn = made(name, chat, parent, 2.0, f"Question {name}", ASKED, "done", pieces=pieces(answer=f"said {name}"))
    store.begin(turn)
    store.extend(turn, 0, turn.pieces)
    store.finish(turn)
    return turn


def aside(store: Store, name: str, about: str) -> Aside:
    chat_of(store, f"chat-{name}", hidden=True)
    turn_in(store, f"chat-{name}", f"made-{name}", None)
    kept = Aside(name, about, "translation", 0, 12, "de", f"made-{name}", 3.0)
    store.add_aside(kept)
    return kept


def there(store: Store, owner: str = ME) -> set[str]:
    return {one.turn_id for turn in ("t1", "t2", "t2b") for one in store.asides(owner, turn)}


def test_it_is_kept_as_it_was_and_is_its_owners_alone(store: Store) -> None:
    kept = Aside("of-t1", "t1", "translation", 0, 12, "de", "made-of-t1", 3.0)
    assert store.asides(ME, "t1") == [kept] and store.aside(ME, "of-t1") == kept
    assert store.asides(YOU, "t1") == [] and store.aside(YOU, "of-t1") is None
    store.forget_aside(YOU, "of-t1", 9.0)
    assert store.aside(ME, "of-t1") == kept and store.chat(ME, "chat-of-t1")
    store.hand_over(ME, YOU)
    assert store.asides(YOU, "t1") == [kept] and store.asides(ME, "t1") == []


def test_no_list_and_no_search_finds_it(store: Store) -> None:
    assert [chat.id for chat in store.chats(ME)] == ["c"]
    assert {hit.turn_id for hit in store.search(ME, "said")} == {"t1", "t2", "t2b"}
    assert store.search(ME, '"said made"') == []


def test_a_deleted_chat_takes_it_along_and_brings_it_back(store: Store) -> None:
    store.forget_aside(ME, "of-t2b", 4.0)
    store.delete(YOU, "c", 5.0)
    assert there(store) == {"t1", "t2"}
    store.delete(ME, "c", 5.0)
    assert there(store) == set() and store.chat(ME, "chat-of-t1") is None
    store.delete(ME, "c", None)
    assert there(store) == {"t1", "t2"} and store.chat(ME, "chat-of-t1")
    assert store.chat(ME, "chat-of-t2b") is None  # that one was removed by itself


def test_a_deleted_turn_takes_it_along_with_all_that_follows(store: Store) -> None:
    aside(store, "deeper", "made-of-t2")
    store.delete_turn(ME, "c", "t2", 5.0)
    assert there(store) == {"t1", "t2b"} and store.aside(ME, "deeper") is None
    store.delete_turn(ME, "c", "t1", 6.0)
    assert there(store) == set()
    store.delete_turn(ME, "c", "t1", None)
    assert there(store) == {"t1", "t2b"}
    store.delete(ME, "c", 7.0)
    store.delete(ME, "c", None)
    assert there(store) == {"t1", "t2b"}
    store.delete_turn(ME, "c", "t2", None)
    assert there(store) == {"t1", "t2", "t2b"} and store.aside(ME, "deeper")


def test_what_waits_there_does_not_come_back(store: Store) -> None:
    for turn in ("t1", "t2"):
        store.queue(made(f"after-{turn}", f"chat-of-{turn}", f"made-of-{turn}", 4.0, "More?", ASKED, "queued"))
    store.delete_turn(ME, "c", "t2", 5.0)
    store.delete_turn(ME, "c", "t2", None)
    assert store.waiting_for("made-of-t2") == [] and store.aside(ME, "of-t2")
    assert [turn.id for turn in store.waiting_for("made-of-t1")] == ["after-t1"]
    store.delete(ME, "c", 6.0)
    store.delete(ME, "c", None)
    assert store.waiting_for("made-of-t1") == [] and store.aside(ME, "of-t1")


def test_what_it_cost_stays_known(store: Store) -> None:
    before = store.used(ME, 0.0, 10.0)
    store.forget_aside(ME, "of-t1", 4.0)
    store.delete(ME, "c", 5.0)
    assert len(before) == 6 and store.used(ME, 0.0, 10.0) == before
