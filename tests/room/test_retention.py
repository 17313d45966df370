"""A room forgets what was deleted, and what is older than it is to keep."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from components.conversation import Asked, Chat
from components.room.records import DELETED_S
from components.room.retention import DAY_S, Retention
from components.store import Store

NOW = 1_000 * DAY_S


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path}/room.db")) as made:
        for name, age in (("new", 1), ("old", 10)):
            then = NOW - age * DAY_S
            made.add_chat(Chat(name, "me", name, then, then, None, Asked("openrouter", "a/b")))
        yield made


def chats(store: Store) -> list[str]:
    """Also those that are deleted and could be brought back."""
    return [row["id"] for row in store._all("SELECT id FROM chats ORDER BY id")]


def test_without_a_limit_only_what_was_deleted_goes(store: Store) -> None:
    store.delete("me", "new", NOW)
    Retention(store, None).look(NOW + DELETED_S)
    assert chats(store) == ["new", "old"]
    Retention(store, None).look(NOW + DELETED_S + 1)
    assert chats(store) == ["old"]


def test_what_is_old_can_be_brought_back_for_a_moment(store: Store) -> None:
    keeps = Retention(store, 5.0)
    keeps.look(NOW)
    assert [chat.id for chat in store.chats("me")] == ["new"] and chats(store) == ["new", "old"]
    keeps.look(NOW + DELETED_S + 1)
    assert chats(store) == ["new"]
