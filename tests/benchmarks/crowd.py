"""Many people at once, and the raw readers beside them, in processes of their own."""

import asyncio
import multiprocessing
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.benchmarks.live import cpu_s
from tests.benchmarks.person import MARK, Heard, Person

THINKS, ANSWERS, A_SECOND = 300, 100, 50
SPREAD_S, PAUSE_S = 6.0, 2.0  # in which they come, and until they ask again, at most
Left = tuple[Heard, list[str], float, list[float]]  # their errors, the CPU that they took, how long pages took


@dataclass(frozen=True)
class Crowd:
    """So many people of each of these rooms; they ask `turns` and then stay as long as they are told to."""

    urls: Sequence[str]
    people: int
    turns: int = 0
    name: str = ""
    spread_s: float = SPREAD_S


def crowd(which: Crowd, here: Any, leave: Any, tell: Any) -> None:
    async def one(number: int) -> Person:
        person = Person(which.urls[number % len(which.urls)])
        await asyncio.sleep(which.spread_s * number / which.people)
        begun = time.monotonic()
        await person.come()
        person.waits.append(time.monotonic() - begun)
        for turn in range(which.turns):
            await asyncio.sleep(PAUSE_S * ((number * 7 + turn * 3) % 10) / 10)
            await person.ask(f"think-{THINKS}-{ANSWERS}-{A_SECOND} {which.name} {number} {turn}")
        return person

    async def everybody() -> Left:
        found = await asyncio.gather(*(one(number) for number in range(which.people)), return_exceptions=True)
        people = [person for person in found if isinstance(person, Person)]
        here.set()
        while not leave.is_set():
            await asyncio.sleep(0.2)
        errors = [repr(fault) for fault in found if not isinstance(fault, Person)]
        errors += [error for person in people for error in person.errors]
        for person in people:
            await person.leave()
        waits = [wait for person in people for wait in person.waits]
        return [heard for person in people for heard in person.heard], errors, cpu_s(os.getpid()), waits

    tell.put(asyncio.run(everybody()))


class Came:
    """A crowd that is there."""

    def __init__(self, which: Crowd) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._here, self._leave, self._tell = spawn.Event(), spawn.Event(), spawn.Queue()
        self._process = spawn.Process(target=crowd, args=(which, self._here, self._leave, self._tell))
        self._process.start()

    def done(self, within_s: float) -> None:
        if not self._here.wait(within_s):
            raise TimeoutError("the people are not done")

    def left(self) -> Left:
        self._leave.set()
        told = self._tell.get(timeout=120)
        self._process.join(60)
        return told


def read(url: str, number: int, stop: Any, tell: Any) -> None:
    """The control: asks the model server itself, again and again, and reads what comes."""
    heard: Heard = []
    with httpx.Client(timeout=60) as client:
        for turn in range(1_000):
            if stop.is_set():
                break
            question = f"think-{THINKS}-{ANSWERS}-{A_SECOND} control {number} {turn}"
            body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": question}]}
            rest = ""
            with client.stream("POST", f"{url}/chat/completions", json=body) as reply:
                for line in reply.iter_lines():
                    now = time.time()
                    rest += "".join(re.findall(r'"(?:reasoning|content)":\s*"([^"]*)"', line))
                    found = list(MARK.finditer(rest))
                    heard.extend((question, int(mark[1]), now) for mark in found)
                    rest = rest[found[-1].end() if found else 0 :][-20:]
    tell.put(heard)
