"""One chunk's `delta` (or a whole reply's `message`) -> its reasoning and its answer, whichever server wrote it.

The first non-empty source of a chunk is taken, never two: several servers send the same thought under two names. The
rows, in order: `reasoning`, `reasoning_content`, `reasoning_text`, `thinking` (also Ollama's own), readable
`reasoning_details`, thinking parts of a content list (Mistral), content that is flagged as thought (Gemini). Inline
tags are the business of think_tags, and what of both counts that of channels.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from components.wire.details import items_in, readable

FIELDS = ("reasoning", "reasoning_content", "reasoning_text", "thinking")


class Said(NamedTuple):
    """`flagged`: the server says that what stands as the answer is a thought."""

    reasoning: str
    answer: str
    details: list[dict[str, Any]]
    flagged: bool = False


def said_in(delta: dict[str, Any]) -> Said:
    details = items_in(delta) if "reasoning_details" in delta else []
    content = delta.get("content")
    thought, answer = ("", content) if isinstance(content, str) else _content(content)
    for field in FIELDS:
        # An object under `reasoning` is an echo of the request's settings, not text.
        if (text := delta.get(field)) and isinstance(text, str):
            return Said(text, answer, details)
    thought = (readable(details) if details else "") or thought
    return Said(thought, answer, details, "extra_content" in delta and _is_thought(delta))


def _is_thought(delta: dict[str, Any]) -> bool:
    extra = delta["extra_content"]
    google = extra.get("google") if isinstance(extra, dict) else None
    return isinstance(google, dict) and google.get("thought") is True


def _content(content: Any) -> tuple[str, str]:
    """(thinking, answer) of a content field that is no string: Mistral's list of typed parts."""
    if not isinstance(content, list):
        return "", ""
    thought = "".join(_texts(part.get("thinking")) for part in _parts(content) if part.get("type") == "thinking")
    return thought, "".join(_texts(part.get("text")) for part in _parts(content) if part.get("type") == "text")


def _parts(content: list[Any]) -> Iterator[dict[str, Any]]:
    return (part for part in content if isinstance(part, dict))


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value
    texts = (part.get("text") for part in _parts(value)) if isinstance(value, list) else ()
    return "".join(text for text in texts if isinstance(text, str))
