"""The schema as numbered steps. A step that was once released is never changed: the next one changes what it made."""

import hashlib
from collections.abc import Callable

from sqlalchemy import Connection, text

Statement = str | Callable[[Connection], None]


def index(connection: Connection) -> None:
    """Not where the database has no FTS5: its texts are searched as they are."""
    from components.store.search import (
        enter,
        enter_replies,
        has_fts5,
    )  # it stands on the database, and that on this module

    if has_fts5(connection):
        for statement in (
            """CREATE TABLE texts (
                id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id TEXT NOT NULL, turn_id TEXT, channel TEXT NOT NULL)""",
            "CREATE INDEX texts_of_turn ON texts (turn_id, chat_id)",
            "CREATE VIRTUAL TABLE words USING fts5 (body, content='', tokenize='ascii')",
        ):
            connection.execute(text(statement))
        for chat in connection.execute(text("SELECT id, title FROM chats")):
            enter(connection, chat.id, None, "title", chat.title)
        for turn in connection.execute(text("SELECT id, chat_id, question FROM turns")):
            enter(connection, turn.chat_id, turn.id, "question", turn.question)
        enter_replies(connection, "turns.status IN ('done', 'stopped', 'failed')")


def hash_owners(connection: Connection) -> None:
    """A cookie's token stood here as it was; from now on only what it hashes to. Nothing of it stays in the file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    for table in ("chats", "favourites", "experiments", "measurements", "daily_limits"):
        named = text(f"SELECT DISTINCT owner FROM {table} WHERE owner LIKE :tokens")
        for (owner,) in connection.execute(named, {"tokens": "cookie:%"}).all():
            hashed = hashlib.sha256(owner.removeprefix("cookie:").encode()).hexdigest()
            change = text(f"UPDATE {table} SET owner=:new WHERE owner=:old")
            connection.execute(change, {"new": f"browser:{hashed}", "old": owner})
    # Lists of models that were read with a key of one's own: they are read again.
    connection.execute(text("DELETE FROM catalogues WHERE place LIKE :tokens"), {"tokens": "% cookie:%"})


STEPS: tuple[tuple[Statement, ...], ...] = (
    # 1: chats, their turns as a tree, and the text as it arrived
    (
        """CREATE TABLE chats (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
            created DOUBLE PRECISION NOT NULL, updated DOUBLE PRECISION NOT NULL, deleted DOUBLE PRECISION,
            leaf_id TEXT, asked TEXT NOT NULL)""",
        "CREATE INDEX chats_of_owner ON chats (owner, updated)",
        """CREATE TABLE turns (
            id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats (id), parent_id TEXT REFERENCES turns (id),
            created DOUBLE PRECISION NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL,
            status TEXT NOT NULL, came TEXT NOT NULL)""",
        "CREATE INDEX turns_of_chat ON turns (chat_id, created)",
        """CREATE TABLE pieces (
            turn_id TEXT NOT NULL REFERENCES turns (id), first INTEGER NOT NULL,
            channel TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (turn_id, first))""",
    ),
    # 2: what the choice of a model rests on
    (
        "CREATE TABLE catalogues (place TEXT PRIMARY KEY, fetched DOUBLE PRECISION NOT NULL, models TEXT NOT NULL)",
        """CREATE TABLE favourites (
            owner TEXT NOT NULL, server TEXT NOT NULL, model TEXT NOT NULL, PRIMARY KEY (owner, server, model))""",
    ),
    # 3: experiments; each arm is a turn in a chat of its own that no list shows until it is opened
    (
        "ALTER TABLE chats ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE experiments (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            plan TEXT NOT NULL, stopped INTEGER NOT NULL DEFAULT 0)""",
        "CREATE INDEX experiments_of_owner ON experiments (owner, created)",
        """CREATE TABLE arms (
            experiment_id TEXT NOT NULL REFERENCES experiments (id), number INTEGER NOT NULL, kind TEXT NOT NULL,
            turn_id TEXT NOT NULL, chat_id TEXT NOT NULL, given INTEGER NOT NULL, edited INTEGER NOT NULL,
            PRIMARY KEY (experiment_id, number))""",
        "CREATE INDEX arms_of_turn ON arms (turn_id)",
    ),
    # 4: measurements; each request for one of their steps is a turn in a chat of its own that no list shows
    (
        """CREATE TABLE measurements (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            series TEXT NOT NULL, state TEXT NOT NULL, said TEXT NOT NULL)""",
        "CREATE INDEX measurements_of_owner ON measurements (owner, created)",
        """CREATE TABLE trials (
            measurement_id TEXT NOT NULL REFERENCES measurements (id), question INTEGER NOT NULL, arm TEXT NOT NULL,
            repeat INTEGER NOT NULL, turn_id TEXT NOT NULL, chat_id TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (measurement_id, turn_id))""",
        """CREATE TABLE marks (
            turn_id TEXT PRIMARY KEY, mark TEXT NOT NULL)""",
    ),
    # 5: where words stand in what is kept
    (index,),
    # 6: turns that were taken out of their chat, chats that stay above, and what may be spent a day
    (
        "ALTER TABLE turns ADD COLUMN deleted DOUBLE PRECISION",
        "ALTER TABLE chats ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
        "CREATE TABLE daily_limits (owner TEXT PRIMARY KEY, usd DOUBLE PRECISION NOT NULL)",
    ),
    # 7: what a turn was handed before its first word, and since when a chat that was brought in is here
    (
        "ALTER TABLE chats ADD COLUMN imported DOUBLE PRECISION",
        """CREATE TABLE given (
            turn_id TEXT PRIMARY KEY REFERENCES turns (id), thoughts TEXT NOT NULL, answer TEXT NOT NULL)""",
    ),
    # owners: no cookie can be made from what is kept
    (hash_owners,),
)


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest step. Raises RuntimeError where it is newer than this program."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS schema_steps (step INTEGER PRIMARY KEY)"))
    done = connection.execute(text("SELECT COALESCE(MAX(step), 0) FROM schema_steps")).scalar_one()
    if done > len(STEPS):
        raise RuntimeError(f"its schema is step {done}, and this Thinkroom knows {len(STEPS)}: use a newer Thinkroom")
    for number, statements in enumerate(STEPS[done:], done + 1):
        for statement in statements:
            if callable(statement):
                statement(connection)
            else:
                connection.execute(text(statement))
        connection.execute(text("INSERT INTO schema_steps (step) VALUES (:step)"), {"step": number})
