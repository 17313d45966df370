"""Gemini's generateContent: the chunks of one reply, or its whole body -> StreamEvents.

Each chunk is a whole object, and its texts are added to those before. A part is known by its fields, wherever it
stands. There is no end mark: a reply is complete once it was said why it ended, and figures may still follow.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from components.conversation import DetailsKept, StreamEvent, UsageReported, end_of
from components.wire.details import sendable
from components.wire.error_signs import has_error
from components.wire.foreign import GEMINI
from components.wire.gemini_payload import KEPT
from components.wire.native import NativeReader, dict_in, dicts_in, take
from components.wire.refusals import Voice
from components.wire.usage import gemini_usage_of

TELLING = ("candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId")
# What a tool of the server's, or of ours, is asked or answers.
TOOLS = (
    "functionCall",
    "functionResponse",
    "executableCode",
    "codeExecutionResult",
    "toolCall",
    "toolResponse",
    "fileData",
)
IDS = ("id", "mimeType", "language", "outcome")
SOURCES = ("groundingMetadata", "citationMetadata", "urlContextMetadata")


class GeminiReader(NativeReader):
    label = GEMINI

    def __init__(self, voice: Voice, maker: str = "") -> None:
        super().__init__(voice, maker)
        self._parts: list[dict[str, Any]] = []
        self._usage: dict[str, Any] = {}
        self._sources: set[str] = set()
        self._thoughts = self._tools = 0
        self._thinks = False  # was the part before a thought?

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        if has_error(chunk) or not any(name in chunk for name in TELLING):
            return self.other(chunk, kind)
        self.spoke = True
        told = self.named(chunk, {"responseId": "id", "modelVersion": "model"})
        self.tally.told(take(chunk, "createTime"))
        for candidate in dicts_in(chunk, "candidates"):
            told += self._candidate(candidate)
        return told + self._used(chunk) + self._blocked(chunk)

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        """A body that is one JSON value: an object, or the list that comes where no events were asked for."""
        yield from self.chunk(body)
        self.complete = self.complete or self.spoke

    def last(self) -> Iterator[StreamEvent]:
        if any("thoughtSignature" in part for part in self._parts):
            parts = [self.voice.hidden_in(sendable(part)) for part in self._parts]
            yield DetailsKept(
                ({"type": KEPT, "maker": self.maker, "parts": parts},), self._thoughts > 0, not self._thoughts
            )
        elif self._thoughts:
            yield DetailsKept((), True, False)

    def _candidate(self, candidate: dict[str, Any]) -> list[StreamEvent]:
        if candidate.get("index"):  # another answer to the same question, which nobody asked for
            return []
        content, told = dict_in(candidate, "content"), list[StreamEvent]()
        for part in dicts_in(content, "parts"):
            told += self._part(part)
        self.telling.again(take(content, "role"))
        for name in SOURCES:
            told += self._sourced(candidate.pop(name, None), name)
        self.telling.passed(candidate, "avgLogprobs", "logprobsResult", "safetyRatings")
        return told + self._finished(candidate)

    def _part(self, part: dict[str, Any]) -> list[StreamEvent]:
        self._keep(deepcopy(part))
        self.telling.opaque(take(part, "thoughtSignature"))
        text, thought, told = take(part, "text"), part.get("thought") is True, list[StreamEvent]()
        if text:
            if thought and not self._thinks:
                self._thoughts += 1
            self._thinks = thought
            told += self.telling.reasoning(text, True, self._thoughts - 1) if thought else self.telling.answer(text)
        for name in TOOLS:
            if isinstance(part.get(name), dict):
                told += self._tool(name, part.pop(name))
        if isinstance(picture := part.get("inlineData"), dict):
            told += self._picture(picture)
        return told

    def _keep(self, part: dict[str, Any]) -> None:
        """As it came, and pieces of one text as one part: a signature belongs to the part that it came with."""
        before = self._parts[-1] if self._parts else {}
        first, then = before.get("text"), part.get("text")
        plain = {*before, *part} <= {"text", "thought"} and before.get("thought") == part.get("thought")
        if plain and isinstance(first, str) and isinstance(then, str):
            self._parts[-1] = before | {"text": first + then}
        else:
            self._parts.append(dict(part))

    def _tool(self, name: str, tool: dict[str, Any]) -> list[StreamEvent]:
        self._thinks, number = False, self._tools
        self._tools += 1
        told: list[StreamEvent] = []
        called = str(tool.get("name") or name)
        for field, value in tool.items():
            if field in (*IDS, "name"):
                self.telling.again(value)
                continue
            told += self.telling.event(value, called, number)
        return told

    def _picture(self, picture: dict[str, Any]) -> list[StreamEvent]:
        """One that was thought with is a picture all the same."""
        self._thinks = False
        kind, data = take(picture, "mimeType"), take(picture, "data")
        self.telling.again(kind)
        self.tally.count("image", data)
        return [self.telling.added("image", f"data:{kind};base64,{data}")] if data else []

    def _sourced(self, found: Any, path: str) -> list[StreamEvent]:
        """Lists of sources come again and again, some of them growing."""
        if not found or (seen := repr(found)) in self._sources:
            self.telling.again(found)
            return []
        self._sources.add(seen)
        return self.telling.source(found, path)

    def _finished(self, candidate: dict[str, Any]) -> list[StreamEvent]:
        reason = candidate.get("finishReason")
        if not isinstance(reason, str) or not end_of(reason):
            return []
        del candidate["finishReason"]
        message = take(candidate, "finishMessage")
        self.tally.told([reason, message])
        return self.finished(reason, message)

    def _blocked(self, chunk: dict[str, Any]) -> list[StreamEvent]:
        """The question itself was refused, with a status of 200 and no reply."""
        feedback = dict_in(chunk, "promptFeedback")
        self.telling.passed(feedback, "safetyRatings")
        reason, words = take(feedback, "blockReason"), take(feedback, "blockReasonMessage")
        self.tally.told([reason, words])
        if not reason or chunk.get("candidates"):
            return []
        self.complete = True
        said = words or f"The question was blocked: {reason}."
        return self.fail({"error": {"message": said, "status": reason, "code": 403, "type": "content_filter"}})

    def _used(self, chunk: dict[str, Any]) -> list[StreamEvent]:
        """Of all that came so far: a later one takes the place of an earlier one."""
        if not isinstance(chunk.get("usageMetadata"), dict):
            return []
        found = chunk.pop("usageMetadata")
        self._usage |= {name: value for name, value in found.items() if value is not None}
        self.telling.again(found)
        return [UsageReported(gemini_usage_of(self._usage))]
