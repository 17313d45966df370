"""Cohere's v2 chat: the events of one reply, or its whole body -> StreamEvents. A content is known by its fields."""

from typing import Any

from components.conversation import StreamEvent, UsageReported, end_of
from components.wire.foreign import COHERES
from components.wire.native import NativeReader, dict_in, dicts_in, take
from components.wire.usage import usage_of

FAMILIES = ("message", "content", "tool-plan", "tool-call", "citation")


class CohereReader(NativeReader):
    label = COHERES

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        if isinstance(chunk.get("message"), dict) and "finish_reason" in chunk:  # a whole body
            told = [*self.named(chunk, {"id": "id"}), *self._message(dict_in(chunk, "message"), 0)]
            self.over = True
            return told + self._ended(chunk)
        family, _, form = kind.rpartition("-")
        if family not in FAMILIES or not form:
            return self.other(chunk, kind)
        self.spoke = True
        number = chunk.get("index")
        delta = dict_in(chunk, "delta")
        told = self.named(chunk, {"id": "id"})
        told += self._message(dict_in(delta, "message"), number if isinstance(number, int) else 0)
        if kind == "message-end":
            told += self._ended(delta)
        return told + self.telling.flushed() if form == "end" else told

    def _message(self, message: dict[str, Any], number: int) -> list[StreamEvent]:
        told = self.telling.answer(text) if (text := take(message, "content")) else []
        listed = isinstance(message.get("content"), list)
        for at, part in enumerate(dicts_in(message, "content")):
            told += self._content(part, at if listed else number)
        told += self.telling.event(take(message, "tool_plan"), "tool_plan", None)
        for call in dicts_in(message, "tool_calls"):
            told += self._call(dict_in(call, "function"), number)
        for citation in dicts_in(message, "citations"):
            told += self._cited(citation)
        self.telling.again(take(message, "role"))
        return told

    def _content(self, part: dict[str, Any], number: int) -> list[StreamEvent]:
        thought, text = take(part, "thinking"), take(part, "text")
        told = self.telling.reasoning(thought, False, number) if thought else []
        return told + (self.telling.answer(text) if text else [])

    def _call(self, function: dict[str, Any], number: int) -> list[StreamEvent]:
        name = take(function, "name")
        self.telling.again(name)
        return self.telling.event(take(function, "arguments"), name or "tool", number)

    def _cited(self, citation: dict[str, Any]) -> list[StreamEvent]:
        """Which words of the answer stand on which documents."""
        self.telling.again(take(citation, "text"))  # they stand in the answer
        told: list[StreamEvent] = []
        for source in dicts_in(citation, "sources"):
            document = dict_in(source, "document") or source
            if isinstance(document.get("url"), str):
                told += self.telling.source(dict(document), "sources")
                document.clear()
                continue
            quoted, title = take(document, "text"), take(document, "title")
            self.tally.told([quoted, title])
            if quoted or title:
                told.append(self.telling.added("source", quoted or title, {"url": "", "title": title}))
        return told

    def _ended(self, found: dict[str, Any]) -> list[StreamEvent]:
        told: list[StreamEvent] = []
        if tokens := dict_in(dict_in(found, "usage"), "tokens"):
            told.append(UsageReported(usage_of(tokens)))
        reason = found.get("finish_reason")
        if not isinstance(reason, str) or not end_of(reason):
            return told
        self.tally.told(found.pop("finish_reason"))
        return [*told, *self.finished(reason)]
