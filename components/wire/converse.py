"""The whole body of a reply of Bedrock's Converse -> StreamEvents. Its streams are binary, and are not read."""

from typing import Any

from components.conversation import StreamEvent, UsageReported, end_of
from components.wire.foreign import CONVERSE
from components.wire.native import NativeReader
from components.wire.usage import messages_usage_of

TOOLS = ("toolUse", "toolResult", "image", "document", "video", "guardContent", "citationsContent", "searchResult")


class ConverseReader(NativeReader):
    label = CONVERSE

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        output = chunk.get("output")
        message = output.get("message") if isinstance(output, dict) else None
        if not isinstance(message, dict):
            return self.other(chunk, kind)
        self.spoke = True
        told: list[StreamEvent] = []
        content = message.get("content")
        for number, block in enumerate(content if isinstance(content, list) else []):
            told += self._block(block, number) if isinstance(block, dict) else self.telling.strange(block, "content")
            told += self.telling.flushed()
        self.telling.again(message.get("role"))
        told += self.telling.rest(message, "message", ("content", "role"))
        if isinstance(usage := chunk.get("usage"), dict):
            told.append(UsageReported(messages_usage_of(usage)))
        reason = chunk.get("stopReason")
        if isinstance(reason, str) and end_of(reason):
            told += self.finished(reason)
        self.over = True
        self.telling.again(chunk.get("trace"))
        return told + self.telling.rest(chunk, "", ("output", "usage", "metrics", "stopReason", "trace"))

    def _block(self, block: dict[str, Any], number: int) -> list[StreamEvent]:
        told: list[StreamEvent] = []
        if isinstance(text := block.get("text"), str):
            told += self.telling.answer(text)
        if isinstance(thought := block.get("reasoningContent"), dict):
            told += self._thought(thought, number)
        for name in TOOLS:
            if isinstance(tool := block.get(name), dict):
                called = str(tool.get("name") or name)
                self.telling.again([tool.get(field) for field in ("name", "toolUseId", "status")])
                kept = {field: value for field, value in tool.items() if field not in ("name", "toolUseId", "status")}
                told += self.telling.event(kept, called, number)
        return told + self.telling.rest(block, "content", ("text", "reasoningContent", *TOOLS))

    def _thought(self, thought: dict[str, Any], number: int) -> list[StreamEvent]:
        self.telling.opaque(thought.get("redactedContent"))
        found = thought.get("reasoningText")
        found = found if isinstance(found, dict) else {}
        self.telling.opaque(found.get("signature"))
        text = found.get("text")
        told = self.telling.reasoning(text, False, number) if isinstance(text, str) and text else []
        told += self.telling.rest(found, "reasoningText", ("text", "signature"))
        return told + self.telling.rest(thought, "reasoningContent", ("reasoningText", "redactedContent"))
