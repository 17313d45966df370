"""The live wire: thoughts on their way to a page by a WebSocket of their own, beside Streamlit's, on its port.

A page asks for the runs that it shows and is sent what is new, and nothing twice (live_protocol.py has every message).
Who does not read is dropped; a run never waits for anybody, since readers look at what it has and take it from there.

A socket and not an event stream: a browser opens six of those at most to one host, in all its tabs together.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.insight import GrowingSteps
from components.live_protocol import (
    BUSY,
    MOST_RUNS,
    PATH,
    REFUSED,
    SCRIPTS,
    Begun,
    MoreAnswer,
    MoreThoughts,
    News,
    Subscription,
    as_message,
    subscription,
)
from components.room import Room, get_room, visitor
from components.server.base_path import base_path
from components.server.watching import Watch

EVERY_S = 0.05  # a reader is told what is new as often as this
MOST_S = 20.0  # for one message to be taken by who reads it
MOST_READERS = 400  # and as many who wait for what they will ask
LEFT = WebSocketDisconnect, TimeoutError, RuntimeError  # how it shows that a reader has gone, or reads nothing


def live_routes(ui: Path) -> list[BaseRoute]:
    """`ui` is the folder with what a page imports (live/scripts) and shows (images): beside Streamlit's routes."""
    base = base_path()
    return [
        WebSocketRoute(f"{base}{PATH}", _Readers().serve),
        Mount(f"{base}{SCRIPTS}", StaticFiles(directory=ui / "live" / "scripts")),
        # The one place of which st.logo takes an address.
        Mount(f"{base}/app/static", StaticFiles(directory=ui / "images")),
    ]


class _Readers:
    """A socket each. One that gives its page's name only tries whether it can be had."""

    def __init__(self) -> None:
        self._readers: Counter[bool] = Counter()  # by: does it wait for what is asked next?

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        waits = "next" in socket.query_params
        if self._readers[waits] >= MOST_READERS:
            await socket.close(BUSY)
            return
        self._readers[waits] += 1
        try:
            await self._serve(socket)
        finally:
            self._readers[waits] -= 1

    async def _serve(self, socket: WebSocket) -> None:
        room = get_room()
        if page := socket.query_params.get("page"):
            room.wires.note(page)
        owner = visitor(socket.headers, socket.cookies)
        asked = [subscription(text) for text in socket.query_params.getlist("run")[:MOST_RUNS]]
        if owner is None or None in asked:
            await socket.close(REFUSED)
            return
        if page := socket.query_params.get("next"):
            tells = _tell_next(socket, room, owner, page)
        else:
            tells = _tell(socket, room, owner, [one for one in asked if one])
        telling = asyncio.ensure_future(tells)
        leaving = asyncio.ensure_future(_left(socket))
        try:
            await asyncio.wait((telling, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (telling, leaving):
                task.cancel()
                with suppress(asyncio.CancelledError, *LEFT):
                    await task
        with suppress(*LEFT):
            await socket.close()


async def _tell_next(socket: WebSocket, room: Room, owner: str, page: str) -> None:
    """Of the turn that is asked next on that page, from its first word on."""
    loop = asyncio.get_running_loop()
    next_turn: asyncio.Future[tuple[str, str, str]] = loop.create_future()

    def tell(chat: str, turn: str, question: str) -> None:
        with suppress(RuntimeError):  # the server is closing
            loop.call_soon_threadsafe(lambda: next_turn.done() or next_turn.set_result((chat, turn, question)))

    room.wires.wait(page, owner, tell)
    try:
        chat, turn, question = await next_turn
    finally:
        room.wires.leave(page, owner, tell)
    await _send(socket, Begun(0, chat, turn, question))
    await _tell(socket, room, owner, [Subscription(chat, turn, 0, 0, True, 0)])


async def _tell(socket: WebSocket, room: Room, owner: str, asked: Sequence[Subscription]) -> None:
    """Of runs of this owner; any other is one that has ended."""
    loop, chats, speaks = asyncio.get_running_loop(), room.chats(owner), asyncio.Event()

    def spoken() -> None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(speaks.set)

    watches: list[Watch] = []
    caught_up: set[int] = set()  # what these are told from now on has just come
    lives = [(one, chats.live(one.turn, waits=False)) for one in asked]
    runs = [run if run and run.begun.chat_id == one.chat else None for one, run in lives]
    for number, (one, run) in enumerate(zip(asked, runs, strict=True)):
        steps = GrowingSteps(one.count) if one.steps else None
        watches.append(Watch(number, run, one.edition, one.count, one.words, one.known, steps=steps))
        if run and not run.progress.size:
            run.when_it_speaks(spoken)
    while True:
        for message in _all_news(watches, loop.time()):
            await _send(socket, message)
            if isinstance(message, MoreThoughts | MoreAnswer):
                number, count = message.run, watches[message.run].count
                if number in caught_up and count and (run := runs[number]):
                    room.upkeep.metrics.sent(run.seconds - (run.progress.pieces[count - 1].at or 0.0))
                caught_up.add(number)
        if all(watch.ended for watch in watches):
            return
        if all(watch.known or watch.count for watch in watches):
            await asyncio.sleep(EVERY_S)
            continue
        with suppress(TimeoutError):  # the first words are told at once
            async with asyncio.timeout(EVERY_S):
                await speaks.wait()
        speaks.clear()


async def _send(socket: WebSocket, message: News) -> None:
    await asyncio.wait_for(socket.send_text(as_message(message)), MOST_S)


def _all_news(watches: Iterable[Watch], now: float) -> Iterator[News]:
    for watch in watches:
        yield from watch.news(now)


async def _left(socket: WebSocket) -> None:
    """Returns when the reader has gone. What it says is nothing to us."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
