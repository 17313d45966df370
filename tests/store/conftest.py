"""The store's promises are the same on both databases: a test that takes `url` is run on SQLite and on Postgres."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from tests.postgres import PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of each kind in turn."""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.fresh()
    return f"sqlite:///{tmp_path}/room.db"


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """For what SQLite alone has: a file."""
    return f"sqlite:///{tmp_path}/room.db"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def lasting_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database for many examples of one test."""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.fresh()
    return f"sqlite:///{tmp_path_factory.mktemp('lasting')}/room.db"


@pytest.fixture(autouse=True)
def none_open() -> Iterator[None]:
    """A store that a test leaves open is closed after it: connections to a server would be missing, and complain."""
    opened: list[Any] = []

    def keep(connection: Any, _: Any) -> None:
        opened.append(connection)

    event.listen(Pool, "connect", keep)
    yield
    event.remove(Pool, "connect", keep)
    for connection in opened:
        connection.close()
