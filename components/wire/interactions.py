"""Gemini's Interactions: the events of one reply, or its whole body -> StreamEvents. A reply is a list of steps."""

from typing import Any

from components.conversation import StreamEvent, UsageReported
from components.wire.foreign import INTERACTIONS
from components.wire.native import NativeReader, dict_in, dicts_in, take
from components.wire.usage import interactions_usage_of

CLOSING = ("completed", "failed", "cancelled", "incomplete", "requires_action")
LABELS = ("type", "id", "name", "call_id")  # of what is no text


class InteractionsReader(NativeReader):
    label = INTERACTIONS
    kind_in = "event_type"

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        if chunk.get("object") == "interaction":  # a whole body
            return self._interaction(chunk, whole=True)
        if not kind.startswith(("interaction.", "step.")):
            return self.other(chunk, kind)
        self.spoke = True
        told_index = chunk.get("index")
        index = told_index if isinstance(told_index, int) else 0
        self.telling.again(take(chunk, self.kind_in))
        told = self._interaction(dict_in(chunk, "interaction"))
        told += self._step(dict_in(chunk, "step"), index)
        told += self._delta(dict_in(chunk, "delta"), index)
        if kind == "step.stop":
            told += self.telling.flushed()
        return told + self.failed_with({"error": chunk.pop("error")}) if chunk.get("error") else told

    def _interaction(self, found: dict[str, Any], whole: bool = False) -> list[StreamEvent]:
        told = self.named(found, {"id": "id", "model": "model"})
        for name in ("outputs", "steps") if whole else ():
            for index, step in enumerate(dicts_in(found, name)):
                told += [*self._step(step, index), *self.telling.flushed()]
        if usage := dict_in(found, "usage"):
            told.append(UsageReported(interactions_usage_of(usage)))
            self.telling.passed(found, "usage")
        self.telling.passed(found, "created", "updated", "role")
        state = found.get("status")
        if state not in CLOSING:
            return told
        self.spoke = True
        told += self.failed_with({"error": found.pop("error")}) if found.get("error") else []
        return told + self.finished(str(state))

    def _step(self, step: dict[str, Any], index: int) -> list[StreamEvent]:
        """A step that begins, which may hold all of it already."""
        kind = step.get("type")
        self.telling.opaque(take(step, "signature"))
        if not step:
            return []
        if kind == "thought":
            return [event for part in dicts_in(step, "summary") for event in self._text(part, True, index)]
        if kind in ("model_output", "text"):
            parts = [*dicts_in(step, "content"), *([step] if "text" in step else [])]
            return [event for part in parts for event in self._text(part, False, index)]
        return self._tool(step, index)

    def _delta(self, delta: dict[str, Any], index: int) -> list[StreamEvent]:
        kind = delta.get("type")
        self.telling.opaque(take(delta, "signature"))
        if kind == "thought_summary":
            return self._text(dict_in(delta, "content"), True, index)
        if kind == "text":
            return self._text(delta, False, index)
        if kind == "image" and (data := take(delta, "data")):
            self.tally.count("image", data)
            media = take(delta, "mime_type")
            self.telling.again(media)
            return [self.telling.added("image", f"data:{media};base64,{data}")]
        return self._tool(delta, index) if delta and kind not in ("thought_signature", None) else []

    def _tool(self, found: dict[str, Any], index: int) -> list[StreamEvent]:
        name = next((found[label] for label in ("name", "type") if isinstance(found.get(label), str)), "step")
        self.telling.passed(found, *LABELS)
        kept = dict(found)
        found.clear()
        return self.telling.event(kept, name, index)

    def _text(self, part: dict[str, Any], thought: bool, index: int) -> list[StreamEvent]:
        text = take(part, "text")
        told = self.telling.reasoning(text, True, index) if thought else self.telling.answer(text)
        for annotation in dicts_in(part, "annotations"):
            told += self.telling.source(dict(annotation), "annotations")
            annotation.clear()
        return told
