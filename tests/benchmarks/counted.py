"""A room that tells what is in its process: sessions of Streamlit's, threads, sockets."""

import json
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.browser.room import ROOT, RoomServer

# In each process of a room: what is in it, told to a file when it is asked by a signal.
COUNTS = """
import signal
def _count(*_):
    import collections, gc, json, os, sys, threading
    app_session = sys.modules.get("streamlit.runtime.app_session")
    kind = app_session.AppSession if app_session else ()
    told = {"sessions": sum(isinstance(one, kind) for one in gc.get_objects()), "threads": len(threading.enumerate()),
            "names": collections.Counter(one.name.rstrip("-_0123456789") for one in threading.enumerate())}
    with open(os.environ["COUNTS_TO"] + ".new", "w") as file:
        json.dump(told, file)
    os.replace(os.environ["COUNTS_TO"] + ".new", os.environ["COUNTS_TO"])
signal.signal(signal.SIGUSR1, _count)
"""


class Replica(RoomServer):
    def counts(self) -> dict[str, Any]:
        told = self.folder / "counts"
        told.unlink(missing_ok=True)
        os.kill(self.pid, signal.SIGUSR1)
        until = time.monotonic() + 20
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.05)
        found: dict[str, Any] = json.loads(told.read_text())
        return {**found, "sockets": self._visitors(), "descriptors": len(list(Path(f"/proc/{self.pid}/fd").iterdir()))}

    def _visitors(self) -> int:
        """Of whoever has come: connections that are open to its port."""
        rows = (line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:])
        return sum(row[1].endswith(f":{self.port:04X}") and row[3] == "01" for row in rows)


def replica(
    folder: Path, environment: Mapping[str, str], *arguments: str, script: Path = ROOT / "app.py", first: str = ""
) -> Replica:
    """`first` is done in its process before anything else."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(COUNTS + first)
    own = {"PYTHONPATH": str(folder), "COUNTS_TO": str(folder / "counts"), "THINKROOM_TRUST_THIS_MACHINE": "no"}
    room = Replica(folder, {**environment, **own}, *arguments, script=script)
    room.start()
    return room
