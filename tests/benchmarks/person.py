"""A person as the room's server sees one: a raw client that speaks Streamlit's socket and the live wire as the page
does, draws nothing, and notes when each numbered word came."""

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from components.live_protocol import PATH

MARK = re.compile(r"mark-(\d{6})")
WAIT_S = 60.0
Heard = list[tuple[str, int, float]]  # of a question, a mark, and when it came


async def cookie_of(url: str) -> str:
    async with httpx.AsyncClient(timeout=WAIT_S) as client:
        reply = await client.get(url, headers={"Accept": "text/html"})
    return "; ".join(f"{name}={value}" for name, value in reply.cookies.items())


@dataclass
class Person:
    url: str
    cookie: str = ""
    heard: Heard = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # seconds until a page was drawn
    page: str = ""  # as the page is called
    prompt: str = ""  # the id of the field
    query: str = ""
    _wires: dict[str, tuple[str, str]] = field(default_factory=dict)  # elements that hear: their runs and fragment
    _timers: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _finished: asyncio.Event = field(default_factory=asyncio.Event)
    _beats: int = 0

    async def come(self) -> None:
        """Until the page is drawn, and its wire is tried."""
        self.cookie = self.cookie or await cookie_of(self.url)
        self._socket = await self._open("/_stcore/stream")
        self._listening = asyncio.ensure_future(self._listen())
        await self._run(BackMsg())
        if self.page:
            async with await self._open(f"{PATH}?page={self.page}"):
                pass

    async def ask(self, question: str) -> None:
        """Until it is answered, and that is drawn."""
        wire = await self._open(f"{PATH}?next={self.page}")
        asking = BackMsg()
        state = asking.rerun_script.widget_states.widgets.add()
        state.id, state.chat_input_value.data = self.prompt, question
        try:
            drawing = asyncio.ensure_future(self._run(asking))
            async with asyncio.timeout(WAIT_S + 60):
                await self._follow(wire, question)
                await drawing
                await self._beat()
        except TimeoutError:
            self.errors.append(f"no end of {question}")
        finally:
            await wire.close()

    async def leave(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._listening.cancel()
        with suppress(WebSocketException, OSError):
            await self._socket.close()

    async def _open(self, path: str) -> ClientConnection:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        place = self.url.replace("http", "ws") + path
        return await connect(
            place, additional_headers=headers, max_size=None, proxy=None, open_timeout=WAIT_S, ping_interval=None
        ).__aenter__()

    async def _follow(self, wire: ClientConnection, question: str) -> None:
        rest, silent = "", True
        async for frame in wire:
            now, (_, *news) = time.time(), json.loads(frame)
            match news:
                case [str(text), *_]:
                    rest += text
                    found = list(MARK.finditer(rest))
                    self.heard.extend((question, int(mark[1]), now) for mark in found)
                    rest = rest[found[-1].end() if found else 0 :][-20:]
                    if silent:
                        silent = False
                        await self._send_beat()
                case [True]:
                    await self._send_beat()
                case [False]:
                    return
                case _:
                    pass
        self.errors.append(f"the wire was closed before the end of {question}")

    # Streamlit's socket

    async def _run(self, message: BackMsg) -> None:
        self._finished.clear()
        await self._send(message)
        await asyncio.wait_for(self._finished.wait(), WAIT_S)

    async def _send(self, message: BackMsg) -> None:
        message.rerun_script.query_string = self.query
        await self._socket.send(message.SerializeToString())

    async def _beat(self) -> None:
        """As the page does it at the end, which is then drawn."""
        self._finished.clear()
        if await self._send_beat():
            await asyncio.wait_for(self._finished.wait(), WAIT_S)

    async def _send_beat(self) -> bool:
        hearing = [(name, fragment) for name, (runs, fragment) in self._wires.items() if runs != "[]"]
        if not hearing:
            return False
        name, fragment = hearing[-1]
        self._beats += 1
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        state = message.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{name}__events"
        state.json_trigger_value = json.dumps([{"event": "beat", "value": self._beats + time.time()}])
        await self._send(message)
        return True

    async def _again(self, fragment: str, every_s: float) -> None:
        """A fragment that is to be run now and then: it is the page that asks for it."""
        while True:
            await asyncio.sleep(every_s)
            message = BackMsg()
            message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, True
            await self._send(message)

    async def _listen(self) -> None:
        try:
            async for frame in self._socket:
                assert isinstance(frame, bytes)
                self._hear(ForwardMsg.FromString(frame))
            self.errors.append(f"the page was closed: {self._socket.close_code}")
        except (WebSocketException, OSError) as error:
            self.errors.append(f"the page was lost: {error}")

    def _hear(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "delta":
                self._hear_delta(message.delta)
            case "new_session" if not message.metadata.run.fragment_ids:
                self._wires.clear()
                self._stop(*self._timers)
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                fragment, every_s = message.auto_rerun.fragment_id, message.auto_rerun.interval
                self._stop(fragment)
                self._timers[fragment] = asyncio.ensure_future(self._again(fragment, every_s))
            case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._finished.set()
            case _:
                pass

    def _stop(self, *fragments: str) -> None:
        for fragment in fragments:
            if timer := self._timers.pop(fragment, None):
                timer.cancel()

    def _hear_delta(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "chat_input":
                self.prompt = element.chat_input.id
            case "exception":
                self.errors.append(f"an exception on the page: {element.exception.type}")
            case "bidi_component":
                named, data = element.bidi_component.component_name, element.bidi_component.json
                if named.endswith("thinkroom_guard"):
                    self.page = quote(json.loads(data)["page"])
                elif named.endswith("thinkroom_live"):
                    self._wires[element.bidi_component.id] = json.loads(data)["runs"], delta.fragment_id
            case _:
                pass
