"""What is read of all owners together: counts and figures, and no word that anybody wrote."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from components.audience import Share, Shown
from components.conversation import REPLAY, Aside, Asked, Chat, Piece, Turn, Usage
from components.injection import Arm, Experiment, Plan
from components.race import Lane, Race
from components.store import Charge, Store
from components.store.overview import Seen, ShareOf
from tests.turns import changed, made

ASKED = Asked("openrouter", "a/b", system_prompt="a precious prompt")
SAID = "precious"
USAGE = Usage(10, 20, 5, 0.25)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as opened:
        yield opened


def asked(store: Store, name: str, owner: str, at: float, usage: Usage | None = USAGE, **more: Any) -> Turn:
    """A turn that has ended, or as `more` says, in a chat of its own."""
    hidden, whom = more.pop("hidden", False), more.pop("asked", ASKED)
    chat = Chat(f"chat-{name}", owner, f"A {SAID} title", at, at, None, whom)
    store.add_chat(chat, hidden)
    if since := more.pop("imported", None):
        store._do("UPDATE chats SET imported=:since WHERE id=:id", since=since, id=chat.id)
    turn = made(name, chat.id, None, at, f"A {SAID} question", whom, "streaming")
    store.begin(turn)
    store.extend(turn, 0, [Piece("reasoning", SAID), Piece("answer", SAID)])
    ended = changed(turn, status="done", usage=usage)
    if not more.pop("runs", False):
        store.finish(ended)
    return turn


def test_everybody_is_seen_with_what_is_known_of_them(store: Store) -> None:
    asked(store, "one", "browser:ada", 10.0)
    asked(store, "two", "browser:ada", 20.0, hidden=True)
    asked(store, "gone", "browser:bob", 30.0)
    store.delete("browser:bob", "chat-gone", 40.0)
    store.forget_gone(50.0)
    store.call("user:eve", "Eve")
    store.sign_out("user:eve", 5.0)
    seen = {one.owner: one for one in store.seen()}
    assert set(seen) == {"browser:ada", "browser:bob", "user:eve"}
    assert seen["browser:ada"].chats == 1 and (seen["browser:ada"].active or 0) > 20.0
    assert seen["browser:bob"] == Seen("browser:bob", "", 0.0, 30.0, 0)
    assert seen["user:eve"] == Seen("user:eve", "Eve", 5.0, None, 0) and store.names() == {"user:eve": "Eve"}


def test_what_was_used_is_told_for_each_turn_also_of_what_is_forgotten(store: Store) -> None:
    asked(store, "old", "ada", 5.0)
    asked(store, "one", "ada", 10.0)
    asked(store, "two", "bob", 20.0, None)
    asked(store, "played", "bob", 20.0, asked=Asked(REPLAY, "tape"))
    asked(store, "brought", "bob", 20.0, imported=30.0)
    read = made("again", "chat-one", None, 25.0, SAID, ASKED, "done", usage=USAGE)
    store.add_reading(read, "one")
    asked(store, "gone", "bob", 30.0)
    store.delete("bob", "chat-gone", 40.0)
    store.forget_gone(50.0)
    found = sorted((one.at, one.owner, one.model, one.usage) for one in store.used_by_all(10.0))
    assert found == [(10.0, "ada", "a/b", USAGE), (20.0, "bob", "a/b", None), (30.0, "bob", "a/b", USAGE)]


def test_the_room_s_key_is_summed_up_by_owner(store: Store) -> None:
    for turn_id, owner, usd, until in (("a", "ada", 1.0, None), ("b", "ada", 0.5, 9.0), ("c", "bob", 2.0, None)):
        charge = Charge(turn_id, owner, 5.0, usd, 0.0, 0.0, until)
        store.reserve(owner, 5.0, 0.0, lambda mine, everybody, charge=charge: charge)
    assert store.charged_by_owner(5.0) == {"ada": (1.5, 0.5, 2), "bob": (2.0, 0.0, 1)}
    assert store.charged_by_owner(6.0) == {}


def test_what_runs_is_told_with_what_it_is_a_part_of(store: Store) -> None:
    for name in ("talk", "arm", "lane", "aside", "taken"):
        asked(store, name, "ada", 10.0, runs=True)
    asked(store, "over", "ada", 10.0)
    store.add_experiment(Experiment("experiment", "ada", 1.0, Plan()))
    store.add_arm("experiment", 0, Arm("plain", "arm", "chat-arm"))
    store.add_arm("experiment", 1, Arm("thinking", "taken", "chat-taken", given=True))  # the turn of a chat
    store.add_race(Race("race", "ada", 1.0, SAID, (Lane(ASKED, "lane", "chat-lane"),)))
    store.add_aside(Aside("aside-1", "talk", "explanation", 0, 1, "", "aside", 1.0))
    found = {row.turn_id: row for row in store.runs(["talk", "arm", "lane", "aside", "taken", "over", "none"])}
    assert {name: (row.kind, row.made_for) for name, row in found.items()} == {
        "talk": ("chat", ""),
        "arm": ("injection", "experiment"),
        "lane": ("race", "race"),
        "aside": ("aside", "aside-1"),
        "taken": ("chat", ""),
    }
    assert {(row.owner, row.created, row.characters) for row in found.values()} == {("ada", 10.0, 2 * len(SAID))}
    assert store.runs([]) == []


def test_links_are_told_with_whose_they_are_and_without_their_tokens(store: Store) -> None:
    asked(store, "one", "ada", 10.0)
    asked(store, "two", "bob", 10.0)
    store.add_share(Share("first", "chat-one", Shown(), 1.0, 100.0), "hash-1")
    store.add_share(Share("second", "chat-two", Shown(), 2.0, 100.0, frozen=("two",)), "hash-2")
    store.add_share(Share("over", "chat-one", Shown(), 3.0, 40.0), "hash-3")
    assert store.all_shares(50.0) == [
        ShareOf("second", "bob", "chat", False, 2.0, 100.0),
        ShareOf("first", "ada", "chat", True, 1.0, 100.0),
    ]
    assert store.count_shares(50.0) == 2
    store.delete("bob", "chat-two", 60.0)
    assert [one.id for one in store.all_shares(50.0)] == ["first"] and store.count_shares(50.0) == 1


def test_what_waits_to_be_forgotten_and_what_is_old_is_counted(store: Store, url: str) -> None:
    for name in ("one", "two", "three"):
        asked(store, name, "ada", 10.0)
    asked(store, "hidden", "ada", 10.0, hidden=True)
    store.delete("ada", "chat-one", 50.0)
    store.delete_turn("ada", "chat-two", "two", 50.0)
    assert store.counts(None) == {"chats": 2, "turns": 4, "deleted_chats": 1, "deleted_turns": 1, "old": 0}
    assert store.counts(1e12)["old"] == 2 and store.counts(10.0)["old"] == 0
    engine, size = store.size()
    assert engine == ("SQLite" if url.startswith("sqlite") else "Postgres") and size and size > 10_000


def test_none_of_it_reads_a_word_that_anybody_wrote(store: Store) -> None:
    turn = asked(store, "one", "ada", 10.0, runs=True)
    store.add_share(Share("first", "chat-one", Shown(), 1.0, 100.0), "hash-1")
    store.call("ada", "Ada")
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    event.listen(store._engine, "before_cursor_execute", note)
    told = (
        *(store.seen(), store.names(), list(store.used_by_all(0.0)), store.charged_by_owner(0.0)),
        *(store.runs([turn.id]), store.all_shares(50.0), store.count_shares(50.0), store.counts(5.0), store.size()),
    )
    assert len(statements) > 12 and SAID not in repr(told)
    # A text is measured and never read, and of what is JSON a part alone.
    for statement in statements:
        shown = (
            re.sub(r"\(SELECT shares\.\*.*", "", statement, flags=re.S).replace("LENGTH(text)", "").replace("*)", ")")
        )
        named = re.sub(r"(?:json_extract\(|CAST\()[\w.]+(?:, '\$\.(\w+)'\)| AS json\) ->> '(\w+)')", "", shown)
        words = ("question", "title", "text", "*", "shown", "token", "asked", "came", "turns.asked")
        assert not any(re.search(rf"\b{re.escape(word)}\b" if word != "*" else r"\*", named) for word in words), named
