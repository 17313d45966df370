"""A chat goes through a file into an empty room and is the same there, to the last byte."""

import tempfile
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from components.conversation import Conversation, Interrupted, joined
from components.export import as_json
from components.room.files import as_file, from_file
from components.store import Store
from tests.export.chats import CHAT, a_turn, conversations
from tests.turns import changed

ME, OTHER = "me", "other"

UNMINDED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def kept(store: Store, owner: str, chat_id: str) -> Conversation:
    found = store.conversation(owner, chat_id)
    assert found is not None
    return replace(found, turns=store.with_texts(list(found.turns)))


def nameless(conversation: Conversation) -> Conversation:
    """With ids by place, since an import gives new ones."""
    ids = {turn_id: str(number) for number, turn_id in enumerate(sorted(conversation.turns, key=order(conversation)))}
    chat = replace(conversation.chat, id="chat", owner="", leaf_id=ids.get(conversation.chat.leaf_id or ""))
    turns = {
        ids[turn.id]: replace(
            turn,
            id=ids[turn.id],
            chat_id="chat",
            parent_id=ids.get(turn.parent_id or ""),
            given=turn.given and replace(turn.given, of=ids.get(turn.given.of, "")),
        )
        for turn in conversation.turns.values()
    }
    return Conversation(chat, dict(sorted(turns.items())))


def order(conversation: Conversation):  # type: ignore[no-untyped-def]
    return lambda turn_id: (conversation.turns[turn_id].created, conversation.turns[turn_id].question, turn_id)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=UNMINDED)
@given(conversations())
def test_through_a_file_into_an_empty_room(conversation: Conversation) -> None:
    turns = {
        turn.id: changed(turn, pieces=joined(turn.pieces), chat_id=conversation.chat.id)
        for turn in conversation.turns.values()
    }
    conversation = replace(conversation, chat=replace(conversation.chat, owner=ME), turns=turns)
    with tempfile.TemporaryDirectory() as folder:
        here, there = (Store(f"sqlite:///{folder}/{name}.db") for name in ("here", "there"))
        here.add_whole(conversation)
        at_home = kept(here, ME, conversation.chat.id)
        written = as_file(
            at_home, lambda turns: list(here.with_texts([turn.id for turn in turns]).values()), "json", True
        )
        chat_id, wrong = from_file(there, OTHER, written.encode())
        assert wrong == ""
        ended = {
            turn.id: turn if turn.ended else changed(turn, status="failed", failure=Interrupted().failure)
            for turn in at_home.turns.values()
        }
        came = kept(there, OTHER, chat_id)
        if len({(turn.created, turn.question) for turn in turns.values()}) == len(turns):  # else their order is open
            assert nameless(came) == nameless(replace(at_home, turns=ended))
        assert there.conversation(ME, chat_id) is None
        assert [chat.id for chat in there.chats(OTHER)] == [chat_id]


@pytest.mark.parametrize("broken", [b"", b"{}", b"\xff\xfe", b'{"thinkroom": "chat", "version": 99}', b"[" * 100_000])
def test_a_broken_file_changes_nothing_and_says_why(tmp_path_factory: pytest.TempPathFactory, broken: bytes) -> None:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('empty')}/room.db")
    chat_id, wrong = from_file(store, ME, broken)
    assert chat_id == "" and wrong.endswith(".") and store.chats(ME) == []


def test_a_turn_that_no_room_could_have_written_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('empty')}/room.db")
    long = Conversation(CHAT, {"turn-1": a_turn("x" * 9_000_000, "y" * 9_000_000)})
    assert from_file(store, ME, as_json(long).encode()) == ("", "Turn 1 has more than 17,000,000 characters.")
    assert store.chats(ME) == []


def test_one_file_is_read_at_a_time_and_who_waits_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('empty')}/room.db")
    data = as_json(Conversation(CHAT, {"turn-1": a_turn("Hm.", "Yes.")})).encode()
    told: list[tuple[int, int]] = []
    waits = threading.Event()

    def first(done: int, of: int) -> None:
        def second(done: int, of: int) -> None:
            told.append((done, of))
            waits.set()

        other.append(threading.Thread(target=from_file, args=(store, OTHER, data), kwargs={"told": second}))
        other[0].start()
        assert waits.wait(10)

    other: list[threading.Thread] = []
    assert from_file(store, ME, data, told=first)[1] == ""
    other[0].join(10)
    assert told[0] == (0, 0) and told[-1] == (1, 1)
    assert len(store.chats(ME)) == len(store.chats(OTHER)) == 1
