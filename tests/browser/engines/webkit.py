"""WebKitGTK's small browser on a display of its own, by classic WebDriver, which is HTTP."""

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.browser.room import free_port
from tests.waiting import eventually

from . import actions
from .actions import Actions
from .process import end
from .window import Window

START_WITHIN = 30.0  # seconds
# Its tool bar would not let the window be as narrow as a phone.
NARROW = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; }\n"
# Classic WebDriver tells nothing of the console. What a page says after it was loaded, which is before the room draws
# anything, is noted in the page.
LISTEN = """() => {
  if (window.heardErrors) return;
  const heard = (window.heardErrors = []);
  addEventListener("error", (event) => heard.push(String(event.message)));
  addEventListener("unhandledrejection", (event) => heard.push(String(event.reason)));
  addEventListener("securitypolicyviolation", (event) => heard.push(`${event.violatedDirective}: ${event.blockedURI}`));
  const error = console.error;
  console.error = (...said) => (heard.push(said.map(String).join(" ")), error.apply(console, said));
}"""


def webkit_lacks() -> str:
    """Why it cannot be had; "" where it can."""
    lacks = [name for name in ("WebKitWebDriver", "Xvfb") if not shutil.which(name)]
    return f"{' and '.join(lacks)} not on the PATH" if lacks else ""


class WebKit(Window):
    """A browser of its own, whose home is `folder`."""

    def __init__(self, folder: Path, dark: bool = False, width: int = 1280, height: int = 900) -> None:
        self._complaints: list[str] = []
        with ExitStack() as stack:
            display = stack.enter_context(_display())
            address = stack.enter_context(_driver(folder, display, dark))
            self._http = stack.enter_context(httpx.Client(base_url=address, timeout=60, trust_env=False))
            self._session = f"/session/{self._ask('POST', '/session', {'capabilities': {}})['sessionId']}"
            stack.callback(self._ask, "DELETE", self._session)
            self.resize(width, height)
            self._end = stack.pop_all()

    def open(self, url: str) -> None:
        self._keep_complaints()
        self._post("/url", {"url": url})
        self.run(LISTEN)

    def reload(self) -> None:
        self._keep_complaints()
        self._post("/refresh", {})
        self.run(LISTEN)

    def evaluate(self, expression: str) -> Any:
        return self._post("/execute/sync", {"script": f"return ({expression})", "args": []})

    def press(self, key: str) -> None:
        self._perform(actions.press(key))

    def write(self, text: str) -> None:
        self._perform(actions.write(text))

    def click_at(self, x: int, y: int) -> None:
        self._perform(actions.click(x, y))

    def resize(self, width: int, height: int) -> None:
        """What a window is beside its page is not known before."""
        for _ in range(2):
            seen = self.evaluate("[outerWidth - innerWidth, outerHeight - innerHeight]")
            self._post("/window/rect", {"x": 0, "y": 0, "width": width + seen[0], "height": height + seen[1]})
            if eventually(lambda: self.evaluate("[innerWidth, innerHeight]") == [width, height], 1):
                return
        raise AssertionError(f"{self.evaluate('[innerWidth, innerHeight]')} and not {width} × {height}")

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("GET", f"{self._session}/screenshot"))

    def complaints(self) -> list[str]:
        return [*self._complaints, *self.evaluate("window.heardErrors || []")]

    def close(self) -> None:
        self._end.close()

    def _keep_complaints(self) -> None:
        self._complaints = self.complaints()

    def _perform(self, wanted: Actions) -> None:
        self._post("/actions", {"actions": wanted})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("POST", self._session + path, body)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        response = self._http.request(method, path, json=body)
        value = response.json()["value"]
        if response.is_error:
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message']}")
        return value


@contextmanager
def _display() -> Iterator[str]:
    """The name of a display, while it is there."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()  # nothing, where it ended instead
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        end(process)


@contextmanager
def _driver(folder: Path, display: str, dark: bool) -> Iterator[str]:
    """The address that takes commands, while the driver runs."""
    style = folder / ".config/gtk-3.0/gtk.css"
    style.parent.mkdir(parents=True)
    style.write_text(NARROW)
    # A desktop's own settings and a proxy's address stay out.
    inherited = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment = {
        **{name: value for name, value in inherited.items() if not name.startswith(("XDG_", "WAYLAND_", "DBUS_"))},
        "HOME": str(folder),
        "DISPLAY": display,
        "GDK_BACKEND": "x11",
        "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
        "LANG": "C.UTF-8",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "1",
    }
    port, log = free_port(), folder / "webkit.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment, stdout=sink, stderr=sink)
    address = f"http://127.0.0.1:{port}"
    try:

        def answers() -> bool:
            try:
                return httpx.get(f"{address}/status", trust_env=False).is_success
            except httpx.TransportError:
                return process.poll() is not None

        if not eventually(answers, START_WITHIN) or process.poll() is not None:
            raise RuntimeError(f"WebKitWebDriver did not start:\n{log.read_text('utf-8', 'replace')}")
        yield address
    finally:
        end(process)
