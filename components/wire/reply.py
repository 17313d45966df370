"""The chunks of one reply -> StreamEvents: identity, text, finish, usage, errors, in the order in which they count.

Whatever text a chunk holds is understood, repeated, markup, opaque, known to mean nothing, or told as not understood:
the tally has each character once.
"""

from collections.abc import Iterator
from typing import Any

from components.conversation import (
    ConnectionLost,
    DetailsKept,
    Failed,
    Finished,
    KeptAlive,
    StreamEvent,
    end_of,
)
from components.wire.dialects import Said, plainly, said_in
from components.wire.envelope import Upper, loads, waits
from components.wire.error_signs import has_error
from components.wire.foreign import protocol_of
from components.wire.known import says_alive
from components.wire.refusals import Voice, is_deep, loaded
from components.wire.speech import Speech
from components.wire.sse import ServerEvent
from components.wire.tally import Tally
from components.wire.usage import native_usage_in

LONGEST_REASON = 200  # characters
UNSAID = Said("", "", [])


class ReplyReader:
    """One reply. It is complete once a finish reason, [DONE] or a whole body came; else `end` raises ConnectionLost.

    `ends_silently`: its provider sends none of these, so that an orderly end of the stream is the reply's.
    """

    def __init__(self, voice: Voice, ends_silently: bool = False) -> None:
        self.complete = False
        self.over = False  # was it said that nothing follows?
        self.spoke = False  # did anything come that belongs to a chat reply?
        self.tally = Tally()
        self._voice, self._ends_silently = voice, ends_silently
        self._speech = Speech(voice, self.tally)
        self._upper = Upper(voice, self.tally, self._speech)
        self._choice_number: Any = None
        self._plain: dict[str, Any] = {}  # what stood beside a delta, and says nothing
        self._foreign = ""
        self._failed = self._at_limit = False

    @property
    def known(self) -> bool:
        """Is what came a chat reply, or one in another protocol that can be named?"""
        return self.spoke or bool(self._foreign)

    def server_event(self, event: ServerEvent) -> list[StreamEvent]:
        if self.over:
            return []
        if event.name == ":":
            return [KeptAlive()]
        if (data := event.data.strip()) == b"[DONE]":
            self.complete = self.over = True
        if self.over or not data:
            return []
        chunk = loaded(data)
        if not event.name and (told := self._plainly(chunk)) is not None:
            return told
        if is_deep(data, chunk):
            chunk = None
        if event.name == "error" and not has_error(chunk):
            chunk = {"error": chunk if chunk is not None else event.data.decode("utf-8", "replace")}
        if chunk is None and data != b"null":
            return self._speech.guarded(self._no_chunk(event.data.decode("utf-8", "replace")))
        if event.name and not self._foreign:
            self._is_foreign(protocol_of(event.name, chunk))
        return self.chunk(chunk)

    def _plainly(self, chunk: Any) -> list[StreamEvent] | None:
        """What a chunk says that differs from a former one in its texts alone, as nearly every one does; None of any
        other. All around the texts was accounted for then."""
        if type(chunk) is not dict or type(choices := chunk.get("choices")) is not list or len(choices) != 1:
            return None
        if type(choice := choices[0]) is not dict or type(delta := choice.get("delta")) is not dict:
            return None
        del choice["delta"]
        if (
            choice != self._plain
            or not self._upper.is_calm(chunk)
            or (said := plainly(delta, self.tally, "choices.delta")) is None
        ):
            choice["delta"] = delta
            return None
        self.spoke = True
        self.tally.allowed += self._upper.calm_size
        return self._speech.guarded(self._speech.heard(said, delta, False))

    def chunk(self, chunk: Any) -> list[StreamEvent]:
        """One chunk of a stream, or the whole body of a reply that was not streamed."""
        return self._speech.guarded(self._chunk(chunk))

    def _chunk(self, chunk: Any) -> list[StreamEvent]:
        if not isinstance(chunk, dict):
            return self._no_chunk(chunk) if not has_error(chunk) else [self._fail(chunk)]
        choices = chunk.get("choices")
        news = self._upper.news(chunk)
        told = self._noticed(chunk, news) if news or not isinstance(choices, list) else []
        if isinstance(choices, list):
            self.spoke = True
            for choice in choices:
                if isinstance(choice, dict):
                    told += self._choice(choice)
                elif choice is not None:
                    told += self._speech.strange(choice, "choices")
        return told

    def _noticed(self, chunk: dict[str, Any], news: list[str]) -> list[StreamEvent]:
        if waits(chunk, self.tally):
            return [self._voice.loading(chunk) if loads(chunk) else KeptAlive()]
        told: list[StreamEvent] = []
        if has_error(chunk) and not self._repeats_the_limit(chunk):
            told.append(self._fail(chunk))
        for name in news:
            told += self._upper.look(name, chunk[name], chunk)
        choices = chunk.get("choices")
        if choices is None and not self._foreign:
            self._is_foreign(protocol_of("", chunk))
        elif not isinstance(choices, list):
            told += self._speech.strange(choices, "choices")
        return told

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        """A body that is one JSON object, although a stream was asked for, or a line of Ollama's own protocol."""
        if self.over:
            return
        if isinstance(body, dict) and "choices" not in body and isinstance(message := body.get("message"), dict):
            yield from self._speech.guarded(self._native(body, message))
        elif isinstance(body, dict) or has_error(body):
            yield from self.chunk(body)
        self.complete = self.complete or (isinstance(body, dict) and bool(body.get("choices")))

    def _native(self, line: dict[str, Any], message: dict[str, Any]) -> list[StreamEvent]:
        """One line of Ollama's /api/chat: a message that goes on, and figures beside `done` on the last one."""
        self.spoke = True
        told: list[StreamEvent] = [self._fail(line)] if has_error(line) else []
        for name, value in line.items():
            if name != "message" and value is not None and self._upper.is_news(name, value):
                told += self._upper.look(name, value, line)
        done = line.get("done") is True
        told += self._speech.spoken(said_in(message, self.tally, "message"), done)
        if done:
            self.complete = self.over = True
            reason = line.get("done_reason")
            told += self._finish(reason if isinstance(reason, str) and end_of(reason) else "stop")
            if usage := native_usage_in(line):
                told.append(self._upper.used(usage))
        return told

    def end(self, orderly: bool = True) -> Iterator[StreamEvent]:
        """No more bytes will come; `orderly` where the connection was closed between two events. Raises ConnectionLost
        where that is too early, NotAChatServer where what came belongs to another protocol."""
        yield from self._speech.end()
        if self._speech.details.seen:
            items = tuple(self._voice.hidden_in(item) for item in self._speech.details.merged())
            kinds = {str(item.get("type")) for item in items}
            yield DetailsKept(items, "reasoning.summary" in kinds, "reasoning.encrypted" in kinds)
        if self._foreign and not (self.complete and self.spoke) and not self._failed:
            raise self._voice.other_protocol(self._foreign)
        if not (self.complete or self._failed or (orderly and self._ends_silently and self.spoke)):
            raise ConnectionLost(self._voice.server, model=self._voice.model)

    def _choice(self, choice: dict[str, Any]) -> list[StreamEvent]:
        delta = choice.get("delta")
        if not isinstance(delta, dict):
            return self._full_choice(choice)
        for name, value in choice.items():
            if not (value is None or name == "delta" or (name == "index" and value == self._choice_number)):
                return self._full_choice(choice)
        self._plain = {name: value for name, value in choice.items() if name != "delta"}
        return self._speech.heard(said_in(delta, self.tally, "choices.delta"), delta, False)

    def _full_choice(self, choice: dict[str, Any]) -> list[StreamEvent]:
        if (number := choice.get("index")) is not None:
            if self._choice_number is None:
                self._choice_number = number
            elif number != self._choice_number:  # another answer to the same question, which nobody asked for
                return self._speech.strange(choice, "choices")
        told: list[StreamEvent] = []
        if error := choice.get("error"):
            self.tally.told(error)
            told.append(self._fail({"error": error}))
        reason = choice.get("finish_reason")
        finishes = isinstance(reason, str) and end_of(reason) != ""
        delta, message, text = choice.get("delta"), choice.get("message"), choice.get("text")
        said = UNSAID
        if isinstance(delta, dict):
            said = said_in(delta, self.tally, "choices.delta")
            told += self._speech.heard(said, delta, finishes)
            if message is not None:
                told += self._speech.again(message, said)
            if text:
                told += self._speech.once_more(text, said)
        elif isinstance(message, dict):
            said = said_in(message, self.tally, "choices.message")
            told += self._speech.heard(said, message, True)
        elif text:
            told += self._speech.heard(said_in({"content": text}, self.tally, "choices"), {}, finishes)
        for name, value in choice.items():
            if value is None or type(value) is int or name in ("delta", "text", "error", "finish_reason"):
                continue
            if name != "message" or (not isinstance(delta, dict) and not isinstance(value, dict)):
                told += self._speech.strange(value, f"choices.{name}")
        if isinstance(delta, list | str):
            told += self._speech.strange(delta, "choices.delta")
        if finishes:
            told += self._finish(reason)
        else:
            told += self._speech.strange(reason, "choices.finish_reason")
        return told

    def _finish(self, reason: Any) -> list[StreamEvent]:
        self.complete = True
        end = end_of(reason)
        self._at_limit = self._at_limit or end == "limit"
        told: list[StreamEvent] = []
        if end == "broken" and not self._failed:
            words = "an error" if str(reason).lower() == "error" else self._voice.scrubbed(str(reason))[:LONGEST_REASON]
            told.append(self._fail({"error": f"The reply ended with {words}."}))
        self.tally.understood += len(str(reason))
        return [*told, Finished(self._voice.scrubbed(str(reason))[:LONGEST_REASON])]

    def _no_chunk(self, found: Any) -> list[StreamEvent]:
        """Data that is no object: a piece of a chunk (what it held is lost), or what Speech makes of it."""
        if isinstance(found, str) and found.lstrip().startswith(("{", "[")) and not says_alive(found):
            self.tally.told(found)
            return [self._fail(found)]
        return self._speech.data(found)

    def _is_foreign(self, protocol: str) -> None:
        self._foreign = self._speech.foreign = protocol

    def _repeats_the_limit(self, found: Any) -> bool:
        """An error "Token limit reached" after finish reason length (minimax-m2, Nov 2025) is no news: the turn has
        ended at its limit, which can be raised."""
        return self._at_limit and self._voice.tells_of_token_limit(found)

    def _fail(self, found: Any) -> Failed:
        self._failed = self.spoke = True
        return Failed(self._voice.gave_up(found).failure)
