"""What a reader of a native protocol found -> StreamEvents: each text counted once, and without a key that the
server may say back."""

import json
from collections.abc import Mapping
from typing import Any

from components.conversation import Added, AnswerDelta, KeptAlive, Kind, ReasoningDelta, StreamEvent
from components.wire.details import sendable
from components.wire.known import is_known, says_alive
from components.wire.leaves import OPAQUE_SHAPE, texts_in
from components.wire.parts import part_of
from components.wire.refusals import Voice
from components.wire.scrub import KeyGuards
from components.wire.tally import Tally
from components.wire.text import WholeText

LONGEST_ID = 200  # characters


class Telling:
    """Of one reply."""

    def __init__(self, voice: Voice, tally: Tally) -> None:
        self._voice, self._tally = voice, tally
        self._guards = {"reasoning": KeyGuards(voice.keys), "answer": KeyGuards(voice.keys)}
        self._whole = {"reasoning": WholeText(), "answer": WholeText()}
        self._last: tuple[bool, int] = (False, 0)  # of the thought that came last: is it a summary, and which
        self._message: int | None = None  # which one came last

    def flushed(self) -> list[StreamEvent]:
        """What was held back: neither a key nor a character goes on from one part into the next."""
        told: list[StreamEvent] = []
        for channel, guard in self._guards.items():
            held = guard.feed(self._whole[channel].end()) + guard.end()
            if held:
                told.append(
                    ReasoningDelta(held, *self._last) if channel == "reasoning" else AnswerDelta(held, self._message)
                )
        return told

    def reasoning(self, text: str, summary: bool, number: int) -> list[StreamEvent]:
        """`number` counts the thoughts that are told apart."""
        told = self.flushed() if (summary, number) != self._last else []
        self._last = (summary, number)
        self._tally.count("thought", text)
        shown = self._guards["reasoning"].feed(self._whole["reasoning"].feed(text))
        return [*told, ReasoningDelta(shown, summary, number)] if shown else told

    def answer(self, text: str, message: int | None = None) -> list[StreamEvent]:
        """`message` counts those of one reply, where it may hold several."""
        told = self.flushed() if message != self._message else []
        self._message = message
        self._tally.count("answer", text)
        shown = self._guards["answer"].feed(self._whole["answer"].feed(text))
        return [*told, AnswerDelta(shown, message)] if shown else told

    def added(self, kind: Kind, text: str, data: Mapping[str, Any] | None = None, index: int | None = None) -> Added:
        return Added(kind, self._voice.hidden(sendable(text)), self._voice.hidden_in(sendable(data)), index)

    def event(self, value: Any, name: str, index: int | None) -> list[StreamEvent]:
        """A piece of what a tool is asked, or answers; of what is no text, its JSON."""
        self._tally.told(value)
        text = value if isinstance(value, str) else json.dumps(sendable(value), ensure_ascii=False)
        return [self.added("event", text, {"name": name}, index)] if value else []

    def refusal(self, text: str) -> list[StreamEvent]:
        self._tally.count("refusal", text)
        return [self.added("refusal", text)] if text else []

    def opaque(self, value: Any) -> None:
        for _, text in texts_in(value, ""):
            self._tally.count("opaque", text)

    def again(self, value: Any) -> None:
        """It was there before, in the reply or in the request."""
        for _, text in texts_in(value, ""):
            self._tally.count("repeated", text)

    def source(self, value: Any, path: str) -> list[StreamEvent]:
        told: list[StreamEvent] = []
        for found in part_of(value, "source", path, path):
            if found.means == "other":
                told += self.strange(found.text, found.path)
                continue
            self._tally.count(found.means, found.text)
            if found.means == "source":
                told.append(self.added("source", found.text, found.data))
        return told

    def strange(self, value: Any, path: str) -> list[StreamEvent]:
        """All texts of a value that is not read: known to mean nothing, or told."""
        told: list[StreamEvent] = []
        for at, text in texts_in(value, path):
            known = is_known(at, text) or is_known(last := at.rpartition(".")[2], text) or _is_id(last, text)
            self._tally.count("allowed" if known else "other", text)
            if not known:
                told.append(self.added("other", text, {"path": at}))
        return told

    def passed(self, found: dict[str, Any], *names: str) -> None:
        """What these fields hold is taken out: it was there before, in the reply or in the request, or it says nothing
        to who reads it."""
        for name in names:
            self.again(found.pop(name, None))

    def no_object(self, words: Any) -> list[StreamEvent]:
        """Data of its own that is no event: a sign of life, or words."""
        if isinstance(words, str) and (not words.strip() or says_alive(words)):
            self._tally.count("allowed", words)
            return [KeptAlive()]
        return self.strange(words, "data") or [KeptAlive()]


def _is_id(name: str, text: str) -> bool:
    return name.endswith("_id") and len(text) <= LONGEST_ID and bool(OPAQUE_SHAPE.fullmatch(text))
