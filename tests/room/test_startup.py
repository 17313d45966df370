"""The one room of a process, as whoever works on its modules meets it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# What Streamlit's file watcher does before the next run of a page, when a module was changed.
RELOADS = """
import sys
from components.room import get_room
before = get_room()
for name in [name for name in sys.modules if name.partition(".")[0] == "components"]:
    del sys.modules[name]
from components.room import get_room as anew
assert anew is not get_room
assert anew() is before
"""


@pytest.mark.slow
def test_modules_that_are_imported_anew_find_the_room_that_is_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("THINKROOM_DATABASE_URL", f"sqlite:///{(tmp_path / 'room.db').as_posix()}")
    monkeypatch.setenv("THINKROOM_FIND_SERVERS", "no")
    done = subprocess.run([sys.executable, "-c", RELOADS], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
