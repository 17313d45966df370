"""The texts of a tree of JSON, each with where it stands: what no reader looks into is told by these."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from components.wire.known import is_known

Means = Literal["thought", "summary", "answer", "refusal", "image", "event", "source", "opaque", "allowed", "other"]
OPAQUE = ("signature", "thoughtsignature", "data", "encryptedcontent", "encryptedreasoning", "encrypted", "redacted",
          "encryptedindex")  # the last one is Anthropic's, of a source  # fmt: skip
OPAQUE_SHAPE = re.compile(r"\S*")
LONGEST_NAME = 60  # characters of one that is worth remembering


class Found(NamedTuple):
    """One text, or one part with data. `source` is the field of the message in which it stood; `path` is where."""

    means: Means
    text: str
    source: str
    path: str
    data: Mapping[str, Any] | None = None
    number: int | None = None


def plain(name: str) -> str:
    """Names are compared without capitals, dashes and underscores."""
    return _plain(name) if len(name) <= LONGEST_NAME else _bare(name)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


_plain = lru_cache(maxsize=2_000)(_bare)


def leaf(text: str, source: str, path: str) -> Found:
    bare = path.rpartition(".")[2]
    if plain(bare) in OPAQUE and plain(bare) != "data" and OPAQUE_SHAPE.fullmatch(text):
        return Found("opaque", text, source, path)
    if is_known(path, text):
        return Found("allowed", text, source, path)
    return Found("other", text, source, path, {"path": path})


def texts_in(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every text in a tree with its path, in which numbers of lists do not count."""
    if isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, dict) and depth < 200:
        for name, part in value.items():
            yield from texts_in(part, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(value, list) and depth < 200:
        for part in value:
            yield from texts_in(part, path, depth + 1)
