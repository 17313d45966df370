"""One turn at a model's pace, and the same as raw text in the same run (the control):
`python -m tests.benchmarks.paced [SPEC …] [--repeat 3] [--json FILE]`.

A spec is the model server's: think-1000-200-100 are 1,000 tokens of thoughts and 200 of the answer at 100 a second,
think-11000-100-0 as fast as possible. Every tenth token or so is numbered, and the time from the server's write to the
page is the lag. Medians of the repeats; the first turn in a page is a warm-up and not counted.
"""

import argparse
import base64
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.benchmarks.live import cpu_s
from tests.browser.conftest import chromium
from tests.browser.room import CANARY, ROOT, RoomServer, free_port
from tests.modelserver import ModelServer

SPECS = ("think-1000-200-100", "think-11000-100-0", "think-31000-100-0")
# Notes when each numbered token is on the page, and how long the page was locked.
PROBE = """() => {
  window.marks = {}, window.locked = [];
  const seen = (text) => { for (const [, mark] of text.matchAll(/mark-(\\d{6})/g)) marks[mark] ??= Date.now() };
  new MutationObserver((records) => records.forEach((record) => {
    if (record.type === "characterData") seen(record.target.data);
    else record.addedNodes.forEach((node) => seen(node.textContent));
  })).observe(document, { childList: true, characterData: true, subtree: true });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => locked.push(entry.duration)))
    .observe({ type: "longtask" });
}"""
Figures = dict[str, float]


class Wire:
    """Bytes that the page received by WebSockets and in answers to what it fetched, without the scripts that it loads
    once, and those of them that are thoughts."""

    def __init__(self, session: CDPSession) -> None:
        self.size = self.thoughts = 0
        self._fetched: set[str] = set()
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.dataReceived", self._data)

    def _frame(self, event: dict[str, Any]) -> None:
        text = event["response"]["payloadData"]
        live = event["response"]["opcode"] == 1
        size = len(text.encode()) if live else len(base64.b64decode(text))
        self.size += size
        if live and len(said := json.loads(text)) == 3 and isinstance(said[1], str):
            self.thoughts += size

    def _sent(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Fetch":
            self._fetched.add(event["requestId"])

    def _data(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._fetched:
            self.size += event["dataLength"]


@contextmanager
def control(model: ModelServer) -> Iterator[tuple[str, int]]:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.control", str(port), model.url]
    process = subprocess.Popen(command, cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    try:
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def browser_cpu_s(browser: Browser) -> float:
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(process["cpuTime"] for process in found)


def measure(browser: Browser, model: ModelServer, url: str, pid: int, spec: str, warm: bool) -> Figures:
    page = browser.new_page()
    page.goto(url)
    page.locator("textarea").first.wait_for()
    page.wait_for_timeout(1_000)
    if warm:
        send(page, "think-20-20-0 to warm up")
        page.wait_for_timeout(2_000)
    wire = Wire(page.context.new_cdp_session(page))
    page.evaluate(PROBE)
    question = f"{spec} {time.time()}"
    before = cpu_s(pid), browser_cpu_s(browser)
    send(page, question)
    request = wait_for(lambda: next((one for one in model.requests if one.prompt == question), None))
    wait_for(lambda: request.marks and request.ended_at, every_s=0.05)
    last = f"{max(request.marks):06d}"
    wait_for(lambda: page.evaluate(f"'{last}' in marks"), every_s=0.2)
    page.wait_for_timeout(1_000)
    after = cpu_s(pid), browser_cpu_s(browser)
    seen = {int(mark): at / 1e3 for mark, at in page.evaluate("marks").items()}
    lags = [seen[mark] - at for mark, at in request.marks.items() if mark in seen]
    thought, answered = (int(number) for number in spec.split("-")[1:3])
    parts = quantiles(lags, n=20)
    figures = {
        "unseen": len(request.marks.keys() - seen.keys()),
        "first_ms": (min(seen.values()) - request.marks[0]) * 1e3,
        "lag_p50_ms": median(lags) * 1e3,
        "lag_p95_ms": parts[18] * 1e3,
        "all_visible_s": max(seen.values()) - request.marks[0],
        "payload_B_per_token": wire.size / (thought + answered),
        "thoughts_B_per_token": wire.thoughts / thought,
        "app_cpu_s": after[0] - before[0],
        "browser_cpu_s": after[1] - before[1],
        "longest_task_ms": max(page.evaluate("locked"), default=0.0),
    }
    page.close()
    return figures


def send(page: Page, question: str) -> None:
    page.locator("textarea").first.fill(question)
    page.locator("textarea").first.press("Enter")


def wait_for(look: Callable[[], Any], every_s: float = 0.01) -> Any:
    for _ in range(round(120 / every_s)):
        if found := look():
            return found
        time.sleep(every_s)
    raise TimeoutError


def show(spec: str, room: Figures, control: Figures) -> None:
    print(f"\n{spec:24}{'room':>12}{'control':>12}{'ratio':>10}")
    for name, ours in room.items():
        ratio = f"{ours / control[name]:10.2f}" if control[name] else ""
        print(f"{name:24}{ours:12.2f}{control[name]:12.2f}{ratio}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.benchmarks.paced", description=__doc__)
    parser.add_argument("specs", nargs="*", default=SPECS)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    found: dict[str, dict[str, Figures]] = {}
    with (
        sync_playwright() as playwright,
        ModelServer() as model,
        control(model) as (plain, plain_pid),
        tempfile.TemporaryDirectory() as folder,
    ):
        room = RoomServer(Path(folder), {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}).start()
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        for spec in options.specs:
            runs: dict[str, list[Figures]] = {"room": [], "control": []}
            for _ in range(options.repeat):
                runs["room"].append(measure(browser, model, room.url, room.pid, spec, warm=True))
                runs["control"].append(measure(browser, model, plain, plain_pid, spec, warm=False))
            found[spec] = {
                name: {figure: median(one[figure] for one in measured) for figure in measured[0]}
                for name, measured in runs.items()
            }
            show(spec, **found[spec])
        browser.close()
        room.end()
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
