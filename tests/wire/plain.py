"""A plain, slow reader of recorded replies that shares no code with ours: what had been said after so many bytes."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

OPEN, CLOSE = "<think>", "</think>"


class Told(NamedTuple):
    """`end`: "done" once the reply had said its end, "failed" once it had told of an error, else "lost"."""

    reasoning: str
    answer: str
    end: str


@dataclass
class Plain:
    """One recorded reply. `borders` are the places where an event (a line, in NDJSON) ends."""

    body: bytes
    suffix: str
    borders: list[int] = field(default_factory=list)
    _known: list[int] = field(default_factory=list)
    _told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        reasoning, content, end = "", "", "lost"
        for known, found in self._objects():
            said = _said(found)
            reasoning, content = reasoning + said[0], content + said[1]
            end = "failed" if end == "failed" or _errs(found) else "done" if _ends(found, self.suffix) else end
            self._known.append(known)
            self._told.append(_split(_paired(reasoning), _paired(content), end))

    def after(self, count: int) -> Told:
        """What the first `count` bytes say: an object counts from its last byte on, whether or not its line ended."""
        at = bisect_right(self._known, count)
        return self._told[at - 1] if at else Told("", "", "lost")

    def _objects(self) -> Iterator[tuple[int, Any]]:
        if self.suffix == ".json":
            yield len(self.body.rstrip()), json.loads(self.body)
            return
        start = 0
        for line in self.body.splitlines(keepends=True):
            text = line.removeprefix(b"data:").strip()
            known, start = start + len(line.rstrip()), start + len(line)
            if self.suffix == ".ndjson" or not line.strip():
                self.borders.append(start)
            if text == b"[DONE]":
                yield known, text
            elif text and (line.startswith(b"data:") or self.suffix == ".ndjson"):
                yield known, json.loads(text)


def _said(found: Any) -> tuple[str, str]:
    if not isinstance(found, dict):
        return "", ""
    choice = (found.get("choices") or [found])[0]
    said = choice.get("delta") or choice.get("message") or {}
    content = said.get("content") or ""
    parts = content if isinstance(content, list) else []
    thought = "".join(text["text"] for part in parts for text in part.get("thinking", ()))
    details = "".join(item.get("text") or item.get("summary") or "" for item in said.get("reasoning_details") or ())
    texts = (said.get(name) for name in ("reasoning", "reasoning_content", "thinking"))
    reasoning = next((text for text in texts if text), details or thought)
    return reasoning, "".join(part.get("text", "") for part in parts) if parts else str(content)


def _errs(found: Any) -> bool:
    return isinstance(found, dict) and bool(found.get("error"))


def _ends(found: Any, suffix: str) -> bool:
    if suffix == ".json" or not isinstance(found, dict):
        return True  # a whole body, or [DONE]
    return bool(found.get("done") or any(choice.get("finish_reason") for choice in found.get("choices") or ()))


def _paired(text: str) -> str:
    """Halves of a character that came one after the other are one; a half alone is a replacement."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _split(reasoning: str, content: str, end: str) -> Told:
    """A block between tags at the beginning is reasoning. A beginning of a tag is text, where nothing followed it."""
    blank = content[: len(content) - len(content.lstrip())]
    if reasoning or not content.lstrip().startswith(OPEN):
        return Told(reasoning, content, end)
    inside, _, rest = content.lstrip().removeprefix(OPEN).partition(CLOSE)
    return Told(inside, blank + rest, end)
