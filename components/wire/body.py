"""The bytes of a reply's body -> StreamEvents, by what they are and not by what their content type says.

A stream may have been asked for and one JSON object come back, blank lines may stand before it as keep-alives, and a
sign-in page may answer instead: the first byte that is no white space tells. Of JSON the first line tells whether each
line is an object of its own (Ollama's protocol).
"""

import re
from collections.abc import Iterator
from typing import Literal

from components.conversation import ConnectionLost, KeptAlive, ReplyTooLong, StreamEvent
from components.wire.protocols import Reader
from components.wire.refusals import Voice, parsed
from components.wire.reply import ReplyReader
from components.wire.sse import BOM, EventSplitter, TooLong
from components.wire.sse import MOST_BYTES as MOST_BYTES_OF_EVENT
from components.wire.tally import Tally

MOST_BYTES = 256_000_000  # of everything; the longest real replies are a tenth of this
MOST_BYTES_OF_JSON = 64_000_000
MOST_BYTES_OF_PAGE = 64_000
PADDING = re.compile(rb"(?:\s+|" + BOM + b")*")
FIELDS = (b"data", b":", b"event", b"id", b"retry")
# "json" until its first line has ended, then one of the two: "lines" of an object each, or one object over "many".
Kind = Literal["events", "json", "lines", "many", "page"]


class BodyReader:
    """Feed it reads of any size, then call `end` once, also after a broken connection. `reply` reads what they
    hold; without one they are read as chat completions."""

    def __init__(
        self,
        voice: Voice,
        ends_silently: bool = False,
        most_bytes: int = MOST_BYTES,
        reply: Reader | None = None,
    ) -> None:
        self._voice, self._most_bytes = voice, most_bytes
        self._reply = reply or ReplyReader(voice, ends_silently)
        self._kind: Kind | None = None
        self._head = b""
        self._splitter = EventSplitter()
        self._kept: list[bytes] = []
        self._size = self._all = 0

    @property
    def over(self) -> bool:
        """It was said that nothing follows: whoever reads on waits in vain."""
        return self._reply.over

    @property
    def complete(self) -> bool:
        return self._reply.complete

    @property
    def tally(self) -> Tally:
        return self._reply.tally

    def feed(self, read: bytes) -> Iterator[StreamEvent]:
        """Raises ReplyTooLong and NotAChatServer."""
        self._all += len(read)
        if self._all > self._most_bytes:
            raise _too_long(self._most_bytes)
        if not self._kind:
            read = PADDING.sub(b"", self._head + read, count=1)
            if BOM.startswith(read):
                self._head = read  # nothing yet, or a part of the mark
                yield KeptAlive()
                return
            self._kind, self._head = _kind(read[:1]), b""
        if not self._reply.spoke and len(self._head) < MOST_BYTES_OF_PAGE:
            self._head += read[: MOST_BYTES_OF_PAGE - len(self._head)]  # the words of what is no chat
        if self._kind == "events":
            yield from self._events(read)
        elif self._kind in ("json", "lines") and b"\n" in read:
            yield from self._lines(read)
        else:
            self._keep(read)
            yield KeptAlive()

    def _events(self, read: bytes) -> list[StreamEvent]:
        try:
            events = self._splitter.feed(read)
        except TooLong:
            raise _too_long(MOST_BYTES_OF_EVENT) if self._reply.spoke else self._voice.not_a_chat(self._head) from None
        if not events:
            return [KeptAlive()]  # a part of one: the server is alive
        return [told for event in events for told in self._reply.server_event(event)]

    def _lines(self, read: bytes) -> Iterator[StreamEvent]:
        """Whole lines, if they are objects of their own; else all belongs to one object that is written over many."""
        whole, _, rest = read.rpartition(b"\n")
        lines = b"".join((*self._kept, whole)).split(b"\n")
        if self._kind == "json":
            self._kind = "lines" if isinstance(parsed(lines[0]), dict) else "many"
            if self._kind == "many":
                self._keep(read)
                return
        self._kept, self._size = [], 0
        self._keep(rest)
        for line in filter(None, map(bytes.strip, lines)):
            if self._reply.over:
                return
            found = parsed(line)
            told = self._reply.chunk(line.decode("utf-8", "replace")) if found is None else self._reply.whole(found)
            yield from told

    def _keep(self, read: bytes) -> None:
        self._size += len(read)
        self._kept.append(read)
        if self._kind == "page" and self._size > MOST_BYTES_OF_PAGE:
            raise self._voice.not_a_chat(self._head)
        if self._size > MOST_BYTES_OF_JSON:
            raise _too_long(MOST_BYTES_OF_JSON)

    def end(self, broken: bool = False) -> Iterator[StreamEvent]:
        """`broken` where the connection was. Raises NotAChatServer where nothing of a chat reply came, ConnectionLost
        where its end is missing."""
        body = b"".join(self._kept).strip()
        orderly = not broken and self._splitter.between_events
        match self._kind:
            case "events":
                for event in self._splitter.end():
                    # A chunk that the end of the connection cut in two is no error of the provider's.
                    data, named = event.data.strip(), event.name and not event.data.lstrip().startswith(b"{")
                    if named or event.name == "error" or data == b"[DONE]" or parsed(data) is not None:
                        yield from self._reply.server_event(event)
                if not self._reply.known and not _is_event_stream(self._head):
                    raise self._voice.not_a_chat(self._head)
            case "lines":
                # A line that the end of the connection cut in two is no error of the provider's.
                if (found := parsed(body)) is not None:
                    yield from self._reply.whole(found)
                if not self._reply.known:
                    raise self._voice.not_a_chat(self._head)
            case "json" | "many":
                found = parsed(body)
                if found is None:
                    raise ConnectionLost(self._voice.server, model=self._voice.model)
                yield from self._reply.whole(found)
                if not self._reply.known:
                    raise self._voice.not_a_chat(body)
            case "page":
                raise self._voice.not_a_chat(body)
            case _:
                pass
        yield from self._reply.end(orderly)


def _too_long(limit: int) -> ReplyTooLong:
    return ReplyTooLong(why="size", limit=f"{limit // 1_000_000} MB")


def _kind(first: bytes) -> Kind:
    if first in b"{[":
        return "json"
    return "page" if first == b"<" else "events"


def _is_event_stream(head: bytes) -> bool:
    """Does it begin with a field of one, or with a part of its name where it was cut there?"""
    return head.startswith(FIELDS) or any(field.startswith(head) for field in FIELDS)
