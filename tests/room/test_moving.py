"""The commands that take a room elsewhere, as processes of their own."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from components.conversation import Asked, Chat
from components.room.secret import secret_file, secret_in
from components.store import Store
from tests.postgres import postgres_server

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with closing(Store(f"sqlite:///{tmp_path}/room.db")) as store:
        store.add_chat(Chat("chat-1", "me", "A chat", 1.0, 1.0, None, Asked("openrouter", "a/b")))
    secret_in(secret_file(tmp_path / "room.db"))
    return tmp_path / "room.db"


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_server() as server:
        yield server.url


def command(name: str, *arguments: str, url: str, home: Path) -> tuple[int, str]:
    environment = {**os.environ, "THINKROOM_DATABASE_URL": url, "XDG_DATA_HOME": str(home), "HOME": str(home)}
    call = [sys.executable, "-m", f"components.room.{name}", *arguments]
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_a_room_is_moved_and_copied_while_it_runs(file: Path, url: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    code, said = command("move", str(file), url=url, home=home)
    assert code == 0 and "1 rows are there now" in said and "Traceback" not in said
    secrets = [path for path in home.rglob("*.secret")]
    assert [path.read_bytes() for path in secrets] == [secret_file(file).read_bytes()]

    copy = tmp_path / "copies" / "room.db"
    with closing(Store(url, alone=True)):
        code, said = command("backup", str(copy), url=url, home=home)
    assert code == 0 and "1 rows are in" in said
    assert secret_file(copy).read_bytes() == secret_file(file).read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (copy, secret_file(copy))} == {0o600}
    with closing(Store(f"sqlite:///{copy}")) as store:
        assert [chat.title for chat in store.chats("me")] == ["A chat"]


def test_what_cannot_be_is_said_in_a_sentence(file: Path, url: str, tmp_path: Path) -> None:
    away = "postgresql+psycopg://nobody:hunter2@127.0.0.1:1/none"
    for name, arguments, there, why in (
        ("move", [], url, "Say which file"),
        ("move", [str(tmp_path / "none.db")], url, "is no file"),
        ("move", [str(file)], f"sqlite:///{file}", "names that file itself"),
        ("move", [str(file)], away, "cannot be used"),
        ("backup", [], url, "Say which file to make"),
        ("backup", [str(file)], url, "is there already"),
        (
            "backup",
            [str(tmp_path / "new.db")],
            "postgresql+psycopg://nobody:hunter2@127.0.0.1:1/none",
            "cannot be used",
        ),
    ):
        code, said = command(name, *arguments, url=there, home=tmp_path / "home")
        assert code == 1 and why in said and "Traceback" not in said and "hunter2" not in said, said
    assert not (tmp_path / "new.db").exists()
