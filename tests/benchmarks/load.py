"""The room under load: `python -m tests.benchmarks.load [flood] [memory] [tabs] [--json FILE]`.

flood    200,000 tokens of thoughts at 4,000 a second: long tasks of the page, its heap, and how long Stop takes after
         20 s, to the end of the turn in the database and to the final state on the page
memory   of the server: after 31,000 tokens, and after 50 turns of 2,000 were read and their pages closed, in MB
tabs     eight tabs with thoughts on their way, and the seconds in which a ninth opens and is answered
"""

import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.benchmarks.measures import Figures, run
from tests.benchmarks.paced import wait_for
from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, stored
from tests.modelserver import ModelServer


def rss_mb(pid: int, which: str = "VmRSS") -> float:
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(which))
    return int(line.split()[1]) / 1e3


def come(page: Page, url: str) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, url)


def flood(room: RoomServer, _: ModelServer, browser: Browser) -> Figures:
    page, question = browser.new_page(), "think-200000-100-4000 and stop it"
    come(page, room.url)
    page.evaluate(
        """() => {
          window.locked = [];
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => locked.push(entry.duration)))
            .observe({ type: "longtask" });
        }"""
    )
    ask(page, question)
    page.wait_for_timeout(20_000)
    shown = page.evaluate("document.querySelector('.live-words').textContent.length")
    heap = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")["usedSize"]
    tasks = page.evaluate("locked")
    pressed = time.monotonic()
    page.locator(".st-key-stop button").click()
    wait_for(lambda: stored(room.database, question)["status"] == "stopped")
    acted = time.monotonic() - pressed
    page.get_by_text("What arrived is kept.").wait_for()
    figures = {
        "tokens_shown": round(shown / 4.4),
        "long_tasks": len(tasks),
        "longest_task_ms": round(max(tasks, default=0.0)),
        "heap_MB": round(heap / 1e6, 1),
        "stop_acts_ms": round(acted * 1e3),
        "stop_shown_ms": round((time.monotonic() - pressed) * 1e3),
    }
    page.close()
    return figures


def memory(room: RoomServer, _: ModelServer, browser: Browser) -> Figures:
    page = browser.new_page()
    come(page, room.url)
    ask(page, "think-20-20-0 to warm up")
    ended(page)
    start = rss_mb(room.pid)
    ask(page, "think-31000-100-0 long")
    ended(page, 2)
    long, peak = rss_mb(room.pid), rss_mb(room.pid, "VmHWM")
    page.close()
    for number in range(10):
        page = browser.new_page()
        come(page, room.url)
        for turn in range(1, 6):
            ask(page, f"think-2000-100-0 number {number} {turn}")
            ended(page, turn)
        page.close()
    # What a closed page had is kept for two minutes, should its browser come back.
    time.sleep(150)
    return {"start": start, "after_31000": long, "peak_31000": peak, "after_50_turns": rss_mb(room.pid)}


def tabs(room: RoomServer, _: ModelServer, browser: Browser) -> Figures:
    context = browser.new_context()
    pages = [context.new_page() for _ in range(8)]
    for number, page in enumerate(pages):
        page.bring_to_front()
        come(page, room.url)
        ask(page, f"think-3000-10-100 in tab {number}")
        expect(page.locator(".live-words")).to_contain_text("mark-000002")
    begun = time.monotonic()
    ninth = context.new_page()
    come(ninth, room.url)
    opened = time.monotonic() - begun
    ask(ninth, "think-20-10-100 in the ninth")
    ended(ninth)
    figures = {"opened_s": round(opened, 2), "answered_s": round(time.monotonic() - begun, 2)}
    for page in pages:
        page.bring_to_front()
        before = page.locator(".live-words").evaluate("it => it.textContent.length")
        wait_for(
            lambda page=page, before=before: (
                page.locator(".live-words").evaluate("it => it.textContent.length") > before
            )
        )
        page.locator(".st-key-stop button").click()
    context.close()
    return figures | {"still_growing": len(pages)}


if __name__ == "__main__":
    run("tests.benchmarks.load", __doc__, {"flood": flood, "memory": memory, "tabs": tabs})
