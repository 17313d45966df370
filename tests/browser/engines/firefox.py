"""Firefox without a display, by WebDriver BiDi, which it speaks itself on a websocket."""

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.waiting import eventually

from . import actions
from .actions import Actions
from .process import end
from .window import Window

START_WITHIN = 60.0  # seconds
# A browser that asks nobody for anything; most of this it sets by itself when it is driven.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-US",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "data:,",
}


def firefox_lacks() -> str:
    """Why it cannot be had; "" where it can."""
    return "" if _firefox() else "$FIREFOX is not set, and no firefox-esr is on the PATH"


def _firefox() -> str | None:
    return os.environ.get("FIREFOX") or shutil.which("firefox-esr")


class Firefox(Window):
    """A Firefox of its own, whose profile and home is `folder`."""

    def __init__(self, folder: Path, dark: bool = False, width: int = 1280, height: int = 900) -> None:
        wished = {**PREFERENCES, "layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wished.items())
        folder.joinpath("user.js").write_text("".join(lines), "utf-8")
        self._number, self._complaints = 0, list[str]()
        with ExitStack() as stack:
            address = stack.enter_context(_process(folder))
            self._socket = stack.enter_context(connect(f"{address}/session", proxy=None, max_size=None))
            self._send("session.new", capabilities={})
            stack.callback(self._send, "browser.close")
            # In the tab that it opens by itself nothing ever has the focus.
            self._tab = self._send("browsingContext.create", type="tab")["context"]
            self._send("session.subscribe", events=["log.entryAdded"])
            self.resize(width, height)
            self._end = stack.pop_all()

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        self._send("browsingContext.reload", context=self._tab, wait="complete")

    def evaluate(self, expression: str) -> Any:
        function = f"async () => JSON.stringify((await ({expression})) ?? null)"
        asked = {"functionDeclaration": function, "target": {"context": self._tab}, "awaitPromise": True}
        said = self._send("script.callFunction", **asked)
        if said["type"] != "success":
            raise RuntimeError(said["exceptionDetails"]["text"])
        return json.loads(said["result"]["value"])

    def press(self, key: str) -> None:
        self._perform(actions.press(key))

    def write(self, text: str) -> None:
        self._perform(actions.write(text))

    def click_at(self, x: int, y: int) -> None:
        self._perform(actions.click(x, y))

    def resize(self, width: int, height: int) -> None:
        self._send("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    def picture(self) -> bytes:
        return base64.b64decode(self._send("browsingContext.captureScreenshot", context=self._tab)["data"])

    def complaints(self) -> list[str]:
        self._send("session.status")  # what was said before comes before its answer
        return [*self._complaints]

    def close(self) -> None:
        self._end.close()

    def _perform(self, wanted: Actions) -> None:
        self._send("input.performActions", context=self._tab, actions=wanted)

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        """What the command comes to; what else is said meanwhile is noted."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while (said := json.loads(self._socket.recv(timeout=60))).get("id") != self._number:
            entry = said.get("params", {})
            if said.get("method") == "log.entryAdded" and entry["level"] == "error":
                self._complaints.append(str(entry["text"]))
        if said["type"] != "success":
            raise RuntimeError(f"{method}: {said['error']}: {said['message']}")
        return said["result"]


@contextmanager
def _process(folder: Path) -> Iterator[str]:
    """The address of its websocket, while it runs."""
    found = _firefox()
    assert found, firefox_lacks()
    command = [found, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
    log = folder / "firefox.log"
    environment = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
    with log.open("wb") as sink:
        process = subprocess.Popen(command, env=environment, stdout=sink, stderr=sink)
    try:
        told: list[str] = []

        def listens() -> bool:
            told[:] = re.findall(r"WebDriver BiDi listening on (ws://\S+)", log.read_text("utf-8", "replace"))
            return bool(told) or process.poll() is not None

        if not eventually(listens, START_WITHIN) or not told:
            raise RuntimeError(f"Firefox did not start:\n{log.read_text('utf-8', 'replace')}")
        yield told[0]
    finally:
        end(process)
