"""Values of our own classes by the fields that they declare, so that a new field is tested with all that are there."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as some

from components.conversation import hints_of, without_none

words = some.text(some.characters(exclude_categories=["Cs"]), max_size=30)
seconds = some.floats(0, 1e9)
moments = some.floats(0.001, 1e10)
counts = some.integers(0, 2**40)
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: some.dictionaries(words, inner, max_size=3) | some.lists(inner, max_size=3),
    max_leaves=6,
)
RECORDS = some.dictionaries(words, anything, max_size=2)


def values(kind: Any, **told: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    """Of a dataclass or a named tuple, whose other fields are as `told`."""
    return some.builds(kind, **{name: told.get(name, _values(hint)) for name, hint in hints_of(kind).items()})


def _values(hint: Any) -> some.SearchStrategy[Any]:
    kind, optional = without_none(hint)
    found = _of(kind, seconds if optional else moments)
    return some.none() | found if optional else found


def _of(kind: Any, numbers: some.SearchStrategy[float]) -> some.SearchStrategy[Any]:
    if kind in (str, int, float, bool):
        return {str: words, int: counts, float: numbers, bool: some.booleans()}[kind]
    if get_origin(kind) is Literal:
        return some.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        return some.lists(_values(get_args(kind)[0]), max_size=4).map(tuple)
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return values(kind)
    assert get_origin(kind) is Mapping, kind
    return RECORDS


def filled(kind: Any, **told: Any) -> Any:
    """One in which no field is as it is by itself."""
    return kind(**{name: told[name] if name in told else _other(name, hint) for name, hint in hints_of(kind).items()})


def _other(name: str, hint: Any) -> Any:
    kind, _ = without_none(hint)
    if kind in (str, int, float, bool):
        return {str: f"{name} as told", int: 7, float: 1.5, bool: True}[kind]
    if get_origin(kind) is Literal:
        return get_args(kind)[-1]
    if get_origin(kind) is tuple:
        return (_other(name, get_args(kind)[0]),)
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return filled(kind)
    assert get_origin(kind) is Mapping, kind
    return {name: ["as", 2, "told"]}
