"""Parts of a reply that are more than text: pictures, sources, tools, and OpenRouter's list of details."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from components.wire.known import is_known
from components.wire.leaves import OPAQUE_SHAPE, Found, Means, leaf, plain, texts_in

WEB = re.compile(r"https?://\S{1,2000}", re.I)
DATA_URL = re.compile(r"data:([\w/+.\-]{0,60});base64,", re.I)
ADDRESS = ("url", "uri", "link")


def _images(value: Any, source: str, path: str) -> Iterator[Found]:
    """A picture is its data; an address is told, and never fetched."""
    for at, text in texts_in(value, path):
        if DATA_URL.match(text) or (
            at.endswith(("b64_json", ".data", "image_base64")) and OPAQUE_SHAPE.fullmatch(text)
        ):
            yield Found("image", text, source, at)
        elif WEB.fullmatch(text):
            yield Found("source", text, source, at, {"url": text, "title": ""})
        else:
            yield leaf(text, source, at)


def _sources(value: Any, source: str, path: str) -> Iterator[Found]:
    if isinstance(value, list):
        for part in value:
            yield from _sources(part, source, path)
        return
    if isinstance(value, str):
        yield Found("source", value, source, path, {"url": value if WEB.fullmatch(value) else "", "title": ""})
        return
    told = list(texts_in(value, path))
    address = next((text for at, text in told if _last(at) in ("url", "uri", "link") and WEB.fullmatch(text)), "")
    title = next((text for at, text in told if _last(at) in ("title", "name", "sourcetitle")), "")
    for at, text in told:
        if text == address:
            yield Found("source", text, source, at, {"url": address, "title": title[:300]})
        elif text == title and address and len(title) <= 300:
            yield Found("allowed", text, source, at)  # it stands with its address
        elif _last(at) in ADDRESS and WEB.fullmatch(text):
            yield Found("source", text, source, at, {"url": text, "title": ""})
        elif address and _last(at) in ("snippet", "content", "text", "citedtext", "summary", "description", "quote"):
            yield Found("source", text, source, at, {"url": "", "title": "", "of": address})
        else:
            yield leaf(text, source, at)


def _events(value: Any, source: str, path: str) -> Iterator[Found]:
    for number, part in enumerate(value if isinstance(value, list) else [value]):
        told = part.get("index") if isinstance(part, dict) else None
        index = told if isinstance(told, int) and not isinstance(told, bool) else number
        for at, text in texts_in(part, path):
            if is_known(at, text) or _last(at) in ("id", "callid", "toolcallid", "tooluseid"):
                shaped = OPAQUE_SHAPE.fullmatch(text) and len(text) <= 200
                yield Found("allowed", text, source, at) if shaped else Found("other", text, source, at, {"path": at})
            else:
                yield Found("event", text, source, at, {"name": _last(at)}, index)


def _details(value: Any, source: str, path: str) -> Iterator[Found]:
    """OpenRouter's list goes back as it came; what of it can be read is a thought."""
    for item in value if isinstance(value, list) else [value]:
        told = item.get("type") if isinstance(item, dict) else None
        typed = plain(told) if isinstance(told, str) else ""
        if typed in ("reasoningservertoolcall", "toolcall", "servertoolcall"):
            yield from _events([item], source, path)
        elif isinstance(item, dict):
            for name, part in item.items():
                readable = name in ("text", "summary", "thinking", "content") and typed not in (
                    "reasoningencrypted",
                    "redactedthinking",
                )
                for at, text in texts_in(part, f"{path}.{name}"):
                    if readable:  # that it is a summary is told by the whole list
                        yield Found("thought", text, source, at)
                    else:
                        opaque = OPAQUE_SHAPE.fullmatch(text) or is_known(at, text)
                        yield Found("opaque" if opaque else "other", text, source, at, {"path": at})
        else:
            for at, text in texts_in(item, path):
                yield leaf(text, source, at)


def _last(path: str) -> str:
    return plain(path.rpartition(".")[2])


# What stands beside thoughts and answer, and who reads it.
READERS: dict[Means, Callable[[Any, str, str], Iterator[Found]]] = {
    "image": _images,
    "source": _sources,
    "event": _events,
}


def part_of(value: Any, means: Means, source: str, path: str) -> Iterator[Found]:
    return READERS.get(means, _details)(value, source, path)
