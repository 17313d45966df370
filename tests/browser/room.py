"""The real app as a process of its own, started as the README says, on a free port with a database of its own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).parent.parent.parent
CANARY = "sk-or-v1-" + "c0ffee" * 8  # a key that must turn up nowhere
TAKEN_AWAY = ("_API_KEY", "_BASE_URL", "_PROTOCOL")  # what the settings of servers end with


# Of rooms that have ended: what a browser keeps of one, above all Streamlit's compiled scripts, serves the next there.
_ports: list[int] = []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def known_port() -> int:
    while _ports:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port := _ports.pop()))
            return port
    return free_port()


class RoomServer:
    """`environment` is added to this process's own, without its keys. The log of every start is kept in one file.
    `base` is the path that all of the room is under, such as "/think"."""

    running: ClassVar[set["RoomServer"]] = set()

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        *arguments: str,
        script: Path = ROOT / "app.py",
        base: str = "",
    ) -> None:
        self.folder, self.port = folder, known_port()
        self.url = f"http://127.0.0.1:{self.port}{base}"
        arguments = (*arguments, "--server.baseUrlPath", base) if base else arguments
        self.database, self.log = folder / "room.db", folder / "room.log"
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.endswith(TAKEN_AWAY) and not name.startswith("THINKROOM_")
        }
        self._environment = {
            **inherited,
            "HOME": str(folder),  # nobody's secrets.toml or credentials
            "THINKROOM_FIND_SERVERS": "no",
            "THINKROOM_RETRIES": "0",  # a refusal is seen at once
            "THINKROOM_TRUST_THIS_MACHINE": "yes",  # tests open the bare address
            "THINKROOM_DATABASE_URL": f"sqlite:///{self.database.as_posix()}",
            **environment,
        }
        self._arguments, self._script = arguments, script
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def gone(self) -> bool:
        """Has it ended by itself?"""
        return self._process is not None and self._process.poll() is not None

    @property
    def entrance(self) -> str:
        """The address with a token, as the last start printed it."""
        return re.findall(r"^Open Thinkroom at (\S+)$", self.log.read_text("utf-8"), re.M)[-1]

    def start(self) -> "RoomServer":
        if self.port in _ports:
            _ports.remove(self.port)
        RoomServer.running.add(self)
        command = [sys.executable, "-m", "streamlit", "run", str(self._script), "--server.headless", "true"]
        command += ["--server.port", str(self.port), *self._arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        return self.until_healthy()

    def until_healthy(self) -> "RoomServer":
        assert self._process is not None
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return self
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.1)
        raise AssertionError(f"The room did not start:\n{self.log.read_text()}")

    def end(self) -> None:
        RoomServer.running.discard(self)
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            _ports.append(self.port)

    def kill(self) -> None:
        """As `kill -9` does it: without a word of farewell."""
        assert self._process is not None
        RoomServer.running.discard(self)
        self._process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self._process.wait()
        self._process = None
