"""A guess by many phones, each a socket of its own: every vote counts once, and nobody learns of others too early."""

import asyncio
import csv
import json
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from components.server.audience.follow import BUSY
from components.server.audience.votes import AT_ONCE, EACH_S

ROOT = Path(__file__).parents[2]
WAIT_S = 60.0
PHONES = 300
# As they are written by different people: of each line all are the same answer.
ANSWERS = (("9.9", "9.90", " 9.9 ", "nine point nine"), ("9.11",), ("Neither", "neither", "NEITHER."), ("both",))


class Room:
    """See tests/server/a_guessing_room.py."""

    def __init__(self, folder: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("THINKROOM_")}
        environment |= {
            "HOME": str(folder),
            "THINKROOM_DATABASE_URL": f"sqlite:///{folder}/room.db",
            "THINKROOM_FIND_SERVERS": "no",
        }
        command = [sys.executable, "-m", "tests.server.a_guessing_room"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
        self.port, self.token, self.guess = self._line()

    def told(self, word: str) -> Any:
        """How many voted, the tally, and the file."""
        assert self._process.stdin
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._line()

    def end(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(30)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._process.stdout.close()

    def _line(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.end()


@dataclass
class Phone:
    """`counts` is what it was last told that counts; `heard` all that it was sent, as text."""

    room: Room
    name: str
    counts: tuple[str, int] | None = None
    heard: list[str] = field(default_factory=list[str])

    @asynccontextmanager
    async def follows(self) -> AsyncGenerator[ClientConnection]:
        socket = await self._connected()
        try:
            yield socket
        finally:
            await socket.close()

    async def _connected(self) -> ClientConnection:
        """Where too many come at once it tries again, as its page does."""
        place = f"ws://127.0.0.1:{self.room.port}/follow/live"
        while True:
            socket = await connect(place, open_timeout=WAIT_S, proxy=None, max_size=None)
            try:
                await socket.send(json.dumps({"token": self.room.token}))
                await self.hears(socket, "guess")
            except ConnectionClosed as gone:
                assert gone.rcvd and gone.rcvd.code == BUSY
                await asyncio.sleep(0.1)
            else:
                return socket

    def vote(self, answer: str, sure: int) -> str:
        vote = {"guess": self.room.guess, "phone": self.name, "answer": answer, "confidence": sure}
        return json.dumps({"vote": vote})

    async def says(self, socket: ClientConnection, answer: str, sure: int, taps: int = 1) -> list[Any]:
        """What is answered to the last tap of several."""
        for _ in range(taps):
            await socket.send(self.vote(answer, sure))
        for _ in range(taps):
            told = await self.hears(socket, "voted", "late", "full")
        if told[0] == "voted":
            self.counts = told[2], told[3]
        return told

    async def hears(self, socket: ClientConnection, *names: str, state: str = "") -> list[Any]:
        while True:
            text = str(await asyncio.wait_for(socket.recv(), WAIT_S))
            self.heard.append(text)
            for event in json.loads(text):
                if event[0] in names and (not state or (event[1] or {}).get("state") == state):
                    return event


async def votes_somehow(phone: Phone, chance: random.Random) -> None:
    """Once, twice at once, again after a reload, or another one instead."""

    def any_answer() -> tuple[str, int]:
        return chance.choice(chance.choice(ANSWERS)), chance.randrange(50, 101)

    first = any_answer()
    way = chance.randrange(4)
    async with phone.follows() as socket:
        await phone.says(socket, *first, taps=2 if way == 1 else 1)
        if way == 2:
            await phone.says(socket, *any_answer())
    if way == 3:
        async with phone.follows() as socket:  # its page was loaded again
            await phone.says(socket, *(first if chance.random() < 0.5 else any_answer()))


async def comes_late(phone: Phone, closed: asyncio.Event, revealed: asyncio.Event) -> dict[str, Any]:
    """Follows, votes after the end, and hears what is revealed: it is returned."""
    async with phone.follows() as socket:
        await closed.wait()
        assert (await phone.says(socket, "canary", 100))[0] == "late"
        before = "".join(phone.heard)
        assert not any(said in before for said in ("canary", "9.90", "eith", "both", '"votes"'))
        revealed.set()
        return (await phone.hears(socket, "guess", state="revealed"))[1]


@pytest.mark.slow
def test_the_tally_of_300_phones_is_exact(room: Room) -> None:
    chance = random.Random(21)
    phones = [Phone(room, f"{number:022}") for number in range(PHONES)]
    late = [Phone(room, f"late{number:022}") for number in range(10)]
    silent = Phone(room, "")

    async def all_of_it() -> list[Any]:
        closed, ready = asyncio.Event(), [asyncio.Event() for _ in late]
        watching = [asyncio.ensure_future(comes_late(*one)) for one in zip(late, [closed] * 10, ready, strict=True)]
        async with silent.follows() as quiet:
            await asyncio.gather(*(votes_somehow(phone, random.Random(chance.random())) for phone in phones))
            assert room.told("count") == [PHONES, None, room.told("count")[2]]
            assert room.told("close")[0] == PHONES
            closed.set()
            changes = phones[:20]  # of those that count, some come back and want another one

            async def changes_late(phone: Phone) -> None:
                async with phone.follows() as socket:
                    assert (await phone.says(socket, "changed too late", 50))[0] == "late"

            await asyncio.gather(*map(changes_late, changes), *(event.wait() for event in ready))
            await silent.hears(quiet, "guess", state="closed")
            told = room.told("reveal")
            await silent.hears(quiet, "guess", state="revealed")
            return [told, *await asyncio.gather(*watching)]

    (count, counted, file), *told = asyncio.run(all_of_it())

    # By hand, of what each phone was told that counts.
    groups: dict[str, list[int]] = defaultdict(list)
    for phone in phones:
        assert phone.counts
        answer = phone.counts[0].strip().casefold().rstrip(".")
        groups["9.9" if answer in ("9.90", "nine point nine") else answer].append(phone.counts[1])
    assert count == sum(map(len, groups.values())) == PHONES
    shown = {row["answer"].casefold().rstrip("."): row for row in counted["rows"]}
    right = next(row for row in counted["rows"] if row["right"])
    assert right["votes"] == len(groups["9.9"]) == counted["right"]
    assert Counter({name: row["votes"] for name, row in shown.items() if not row["right"]}) == Counter(
        {name: len(sure) for name, sure in groups.items() if name != "9.9"}
    )
    wrong = [one for name, sure in groups.items() if name != "9.9" for one in sure]
    assert counted["right_sure"] == pytest.approx(mean(groups["9.9"]), abs=0.051)
    assert counted["wrong_sure"] == pytest.approx(mean(wrong), abs=0.051)
    for event in told:
        assert event["votes"] == PHONES and event["rightly"] == counted["right"]
        assert [row[1] for row in event["rows"]] == [row["votes"] for row in counted["rows"]]
    # The file has each vote, and no more of whose it is.
    head, *rows = csv.reader(file.splitlines())
    assert head == ["answer", "confidence", "second"] and len(rows) == PHONES
    assert sorted((row[0], int(row[1])) for row in rows) == sorted(phone.counts for phone in phones if phone.counts)
    assert not any(phone.name in file for phone in phones)


@pytest.mark.slow
def test_who_says_nothing_hears_of_nobody_before_it_is_revealed(room: Room) -> None:
    watches, votes = Phone(room, "w" * 22), Phone(room, "v" * 22)

    async def follow() -> None:
        async with watches.follows() as quiet, votes.follows() as socket:
            await votes.says(socket, "canary", 90)
            room.told("close")
            await watches.hears(quiet, "guess", state="closed")
            before = list(watches.heard)
            room.told("reveal")
            await watches.hears(quiet, "guess", state="revealed")
        guess = {"id": room.guess, "question": "Which is bigger, 9.9 or 9.11?", "choices": []}
        # To the letter: not what was said, not by how many, not the right answer.
        assert [json.loads(text) for text in before] == [
            [["all", "", True, []], ["guess", {**guess, "state": "open"}]],
            [["guess", {**guess, "state": "closed"}]],
        ]
        assert "canary" in watches.heard[-1]

    asyncio.run(follow())


@pytest.mark.slow
@pytest.mark.parametrize("said", ["", "[]", "{", '{"stop": true}', "[" * 1_900, "x" * 2_100, "two phones"])
def test_anything_but_votes_ends_it(room: Room, said: str) -> None:
    phone, other = Phone(room, "p" * 22), Phone(room, "q" * 22)

    async def follow() -> int | None:
        async with phone.follows() as socket:
            match said:
                case "two phones":
                    await phone.says(socket, "9.9", 60)
                    await socket.send(other.vote("9.9", 60))
                case _:
                    await socket.send(said)
            try:
                while True:
                    await asyncio.wait_for(socket.recv(), WAIT_S)
            except ConnectionClosed as gone:
                return gone.rcvd.code if gone.rcvd else None

    assert asyncio.run(follow()) == 1008
    assert room.told("count")[0] == (1 if said == "two phones" else 0)


@pytest.mark.slow
def test_who_votes_faster_than_they_may_waits_and_loses_nothing(room: Room) -> None:
    phone = Phone(room, "p" * 22)

    async def follow() -> float:
        async with phone.follows() as socket:
            begun = asyncio.get_running_loop().time()
            await phone.says(socket, "9.9", 60, taps=AT_ONCE + 2)
            return asyncio.get_running_loop().time() - begun

    assert asyncio.run(follow()) > 2 * EACH_S - 0.1 and room.told("count")[0] == 1
