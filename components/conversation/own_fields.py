"""Fields of one's own that a request is to have: a JSON object that a person typed, and what it may not set."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

MOST = 20_000  # characters
DEEPEST = 20  # objects and lists in each other
LONGEST_NAMED = 60
# What the room itself says of a request, by the first name alone; without capitals, dashes and underscores.
KEPT = frozenset(("model", "messages", "input", "contents", "prompt", "stream"))
# Wherever they stand: what one question may take is chosen beside the model, and told before it is asked.
LIMITS = frozenset(
    (
        "maxtokens",
        "maxcompletiontokens",
        "maxoutputtokens",
        "maxnewtokens",
        "numpredict",
        "npredict",
        "maxtokenstosample",
    )
)


class Unusable(ValueError):
    """One sentence for the person who typed them."""


def wrong_in(text: str) -> str:
    """Why these fields cannot be sent, in a sentence; "" where they can, or there are none."""
    try:
        fields_in(text)
    except Unusable as error:
        return str(error)
    return ""


def fields_in(text: str) -> dict[str, Any]:
    """Empty where nothing was typed. Raises Unusable."""
    if not text.strip():
        return {}
    if len(text) > MOST:
        raise Unusable(f"They are longer than {MOST:,} characters.")
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
        text.encode()
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as error:
        raise Unusable(f"They are not JSON: line {error.lineno}, column {error.colno} is not understood.") from None
    except RecursionError:
        raise Unusable("They are nested too deeply.") from None
    except UnicodeEncodeError:
        raise Unusable("They have half a character in them.") from None
    except Unusable:
        raise
    except ValueError:
        raise Unusable("They have a number that is none.") from None
    if not isinstance(found, dict):
        raise Unusable('They must be one JSON object, such as {"top_k": 20}.')
    own: dict[str, Any] = found
    if bad := next((name for name in own if _bare(name) in KEPT), None):
        raise Unusable(f"{_named(bad)} may not be among them: the room sets it itself.")
    if bad := next((path for path in _paths(own) if _bare(path[-1]) in LIMITS), None):
        raise Unusable(f"{_named('.'.join(bad))} may not be among them: limits have fields of their own.")
    return own


def merged(body: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The own ones win; an object joins an object that stands under its name."""
    found = dict(body)
    for name, value in own.items():
        before = found.get(name)
        found[name] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value  # type: ignore[arg-type]
    return found


def _paths(value: Any, *before: str) -> Iterator[tuple[str, ...]]:
    """Of all names in it. Raises Unusable where it is too deep."""
    if len(before) > DEEPEST:
        raise Unusable("They are nested too deeply.")
    if isinstance(value, dict):
        inside: dict[str, Any] = value
        for name, below in inside.items():
            yield (*before, name)
            yield from _paths(below, *before, name)
    elif isinstance(value, list):
        for number, below in enumerate(value, 1):
            yield from _paths(below, *before, str(number))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name in found if sum(name == other for other, _ in pairs) > 1)
        raise Unusable(f"{_named(twice)} stands there twice.")
    return found


def _no_number(name: str) -> Any:
    raise Unusable(f"They have {name} where a number should be.")


def _bare(name: str) -> str:
    return name.strip().lower().replace("_", "").replace("-", "")


def _named(name: str) -> str:
    shown = name if name.isprintable() else ascii(name)[1:-1]
    return f"“{shown if len(shown) <= LONGEST_NAMED else shown[: LONGEST_NAMED - 1] + '…'}”"
