"""Whose things are whose, also of a database from before owners were hashed, and after something is handed over."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from components.conversation import Asked, Chat
from components.store import Store
from components.store.migrations import STEPS, HashOwners, migrate
from components.store.owners import OWNED

TOKEN = "abcDEF-_0123456789abcDEF-_0123456789abcdefg"
HASHED = f"browser:{hashlib.sha256(TOKEN.encode()).hexdigest()}"
ASKED = Asked("openrouter", "a/b")
ROWS: dict[str, dict[str, Any]] = {
    "chats": {
        "id": "c",
        "title": "Mine",
        "created": 1.0,
        "updated": 1.0,
        "asked": '{"provider": "openrouter", "model": "a/b"}',
    },
    "favourites": {"server": "openrouter", "model": "a/b"},
    "experiments": {"id": "e", "created": 1.0, "plan": "{}"},
    "measurements": {"id": "m", "created": 1.0, "series": "{}", "state": "done", "said": ""},
    "daily_limits": {"usd": 2.5},
    "own_settings": {"server": "openrouter", "model": "a/b", "name": "fields", "value": "{}"},
    "recordings": {"id": "r", "title": "A demo", "created": 1.0, "packed": b""},
    "races": {"id": "race", "created": 1.0, "plan": "{}"},
    "used_before": {
        "turn_id": "t",
        "chat_id": "gone",
        "asked": '{"provider": "openrouter", "model": "a/b"}',
        "used": "null",
        "created": 1.0,
    },
    "charges": {"turn_id": "t", "asked_at": 1.0, "usd": 0.5, "prompt_usd": 0.1, "token_usd": 0.1},
}
SINCE_THEN = ("own_settings", "recordings", "races", "used_before", "charges")  # what an old database does not have


def insert(db: Connection, table: str, owner: str, **more: Any) -> None:
    row = {"owner": owner, **ROWS[table], **more}
    names = ", ".join(row)
    db.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)


def owners(url: str, table: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as db:
        found = [row.owner for row in db.execute(text(f"SELECT owner FROM {table} ORDER BY owner"))]
    engine.dispose()
    return found


def old_database(url: str) -> None:
    """As a Thinkroom kept it that knew no hashes: the cookie's own words in every table."""
    before = STEPS[: next(at for at, step in enumerate(STEPS) if isinstance(step[0], HashOwners))]
    engine = create_engine(url)
    with pytest.MonkeyPatch.context() as older, engine.begin() as db:
        older.setattr("components.store.migrations.STEPS", before)
        migrate(db)
        for table in (name for name in ROWS if name not in SINCE_THEN):
            insert(db, table, f"cookie:{TOKEN}")
            insert(db, table, "local", **({"id": f"{table}-of-local"} if "id" in ROWS[table] else {}))
        for place in ("https://a.example/v1", f"https://a.example/v1 cookie:{TOKEN}", "https://a.example/v1 local"):
            db.execute(text("INSERT INTO catalogues (place, fetched, models) VALUES (:at, 1, '[]')"), {"at": place})
    engine.dispose()


def test_every_table_that_names_an_owner_is_known(url: str) -> None:
    Store(url)
    tables = inspect(create_engine(url))
    named = {name for name in tables.get_table_names() if "owner" in {one["name"] for one in tables.get_columns(name)}}
    assert named == set(OWNED) == set(ROWS)


def test_an_old_database_holds_no_token_afterwards_and_loses_nothing(file_url: str, tmp_path: Path) -> None:
    url = file_url
    old_database(url)
    assert TOKEN.encode() in (tmp_path / "room.db").read_bytes()
    store = Store(url)
    for table in ROWS:
        assert owners(url, table) == ([] if table in SINCE_THEN else [HASHED, "local"])
    assert [chat.title for chat in store.chats(HASHED)] == ["Mine"] and store.daily_limit(HASHED) == 2.5
    assert store.favourites(HASHED, "openrouter") == ["a/b"] and store.owns(HASHED)
    engine = create_engine(url)
    with engine.connect() as db:
        places = {row.place for row in db.execute(text("SELECT place FROM catalogues"))}
        assert places == {"https://a.example/v1", "https://a.example/v1 local"}
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    assert not [path for path in tmp_path.iterdir() if TOKEN.encode() in path.read_bytes()]


@pytest.mark.parametrize("table", ROWS)
def test_one_thing_of_any_kind_is_enough_to_own(url: str, table: str) -> None:
    store, engine = Store(url), create_engine(url)
    assert not store.owns("me")
    with engine.begin() as db:
        insert(db, table, "me")
    engine.dispose()
    assert store.owns("me") and not store.owns("m") and not store.owns("ME") and not store.owns("")


def test_what_is_handed_over_is_the_heirs(url: str) -> None:
    store, engine = Store(url), create_engine(url)
    store.add_chat(Chat("hers", "her", "Hers", 1.0, 1.0, None, ASKED))
    store.set_daily_limit("her", 9.0)
    store.favour("her", "openrouter", "a/b", True)
    store.add_chat(Chat("other", "another", "Another's", 1.0, 1.0, None, ASKED))
    with engine.begin() as db:
        for table in ROWS:
            insert(db, table, "me")
    engine.dispose()
    store.hand_over("me", "her")
    assert not store.owns("me") and {chat.id for chat in store.chats("her")} == {"hers", "c"}
    assert store.daily_limit("her") == 9.0  # her own stays
    assert store.favourites("her", "openrouter") == ["a/b"]
    assert owners(url, "experiments") == owners(url, "measurements") == ["her"]
    assert [chat.id for chat in store.chats("another")] == ["other"]


def test_a_limit_comes_along_where_the_heir_has_none(url: str) -> None:
    store = Store(url)
    store.set_daily_limit("me", 1.5)
    store.hand_over("me", "her")
    store.hand_over("nobody", "her")
    assert store.daily_limit("her") == 1.5 and store.daily_limit("me") is None


def test_what_was_set_for_a_server_goes_to_the_heir_whose_own_stays(url: str) -> None:
    store = Store(url)
    store.set_own_setting("me", "openrouter", "a/b", "fields", "mine")
    store.set_own_setting("me", "openrouter", "c/d", "fields", "mine too")
    store.set_own_setting("her", "openrouter", "a/b", "fields", "hers")
    assert store.owns("me")
    store.hand_over("me", "her")
    assert [store.own_setting("her", "openrouter", model, "fields") for model in ("a/b", "c/d")] == ["hers", "mine too"]
    assert not store.owns("me") and store.own_setting("me", "openrouter", "c/d", "fields") == ""
