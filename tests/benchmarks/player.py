"""The player of a replay: `python -m tests.benchmarks.player [hour] [short] [seeks] [--json FILE]`.

hour   a recording of an hour and 20,000 pieces, written to a file and read again, played from its middle for some
       seconds at 1×, 4× and 16×: how much later than it is due each piece stands in the page, by the page's own clock
short  the same of a turn of 400 pieces in 20 seconds, played whole
seeks  places of that hour, chosen by chance: from the press on the bar to the frame that shows what belongs there
"""

import random
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page

from components.conversation import Asked, Chat, Piece, Reply, Times, Turn
from components.recordings import Ticks, read_session, recorded
from components.room import LOCAL
from components.store import Store
from tests.benchmarks.measures import Figures, run
from tests.browser.room import RoomServer
from tests.modelserver import ModelServer

HOUR_S, MANY = 3_600.0, 20_000
SHORT_S, FEW = 20.0, 400
WINDOWS_S = {1: 15.0, 4: 10.0, 16: 10.0}  # how long the hour is looked at, by its speed
SEEKS = 60
ASKED = Asked("openrouter", "test/model")
# Beginnings and ends of sentences as thoughts have them: some are phrases by which a thought turns.
SAID = ("Wait, that is not", "So the sum is", "Let me check", "But then it would be", "This gives **nine**, or")
PLAYER = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.player')).find(Boolean)"
# Notes how much of each text stands in the page, whenever that changes, and when it was played.
WATCH = f"""(speed) => {{
  const root = {PLAYER};
  const select = root.querySelector('select');
  select.value = speed;
  select.dispatchEvent(new Event('change'));
  const seen = (window.seen = []);
  const note = () => seen.push([performance.now(), root.playerPanes.r.size, root.playerPanes.a.size]);
  window.watching?.disconnect();
  const watching = (window.watching = new MutationObserver(note));
  for (const view of root.querySelectorAll('.view')) {{
    watching.observe(view, {{ childList: true, characterData: true, subtree: true }});
  }}
  window.began = performance.now();
  root.querySelector('.toggle').click();
}}"""
STOP = "() => { window.watching.disconnect(); return window.seen; }"
OVER = f"() => {PLAYER}.querySelector('.toggle .word').textContent === 'Again'"
TEXTS = f"() => ['.thoughts', '.answer'].map((name) => {PLAYER}.querySelector(name).textContent)"
# From a press to the end of the frame that shows what it did.
SEEN = f"""() => {PLAYER}.querySelector('.slider').addEventListener('pointerdown', (event) => {{
  window.sought = new Promise((resolve) => requestAnimationFrame(() => {{
    const {{ port1, port2 }} = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - event.timeStamp);
    port2.postMessage(0);
  }}));
}})"""
STANDS = f"() => Number({PLAYER}.querySelector('.slider').getAttribute('aria-valuenow'))"


def hour(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    turn = _kept(room, "hour", HOUR_S, MANY)
    figures: Figures = {}
    for speed, window in WINDOWS_S.items():
        figures[f"{speed}x"] = _played(room, browser, turn, speed, HOUR_S / 2, window)
    return figures


def short(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    turn = _kept(room, "short", SHORT_S, FEW)
    return {f"{speed}x": _played(room, browser, turn, speed, 0.0, SHORT_S / speed) for speed in WINDOWS_S}


def seeks(room: RoomServer, model: ModelServer, browser: Browser) -> Figures:
    turn = _kept(room, "hour", HOUR_S, MANY)
    page = _page(room, browser, turn, 0.0)
    page.evaluate(SEEN)
    box = page.get_by_role("slider").bounding_box()
    assert box
    page.mouse.move(box["x"], box["y"] + 10)  # a hand that scrubs is there already
    page.wait_for_timeout(500)
    chance, took = random.Random(7), list[float]()
    for _ in range(SEEKS):
        page.mouse.click(box["x"] + chance.uniform(0, box["width"]), box["y"] + 10)
        took.append(page.evaluate("window.sought"))
        _assert_there(turn, page.evaluate(STANDS), page.evaluate(TEXTS))
    page.close()
    return {**_spread(took), "max_ms": round(max(took), 1)}


def _kept(room: RoomServer, name: str, lasts: float, many: int) -> Turn:
    """A turn as it is recorded, written to a file and read again: the room has its database to itself, so it is begun
    anew. What is returned is the turn before it was written."""
    chance = random.Random(11)
    words = [f"{chance.choice(SAID)} {i}.{'  ' if i % 9 else chr(10) * 2}" for i in range(many)]
    ats = sorted(chance.uniform(1.0, lasts - 1.0) for _ in words)
    pieces = [Piece("reasoning", text, at, number=i) for i, (text, at) in enumerate(zip(words, ats, strict=True))]
    pieces += [Piece("answer", text, lasts - 0.9 + i / 10) for i, text in enumerate(("It is ", "nine."))]
    reply = Reply(tuple(pieces), times=Times(ats[0], lasts - 0.9, lasts))
    made = Turn(name, name, None, time.time(), "How many are left?", ASKED, "done", reply)
    (read,) = read_session(recorded(name, [(made, ())], Ticks(questions=True, names=True)).encode()).turns
    room.end()
    store = Store(f"sqlite:///{room.database.as_posix()}")
    store.add_chat(Chat(name, LOCAL, name, 1.0, 1.0, None, ASKED))
    played = replace(made, reply=read.reply)
    store.begin(played)
    store.extend(played, 0, list(read.reply.pieces))
    store.finish(played)
    store.show(LOCAL, name, name)
    store.close()
    room.start()
    return made


def _page(room: RoomServer, browser: Browser, turn: Turn, at: float) -> Page:
    page = browser.new_page()
    page.goto(f"{room.url}/replay?chat={turn.chat_id}&turn={turn.id}&t={at}")
    page.get_by_role("region", name="Replay").locator(".time").get_by_text("of").wait_for()
    page.wait_for_load_state("networkidle")
    return page


def _played(room: RoomServer, browser: Browser, turn: Turn, speed: int, at: float, window: float) -> dict[str, Any]:
    """Of the pieces that are due in these seconds: milliseconds from when each is due to when it stands in the page."""
    page = _page(room, browser, turn, at)
    page.evaluate(WATCH, speed)
    if at + window * speed < (turn.times.ended or 0.0):
        page.wait_for_timeout(window * 1000)
    else:
        page.wait_for_function(OVER)
    began, seen = page.evaluate("window.began"), page.evaluate(STOP)
    ends = _ends(turn)
    lags: list[float] = []
    for which, (ats, sizes) in enumerate(ends, 1):
        known = 0
        for when, *there in seen:
            count = bisect_right(sizes, there[which - 1])
            for piece in range(known, count):
                if ats[piece] > at:
                    lags.append(when - began - (ats[piece] - at) / speed * 1000)
            known = max(known, count)
    page.close()
    return _spread(lags)


def _ends(turn: Turn) -> list[tuple[list[float], list[int]]]:
    """Of thoughts and of the answer: when each piece came, and how much there was with it."""
    kinds = [[one for one in turn.pieces if one.channel == channel] for channel in ("reasoning", "answer")]
    return [([one.at or 0.0 for one in kind], list(accumulate(len(one.text) for one in kind))) for kind in kinds]


def _assert_there(turn: Turn, at: float, texts: Sequence[str]) -> None:
    """Is it what belongs there? The page tells the time in tenths of a second."""
    channels = ("reasoning", "answer")
    for channel, (ats, sizes), text in zip(channels, _ends(turn), texts, strict=True):
        whole = "".join(one.text for one in turn.pieces if one.channel == channel)
        counts = range(bisect_right(ats, at - 0.06), bisect_right(ats, at + 0.06) + 1)
        # A paragraph that is whole is dressed: its stars are not there.
        assert text.replace("**", "") in [whole[: sizes[n - 1] if n else 0].replace("**", "") for n in counts]


def _spread(values: Sequence[float]) -> dict[str, float]:
    parts = quantiles(values, n=20)
    return {"p50_ms": round(median(values), 1), "p95_ms": round(parts[18], 1), "measured": len(values)}


if __name__ == "__main__":
    run("tests.benchmarks.player", __doc__, {"hour": hour, "short": short, "seeks": seeks})
