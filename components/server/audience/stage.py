"""One share as it is told: read once for all who follow it, and told to each of them as they take it. Who reads slowly
gets all of it anew instead of what was missed, and nobody waits for anybody."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket

from components.audience import Guess, Scene, Share, told
from components.audience.scene import OVER, Event
from components.conversation import CannotKeep, Turn
from components.room import Audience, Chats

EVERY_S, PATH_EVERY_S, KEPT_EVERY_S = 0.1, 0.25, 2.0  # what grows is read, which turns are shown, whether it goes on
TABLE_EVERY_S = 1.0  # the figures of a measurement
SPREAD_S, MANY = 0.06, 200  # so many followers, and more, are told over that time instead of in one burst
GOLDEN = 0.618034  # its multiples, less their whole part, stay evenly spread whoever comes and goes
MOST_BEHIND = 100  # messages; then all is told anew
MOST_S = 20.0  # for one message to be taken by who reads it


class Stage:
    """One share, as it is told to all who follow it on this server. Runs as long as somebody does."""

    def __init__(self, share: Share, owner: str, chats: Chats, audience: Audience) -> None:
        self._share, self._owner, self._chats, self._audience = share, owner, chats, audience
        self._scene = Scene(share.shown, share.live)
        self._guess: Guess | None = None
        self._told_guess: Event = ["guess", None]
        self._table: Event | None = None  # of a measurement, which has no turns
        self._path_every_s = TABLE_EVERY_S if share.kind == "measurement" else PATH_EVERY_S
        self._messages: deque[str] = deque(maxlen=MOST_BEHIND)
        self._told = 0  # messages so far
        self._news = asyncio.Event()
        self._whole = ""  # all of it as a message, as long as nothing is new
        self._running: asyncio.Task[None] | None = None
        self._read_first = asyncio.Lock()
        self.followers = 0
        self._came = 0
        self.over = False

    async def tell(self, socket: WebSocket) -> None:
        """Until the share has ended, or the follower has."""
        async with self._read_first:
            if self._running is None:
                await self._read_path()
                self._running = asyncio.ensure_future(self._run())
        self._came += 1
        place, number = -1, self._came
        while True:
            news = self._news
            if place < self._told - len(self._messages):
                place = self._told
                await send(socket, self._all())
            elif place < self._told:
                first = place - (self._told - len(self._messages))
                texts, place = list(self._messages)[first:], self._told
                await send(socket, texts[0] if len(texts) == 1 else f"[{','.join(text[1:-1] for text in texts)}]")
            elif self.over:
                return
            else:
                await news.wait()
                await asyncio.sleep(moment(number, self.followers))

    def end(self) -> None:
        if self._running:
            self._running.cancel()
            self._running = None

    def _all(self) -> str:
        there = [self._table] if self._table else [self._scene.all(), self._told_guess]
        self._whole = self._whole or as_message(there)
        return self._whole

    def _publish(self, events: Sequence[Event]) -> None:
        if not events:
            return
        self._messages.append(as_message(events))
        self._told += 1
        self._whole = ""
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        read_path = kept = loop.time()
        while True:
            await asyncio.sleep(EVERY_S if self._scene.growing else PATH_EVERY_S)
            now = loop.time()
            goes_on = self._audience.is_on(self._share)
            if goes_on and now - kept >= KEPT_EVERY_S:
                kept = now
                with suppress(CannotKeep):  # what cannot be looked up goes on
                    goes_on = await run_in_threadpool(self._audience.goes_on, self._share)
            if not goes_on:
                self.over = True
                self._publish([OVER])
                return
            self._publish(self._grown())
            if self._share.live and now - read_path >= self._path_every_s:
                read_path = now
                with suppress(CannotKeep):
                    await self._read_path()

    def _grown(self) -> list[Event]:
        events: list[Event] = []
        for turn_id in self._scene.on_their_way:
            if run := self._chats.live(turn_id, waits=False):
                events += self._scene.grow(turn_id, run.progress, run.seconds)
        return events

    async def _read_path(self) -> None:
        before = self._told_guess
        reads = {"chat": self._read_chat, "measurement": self._read_table}.get(self._share.kind, self._read_run)
        tell = await run_in_threadpool(reads)
        events = tell()  # here, where what grows is read as well
        self._publish([*events, self._told_guess] if self._told_guess is not before else events)

    def _read_chat(self) -> Callable[[], list[Event]]:
        self._read_guess()
        conversation = self._chats.conversation(self._share.subject_id)
        if conversation is None:
            return lambda: self._scene.read("", [], {})
        if self._share.live:
            path = conversation.path()
        else:
            path = [turn for name in self._share.frozen if (turn := conversation.turns.get(name))]
        title, texts = conversation.chat.title, self._texts(path)
        return lambda: self._scene.read(title, path, texts)

    def _read_run(self) -> Callable[[], list[Event]]:
        found = self._audience.lanes(self._share, self._owner)
        if found is None:  # it was deleted: in a moment this is over
            return list
        question, lanes = found
        texts = self._texts(lane.turn for lane in lanes if lane.turn)
        return lambda: self._scene.read_lanes(question, lanes, texts)

    def _read_table(self) -> Callable[[], list[Event]]:
        """What is frozen is its table as it was told."""
        frozen = self._share.frozen
        table = json.loads(frozen[0]) if frozen else self._audience.table(self._share, self._owner)
        event: Event = ["table", self._share.live, table]

        def tell() -> list[Event]:
            if table is None or event == self._table:
                return []
            self._table = event
            return [["figures", {name: figure for name, figure in table.items() if name != "questions"}]]

        return tell

    def _texts(self, path: Iterable[Turn]) -> dict[str, Turn]:
        return {turn.id: turn for turn in self._chats.texts(self._scene.untold(path))}

    def _read_guess(self) -> None:
        """What is told of it is made once, when it is another one or stands otherwise."""
        guess = self._audience.guess(self._share)
        if guess != self._guess:
            self._told_guess = ["guess", told(guess, guess and self._audience.tally(guess))]
            self._guess = guess


def moment(number: int, followers: int) -> float:
    """When the follower who came as that one of all is told something new, in seconds from when it was new. Among
    hundreds a burst would hold up whoever else shares this process and their network, the presenter first."""
    return number * GOLDEN % 1 * SPREAD_S * min(followers / MANY, 1.0)


async def send(socket: WebSocket, message: str) -> None:
    await asyncio.wait_for(socket.send_text(message), MOST_S)


def as_message(events: Sequence[Event]) -> str:
    return json.dumps(events, ensure_ascii=False, separators=(",", ":"))
