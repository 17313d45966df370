"""OpenRouter's `reasoning_details`: readable text for the screen, and the merged list that may have to go back.

Fragments of one item share (type, index), not index alone: one index was seen holding a summary and an encrypted item.
"""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from components.wire.text import clean

READABLE = {"reasoning.text": "text", "reasoning.summary": "summary"}
KINDS = {**READABLE, "reasoning.encrypted": ""}
NESTED = (dict, list)


def items_in(delta: dict[str, Any]) -> list[dict[str, Any]]:
    found = delta.get("reasoning_details")
    return [item for item in found if isinstance(item, dict) and _is_shallow(item)] if isinstance(found, list) else []


LABELS, LONGEST_LABEL = ("type", "format", "id"), 200
SEALED = ("signature", "data")


def plain_items(found: Any) -> tuple[list[dict[str, Any]], str, int] | None:
    """The items, their readable text, and how many characters the rest has, where all of it is as OpenRouter has it;
    None where it must be looked at field by field."""
    if not isinstance(found, list):
        return None
    text, rest = "", 0
    for item in found:
        if type(item) is not dict:
            return None
        readable_name = KINDS.get(item.get("type", ""), "?")
        if readable_name == "?":
            return None
        for name, value in item.items():
            if value is None or type(value) is int:
                continue
            if type(value) is not str:
                return None
            if name == readable_name:
                text += value
                continue
            short = name in LABELS and len(value) <= LONGEST_LABEL
            if not (short or name in SEALED) or " " in value or "\n" in value:
                return None
            rest += len(value)
    return list(found), text, rest


def _is_shallow(value: Any, deepest: int = 50) -> bool:
    """What is nested deeper is no provider's, and could be kept but not be read again."""
    if deepest == 0:
        return False
    inner = value.values() if isinstance(value, dict) else value
    return all(_is_shallow(part, deepest - 1) for part in inner if isinstance(part, NESTED))


def readable(items: Sequence[dict[str, Any]]) -> str:
    texts = (item.get(READABLE.get(str(item.get("type")), "")) for item in items)
    return "".join(text for text in texts if isinstance(text, str))


class DetailsMerger:
    """Text and summary are concatenated; any other key takes its newest filled value; encrypted data comes whole."""

    def __init__(self) -> None:
        self.seen = False  # did a list come, though it may have been empty?
        self._items: list[dict[str, Any]] = []
        self._pieces: list[list[str]] = []
        self._places: dict[tuple[str, Any], int] = {}

    def feed(self, items: Sequence[dict[str, Any]]) -> None:
        self.seen = True
        for item in items:
            kind = str(item.get("type"))
            text_key = READABLE.get(kind)
            key = (kind, _hashable(item.get("index")))
            place = self._places.get(key) if text_key else None
            if place is None:
                place = self._places[key] = len(self._items)
                self._items.append({})
                self._pieces.append([])
            kept = self._items[place]
            for name, value in item.items():
                if name == text_key and isinstance(value, str):
                    self._pieces[place].append(value)
                    kept.setdefault(name, "")
                elif value not in (None, "") or name not in kept:
                    kept[name] = value

    def merged(self) -> tuple[dict[str, Any], ...]:
        """In order of first arrival, and so that they can be sent."""
        result: list[dict[str, Any]] = []
        for item, pieces in zip(self._items, self._pieces, strict=True):
            text_key = READABLE.get(str(item.get("type")))
            result.append(sendable(item | {text_key: "".join(pieces)} if text_key and text_key in item else item))
        return tuple(result)


def sendable(value: Any) -> Any:
    """Python reads halves of characters and NaN out of JSON, and cannot write them back."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(name): sendable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [sendable(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _hashable(index: Any) -> Any:
    return index if isinstance(index, int | str) else None
