"""One object of a file that a stranger may have written: every field is judged when it is read, none is let through."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

DEEPEST = 100  # objects and lists in each other, in what is kept as it came
LATEST = 1e11  # seconds since the epoch; the calendars of pages end at some time
LARGEST = 2**63
# Fields whose own names make no sentence.
SAID = {
    "asked": "request",
    "times": "timing",
    "parent_id": "parent",
    "leaf_id": "shown turn",
    "created": "creation time",
    "updated": "time of the last change",
    "summarised": "summary mark",
    "encrypted": "encryption mark",
    "given": "given beginning",
    "taken": "way of giving",
    "of": "origin",
    "edited": "edit mark",
    "closed": "closing mark",
}


class NotRead(ValueError):
    """Why a file shows no chat, in a sentence."""


def upper(name: str) -> str:
    return name[:1].upper() + name[1:]


class Part:
    """`name` is what a sentence calls it: "turn 3". It has exactly `fields`. Every method raises NotRead."""

    def __init__(self, found: Any, name: str, fields: Iterable[str]) -> None:
        if not isinstance(found, dict):
            raise NotRead(f"{upper(name)} must be an object.")
        self.name = name
        self._found: dict[str, Any] = found
        known = tuple(fields)
        for field in known:
            if field not in self._found:
                raise NotRead(f"{upper(name)} has no {_said(field)}.")
        for field in self._found:
            if field not in known:
                raise NotRead(f"{upper(name)} has an unknown field, {ascii(field)[:60]}.")

    def holds(self, field: str) -> bool:
        """Is it there, and not null?"""
        return self._found[field] is not None

    def called(self, field: str) -> str:
        return f"the {_said(field)} of {self.name}"

    def text(self, field: str) -> str:
        return text_of(self._found[field], self.called(field))

    def text_or_none(self, field: str) -> str | None:
        return self.text(field) if self.holds(field) else None

    def name_of(self, field: str) -> str:
        """A text that stands for something, and is not empty."""
        return self.text(field) or self._no(field, "must not be empty")

    def one_of(self, field: str, known: Iterable[str]) -> Any:
        found = self.text(field)
        return found if found in known else self._no(field, f"is unknown here, {ascii(found)[:60]}")

    def flag(self, field: str) -> bool:
        found = self._found[field]
        return found if isinstance(found, bool) else self._no(field, "must be true or false")

    def whole(self, field: str) -> int | None:
        found = self._found[field]
        if found is None or (isinstance(found, int) and not isinstance(found, bool) and abs(found) < LARGEST):
            return found
        return self._no(field, "must be a whole number")

    def number(self, field: str) -> float | None:
        found = self._found[field]
        if found is None or (isinstance(found, float) and isfinite(found)):
            return found
        whole = self.whole(field) if isinstance(found, int) else None
        return self._no(field, "must be a number") if whole is None else float(whole)

    def moment(self, field: str) -> float:
        found = self.number(field)
        return found if found is not None and 0 <= found < LATEST else self._no(field, "must be a time")

    def list_of(self, field: str) -> list[Any]:
        found = self._found[field]
        return found if isinstance(found, list) else self._no(field, "must be a list")

    def part(self, field: str, fields: Iterable[str]) -> "Part":
        return Part(self._found[field], self.called(field), fields)

    def own(self, field: str, fields: Iterable[str]) -> "Part":
        """An object that a sentence calls by the name of this one."""
        if not isinstance(self._found[field], dict):
            self._no(field, "must be an object")
        return Part(self._found[field], self.name, fields)

    def part_or_none(self, field: str, fields: Iterable[str]) -> "Part | None":
        return self.part(field, fields) if self.holds(field) else None

    def _no(self, field: str, what: str) -> Any:
        raise NotRead(f"{upper(self.called(field))} {what}.")


def text_of(found: Any, name: str) -> str:
    if not isinstance(found, str):
        raise NotRead(f"{upper(name)} must be text.")
    if not _whole(found):
        raise NotRead(f"{upper(name)} has half a character in it.")
    return found


def opaque(found: Any, name: str) -> dict[str, Any]:
    """An object that is kept as it came."""
    if not isinstance(found, dict):
        raise NotRead(f"{upper(name)} must be an object.")
    level: list[Any] = [found]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below += [*value, *value.values()]
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str):
                text_of(value, name)
            elif isinstance(value, float) and not isfinite(value):
                raise NotRead(f"{upper(name)} has a number that is none.")
        if not below:
            return found
        level = below
    raise NotRead(f"{upper(name)} is nested too deeply.")


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _said(field: str) -> str:
    return SAID.get(field, field.replace("_", " "))
