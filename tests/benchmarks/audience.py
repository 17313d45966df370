"""An audience: `python -m tests.benchmarks.audience [followers] [--json FILE]`.

followers  300 raw followers and 5 browsers of one run of 600 tokens at 50 a second, by the door of the audience: lag
           from the model server's write to each follower, and of a reader of the live wire, as the presenter's page has
           one, with and without them in the same run; how often the model was asked, CPU
"""

import asyncio
import json
import multiprocessing
import re
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from components.live_protocol import PATH, Subscription
from tests.benchmarks.live import cpu_s, spread
from tests.benchmarks.measures import Figures, run
from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, enter, leave_dialog, press
from tests.modelserver import ModelServer

FOLLOWERS, BROWSERS = 300, 5
MARK = re.compile(r"mark-(\d{6})")
Heard = list[tuple[int, float]]


def follow(address: str, token: str, number: int, ready: Any, tell: Any) -> None:
    """That many followers, in a process of their own, until their run has ended."""

    async def one(heard: Heard) -> None:
        parts = urlsplit(address)
        place = f"ws://{parts.netloc}{parts.path}/live"
        async with connect_async(place, max_size=None, proxy=None, open_timeout=60, compression=None) as socket:
            await socket.send(json.dumps({"token": token}))
            rest, ready_told = "", False
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
                        heard.extend((int(mark[1]), now) for mark in found)
                        rest = rest[found[-1].end() if found else 0 :][-20:]
                    if event[0] == "state" and event[2] == "done":
                        return

    async def everybody() -> Heard:
        heard: Heard = []
        await asyncio.gather(*(one(heard) for _ in range(number)))
        return heard

    tell.put(asyncio.run(everybody()))


def read(room: RoomServer, page: Page, heard: Heard) -> threading.Thread:
    """As the presenter's page has it: the turn that is asked next."""
    turn = page.locator(".live-words").last.get_attribute("data-turn", timeout=30_000) or ""
    address = f"{room.url.replace('http', 'ws')}{PATH}?run={Subscription(chat_of(page), turn, 0, 0, True, 0)}"

    def listen() -> None:
        rest = ""
        try:
            with connect(address) as socket:
                for frame in socket:
                    now, said = time.time(), json.loads(frame)[1]
                    if isinstance(said, str):
                        rest += said
                        found = list(MARK.finditer(rest))
                        heard.extend((int(mark[1]), now) for mark in found)
                        rest = rest[found[-1].end() if found else 0 :][-20:]
        except ConnectionClosed:
            pass

    thread = threading.Thread(target=listen)
    thread.start()
    return thread


def followers(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    page = browser.new_page()
    enter(page, room.url)

    def presented(question: str) -> tuple[Heard, float]:
        heard: Heard = []
        before, begun = cpu_s(room.pid), time.monotonic()
        ask(page, question)
        read(room, page, heard).join()
        return heard, (cpu_s(room.pid) - before) / (time.monotonic() - begun)

    def late(question: str, heard: Heard) -> Figures:
        (asked,) = (request for request in model.requests if request.prompt == question)
        return spread([now - asked.marks[mark] for mark, now in heard])

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
        "marks_of_each": round(len(heard) / FOLLOWERS, 2),
        "marks_in_each_browser": sorted(set(words)),
        "model_asked": sum(request.prompt == together for request in model.requests),
        "app_cpu_of_a_core": [round(cpu_alone, 2), round(cpu_together, 2)],
    }
    for one in (*phones, page):
        one.close()
    return figures


if __name__ == "__main__":
    run("tests.benchmarks.audience", __doc__, {"followers": followers})
