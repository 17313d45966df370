"""Cohere's v2 chat: the events of one reply, or its whole body -> StreamEvents. A content is known by its fields."""

from typing import Any

from components.conversation import StreamEvent, UsageReported, end_of
from components.wire.foreign import COHERES
from components.wire.native import NativeReader
from components.wire.usage import usage_of


class CohereReader(NativeReader):
    label = COHERES

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        delta, message = chunk.get("delta"), chunk.get("message")
        if isinstance(message, dict) and "finish_reason" in chunk:  # a whole body
            told = [*self.named(chunk, {"id": "id"}), *self._message(message, "message")]
            self.over = True
            return told + self._ended(chunk) + self.telling.rest(chunk, "", ("id", "message", "finish_reason", "usage"))
        family, _, form = kind.rpartition("-")
        if family not in ("message", "content", "tool-plan", "tool-call", "citation") or not form:
            return self.other(chunk, kind)
        self.spoke = True
        told = self.named(chunk, {"id": "id"})
        if isinstance(delta, dict):
            inner = delta.get("message")
            told += self._message(inner, kind, chunk.get("index")) if isinstance(inner, dict) else []
            told += self._ended(delta) if kind == "message-end" else []
            told += self.telling.rest(delta, "delta", ("message", "finish_reason", "usage"))
        if kind in ("content-end", "tool-call-end"):
            told += self.telling.flushed()
        return told + self.telling.rest(chunk, "", ("id", "delta"))

    def _message(self, message: dict[str, Any], kind: str, index: Any = None) -> list[StreamEvent]:
        telling, told = self.telling, list[StreamEvent]()
        content, number = message.get("content"), index if isinstance(index, int) else 0
        for at, part in enumerate(content if isinstance(content, list) else [content]):
            if isinstance(part, dict):
                told += self._content(part, at if isinstance(content, list) else number)
            elif part:
                told += telling.answer(part) if isinstance(part, str) else telling.strange(part, "content")
        told += telling.event(message.get("tool_plan") or "", "tool_plan", None)
        calls = message.get("tool_calls")
        for call in calls if isinstance(calls, list) else [calls]:
            told += self._call(call, number) if isinstance(call, dict) else []
        for citation in _listed(message.get("citations")):
            told += self._cited(citation)
        telling.again(message.get("role"))
        return told + telling.rest(message, kind, ("content", "tool_plan", "tool_calls", "citations", "role"))

    def _content(self, part: dict[str, Any], number: int) -> list[StreamEvent]:
        thought, text = part.get("thinking"), part.get("text")
        told = self.telling.reasoning(thought, False, number) if isinstance(thought, str) and thought else []
        told += self.telling.answer(text) if isinstance(text, str) and text else []
        return told + self.telling.rest(part, "content", ("thinking", "text"))

    def _call(self, call: dict[str, Any], number: int) -> list[StreamEvent]:
        function = call.get("function")
        told: list[StreamEvent] = []
        if isinstance(function, dict):
            self.telling.again(function.get("name"))
            told += self.telling.event(function.get("arguments") or "", str(function.get("name") or "tool"), number)
            told += self.telling.rest(function, "function", ("name", "arguments"))
        return told + self.telling.rest(call, "tool_calls", ("function",))

    def _cited(self, citation: Any) -> list[StreamEvent]:
        """Which words of the answer stand on which documents."""
        if not isinstance(citation, dict):
            return self.telling.strange(citation, "citations")
        self.telling.again(citation.get("text"))  # they stand in the answer
        told: list[StreamEvent] = []
        for source in _listed(citation.get("sources")):
            found = source.get("document", source) if isinstance(source, dict) else source
            told += self._source(found) if isinstance(found, dict) else self.telling.strange(found, "sources")
        return told + self.telling.rest(citation, "citations", ("text", "sources"))

    def _source(self, document: dict[str, Any]) -> list[StreamEvent]:
        quoted, title, url = (document.get(name) for name in ("text", "title", "url"))
        told: list[StreamEvent] = []
        words = quoted or title
        if isinstance(url, str) or not isinstance(words, str):
            return self.telling.source(document, "sources")
        self.tally.told([quoted, title])
        data = {"url": "", "title": title if isinstance(title, str) else ""}
        told.append(self.telling.added("source", words, data))
        return told + self.telling.rest(document, "sources", ("text", "title", "id"))

    def _ended(self, found: dict[str, Any]) -> list[StreamEvent]:
        told: list[StreamEvent] = []
        usage = found.get("usage")
        tokens = usage.get("tokens") if isinstance(usage, dict) else None
        if isinstance(tokens, dict):
            told.append(UsageReported(usage_of(tokens)))
        reason = found.get("finish_reason")
        if isinstance(reason, str) and end_of(reason):
            return [*told, *self.finished(reason)]
        return told + self.telling.strange(reason, "finish_reason")


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]
