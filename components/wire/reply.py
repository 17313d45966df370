"""The chunks of one reply -> StreamEvents: identity, text, finish, usage, errors, in the order in which they count."""

from collections.abc import Iterator
from typing import Any

from components.conversation import (
    ConnectionLost,
    DetailsKept,
    Failed,
    Finished,
    Identified,
    KeptAlive,
    StreamEvent,
    UsageReported,
)
from components.wire.channels import Channels
from components.wire.details import DetailsMerger
from components.wire.dialects import said_in
from components.wire.refusals import Voice, has_error, parsed
from components.wire.sse import ServerEvent
from components.wire.text import clean
from components.wire.usage import native_usage_in, usage_in


class ReplyReader:
    """One reply. It is complete once a finish reason, [DONE] or a whole body came; else `end` raises ConnectionLost.

    `ends_silently`: its provider sends none of these, so that an orderly end of the stream is the reply's.
    """

    def __init__(self, voice: Voice, ends_silently: bool = False) -> None:
        self.complete = False
        self.over = False  # was it said that nothing follows?
        self._voice, self._ends_silently = voice, ends_silently
        self._channels = Channels()
        self._details = DetailsMerger()
        self._identity, self._named = Identified("", "", ""), (None, None, None)
        self._failed = self._at_limit = False
        self.spoke = False  # did anything come that belongs to a chat reply?

    def server_event(self, event: ServerEvent) -> list[StreamEvent]:
        if self.over:
            return []
        if event.name == ":":
            return [KeptAlive()]
        if (data := event.data.strip()) == b"[DONE]":
            self.complete = self.over = True
        if self.over or not data:
            return []
        chunk = parsed(data)
        if event.name == "error" and not has_error(chunk):
            chunk = {"error": chunk if chunk is not None else event.data.decode("utf-8", "replace")}
        return self.chunk(chunk if chunk is not None else event.data.decode("utf-8", "replace"))

    def chunk(self, chunk: Any) -> list[StreamEvent]:
        """One chunk of a stream, or the whole body of a reply that was not streamed."""
        told: list[StreamEvent] = []
        if (not isinstance(chunk, dict) or has_error(chunk)) and not self._repeats_the_limit(chunk):
            told.append(self._fail(chunk))
        if not isinstance(chunk, dict):
            return told
        told += self._identified(chunk)
        choices = chunk.get("choices")
        if isinstance(choices, list):
            self.spoke = True
            if choices and isinstance(choices[0], dict):
                told += self._choice(choices[0])
        if usage := usage_in(chunk):
            told.append(UsageReported(usage))
        return told

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        """A body that is one JSON object, although a stream was asked for, or a line of Ollama's own protocol."""
        if self.over:
            return
        if isinstance(body, dict) and "choices" not in body and isinstance(message := body.get("message"), dict):
            yield from self._native(body, message)
        elif isinstance(body, dict) or has_error(body):
            yield from self.chunk(body)
        self.complete = self.complete or (isinstance(body, dict) and bool(body.get("choices")))

    def _native(self, line: dict[str, Any], message: dict[str, Any]) -> Iterator[StreamEvent]:
        """One line of Ollama's /api/chat: a message that goes on, and figures beside `done` on the last one."""
        self.spoke = True
        if has_error(line):
            yield self._fail(line)
        yield from self._identified(line)
        yield from self._channels.feed(said_in(message))
        if line.get("done") is True:
            self.complete = self.over = True
            reason = line.get("done_reason")
            yield Finished(clean(reason) if isinstance(reason, str) and reason else "stop")
            if usage := native_usage_in(line):
                yield UsageReported(usage)

    def end(self, orderly: bool = True) -> Iterator[StreamEvent]:
        """No more bytes will come; `orderly` where the connection was closed between two events. Raises ConnectionLost
        where that is too early."""
        yield from self._channels.end()
        if self._details.seen:
            items = self._details.merged()
            kinds = {str(item.get("type")) for item in items}
            yield DetailsKept(items, "reasoning.summary" in kinds, "reasoning.encrypted" in kinds)
        ended = orderly and self._ends_silently and self.spoke
        if not (self.complete or self._failed or ended):
            raise ConnectionLost(self._voice.server, model=self._voice.model)

    def _choice(self, choice: dict[str, Any]) -> list[StreamEvent]:
        told: list[StreamEvent] = []
        if error := choice.get("error"):
            told.append(self._fail({"error": error}))
        # Perplexity sends a growing `message` beside each `delta`, Together the same piece again as `text`: read one.
        if not isinstance(delta := choice.get("delta"), dict) and not isinstance(delta := choice.get("message"), dict):
            delta = {"content": choice.get("text")}
        said = said_in(delta)
        if said.details or isinstance(delta.get("reasoning_details"), list):
            self._details.feed(said.details)
        told += self._channels.feed(said)
        # A later null never overwrites a finish reason, and 2024 builds sent "" for null.
        if isinstance(reason := choice.get("finish_reason"), str) and reason:
            self.complete = True
            self._at_limit = self._at_limit or reason == "length"
            if reason == "error" and not self._failed:
                told.append(self._fail({"error": "The reply ended with an error."}))
            told.append(Finished(clean(reason)))
        return told

    def _identified(self, chunk: dict[str, Any]) -> list[StreamEvent]:
        known, named = self._identity, (chunk.get("id"), chunk.get("model"), chunk.get("provider"))
        if named == self._named:
            return []  # as nearly every chunk
        self._named = named
        new = [clean(value) if isinstance(value, str) else "" for value in named]
        merged = Identified(
            *(b or a for a, b in zip((known.generation_id, known.model, known.provider), new, strict=True))
        )
        if merged == known:
            return []
        self._identity = merged
        return [merged]

    def _repeats_the_limit(self, found: Any) -> bool:
        """An error "Token limit reached" after finish reason length (minimax-m2, Nov 2025) is no news: the turn has
        ended at its limit, which can be raised."""
        return self._at_limit and self._voice.tells_of_token_limit(found)

    def _fail(self, found: Any) -> Failed:
        self._failed = self.spoke = True
        return Failed(self._voice.gave_up(found).failure)
