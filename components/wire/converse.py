"""The whole body of a reply of Bedrock's Converse -> StreamEvents. Its streams are binary, and are not read."""

from typing import Any

from components.conversation import StreamEvent, UsageReported, end_of
from components.wire.foreign import CONVERSE
from components.wire.native import NativeReader, dict_in, dicts_in, take
from components.wire.usage import messages_usage_of

TOOLS = ("toolUse", "toolResult", "image", "document", "video", "guardContent", "citationsContent", "searchResult")


class ConverseReader(NativeReader):
    label = CONVERSE

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        message = dict_in(dict_in(chunk, "output"), "message")
        if not message:
            return self.other(chunk, kind)
        self.spoke = self.over = True
        told: list[StreamEvent] = []
        for number, block in enumerate(dicts_in(message, "content")):
            told += [*self._block(block, number), *self.telling.flushed()]
        self.telling.again(take(message, "role"))
        if usage := dict_in(chunk, "usage"):
            told.append(UsageReported(messages_usage_of(usage)))
        self.telling.passed(chunk, "trace", "metrics", "usage")
        reason = chunk.get("stopReason")
        if isinstance(reason, str) and end_of(reason):
            self.tally.told(chunk.pop("stopReason"))
            told += self.finished(reason)
        self.complete = True
        return told

    def _block(self, block: dict[str, Any], number: int) -> list[StreamEvent]:
        told = self.telling.answer(text) if (text := take(block, "text")) else []
        thought = dict_in(block, "reasoningContent")
        readable = dict_in(thought, "reasoningText")
        self.telling.opaque([take(thought, "redactedContent"), take(readable, "signature")])
        if text := take(readable, "text"):
            told += self.telling.reasoning(text, False, number)
        for name in TOOLS:
            if isinstance(block.get(name), dict):
                tool = block.pop(name)
                called = str(tool.get("name") or name)
                self.telling.passed(tool, "name", "toolUseId", "status")
                told += self.telling.event(tool, called, number)
        return told
