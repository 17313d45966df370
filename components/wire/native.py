"""What readers of native protocols have in common: one reply, event by event or as one body -> StreamEvents."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from components.conversation import ConnectionLost, Failed, Finished, KeptAlive, StreamEvent, end_of
from components.wire.envelope import Names
from components.wire.error_signs import has_error
from components.wire.foreign import COMPLETIONS, protocol_of
from components.wire.known import says_alive
from components.wire.refusals import Voice, is_deep, loaded
from components.wire.sse import ServerEvent
from components.wire.tally import Tally
from components.wire.telling import Telling

LONGEST_REASON = 200  # characters


class NativeReader(ABC):
    """One reply. It is complete once its end was told, or its whole body came; else `end` raises ConnectionLost.
    `maker` names who made it, so that what is kept goes back there alone. What `read` makes of an event is a dialect's
    own."""

    label: ClassVar[str]  # of the protocol
    kind_in: ClassVar[str] = "type"  # the field that says what an event is

    def __init__(self, voice: Voice, maker: str = "") -> None:
        self.complete = self.over = self.spoke = False
        self.tally = Tally()
        self.voice, self.maker = voice, maker
        self.telling = Telling(voice, self.tally)
        self.failed = False
        self._names = Names()
        self._foreign = ""

    @property
    def known(self) -> bool:
        """Is what came a reply in this protocol, or in another one that can be named?"""
        return self.spoke or bool(self._foreign)

    @abstractmethod
    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        """An event, or a whole body; `kind` is what it says it is, in a field or by its name. What is read of it is
        taken out, and what is left is told as not understood: so each text counts once, whatever stands where."""

    def last(self) -> Iterator[StreamEvent]:
        """What is told once nothing more comes."""
        return iter(())

    def server_event(self, event: ServerEvent) -> list[StreamEvent]:
        if self.over:
            return []
        if event.name == ":":
            return [KeptAlive()]
        if (data := event.data.strip()) == b"[DONE]":
            self.over = True
        if self.over or not data:
            return []
        chunk = loaded(data)
        words = event.data.decode("utf-8", "replace")
        if is_deep(data, chunk) or chunk is None:
            chunk = words
        if event.name == "error" and not has_error(chunk):
            chunk = {"error": chunk}
        return self.chunk(chunk, event.name)

    def chunk(self, chunk: Any, name: str = "") -> list[StreamEvent]:
        """`name` is the event's own, for one that does not say what it is."""
        if isinstance(chunk, list) and chunk:  # a body, or an error, as a list
            return [event for one in chunk for event in self.chunk(one, name)]
        if isinstance(chunk, dict):
            told = self.read(chunk, str(chunk.get(self.kind_in) or name))
            return told + self.telling.strange(chunk, "") or [KeptAlive()]
        if isinstance(chunk, str) and chunk.lstrip().startswith(("{", "[")) and not says_alive(chunk):
            return self.failed_with({"error": chunk})  # a piece of an event: what it held is lost
        return self.telling.no_object(chunk)

    def whole(self, body: Any) -> Iterator[StreamEvent]:
        """A body that is one JSON value, although a stream was asked for."""
        if not self.over:
            yield from self.chunk(body)

    def end(self, orderly: bool = True) -> Iterator[StreamEvent]:
        """No more bytes will come. Raises ConnectionLost where that is too early, NotAChatServer where what came
        belongs to another protocol."""
        yield from self.telling.flushed()
        yield from self.last()
        if self._foreign and not (self.complete and self.spoke) and not self.failed:
            raise self.voice.other_protocol(self._foreign)
        if not (self.complete or self.failed):
            raise ConnectionLost(self.voice.server, model=self.voice.model)

    def named(self, found: dict[str, Any], names: Mapping[str, str]) -> list[StreamEvent]:
        """Who answers: `names` are the fields that tell it, and what of it they tell."""
        told: list[StreamEvent] = []
        for field, meant in names.items():
            if isinstance(value := found.get(field), str) and self._names.takes(meant, value):
                self.tally.count("told", found.pop(field))
                told = [*self._names.learn(meant, self.voice.scrubbed(value))] or told
        return told

    def finished(self, reason: str, message: Any = None) -> list[StreamEvent]:
        """Why it ended, in the provider's own word, and its `message` where it has one for what went wrong."""
        self.complete = self.spoke = True
        words = self.voice.scrubbed(reason)[:LONGEST_REASON]
        told = self.telling.flushed()
        if end_of(reason) == "broken":
            said = message if isinstance(message, str) and message else f"The reply ended with {words}."
            told += self.fail({"error": {"message": said, "status": words}})
        return [*told, Finished(words)]

    def failed_with(self, found: Any) -> list[StreamEvent]:
        """An error; told once, though it may come as an event of its own and with the reply's end."""
        self.tally.told(found)
        told = self.fail(found)
        if isinstance(found, dict):
            found.clear()
        return told

    def fail(self, found: Any) -> list[StreamEvent]:
        if self.failed:
            return []
        self.failed = self.spoke = True
        return [Failed(self.voice.gave_up(found).failure)]

    def other(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        """An event that is none of this protocol's, or none that is known."""
        if has_error(chunk) or kind == "error":
            return self.failed_with(chunk)
        if says_alive(kind):  # a ping, or one of its kind
            self.telling.again(chunk)
            chunk.clear()
            return [KeptAlive()]
        protocol = COMPLETIONS if "choices" in chunk else protocol_of(kind, chunk)
        if protocol and protocol != self.label and not self.spoke:
            self._foreign = protocol
        return []


def take(found: dict[str, Any], name: str) -> str:
    """A text, out of it; "" where there is none, and what else stands there stays."""
    return found.pop(name) if isinstance(found.get(name), str) else ""


def dict_in(found: dict[str, Any], name: str) -> dict[str, Any]:
    """What stands there, to be read in its place; an empty one where it is none."""
    return told if isinstance(told := found.get(name), dict) else {}


def dicts_in(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Those of a list that are objects, to be read in their places; one alone is a list of one."""
    told = found.get(name)
    listed = told if isinstance(told, list) else [told]
    return [one for one in listed if isinstance(one, dict)]
