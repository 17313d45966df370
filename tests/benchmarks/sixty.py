"""Sixty people on two replicas: `python -m tests.benchmarks.sixty [people] [turns]`.

Two rooms on a real Postgres and a real Redis; half of the people come to each, as raw clients that speak Streamlit's
socket and the live wire as a page does. The model server and the people have a process each. In this order:

floor    memory of a session that does nothing, of an app of one line, and of the room
load     each person asks so many turns of 400 tokens at 50 a second: lag from the model server's write to the live
         wire, beside raw readers of the model server in the same run; errors, turns that are stored whole, memory, CPU
rounds   five more rounds of 20 people and a turn each: memory after each
gone     who has left is gone within three minutes, without a new visit: sessions, threads, sockets
"""

import argparse
import json
import multiprocessing
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
from sqlalchemy import create_engine, text

from tests.benchmarks.counted import Replica, replica
from tests.benchmarks.crowd import ANSWERS, THINKS, Came, Crowd, read
from tests.benchmarks.live import cpu_s
from tests.benchmarks.load import rss_mb
from tests.benchmarks.person import MARK, Heard
from tests.browser.room import ROOT
from tests.postgres import postgres_server
from tests.redis_server import redis_server

READERS = 4  # of the control
IDLE, SETTLE_S = 60, 12.0
ROUNDS, A_ROUND = 5, 20
GONE_S = 180.0


@contextmanager
def model_server() -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "tests.modelserver", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.terminate()
        process.wait(10)


def an_idle_session(room: Replica) -> dict[str, float]:
    """In MB, of people who came and do nothing, once others have been there."""
    warm = Came(Crowd([room.url], 10, spread_s=2.0))
    warm.done(120)
    warm.left()
    time.sleep(3)
    before = rss_mb(room.pid)
    people = Came(Crowd([room.url], IDLE))
    people.done(180)
    time.sleep(SETTLE_S)
    after = rss_mb(room.pid)
    _, errors, *_ = people.left()
    return {"mb_each": round((after - before) / IDLE, 3), "errors": len(errors)}


def spread(heard: Heard, marks: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    lags = [now - marks[question][str(mark)] for question, mark, now in heard]
    parts = quantiles(lags, n=20)
    lag = {"p50_ms": median(lags), "p95_ms": parts[18], "most_ms": max(lags)}
    return {"words": len(lags), **{name: round(value * 1e3, 1) for name, value in lag.items()}}


def whole(database_url: str, name: str) -> int:
    """Turns that are stored as done, with all that was said."""
    engine = create_engine(database_url)
    with engine.connect() as db:
        rows = db.execute(text("SELECT id, status FROM turns WHERE question LIKE :name"), {"name": f"% {name} %"}).all()
        texts = {
            row.id: "".join(
                one.text
                for one in db.execute(text("SELECT text FROM pieces WHERE turn_id=:id ORDER BY first"), {"id": row.id})
            )
            for row in rows
        }
    engine.dispose()
    marks = (THINKS + ANSWERS) // 10
    return sum(row.status == "done" and len(MARK.findall(texts[row.id])) == marks for row in rows)


def busy_s() -> tuple[float, float]:
    """CPU of all this machine, and of it what others than idleness took."""
    values = [int(one) / os.sysconf("SC_CLK_TCK") for one in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return sum(values), sum(values) - values[3] - values[4]


def load(
    rooms: Sequence[Replica], model: tuple[str, int], database_url: str, people: int, turns: int
) -> dict[str, Any]:
    spawn = multiprocessing.get_context("spawn")
    stop, tell = spawn.Event(), spawn.Queue()
    pids = {"replica_1": rooms[0].pid, "replica_2": rooms[1].pid, "model_server": model[1]}
    before, machine, begun = {name: cpu_s(pid) for name, pid in pids.items()}, busy_s(), time.monotonic()
    rss = [rss_mb(room.pid) for room in rooms]
    readers = [spawn.Process(target=read, args=(model[0], number, stop, tell)) for number in range(READERS)]
    here = Came(Crowd([room.url for room in rooms], people, turns, "load"))
    for reader in readers:
        reader.start()
    here.done(60 + turns * 90)
    took = time.monotonic() - begun
    cpu = {name: round((cpu_s(pid) - before[name]) / took, 2) for name, pid in pids.items()}
    total, busy = (after - was for after, was in zip(busy_s(), machine, strict=True))
    after = [rss_mb(room.pid) for room in rooms]
    stop.set()
    control = [heard for _ in readers for heard in tell.get(timeout=120)]
    for reader in readers:
        reader.join(60)
    heard, errors, crowd_s, waits = here.left()
    asked = httpx.get(f"{model[0]}/log", timeout=60).json()
    marks = {prompt(request): request["marks"] for request in asked}
    return {
        "people": people,
        "seconds": round(took, 1),
        "lag": spread(heard, marks),
        "control": spread(control, marks),
        "page_drawn_s": [round(median(waits), 2), round(max(waits), 2)],
        "errors": len(errors),
        "kinds_of_errors": sorted({re.sub(r"\d+", "#", error)[:100] for error in errors})[:5],
        "whole": f"{whole(database_url, 'load')} of {people * turns}",
        "asked": sum(" load " in prompt(request) for request in asked),
        "rss_mb": {"before": rss, "after": after, "peak": [rss_mb(room.pid, "VmHWM") for room in rooms]},
        "cores": {**cpu, "people": round(crowd_s / took, 2), "machine": round(busy / total * (os.cpu_count() or 1), 2)},
    }


def prompt(request: Mapping[str, Any]) -> str:
    messages = (request["body"] or {}).get("messages") or [{"content": ""}]
    return str(messages[-1]["content"])


def rounds(rooms: Sequence[Replica]) -> dict[str, Any]:
    levels: list[list[float]] = []
    errors = 0
    for number in range(ROUNDS):
        here = Came(Crowd([room.url for room in rooms], A_ROUND, 1, f"round {number}", 2.0))
        here.done(120)
        errors += len(here.left()[1])
        levels.append([round(rss_mb(room.pid), 1) for room in rooms])
    return {"rss_mb_after_each": levels, "errors": errors}


def gone(rooms: Sequence[Replica], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Until no more is there than was, or three minutes are over."""
    begun = time.monotonic()
    kinds = ("sessions", "threads", "sockets")
    while True:
        now = [room.counts() for room in rooms]
        left = [{kind: max(one[kind] - was[kind], 0) for kind in kinds} for one, was in zip(now, before, strict=True)]
        if not any(value for one in left for value in one.values()) or time.monotonic() - begun > GONE_S:
            break
        time.sleep(5)
    rss = [round(rss_mb(room.pid), 1) for room in rooms]
    return {"after_s": round(time.monotonic() - begun), "left": left, "before": before, "now": now, "rss_mb": rss}


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.benchmarks.sixty", description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=60)
    parser.add_argument("turns", nargs="?", type=int, default=3)
    parser.add_argument("--what", nargs="*", default=["floor", "load", "rounds", "gone"])
    options = parser.parse_args()

    def told(name: str, measure: Callable[[], object]) -> None:
        if name in options.what:
            print(name, json.dumps(measure()), flush=True)

    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres, redis = stack.enter_context(postgres_server()), stack.enter_context(redis_server())
        model = stack.enter_context(model_server())
        shared = {
            "OPENROUTER_BASE_URL": model[0],
            "OPENROUTER_API_KEY": "sk-test",
            "THINKROOM_DATABASE_URL": postgres.url,
            "THINKROOM_REDIS_URL": redis.url,
            "THINKROOM_SECRET": secrets.token_hex(32),
        }
        (place / "line.py").write_text('import streamlit as st\nst.write("A line.")\n')

        def floor() -> dict[str, Any]:
            found: dict[str, Any] = {}
            for name, script in (("streamlit", place / "line.py"), ("room", ROOT / "app.py")):
                room = replica(place / name, shared, script=script)
                try:
                    found[name] = an_idle_session(room)
                finally:
                    room.end()
            return {**found, "above_mb": round(found["room"]["mb_each"] - found["streamlit"]["mb_each"], 3)}

        told("floor", floor)
        rooms = [replica(place / f"replica {number}", shared) for number in (1, 2)]
        for room in rooms:
            stack.callback(room.end)
        warm = Came(Crowd([room.url for room in rooms], A_ROUND, 1, "warm", 1.0))
        warm.done(120)
        warm.left()
        # Streamlit's loop holds the session that it sent to last until there is another.
        before = [room.counts() | {"sessions": 1} for room in rooms]
        told("load", lambda: load(rooms, model, postgres.url, options.people, options.turns))
        told("rounds", lambda: rounds(rooms))
        told("gone", lambda: gone(rooms, before))
        for room in rooms:
            for line in room.log.read_text("utf-8", "replace").splitlines()[4:][-20:]:
                print("log", line[:200])


if __name__ == "__main__":
    main()
