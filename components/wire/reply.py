"""The chunks of one reply -> StreamEvents: identity, text, finish, usage, errors, in the order in which they count."""

from collections.abc import Iterator
from typing import Any, Literal

from components.conversation import (
    AnswerDelta,
    ConnectionLost,
    DetailsKept,
    Failed,
    Finished,
    Identified,
    KeptAlive,
    ReasoningDelta,
    Refiled,
    StreamEvent,
    UsageReported,
)
from components.wire.details import DetailsMerger
from components.wire.dialects import said_in
from components.wire.refusals import Voice, has_error, parsed
from components.wire.sse import ServerEvent
from components.wire.text import WholeText, clean
from components.wire.think_tags import TagReader
from components.wire.usage import usage_in


class ReplyReader:
    """One reply. It is complete once a finish reason, [DONE] or a whole body came; else `end` raises ConnectionLost."""

    def __init__(self, voice: Voice) -> None:
        self.complete = False
        self._voice = voice
        self._reasoning, self._answer = WholeText(), WholeText()
        self._tags: TagReader | None = TagReader()
        self._details = DetailsMerger()
        self._identity = Identified("", "", "")
        self._failed = self._at_limit = False
        self.spoke = False  # did anything come that belongs to a chat reply?

    def server_event(self, event: ServerEvent) -> Iterator[StreamEvent]:
        if event.name == ":":
            yield KeptAlive()
        elif event.data.strip() == b"[DONE]":
            self.complete = True
        elif event.data.strip():
            chunk = parsed(event.data)
            if event.name == "error" and not has_error(chunk):
                chunk = {"error": chunk if chunk is not None else event.data.decode("utf-8", "replace")}
            yield from self.chunk(chunk if chunk is not None else event.data.decode("utf-8", "replace"))

    def chunk(self, chunk: Any) -> Iterator[StreamEvent]:
        """One chunk of a stream, or the whole body of a reply that was not streamed."""
        if (has_error(chunk) or not isinstance(chunk, dict)) and not self._repeats_the_limit(chunk):
            yield self._fail(chunk)
        if not isinstance(chunk, dict):
            return
        yield from self._identified(chunk)
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        self.spoke = self.spoke or isinstance(choices, list)
        if isinstance(choice, dict):
            yield from self._choice(choice)
        if usage := usage_in(chunk):
            yield UsageReported(usage)

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        """A body that is one JSON object, although a stream was asked for."""
        if isinstance(body, dict) or has_error(body):
            yield from self.chunk(body)
        self.complete = self.complete or (isinstance(body, dict) and bool(body.get("choices")))

    def end(self) -> Iterator[StreamEvent]:
        """No more bytes will come. Raises ConnectionLost where that is too early."""
        if self._tags is not None:
            yield from self._split(self._tags.end())
        for kind, channel in (("reasoning", self._reasoning), ("answer", self._answer)):
            if rest := channel.end():
                yield ReasoningDelta(rest) if kind == "reasoning" else AnswerDelta(rest)
        if items := self._details.merged():
            kinds = {str(item.get("type")) for item in items}
            yield DetailsKept(items, "reasoning.summary" in kinds, "reasoning.encrypted" in kinds)
        if not self.complete and not self._failed:
            raise ConnectionLost(self._voice.server, model=self._voice.model)

    def _choice(self, choice: dict[str, Any]) -> Iterator[StreamEvent]:
        if error := choice.get("error"):
            yield self._fail({"error": error})
        # Perplexity sends a growing `message` beside each `delta`, Together the same piece again as `text`: read one.
        delta = next((choice[key] for key in ("delta", "message") if isinstance(choice.get(key), dict)), None)
        if delta is None:
            delta = {"content": choice.get("text")}
        said = said_in(delta)
        if said.details:
            self._details.feed(said.details)
        if said.reasoning:
            yield from self._leave_tags()
            yield from self._text("reasoning", said.reasoning)
        if said.answer:
            if self._tags is None:
                yield from self._text("answer", said.answer)
            else:
                yield from self._split(self._tags.feed(said.answer))
        # A later null never overwrites a finish reason, and 2024 builds sent "" for null.
        if isinstance(reason := choice.get("finish_reason"), str) and reason:
            self.complete = True
            self._at_limit = self._at_limit or reason == "length"
            if reason == "error" and not self._failed:
                yield self._fail({"error": "The reply ended with an error."})
            yield Finished(clean(reason))

    def _leave_tags(self) -> Iterator[StreamEvent]:
        """Where reasoning has a field of its own, tags in the answer are text."""
        if self._tags is not None:
            rest, self._tags = self._tags.end(), None
            yield from self._split(rest)

    def _split(self, found: list[ReasoningDelta | AnswerDelta | Refiled]) -> Iterator[StreamEvent]:
        for event in found:
            if isinstance(event, Refiled):
                yield event
            else:
                yield from self._text("reasoning" if isinstance(event, ReasoningDelta) else "answer", event.text)

    def _text(self, kind: Literal["reasoning", "answer"], text: str) -> Iterator[StreamEvent]:
        whole = (self._reasoning if kind == "reasoning" else self._answer).feed(text)
        if whole:
            yield ReasoningDelta(whole) if kind == "reasoning" else AnswerDelta(whole)

    def _identified(self, chunk: dict[str, Any]) -> Iterator[StreamEvent]:
        known = self._identity
        told = [chunk.get("id"), chunk.get("model"), chunk.get("provider")]
        new = [clean(value) if isinstance(value, str) else "" for value in told]
        merged = Identified(
            *(b or a for a, b in zip((known.generation_id, known.model, known.provider), new, strict=True))
        )
        if merged != known:
            self._identity = merged
            yield merged

    def _repeats_the_limit(self, found: Any) -> bool:
        """An error "Token limit reached" after finish reason length (minimax-m2, Nov 2025) is no news: the turn has
        ended at its limit, which can be raised."""
        return self._at_limit and self._voice.tells_of_token_limit(found)

    def _fail(self, found: Any) -> Failed:
        self._failed = self.spoke = True
        return Failed(self._voice.gave_up(found).failure)
