"""A disk that is full and a database that has gone: told while thoughts grow, and nothing of them is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from components.conversation import Asked, CancelToken, Chat, Piece, ReasoningDelta, StreamEvent, Turn
from components.runner import Run, Runner
from components.store import Store, StoreError
from tests.waiting import eventually

ROOT = Path(__file__).parent.parent.parent
ASKED = Asked("openrouter", "a/b")
CHAT = Chat("chat-1", "me", "A chat", 1.0, 1.0, None, ASKED)
TURN = Turn("turn-1", "chat-1", None, 1.0, "Why?", ASKED, "streaming")
KEPT = " It is kept in memory until the room ends, and saved as soon as that is possible."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "room.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{file}")) as made:
        made.add_chat(CHAT)
        yield made


class Thinking:
    """A reply that thinks on as long as it is told to."""

    def __init__(self) -> None:
        self.words = 0

    def __call__(self, cancel: CancelToken, /) -> Iterator[StreamEvent]:
        while not cancel.wait(0.01) and self.words < 1_000:
            self.words += 1
            yield ReasoningDelta(f"word {self.words} " + "x" * 500)


def started(store: Store) -> Run:
    run = Runner(store, save_every_s=0.02).start(TURN, Thinking())
    assert eventually(lambda: store.with_texts(["turn-1"])["turn-1"].reasoning)
    return run


def kept(store: Store) -> str:
    return store.with_texts(["turn-1"])["turn-1"].reasoning


def bound(store: Store, pages: int) -> None:
    """Of all connections that are open and of those to come; 0 for as many as there is room for."""
    store._engine.dispose()
    from sqlalchemy import event

    @event.listens_for(store._engine, "connect")
    def _limit(connection: object, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages or 2**30}").close()  # type: ignore[attr-defined]


def test_a_database_that_may_not_grow_is_told_while_thoughts_grow(store: Store, file: Path) -> None:
    run = started(store)
    bound(store, 1)  # no less than it has already
    assert eventually(lambda: run.unsaved)
    assert run.unsaved == (
        "This turn could not be saved. The disk is full, or the database may not grow. Make room on it." + KEPT
    )
    before = run.progress.count
    assert eventually(lambda: run.progress.count > before + 5)  # it goes on thinking
    assert not run.progress.ended
    bound(store, 0)
    assert eventually(lambda: not run.unsaved)
    run.stop()
    assert run.kept and kept(store) == run.turn.reasoning


@pytest.mark.parametrize("way", ["deleted", "replaced"])
def test_a_database_that_has_gone_is_told_while_thoughts_grow(
    store: Store, file: Path, tmp_path: Path, way: str
) -> None:
    run = started(store)
    away = tmp_path / "away.db"
    file.rename(away)
    if way == "replaced":
        file.write_bytes(b"Something else")
    said = {"deleted": "deleted or moved", "replaced": "replaced by another file"}[way]
    assert eventually(lambda: run.unsaved)
    assert run.unsaved == (
        f"This turn could not be saved. The database was {said} while the room was running. Put it back; or take"
        " what you need away by Export, and start the room again." + KEPT
    )
    run.stop()
    assert not run.kept and run.turn.reasoning.startswith("word 1 ")  # whole, in memory
    away.replace(file)
    assert eventually(lambda: run.kept) and kept(store) == run.turn.reasoning


def test_a_question_is_not_asked_where_it_cannot_be_kept(store: Store, file: Path) -> None:
    file.unlink()
    reply = Thinking()
    with pytest.raises(StoreError, match="was deleted or moved"):
        Runner(store).start(TURN, reply)
    assert reply.words == 0


FULL = """
import resource, signal, sys
from pathlib import Path
from components.conversation import Piece
from components.store import Store, StoreError
from tests.store.test_trouble import CHAT, TURN

store = Store(f"sqlite:///{sys.argv[1]}")
store.add_chat(CHAT)
store.begin(TURN)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
size = max(path.stat().st_size for path in Path(sys.argv[1]).parent.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, most))
written = 0
try:
    for number in range(1_000):
        store.extend(TURN, number, [Piece("reasoning", f"{number} " + "x" * 2_000)])
        written = number + 1
except StoreError as error:
    print(error)
assert written and len(store.with_texts(["turn-1"])["turn-1"].pieces) == written
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
store.extend(TURN, written, [Piece("answer", "There is room again.")])
print(store.with_texts(["turn-1"])["turn-1"].answer)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="files are not bounded there")
def test_a_file_that_the_system_lets_grow_no_further_is_told_and_loses_nothing(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    said, answer = done.stdout.splitlines()
    assert said.startswith(("The disk of the database cannot be read or written.", "The disk is full"))
    assert answer == "There is room again."


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real one of 8 MB, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_full_is_told_while_thoughts_grow(small_disk: Path) -> None:
    store = Store(f"sqlite:///{small_disk}/room.db")
    store.add_chat(CHAT)
    run = started(store)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as full:
        try:
            while True:
                full.write(b"x" * 4_096)
        except OSError:
            pass
    assert eventually(lambda: run.unsaved)
    assert run.unsaved.startswith("This turn could not be saved. The disk ") and run.unsaved.endswith(KEPT)
    assert not run.progress.ended
    filler.unlink()
    assert eventually(lambda: not run.unsaved)
    run.stop()
    assert run.kept and kept(store) == run.turn.reasoning
    store._engine.dispose()


def test_pieces_after_a_trouble_are_none_too_many(store: Store, file: Path) -> None:
    """What a failed attempt had written is not written again by the next one."""
    store.begin(TURN)
    store.extend(TURN, 0, [Piece("reasoning", "one ")])
    away = file.with_name("away.db")
    file.rename(away)
    with pytest.raises(StoreError):
        store.extend(TURN, 1, [Piece("reasoning", "two ")])
    away.rename(file)
    store.extend(TURN, 1, [Piece("reasoning", "two ")])
    assert kept(store) == "one two "
