"""An error's body of any shape -> the provider's own words, its codes, and the fields of the request that it points at.

Walked by what the names mean and not along one path: gateways put what they were told into fields of their own, as a
list, as an object, or as JSON in a text.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 60
MOST_ITEMS = 20
DECODER = json.JSONDecoder(strict=False)
# What an error is kept under, in the order in which it is believed. Names are compared without signs and in small
# letters: error_description is errordescription.
AROUND = ("response", "data", "body")  # no words stand there, but an error may
ENVELOPES = ("error", "errors", "detail", "details", "message", "fault", "exception", *AROUND)
WORDS = (
    *("message", "msg", "title", "error", "errors", "detail", "details", "errordescription", "errormessage"),
    *("statusmsg", "statusmessage", "description", "reason", "fault", "faultstring", "exception", "cause", "hint"),
)
LAST = ("type", "code", "status", "errorcode", "errortype")  # where there are no words
# Parts of a request that a place in it begins with.
PLACES = ("body", "query", "header", "request", "json", "payload", "$", "")


def words_in(found: Any) -> str:
    """The provider's own words in an error of any shape, the upstream's after the gateway's."""
    parts = _words(found, DEEPEST) or _all_words(found, DEEPEST)
    metadata = metadata_in(found)
    if raw := metadata.get("raw"):
        name = metadata.get("provider_name") or "the provider"
        told = "\n".join(_words(raw, DEEPEST)) if isinstance(raw, str) else ""
        parts.append(f"{name}: {told or (raw if isinstance(raw, str) else json.dumps(raw))}")
    for named, kind in (("flagged", "reasons"), ("patterns", "patterns")):
        if isinstance(listed := metadata.get(kind), list) and listed:
            parts.append(f"{named}: " + ", ".join(map(str, listed)))
    return "\n".join(parts)


def levels(found: Any, depth: int = DEEPEST) -> Iterator[dict[str, Any]]:
    """The objects that tell of the error, from the innermost out."""
    found = _opened(found)
    if isinstance(found, list):
        found = _opened(found[0]) if found else None
    if not isinstance(found, dict) or not depth:
        return
    names = {_bare(name): value for name, value in found.items()}
    for name in ENVELOPES:
        if name in names and isinstance(_opened(names[name]), dict | list):
            yield from levels(names[name], depth - 1)
    yield found


def metadata_in(found: Any) -> dict[str, Any]:
    """OpenRouter's, on what an upstream said."""
    return next((level["metadata"] for level in levels(found) if isinstance(level.get("metadata"), dict)), {})


def fields_in(found: Any) -> str:
    """The fields of the request that an error points at by `param` or `loc`, with blanks between."""
    named: dict[str, None] = {}
    for level in _objects(found, DEEPEST):
        for place in ("param", "loc", "path", "field"):
            told = level.get(place)
            # A path in words is one of the server's.
            if (place != "path" or isinstance(told, list)) and (name := _field(told)):
                named[name] = None
    return " ".join(named)


def _words(found: Any, depth: int) -> list[str]:
    """By the names that mean words; each once."""
    found = _opened(found)
    if not depth or found is None or isinstance(found, bool | int | float):
        return []
    if isinstance(found, str):
        return [found.strip()] if found.strip() else []
    if isinstance(found, list):
        items = [" ".join(_words(item, depth - 1)) or _plain(item) for item in found[:MOST_ITEMS]]
        return ["; ".join(item for item in items if item)] if any(items) else []
    names = {_bare(name): value for name, value in found.items()}
    parts: list[str] = []
    for name in WORDS:
        for part in _words(names.get(name), depth - 1):
            if not any(part in known for known in parts):
                parts = [known for known in parts if known not in part] + [part]
    if parts and (place := _field(found.get("loc"))) and not any(place in part for part in parts):
        parts[0] = f"{place}: {parts[0]}"
    if parts:
        return parts
    for name in AROUND:
        if parts := _words(names.get(name), depth - 1):
            return parts
    return [last] if (last := next(filter(None, (_plain(names.get(name)) for name in LAST)), "")) else []


def _all_words(found: Any, depth: int) -> list[str]:
    """Where no name means anything: whatever reads like a sentence."""
    found = _opened(found)
    if isinstance(found, dict) and depth:
        return [part for value in found.values() for part in _all_words(value, depth - 1)][:MOST_ITEMS]
    if isinstance(found, list) and depth:
        return [part for value in found for part in _all_words(value, depth - 1)][:MOST_ITEMS]
    return [found.strip()] if isinstance(found, str) and " " in found.strip() else []


def _objects(found: Any, depth: int) -> Iterator[dict[str, Any]]:
    found = _opened(found)
    if isinstance(found, dict):
        yield found
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    if depth:
        for value in list(inner)[:MOST_ITEMS]:
            yield from _objects(value, depth - 1)


def _field(told: Any) -> str:
    """A place in the request -> the field that it begins with: ["body", "stream_options", …], "stream_options.x"."""
    parts = told if isinstance(told, list) else re.split(r"[.\[/]", told) if isinstance(told, str) else []
    names = (part for part in parts if isinstance(part, str) and part not in PLACES)
    name = next(names, "")
    return name if re.fullmatch(r"\w{1,60}", name, re.A) else ""


def _opened(found: Any) -> Any:
    """What a text holds that is JSON, as some gateways pass on what they were told."""
    if isinstance(found, str) and found.lstrip()[:1] in ("{", "["):
        try:
            inner, end = DECODER.raw_decode(found.strip())
        except (ValueError, RecursionError):
            return found
        return inner if end == len(found.strip()) and inner else found
    return found


def _plain(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _bare(name: Any) -> str:
    return re.sub(r"[\W_]", "", str(name).lower())
