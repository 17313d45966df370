"""What a long thought costs on the wire between room and page: `python -m tests.benchmarks.payload [SPEC …]`.

A spec is the model server's, e.g. think-10000-20-500 (reasoning tokens, answer tokens, tokens a second). Printed for
each: MB that the page's WebSocket received (after decompression), messages, kB a second, and whether the session is
alive at the end, seen by a second question that is answered.
"""

import base64
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.conftest import chromium
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, ended, enter
from tests.modelserver import ModelServer

SPECS = ("think-1500-20-100", "think-10000-20-500", "think-30000-20-500")


class Received:
    """Bytes and messages of the page's WebSockets."""

    def __init__(self, session: CDPSession) -> None:
        self.size = self.messages = 0
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        self.size += len(base64.b64decode(frame["payloadData"])) if frame["opcode"] == 2 else len(frame["payloadData"])
        self.messages += 1


def measure(page: Page, url: str, spec: str) -> str:
    enter(page, url)
    received = Received(page.context.new_cdp_session(page))
    begun = time.monotonic()
    ask(page, spec)
    page.get_by_role("button", name="Ask again").wait_for(timeout=300_000)
    took = time.monotonic() - begun
    size, messages = received.size, received.messages
    ask(page, "think-10-10-0 still there")
    ended(page, 2)
    return (
        f"{spec:22} {size / 1e6:6.2f} MB {messages:6d} messages {size / took / 1e3:6.1f} kB/s over {took:5.1f} s, alive"
    )


def main(specs: list[str]) -> None:
    with sync_playwright() as playwright, ModelServer() as model, tempfile.TemporaryDirectory() as folder:
        keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}
        room = RoomServer(Path(folder), keys).start()
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        try:
            for spec in specs or SPECS:
                page = browser.new_page()
                print(measure(page, room.url, spec), flush=True)
                page.close()
        finally:
            browser.close()
            room.end()


if __name__ == "__main__":
    main(sys.argv[1:])
