"""Who left is gone in time, though nobody comes."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks.counted import replica
from tests.server.raw import page_of
from tests.waiting import eventually

LAST = 1  # Streamlit's loop holds the one that it sent to last until there is another
SOONER = """
import importlib
import sys
sys.path.insert(0, ".")
importlib.import_module("components.server.sweeping").COLLECT_EVERY_S = 1.0
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc")
def test_sessions_threads_and_sockets_of_who_left_are_gone_without_a_new_visit(tmp_path: Path) -> None:
    room = replica(tmp_path / "room", {}, "--server.disconnectedSessionTTL", "1", first=SOONER)
    try:
        page_of(room.url)
        assert eventually(lambda: room.counts()["sessions"] <= LAST, 50.0)
        before = room.counts()
        for _ in range(12):
            page_of(room.url)
        assert room.counts()["sessions"] > LAST  # they may come back
        assert eventually(lambda: room.counts()["sessions"] <= LAST, 50.0)
        now = room.counts()
        assert now["sockets"] <= before["sockets"] and now["threads"] <= before["threads"] + 1, (before, now)
    finally:
        room.end()
