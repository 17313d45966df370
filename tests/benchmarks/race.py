"""A race in one tab: `python -m tests.benchmarks.race [race] [--json FILE]`.

race      4 lanes of 3,000 tokens at 100 a second each in one tab: lag from the model server's write of a marker to the
          moment when it stands in the page, in the lane in focus; and the same of four raw controls at the same time,
          each a page of its own that shows a model's words as raw text (tests/benchmarks/control.py)
"""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, expect

from tests.benchmarks.measures import Figures, run
from tests.browser.room import RoomServer, free_port
from tests.modelserver import ModelServer

LANES = 4
QUESTION, CONTROL = "think-3000-5-100 raced", "think-3000-5-100 control"
# Notes when each marker is first in the page, in seconds since the epoch.
WATCH = """() => {
  window.seen = {};
  const board = [...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.race')).find(Boolean);
  const place = board?.querySelector('.thoughts') ?? document.querySelector('pre');
  let read = 0;
  const look = () => {
    const text = place.textContent;
    for (const [, mark] of text.slice(Math.max(0, read - 20)).matchAll(/mark-(\\d{6})/g)) {
      window.seen[+mark] ??= Date.now() / 1000;
    }
    read = text.length;
  };
  new MutationObserver(look).observe(place, { childList: true, characterData: true, subtree: true });
  look();
}"""


def race(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.control", str(port), model.url]
    server = subprocess.Popen(command)
    try:
        controls = [_control(browser, port) for _ in range(LANES)]
        page = _race(room, browser)
        for number, control in enumerate(controls):
            control.locator("textarea").fill(f"{CONTROL} {number}")
            control.locator("textarea").press("Enter")
        opens = page.get_by_role("button", name=re.compile("^Open as a chat"))
        expect(opens).to_have_count(LANES, timeout=120_000)
        for control in controls:
            expect(control.locator("pre")).to_contain_text("mark-000290", timeout=120_000)
    finally:
        server.terminate()
        server.wait()
    # The lane in focus is the first one: the one that is asked with no effort of its own.
    raced = [request for request in model.requests if request.prompt == QUESTION]
    (first,) = [request for request in raced if "effort" not in str(request.fields)]
    direct: list[float] = []
    for number, control in enumerate(controls):
        (request,) = [request for request in model.requests if request.prompt == f"{CONTROL} {number}"]
        direct += _lags(request.marks, control.evaluate("window.seen"))
    lags = _lags(first.marks, page.evaluate("window.seen"))
    for one in (page, *controls):
        one.close()
    ours, theirs = _spread(lags), _spread(direct)
    return {"asked": len(raced), "page": ours, "control": theirs, "ratio": round(ours["p95_ms"] / theirs["p95_ms"], 2)}


def _race(room: RoomServer, browser: Browser) -> Page:
    page = browser.new_page()
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        page.goto(f"{room.url}/race")
    lanes = page.get_by_test_id("stSidebar").get_by_text(re.compile("^Lane "))
    expect(lanes).to_have_count(2)
    for count in range(3, LANES + 1):
        page.get_by_role("button", name="Add a lane").click()
        expect(lanes).to_have_count(count)
    field = page.get_by_label("Question", exact=True)
    field.fill(QUESTION)
    field.blur()
    page.locator(".st-key-race-start button").click()
    page.get_by_role("region", name="The race").wait_for()
    page.evaluate(WATCH)
    return page


def _control(browser: Browser, port: int) -> Page:
    page, url = browser.new_page(), f"http://127.0.0.1:{port}"
    for _ in range(100):
        with suppress(OSError), urllib.request.urlopen(url):
            break
        time.sleep(0.1)
    page.goto(url)
    page.evaluate(WATCH)
    return page


def _lags(marks: Mapping[int, float], seen: Mapping[str, float]) -> list[float]:
    """In seconds. What stood there before anybody looked is left out: its time is not known."""
    return [at - marks[int(mark)] for mark, at in seen.items() if int(mark) in marks and int(mark) > LANES]


def _spread(lags: list[float]) -> dict[str, float]:
    parts = quantiles(lags, n=20)
    return {"p50_ms": round(median(lags) * 1e3, 1), "p95_ms": round(parts[18] * 1e3, 1), "markers": len(lags)}


if __name__ == "__main__":
    run("tests.benchmarks.race", __doc__, {"race": race})
