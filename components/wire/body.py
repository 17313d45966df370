"""The bytes of a reply's body -> StreamEvents, by what they are and not by what their content type says.

A stream may have been asked for and one JSON object come back, blank lines may stand before it as keep-alives, and a
sign-in page may answer instead: the first byte that is no white space tells.
"""

from collections.abc import Iterator
from typing import Literal

from components.conversation import ConnectionLost, KeptAlive, StreamEvent
from components.wire.refusals import Voice, parsed
from components.wire.reply import ReplyReader
from components.wire.sse import BOM, EventSplitter, TooLong

MOST_BYTES_OF_JSON = 64_000_000
MOST_BYTES_OF_PAGE = 64_000
FIELDS = (b"data", b":", b"event", b"id", b"retry")
Kind = Literal["events", "json", "page"]


class BodyReader:
    """Feed it reads of any size, then call `end` once, also after a broken connection."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._reply = ReplyReader(voice)
        self._kind: Kind | None = None
        self._head = b""
        self._splitter = EventSplitter()
        self._kept: list[bytes] = []
        self._size = 0

    @property
    def complete(self) -> bool:
        return self._reply.complete

    def feed(self, read: bytes) -> Iterator[StreamEvent]:
        if not self._kind:
            read = (self._head + read).lstrip().removeprefix(BOM).lstrip()
            if BOM.startswith(read):
                self._head = read  # nothing yet, or a part of the mark
                yield KeptAlive()
                return
            self._kind = _kind(read[:1])
            self._head = read[:MOST_BYTES_OF_PAGE]
        if self._kind == "events":
            try:
                events = self._splitter.feed(read)
            except TooLong:
                raise self._voice.not_a_chat(self._head) from None
            for event in events:
                yield from self._reply.server_event(event)
            return
        self._size += len(read)
        if self._size <= (MOST_BYTES_OF_JSON if self._kind == "json" else MOST_BYTES_OF_PAGE):
            self._kept.append(read)

    def end(self) -> Iterator[StreamEvent]:
        """Raises NotAChatServer where nothing of a chat reply came, ConnectionLost where its end is missing."""
        body = b"".join(self._kept).strip()
        match self._kind:
            case "events":
                for event in self._splitter.end():
                    # A chunk that the end of the connection cut in two is no error of the provider's.
                    if event.name or event.data.strip() == b"[DONE]" or parsed(event.data) is not None:
                        yield from self._reply.server_event(event)
                if not self._reply.spoke and not _is_event_stream(self._head):
                    raise self._voice.not_a_chat(self._head)
            case "json":
                found = parsed(body)
                if found is None:
                    raise ConnectionLost(self._voice.server, self._voice.scrubbed("The reply is not whole JSON."))
                yield from self._reply.whole(found)
                if not self._reply.spoke:
                    raise self._voice.not_a_chat(body)
            case "page":
                raise self._voice.not_a_chat(body)
            case _:
                pass
        yield from self._reply.end()


def _kind(first: bytes) -> Kind:
    if first in b"{[":
        return "json"
    return "page" if first == b"<" else "events"


def _is_event_stream(head: bytes) -> bool:
    """Does it begin with a field of one, or with a part of its name where it was cut there?"""
    return head.startswith(FIELDS) or any(field.startswith(head) for field in FIELDS)
