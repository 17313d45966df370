"""What a script of a page tells Python, as far as it has the form that it must have: any client may say anything in its
place."""

from collections.abc import Mapping, Sequence
from typing import Any


def pair_in(told: object, first: type, second: type) -> tuple[Any, Any] | None:
    """A list of two; None where it is none, or of other kinds."""
    if not isinstance(told, Sequence) or isinstance(told, str) or len(told) != 2:
        return None
    return (told[0], told[1]) if isinstance(told[0], first) and isinstance(told[1], second) else None


def field_in(told: object, name: str, kind: type) -> Any:
    """None where there is no such field of that kind."""
    value = told.get(name) if isinstance(told, Mapping) else None
    return value if isinstance(value, kind) else None
