"""OpenAI's Responses protocol: the events of one reply, or its whole body -> StreamEvents.

A reply is a list of items, and items have parts. The same text may come five times: piece by piece, when it is whole,
with its part, with its item, and with the response at the end. It counts once: a later form only where there was no
earlier one. Ids may differ from one form to the next; places do not.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from components.conversation import DetailsKept, KeptAlive, StreamEvent, UsageReported
from components.wire.details import sendable
from components.wire.foreign import RESPONSES
from components.wire.native import NativeReader
from components.wire.refusals import Voice
from components.wire.responses_payload import KEPT
from components.wire.usage import usage_of

# What a response says of its request: it stands in the chat already, or nobody chose it.
OF_REQUEST = (
    "instructions tools tool_choice text reasoning metadata include input previous_response_id truncation "
    "safety_identifier prompt_cache_key prompt_cache_retention user prompt conversation background service_tier "
    "modalities billing"
).split()
OF_RESPONSE = (
    *("id", "object", "model", "status", "output", "output_text"),
    *("usage", "error", "incomplete_details"),
)
CLOSING = ("completed", "incomplete", "failed", "cancelled")
SPOKEN = re.compile(r"response\.(?P<what>[\w.]+)\.(?P<form>delta|done)")
Channel = Literal["summary", "thought", "answer", "refusal", "event"]
# What an event's name says of its text, and the field that counts the parts of an item.
CHANNELS: dict[str, tuple[Channel, str]] = {
    "reasoning_summary_text": ("summary", "summary_index"),
    "reasoning_summary": ("summary", "summary_index"),
    "reasoning_text": ("thought", "content_index"),
    "reasoning": ("thought", "content_index"),
    "output_text": ("answer", "content_index"),
    "refusal": ("refusal", "content_index"),
}
PARTS: dict[str, Channel] = {
    "summary_text": "summary",
    "reasoning_text": "thought",
    "output_text": "answer",
    "text": "answer",
    "refusal": "refusal",
}
PLACES = ("item_id", "output_index", "content_index", "summary_index", "annotation_index", "sequence_number", "type")


class Place(NamedTuple):
    """Of one text: the item it belongs to, what it is, and which part of the item."""

    item: int
    channel: Channel
    part: int


class ResponsesReader(NativeReader):
    label = RESPONSES

    def __init__(self, voice: Voice, maker: str = "") -> None:
        super().__init__(voice, maker)
        self._texts: dict[Place, list[str]] = {}
        self._thoughts: dict[Place, int] = {}
        self._items: dict[int, dict[str, Any]] = {}
        self._tools: dict[int, str] = {}
        self._begun: set[int] = set()  # tools that are not whole yet
        self._summarised = False

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        response, item = chunk.get("response"), chunk.get("item")
        if kind.startswith("response.") and isinstance(response, dict):
            rest = self.telling.rest(chunk, "", ("response", *PLACES))
            return self._of_response(response, kind.removeprefix("response.")) + rest
        if chunk.get("object") == "response" and isinstance(chunk.get("output"), list):
            return self._of_response(chunk, str(chunk.get("status") or "completed"))
        if not kind.startswith("response."):
            return self.other(chunk, kind)
        self.spoke = True
        if kind.startswith("response.output_item.") and isinstance(item, dict):
            told = self._item(self._number(chunk), item, kind.endswith("done"))
            return told + self.telling.rest(chunk, "", ("item", *PLACES))
        return self._of_part(kind, chunk)

    def last(self) -> Iterator[StreamEvent]:
        for number in sorted(self._begun):
            yield from self._tool(number, item := self._items[number], str(item.get("type") or ""), True)
        items = [self._items[number] for number in sorted(self._items)]
        thinks = [number for number, item in self._items.items() if item.get("type") == "reasoning"]
        if thinks:
            kept = {
                "type": KEPT,
                "maker": self.maker,
                "items": [self.voice.hidden_in(sendable(item)) for item in items],
            }
            yield DetailsKept((kept,), self._summarised, any(not self._shows(number) for number in thinks))

    def _of_part(self, kind: str, chunk: dict[str, Any]) -> list[StreamEvent]:
        """An event that adds to a part of an item, or tells of one that is whole."""
        number, telling = self._number(chunk), self.telling
        part, spoken = chunk.get("part"), SPOKEN.fullmatch(kind)
        if isinstance(part, dict):
            at = chunk.get("summary_index" if "summary" in kind else "content_index")
            return self._part(number, part, _count(at), kind.endswith("done")) + telling.rest(
                chunk, "", ("part", *PLACES)
            )
        if isinstance(annotation := chunk.get("annotation"), dict):
            return self._annotated(number, annotation) + telling.rest(chunk, "", ("annotation", *PLACES))
        if spoken is None:
            told = telling.rest(chunk, kind.removeprefix("response."), PLACES)
            return told or [KeptAlive()]
        what, whole = spoken["what"], spoken["form"] == "done"
        channel, counted = CHANNELS.get(what, ("event", ""))
        names = ("text", "refusal", "arguments", "input", "code", "delta") if whole else ("delta",)
        name = next((name for name in names if isinstance(chunk.get(name), str)), "")
        text = chunk.get(name)
        told = []
        if isinstance(text, str):
            place = Place(number, channel, _count(chunk.get(counted)) if counted else 0)
            if channel == "event":
                self._tools.setdefault(number, what.partition(".")[0])
            told = self._once(place, text) if whole else self._piece(place, text)
        return told + telling.rest(chunk, what, (name, "name", "logprobs", *PLACES))

    def _item(self, number: int, item: dict[str, Any], whole: bool) -> list[StreamEvent]:
        """An item that begins, or that is whole."""
        telling, kind = self.telling, str(item.get("type") or "")
        self._items[number] = item
        told = telling.flushed() if not whole else []
        if kind in ("reasoning", "message"):
            read = ["type", "summary", "content", "encrypted_content", "id", "status", "role", "phase"]
            for field in ("summary", "content"):
                parts = item.get(field)
                for at, part in enumerate(parts if isinstance(parts, list) else []):
                    told += (
                        self._part(number, part, at, whole) if isinstance(part, dict) else telling.strange(part, field)
                    )
            telling.opaque(item.get("encrypted_content"))
            telling.again([item.get(name) for name in ("type", "id", "status", "role", "phase")])
            return told + telling.rest(item, f"item.{kind}", read)
        return told + self._tool(number, item, kind, whole)

    def _tool(self, number: int, item: dict[str, Any], kind: str, whole: bool) -> list[StreamEvent]:
        """What a tool is asked and answers, in the order in which it stands there, once it is whole."""
        telling = self.telling
        self._tools[number] = name = str(item.get("name") or kind)
        told: list[StreamEvent] = []
        if whole:
            self._begun.discard(number)
        else:
            self._begun.add(number)
            return telling.flushed()
        for at, (field, value) in enumerate(item.items()):
            if field in ("type", "id", "call_id", "status", "container_id", "name", "role", "server_label"):
                telling.again(value)
            elif field == "encrypted_content":
                telling.opaque(value)
            elif field in ("arguments", "input", "code") and isinstance(value, str):
                told += self._once(Place(number, "event", 0), value)
            elif field == "result" and kind == "image_generation_call" and isinstance(value, str):
                self.tally.count("image", value)
                told.append(telling.added("image", f"data:image/png;base64,{value}"))
            else:
                told += self._tool_field(number, at, value, name)
        return told

    def _tool_field(self, number: int, at: int, value: Any, name: str) -> list[StreamEvent]:
        """It comes when the item begins and once more when it is whole, as it is then."""
        place = Place(number, "event", 100 + at)
        if not value or repr(value) in self._texts.get(place, []):
            self.telling.again(value)
            return []
        self._texts[place] = [repr(value)]
        return self.telling.event(value, name, number)

    def _part(self, number: int, part: dict[str, Any], at: int, whole: bool) -> list[StreamEvent]:
        channel = PARTS.get(str(part.get("type")))
        name = "refusal" if isinstance(part.get("refusal"), str) else "text"
        text = part.get(name)
        self.telling.again(part.get("type"))
        if channel is None or not isinstance(text, str):
            return self.telling.rest(part, "part", ("type",))
        told = self._once(Place(number, channel, at), text) if text else []
        for annotation in part.get("annotations") or () if whole else ():
            told += self._annotated(number, annotation)
        return told + self.telling.rest(part, "part", ("type", name, "annotations", "logprobs"))

    def _annotated(self, number: int, annotation: Any) -> list[StreamEvent]:
        said = self._texts.setdefault(Place(number, "event", -1), [])
        if (seen := repr(annotation)) in said:
            self.telling.again(annotation)
            return []
        said.append(seen)
        return self.telling.source(annotation, "annotation")

    def _piece(self, place: Place, text: str) -> list[StreamEvent]:
        if not text:
            return []
        self._texts.setdefault(place, []).append(text)
        return self._said(place, text)

    def _once(self, place: Place, text: str) -> list[StreamEvent]:
        """A whole text: as much of it as did not come before."""
        said = "".join(self._texts.get(place, []))
        if not said and place.channel != "event" and text in self._whole_texts(place.channel):
            self.telling.again(text)
            return []
        if text.startswith(said):
            self.telling.again(said)
            return self._piece(place, text[len(said) :])
        if text in said:
            self.telling.again(text)
            return []
        return self.telling.strange(text, place.channel)

    def _whole_texts(self, channel: Channel) -> set[str]:
        """All texts of a channel, for a closing response that counts its items otherwise."""
        return (
            {"".join(pieces) for place, pieces in self._texts.items() if place.channel == channel}
            if self.complete
            else set()
        )

    def _said(self, place: Place, text: str) -> list[StreamEvent]:
        telling = self.telling
        match place.channel:
            case "summary" | "thought":
                number = self._thoughts.setdefault(place, len(self._thoughts))
                self._summarised = self._summarised or place.channel == "summary"
                return telling.reasoning(text, place.channel == "summary", number)
            case "answer":
                return telling.answer(text)
            case "refusal":
                return telling.refusal(text)
            case "event":
                return telling.event(text, self._tools.get(place.item, "tool"), place.item)

    def _of_response(self, response: dict[str, Any], state: str) -> list[StreamEvent]:
        """What stands around the items. It `state`s how the reply goes, or how it went."""
        telling, self.spoke = self.telling, True
        told = self.named(response, {"id": "id", "model": "model"})
        closing = state in CLOSING
        if closing:
            self.complete = state in ("completed", "incomplete") or self.complete
            output = response.get("output")
            for number, item in enumerate(output if isinstance(output, list) else []):
                told += self._item(number, item, True) if isinstance(item, dict) else telling.strange(item, "output")
            told += telling.flushed()
        told += telling.rest(response, "response", (*OF_RESPONSE, *OF_REQUEST))
        telling.again([response.get(name) for name in ("object", "status", "output_text", *OF_REQUEST)])
        if isinstance(usage := response.get("usage"), dict):
            told.append(UsageReported(usage_of(usage)))
            told += telling.strange(usage, "usage")
        return told + self._closed(response, state) if closing else told

    def _closed(self, response: dict[str, Any], state: str) -> list[StreamEvent]:
        self.over = True
        if error := response.get("error"):
            return self.failed_with({"error": error})
        if state in ("failed", "cancelled"):
            return self.failed_with({"error": f"The reply ended with {state}."})
        details = response.get("incomplete_details")
        reason = details.get("reason") if isinstance(details, dict) else None
        return self.finished(reason if state == "incomplete" and isinstance(reason, str) and reason else state)

    def _number(self, chunk: dict[str, Any]) -> int:
        """The place of an item; where none is told, that of the newest."""
        told = chunk.get("output_index")
        return told if isinstance(told, int) and not isinstance(told, bool) else max(self._items, default=0)

    def _shows(self, number: int) -> bool:
        return any(place.item == number and place.channel in ("summary", "thought") for place in self._texts)


def _count(told: Any) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else 0
