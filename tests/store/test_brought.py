"""A chat that comes from a file: whole or not at all, and nobody waits for it for long."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from components.conversation import MOST_TITLE, Asked, Chat, Conversation, Piece, Prefill, Turn, Usage
from components.store import Store, StoreError
from components.store.brought import MOST_CHARACTERS, MOST_TURNS, batches
from tests.turns import changed, made

ASKED = Asked("openrouter", "a/b")
TURNS = 55


def a_conversation(count: int = TURNS, title: str = "From a file", reverse: bool = False) -> Conversation:
    numbers = reversed(range(count)) if reverse else range(count)
    turns = {
        f"t{n}": made(
            f"t{n}",
            "c",
            f"t{n - 1}" if n else None,
            float(n),
            f"question {n}",
            ASKED,
            "done",
            (Piece("reasoning", f"thought {n}"), Piece("answer", f"answer {n}")),
            usage=Usage(1, 1, 1, 1.0),
            given=Prefill("", "handed", "over") if n == 1 else None,
        )
        for n in numbers
    }
    return Conversation(Chat("c", "me", title, 1.0, 2.0, f"t{count - 1}", ASKED), turns)


class Watched(Store):
    """Counts what each transaction writes of turns."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.written: list[int] = []

    @contextmanager
    def _begin(self, reads: bool = False) -> Iterator[Connection]:  # type: ignore[override]
        self.written.append(0)
        with super()._begin(reads) as db:
            yield db

    def _insert(self, db: Connection, turn: Turn) -> None:
        self.written[-1] += 1
        super()._insert(db, turn)


@pytest.fixture
def store(url: str) -> Iterator[Watched]:
    with closing(Watched(url)) as made:
        yield made


def left(store: Store) -> dict[str, int]:
    """How many rows there are of each kind."""
    tables = ("chats", "turns", "pieces", "given", "texts")
    return {table: store._all(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"] for table in tables}


NOTHING = dict.fromkeys(("chats", "turns", "pieces", "given", "texts"), 0)


def test_no_transaction_writes_more_than_a_few_turns(store: Watched) -> None:
    store.add_whole(a_conversation())
    assert sum(store.written) == TURNS and max(store.written) == MOST_TURNS <= 20


def test_a_large_turn_stands_alone_in_its_batch() -> None:
    large = made("t", "c", None, 1.0, "", ASKED, "done", (Piece("answer", "x" * MOST_CHARACTERS),))
    small = changed(large, pieces=(Piece("answer", "x"),))
    found = list(batches([small, small, large, small, large, large]))
    assert [len(batch) for batch in found] == [2, 1, 1, 1, 1]
    assert list(batches([])) == []


def test_it_is_seen_when_it_is_whole_and_not_before(store: Watched, url: str) -> None:
    seen: list[object] = []

    def look(done: int) -> None:
        other = Store(url)
        seen.append((done, other.chats("me"), other.chat("me", "c"), other.search("me", "thought")))

    store.add_whole(a_conversation(), look)
    assert [row[0] for row in seen] == [10, 20, 30, 40, 50, 55]  # type: ignore[index]
    assert {repr(row[1:]) for row in seen} == {"([], None, [])"}  # type: ignore[index]
    assert [chat.title for chat in store.chats("me")] == ["From a file"]
    assert len(store.search("me", "thought")) == 3 and len(store.search("me", "file")) == 1
    conversation = store.conversation("me", "c")
    assert conversation and len(conversation.path()) == TURNS


def test_others_write_between_batches(store: Watched) -> None:
    store.add_chat(Chat("mine", "me", "Mine", 1.0, 1.0, None, ASKED))
    titles: list[str] = []

    def rename(done: int) -> None:
        writer = threading.Thread(target=store.rename, args=("me", "mine", f"After {done}"))
        writer.start()
        writer.join(20)
        titles.append(store.chats("me")[0].title)

    store.add_whole(a_conversation(), rename)
    assert titles == [f"After {done}" for done in (10, 20, 30, 40, 50, 55)]


class Left(BaseException):
    """As Streamlit raises it in a script whose page was left."""


@pytest.mark.parametrize("error", [Left(), StoreError("The database does not answer."), MemoryError()])
@pytest.mark.parametrize("after", [10, 30, 55])
def test_what_breaks_off_leaves_nothing(store: Watched, error: BaseException, after: int) -> None:
    def stop(done: int) -> None:
        if done == after:
            raise error

    with pytest.raises(type(error)):
        store.add_whole(a_conversation(), stop)
    assert left(store) == NOTHING


def test_what_a_killed_room_had_half_is_forgotten_at_the_next_start(store: Watched, url: str) -> None:
    class Killed(Watched):
        def _forget_coming(self, chat_id: str) -> None:
            raise StoreError("It is not there any more.")

    killed = Killed(url)

    def stop(done: int) -> None:
        raise Left()

    with pytest.raises(Left):
        killed.add_whole(a_conversation(), stop)
    assert left(store)["turns"] == 10 and store.chats("me") == [] == store.search("me", "thought")
    assert store.used("me", 0.0, 100.0) == []  # nor does it cost anything
    other = replace(a_conversation(3), chat=Chat("whole", "me", "Whole", 1.0, 1.0, None, ASKED))
    turns = {
        f"w{n}": replace(turn, id=f"w{n}", chat_id="whole", parent_id=None)
        for n, turn in enumerate(other.turns.values())
    }
    store.add_whole(replace(other, turns=turns))
    store.forget_half_brought()
    assert left(store) == {"chats": 1, "turns": 3, "pieces": 6, "given": 1, "texts": 10}
    assert [chat.title for chat in store.chats("me")] == ["Whole"]


def test_turns_in_any_order_take_no_longer(store: Watched) -> None:
    """Each after its parent, however they stand in the file."""
    store.add_whole(a_conversation(reverse=True))
    conversation = store.conversation("me", "c")
    assert conversation and [turn.id for turn in conversation.path()] == [f"t{n}" for n in range(TURNS)]


# Titles

LONG = "word " * 500_000


@pytest.mark.parametrize("way", ["import", "rename", "automatic", "an older database"])
def test_no_title_is_longer_than_200_characters(store: Watched, way: str) -> None:
    if way == "import":
        store.add_whole(a_conversation(1, LONG))
    else:
        store.add_chat(Chat("c", "me", LONG if way == "automatic" else "short", 1.0, 1.0, None, ASKED))
    if way == "rename":
        store.rename("me", "c", LONG)
    if way == "an older database":
        store._do("UPDATE chats SET title=:title", title=LONG)
    (chat,) = store.chats("me")
    assert MOST_TITLE == 200 and len(chat.title) <= 200 and chat.title.startswith("word word")
    assert chat.title.endswith("word…")
    if way != "an older database":
        assert store._all("SELECT title FROM chats")[0]["title"] == chat.title
        assert [len(hit.title) for hit in store.search("me", "word")] == [len(chat.title)]
    store.delete("me", "c", 5.0)
    assert (gone := store.deleted_chat("me", 1.0)) and gone.title == chat.title


def test_a_title_that_fits_stays_as_it_is(store: Watched) -> None:
    for title in ("x" * 200, "", "  ", "東" * 200):
        assert Chat("c", "me", title, 1.0, 1.0, None, ASKED).title == title
