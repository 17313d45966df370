"""A real nginx before a room, with the `location` of a recipe."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.browser.room import free_port
from tests.waiting import eventually

CONF = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {servers}
}}
"""
SERVER = """server {{
        listen 127.0.0.1:{port};
        server_name {name};
        {location}
    }}"""


def found() -> str:
    """Where nginx is. Without one a test is skipped, but never where CI runs it."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if path:
        return path
    why = "no nginx: none is on the PATH"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


class Nginx:
    """Comes to `name`, and hands on to the room as `location` says; or `whole`: as that says which is more than one
    location, at the port and name that are put in place of its own."""

    def __init__(self, folder: Path, name: str, location: str, whole: bool = False) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://{name}:{self.port}"
        self.inside = f"http://127.0.0.1:{self.port}"  # for who asks no name server
        folder.mkdir(parents=True, exist_ok=True)
        self._conf = folder / "nginx.conf"
        servers = SERVER.format(port=self.port, name=name, location=location)
        if whole:
            servers = re.sub(r"listen [^;]*;", f"listen 127.0.0.1:{self.port};", location)
            servers = re.sub(r"server_name [^;]*;", f"server_name {name};", servers)
        self._conf.write_text(CONF.format(folder=folder, servers=servers), "utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Nginx":
        command = [found(), "-p", str(self.folder), "-c", str(self._conf), "-e", str(self.folder / "error.log")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert eventually((self.folder / "nginx.pid").is_file), (self.folder / "error.log").read_text("utf-8")
        time.sleep(0.1)
        return self

    def end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None
