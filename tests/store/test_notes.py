"""Notes beside thoughts: kept, of their owner alone, and gone and back with their turn."""

from dataclasses import replace

import pytest

from components.conversation import Asked, Chat, Conversation, Note, Turn
from components.store import Store
from tests.store.by_hand import by_hand
from tests.turns import made, pieces

ASKED = Asked("openrouter", "a/b")
ME, YOU = "browser:me", "browser:you"
NOTE = Note("n1", "t1", 0, 5, "It says 🍎 <b>so</b>.", 3.0, 3.0)


def turn(name: str, parent: str | None = None) -> Turn:
    return made(name, "c", parent, 2.0, "Why?", ASKED, "done", pieces=pieces("Hm, so.", "So."))


@pytest.fixture
def store(url: str) -> Store:
    store = Store(url)
    store.add_chat(Chat("c", ME, "A chat", 1.0, 1.0, None, ASKED))
    for one in (turn("t1"), turn("t2", "t1")):
        store.begin(one)
        store.extend(one, 0, one.pieces)
        store.finish(one)
    assert store.add_note(ME, NOTE)
    return store


def test_it_is_kept_as_it_was_and_is_its_owners_alone(store: Store) -> None:
    assert store.notes_in(ME, "c") == [NOTE] and store.note(ME, "n1") == NOTE
    assert store.notes_in(YOU, "c") == [] and store.note(YOU, "n1") is None
    assert not store.add_note(YOU, replace(NOTE, id="n2")) and not store.change_note(YOU, "n1", "Theirs", 9.0)
    store.remove_note(YOU, "n1")
    assert store.notes_in(ME, "c") == [NOTE]
    store.hand_over(ME, YOU)
    assert store.notes_in(YOU, "c") == [NOTE] and store.notes_in(ME, "c") == []


def test_it_is_changed_and_removed_and_added_once(store: Store) -> None:
    assert store.change_note(ME, "n1", "Otherwise", 9.0)
    changed = replace(NOTE, body="Otherwise", updated=9.0)
    assert not store.add_note(ME, NOTE) and store.notes_in(ME, "c") == [changed]
    assert not store.add_note(ME, replace(NOTE, id="n2", turn_id="nothing"))
    store.remove_note(ME, "n1")
    assert store.notes_in(ME, "c") == [] and not store.change_note(ME, "n1", "More", 9.0)
    assert store.add_note(ME, changed) and store.notes_in(ME, "c") == [changed]


def test_it_is_gone_and_back_with_its_turn_and_its_chat(store: Store) -> None:
    store.delete_turn(ME, "c", "t1", 5.0)
    assert store.notes_in(ME, "c") == [] and not store.add_note(ME, replace(NOTE, id="n2"))
    store.delete_turn(ME, "c", "t1", None)
    assert store.notes_in(ME, "c") == [NOTE]
    store.delete(ME, "c", 5.0)
    assert store.notes_in(ME, "c") == [] and store.note(ME, "n1") is None
    store.delete(ME, "c", None)
    assert store.notes_in(ME, "c") == [NOTE]


def test_no_search_finds_it(store: Store) -> None:
    assert store.add_note(ME, replace(NOTE, id="n2", body="skyscraper"))
    assert store.search(ME, "skyscraper") == [] and store.search(ME, "Hm") != []


def test_a_chat_comes_with_its_notes_or_without_all_of_it(store: Store, url: str) -> None:
    chat = Chat("d", ME, "Another", 1.0, 1.0, None, ASKED)
    turns = {name: replace(turn(name, parent), chat_id="d") for name, parent in (("u1", None), ("u2", "u1"))}
    notes = {name: [replace(NOTE, id=f"of-{name}", turn_id=name)] for name in turns}
    whole = Conversation(chat, turns)

    def breaks(done: int) -> None:
        raise RuntimeError(done)

    def kept() -> int:
        return by_hand(url, "SELECT COUNT(*) FROM notes")[0][0]

    with pytest.raises(RuntimeError):
        store.add_whole(whole, breaks, notes)
    assert store.chat(ME, "d") is None and kept() == 1
    store.add_whole(whole, notes=notes)
    assert {note.id: note.turn_id for note in store.notes_in(ME, "d")} == {"of-u1": "u1", "of-u2": "u2"}
