"""What stands around the message of a chunk: who answers, and words of a queue that is no chunk at all."""

import json
from typing import Any

from components.conversation import Added, Identified, SentOn, StreamEvent, Usage, UsageReported
from components.wire.error_signs import has_error
from components.wire.known import is_known, says_alive
from components.wire.leaves import texts_in
from components.wire.refusals import Voice
from components.wire.speech import Speech
from components.wire.tally import Tally
from components.wire.usage import merged, usage_in

IDENTITY = ("id", "model", "provider")
LONGEST_NAME = 4_000  # it is shown with the turn's figures, so nothing of it is lost
# What belongs to the message and may stand beside the choices.
BESIDE = ("citations", "search_results", "annotations", "images", "reasoning_summary")
OF_ERROR = ("message", "detail", "details", "code", "type", "msg", "title", "base_resp", "param", "errors")
TELLING = (*IDENTITY, *BESIDE, *OF_ERROR, "error")
UNSEEN = object()
MOST_OF_A_PIECE = 40  # characters of a text that may be a piece of a longer one
MOST_OF_A_QUEUE = 160  # characters of one text
MOST_SENT_ON = 200_000  # characters
TELLS_OF_LIFE = ("type", "status", "state", "event", "object", "message", "detail")


class Names:
    """Who answers, as far as it has been told."""

    def __init__(self) -> None:
        self.told = Identified("", "", "")

    def takes(self, name: str, value: Any) -> bool:
        """Is this a name, or an id by its shape?"""
        if name not in IDENTITY or not isinstance(value, str) or len(value) > LONGEST_NAME:
            return False
        return name != "id" or is_known("id", value)

    def learn(self, name: str, value: str) -> list[Identified]:
        """`value` without a key. Nothing, where it is known."""
        known = self.told
        self.told = Identified(
            (value if name == "id" else "") or known.generation_id,
            (value if name == "model" else "") or known.model,
            (value if name == "provider" else "") or known.provider,
        )
        return [] if self.told == known else [self.told]


class Upper:
    """The upper level of all chunks of a reply: who answers, its usage, and whatever else stands beside the choices."""

    def __init__(self, voice: Voice, tally: Tally, speech: Speech) -> None:
        self._voice, self._tally, self._speech = voice, tally, speech
        self._names = Names()
        self._calm: dict[str, Any] = {}  # what stood there and was looked at
        self._calm_size: dict[str, int] = {}
        self._usage: Usage | None = None
        self._last: dict[str, Any] = {}  # the upper level of the last chunk in which nothing was new
        self.calm_size = 0

    def is_news(self, name: str, value: Any) -> bool:
        return self._calm.get(name, UNSEEN) != value

    def is_calm(self, chunk: dict[str, Any]) -> bool:
        """Is its upper level that of the last chunk in which nothing was new? It has `calm_size` characters."""
        choices = chunk.pop("choices")
        calm = chunk == self._last
        chunk["choices"] = choices
        return calm

    def news(self, chunk: dict[str, Any]) -> list[str]:
        """The fields of the upper level that were not there before, or have changed; of nearly every chunk none."""
        calm, sizes, size, news = self._calm, self._calm_size, 0, list[str]()
        for name, value in chunk.items():
            if name == "choices" or value is None:
                continue
            if calm.get(name, UNSEEN) == value:
                size += sizes[name]
            else:
                news.append(name)
        if size:
            self._tally.allowed += size
        if not news:
            self._last = {name: value for name, value in chunk.items() if name != "choices"}
            self.calm_size = size
        return news

    def look(self, name: str, value: Any, chunk: dict[str, Any]) -> list[StreamEvent]:
        """A field of the upper level that is new, or has changed."""
        if type(value) is str and name not in TELLING and is_known(name, value):  # padding, which is new each time
            self._tally.allowed += len(value)
            self._calm[name], self._calm_size[name] = value, len(value)
            return []
        before = self._tally.all
        told: list[StreamEvent] = []
        if self._names.takes(name, value):
            self._tally.count("told", value)
            told += self._names.learn(name, self._voice.scrubbed(value))
        elif name in ("usage", "x_groq"):
            if usage := usage_in(chunk):
                told.append(self.used(usage))
            told += self._speech.strange(value, name)
        elif name == "error" or (has_error(chunk) and name in OF_ERROR):
            self._tally.told(value)
        elif (sent := sent_on(name, value)) is not None:
            self._tally.told(value)
            told.append(SentOn(self._voice.scrubbed(sent)))
        elif name in BESIDE or (name == "reasoning" and isinstance(value, dict)):
            told = self._speech.beside(name, value)
        else:
            told = self._speech.strange(value, name)
        # A short text may well come twice; a name, or anything longer that does, is the same once more.
        short = isinstance(value, str) and len(value) <= MOST_OF_A_PIECE and name not in IDENTITY
        if not short or not any(isinstance(event, Added) for event in told):
            self._calm[name], self._calm_size[name] = value, self._tally.all - before
        return told

    def used(self, usage: Usage) -> UsageReported:
        self._usage = merged(self._usage, usage)
        return UsageReported(self._usage)


def sent_on(name: str, value: Any) -> str | None:
    """What OpenRouter tells, where it was asked, of the request that it sent on and of whom it tried; None where this
    is neither."""
    echoes = name == "debug" and isinstance(value, dict) and "echo_upstream_body" in value
    if not echoes and not (name == "openrouter_metadata" and isinstance(value, dict)):
        return None
    text = json.dumps({name: value}, ensure_ascii=False, indent=2)
    return text if len(text) <= MOST_SENT_ON else f"{text[:MOST_SENT_ON]}\n… (it is longer, and cut here)"


def loads(chunk: dict[str, Any]) -> bool:
    """Is this word on a queue one that the model is still being loaded?"""
    told = [chunk.get(name) for name in TELLS_OF_LIFE]
    return any(isinstance(word, str) and word.strip().lower().startswith("loading") for word in told)


def waits(chunk: dict[str, Any], tally: Tally) -> bool:
    """Is this a word on a queue, or a sign of life?"""
    if "choices" in chunk or chunk.get("error"):
        return False
    told = [chunk.get(name) for name in TELLS_OF_LIFE]
    if not any(isinstance(word, str) and says_alive(word) for word in told):
        return False
    words = [text for _, text in texts_in(chunk, "")]
    if any(len(text) > MOST_OF_A_QUEUE for text in words):
        return False
    for text in words:
        tally.count("allowed", text)
    return True
