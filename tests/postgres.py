"""A real Postgres of the tests' own: on a socket in a folder, with a schema for each test. Skipped where none is."""

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

NOBODY = "nobody"  # Postgres does not run as root
PROGRAMS = "/usr/lib/postgresql"  # Debian keeps initdb and pg_ctl off the PATH


class PostgresServer:
    """`url` is that of its database. `fresh` names a new schema in it, as empty as a new database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # a short path: that of a socket has 107 bytes at most
        self.url = f"postgresql+psycopg://me@/postgres?host={folder}"
        self._numbers = itertools.count(1)

    def fresh(self) -> str:
        name = f"room{os.getpid()}_{next(self._numbers)}"
        engine = create_engine(self.url)
        with engine.begin() as db:
            db.execute(text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return f"{self.url}&options=-csearch_path%3D{name}"

    def stop(self, how: str = "fast") -> None:
        self._control("-m", how, "stop")

    def start(self) -> None:
        # Without fsync it is fast; a killed process of Postgres's own loses nothing by that, a machine would.
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        self._control("-w", "-o", options, "start")

    def _control(self, *arguments: str) -> None:
        _run(program("pg_ctl"), "-D", self.folder / "data", *arguments, cwd=self.folder)


def program(name: str) -> str:
    found = shutil.which(name) or next((str(one) for one in Path(PROGRAMS).glob(f"*/bin/{name}")), "")
    if not found:
        if os.environ.get("CI"):
            pytest.fail(f"no Postgres: {name} is not installed")
        pytest.skip("no Postgres is installed here")
    return found


@contextlib.contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    initdb = program("initdb")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = PostgresServer(folder)
    try:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            shutil.chown(folder, NOBODY)
        _run(initdb, "-D", folder / "data", "-U", "me", "-A", "trust", "-E", "UTF8", "--no-sync", cwd=folder)
        server.start()
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path, cwd: Path) -> None:
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet["user"] = NOBODY
    subprocess.run(command, check=True, cwd=cwd, **quiet)
