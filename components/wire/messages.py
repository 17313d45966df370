"""Anthropic's Messages protocol: the events of one reply, or its whole body -> StreamEvents.

A reply is a list of blocks, and a block is known by its type, wherever it stands. All of them are kept as they came,
for the next request. Whatever text an event holds is understood, opaque, known to mean nothing, or told as not
understood.
"""

from collections.abc import Iterator
from typing import Any

from components.conversation import (
    BegunAnew,
    ConnectionLost,
    DetailsKept,
    Failed,
    Finished,
    KeptAlive,
    StreamEvent,
    Usage,
    UsageReported,
    end_of,
)
from components.wire.block_words import Told, rest_of
from components.wire.blocks import Block
from components.wire.claude import summarises
from components.wire.details import sendable
from components.wire.envelope import Names
from components.wire.error_signs import has_error
from components.wire.foreign import MESSAGES, protocol_of
from components.wire.known import says_alive
from components.wire.messages_payload import KEPT
from components.wire.refusals import Voice, is_deep, loaded
from components.wire.sse import ServerEvent
from components.wire.tally import Tally
from components.wire.usage import messages_usage_of

LONGEST_REASON = 200  # characters
AT_ITS_END = ("content", "stop_reason", "stop_details", "stop_sequence")


class MessagesReader:
    """One reply. It is complete once it was said why it ended, or its whole body came; else `end` raises
    ConnectionLost. `maker` names who made it, so that what is kept goes back there alone."""

    def __init__(self, voice: Voice, maker: str = "") -> None:
        self.complete = self.over = self.spoke = False
        self.tally = Tally()
        self._voice, self._maker = voice, maker
        self._names, self._told = Names(), Told(voice, self.tally)
        self._blocks: dict[int, Block] = {}
        self._usage: dict[str, Any] = {}
        self._foreign = ""
        self._failed = self._summarises = self._begun = False
        self._thoughts = 0  # how many blocks of them there were

    @property
    def known(self) -> bool:
        """Is what came a reply in this protocol, or in another one that can be named?"""
        return self.spoke or bool(self._foreign)

    def server_event(self, event: ServerEvent) -> list[StreamEvent]:
        if self.over:
            return []
        if event.name == ":":
            return [KeptAlive()]
        if (data := event.data.strip()) == b"[DONE]":
            self.over = True
        if self.over or not data:
            return []
        chunk = loaded(data)
        if is_deep(data, chunk):
            chunk = None
        words = event.data.decode("utf-8", "replace")
        if event.name == "error" and not has_error(chunk):
            chunk = {"type": "error", "error": chunk if chunk is not None else words}
        if isinstance(chunk, dict):
            return self.chunk(chunk, event.name)
        return self._no_event(words if chunk is None else chunk)

    def chunk(self, chunk: Any, name: str = "") -> list[StreamEvent]:
        """`name` is the event's own, for one that says no type."""
        if not isinstance(chunk, dict):
            return self._no_event(chunk)
        kind = chunk.get("type") or name
        match kind:
            case "message_start" if isinstance(message := chunk.get("message"), dict):
                return self._begin(message) + self._rest(chunk, "", "message")
            case "content_block_start" if isinstance(block := chunk.get("content_block"), dict):
                return self._open(chunk.get("index"), block) + self._rest(chunk, "", "content_block")
            case "content_block_delta" if isinstance(delta := chunk.get("delta"), dict):
                return self._add(chunk.get("index"), delta) + self._rest(chunk, "", "delta")
            case "content_block_stop":
                return self._told.flushed() + self._rest(chunk, "")
            case "message_delta" if isinstance(delta := chunk.get("delta"), dict):
                return self._end_of_message(delta) + self._used(chunk) + self._rest(chunk, "", "delta", "usage")
            case "message_stop":
                self.spoke = self.over = True
                return self._told.flushed() + self._rest(chunk, "")
            case "ping":
                self._rest(chunk, "")
                return [KeptAlive()]
            case "message" if isinstance(chunk.get("content"), list):
                return self._whole(chunk)
            case _:
                return self._other(str(kind or ""), chunk)

    def _other(self, kind: str, chunk: dict[str, Any]) -> list[StreamEvent]:
        if kind == "error" or has_error(chunk):
            self.tally.told(chunk)
            return [self._fail(chunk)]
        protocol = protocol_of(kind, chunk)
        if "choices" in chunk:
            protocol = "the protocol of chat completions"
        if protocol and protocol != MESSAGES and not self.spoke:
            self._foreign = self._told.foreign = protocol
        return self._rest(chunk, "") or [KeptAlive()]

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        """A body that is one JSON object, although a stream was asked for."""
        if not self.over:
            yield from self.chunk(body)

    def _whole(self, message: dict[str, Any]) -> list[StreamEvent]:
        told = self._begin(message, whole=True)
        for number, block in enumerate(message["content"]):
            if isinstance(block, dict):
                told += [*self._open(number, block), *self._told.flushed()]
            else:
                told += self._told.strange(block, "content")
        told += self._end_of_message(message)
        self.complete = self.over = True
        return told

    def end(self, orderly: bool = True) -> Iterator[StreamEvent]:
        """No more bytes will come. Raises ConnectionLost where that is too early, NotAChatServer where what came
        belongs to another protocol."""
        yield from self._told.flushed()
        blocks = [self._blocks[index] for index in sorted(self._blocks)]
        if any(block.thinks for block in blocks):
            content = [self._voice.hidden_in(sendable(block.as_it_came)) for block in blocks]
            kept = {"type": KEPT, "maker": self._maker, "content": content}
            hides = any(block.hides for block in blocks)
            yield DetailsKept((kept,), self._summarises and any(block.shows for block in blocks), hides)
        if self._foreign and not (self.complete and self.spoke) and not self._failed:
            raise self._voice.other_protocol(self._foreign)
        if not (self.complete or self._failed):
            raise ConnectionLost(self._voice.server, model=self._voice.model)

    def _begin(self, message: dict[str, Any], whole: bool = False) -> list[StreamEvent]:
        """A second one begins the message anew: what came before it is no part of it. A `whole` one holds the
        rest, too."""
        anew: list[StreamEvent] = [*self._told.flushed(), BegunAnew()] if self._begun else []
        self.spoke = self._begun = True
        self._blocks, self._usage = {}, {}
        named: list[StreamEvent] = []
        for name in ("id", "model"):
            value = message.get(name)
            if isinstance(value, str) and self._names.takes(name, value):
                self.tally.count("told", value)
                named = [*self._names.learn(name, self._voice.scrubbed(value))] or named
            elif value is not None:
                named += self._told.strange(value, f"message.{name}")
        self._summarises = summarises(str(message.get("model") or self._voice.model))
        read = ("id", "model", "usage", *(AT_ITS_END if whole else ()))
        return anew + named + self._used(message) + self._rest(message, "message", *read)

    def _open(self, index: Any, found: dict[str, Any]) -> list[StreamEvent]:
        self.spoke = True
        number = index if isinstance(index, int) else max(self._blocks, default=-1) + 1
        block = self._blocks[number] = Block(number, found)
        if block.type == "thinking":
            self._thoughts += 1
        return self._told.flushed() + self._told.opened(block, self._summarises, self._thoughts - 1)

    def _add(self, index: Any, delta: dict[str, Any]) -> list[StreamEvent]:
        self.spoke = True
        block = self._blocks.get(index) if isinstance(index, int) else None
        if block is None:  # its beginning did not come
            number = index if isinstance(index, int) else max(self._blocks, default=-1) + 1
            block = self._blocks[number] = Block.of_delta(number, delta)
        return self._told.added(block, delta, self._summarises, max(self._thoughts - 1, 0))

    def _end_of_message(self, found: dict[str, Any]) -> list[StreamEvent]:
        """What it says of its end: a delta, or the whole message."""
        whole = "content" in found
        told = self._told.flushed()
        told += self._told.refused(found.get("stop_details"))
        reason = found.get("stop_reason")
        if isinstance(reason, str) and end_of(reason):
            told += self._finish(reason)
        elif reason is not None:
            told += self._told.strange(reason, "stop_reason")
        if isinstance(stopped_at := found.get("stop_sequence"), str):
            self.tally.count("told", stopped_at)  # it was chosen, and stands with the question
        return told if whole else told + self._rest(found, "", "stop_reason", "stop_details", "stop_sequence")

    def _finish(self, reason: str) -> list[StreamEvent]:
        self.complete = True
        self.tally.understood += len(reason)
        words = self._voice.scrubbed(reason)[:LONGEST_REASON]
        broke = end_of(reason) == "broken" and not self._failed
        told: list[StreamEvent] = [self._fail({"error": f"The reply ended with {words}."})] if broke else []
        return [*told, Finished(words)]

    def _used(self, found: dict[str, Any]) -> list[StreamEvent]:
        """Figures are of all that came so far: a later one takes the place of an earlier one."""
        usage = found.get("usage")
        if not isinstance(usage, dict):
            return [] if usage is None else self._told.strange(usage, "usage")
        self._usage |= {name: value for name, value in usage.items() if value is not None}
        told: Usage = messages_usage_of(self._usage)
        return [UsageReported(told), *self._told.strange(usage, "usage")]

    def _rest(self, found: dict[str, Any], path: str, *read: str) -> list[StreamEvent]:
        """All texts beside what is read."""
        return [
            event
            for name, value in rest_of(found, read)
            for event in self._told.strange(value, f"{path}.{name}" if path else name)
        ]

    def _no_event(self, found: Any) -> list[StreamEvent]:
        """Data that is no object: a piece of an event (what it held is lost), a sign of life, or words."""
        if isinstance(found, str) and found.lstrip().startswith(("{", "[")) and not says_alive(found):
            self.tally.told(found)
            return [self._fail(found)]
        if isinstance(found, str) and (not found.strip() or says_alive(found)):
            self.tally.count("allowed", found)
            return [KeptAlive()]
        return self._told.strange(found, "data") or [KeptAlive()]

    def _fail(self, found: Any) -> Failed:
        self._failed = self.spoke = True
        return Failed(self._voice.gave_up(found).failure)
