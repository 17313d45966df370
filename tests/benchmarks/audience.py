"""An audience: `python -m tests.benchmarks.audience [followers] [--json FILE]`.

followers  300 raw followers and 5 browsers of runs of 600 tokens at 50 a second, by the door of the audience: lag
           from the model server's write to each follower, and to the presenter's own page, in three runs without them
           and in three with them, one after another in one room; how often the model was asked, CPU
"""

import asyncio
import json
import multiprocessing
import re
import time
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect
from websockets.asyncio.client import connect

from tests.benchmarks.live import cpu_s, spread
from tests.benchmarks.measures import Figures, run
from tests.browser.room import RoomServer
from tests.browser.steps import ask, enter, leave_dialog, press
from tests.modelserver import ModelServer

FOLLOWERS, BROWSERS = 300, 5
RUNS = 3  # of each: the slowest twentieth of one alone is its first half second
MARK = re.compile(r"mark-(\d{6})")
Heard = list[tuple[int, float]]


def follow(address: str, token: str, number: int, ready: Any, tell: Any) -> None:
    """That many followers, in a process of their own, until their runs have ended."""

    async def one(every: list[Heard]) -> None:
        parts = urlsplit(address)
        place = f"ws://{parts.netloc}{parts.path}/live"
        async with connect(place, max_size=None, proxy=None, open_timeout=60, compression=None) as socket:
            await socket.send(json.dumps({"token": token}))
            rest, ready_told, ended = "", False, 0
            async for message in socket:
                now = time.time()
                for event in json.loads(message):
                    if event[0] == "all" and not ready_told:
                        ready_told = True
                        with ready.get_lock():
                            ready.value += 1
                    if event[0] == "more":
                        rest += event[2]
                        found = list(MARK.finditer(rest))
                        every[ended].extend((int(mark[1]), now) for mark in found)
                        rest = rest[found[-1].end() if found else 0 :][-20:]
                    if event[0] == "state" and event[2] == "done":
                        rest, ended = "", ended + 1
                if ended == RUNS:
                    return

    async def everybody() -> list[Heard]:
        every: list[Heard] = [[] for _ in range(RUNS)]
        await asyncio.gather(*(one(every) for _ in range(number)))
        return every

    tell.put(asyncio.run(everybody()))


# Told of each message of the live wire by the presenter's own page, in milliseconds since 1970.
LISTEN = """
window.heard = [];
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...given) {
    super(...given);
    if (String(given[0]).includes("/live/"))
      this.addEventListener("message", ({ data }) => window.heard.push([Date.now(), String(data)]));
  }
};
"""


def read(page: Page) -> Heard:
    """When the presenter's page first heard each mark of the run that it follows, until that has ended."""
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden(timeout=60_000)
    heard: dict[int, float] = {}
    for at, said in page.evaluate("window.heard.splice(0)"):
        for mark in MARK.findall(said):
            heard.setdefault(int(mark), at / 1e3)
    return list(heard.items())


def followers(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    page = browser.new_page()
    page.add_init_script(LISTEN)
    enter(page, room.url)

    def presented(question: str) -> tuple[list[Heard], float]:
        """What was heard of each run, and the part of a core that the room took meanwhile."""
        every: list[Heard] = []
        before, begun = cpu_s(room.pid), time.monotonic()
        for number in range(RUNS):
            ask(page, f"{question} {number}")
            every.append(read(page))
        return every, (cpu_s(room.pid) - before) / (time.monotonic() - begun)

    def late(question: str, every: list[Heard]) -> Figures:
        lags: list[float] = []
        for number, heard in enumerate(every):
            (asked,) = (request for request in model.requests if request.prompt == f"{question} {number}")
            lags += [now - asked.marks[mark] for mark, now in heard]
        return spread(lags)

    alone, together = "think-600-5-50 alone", "think-600-5-50 with an audience"
    by_herself, cpu_alone = presented(alone)
    press(page.get_by_role("button", name="Pin, rename").first, page.get_by_text("Let others follow"))
    page.get_by_text("Let others follow").click()
    page.get_by_role("button", name="Make the link").click()
    link = (page.get_by_role("dialog").get_by_test_id("stCode").text_content() or "").strip()
    address, _, token = link.partition("#")
    leave_dialog(page)
    spawn = multiprocessing.get_context("spawn")
    ready, tell = spawn.Value("i", 0), spawn.Queue()
    crowd = spawn.Process(target=follow, args=(address, token, FOLLOWERS, ready, tell))
    crowd.start()
    phones = [browser.new_page() for _ in range(BROWSERS)]
    for phone in phones:
        phone.goto(link)
    while ready.value < FOLLOWERS:
        time.sleep(0.1)
    with_them, cpu_together = presented(together)
    heard = tell.get(timeout=120)
    crowd.join(60)
    words = [len(re.findall(MARK, phone.locator("main").text_content() or "")) for phone in phones]
    figures: Figures = {
        "followers": FOLLOWERS,
        "browsers": BROWSERS,
        "lag": late(together, heard),
        "presenter_alone": late(alone, by_herself),
        "presenter_with_them": late(together, with_them),
        "marks_of_each": round(sum(map(len, heard)) / FOLLOWERS / RUNS, 2),
        "marks_in_each_browser": sorted(set(words)),
        "model_asked": [sum(one.prompt == f"{together} {number}" for one in model.requests) for number in range(RUNS)],
        "app_cpu_of_a_core": [round(cpu_alone, 2), round(cpu_together, 2)],
    }
    for one in (*phones, page):
        one.close()
    return figures


if __name__ == "__main__":
    run("tests.benchmarks.audience", __doc__, {"followers": followers})
