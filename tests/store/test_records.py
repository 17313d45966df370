"""Records of what arrived: an owner's own, those of the newest turns, and gone with what they belong to."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from components.conversation import Asked, Chat, Piece, Prefill, Turn, Usage
from components.store import Store
from components.store.migrations import STEPS
from tests.turns import changed, made

ASKED = Asked("openrouter", "a/b")
NEVER = 0.0  # nothing was deleted before then


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as found:
        for number in (1, 2):
            found.add_chat(Chat(f"chat-{number}", "me", "", 1.0, 1.0, None, ASKED))
        found.add_chat(Chat("chat-3", "you", "", 1.0, 1.0, None, ASKED))
        yield found


def keep(store: Store, number: int, chat: int = 1, parent: int | None = None) -> str:
    """A turn with a record that names it."""
    above = None if parent is None else f"turn-{parent}"
    turn = Turn(f"turn-{number}", f"chat-{chat}", above, float(number), "Why?", ASKED, "done")
    store.begin(turn)
    store.keep_records({turn.id: b"of %d" % number})
    return turn.id


def kept(store: Store, owner: str = "me") -> list[int]:
    return [number for number in range(1, 99) if store.record(owner, f"turn-{number}")]


def test_a_record_comes_back_to_its_owner_to_the_byte_and_to_nobody_else(store: Store) -> None:
    turn_id = keep(store, 1)
    store.keep_records({turn_id: bytes(range(256)) * 5_000})
    assert store.record("me", turn_id) == bytes(range(256)) * 5_000
    assert store.record("you", turn_id) is None and store.record("", turn_id) is None
    assert store.record("me", "no-such") is None


def test_a_turn_that_is_not_there_gets_none(store: Store) -> None:
    store.keep_records({"no-such": b"x"})
    assert store.owners_of_records() == []


def test_of_an_owner_the_newest_are_kept_whatever_their_chats(store: Store) -> None:
    for number in range(1, 9):
        keep(store, number, chat=1 + number % 2)
    keep(store, 9, chat=3)
    assert sorted(store.owners_of_records()) == ["me", "you"]
    store.forget_records("me", 3, NEVER)
    assert (kept(store), kept(store, "you")) == ([6, 7, 8], [9])
    store.forget_records("me", 0, NEVER)
    assert (kept(store), kept(store, "you")) == ([], [9])


def test_what_is_deleted_is_hidden_with_all_that_follows_comes_back_and_is_gone_when_it_cannot(store: Store) -> None:
    keep(store, 1)
    keep(store, 2, parent=1)
    keep(store, 3, parent=2)
    keep(store, 4, chat=2)
    store.delete_turn("me", "chat-1", "turn-2", 100.0)
    assert kept(store) == [1, 3, 4]  # whoever looks for the third finds no such turn in its chat
    store.forget_records("me", 50, 100.0)
    store.delete_turn("me", "chat-1", "turn-2", None)
    assert kept(store) == [1, 2, 3, 4]
    store.delete_turn("me", "chat-1", "turn-2", 100.0)
    store.forget_records("me", 50, 100.5)
    store.delete_turn("me", "chat-1", "turn-2", None)
    assert kept(store) == [1, 4]
    store.delete("me", "chat-2", 200.0)
    assert kept(store) == [1]
    store.forget_records("me", 50, 200.5)
    store.delete("me", "chat-2", None)
    assert kept(store) == [1]


def test_nothing_of_a_record_is_found_by_searching(store: Store) -> None:
    turn_id = keep(store, 1)
    store.keep_records({turn_id: b"marmalade in plain bytes"})
    assert store.search("me", "marmalade") == []


def read_again(store: Store) -> Turn:
    first = Turn("turn-1", "chat-1", None, 10.0, "Why?", ASKED, "streaming")
    store.begin(first)
    store.extend(first, 0, (Piece("answer", "Because"),))
    store.finish(changed(first, status="done", usage=Usage(10, 20, 0, 0.5)))
    pieces = (Piece("reasoning", "marmalade, "), Piece("reasoning", "hm."), Piece("answer", "Because."))
    again = made("turn-2", "chat-1", None, 20.0, "Why?", ASKED, "done", pieces, usage=Usage(10, 20, 9, 0.5))
    store.add_reading(again, "turn-1")
    return again


def test_what_was_read_again_is_a_version_beside_the_first_which_stays(store: Store) -> None:
    again = read_again(store)
    found = store.with_texts(["turn-1", "turn-2"])
    assert (found["turn-1"].answer, found["turn-1"].reasoning) == ("Because", "")
    assert (found["turn-2"].answer, found["turn-2"].reasoning) == (again.answer, again.reasoning)
    assert found["turn-2"].usage == Usage(10, 20, 9, 0.5)
    conversation = store.conversation("me", "chat-1")
    assert conversation and [turn.id for turn in conversation.path()] == ["turn-2"]
    assert [turn.id for turn in conversation.siblings(conversation.turns["turn-2"])] == ["turn-1", "turn-2"]
    assert store.origins("me", ["turn-1", "turn-2"]) == {"turn-2": "turn-1"}
    assert store.origins("me", []) == store.origins("you", ["turn-1", "turn-2"]) == {}
    assert [hit.turn_id for hit in store.search("me", "marmalade")] == ["turn-2"]


def test_what_was_read_again_costs_nothing_more(store: Store) -> None:
    read_again(store)
    assert [usage and usage.cost for _, usage, _ in store.used("me", 0.0, 100.0)] == [0.5]
    assert [usage and usage.cost for _, usage, _ in store.used_in("me", "chat-1")] == [0.5]
    stopped = made("turn-3", "chat-1", None, 30.0, "Why?", ASKED, "stopped", pieces=(Piece("answer", "Be"),))
    store.add_reading(stopped, "turn-1")  # nor is it reckoned from its text
    assert len(store.used_in("me", "chat-1")) == 1


def test_what_was_given_comes_along(store: Store) -> None:
    given = Prefill("turn-1", "So", "Be", edited=True)
    store.add_reading(made("turn-1", "chat-1", None, 1.0, "Why?", ASKED, "done", given=given, taken="own"), "gone")
    assert store.with_texts(["turn-1"])["turn-1"].given == given


def test_a_database_from_before_is_brought_up_to_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    before = next(number for number, step in enumerate(STEPS) if any("TABLE records" in str(part) for part in step))
    monkeypatch.setattr("components.store.migrations.STEPS", STEPS[:before])
    old = Store(url)
    old.add_chat(Chat("chat-1", "me", "", 1.0, 1.0, None, ASKED))
    old.begin(Turn("turn-1", "chat-1", None, 1.0, "Why?", ASKED, "done"))
    monkeypatch.undo()
    new = Store(url)
    new.keep_records({"turn-1": b"x"})
    assert new.record("me", "turn-1") == b"x" and "turn-1" in new.with_texts(["turn-1"])
