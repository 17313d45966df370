"""A database and how it is spoken to: opening, transactions, one process at a time, closing. Knows no table."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, TextClause, bindparam, create_engine, event, make_url
from sqlalchemy import text as parsed
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from components.conversation import CannotKeep
from components.store.file import DatabaseFile, InUse
from components.store.postgres import claimed, engine_of, release

BUSY_MS = 5_000  # how long one waits for another writer
READS = "thinkroom_reads"
text = lru_cache(maxsize=500)(parsed)  # a third of what a short statement costs


# What SQLite calls them, by the beginning of the name: https://sqlite.org/rescode.html
TROUBLES = {
    "SQLITE_FULL": "The disk is full, or the database may not grow. Make room on it.",
    "SQLITE_IOERR": "The disk of the database cannot be read or written. Look whether it is full, or broken.",
    "SQLITE_READONLY": "The database may only be read. Allow its owner to write to it and to its folder.",
    "SQLITE_CANTOPEN": "The database cannot be opened. Look whether its folder is there and may be written to.",
    "SQLITE_CORRUPT": "The database is damaged. Take what you need away by Export, and bring a copy back.",
    "SQLITE_NOTADB": "The database is no database any more. Take what you need away by Export.",
}


AWAY = "The database does not answer at the moment."

log = logging.getLogger(__name__)


class StoreError(CannotKeep):
    """Whatever goes wrong with a database."""


class Database:
    """Raises StoreError for whatever goes wrong. `place` is its address without a password; a file's is its path."""

    def __init__(self, url: str, prepare: Callable[[Connection], None], alone: bool = False) -> None:
        """`prepare` brings the schema up to date, in a transaction. `alone`: as `claim`, before that."""
        self._file: DatabaseFile | None = None
        self._claim: Connection | None = None  # of a server
        self._writing = threading.Lock()
        self._is_away = False
        self._open, self._closed, self._changed = 0, False, threading.Condition()  # transactions
        self.place = "THINKROOM_DATABASE_URL"
        try:
            address = make_url(url)
            self.place = address.render_as_string(hide_password=True)
            if address.get_backend_name() == "sqlite":
                self._file = DatabaseFile(address)
                self.place = str(self._file.path)
            self._engine = _engine(url, self._file)
            if alone:
                self.claim()
            with self._engine.begin() as db:
                prepare(db)
        except ImportError as error:
            how = "Install what it is reached by: pip install 'psycopg[binary]'."
            raise StoreError(f"The database {self.place} cannot be used: {_reason(error)}. {how}") from None
        except (SQLAlchemyError, sqlite3.Error, OSError, RuntimeError, ValueError) as error:
            why = f"The database {self.place} cannot be used: {_reason(error)}."
            raise StoreError(f"{why} Correct THINKROOM_DATABASE_URL.") from None

    @property
    def file(self) -> Path | None:
        """SQLite's own, whatever it is called by; None for another database."""
        return self._file and self._file.path.resolve()

    def claim(self) -> None:
        """Make it this process's own, until it ends however that happens: a second room would end the first's turns."""
        try:
            if self._file:
                self._file.claim()
            elif self._engine.dialect.name == "postgresql" and not self._claim:
                self._claim = claimed(self._engine)
        except InUse:
            raise StoreError(
                f"Another Thinkroom is using the database {self.place}. End that one, or set THINKROOM_DATABASE_URL."
            ) from None
        except OSError as error:
            raise StoreError(
                f"The database {self.place} cannot be kept to this room: {error.strerror}. Put it on a disk of this"
                " machine, by THINKROOM_DATABASE_URL."
            ) from None

    def close(self) -> None:
        """No transaction begins any more, those that have begun come to their end, and nothing stays open: the claim is
        given back. What is done with it afterwards raises StoreError; to close it again does nothing."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._open)
        if self._claim:
            release(self._claim)
            self._claim = None
        self._engine.dispose()
        if self._file:
            self._file.release()

    def answers(self) -> bool:
        """May it be read, and written to as far as that is known?"""
        if self._file and self._file.trouble():
            return False
        try:
            self._all("SELECT 1")
        except StoreError:
            return False
        return True

    def transaction(self, reads: bool = False) -> AbstractContextManager[Connection]:
        """For what concerns all tables; what concerns some of them is the store's."""
        return self._begin(reads)

    @contextmanager
    def _counted(self) -> Generator[None]:
        with self._changed:
            if self._closed:
                raise StoreError("The database is closed: the room has ended.")
            self._open += 1
        try:
            yield
        finally:
            with self._changed:
                self._open -= 1
                self._changed.notify_all()

    @contextmanager
    def _begin(self, reads: bool = False) -> Generator[Connection]:
        """A transaction. What was read before a file went away may still be read; nothing more is written."""
        if not reads and self._file and (trouble := self._file.trouble()):
            raise StoreError(trouble)
        try:
            with (
                self._counted(),
                self._place(reads),
                self._engine.connect().execution_options(**{READS: reads}) as db,
                db.begin(),
            ):
                yield db
        except SQLAlchemyError as error:
            raise StoreError(self._told(error)) from None
        if self._is_away:
            self._is_away = False
            log.warning("The database answers again.")

    def _told(self, error: SQLAlchemyError) -> str:
        name = str(getattr(getattr(error, "orig", None), "sqlite_errorname", ""))
        said = next((said for code, said in TROUBLES.items() if name.startswith(code)), "")
        if not self._file and isinstance(error, OperationalError | InterfaceError | NoConnection):
            # Where it is and who asks it is for whoever runs the room, and not for those who read its pages.
            if not self._is_away:
                self._is_away = True
                log.error("The database does not answer: %s.", _reason(error))
            return AWAY
        return said or f"The database does not answer ({_reason(error)})."

    @contextmanager
    def _place(self, reads: bool) -> Generator[None]:
        """Who writes to a file here waits for a place among its own: SQLite would let it look for one now and then, and
        whoever writes again and again would be faster. Other processes wait for each other as SQLite does it."""
        if reads or not self._file:
            yield
        elif self._writing.acquire(timeout=2 * BUSY_MS / 1000):
            try:
                yield
            finally:
                self._writing.release()
        else:
            raise StoreError("The database does not answer (others have been writing for too long).")

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


def file_of(url: str) -> Path | None:
    """Where a database of SQLite is kept, whatever it is called by; None for another one. Raises StoreError."""
    try:
        address = make_url(url)
        return DatabaseFile(address).path.resolve() if address.get_backend_name() == "sqlite" else None
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise StoreError(f"The database cannot be used: {_reason(error)}. Correct its address.") from None


def insert(table: str, names: Iterable[str]) -> TextClause:
    """A row with these columns, whose values are told by their names."""
    names = list(names)
    return text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})")


def _engine(url: str, file: DatabaseFile | None) -> Engine:
    if make_url(url).get_backend_name() == "postgresql":
        return engine_of(url)
    # An error must not carry the words of a question, or the owner's name, into a log.
    engine = create_engine(url, hide_parameters=True)
    if file:

        @event.listens_for(engine, "do_connect")
        def _look(*_: Any) -> None:
            # SQLite would make a new file where there is none.
            if trouble := file.trouble():
                raise StoreError(trouble)

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


def _reason(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]
