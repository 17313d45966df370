"""Races are kept with their lanes, seen by their owner alone, and deleted with the chats that nobody opened."""

from dataclasses import replace

import pytest

from components.conversation import Asked, Chat
from components.race import Lane, Race
from components.store import Store
from tests.turns import made

ASKED = Asked("openrouter", "a/b", "high")


@pytest.fixture
def store(url: str) -> Store:
    return Store(url)


def added(store: Store, name: str, created: float = 1.0, owner: str = "me") -> Race:
    lanes: list[Lane] = []
    for at, place in enumerate(("", "localhost:8080")):
        chat, turn = f"{name}-chat-{at}", f"{name}-turn-{at}"
        store.add_chat(Chat(chat, owner, "Why?", created, created, None, ASKED), hidden=True)
        store.queue(made(turn, chat, None, created, "Why?", ASKED, status="queued"))
        lanes.append(Lane(ASKED, turn, chat, place))
    race = Race(name, owner, created, "Why?", tuple(lanes), "because", blind=True)
    store.add_race(race)
    return race


def test_a_race_comes_back_as_it_was(store: Store) -> None:
    race = added(store, "r")
    assert store.race("me", "r") == race
    store.reveal_race("you", "r")
    assert store.race("me", "r") == race
    store.reveal_race("me", "r")
    store.stop_race("r", True)
    assert store.race("me", "r") == replace(race, revealed=True, stopped=True)
    assert [turn.status for turn in store.turns_of_race("r").values()] == ["queued", "queued"]


def test_the_newest_come_first_and_only_ones_own(store: Store) -> None:
    for at in range(3):
        added(store, f"r{at}", float(at))
    added(store, "theirs", 9.0, "you")
    assert [race.id for race in store.races("me", 2)] == ["r2", "r1"]
    assert store.race("me", "theirs") is None


def test_the_chats_of_lanes_go_with_it_and_come_back_but_those_that_were_opened(store: Store) -> None:
    race = added(store, "r")
    store.unhide("me", "r-chat-1")
    store.delete_race("you", "r", 5.0)
    assert store.race("me", "r") == race
    store.delete_race("me", "r", 5.0)
    assert store.race("me", "r") is None and store.races("me", 9) == []
    assert [store.chat("me", lane.chat_id) is None for lane in race.lanes] == [True, False]
    assert store.deleted_race("me", 6.0) is None and store.deleted_race("you", 0.0) is None
    assert store.deleted_race("me", 4.0) == race
    store.delete_race("me", "r", None)
    assert store.race("me", "r") == race and store.deleted_race("me", 0.0) is None
    assert store.chat("me", "r-chat-0") is not None
