"""The schema as numbered steps. A step that stood on main is never changed: the next one changes what it made.

A step is constant text and calls nothing that may change; tests hold a digest of each. What today's code makes of rows
that are there already (the index of their words) it makes after the last step: `Store._prepare`.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text


@dataclass(frozen=True, slots=True)
class WhereFts5:
    """A statement for SQLite with its full-text index. Elsewhere texts are searched as they are."""

    statement: str


@dataclass(frozen=True, slots=True)
class WherePostgres:
    """A statement for Postgres alone."""

    statement: str


@dataclass(frozen=True, slots=True)
class WhereMissing:
    """A column for databases that lack it: an earlier form of a step had made them without it."""

    table: str
    column: str
    kind: str


@dataclass(frozen=True)
class HashOwners:
    """A cookie's token stood in these tables as it was; from now on only what it hashes to. Nothing of it stays."""

    tables: tuple[str, ...]


LOCK = 1_936_942_195  # "schs": another than the one by which a room keeps a database to itself


Statement = str | WhereFts5 | WherePostgres | WhereMissing | HashOwners


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
    (
        WhereFts5(
            """CREATE TABLE texts (
                id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id TEXT NOT NULL, turn_id TEXT, channel TEXT NOT NULL)"""
        ),
        WhereFts5("CREATE INDEX texts_of_turn ON texts (turn_id, chat_id)"),
        WhereFts5("CREATE VIRTUAL TABLE words USING fts5 (body, content='', tokenize='ascii')"),
    ),
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
    # 8: for a while step 7 stood on main without its first statement
    (WhereMissing("chats", "imported", "DOUBLE PRECISION"),),
    # 9: when a piece came, what it holds beside text, and the provider's own number of its part
    (
        "ALTER TABLE pieces ADD COLUMN at DOUBLE PRECISION",
        "ALTER TABLE pieces ADD COLUMN data TEXT",
        "ALTER TABLE pieces ADD COLUMN number INTEGER",
    ),
    # 10: what arrived for a turn, packed by gzip; and which turns were read again from the record of which other
    (
        "CREATE TABLE records (turn_id TEXT PRIMARY KEY REFERENCES turns (id), packed BYTEA NOT NULL)",
        "CREATE TABLE readings (turn_id TEXT PRIMARY KEY REFERENCES turns (id), origin TEXT NOT NULL)",
    ),
    # 11: owners: no cookie can be made from what is kept
    (HashOwners(("chats", "favourites", "experiments", "measurements", "daily_limits")),),
    # 12: what a judge said of an answer of a measurement, and which one; those that have none are judged when looked at
    (
        """CREATE TABLE verdicts (
            turn_id TEXT PRIMARY KEY, judge TEXT NOT NULL, mark TEXT NOT NULL, ground TEXT NOT NULL)""",
    ),
    # 13: what an owner set for a server, or for one of its models
    (
        """CREATE TABLE own_settings (
            owner TEXT NOT NULL, server TEXT NOT NULL, model TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (owner, server, model, name))""",
    ),
    # 14: what was asked about the thoughts of a turn; each is a turn in a chat of its own that no list shows
    (
        """CREATE TABLE asides (
            id TEXT PRIMARY KEY, turn_id TEXT NOT NULL, kind TEXT NOT NULL, begin_at INTEGER NOT NULL,
            end_at INTEGER NOT NULL, detail TEXT NOT NULL, made_turn_id TEXT NOT NULL,
            created DOUBLE PRECISION NOT NULL)""",
        "CREATE INDEX asides_of_turn ON asides (turn_id)",
    ),
    # 15: what a person noted beside characters of a turn's reasoning
    (
        """CREATE TABLE notes (
            id TEXT PRIMARY KEY, turn_id TEXT NOT NULL REFERENCES turns (id), begin_at INTEGER NOT NULL,
            end_at INTEGER NOT NULL, body TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            updated DOUBLE PRECISION NOT NULL)""",
        "CREATE INDEX notes_of_turn ON notes (turn_id)",
    ),
    # 16: recordings that were brought in, packed by gzip: they are played, and answer questions as a server does
    (
        """CREATE TABLE recordings (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            deleted DOUBLE PRECISION, packed BYTEA NOT NULL)""",
        "CREATE INDEX recordings_of_owner ON recordings (owner, created)",
    ),
    # 17: chats that are shown to others; of the token in a link its hash alone
    (
        """CREATE TABLE shares (
            id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats (id), token_hash TEXT NOT NULL UNIQUE,
            shown TEXT NOT NULL, frozen TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            ends DOUBLE PRECISION NOT NULL)""",
        "CREATE INDEX shares_of_chat ON shares (chat_id)",
    ),
    # 18: guesses before the model speaks, and what was said to each: one vote a phone, of which a hash alone is kept
    (
        """CREATE TABLE guesses (
            id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats (id), turn_id TEXT NOT NULL,
            question TEXT NOT NULL, choices TEXT NOT NULL, right_answer TEXT NOT NULL,
            opened DOUBLE PRECISION NOT NULL, closed DOUBLE PRECISION, revealed DOUBLE PRECISION,
            own INTEGER NOT NULL, away INTEGER NOT NULL)""",
        "CREATE INDEX guesses_of_chat ON guesses (chat_id)",
        """CREATE TABLE votes (
            guess_id TEXT NOT NULL REFERENCES guesses (id), phone TEXT NOT NULL, answer TEXT NOT NULL,
            sure INTEGER NOT NULL, seconds DOUBLE PRECISION NOT NULL, PRIMARY KEY (guess_id, phone))""",
    ),
    # 19: races; each lane is a turn in a chat of its own that no list shows until it is opened
    (
        """CREATE TABLE races (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, created DOUBLE PRECISION NOT NULL, deleted DOUBLE PRECISION,
            plan TEXT NOT NULL, revealed INTEGER NOT NULL DEFAULT 0, stopped INTEGER NOT NULL DEFAULT 0)""",
        "CREATE INDEX races_of_owner ON races (owner, created)",
        """CREATE TABLE lanes (
            race_id TEXT NOT NULL REFERENCES races (id), number INTEGER NOT NULL, turn_id TEXT NOT NULL,
            chat_id TEXT NOT NULL, asked TEXT NOT NULL, takes_turns_at TEXT NOT NULL,
            PRIMARY KEY (race_id, number))""",
        "CREATE INDEX lanes_of_turn ON lanes (turn_id)",
    ),
    # 20: in Postgres: where words stand (what holds too many different ones for a vector has none), and a provider's
    # own number of a part as large as SQLite takes it
    (
        WherePostgres(
            """CREATE TABLE texts (
                id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY, chat_id TEXT NOT NULL, turn_id TEXT,
                channel TEXT NOT NULL, words TSVECTOR)"""
        ),
        WherePostgres("CREATE INDEX texts_of_turn ON texts (turn_id, chat_id)"),
        WherePostgres("CREATE INDEX texts_by_words ON texts USING GIN (words)"),
        WherePostgres("CREATE INDEX texts_without_words ON texts (id) WHERE words IS NULL"),
        WherePostgres("ALTER TABLE pieces ALTER COLUMN number TYPE BIGINT"),
    ),
    # 21: what turns used that were deleted for good
    (
        """CREATE TABLE used_before (
            turn_id TEXT PRIMARY KEY, owner TEXT NOT NULL, chat_id TEXT NOT NULL, asked TEXT NOT NULL,
            used TEXT NOT NULL, created DOUBLE PRECISION NOT NULL)""",
        "CREATE INDEX used_before_of_owner ON used_before (owner, created)",
        "CREATE INDEX turns_deleted ON turns (deleted) WHERE deleted IS NOT NULL",
        "CREATE INDEX chats_deleted ON chats (deleted) WHERE deleted IS NOT NULL",
    ),
    # 22: runs and races are shown to others, too; what a share is of stands in a table by its kind
    (
        """CREATE TABLE shares_now (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject_id TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE,
            shown TEXT NOT NULL, frozen TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
            ends DOUBLE PRECISION NOT NULL)""",
        """INSERT INTO shares_now (id, kind, subject_id, token_hash, shown, frozen, created, ends)
            SELECT id, 'chat', chat_id, token_hash, shown, frozen, created, ends FROM shares""",
        "DROP TABLE shares",
        "ALTER TABLE shares_now RENAME TO shares",
        "CREATE INDEX shares_of_subject ON shares (subject_id)",
    ),
    # 23: what was asked with the room's key: reserved `until` then, settled where that is nothing; who reserves changes
    # the one row of `reserving` first, and so waits for whoever does the same
    (
        """CREATE TABLE charges (
            turn_id TEXT PRIMARY KEY, owner TEXT NOT NULL, asked_at DOUBLE PRECISION NOT NULL,
            usd DOUBLE PRECISION NOT NULL, prompt_usd DOUBLE PRECISION NOT NULL, token_usd DOUBLE PRECISION NOT NULL,
            until DOUBLE PRECISION)""",
        "CREATE INDEX charges_of_day ON charges (asked_at)",
        "CREATE TABLE reserving (one INTEGER PRIMARY KEY, asked_at DOUBLE PRECISION NOT NULL)",
        "INSERT INTO reserving (one, asked_at) VALUES (1, 0)",
    ),
    # 24: who signed in, and since when what they signed in with before is over
    (
        """CREATE TABLE people (
            person TEXT PRIMARY KEY, name TEXT NOT NULL, signed_out DOUBLE PRECISION NOT NULL)""",
    ),
    # 25: when each word of a row of pieces came (pace.py)
    ("ALTER TABLE pieces ADD COLUMN pace TEXT",),
)


def migrate(connection: Connection) -> bool:
    """Bring the schema to the newest step: was there one to do? Raises RuntimeError where it is newer than this
    program."""
    if connection.dialect.name == "postgresql":
        # Of several processes that open it at once one changes it; the others wait, and find it done.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"), {"lock": LOCK})
    connection.execute(text("CREATE TABLE IF NOT EXISTS schema_steps (step INTEGER PRIMARY KEY)"))
    done = connection.execute(text("SELECT COALESCE(MAX(step), 0) FROM schema_steps")).scalar_one()
    if done > len(STEPS):
        raise RuntimeError(f"its schema is step {done}, and this Thinkroom knows {len(STEPS)}: use a newer Thinkroom")
    for number, statements in enumerate(STEPS[done:], done + 1):
        for statement in statements:
            _do(connection, statement)
        connection.execute(text("INSERT INTO schema_steps (step) VALUES (:step)"), {"step": number})
    return done < len(STEPS)


def has_fts5(connection: Connection) -> bool:
    modules = "SELECT 1 FROM pragma_module_list WHERE name='fts5'"
    return connection.dialect.name == "sqlite" and connection.execute(text(modules)).first() is not None


def _do(connection: Connection, statement: Statement) -> None:
    match statement:
        case WhereFts5(said):
            if has_fts5(connection):
                connection.execute(text(said))
        case WherePostgres(said):
            if connection.dialect.name == "postgresql":
                connection.execute(text(said))
        case WhereMissing(table, column, kind):
            if all(there["name"] != column for there in inspect(connection).get_columns(table)):
                connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
        case HashOwners(tables):
            _hash_owners(connection, tables)
        case said:
            connection.execute(text(said))


def _hash_owners(connection: Connection, tables: tuple[str, ...]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    for table in tables:
        named = text(f"SELECT DISTINCT owner FROM {table} WHERE owner LIKE :tokens")
        for (owner,) in connection.execute(named, {"tokens": "cookie:%"}).all():
            hashed = hashlib.sha256(owner.removeprefix("cookie:").encode()).hexdigest()
            change = text(f"UPDATE {table} SET owner=:new WHERE owner=:old")
            connection.execute(change, {"new": f"browser:{hashed}", "old": owner})
    # Lists of models that were read with a key of one's own: they are read again.
    connection.execute(text("DELETE FROM catalogues WHERE place LIKE :tokens"), {"tokens": "% cookie:%"})
