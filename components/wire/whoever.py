"""A reply in another protocol than the one that was asked in is read in that one: a gateway may pass on what it got.
The page says so. It is known by the first event that belongs to a reply."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from components.conversation import Noted, StreamEvent
from components.wire.cohere import CohereReader
from components.wire.converse import ConverseReader
from components.wire.foreign import (
    COHERES,
    COMPLETIONS,
    CONVERSE,
    GEMINI,
    INTERACTIONS,
    MESSAGES,
    RESPONSES,
    protocol_of,
)
from components.wire.gemini import GeminiReader
from components.wire.interactions import InteractionsReader
from components.wire.messages import MessagesReader
from components.wire.protocols import Reader
from components.wire.refusals import Voice, is_deep, loaded
from components.wire.reply import ReplyReader
from components.wire.responses import ResponsesReader
from components.wire.sse import ServerEvent
from components.wire.tally import Tally

READERS: Mapping[str, Callable[[Voice], Reader]] = {
    COMPLETIONS: ReplyReader,
    MESSAGES: MessagesReader,
    RESPONSES: ResponsesReader,
    GEMINI: GeminiReader,
    COHERES: CohereReader,
    CONVERSE: ConverseReader,
    INTERACTIONS: InteractionsReader,
}


class WhoeverReader:
    """`asked` reads the protocol that was asked in, whose name is `label`. What another reader keeps for the next
    request goes back to nobody: it has no maker."""

    def __init__(self, voice: Voice, asked: Reader, label: str) -> None:
        self._voice, self._reader, self._label = voice, asked, label
        self._settled = False

    @property
    def complete(self) -> bool:
        return self._reader.complete

    @property
    def over(self) -> bool:
        return self._reader.over

    @property
    def spoke(self) -> bool:
        return self._reader.spoke

    @property
    def known(self) -> bool:
        return self._reader.known

    @property
    def tally(self) -> Tally:
        return self._reader.tally

    def server_event(self, event: ServerEvent) -> list[StreamEvent]:
        if self._settled or event.name == ":":
            return self._reader.server_event(event)
        noted = self._settle(event.name, _object(event.data))
        return [*noted, *self._reader.server_event(event)]

    def chunk(self, chunk: Any) -> list[StreamEvent]:
        return [*self._settle("", chunk), *self._reader.chunk(chunk)]

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        yield from self._settle("", body)
        yield from self._reader.whole(body)

    def end(self, orderly: bool = True) -> Iterator[StreamEvent]:
        return self._reader.end(orderly)

    def _settle(self, name: str, chunk: Any) -> list[StreamEvent]:
        if self._settled:
            return []
        self._settled = self._reader.spoke
        first = chunk[0] if isinstance(chunk, list) and chunk else chunk
        label = spoken_in(name, first)
        if self._settled or not label:
            return []
        self._settled = True
        if label == self._label:
            return []
        self._reader = READERS[label](self._voice)
        return [Noted(f"{self._voice.server} answered in {label}, and was read in that.")]


def spoken_in(name: str, chunk: Any) -> str:
    """The protocol to which an event belongs, where there is a reader of it; "" for none."""
    if isinstance(chunk, dict) and isinstance(chunk.get("choices"), list):
        return COMPLETIONS
    label = protocol_of(name, chunk)
    return label if label in READERS else ""


def _object(data: bytes) -> Any:
    found = loaded(data)
    return None if is_deep(data, found) else found
