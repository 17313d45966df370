"""What is deleted for good: all that was said goes, what it used stays known."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from components.conversation import Asked, Chat, Note, Piece, Prefill, Usage, Used
from components.store import Store
from tests.store.by_hand import by_hand
from tests.store.test_owners import ROWS
from tests.turns import changed, made

ASKED = Asked("openrouter", "a/b", system_prompt="a precious prompt")
SAID = "precious"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as made:
        yield made


def fill(store: Store, chat: str, *turns: tuple[str, str | None], hidden: bool = False) -> None:
    """Each with something in every table that is of a turn."""
    store.add_chat(Chat(chat, "me", f"A {SAID} title", 1.0, 1.0, None, ASKED), hidden)
    for name, parent in turns:
        given = Prefill(name, f"{SAID} thoughts", SAID, edited=True)
        turn = made(name, chat, parent, 10.0, f"A {SAID} question", ASKED, "streaming", given=given)
        store.begin(turn)
        store.extend(turn, 0, [Piece("reasoning", f"{SAID} thoughts"), Piece("answer", SAID)])
        usage = Usage(1, 2, 1, 0.25) if name != "untold" else None
        store.finish(changed(turn, status="done", usage=usage))
        store.add_note("me", Note(f"note-{name}", name, 0, 5, SAID, 1.0, 1.0))
        store.keep_records({name: SAID.encode()})


def everything(url: str, *but: str) -> str:
    """All rows of all tables but these and the index of SQLite."""
    found = MetaData()
    engine = create_engine(url)
    found.reflect(engine)
    engine.dispose()
    tables = [name for name in found.tables if not name.startswith(("words", "sqlite")) and name not in but]
    return repr({name: by_hand(url, f"SELECT * FROM {name}") for name in tables})


def test_of_a_deleted_chat_stays_what_it_used(store: Store, url: str, tmp_path: Path) -> None:
    fill(store, "chat-1", ("turn-1", None), ("turn-2", "turn-1"), ("untold", "turn-1"))
    used, in_chat = store.used("me", 0.0, 20.0), store.used_in("me", "chat-1")
    assert len(used) == 3
    store.delete("me", "chat-1", 100.0)
    assert store.forget_gone(100.0) == 0 and SAID in everything(url)
    assert store.forget_gone(100.5) == 3
    left = everything(url)
    assert SAID not in left and left.count("turn-1") == 1 == left.count("untold")

    def plain(rows: list[Used]) -> list[tuple[str, str, str, float]]:
        return sorted((asked.provider, asked.model, repr(usage), at) for asked, usage, at in rows)

    assert plain(store.used("me", 0.0, 20.0)) == plain(used)
    assert plain(store.used_in("me", "chat-1")) == plain(in_chat)
    assert store.forget_gone(1e9) == 0
    store.close()
    for path in tmp_path.iterdir():  # a file holds nothing of it either where it keeps what is free, but single words
        assert not re.search(rb"(?i)precious (thoughts|question|title|prompt)", path.read_bytes())


def test_of_a_deleted_turn_all_that_followed_it_goes_and_no_other(store: Store, url: str) -> None:
    names = [("turn-1", None), ("turn-2", "turn-1"), ("turn-3", "turn-2"), ("other", "turn-1")]
    fill(store, "chat-1", *names)
    store.delete_turn("me", "chat-1", "turn-2", 100.0)
    assert store.forget_gone(200.0) == 2
    conversation = store.conversation("me", "chat-1")
    assert conversation and set(conversation.turns) == {"turn-1", "other"}
    assert len(store.used("me", 0.0, 20.0)) == 4 and len(store.search("me", "question")) == 2
    left = everything(url, "used_before")
    assert "turn-2" not in left and "turn-3" not in left


def test_what_still_runs_in_it_stays_until_it_has_ended(store: Store) -> None:
    fill(store, "chat-1", ("turn-1", None))
    runs = made("turn-2", "chat-1", "turn-1", 10.0, "Why?", ASKED, "streaming")
    store.begin(runs)
    store.delete("me", "chat-1", 100.0)
    assert store.forget_gone(200.0) == 0 and len(store.with_texts(["turn-1", "turn-2"])) == 2
    store.finish(changed(runs, status="stopped"))
    store.forget_gone(200.0)
    assert not store.with_texts(["turn-1", "turn-2"])


def test_what_is_old_is_deleted_whoever_it_belongs_to(store: Store, url: str) -> None:
    for table, row in ROWS.items():
        if table in ("experiments", "measurements", "races", "recordings"):
            names = {"owner": "you", **row}
            by_hand(url, f"INSERT INTO {table} ({', '.join(names)}) VALUES (:{', :'.join(names)})", **names)
    fill(store, "arm", ("of-arm", None), hidden=True)
    by_hand(url, "INSERT INTO arms VALUES ('e', 1, 'raw', 'of-arm', 'arm', 0, 0)")
    fill(store, "old", ("turn-1", None))
    fill(store, "new", ("turn-2", None))
    by_hand(url, "UPDATE chats SET updated=5, pinned=1 WHERE id='old'")
    by_hand(url, "UPDATE chats SET updated=50 WHERE id='new'")
    assert store.delete_old(20.0, 100.0) == 1
    assert [chat.id for chat in store.chats("me")] == ["new"]
    assert store.deleted_chat("me", 99.0)  # there is a way back for a moment
    assert store.forget_gone(101.0) == 2
    kept = {table: by_hand(url, f"SELECT COUNT(*) FROM {table}")[0][0] for table in (*ROWS, "arms")}
    gone = dict.fromkeys(("experiments", "measurements", "races", "recordings", "arms"), 0)
    assert {table: kept[table] for table in gone} == gone and kept["chats"] == 1
    assert store.delete_old(20.0, 100.0) == 0
