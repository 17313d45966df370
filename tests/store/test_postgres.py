"""The same store on a real Postgres: its schema, its texts, its search, what was deleted, given and spent."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import text

from components.conversation import Chat, Conversation, Piece, Prefill, Turn, Usage
from components.store import Store, StoreError
from components.store.migrations import STEPS
from tests.postgres import PostgresServer, postgres_server
from tests.store.former import STEP_7_AT_FIRST
from tests.store.test_charges import check
from tests.store.test_search import ASKED, SPECIAL, found, places
from tests.turns import changed, made

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def store(postgres: PostgresServer) -> Iterator[Store]:
    """Over a schema of its own. Skipped where there is no server."""
    with closing(Store(postgres.fresh())) as made:
        yield made


@pytest.mark.slow
def test_the_store_is_the_same_on_postgres(store: Store) -> None:
    store.add_chat(Chat("chat-1", "me", "On 東京", 1.0, 1.0, None, ASKED))
    pieces = (Piece("reasoning", "a sky"), Piece("reasoning", "scraper"), Piece("answer", "High."))
    first = Turn("turn-1", "chat-1", None, 10.0, 'How "tall"? É', ASKED, "streaming")
    store.begin(first)
    store.extend(first, 0, pieces[:1])
    store.extend(first, 1, pieces[1:])
    store.finish(changed(first, status="done", usage=Usage(1, 2, 1, 0.25)))
    given = Prefill("turn-1", "a sky scraper", "Hi", edited=True)
    second = made("turn-2", "chat-1", "turn-1", 11.0, "skyscraper", ASKED, "streaming", given=given, taken="own")
    store.begin(second)
    store.finish(replace(second, status="stopped"))

    kept = store.with_texts(["turn-1", "turn-2"])
    assert (kept["turn-1"].reasoning, kept["turn-1"].answer) == ("a skyscraper", "High.")
    assert kept["turn-2"] == replace(second, status="stopped")
    assert places(store, "skyscr") == {("chat-1", "turn-1", "reasoning"), ("chat-1", "turn-2", "question")}
    assert found(store, "京") == ["京"] and found(store, '"how tall" é') == ['How "tall']
    assert found(store, SPECIAL.replace("\0", "")) == [] == found(store, "high", "you")
    used = [(ASKED, Usage(1, 2, 1, 0.25), first.created), (ASKED, None, second.created)]
    assert store.used("me", 0.0, 20.0) == used
    store.set_daily_limit("me", 2.5)
    assert store.daily_limit("me") == 2.5
    assert [turn.turn_id for turn in store.thinking("me", 5)] == ["turn-1"] and store.thinking("you", 5) == []

    store.delete_turn("me", "chat-1", "turn-1", 5.0)
    assert places(store, "skyscr") == set() and store.thinking("me", 5) == []
    conversation = store.conversation("me", "chat-1")
    assert conversation and not conversation.turns
    deleted = store.deleted_turn("me", "chat-1", 4.0)
    assert deleted and deleted.id == "turn-1" and store.deleted_turn("me", "chat-1", 6.0) is None
    store.delete_turn("me", "chat-1", "turn-1", None)
    store.pin("me", "chat-1", pinned=True)
    assert [chat.id for chat in store.chats("me", pinned=True)] == ["chat-1"]
    conversation = store.conversation("me", "chat-1")
    assert conversation and list(conversation.turns) == ["turn-1", "turn-2"]
    store.delete("me", "chat-1", 7.0)
    gone = store.deleted_chat("me", 6.0)
    assert gone and gone.title == "On 東京" and store.chats("me") == []


@pytest.mark.slow
def test_the_room_s_key_is_reserved_one_after_another_on_postgres_too(store: Store) -> None:
    check(store)


@pytest.mark.slow
def test_what_ran_when_the_server_was_killed_is_marked_at_the_next_start(store: Store) -> None:
    store.add_chat(Chat("chat-1", "me", "A chat", 1.0, 1.0, None, ASKED))
    store.begin(Turn("turn-1", "chat-1", None, 10.0, "Why?", ASKED, "streaming"))
    assert store.interrupt_all() == 1
    (turn,) = store.with_texts(["turn-1"]).values()
    assert turn.status == "failed" and turn.failure and turn.failure.kind == "interrupted"


@pytest.mark.slow
def test_a_schema_that_stood_on_main_without_a_column_is_mended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("CREATE DATABASE former"))
    url = (
        store._engine.url.set(database="former")
        .difference_update_query(["options"])
        .render_as_string(hide_password=False)
    )
    with monkeypatch.context() as former:
        former.setattr("components.store.migrations.STEPS", (*STEPS[:6], STEP_7_AT_FIRST))
        made = Store(url)
    with pytest.raises(StoreError):
        made.used("me", 0.0, 1.0)
    mended = Store(url)
    assert mended.used("me", 0.0, 1.0) == []
    for opened in (made, mended):
        opened._engine.dispose()


@pytest.mark.slow
def test_one_room_has_a_database_until_it_ends(store: Store) -> None:
    store.claim()
    store.claim()
    url = store._engine.url.render_as_string(hide_password=False)
    for _ in range(2):
        with pytest.raises(StoreError, match="Another Thinkroom is using the database"):
            Store(url, alone=True)
    assert store._claim
    store._claim.invalidate()
    store._claim.close()
    after = Store(url, alone=True)
    assert after._claim
    after._claim.close()
    after._engine.dispose()


@pytest.mark.slow
def test_records_are_kept_and_forgotten_on_postgres_too(store: Store) -> None:
    store.add_chat(Chat("chat-1", "me", "A chat", 1.0, 1.0, None, ASKED))
    for number in (1, 2, 3):
        parent = f"turn-{number - 1}" if number > 1 else None
        store.begin(Turn(f"turn-{number}", "chat-1", parent, float(number), "Why?", ASKED, "done"))
    store.keep_records({f"turn-{number}": bytes(range(256)) for number in (1, 2, 3)})
    store.keep_records({"turn-3": b"\x00\xff anew", "no-such": b"x"})
    assert store.record("me", "turn-3") == b"\x00\xff anew" and store.record("you", "turn-3") is None
    assert store.owners_of_records() == ["me"]
    store.forget_records("me", 2, 0.0)
    assert [bool(store.record("me", f"turn-{number}")) for number in (1, 2, 3)] == [False, True, True]
    store.delete_turn("me", "chat-1", "turn-2", 5.0)
    store.forget_records("me", 2, 6.0)
    store.delete_turn("me", "chat-1", "turn-2", None)
    assert store.owners_of_records() == []
    cost = Usage(1, 2, 1, 0.25)
    store.add_reading(made("turn-4", "chat-1", None, 4.0, "Why?", ASKED, "done", usage=cost), "turn-1")
    assert store.origins("me", ["turn-4"]) == {"turn-4": "turn-1"} and len(store.used("me", 0.0, 20.0)) == 3


@pytest.mark.slow
def test_a_chat_from_a_file_is_there_whole_or_not_at_all(store: Store) -> None:
    chat = Chat("chat-1", "me", "From a file", 1.0, 1.0, "turn-24", ASKED)
    turns = {
        f"turn-{n}": Turn(f"turn-{n}", "chat-1", f"turn-{n - 1}" if n else None, n, f"Why {n}?", ASKED, "done")
        for n in range(25)
    }

    def stop(done: int) -> None:
        assert store.chats("me") == []
        if done > 10:
            raise StoreError("It broke off.")

    with pytest.raises(StoreError, match="broke off"):
        store.add_whole(Conversation(chat, turns), stop)
    assert store._all("SELECT id FROM turns") == [] == store._all("SELECT id FROM chats")
    store.add_whole(Conversation(chat, turns))
    conversation = store.conversation("me", "chat-1")
    assert conversation and len(conversation.path()) == 25


WORDS = some.lists(
    some.sampled_from(["needle", "naïve", "東", "京", "都", "ab", "a", "x" * 400, "it's", "\\", "'"]), max_size=9
)


@pytest.fixture(scope="module")
def both(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    file = f"sqlite:///{tmp_path_factory.mktemp('both')}/room.db"
    with closing(Store(postgres.fresh())) as there, closing(Store(file)) as here:
        yield here, there


@pytest.mark.slow
@settings(max_examples=60)
@given(title=WORDS, question=WORDS, looked_for=some.lists(WORDS, max_size=3), touch=some.booleans())
def test_the_same_is_found_on_both(
    both: tuple[Store, Store], title: list[str], question: list[str], looked_for: list[list[str]], touch: bool
) -> None:
    words = " ".join(f'"{" ".join(phrase)}"' for phrase in looked_for)
    places_of: list[set[tuple[str, str | None, str]]] = []
    for store in both:
        for table in ("texts", "turns", "chats"):
            store._do(f"DELETE FROM {table}")
        store.add_chat(Chat("chat-1", "me", " ".join(title), 1.0, 1.0, None, ASKED))
        store.begin(made("turn-1", "chat-1", None, 1.0, ("" if touch else " ").join(question), ASKED, "done"))
        places_of.append(places(store, words))
    assert places_of[0] == places_of[1]


@pytest.mark.slow
def test_a_text_with_too_many_different_words_is_found_too(store: Store) -> None:
    store.add_chat(Chat("chat-1", "me", "A chat", 1.0, 1.0, None, ASKED))
    many = " ".join(f"word{number}" for number in range(100_000))
    store.begin(made("turn-1", "chat-1", None, 1.0, many, ASKED, "done"))
    assert store._all("SELECT words IS NULL AS none FROM texts WHERE turn_id='turn-1'") == [{"none": True}]
    assert found(store, "word99999") == ["word99999"] and found(store, '"word7 word9"') == []


@pytest.mark.slow
def test_what_postgres_takes_in_no_text_comes_back_as_it_was(store: Store) -> None:
    said = "a\0b \uffff \uffff0 \uffff1"
    store.add_chat(Chat("chat-1", "me", said, 1.0, 1.0, None, ASKED))
    store.begin(made("turn-1", "chat-1", None, 1.0, said, ASKED, "done"))
    assert [chat.title for chat in store.chats("me")] == [said]
    assert store.with_texts(["turn-1"])["turn-1"].question == said


@pytest.mark.slow
def test_many_processes_may_open_a_fresh_database_at_once() -> None:
    with postgres_server() as server:
        script = f"from components.store import Store; Store({server.url!r}).close()"
        opened = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)]
        assert [process.communicate()[1] for process in opened] == [b""] * 4


@pytest.mark.slow
def test_a_server_that_was_away_is_asked_again() -> None:
    with postgres_server() as server, closing(Store(server.url)) as store:
        store.add_chat(Chat("chat-1", "me", "A chat", 1.0, 1.0, None, ASKED))
        server.stop("immediate")
        with pytest.raises(StoreError, match="does not answer"):
            store.chats("me")
        server.start()
        assert [chat.id for chat in store.chats("me")] == ["chat-1"]
