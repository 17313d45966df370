"""The end of a room: what had been shown is kept, and marked as cut off, whichever way a process is told to end."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.conversation import Interrupted, Turn
from components.store import Store
from tests.modelserver import ModelServer

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def ended_by(
    number: int, url: str, folder: Path, after_s: float, question: str = "think-3000-10-200 to be ended", **more: str
) -> tuple[int, Turn, list[Turn]]:
    """So long after its first word. How many characters had been shown then, the turn as it is kept, and all that
    are."""
    database = f"sqlite:///{folder}/room.db"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("THINKROOM_")}
    environment |= {
        "HOME": str(folder),
        "THINKROOM_DATABASE_URL": database,
        "THINKROOM_FIND_SERVERS": "no",
        "OPENROUTER_BASE_URL": url,
        "OPENROUTER_API_KEY": "sk-test",
        **more,
    }
    command = [sys.executable, "-m", "tests.server.a_closing_room", question]
    room = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert room.stdout and room.stdout.readline() == "ready\n"
        while (first := int(room.stdout.readline())) == 0:
            pass
        time.sleep(after_s)
        room.send_signal(number)
        said, _ = room.communicate(timeout=60)
    finally:
        if room.poll() is None:
            room.kill()
            room.communicate()
    shown = max(first, *map(int, said.split()))
    store = Store(database)
    (chat,) = store.chats("me")
    conversation = store.conversation("me", chat.id)
    assert conversation
    kept = store.with_texts(list(conversation.turns))
    asked = next(turn for turn in kept.values() if turn.question.startswith("think-"))
    return shown, asked, list(kept.values())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be asked to end")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_nothing_that_was_shown_is_lost_when_the_room_is_ended(name: str, model: ModelServer, tmp_path: Path) -> None:
    shown, turn, turns = ended_by(getattr(signal, name), model.url, tmp_path, random.uniform(0.3, 1.2))
    assert shown > 0 and len(turn.reasoning + turn.answer) >= shown
    assert (turn.status, turn.failure) == ("failed", Interrupted().failure)
    # What waited was not asked on the way out.
    assert [other.status for other in turns if other.id != turn.id] == ["queued"]
    assert [request for request in model.requests if "And this one waits?" in str(request)] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be asked to end")
def test_what_runs_may_come_to_its_end_first(model: ModelServer, tmp_path: Path) -> None:
    patience = {"THINKROOM_STOP_SECONDS": "60"}
    _, turn, turns = ended_by(signal.SIGTERM, model.url, tmp_path, 0.1, "think-60-10-50 to come to its end", **patience)
    assert turn.status == "done" and turn.answer
    assert [other.status for other in turns if other.id != turn.id] == ["queued"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be asked to end")
def test_but_no_longer_than_it_may(model: ModelServer, tmp_path: Path) -> None:
    shown, turn, _ = ended_by(signal.SIGTERM, model.url, tmp_path, 0.1, THINKROOM_STOP_SECONDS="1")
    assert len(turn.reasoning + turn.answer) >= shown
    assert (turn.status, turn.failure) == ("failed", Interrupted().failure)
