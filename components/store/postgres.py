"""What Postgres needs beside SQL: its connections, one room at a time, and texts that hold what it takes in none."""

from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy import text as parsed
from sqlalchemy.exc import SQLAlchemyError

from components.store.file import InUse

CLAIM = 1_952_999_790  # "thin": the same in every room, and hardly in another program
CONNECTIONS, MORE = 10, 20  # kept open, and beside them for a moment
# A server that went away without a word is given up by the operating system within seconds, not after hours.
SILENT = {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 20_000}
# No text of Postgres holds NUL, and a model may send one. U+FFFF is no character: it stands before what was meant.
NUL, MARK = "\0", "\uffff"
AS_NUL, AS_MARK = MARK + "0", MARK + "1"


def engine_of(url: str) -> Engine:
    """A connection that died while it lay in the pool is made anew, and none is waited for without an end."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=MORE,
        connect_args={"connect_timeout": 5, "client_encoding": "utf8", **SILENT},
    )
    event.listen(engine, "connect", _take_any_text)
    return engine


def claimed(engine: Engine) -> Any:
    """The lock lasts as long as the connection that is returned. Raises InUse."""
    held = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    lock = parsed("SELECT pg_try_advisory_lock(:room, hashtext(current_schema()))")
    if not held.execute(lock, {"room": CLAIM}).scalar():
        held.close()
        engine.dispose()
        raise InUse
    return held


def release(held: Any) -> None:
    """At once: a server that only sees the connection end gives the lock to others a moment later."""
    with suppress(SQLAlchemyError):  # the server is away, and the lock with it
        held.execute(parsed("SELECT pg_advisory_unlock(:room, hashtext(current_schema()))"), {"room": CLAIM})
    held.close()


def _take_any_text(connection: Any, _: Any) -> None:
    from psycopg.types.string import StrDumper, TextLoader  # only where there is a Postgres

    class AnyText(StrDumper):
        def dump(self, obj: str) -> Any:  # of the C or the Python kind of psycopg
            if NUL in obj or MARK in obj:
                obj = obj.replace(MARK, AS_MARK).replace(NUL, AS_NUL)
            return super().dump(obj)

    class TextAsItWas(TextLoader):
        def load(self, data: Any) -> Any:
            found = super().load(data)
            if isinstance(found, str) and MARK in found:
                return found.replace(AS_NUL, NUL).replace(AS_MARK, MARK)
            return found

    connection.adapters.register_dumper(str, AnyText)
    connection.adapters.register_loader("text", TextAsItWas)
