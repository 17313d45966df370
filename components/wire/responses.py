"""OpenAI's Responses protocol: the events of one reply, or its whole body -> StreamEvents.

A reply is a list of items, and items have parts. The same text may come five times: piece by piece, when it is whole,
with its part, with its item, and with the response at the end. It counts once: a later form only where there was no
earlier one. Ids may differ from one form to the next; places do not.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Literal, NamedTuple

from components.conversation import DetailsKept, StreamEvent, UsageReported
from components.wire.details import sendable
from components.wire.foreign import RESPONSES
from components.wire.leaves import texts_in
from components.wire.native import NativeReader, dict_in, dicts_in, take
from components.wire.refusals import Voice
from components.wire.responses_payload import KEPT
from components.wire.usage import usage_of

# What a response says of its request: it stands in the chat already, or nobody chose it.
OF_REQUEST = (
    "instructions tools tool_choice text reasoning metadata include input previous_response_id truncation "
    "safety_identifier prompt_cache_key prompt_cache_retention user prompt conversation background service_tier "
    "modalities billing"
).split()
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
        if kind.startswith("response.") and isinstance(response := chunk.get("response"), dict):
            return self._of_response(response, kind.removeprefix("response."))
        if chunk.get("object") == "response" and isinstance(chunk.get("output"), list):
            return self._of_response(chunk, str(chunk.get("status") or "completed"))
        if not kind.startswith("response."):
            return self.other(chunk, kind)
        self.spoke = True
        if kind.startswith("response.output_item.") and isinstance(item := chunk.get("item"), dict):
            return self._item(self._number(chunk), item, kind.endswith("done"))
        return self._of_part(kind, chunk)

    def last(self) -> Iterator[StreamEvent]:
        for number in sorted(self._begun):
            item = deepcopy(self._items[number])
            self.tally.repeated -= sum(len(text) for _, text in texts_in(item, ""))
            yield from self._tool(number, item, True)
            yield from self.telling.strange(item, "item")
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
        number, spoken = self._number(chunk), SPOKEN.fullmatch(kind)
        if isinstance(part := chunk.get("part"), dict):
            at = chunk.get("summary_index" if "summary" in kind else "content_index")
            return self._part(number, part, _count(at), kind.endswith("done"))
        if isinstance(chunk.get("annotation"), dict):
            return self._annotated(number, chunk.pop("annotation"))
        if spoken is None:
            return []
        what, whole = spoken["what"], spoken["form"] == "done"
        channel, counted = CHANNELS.get(what, ("event", ""))
        names = ("text", "refusal", "arguments", "input", "code", "delta") if whole else ("delta",)
        name = next((name for name in names if isinstance(chunk.get(name), str)), "")
        self.telling.passed(chunk, "logprobs")
        if not name:
            return []
        place = Place(number, channel, _count(chunk.get(counted)) if counted else 0)
        if channel == "event":
            self.telling.passed(chunk, "name")
            self._tools.setdefault(number, what.partition(".")[0])
        text = take(chunk, name)
        return self._once(place, text) if whole else self._piece(place, text)

    def _item(self, number: int, item: dict[str, Any], whole: bool) -> list[StreamEvent]:
        """An item that begins, or that is whole."""
        self._items[number] = deepcopy(item)
        told = self.telling.flushed() if not whole else []
        if item.get("type") not in ("reasoning", "message"):
            return told + self._tool(number, item, whole)
        for field in ("summary", "content"):
            parts = item.get(field)
            for at, part in enumerate(parts if isinstance(parts, list) else []):
                told += self._part(number, part, at, whole) if isinstance(part, dict) else []
        self.telling.opaque(take(item, "encrypted_content"))
        for name in ("role", "phase"):
            self.telling.again(take(item, name))
        return told

    def _tool(self, number: int, item: dict[str, Any], whole: bool) -> list[StreamEvent]:
        """What a tool is asked and answers, in the order in which it stands there, once it is whole."""
        telling, kind = self.telling, str(item.get("type") or "")
        self._tools[number] = name = str(item.get("name") or kind)
        if not whole:
            self._begun.add(number)
            telling.again(item)
            item.clear()
            return telling.flushed()
        self._begun.discard(number)
        told: list[StreamEvent] = []
        for at, (field, value) in enumerate(list(item.items())):
            if field in ("type", "id", "call_id", "status", "container_id"):
                continue
            del item[field]
            if field in ("name", "role", "server_label"):
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
        """It comes with the item and once more with the response, as it is then."""
        place = Place(number, "event", 100 + at)
        if not value or repr(value) in self._texts.get(place, []):
            self.telling.again(value)
            return []
        self._texts[place] = [repr(value)]
        return self.telling.event(value, name, number)

    def _part(self, number: int, part: dict[str, Any], at: int, whole: bool) -> list[StreamEvent]:
        kind = part.get("type")
        channel = PARTS.get(kind) if isinstance(kind, str) else None
        if channel is None:
            return []
        self.telling.passed(part, "logprobs")
        text = take(part, "refusal" if isinstance(part.get("refusal"), str) else "text")
        told = self._once(Place(number, channel, at), text) if text else []
        if whole:
            for annotation in dicts_in(part, "annotations"):
                told += self._annotated(number, dict(annotation))
                annotation.clear()
        return told

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
        if not self.complete:
            return set()
        return {"".join(pieces) for place, pieces in self._texts.items() if place.channel == channel}

    def _said(self, place: Place, text: str) -> list[StreamEvent]:
        telling = self.telling
        match place.channel:
            case "summary" | "thought":
                number = self._thoughts.setdefault(place, len(self._thoughts))
                self._summarised = self._summarised or place.channel == "summary"
                return telling.reasoning(text, place.channel == "summary", number)
            case "answer":
                return telling.answer(text, place.item)
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
                told += self._item(number, item, True) if isinstance(item, dict) else []
            told += telling.flushed()
        if isinstance(response.get("usage"), dict):
            usage = response.pop("usage")
            told.append(UsageReported(usage_of(usage)))
            telling.again(usage)
        telling.passed(response, "output_text", *OF_REQUEST)
        return told + self._closed(response, state) if closing else told

    def _closed(self, response: dict[str, Any], state: str) -> list[StreamEvent]:
        self.over = True
        if response.get("error"):
            return self.failed_with({"error": response.pop("error")})
        if state in ("failed", "cancelled"):
            return self.fail({"error": f"The reply ended with {state}."})
        reason = take(dict_in(response, "incomplete_details"), "reason")
        self.tally.told(reason)
        return self.finished(reason if state == "incomplete" and reason else state)

    def _number(self, chunk: dict[str, Any]) -> int:
        """The place of an item; where none is told, that of the newest."""
        told = chunk.get("output_index")
        return told if isinstance(told, int) and not isinstance(told, bool) else max(self._items, default=0)

    def _shows(self, number: int) -> bool:
        return any(place.item == number and place.channel in ("summary", "thought") for place in self._texts)


def _count(told: Any) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else 0
