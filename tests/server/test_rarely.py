"""What strangers can bring about as often as they like does not fill a log."""

import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from components.server.rarely import EVERY_S, Rarely
from tests.browser.room import RoomServer


def test_one_line_a_minute_says_how_often_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    now = 1_000.0
    monkeypatch.setattr("components.server.rarely.time.monotonic", lambda: now)
    rarely = Rarely(lines.append)
    for _ in range(2_001):
        rarely.say("one", "It happened.")
    rarely.say("two", "Another thing.")
    assert lines == ["It happened.", "Another thing."]
    now += EVERY_S
    rarely.say("one", "It happened.")
    assert lines[2:] == ["It happened. (And 2,000 more times before.)"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="sets the limit of a running process: Linux alone can")
def test_a_storm_of_sockets_without_descriptors_writes_a_line_and_leaves_the_room_whole(tmp_path: Path) -> None:
    import resource

    room = RoomServer(tmp_path, {}).start()
    try:
        before = len(room.log.read_text("utf-8").splitlines())
        used = len(list(Path(f"/proc/{room.pid}/fd").iterdir()))
        limit = resource.prlimit(room.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(room.pid, resource.RLIMIT_NOFILE, (used + 20, limit[1]))
        with ExitStack() as storm:
            for _ in range(80):
                storm.enter_context(socket.create_connection(("127.0.0.1", room.port)))
            time.sleep(3.0)
        resource.prlimit(room.pid, resource.RLIMIT_NOFILE, limit)
        lines = room.log.read_text("utf-8").splitlines()[before:]
        assert len(lines) == 1 and "as many files and sockets open as it may" in lines[0], lines[:20]
        room.until_healthy()
    finally:
        room.end()
