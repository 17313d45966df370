"""What the blocks of a reply in Anthropic's Messages protocol say -> StreamEvents."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from components.conversation import StreamEvent
from components.wire.blocks import Block
from components.wire.known import is_known
from components.wire.leaves import OPAQUE, OPAQUE_SHAPE, plain, texts_in
from components.wire.telling import LONGEST_ID, Telling

# A kind of delta, what it holds, and the field of its block that this goes on.
TEXTS = {
    "thinking_delta": ("thinking", "thinking"),
    "signature_delta": ("signature", "signature"),
    "text_delta": ("text", "text"),
    "input_json_delta": ("partial_json", "input"),
    "compaction_delta": ("content", "content"),
}
USES = re.compile(r"(?:\w+_)?tool_use")
RESULT = re.compile(r"\w*tool_result")
IDS = ("id", "tool_use_id")


def rest_of(found: dict[str, Any], read: Collection[str]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in found.items() if name not in read and value is not None)


class Told(Telling):
    """What blocks say -> StreamEvents, each text counted once, and without a key that the server may say back."""

    def opened(self, block: Block, summary: bool, number: int) -> list[StreamEvent]:
        """`number` counts the thoughts."""
        found, read = block.begun, ["type"]
        told: list[StreamEvent] = []
        self._count_as_known(found.get("type"), "type")
        if block.type == "thinking":
            told += self._reasoning(found.get("thinking"), summary, number)
            read += ["thinking", *self._opaque(found, "signature")]
        elif block.type == "redacted_thinking":
            read += self._opaque(found, "data")
        elif block.type == "text":
            told += self._answer(found.get("text"))
            citations = found.get("citations")
            for citation in citations if isinstance(citations, list) else ():
                told += self.cited(citation)
            read += ["text", *["citations"] * isinstance(citations, list)]
        elif USES.fullmatch(block.type):
            told += self._event(found.get("server_name"), block, " ")  # of a tool by MCP
            told += self._event(found.get("name"), block, " ")
            if given := found.get("input"):
                told += self._event(json.dumps(given, ensure_ascii=False), block, counted=given)
            read += ["name", "server_name", "input", *self._ids(found)]
        elif RESULT.fullmatch(block.type):
            told += self._result(found.get("content"), block)
            read += ["content", *self._ids(found)]
        elif block.type == "compaction":
            told += self._event(found.get("content"), block)
            read += ["content"]
        else:
            return told + self._rest(found, f"content.{block.type or 'block'}", read)
        return told + self._rest(found, f"content.{block.type}", read)

    def more(self, block: Block, delta: dict[str, Any], summary: bool, number: int) -> list[StreamEvent]:
        kind = str(delta.get("type"))
        self._count_as_known(delta.get("type"), "type")
        name, goes_on = TEXTS.get(kind, ("", ""))
        text = delta.get(name)
        told: list[StreamEvent] = []
        if kind == "citations_delta" and isinstance(citation := delta.get("citation"), dict):
            block.citations.append(citation)
            return self.cited(citation) + self._rest(delta, "delta", ("type", "citation"))
        if not isinstance(text, str):
            return self._rest(delta, f"delta.{kind}", ("type",))
        block.more.setdefault(goes_on, []).append(text)
        match kind:
            case "thinking_delta":
                told = self._reasoning(text, summary, number)
            case "text_delta":
                told = self._answer(text)
            case "signature_delta":
                self._opaque(delta, name)
            case _:
                told = self._event(text, block)
        return told + self._rest(delta, "delta", ("type", name))

    def cited(self, citation: Any) -> list[StreamEvent]:
        """What the answer refers to; of a document without an address, what is quoted of it."""
        if isinstance(citation, dict) and not isinstance(citation.get("url"), str):
            quoted = citation.get("cited_text")
            if isinstance(quoted, str) and quoted:
                self._tally.count("source", quoted)
                names = ("document_title", "title", "source")
                named = [name for name in names if isinstance(citation.get(name), str)]
                self._tally.told([citation[name] for name in named])
                told = self.added("source", quoted, {"url": "", "title": citation[named[0]] if named else ""})
                return [told, *self._rest(citation, "citation", ("cited_text", *named))]
        return self.source(citation, "citation")

    def refused(self, details: Any) -> list[StreamEvent]:
        """Why it was refused, where that is told."""
        if not isinstance(details, dict):
            return [] if details is None else self.strange(details, "stop_details")
        explanation, category = details.get("explanation"), details.get("category")
        words = explanation if isinstance(explanation, str) and explanation.strip() else ""
        named = category.strip() if isinstance(category, str) else ""
        self._tally.told([explanation, category])
        told: list[StreamEvent] = []
        for name, value in rest_of(details, ("explanation", "category")):
            for at, text in texts_in(value, f"stop_details.{name}"):
                # A name, or a token for the next request.
                short = bool(OPAQUE_SHAPE.fullmatch(text)) and len(text) <= LONGEST_ID
                self._tally.count("allowed" if short else "other", text)
                told += [] if short else [self.added("other", text, {"path": at})]
        why = "\n\n".join(filter(None, (words, f"Category: {named}" if named else "")))
        return [self.added("refusal", why), *told] if why else told

    def _rest(self, found: dict[str, Any], path: str, read: Collection[str]) -> list[StreamEvent]:
        rest = rest_of(found, read)
        return [event for name, value in rest for event in self.strange(value, f"{path}.{name}")]

    def _reasoning(self, text: Any, summary: bool, number: int) -> list[StreamEvent]:
        return (
            self.reasoning(text, summary, number) if isinstance(text, str) else self.strange(text, "content.thinking")
        )

    def _answer(self, text: Any) -> list[StreamEvent]:
        return self.answer(text) if isinstance(text, str) else self.strange(text, "content.text")

    def _event(self, text: Any, block: Block, after: str = "", counted: Any = None) -> list[StreamEvent]:
        """A piece of what a tool is asked or answers. `counted`: what the text was made of."""
        if not isinstance(text, str) or not text:
            return [] if isinstance(text, str) else self.strange(text, f"content.{block.type}")
        self._tally.told(text if counted is None else counted)
        return [self.added("event", text + after, {"name": str(block.begun.get("name") or block.type)}, block.index)]

    def _result(self, content: Any, block: Block) -> list[StreamEvent]:
        if block.type == "web_search_tool_result" and isinstance(content, list):
            return self.source(content, "content")
        told: list[StreamEvent] = []
        for at, text in texts_in(content, "content"):
            last = at.rpartition(".")[2]
            if plain(last) in OPAQUE and OPAQUE_SHAPE.fullmatch(text):
                self._tally.count("opaque", text)
            elif last != "content" and is_known(last, text):
                self._tally.count("allowed", text)
            else:
                told += self._event(text, block)
        return told

    def _ids(self, found: dict[str, Any]) -> list[str]:
        """Those of its ids that are ids by their shape."""
        shaped = [
            name
            for name in IDS
            if isinstance(value := found.get(name), str) and OPAQUE_SHAPE.fullmatch(value) and len(value) <= LONGEST_ID
        ]
        for name in shaped:
            self._tally.count("allowed", found[name])
        return shaped

    def _opaque(self, found: dict[str, Any], name: str) -> list[str]:
        """The name, where a text stands there, which is kept and not shown."""
        if not isinstance(text := found.get(name), str):
            return []
        self._tally.count("opaque", text)
        return [name]

    def _count_as_known(self, kind: Any, path: str) -> None:
        if isinstance(kind, str):
            self._tally.count("allowed" if is_known(path, kind) else "told", kind)
