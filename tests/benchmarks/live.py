"""Live thoughts and long chats: `python -m tests.benchmarks.live [viewers] [history] [growth] [--json FILE]`.

viewers   100 raw readers of one run of 600 tokens at 50 a second: lag from the model server's write to each reader, the
          same for one client that asks the model server itself (the control), how often the model was asked, CPU
history   a chat of 200 turns of 20 kB of thoughts and 3 kB of answer: bytes and seconds to open it, bytes to ask in it
growth    turns 1 and 20 of a chat (500 + 200 tokens, as fast as possible): bytes, CPU and seconds to the end
"""

import json
import os
import re
import threading
import time
from pathlib import Path
from statistics import median, quantiles

import httpx
from playwright.sync_api import Browser, Page
from websockets.sync.client import connect

from components.conversation import Asked, Chat, Piece, Times
from components.live_protocol import PATH, Subscription
from components.room.auth import LOCAL
from components.store import Store
from tests.benchmarks.measures import Figures, run
from tests.benchmarks.payload import Received
from tests.browser.room import RoomServer
from tests.browser.steps import ask, chat_of, enter
from tests.modelserver import ModelServer
from tests.turns import made

ASKED = Asked("openrouter", "deepseek/deepseek-r1")
READERS = 100


def cpu_s(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def spread(lags: list[float]) -> Figures:
    parts = quantiles(lags, n=20)
    return {"p50_ms": round(median(lags) * 1e3, 1), "p95_ms": round(parts[18] * 1e3, 1)}


def viewers(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    page = browser.new_page()
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, room.url)
    question = "think-600-5-50 for many"
    ask(page, question)
    turn = page.locator(".live-words").get_attribute("data-turn", timeout=30_000) or ""
    address = f"{room.url.replace('http', 'ws')}{PATH}?run={Subscription(chat_of(page), turn, 0, 0, True, 0)}"
    heard: list[tuple[int, float]] = []

    def read() -> None:
        with connect(address) as socket:
            rest = ""
            for frame in socket:
                now, said = time.time(), json.loads(frame)[1]
                if isinstance(said, str):
                    found = list(re.finditer(r"mark-(\d{6})", rest + said))
                    heard.extend((int(one[1]), now) for one in found)
                    rest = (rest + said)[found[-1].end() if found else 0 :][-20:]

    def ask_directly() -> None:
        body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "think-600-5-50 directly"}]}
        with httpx.stream("POST", f"{model.url}/chat/completions", json=body, timeout=60) as reply:
            text = ""
            for line in reply.iter_lines():
                now = time.time()
                text += "".join(re.findall(r'"reasoning":\s*"([^"]*)"', line))
                for one in re.findall(r"mark-(\d{6})", text):
                    direct.append((int(one), now))
                text = text[-11:] if "mark-" not in text else text.rpartition("mark-")[2][6:]

    direct: list[tuple[int, float]] = []
    before, begun = cpu_s(room.pid), time.monotonic()
    threads = [threading.Thread(target=read) for _ in range(READERS)]
    threads.append(threading.Thread(target=ask_directly))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begun
    asked = [request for request in model.requests if request.prompt == question]
    control = next(request for request in model.requests if request.prompt.endswith("directly"))
    late = [now - asked[0].marks[mark] for mark, now in heard if now - asked[0].marks[mark] < 5]
    page.close()
    return {
        "readers": READERS,
        **spread(late),
        "control": spread([now - control.marks[mark] for mark, now in direct]),
        "model_asked": len(asked),
        "app_cpu_of_a_core": round((cpu_s(room.pid) - before) / took, 2),
    }


def history(room: RoomServer, _: ModelServer, browser: Browser) -> Figures:
    paragraph = "It follows from what was said that the case is closed. " * 7 + "\n\n"
    store = Store(f"sqlite:///{room.database.as_posix()}")
    store.add_chat(Chat("long", LOCAL, "A long chat", time.time(), time.time(), None, ASKED))
    parent = None
    for number in range(200):
        times = Times(0.1, 4.0, 6.0)
        turn = made(
            f"turn-{number}", "long", parent, time.time(), f"Question {number}?", ASKED, status="done", times=times
        )
        store.begin(turn)
        store.extend(turn, 0, [Piece("reasoning", paragraph * 52), Piece("answer", paragraph * 8)])
        store.finish(turn)
        parent = turn.id
    page = browser.new_page()
    enter(page, room.url)
    received, begun = Received(page.context.new_cdp_session(page)), time.monotonic()
    page.goto(f"{room.url}/?chat=long")
    page.get_by_text("Question 199?").wait_for()
    page.locator('[class*="st-key-thoughts-"]').last.wait_for()
    opened = time.monotonic() - begun
    page.wait_for_timeout(1_500)
    size = received.size
    ask(page, "think-10-5-0 after all that")
    page.locator(".st-key-stop").wait_for(state="detached")
    page.wait_for_timeout(1_500)
    figures = {
        "open_kB": round(size / 1e3, 1),
        "open_s": round(opened, 2),
        "ask_kB": round((received.size - size) / 1e3, 1),
    }
    page.close()
    return figures


def growth(room: RoomServer, _: ModelServer, browser: Browser) -> Figures:
    page = browser.new_page()
    enter(page, room.url)
    received = Received(page.context.new_cdp_session(page))
    turns: list[Figures] = []
    for number in range(1, 21):
        size, cpu, begun = received.size, cpu_s(room.pid), time.monotonic()
        ask(page, f"think-500-200-0 number {number}")
        _ended(page, number)
        took = time.monotonic() - begun
        page.wait_for_timeout(700)
        turns.append({"kB": (received.size - size) / 1e3, "cpu_s": cpu_s(room.pid) - cpu, "s": took})
    page.close()
    return {name: [round(turns[at][name], 2) for at in (0, 9, 19)] for name in ("kB", "cpu_s", "s")}


def _ended(page: Page, turns: int) -> None:
    page.get_by_role("button", name="Ask again").nth(turns - 1).wait_for()


if __name__ == "__main__":
    run("tests.benchmarks.live", __doc__, {"viewers": viewers, "history": history, "growth": growth})
