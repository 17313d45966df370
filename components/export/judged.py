"""A value out of a file that a stranger may have written: each of its fields is judged as its class declares it; a new
one is named in SINCE alone. What an older version of the file does not tell is as if nothing had been told."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin

from components.conversation import Asked, Piece, Prefill, Reply, Turn, Usage, as_plain, hints_of, without_none
from components.export.part import NotRead, Part, opaque, text_of

V = TypeVar("V")
# Since which version of the file a field is told. A new field is named here, and the version rises by itself.
SINCE: Mapping[int, Mapping[type, tuple[str, ...]]] = {
    2: {Turn: ("given",), Reply: ("taken",)},
    3: {Reply: ("notes",), Usage: ("total_tokens",), Piece: ("at", "data", "number")},
    4: {
        Asked: ("echo", "stop", "summary", "verbosity", "own_fields", "literally"),
        Prefill: ("closed",),
        Reply: ("upstream",),
        Usage: ("cached_tokens", "cache_written_tokens"),
    },
}
VERSION = max(SINCE)

READS: Mapping[Any, Callable[[Part, str], Any]] = {
    str: Part.text,
    str | None: Part.text_or_none,
    bool: Part.flag,
    int | None: Part.whole,
    float | None: Part.number,
    float: Part.moment,
}
# What one of a list of texts is called, where it is not "an item of" the list.
ITEMS = {"order": "a provider in {list}", "notes": "a note of {whole}", "upstream": "what was sent on of {whole}"}
PIECE = {"channel": "a kind", "text": "a text", "at": "a time", "number": "a number"}


def since(kind: type, field: str) -> int:
    return next((version for version, told in SINCE.items() if field in told.get(kind, ())), 1)


def judged(kind: type[V], part: Part, **known: Any) -> V:
    """`part` has just those fields of `kind` that are not `known`. Raises NotRead."""
    hints = {name: hint for name, hint in hints_of(kind).items() if name not in known}
    return kind(**known, **{name: _field(part, name, hint) for name, hint in hints.items()})


def names_of(kind: type, *but: str) -> tuple[str, ...]:
    return tuple(name for name in hints_of(kind) if name not in but)


def _field(part: Part, name: str, hint: Any) -> Any:
    if name == "id":
        return part.name_of(name)
    if read := READS.get(hint):
        return read(part, name)
    kind, optional = without_none(hint)
    if optional and not part.holds(name):
        return None
    if get_origin(kind) is Literal:
        return part.one_of(name, get_args(kind))
    if kind is Reply:  # it is called as its turn is
        return judged(kind, part.own(name, names_of(kind)))
    if is_dataclass(kind):
        whole: Any = kind
        return judged(whole, part.part(name, names_of(whole)))
    return tuple(_item(part, name, get_args(kind)[0], *row) for row in enumerate(part.list_of(name), 1))


def _item(part: Part, name: str, hint: Any, number: int, found: Any) -> Any:
    if hint is str:
        return text_of(found, ITEMS.get(name, "an item of {list}").format(list=part.called(name), whole=part.name))
    if hint is Piece:
        return _piece(found, part, number)
    return opaque(found, f"{name.removesuffix('s')} {number} of {part.name}")


def _piece(row: Any, part: Part, number: int) -> Piece:
    name, hints = f"piece {number} of {part.name}", hints_of(Piece)
    if not isinstance(row, list) or len(row) != len(hints):
        *most, last = (PIECE.get(one, one) for one in hints)
        raise NotRead(f"P{name[1:]} must be {', '.join(most)} and {last}.")
    told = dict(zip(hints, row, strict=True))
    if told["channel"] not in get_args(hints["channel"]):
        raise NotRead(f"P{name[1:]} is of a kind that is unknown here, {ascii(told['channel'])[:60]}.")
    held = Part(told, name, hints)
    rest: dict[str, Any] = {
        one: (None if told[one] is None else opaque(told[one], name)) if one == "data" else _field(held, one, hint)
        for one, hint in hints.items()
        if one not in ("channel", "text")
    }
    return Piece(told["channel"], text_of(told["text"], name), **rest)


# Older versions


def completed(kind: Any, found: Any, version: int) -> Any:
    """What a file of that version tells of a value, with what it does not tell yet; all else is left to be judged."""
    if not isinstance(found, dict):
        return found
    row: dict[str, Any] = dict(found)
    for one in fields(kind):
        inner, _ = without_none(hints_of(kind)[one.name])
        if one.name not in row:
            if since(kind, one.name) > version:
                row[one.name] = _untold(one)
        elif is_dataclass(inner):
            row[one.name] = completed(inner, row[one.name], version)
        elif inner == tuple[Piece, ...] and isinstance(row[one.name], list):
            more = [Piece._field_defaults[name] for name in Piece._fields if since(Piece, name) > version]
            row[one.name] = [[*piece, *more] if isinstance(piece, list) else piece for piece in row[one.name]]
    return row


def _untold(field: Field[Any]) -> Any:
    value = field.default if field.default_factory is MISSING else field.default_factory()
    return json.loads(json.dumps(value, default=as_plain))
