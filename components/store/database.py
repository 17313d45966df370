"""A database and how it is spoken to: opening, transactions, one process at a time. Knows no chat and no turn."""

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from components.store.migrations import migrate

BUSY_MS = 5_000  # how long one waits for another writer
READS = "thinkroom_reads"


class StoreError(Exception):
    """One sentence for a person; it holds no password, no statement and no word of what people wrote."""


class Database:
    """Raises StoreError for whatever goes wrong. `place` is its address without a password; a file's is its path."""

    def __init__(self, url: str) -> None:
        self._lock: int | None = None  # a file descriptor
        self.place = "THINKROOM_DATABASE_URL"
        try:
            address = make_url(url)
            self.place = address.render_as_string(hide_password=True)
            self._file = _file(address.get_backend_name(), address.database)
            if self._file:
                self.place = str(self._file)
                self._file.parent.mkdir(parents=True, exist_ok=True)
            self._engine = _engine(url)
            with self._engine.begin() as db:
                migrate(db)
        except (SQLAlchemyError, OSError, RuntimeError, ImportError, ValueError) as error:
            why = f"The database {self.place} cannot be used: {_reason(error)}."
            raise StoreError(f"{why} Correct THINKROOM_DATABASE_URL.") from None

    @property
    def file(self) -> Path | None:
        """SQLite's own, whatever it is called by; None for another database."""
        return self._file and self._file.resolve()

    def claim(self) -> None:
        """Make it this process's own, until it ends however that happens: a second room would end the first's turns."""
        if self._file is None or self._lock is not None:
            return
        lock = os.open(self._file.with_name(self._file.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock_whole(lock)
            self._lock = lock
        except OSError:
            os.close(lock)
            raise StoreError(
                f"Another Thinkroom is using the database {self.place}. End that one, or set THINKROOM_DATABASE_URL."
            ) from None

    @contextmanager
    def _begin(self, reads: bool = False) -> Generator[Connection]:
        """A transaction."""
        try:
            with self._engine.connect().execution_options(**{READS: reads}) as db, db.begin():
                yield db
        except SQLAlchemyError as error:
            raise StoreError(f"The database does not answer ({_reason(error)}).") from None

    def _all(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        query = text(statement)
        for name, value in values.items():
            if isinstance(value, list):
                query = query.bindparams(bindparam(name, expanding=True))
        with self._begin(reads=True) as db:
            return [dict(row) for row in db.execute(query, values).mappings()]

    def _do(self, statement: str, **values: Any) -> None:
        with self._begin() as db:
            db.execute(text(statement), values)


def _engine(url: str) -> Engine:
    # An error must not carry the words of a question, or the owner's name, into a log.
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _: Any) -> None:
            # Transactions begin where we say so, also before a change of the schema (the driver's own begin later).
            connection.isolation_level = None
            for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=NORMAL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}").close()
            _log_ahead(connection)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # A writer waits for its place at once: one that had read first could be refused without waiting.
            reads = connection.get_execution_options().get(READS)
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _log_ahead(connection: Any) -> None:
    """Readers do not wait for the writer, and a killed process loses nothing that was committed. Of a new file several
    processes may want this at once; SQLite refuses all but one without waiting."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _file(backend: str, database: str | None) -> Path | None:
    """SQLite's file; None for another database."""
    if backend != "sqlite":
        return None
    if database is None or database in ("", ":memory:"):
        raise ValueError("a database in memory is a different one for every thread; name a file")
    return Path(database)


def _lock_whole(lock: int) -> None:
    """Raises OSError where another process holds it. The system gives it back when the process ends."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)  # pyright: ignore[reportAttributeAccessIssue]
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _reason(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]
