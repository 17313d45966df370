"""Gemini's Interactions: the events of one reply, or its whole body -> StreamEvents. A reply is a list of steps."""

from typing import Any

from components.conversation import StreamEvent, UsageReported
from components.wire.foreign import INTERACTIONS
from components.wire.native import NativeReader
from components.wire.usage import interactions_usage_of

WHERE = ("index", "event_type", "event_id", "interaction_id", "status")
OF_INTERACTION = ("id", "model", "object", "status", "usage", "outputs", "steps", "error", "created", "updated", "role")
CLOSING = ("completed", "failed", "cancelled", "incomplete", "requires_action")


class InteractionsReader(NativeReader):
    label = INTERACTIONS
    kind_in = "event_type"

    def read(self, chunk: dict[str, Any], kind: str) -> list[StreamEvent]:
        interaction, step, delta = (chunk.get(name) for name in ("interaction", "step", "delta"))
        told_index = chunk.get("index")
        index = told_index if isinstance(told_index, int) else 0
        if chunk.get("object") == "interaction":  # a whole body
            return self._interaction(chunk, whole=True)
        if not kind.startswith(("interaction.", "step.")):
            return self.other(chunk, kind)
        self.spoke = True
        told: list[StreamEvent] = []
        if isinstance(interaction, dict):
            told += self._interaction(interaction)
        if isinstance(step, dict):
            told += self._step(step, index)
        if isinstance(delta, dict):
            told += self._delta(delta, index)
        if kind == "step.stop":
            told += self.telling.flushed()
        if error := chunk.get("error"):
            told += self.failed_with({"error": error})
        return told + self.telling.rest(chunk, "", ("interaction", "step", "delta", "error", *WHERE))

    def _interaction(self, found: dict[str, Any], whole: bool = False) -> list[StreamEvent]:
        told, self.spoke = self.named(found, {"id": "id", "model": "model"}), True
        for name in ("outputs", "steps"):
            steps = found.get(name)
            for index, step in enumerate(steps if whole and isinstance(steps, list) else []):
                told += self._step(step, index) if isinstance(step, dict) else self.telling.strange(step, name)
                told += self.telling.flushed()
        if isinstance(usage := found.get("usage"), dict):
            told.append(UsageReported(interactions_usage_of(usage)))
        told += self.telling.rest(found, "interaction", OF_INTERACTION)
        state = str(found.get("status") or "")
        if state not in CLOSING:
            return told
        if error := found.get("error"):
            told += self.failed_with({"error": error})
        return told + self.finished(state)

    def _step(self, step: dict[str, Any], index: int) -> list[StreamEvent]:
        """A step that begins, which may hold all of it already."""
        kind, told = str(step.get("type") or ""), list[StreamEvent]()
        self.telling.again(kind)
        self.telling.opaque(step.get("signature"))
        if kind == "thought":
            for part in _listed(step.get("summary")):
                told += self._text(part, "summary", index)
            return told + self.telling.rest(step, "step", ("type", "signature", "summary"))
        if kind in ("model_output", "text"):
            for part in [*_listed(step.get("content")), *([step] if "text" in step else [])]:
                told += self._text(part, "answer", index)
            return told + self.telling.rest(step, "step", ("type", "signature", "content", "text"))
        kept = {name: value for name, value in step.items() if name not in ("type", "id", "signature", "name")}
        return told + self.telling.event(kept, str(step.get("name") or kind or "step"), index)

    def _delta(self, delta: dict[str, Any], index: int) -> list[StreamEvent]:
        kind = str(delta.get("type") or "")
        self.telling.again(kind)
        self.telling.opaque(delta.get("signature"))
        if kind == "thought_summary":
            told = self._text(delta.get("content"), "summary", index)
            return told + self.telling.rest(delta, "delta", ("type", "signature", "content"))
        if kind in ("thought_signature", ""):
            return self.telling.rest(delta, "delta", ("type", "signature"))
        if kind == "text":
            return self._text(delta, "answer", index)
        if kind == "image" and isinstance(data := delta.get("data"), str):
            self.tally.count("image", data)
            return [self.telling.added("image", f"data:{delta.get('mime_type') or ''};base64,{data}")]
        kept = {name: value for name, value in delta.items() if name not in ("type", "id", "signature", "name")}
        return self.telling.event(kept, str(delta.get("name") or kind), index)

    def _text(self, part: Any, channel: str, index: int) -> list[StreamEvent]:
        text = part.get("text") if isinstance(part, dict) else part
        if not isinstance(text, str):
            return self.telling.strange(part, channel)
        told = self.telling.reasoning(text, True, index) if channel == "summary" else self.telling.answer(text)
        annotations = part.get("annotations") if isinstance(part, dict) else None
        for annotation in _listed(annotations):
            told += self.telling.source(annotation, "annotations")
        rest = part if isinstance(part, dict) else {}
        return told + self.telling.rest(rest, channel, ("text", "type", "annotations", "signature", "content"))


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]
