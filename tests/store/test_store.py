"""What the store promises, on SQLite files: what was kept comes back, to its owner and to nobody else."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import text

from components.conversation import Asked, Chat, Interrupted, Piece, Reply, Routing, Times, Turn
from components.store import Store, StoreError
from components.store.migrations import STEPS
from tests.store.by_hand import by_hand
from tests.turns import bare, changed, made
from tests.values import filled, values
from tests.waiting import allowed

ROOT = Path(__file__).parent.parent.parent
ASKED = Asked("openrouter", "a/b")
SECRET = "hunter2-hunter2"


def a_chat(number: int = 1, owner: str = "me") -> Chat:
    return Chat(f"chat-{number}", owner, f"Chat {number}", float(number), float(number), None, ASKED)


def a_turn(number: int = 1, parent: str | None = None, **more: Any) -> Turn:
    return made(f"turn-{number}", "chat-1", parent, float(number), f"Question {number}?", ASKED, **more)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as found:
        found.add_chat(a_chat())
        yield found


def turn_of(store: Store, turn_id: str = "turn-1") -> Turn:
    return store.with_texts([turn_id])[turn_id]


def shown(store: Store) -> list[str]:
    """The ids of the turns on the path that chat-1 shows."""
    conversation = store.conversation("me", "chat-1")
    assert conversation is not None
    return [turn.id for turn in conversation.path()]


# Round trips

turns = values(Turn, id=some.just("turn-1"), chat_id=some.just("chat-1"), parent_id=some.none())


@pytest.mark.slow
@settings(max_examples=80)
@given(turn=turns, cuts=some.lists(some.integers(0, 8), max_size=3))
def test_a_turn_comes_back_with_every_field(lasting_url: str, turn: Turn, cuts: list[int]) -> None:
    store = emptied(lasting_url)
    store.add_chat(a_chat())
    store.begin(changed(turn, pieces=(), times=Times(), usage=None, failure=None, status="streaming"))
    ends = sorted({*(cut for cut in cuts if cut < len(turn.pieces)), len(turn.pieces)})
    for first, end in zip([0, *ends], ends, strict=False):
        if first < end:
            store.extend(turn, first, turn.pieces[first:end])
    store.finish(turn)
    with closing(Store(lasting_url)) as again:
        found = turn_of(again)
    # Neighbours of one channel share a row; the texts, and their order, are those that arrived.
    assert (found.reasoning, found.answer) == (turn.reasoning, turn.answer)
    assert joined(found.pieces) == joined(turn.pieces)
    assert bare(found) == bare(turn)
    conversation = store.conversation("me", "chat-1")
    given_bare = turn.given and replace(turn.given, thoughts="", answer="")
    assert conversation and conversation.turns == {"turn-1": replace(bare(turn), given=given_bare)}
    store.close()


def emptied(url: str) -> Store:
    store = Store(url)
    for table in ("given", "pieces", "turns", "chats"):
        store._do(f"DELETE FROM {table}")
    return store


def joined(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    return [
        (channel, "".join(piece.text for piece in group))
        for channel, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.channel)
    ]


def test_no_field_of_a_turn_is_lost(store: Store, url: str) -> None:
    """Those that are declared today: one that is added is told here as well."""
    turn = filled(Turn, id="turn-1", chat_id="chat-1", parent_id=None, status="done")
    for value in (turn.reply, turn.reply.usage, turn.reply.times, turn.reply.failure, turn.given, turn.asked):
        assert [one.name for one in fields(value) if getattr(value, one.name) in (one.default, None)] == []
    assert None not in turn.pieces[0] and turn.asked.routing != Routing()
    store.begin(replace(turn, status="streaming", reply=Reply()))
    store.extend(turn, 0, turn.pieces)
    store.finish(turn)
    with closing(Store(url)) as again:
        assert turn_of(again) == turn


@pytest.mark.slow
@settings(max_examples=40)
@given(chat=values(Chat, id=some.just("x"), leaf_id=some.none()))
def test_a_chat_comes_back_with_every_field(lasting_url: str, chat: Chat) -> None:
    with closing(emptied(lasting_url)) as store, closing(Store(lasting_url)) as again:
        store.add_chat(chat)
        assert again.chats(chat.owner) == [chat] == [store.chat(chat.owner, "x")]
        assert store.owner_of("x") == chat.owner


def test_texts_come_back_for_those_turns_alone_that_are_asked_for(store: Store) -> None:
    for number in (1, 2, 3):
        store.begin(a_turn(number))
        store.extend(a_turn(number), 0, [Piece("answer", f"Answer {number}.")])
    found = store.with_texts(["turn-3", "turn-1", "turn-9"])
    assert {name: turn.answer for name, turn in found.items()} == {"turn-1": "Answer 1.", "turn-3": "Answer 3."}
    assert store.with_texts([]) == {}


def test_chats_come_newest_first_and_a_turn_brings_its_chat_forward(store: Store) -> None:
    store.add_chat(a_chat(2))
    assert [chat.id for chat in store.chats("me")] == ["chat-2", "chat-1"]
    store.begin(a_turn(9))
    assert [chat.id for chat in store.chats("me")] == ["chat-1", "chat-2"]
    before = time.time()
    store.finish(a_turn(9, status="done"))
    assert before <= store.chats("me")[0].updated <= time.time()


# Owners

DEEDS: dict[str, Callable[[Store, str], object]] = {
    "rename": lambda store, owner: store.rename(owner, "chat-1", "Mine now"),
    "delete": lambda store, owner: store.delete(owner, "chat-1", 5.0),
    "show": lambda store, owner: store.show(owner, "chat-1", "turn-1"),
    "choose": lambda store, owner: store.choose(owner, "chat-1", replace(ASKED, model="c/d", max_tokens=9)),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("stranger", ["you", "", "ME", "me' OR '1'='1", "%"])
def test_what_belongs_to_another_cannot_be_seen_or_changed(store: Store, deed: str, stranger: str) -> None:
    store.begin(a_turn(1))
    store.begin(a_turn(2))
    before = store.conversation("me", "chat-1")
    assert store.chats(stranger) == [] and store.chat(stranger, "chat-1") is None
    assert store.conversation(stranger, "chat-1") is None
    DEEDS[deed](store, stranger)
    assert before is not None and store.conversation("me", "chat-1") == before
    DEEDS[deed](store, "me")
    assert store.conversation("me", "chat-1") != before  # the owner can


def test_what_the_owner_changes_is_kept(store: Store, url: str) -> None:
    asked = Asked("custom", "c/d", "high", "Be brief.", 99)
    store.begin(a_turn(1))
    store.begin(a_turn(2))
    store.rename("me", "chat-1", "Another title")
    store.choose("me", "chat-1", asked)
    store.show("me", "chat-1", "turn-1")
    found = Store(url).chat("me", "chat-1")
    assert found and (found.title, found.asked, found.leaf_id) == ("Another title", asked, "turn-1")


def test_a_deleted_chat_is_not_seen_and_can_be_brought_back_whole(store: Store) -> None:
    store.begin(a_turn(1, status="done"))
    store.extend(a_turn(1, status="done"), 0, [Piece("answer", "Four.")])
    before = store.conversation("me", "chat-1")
    store.delete("me", "chat-1", 5.0)
    assert store.chats("me") == [] and store.chat("me", "chat-1") is None
    assert store.conversation("me", "chat-1") is None
    store.delete("me", "chat-1", None)
    assert store.conversation("me", "chat-1") == before and turn_of(store).answer == "Four."


# Turns that wait, and those that grow


def test_a_question_waits_for_its_parent_and_is_shown(store: Store) -> None:
    store.begin(a_turn(1, status="streaming"))
    store.queue(a_turn(2, "turn-1"))
    assert shown(store) == ["turn-1", "turn-2"]
    assert store.waiting_for("turn-1") == [a_turn(2, "turn-1")] and store.waiting_for("turn-2") == []
    store.begin(a_turn(2, "turn-1", status="streaming"))
    assert store.waiting_for("turn-1") == [] and turn_of(store, "turn-2").status == "streaming"
    assert shown(store) == ["turn-1", "turn-2"]


def test_what_waits_in_a_deleted_chat_does_not_come_back_with_it(store: Store) -> None:
    store.begin(a_turn(1, status="streaming"))
    store.queue(a_turn(2, "turn-1"))
    store.queue(a_turn(3, "turn-2"))
    store.delete("you", "chat-1", 5.0)
    assert shown(store) == ["turn-1", "turn-2", "turn-3"]
    store.delete("me", "chat-1", 5.0)
    assert store.waiting_for("turn-1") == []
    store.delete("me", "chat-1", None)
    assert shown(store) == ["turn-1"] and store.waiting_for("turn-1") == []


def test_nor_with_a_deleted_turn(store: Store) -> None:
    store.begin(a_turn(1))
    for version, waiting in ((2, 3), (4, 5)):
        store.begin(a_turn(version, "turn-1", status="streaming"))
        store.queue(a_turn(waiting, f"turn-{version}"))
        store.queue(a_turn(10 * waiting, f"turn-{waiting}"))
    store.delete_turn("you", "chat-1", "turn-2", 5.0)
    assert [turn.id for turn in store.waiting_for("turn-2")] == ["turn-3"]
    store.delete_turn("me", "chat-1", "turn-2", 5.0)
    assert store.waiting_for("turn-2") == []
    store.delete_turn("me", "chat-1", "turn-2", None)
    assert store.waiting_for("turn-2") == []
    store.show("me", "chat-1", "turn-2")
    assert shown(store) == ["turn-1", "turn-2"]
    store.show("me", "chat-1", "turn-50")
    assert shown(store) == ["turn-1", "turn-4", "turn-5", "turn-50"]  # beside it nothing goes


def test_a_dropped_question_leaves_no_gap(store: Store) -> None:
    store.begin(a_turn(1, status="streaming"))
    store.queue(a_turn(2, "turn-1"))
    store.queue(a_turn(3, "turn-2"))
    store.drop("turn-2")
    assert shown(store) == ["turn-1", "turn-3"] and store.waiting_for("turn-1") == [a_turn(3, "turn-1")]
    store.drop("turn-3")
    store.drop("turn-3")
    assert shown(store) == ["turn-1"] and store.waiting_for("turn-1") == []


@pytest.mark.parametrize("status", ["streaming", "done", "stopped", "failed"])
def test_what_was_asked_already_cannot_be_dropped(store: Store, status: Any) -> None:
    store.begin(a_turn(1, status="done"))
    store.begin(a_turn(2, "turn-1", status=status))
    store.begin(a_turn(3, "turn-2", status="done"))
    store.show("me", "chat-1", "turn-2")
    before = store.conversation("me", "chat-1")
    store.drop("turn-2")
    assert store.conversation("me", "chat-1") == before


def test_a_piece_is_never_written_twice(store: Store) -> None:
    store.begin(a_turn(1))
    store.extend(a_turn(1), 0, [Piece("reasoning", "a"), Piece("reasoning", "b")])
    store.extend(a_turn(1), 2, [Piece("answer", "c")])
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.extend(a_turn(1), 2, [Piece("answer", "c")])
    assert (turn_of(store).reasoning, turn_of(store).answer) == ("ab", "c")


def test_refiling_makes_reasoning_of_all_that_is_kept_and_of_no_other_turn(store: Store) -> None:
    for number in (1, 2):
        store.begin(a_turn(number))
        store.extend(a_turn(number), 0, [Piece("reasoning", "a"), Piece("answer", "b")])
    store.refile("turn-1")
    store.extend(a_turn(1), 2, [Piece("answer", "c")])
    assert (turn_of(store).reasoning, turn_of(store).answer) == ("ab", "c")
    assert (turn_of(store, "turn-2").reasoning, turn_of(store, "turn-2").answer) == ("a", "b")


def test_what_an_ended_process_left_running_is_interrupted_once(store: Store, url: str) -> None:
    ends = {"streaming": "failed", "queued": "failed", "done": "done", "stopped": "stopped", "failed": "failed"}
    for number, status in enumerate(ends):
        store.queue(a_turn(number, status=status, times=Times(0.5)))
    store.extend(a_turn(0, status="streaming", times=Times(0.5)), 0, [Piece("reasoning", "So far")])
    fresh = Store(url)
    assert (fresh.interrupt_all(), fresh.interrupt_all()) == (2, 0)
    found = [turn_of(fresh, f"turn-{number}") for number in range(len(ends))]
    assert [turn.status for turn in found] == list(ends.values())
    assert [turn.failure for turn in found] == [Interrupted().failure] * 2 + [None] * 3
    assert found[0].reasoning == "So far" and found[0].times == Times(0.5)


def test_a_reader_does_not_wait_for_a_writer(store: Store, url: str) -> None:
    store.begin(a_turn(1))
    with closing(Store(url)) as other, other._begin() as writer:
        writer.execute(text("UPDATE chats SET title='half'"))
        started = time.monotonic()
        assert [chat.title for chat in store.chats("me")] == ["Chat 1"]
        assert time.monotonic() - started < min(allowed(2), 4.5)  # a locked database would take five seconds


# Opening


def test_opening_again_changes_nothing(store: Store, url: str) -> None:
    store.begin(a_turn(1))
    before = store.conversation("me", "chat-1")
    for _ in range(3):
        with closing(Store(url)) as again:
            assert again.conversation("me", "chat-1") == before
    steps = by_hand(url, "SELECT step FROM schema_steps ORDER BY step")
    assert steps == [(step + 1,) for step in range(len(STEPS))]


def test_a_newer_schema_is_refused_in_words(store: Store, url: str) -> None:
    by_hand(url, "INSERT INTO schema_steps VALUES (99)")
    with pytest.raises(StoreError, match=r"schema is step 99, .* use a newer Thinkroom\. Correct"):
        Store(url)


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path}/a/b/room.db").add_chat(a_chat())
    assert (tmp_path / "a/b/room.db").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        f"nosuch://me:{SECRET}@host/db",
        f"postgresql://me:{SECRET}@host:port/db",
        f"postgresql://me:{SECRET}/x@host/db",
        f"postgresql+nosuch://me:{SECRET}@host/db",
        f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/db?connect_timeout=1",
        f"postgresql://me:{SECRET}@[::1/db",
        "sqlite:///{folder}",
        "sqlite:///{folder}/text.db",
        "sqlite:///{folder}/text.db/room.db",
        "sqlite:///{folder}/room.db?timeout=never",
    ],
)
def test_an_unusable_database_is_told_in_one_sentence_without_its_password(tmp_path: Path, url: str) -> None:
    (tmp_path / "text.db").write_text("This is a letter, and no database. " * 100)
    with pytest.raises(StoreError) as raised:
        Store(url.replace("{folder}", str(tmp_path)))
    sentence = str(raised.value)
    assert sentence.startswith("The database ") and sentence.endswith(" Correct THINKROOM_DATABASE_URL.")
    assert "\n" not in sentence and " cannot be used: " in sentence
    error: BaseException | None = raised.value
    while error is not None:
        assert SECRET not in str(error)
        error = error.__cause__ or error.__context__


def test_the_place_is_named_without_its_password(tmp_path: Path) -> None:
    assert Store(f"sqlite:///{tmp_path}/room.db").place == str(tmp_path / "room.db")


def test_one_process_owns_a_database(url: str) -> None:
    with closing(Store(url)) as first, closing(Store(url)) as second:
        first.claim()
        first.claim()
        with pytest.raises(StoreError, match="Another Thinkroom is using the database"):
            second.claim()


def test_a_closed_file_has_nothing_beside_it(tmp_path: Path, file_url: str) -> None:
    first = Store(file_url, alone=True)
    first.add_chat(a_chat())
    first.chats("me")
    assert {"room.db-wal", "room.db-shm"} <= {path.name for path in tmp_path.iterdir()}
    first.close()
    # SQLite itself removes these once the last connection is closed.
    assert {path.name for path in tmp_path.iterdir()} == {"room.db", "room.db.lock"}


def test_a_closed_store_leaves_its_database_to_others(url: str) -> None:
    first = Store(url, alone=True)
    first.add_chat(a_chat())
    first.close()
    first.close()
    with pytest.raises(StoreError, match="closed"):
        first.chats("me")
    with pytest.raises(StoreError, match="closed"):
        first.add_chat(a_chat(2))
    with closing(Store(url, alone=True)) as after:
        assert after.chats("me") == [a_chat()]


@pytest.mark.parametrize("reads", [True, False])
def test_what_has_begun_comes_to_its_end_before_a_store_is_closed(tmp_path: Path, url: str, reads: bool) -> None:
    store = Store(url)
    closes = threading.Thread(target=store.close)
    with store._begin(reads) as db:
        closes.start()
        # From now on nothing begins; this one goes on.
        with pytest.raises(StoreError, match="closed"):
            while True:
                store.chats("me")
        assert closes.is_alive() and db.execute(text("SELECT COUNT(*) FROM chats")).scalar() == 0
    closes.join()
    assert [path.name for path in tmp_path.iterdir()] in (["room.db"], [])


def test_a_database_in_memory_is_refused() -> None:
    for nowhere in ("sqlite://", "sqlite:///", "sqlite:///:memory:"):
        with pytest.raises(StoreError, match="name a file"):
            Store(nowhere)


def test_a_locked_database_is_told_without_what_was_to_be_written(
    file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.store.database.BUSY_MS", 50)
    store = Store(file_url)
    other = sqlite3.connect(file_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="does not answer") as told:
        store.add_chat(replace(a_chat(9), title="a precious question"))
    assert "precious" not in str(told.value)
    other.close()


@pytest.mark.slow
def test_many_processes_may_open_a_fresh_database_at_once(url: str) -> None:
    script = f"from components.store import Store; Store({url!r})"
    opened = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[1] for process in opened] == [b""] * 4


def test_a_turn_that_ends_while_it_is_read_is_not_one_that_has_ended_with_half_its_text(url: str) -> None:
    class Slow(Store):
        """Between its first look into the database and the next, the turn comes to its end."""

        def _all(self, *args: Any, **values: Any) -> Any:
            found = super()._all(*args, **values)
            if self.ends:
                self.ends = False
                ended = a_turn(status="done", pieces=(Piece("answer", "All of it."),))
                self.extend(ended, 0, ended.pieces)
                self.finish(ended)
            return found

        ends = False

    with closing(Slow(url)) as store:
        store.add_chat(a_chat())
        store.begin(a_turn(status="streaming"))
        store.ends = True
        seen = turn_of(store)
    assert (seen.status, seen.answer) in {("streaming", "All of it."), ("done", "All of it.")}


def test_pinned_chats_are_their_owners_and_come_alone(store: Store) -> None:
    store.add_chat(a_chat(2))
    store.pin("other", "chat-1", True)
    assert store.chats("me", pinned=True) == []
    store.pin("me", "chat-1", True)
    assert [chat.id for chat in store.chats("me", pinned=True)] == ["chat-1"]
    assert {chat.id for chat in store.chats("me")} == {"chat-1", "chat-2"}
    store.pin("me", "chat-1", False)
    assert store.chats("me", pinned=True) == []
