"""Values as JSON holds them, and back, by the fields that their classes declare: a new field needs nothing here."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")
Reader = Callable[[Any], Any]


def as_plain(value: Any) -> dict[str, Any]:
    """For `json.dumps`, as its `default`: it comes again for what is inside."""
    if isinstance(value, Mapping):
        return dict(value)
    return {one.name: getattr(value, one.name) for one in fields(value)}


def from_plain(kind: type[V], found: Mapping[str, Any]) -> V:
    """A dataclass from what was kept of one by this or another Thinkroom: a field that was not kept is as if nothing
    had been told, and what is not known here is left out. It is not for what strangers wrote: no value is judged."""
    read = _reader(kind)
    assert read, f"{kind} is no dataclass"
    return read(found)


def without_none(hint: Any) -> tuple[Any, bool]:
    """A type, and whether None may stand in its place."""
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        rest = [one for one in get_args(hint) if one is not NoneType]
        return (rest[0], True) if len(rest) == 1 else (hint, True)
    return hint, False


@cache
def hints_of(kind: Any) -> Mapping[str, Any]:
    """The types of the fields of a dataclass, or of a named tuple, in their order."""
    names = [one.name for one in fields(kind)] if is_dataclass(kind) else kind._fields
    hints = get_type_hints(kind)
    return {name: hints[name] for name in names}


@cache
def _reader(hint: Any) -> Reader | None:
    """None where a value is already what it should be."""
    hint, optional = without_none(hint)
    read = _reader_of(hint)
    if read is None or not optional:
        return read
    return lambda found: None if found is None else read(found)


def _reader_of(kind: Any) -> Reader | None:
    if is_dataclass(kind):
        readers = {name: _reader(hint) for name, hint in hints_of(kind).items()}
        plain = [name for name, read in readers.items() if read is None]
        rest = [(name, read) for name, read in readers.items() if read]

        make: Any = kind

        def whole(found: Mapping[str, Any]) -> Any:
            told = {name: found[name] for name in plain if name in found}
            told |= {name: read(found[name]) for name, read in rest if name in found}
            return make(**told)

        return whole
    if get_origin(kind) is tuple:
        read = _reader(get_args(kind)[0])
        return (lambda found: tuple(map(read, found))) if read else tuple
    if hasattr(kind, "_fields"):
        return lambda found: kind(*found)
    return None
