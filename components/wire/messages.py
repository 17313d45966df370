"""Anthropic's Messages protocol: the events of one reply, or its whole body -> StreamEvents.

A reply is a list of blocks, and a block is known by its type, wherever it stands. All of them are kept as they came,
for the next request. Whatever text an event holds is understood, opaque, known to mean nothing, or told as not
understood.
"""

from collections.abc import Iterator
from typing import Any

from components.conversation import BegunAnew, DetailsKept, StreamEvent, Usage, UsageReported, end_of
from components.wire.block_words import Told, rest_of
from components.wire.blocks import Block
from components.wire.claude import summarises
from components.wire.details import sendable
from components.wire.foreign import MESSAGES
from components.wire.messages_payload import KEPT
from components.wire.native import NativeReader
from components.wire.refusals import Voice
from components.wire.usage import messages_usage_of

AT_ITS_END = ("content", "stop_reason", "stop_details", "stop_sequence")


class MessagesReader(NativeReader):
    label = MESSAGES

    def __init__(self, voice: Voice, maker: str = "") -> None:
        super().__init__(voice, maker)
        self.telling = self._told = Told(voice, self.tally)
        self._blocks: dict[int, Block] = {}
        self._usage: dict[str, Any] = {}
        self._summarises = self._begun = False
        self._thoughts = 0  # how many blocks of them there were

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        match kind:
            case "message_start" if isinstance(chunk.get("message"), dict):
                return self._begin(chunk.pop("message"))
            case "content_block_start" if isinstance(chunk.get("content_block"), dict):
                return self._open(chunk.get("index"), chunk.pop("content_block"))
            case "content_block_delta" if isinstance(chunk.get("delta"), dict):
                return self._add(chunk.get("index"), chunk.pop("delta"))
            case "content_block_stop":
                return self._told.flushed()
            case "message_delta" if isinstance(chunk.get("delta"), dict):
                return self._end_of_message(chunk.pop("delta")) + self._used(chunk.pop("usage", None))
            case "message_stop":
                self.spoke = self.over = True
                return self._told.flushed()
            case "message" if isinstance(chunk.get("content"), list):
                return self._whole(chunk)
            case _:
                return self.other(chunk, kind)

    def _whole(self, message: dict[str, Any]) -> list[StreamEvent]:
        told = self._begin(message, whole=True)
        for number, block in enumerate(message["content"]):
            if isinstance(block, dict):
                told += [*self._open(number, block), *self._told.flushed()]
            else:
                told += self._told.strange(block, "content")
        told += self._end_of_message(message)
        message.clear()
        self.complete = self.over = True
        return told

    def last(self) -> Iterator[StreamEvent]:
        blocks = [self._blocks[index] for index in sorted(self._blocks)]
        if any(block.thinks for block in blocks):
            content = [self.voice.hidden_in(sendable(block.as_it_came)) for block in blocks]
            kept = {"type": KEPT, "maker": self.maker, "content": content}
            hides = any(block.hides for block in blocks)
            yield DetailsKept((kept,), self._summarises and any(block.shows for block in blocks), hides)

    def _begin(self, message: dict[str, Any], whole: bool = False) -> list[StreamEvent]:
        """A second one begins the message anew: what came before it is no part of it. A `whole` one holds the
        rest, too."""
        anew: list[StreamEvent] = [*self._told.flushed(), BegunAnew()] if self._begun else []
        self.spoke = self._begun = True
        self._blocks, self._usage = {}, {}
        self._summarises = summarises(str(message.get("model") or self.voice.model))
        named = self.named(message, {"id": "id", "model": "model"})
        read = ("usage", *(AT_ITS_END if whole else ()))
        return anew + named + self._used(message.get("usage")) + self._rest(message, "message", *read)

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
        return self._told.more(block, delta, self._summarises, max(self._thoughts - 1, 0))

    def _end_of_message(self, found: dict[str, Any]) -> list[StreamEvent]:
        """What it says of its end: a delta, or the whole message."""
        whole = "content" in found
        told = self._told.flushed()
        told += self._told.refused(found.get("stop_details"))
        reason = found.get("stop_reason")
        if isinstance(reason, str) and end_of(reason):
            self.tally.told(reason)
            told += self.finished(reason)
        elif reason is not None:
            told += self._told.strange(reason, "stop_reason")
        if isinstance(stopped_at := found.get("stop_sequence"), str):
            self.tally.count("told", stopped_at)  # it was chosen, and stands with the question
        return told if whole else told + self._rest(found, "delta", "stop_reason", "stop_details", "stop_sequence")

    def _used(self, usage: Any) -> list[StreamEvent]:
        """Figures are of all that came so far: a later one takes the place of an earlier one."""
        if not isinstance(usage, dict):
            return [] if usage is None else self._told.strange(usage, "usage")
        self._usage |= {name: value for name, value in usage.items() if value is not None}
        told: Usage = messages_usage_of(self._usage)
        return [UsageReported(told), *self._told.strange(usage, "usage")]

    def _rest(self, found: dict[str, Any], path: str, *read: str) -> list[StreamEvent]:
        """All texts beside what is read."""
        rest = rest_of(found, read)
        return [event for name, value in rest for event in self._told.strange(value, f"{path}.{name}")]
