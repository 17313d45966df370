"""Gemini's generateContent: the chunks of one reply, or its whole body -> StreamEvents.

Each chunk is a whole object, and its texts are added to those before. A part is known by its fields, wherever it
stands. There is no end mark: a reply is complete once it was said why it ended, and figures may still follow.
"""

from collections.abc import Iterator
from typing import Any

from components.conversation import DetailsKept, KeptAlive, StreamEvent, UsageReported, end_of
from components.wire.details import sendable
from components.wire.error_signs import has_error
from components.wire.foreign import GEMINI
from components.wire.gemini_payload import KEPT
from components.wire.native import NativeReader
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
# Of each word alone: how sure the model was, and how likely it is to harm.
BESIDE = (
    "avgLogprobs",
    "logprobsResult",
    "safetyRatings",
    "tokenCount",
    "index",
    "content",
    "finishReason",
    "finishMessage",
)
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
        candidates = chunk.get("candidates")
        for candidate in candidates if isinstance(candidates, list) else []:
            whole = isinstance(candidate, dict)
            told += self._candidate(candidate) if whole else self.telling.strange(candidate, "candidates")
        told += self._used(chunk.get("usageMetadata"))
        told += self._blocked(chunk.get("promptFeedback"), bool(candidates))
        return told + self.telling.rest(chunk, "", (*TELLING, "createTime")) or [KeptAlive()]

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
        telling, told = self.telling, list[StreamEvent]()
        if candidate.get("index"):  # another answer to the same question, which nobody asked for
            return telling.strange(candidate, "candidates")
        content = candidate.get("content")
        if isinstance(content, dict):
            parts = content.get("parts")
            for part in parts if isinstance(parts, list) else []:
                told += self._part(part) if isinstance(part, dict) else telling.strange(part, "parts")
            telling.again(content.get("role"))
            told += telling.rest(content, "content", ("parts", "role"))
        for name in SOURCES:
            told += self._sourced(candidate.get(name), name)
        telling.again([candidate.get(name) for name in ("avgLogprobs", "logprobsResult", "safetyRatings")])
        told += telling.rest(candidate, "candidates", (*BESIDE, *SOURCES))
        return told + self._finished(candidate)

    def _part(self, part: dict[str, Any]) -> list[StreamEvent]:
        telling, told = self.telling, list[StreamEvent]()
        self._keep(part)
        telling.opaque(part.get("thoughtSignature"))
        text, thought = part.get("text"), part.get("thought") is True
        if isinstance(text, str) and text:
            if thought and not self._thinks:
                self._thoughts += 1
            self._thinks = thought
            told += telling.reasoning(text, True, self._thoughts - 1) if thought else telling.answer(text)
        for name in TOOLS:
            if isinstance(tool := part.get(name), dict):
                told += self._tool(name, tool)
        if isinstance(picture := part.get("inlineData"), dict):
            told += self._picture(picture)
        return told + telling.rest(part, "part", ("text", "thoughtSignature", "inlineData", *TOOLS))

    def _keep(self, part: dict[str, Any]) -> None:
        """As it came, and pieces of one text as one part: a signature belongs to the part that it came with."""
        before = self._parts[-1] if self._parts else {}
        texts = {"text", "thought"}
        if before and {*before, *part} <= texts and before.get("thought") == part.get("thought") and "text" in before:
            self._parts[-1] = before | {"text": f"{before['text']}{part.get('text', '')}"}
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
        self._thinks = False
        data, kind = picture.get("data"), picture.get("mimeType")
        self.telling.again(kind)
        if not isinstance(data, str):
            return self.telling.rest(picture, "inlineData", ("mimeType",))
        self.tally.count("image", data)
        # A picture that was thought with is one all the same.
        told: list[StreamEvent] = [
            self.telling.added("image", f"data:{kind if isinstance(kind, str) else ''};base64,{data}")
        ]
        return told + self.telling.rest(picture, "inlineData", ("mimeType", "data"))

    def _sourced(self, found: Any, path: str) -> list[StreamEvent]:
        """Lists of sources come again and again, some of them growing."""
        if not isinstance(found, dict | list) or not found:
            return []
        if (seen := repr(found)) in self._sources:
            self.telling.again(found)
            return []
        self._sources.add(seen)
        return self.telling.source(found, path)

    def _finished(self, candidate: dict[str, Any]) -> list[StreamEvent]:
        reason, message = candidate.get("finishReason"), candidate.get("finishMessage")
        if isinstance(reason, str) and end_of(reason):
            return self.finished(reason, message)
        return self.telling.strange([reason, message], "finishReason")

    def _blocked(self, feedback: Any, replied: bool) -> list[StreamEvent]:
        """The question itself was refused, with a status of 200 and no reply."""
        if not isinstance(feedback, dict):
            return []
        reason, words = feedback.get("blockReason"), feedback.get("blockReasonMessage")
        self.telling.again(feedback.get("safetyRatings"))
        told = self.telling.rest(feedback, "promptFeedback", ("blockReason", "blockReasonMessage", "safetyRatings"))
        if not isinstance(reason, str) or not reason or replied:
            return told
        self.complete = True
        said = words if isinstance(words, str) and words else f"The question was blocked: {reason}."
        return told + self.failed_with(
            {"error": {"message": said, "status": reason, "code": 403, "type": "content_filter"}}
        )

    def _used(self, found: Any) -> list[StreamEvent]:
        """Of all that came so far: a later one takes the place of an earlier one."""
        if not isinstance(found, dict):
            return []
        self._usage |= {name: value for name, value in found.items() if value is not None}
        self.telling.again(found)
        return [UsageReported(gemini_usage_of(self._usage))]
