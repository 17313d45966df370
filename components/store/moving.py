"""A room's whole database, row by row into another one that is empty: all of it or nothing.

Tables are those that are there, not those of a list: what a later step of the schema adds is moved as well.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, inspect

from components.store.database import StoreError, insert, text
from components.store.search import enter_all
from components.store.store import Store

INDEX = ("texts", "words", "sqlite_")  # made anew there
OF_THE_SCHEMA = ("schema_steps", "reserving")  # a new database has their rows: both are at the newest step
BATCH = 500  # rows

# A parent before its child: the database there asks for it.
TURNS = """WITH RECURSIVE tree (id, depth) AS (
        SELECT id, 0 FROM turns WHERE parent_id IS NULL
        UNION ALL SELECT turns.id, depth + 1 FROM turns JOIN tree ON turns.parent_id = tree.id)
    SELECT turns.* FROM turns JOIN tree ON tree.id = turns.id ORDER BY depth"""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of one table: how many rows, and what they are, in whatever order they come."""

    count: int
    digest: str


def move(
    source_url: str,
    target_url: str,
    told: Callable[[str, int], None] = lambda _table, _rows: None,
    while_it_runs: bool = False,
) -> Mapping[str, int]:
    """How many rows are there then, by table; `told` hears of each. Nobody may have either open, unless it is a copy of
    a room `while_it_runs`: as that was at one moment. Raises StoreError, also where the target is not empty, or what is
    there afterwards is not the same: then it is left as empty as it was."""
    alone = not while_it_runs
    with (
        closing(Store(source_url, alone)) as source,
        closing(Store(target_url, alone=True)) as target,
        source.transaction(reads=True) as here,
        target.transaction() as there,
    ):
        if here.dialect.name == "postgresql":
            here.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        tables = _tables(here)
        if missing := sorted(set(tables) - set(inspect(there).get_table_names())):
            raise StoreError(f"The database {target.place} lacks what is kept here in {', '.join(missing)}.")
        if full := [table for table in tables if there.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()]:
            raise StoreError(f"The database {target.place} is not empty: it has {', '.join(full)}. Name a new one.")
        moved = {table: _moved(here, there, table) for table in tables}
        for table, kept in moved.items():
            found = _kept_in(there, table)
            total = here.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
            if found != kept or total != kept.count:
                raise StoreError(
                    f"What came into {target.place} is not what is kept here: {table} has {found.count} of {total}"
                    " rows, or other ones. Nothing was moved."
                )
            told(table, kept.count)
        enter_all(there)
    return {table: kept.count for table, kept in moved.items()}


def _kept_in(db: Connection, table: str) -> _Rows:
    return _counted(db.execute(text(f"SELECT * FROM {table}").execution_options(stream_results=True)).mappings())


def _tables(db: Connection) -> list[str]:
    """What others refer to comes first."""
    found = MetaData()
    found.reflect(db, only=lambda name, _: not name.startswith(INDEX) and name not in OF_THE_SCHEMA)
    return [table.name for table in found.sorted_tables]


def _moved(here: Connection, there: Connection, table: str) -> _Rows:
    rows = here.execute(text(TURNS if table == "turns" else f"SELECT * FROM {table}")).mappings()
    return _counted(_put(there, table, rows))


def _put(db: Connection, table: str, rows: Any) -> Iterator[Mapping[str, Any]]:
    for some in rows.partitions(BATCH):
        batch = [dict(row) for row in some]
        db.execute(insert(table, batch[0]), batch)
        yield from batch


def _counted(rows: Any) -> _Rows:
    """The sum of what the rows hash to is the same in any order: each database sorts texts in a way of its own."""
    count, total = 0, 0
    for row in rows:
        values = repr([(name, _plain(value)) for name, value in sorted(row.items())])
        total += int.from_bytes(hashlib.sha256(values.encode("utf-8", "surrogatepass")).digest())
        count += 1
    return _Rows(count, f"{total % 2**256:064x}")


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
