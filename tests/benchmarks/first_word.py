"""From Enter to the first word, beside the raw control in the same run, by turns:
`python -m tests.benchmarks.first_word [alone] [new] [eight] [--repeat 7] [--json FILE]`.

alone   the second question of a chat, nobody else there
new     the first question of a chat, in a page where nothing was asked yet
eight   eight browsers that ask at the same moment, in chats of theirs

Where the time goes, in ms: `request` is from Enter until the model's server has the request, `word` from the server's
first numbered word until it stands on the page, `both` their sum: what Enter costs beside the model itself. `lag` is
the same as `word` for every numbered word of a turn. `cpu` is what the application's process spent for a question, from
a moment before Enter until 1.5 s after it. Medians, what 95 % keep to, and the least.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.live import cpu_s
from tests.benchmarks.paced import control, wait_for
from tests.browser.conftest import chromium
from tests.browser.room import CANARY, RoomServer
from tests.modelserver import ModelServer

MEASURES = ("alone", "new", "eight")
SPEC = "think-60-20-50 from {first}"
SESSIONS = 8
# When Enter was pressed, and when each numbered word stood on the page, in ms since the epoch.
PROBE = """() => {
  const now = () => performance.timeOrigin + performance.now();
  window.words = {}, window.entered = 0;
  addEventListener("keydown", (event) => { if (event.key === "Enter") entered = now() }, { capture: true });
  const seen = (text) => { for (const [, mark] of text.matchAll(/mark-(\\d{6})/g)) words[+mark] ??= now() };
  new MutationObserver((records) => records.forEach((record) => {
    if (record.type === "characterData") seen(record.target.data);
    else record.addedNodes.forEach((node) => seen(node.textContent));
  })).observe(document, { childList: true, characterData: true, subtree: true });
}"""
# Enter at a moment, so that several pages press it together.
PRESS = """(at) => setTimeout(() => {
  const field = document.querySelector("textarea");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, bubbles: true }));
}, at - Date.now())"""
Figures = dict[str, float]


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("textarea").first.wait_for()
    page.wait_for_timeout(1_500)
    page.evaluate(PROBE)


def warm(page: Page) -> None:
    """A question was asked in it and answered."""
    page.locator("textarea").first.fill("say **ready**")
    page.locator("textarea").first.press("Enter")
    page.wait_for_timeout(2_000)


def asked(pages: Sequence[Page], model: ModelServer, pid: int, first: int) -> list[Figures]:
    """One question in each of them, all at the same moment; what each took. `first` is the number of its first word."""
    questions = [f"{SPEC.format(first=first)} {time.time()} {number}" for number in range(len(pages))]
    for page, question in zip(pages, questions, strict=True):
        page.evaluate("window.words = {}")
        page.locator("textarea").first.fill(question)
    time.sleep(0.3)
    cpu, at = cpu_s(pid), time.time() + 0.3
    for page in pages:
        page.evaluate(PRESS, at * 1e3)
    found = [wait_for(lambda q=question: _request(model, q), every_s=0.05) for question in questions]
    time.sleep(max(0.0, at + 1.5 - time.time()))
    spent = (cpu_s(pid) - cpu) * 1e3 / len(pages)
    for request in found:
        wait_for(lambda request=request: request.ended_at, every_s=0.1)
    for page in pages:
        wait_for(lambda page=page: page.evaluate(f"{first} in words"), every_s=0.1)
    time.sleep(1.0)
    return [_figures(page, request, spent, first) for page, request in zip(pages, found, strict=True)]


def _request(model: ModelServer, question: str) -> Any:
    return next((one for one in model.requests if one.prompt == question), None)


def _figures(page: Page, request: Any, spent: float, first: int) -> Figures:
    words = {int(mark): at / 1e3 for mark, at in page.evaluate("words").items()}
    entered = page.evaluate("entered") / 1e3
    received = request.received + time.time() - time.monotonic()
    lags = [words[mark] - at for mark, at in request.marks.items() if mark in words]
    figures = {
        "request": (received - entered) * 1e3,
        "word": (words[first] - request.marks[first]) * 1e3,
        "cpu": spent,
    }
    figures["both"] = figures["request"] + figures["word"]
    return figures | {f"lag-{number}": lag * 1e3 for number, lag in enumerate(lags)}


def summed(runs: Sequence[Figures]) -> dict[str, Figures]:
    lags = [value for run in runs for name, value in run.items() if name.startswith("lag-")]
    series = {name: [run[name] for run in runs] for name in ("request", "word", "both", "cpu")} | {"lag": lags}
    return {
        name: {"median": median(found), "p95": quantiles(found, n=20)[18], "least": min(found)}
        for name, found in series.items()
        if len(found) > 1
    }


def show(name: str, found: dict[str, dict[str, Figures]]) -> None:
    print(f"\n{name:10}" + "".join(f"{f'{who} {what}':>16}" for what in ("median", "p95", "least") for who in found))
    for measure in found["room"]:
        parts = [found[who][measure][what] for what in ("median", "p95", "least") for who in found]
        print(f"{measure:10}" + "".join(f"{part:16.1f}" for part in parts), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.benchmarks.first_word", description=__doc__)
    parser.add_argument("what", nargs="*", default=MEASURES)
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    found: dict[str, dict[str, dict[str, Figures]]] = {}
    with (
        sync_playwright() as playwright,
        ModelServer() as model,
        control(model) as (plain, plain_pid),
        tempfile.TemporaryDirectory() as folder,
    ):
        room = RoomServer(Path(folder), {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}).start()
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        sides = {"room": (room.url, room.pid), "control": (plain, plain_pid)}
        for what in options.what:
            pages = {name: _pages(browser, url, what) for name, (url, _) in sides.items()}
            runs: dict[str, list[Figures]] = {name: [] for name in sides}
            for number in range(options.repeat):
                for name, (url, pid) in sides.items():
                    if what == "new":
                        open_page(pages[name][0], url)
                    runs[name] += asked(pages[name], model, pid, 1_000 * (number + 1))
            for page in (*pages["room"], *pages["control"]):
                page.context.close()
            found[what] = {name: summed(measured) for name, measured in runs.items()}
            show(what, found[what])
        browser.close()
        room.end()
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _pages(browser: Browser, url: str, what: str) -> list[Page]:
    """Each in a browser of its own."""
    pages = [browser.new_page() for _ in range(SESSIONS if what == "eight" else 1)]
    for page in pages:
        open_page(page, url)
        if what != "new":
            warm(page)
    return pages


if __name__ == "__main__":
    main()
