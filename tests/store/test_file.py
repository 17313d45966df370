"""The file of a database: the same one by every name, one room's at a time, its owner's alone, and missed when gone."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from components.conversation import Asked, Chat
from components.store import Store, StoreError
from components.store.file import DatabaseFile

ROOT = Path(__file__).parent.parent.parent
CHAT = Chat("chat-1", "me", "A chat", 1.0, 1.0, None, Asked("openrouter", "a/b"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a room" / "room.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


def symlink(file: Path) -> str:
    (file.parent.parent / "other.db").symlink_to(file)
    return f"sqlite:///{file.parent.parent}/other.db"


def hard_link(file: Path) -> str:
    (file.parent.parent / "other.db").hardlink_to(file)
    return f"sqlite:///{file.parent.parent}/other.db"


def folder_link(file: Path) -> str:
    (file.parent.parent / "link").symlink_to(file.parent)
    return f"sqlite:///{file.parent.parent}/link/room.db"


NAMES: dict[str, Callable[[Path], str]] = {
    "the same": lambda file: f"sqlite:///{file}",
    "with its driver": lambda file: f"sqlite+pysqlite:///{file}",
    "with dots": lambda file: f"sqlite:///{file.parent}/../{file.parent.name}/./room.db",
    "relative": lambda file: f"sqlite:///{os.path.relpath(file)}",
    "a symlink": symlink,
    "a symlink to its folder": folder_link,
    "a hard link": hard_link,
    "a uri": lambda file: f"sqlite:///file:{file}?uri=true",
    "a relative uri": lambda file: f"sqlite:///file:{os.path.relpath(file)}?uri=true",
    "a uri with slashes": lambda file: f"sqlite:///file://{file}?uri=true",
    "a uri with a host": lambda file: f"sqlite:///file://localhost{file}?mode=rw&uri=true",
    "a uri with escapes": lambda file: f"sqlite:///file:{str(file).replace(' ', '%2520')}?uri=true",
    "a uri without SQLite's locks": lambda file: f"sqlite:///file:{file}?nolock=1&uri=true",
    "a uri of a hard link": lambda file: f"{hard_link(file).replace('sqlite:///', 'sqlite:///file:')}?uri=true",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_second_room_is_refused_whatever_it_calls_the_database(url: str, file: Path, name: str) -> None:
    first = Store(url)
    first.claim()
    first.claim()
    other = NAMES[name](file)
    with pytest.raises(StoreError, match=r"^Another Thinkroom is using the database "):
        Store(other, alone=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["the same", "a symlink", "a hard link", "a uri"])
def test_another_process_has_it_until_it_ends_however_that_happens(url: str, file: Path, name: str) -> None:
    script = (
        f"import sys; from components.store import Store; Store({url!r}, alone=True); print(1, flush=True); input()"
    )
    room = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert room.stdout and room.stdout.readline() == "1\n"
        other = NAMES[name](file)
        for _ in range(2):
            with pytest.raises(StoreError, match=r"^Another Thinkroom"):
                Store(other, alone=True)
    finally:
        room.kill()
        room.communicate()
    Store(other, alone=True)


@pytest.mark.slow
def test_the_lock_outlives_what_SQLite_opens_and_closes(url: str, file: Path) -> None:
    store = Store(url, alone=True)
    store.add_chat(CHAT)
    store._engine.dispose()
    assert store.chats("me") == [CHAT]
    script = f"from components.store import Store; Store({hard_link(file)!r}, alone=True)"
    refused = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Another Thinkroom is using the database" in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="parts of files are locked there")
@pytest.mark.parametrize("name", ["the same", "a symlink", "a hard link", "a uri of a hard link"])
def test_where_no_part_of_a_file_is_locked_it_is_known_all_the_same(
    url: str, file: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("components.store.file.PARTS_ARE_LOCKED", False)
    first = Store(url, alone=True)
    with pytest.raises(StoreError, match="Another Thinkroom"):
        Store(NAMES[name](file), alone=True)
    first.add_chat(CHAT)


@pytest.mark.skipif(sys.platform == "win32", reason="locks by other means")
def test_a_room_of_before_is_seen_too(url: str, file: Path) -> None:
    """It locked the file beside the database alone."""
    import fcntl

    Store(url)
    with file.with_name("room.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="Another Thinkroom"):
            Store(url, alone=True)


def test_a_refused_room_has_not_changed_the_schema(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(url).claim()
    changed: list[bool] = []
    monkeypatch.setattr("components.store.store.migrate", lambda db: changed.append(True))
    with pytest.raises(StoreError, match="Another Thinkroom"):
        Store(url, alone=True)
    assert changed == []


def test_a_disk_that_locks_nothing_is_told_as_that(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("components.store.file._lock_whole", no_locks)
    with pytest.raises(StoreError) as told:
        Store(url, alone=True)
    assert "cannot be kept to this room: No locks available. Put it on a disk of this machine" in str(told.value)


@pytest.mark.parametrize("memory", ["file::memory:?", "file:room?mode=memory&cache=shared&", "file:/m?vfs=memdb&", "?"])
def test_a_database_in_memory_is_refused_by_every_name(memory: str) -> None:
    with pytest.raises(StoreError, match="name a file"):
        Store(f"sqlite:///{memory}uri=true")


# Who may read it

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="a folder says there who may read what is in it")


def modes(file: Path) -> dict[str, str]:
    return {path.name: f"{stat.S_IMODE(path.stat().st_mode):o}" for path in file.parent.iterdir()}


@on_unix
def test_only_the_owner_reads_a_new_database(url: str, file: Path) -> None:
    before = os.umask(0)
    try:
        made = DatabaseFile(make_url(url))
        assert modes(file) == {"room.db": "600"} and made.path.stat().st_size == 0
        Store(url, alone=True).add_chat(CHAT)
    finally:
        os.umask(before)
    assert modes(file) == dict.fromkeys(("room.db", "room.db-wal", "room.db-shm", "room.db.lock"), "600")
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@on_unix
def test_an_older_database_is_kept_to_its_owner_too(url: str, file: Path) -> None:
    room = Store(url, alone=True)
    room.add_chat(CHAT)
    for path in file.parent.iterdir():
        path.chmod(0o644)
    Store(url)
    assert modes(file) == dict.fromkeys(("room.db", "room.db-wal", "room.db-shm", "room.db.lock"), "600")


@on_unix
def test_what_is_only_called_like_a_part_of_it_is_left_alone(url: str, file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    other = tmp_path / "mine.txt"
    other.touch(0o644)
    file.with_name("room.db-journal").symlink_to(other)
    DatabaseFile(make_url(url))
    assert stat.S_IMODE(other.stat().st_mode) == 0o644


# When it has gone


def trouble(store: Store) -> str:
    with pytest.raises(StoreError) as told:
        store.rename("me", "chat-1", "Another")
    return str(told.value)


def test_a_database_that_was_deleted_is_missed_and_not_made_anew(url: str, file: Path) -> None:
    store = Store(url)
    store.add_chat(CHAT)
    file.rename(file.with_name("away.db"))
    said = trouble(store)
    assert said.startswith("The database was deleted or moved while the room was running.")
    assert said.endswith("Put it back; or take what you need away by Export, and start the room again.")
    assert str(file) not in said  # a visitor reads it
    assert store.chats("me") == [CHAT]  # what is open may still be read, and exported
    store._engine.dispose()
    with pytest.raises(StoreError, match="was deleted or moved"):
        store.chats("me")
    assert not file.exists()
    file.with_name("away.db").rename(file)
    store.rename("me", "chat-1", "Back")
    assert [chat.title for chat in store.chats("me")] == ["Back"]


def test_a_database_that_was_replaced_is_not_written_to(url: str, file: Path, tmp_path: Path) -> None:
    store = Store(url)
    store.add_chat(CHAT)
    Store(f"sqlite:///{tmp_path}/other.db")._engine.dispose()
    (tmp_path / "other.db").replace(file)
    before = file.read_bytes()
    assert trouble(store).startswith("The database was replaced by another file while the room was running.")
    assert file.read_bytes() == before and store.chats("me") == [CHAT]


def test_a_folder_that_has_gone_is_told(url: str, file: Path) -> None:
    store = Store(url)
    store.add_chat(CHAT)
    file.parent.rename(file.parent.with_name("elsewhere"))
    assert trouble(store).startswith("The database was deleted or moved")
