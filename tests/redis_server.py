"""A real Redis of the tests' own: on a free port of this machine, with nothing on disk. Skipped where none is."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.browser.room import free_port


class RedisServer:
    def __init__(self) -> None:
        self._program = shutil.which("redis-server") or ""
        if not self._program:
            if os.environ.get("CI"):
                pytest.fail("no Redis: redis-server is not installed")
            pytest.skip("no Redis is installed here")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Empty, as after its machine was restarted."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tempfile.gettempdir()}
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([self._program, *options], **quiet)  # type: ignore[call-overload]
        until = time.monotonic() + 20
        with contextlib.closing(Redis.from_url(self.url)) as client:
            while time.monotonic() < until:
                with contextlib.suppress(RedisError):
                    client.ping()
                    return
                time.sleep(0.02)
        raise TimeoutError("Redis does not start")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.kill()
