"""A room's database is taken to another one whole, or not at all."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine

from components.conversation import Asked, Chat, Piece, Prefill
from components.store import Store, StoreError, move
from tests.postgres import PostgresServer
from tests.store.by_hand import by_hand
from tests.store.test_owners import ROWS
from tests.store.test_search import places
from tests.turns import made

ASKED = Asked("openrouter", "a/b")
pytestmark = pytest.mark.slow


def fill(url: str) -> None:
    """Chats whose later turn came before the earlier by its clock, with texts that are no easy ones; and a row of each
    kind that an owner has."""
    with closing(Store(url)) as store:
        store.add_chat(Chat("chat-1", "me", "On 東京", 1.0, 1.0, None, ASKED))
        parent = None
        for number in range(1200):  # more than go in one batch
            given = Prefill("turn-0", "thoughts \0", "é", edited=True) if number == 7 else None
            turn = made(f"turn-{number}", "chat-1", parent, 5000.0 - number, f"Q {number} \0\uffff", ASKED, given=given)
            store.begin(replace(turn, id=f"turn-{number}"))
            parent = turn.id if number % 3 else parent
        store.extend(turn, 0, [Piece("reasoning", "a skyscraper", 2.5), Piece("answer", "High \U0001f34e")])
        store.finish(replace(turn, status="done"))
        store.keep_records({"turn-3": bytes(range(256))})
        for table, row in ROWS.items():
            row = {"owner": "me", **row}
            names = ", ".join(f":{name}" for name in row)
            store._do(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({names})", **row)


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Of all tables but those of the index."""
    found = MetaData()
    engine = create_engine(url)
    found.reflect(engine)
    engine.dispose()
    tables = [name for name in found.tables if not name.startswith(("texts", "words", "sqlite"))]
    return {name: sorted(by_hand(url, f"SELECT * FROM {name}"), key=repr) for name in tables}


def test_all_of_it_comes_to_postgres_and_back(
    file_url: str, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fill(file_url)
    there, back = postgres.fresh(), f"sqlite:///{tmp_path_factory.mktemp('back')}/room.db"
    told: list[tuple[str, int]] = []
    moved = move(file_url, there, lambda *one: told.append(one))
    assert dict(told) == moved and moved["turns"] == 1200 and moved["given"] == 1 and moved["records"] == 1
    assert set(ROWS) <= {table for table, count in moved.items() if count}
    with closing(Store(file_url)) as here, closing(Store(there)) as store:
        assert store.with_texts(["turn-7", "turn-1199"]) == here.with_texts(["turn-7", "turn-1199"])
        for words in ("京", "skyscr", "1199"):
            assert places(store, words) == places(here, words) != set()
        assert store.record("me", "turn-3") == bytes(range(256))
    move(there, back, while_it_runs=True)
    assert rows(back) == rows(file_url)


def test_where_something_is_already_nothing_comes(file_url: str, postgres: PostgresServer) -> None:
    fill(file_url)
    there = postgres.fresh()
    with closing(Store(there)) as store:
        store.favour("me", "openrouter", "a/b", True)
    with pytest.raises(StoreError, match="is not empty: it has favourites"):
        move(file_url, there)
    assert by_hand(there, "SELECT COUNT(*) FROM turns") == [(0,)]


def test_where_one_of_them_is_open_nothing_comes(file_url: str, postgres: PostgresServer) -> None:
    fill(file_url)
    there = postgres.fresh()
    for url in (file_url, there):
        with closing(Store(url, alone=True)), pytest.raises(StoreError, match="Another Thinkroom is using"):
            move(file_url, there)
    with closing(Store(file_url, alone=True)):
        assert move(file_url, there, while_it_runs=True)["turns"] == 1200


@pytest.mark.parametrize(
    "wrong",
    [
        ["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.question = 'x'; RETURN NEW; END$$"],
        ["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$"],
    ],
    ids=["changed", "left out"],
)
def test_what_does_not_come_as_it_was_does_not_come(
    file_url: str, postgres: PostgresServer, wrong: Sequence[str]
) -> None:
    with closing(Store(file_url)) as store:
        store.add_chat(Chat("chat-1", "me", "A chat", 1.0, 1.0, None, ASKED))
        store.begin(made("turn-1", "chat-1", None, 1.0, "Why?", ASKED))
    there = postgres.fresh()
    Store(there).close()
    for statement in (*wrong, "CREATE TRIGGER t BEFORE INSERT ON turns FOR EACH ROW EXECUTE FUNCTION f()"):
        by_hand(there, statement)
    with pytest.raises(StoreError, match=r"turns has \d of 1 rows, or other ones\. Nothing was moved"):
        move(file_url, there)
    assert by_hand(there, "SELECT COUNT(*) FROM chats") == [(0,)]
