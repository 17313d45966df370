"""One client's connection: reads its requests, performs the steps of the answers, notices when it leaves."""

import asyncio
import contextlib
import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

from .request import Request
from .step import Cut, Due, Gate, HalfClose, Head, Pause, Raw, Send, Silence, Step

YIELD_EVERY = 32  # writes; without it a fast reply would keep the loop from seeing anything else
RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds: closing sends RST instead of FIN
PHRASES = {status.value: status.phrase for status in HTTPStatus}  # 524 and 529 are nobody's but Cloudflare's
HEAD_LIMIT = 1 << 20  # bytes of request head


class Reader(asyncio.StreamReader):
    """A StreamReader that sets `gone` as soon as the client's end is seen, without anybody reading from it."""

    def __init__(self) -> None:
        super().__init__(limit=HEAD_LIMIT)
        self.gone = asyncio.Event()

    def feed_eof(self) -> None:
        """The client closed in order."""
        super().feed_eof()
        self.gone.set()

    def set_exception(self, exc: BaseException | type[BaseException]) -> None:
        """The connection broke."""
        super().set_exception(exc)  # type: ignore[arg-type]
        self.gone.set()


class Connection:
    """`answer` gives the steps for a request; `gate` holds the streams that run a Gate step."""

    def __init__(
        self,
        reader: Reader,
        writer: asyncio.StreamWriter,
        answer: Callable[[Request], Iterator[Step]],
        gate: asyncio.Event,
    ) -> None:
        self._reader, self._writer, self._answer, self._gate = reader, writer, answer, gate
        self._length: int | None = 0
        self._writes = 0
        # No byte may wait in user space: `drain` then means "the kernel has it", and a cut loses nothing sent before.
        writer.transport.set_write_buffer_limits(0)

    async def serve(self) -> None:
        """Answer requests one after the other until one side ends the connection."""
        try:
            while (request := await self._receive()) is not None:
                await self._reply(request)
                if request.ended != "complete" or request.headers.get("connection", "").lower() == "close":
                    break
        finally:
            self._writer.transport.abort() if self._reader.gone.is_set() else self._writer.close()

    async def _receive(self) -> Request | None:
        """The next request, or None when the client is gone or does not speak HTTP/1.1 with a content-length."""
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.rstrip("\r\n").split("\r\n")
            method, path, _ = first.split(" ", 2)
            headers = {name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
            data = await self._reader.readexactly(int(headers.get("content-length", "0")))
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return None
        request = Request(path, method, headers)
        with contextlib.suppress(ValueError):
            request.body = json.loads(data)
        return request

    async def _reply(self, request: Request) -> None:
        """Perform the answer, but not a moment longer than the client is there.

        Whatever the client can see is noted before the write that shows it, so that a test which has read the end of a
        reply finds the end in the record too.
        """
        work = asyncio.ensure_future(self._perform(self._answer(request), request))
        left = asyncio.ensure_future(self._reader.gone.wait())
        try:
            await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                with contextlib.suppress(OSError):
                    work.result()
            request.end("client closed")
        finally:
            request.end("cut")  # reached with an open request only when the server stops, or a behaviour has a bug
            work.cancel()
            left.cancel()

    async def _perform(self, steps: Iterator[Step], request: Request) -> None:
        start = time.monotonic()
        for step in steps:
            match step:
                case Send():
                    await self._send(step, request)
                case Due(seconds):
                    await self._sleep(start + seconds - time.monotonic())
                case Pause(seconds):
                    await self._sleep(seconds)
                case Head():
                    await self._head(step, request)
                case Raw(data):
                    await self._send_raw(data, request)
                case HalfClose():
                    self._writer.write_eof()
                case Gate():
                    await self._gate.wait()
                case Silence():
                    await asyncio.Event().wait()
                case Cut(reset):
                    request.end("cut")
                    self._cut(reset)
                    return
        request.end("complete")
        if self._length is None:
            self._writer.write(b"0\r\n\r\n")
            await self._writer.drain()

    async def _head(self, head: Head, request: Request) -> None:
        self._length = head.length
        framing = "Transfer-Encoding: chunked" if head.length is None else f"Content-Length: {head.length}"
        lines = [f"HTTP/1.1 {head.status} {PHRASES.get(head.status, 'Unnamed')}", f"Content-Type: {head.content_type}"]
        lines += [framing, *(f"{name}: {value}" for name, value in head.headers), "", ""]
        request.first_byte_at = time.monotonic()
        self._writer.write("\r\n".join(lines).encode("latin-1"))
        await self._writer.drain()

    async def _send(self, step: Send, request: Request) -> None:
        """One write. The loop gets its turn before it, so that nothing comes between the last write and the end."""
        self._writes += 1
        if self._writes % YIELD_EVERY == 0:
            await asyncio.sleep(0)
        if step.mark is not None:
            request.marks[step.mark] = time.time()
        data = step.data
        request.sent_bytes += len(data)
        if request.sent_bytes == self._length:
            request.end("complete")
        self._writer.write(data if self._length is not None else b"%x\r\n%b\r\n" % (len(data), data))
        await self._writer.drain()

    async def _send_raw(self, data: bytes, request: Request) -> None:
        """Head, framing and all count as sent here: nothing tells them apart."""
        await asyncio.sleep(0)
        request.first_byte_at = request.first_byte_at or time.monotonic()
        request.sent_bytes += len(data)
        self._writer.write(data)
        await self._writer.drain()

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            await asyncio.sleep(seconds)

    def _cut(self, reset: bool) -> None:
        if not reset:
            self._writer.close()
            return
        connected: socket.socket = self._writer.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._writer.transport.abort()
