"""What a value in a reply means, by the names and types on the way to it: found text by text, and none is left out.

A text is spoken (a thought, a summary, the answer, a refusal), belongs to a picture, a source or a tool, is opaque, is
known to mean nothing (by its path, its shape and its length), or is not understood.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from components.wire.known import is_known
from components.wire.leaves import OPAQUE, OPAQUE_SHAPE, Found, Means, leaf, plain, texts_in
from components.wire.parts import READERS, part_of

SAYS: tuple[Means, ...] = ("thought", "summary", "answer", "refusal")


def _words(means: Means, *names: str) -> dict[str, Means]:
    return dict.fromkeys(names, means)


# By the name of a field. Names are compared without capitals, dashes and underscores.
NAMES: dict[str, Means] = {
    **_words("answer", "content", "outputtext", "answer", "transcript"),
    **_words("thought", "reasoning", "reasoningcontent", "reasoningtext", "thinking", "thinkingcontent", "thought"),
    **_words(
        "thought", "thoughts", "thinkingblocks", "reasoningdetails", "thinkingtext", "reasoningblocks", "thoughttext"
    ),
    **_words(
        "summary", "summary", "summaries", "reasoningsummary", "summarytext", "thinkingsummary", "reasoningsummarytext"
    ),
    **_words("refusal", "refusal"),
    **_words("image", "image", "images", "imageurl", "generatedimages"),
    **_words("event", "toolcalls", "toolcall", "functioncall", "toolresults", "executedtools", "servertooluse"),
    **_words(
        "source", "citation", "annotations", "citations", "searchresults", "sources", "references", "groundingmetadata"
    ),
}
# By the `type` of a part, likewise.
TYPES: dict[str, Means] = {
    **_words("thought", "thinking", "reasoning", "thought", "reasoningtext", "reasoningcontent", "think"),
    **_words("thought", "thinkingdelta", "reasoningdelta"),
    **_words("summary", "summary", "summarytext", "reasoningsummary", "reasoningsummarytext", "thinkingsummary"),
    **_words("answer", "text", "outputtext", "message", "textdelta", "markdown", "content"),
    **_words("refusal", "refusal"),
    **_words("image", "image", "imageurl", "outputimage", "inputimage"),
    **_words("event", "tooluse", "toolcall", "function", "functioncall", "servertooluse", "toolresult", "toolresponse"),
    **_words("event", "websearchcall", "reasoningservertoolcall", "mcpcall", "codeinterpretercall", "filesearchcall"),
    **_words("event", "websearchtoolresult", "codeexecutiontoolresult", "functionresponse"),
    **_words("source", "urlcitation", "citation", "source", "filecitation", "websearchresult", "documentcitation"),
    **_words("opaque", "reasoningencrypted", "redactedthinking", "encrypted", "signature", "signaturedelta"),
}
# What carries the text of a part; it means what the part does.
CARRIERS = ("text", "content", "value", "parts", "delta", "output")
# An object with one of these repeats how it was asked.
SETTINGS = frozenset(("effort", "max_tokens", "enabled", "exclude", "budget_tokens", "generate_summary"))
SETTING = re.compile(r"[\w.\-]{0,24}")
DEEPEST = 60


@lru_cache(maxsize=2_000)
def means_nothing(name: str, text: str, path: str) -> bool:
    """Is this short text under a field of a message known to mean nothing?"""
    bare = plain(name)
    return bare not in NAMES and bare not in OPAQUE and name != "audio" and is_known(f"{path}.{name}", text)


def meant(name: str, value: Any, path: str) -> list[Found]:
    """All that stands under a field of a message."""
    told: list[Found] = []
    means = NAMES.get(plain(name))
    if means is None and name == "audio" and isinstance(value, dict):
        means = "answer"  # what is said aloud, in words
    if means is None:
        told.extend(_leaves(value, name, path))
    elif means in SAYS and name != "reasoning_details":
        _spoken(value, means, name, path, told)
    else:
        told.extend(part_of(value, means, name, path))
    return told


def _spoken(
    value: Any, means: Means, source: str, path: str, told: list[Found], depth: int = 0, in_list: bool = False
) -> None:
    """Adds to `told`, as a generator in a generator would cost more than what it says."""
    if isinstance(value, str):
        # A text in a list has nothing that says what it is.
        told.append(Found("other" if in_list and depth else means, value, source, path))
    elif depth >= DEEPEST:
        told.extend(_leaves(value, source, path))
    elif isinstance(value, list):
        for part in value:
            _spoken(part, means, source, path, told, depth + 1, in_list=True)
    elif isinstance(value, dict):
        _of_object(value, means, source, path, told, depth)


def _of_object(part: dict[str, Any], means: Means, source: str, path: str, told: list[Found], depth: int) -> None:
    if not SETTINGS.isdisjoint(part):
        told.extend(_settings(part, source, path))
        return
    kind = part.get("type")
    typed = TYPES.get(plain(kind)) if isinstance(kind, str) else None
    if isinstance(kind, str) and typed is None and plain(kind) not in NAMES:
        told.extend(_leaves(part, source, path))  # a kind of part that nobody here knows
        return
    if typed in READERS:
        told.extend(part_of(part, typed, source, path))
        return
    # A text among the thoughts is a thought.
    own = typed if typed and not (typed == "answer" and means in ("thought", "summary")) else means
    for name, value in part.items():
        if value is None or value == "":
            continue
        bare, at = plain(name), f"{path}.{name}"
        named = NAMES.get(bare)
        if bare in OPAQUE or own == "opaque":
            told.extend(_opaque(value, source, at))
        elif bare in CARRIERS:
            _spoken(value, own, source, at, told, depth + 1)
        elif named in SAYS:
            inner = own if named == "answer" and own in ("thought", "summary") else named
            _spoken(value, inner, source, at, told, depth + 1)
        elif named in READERS:
            told.extend(part_of(value, named, source, at))
        elif type(value) is str:
            told.append(leaf(value, source, at))
        else:
            told.extend(_leaves(value, source, at))


def _settings(found: dict[str, Any], source: str, path: str) -> Iterator[Found]:
    for at, text in texts_in(found, path):
        yield Found("allowed" if SETTING.fullmatch(text) else "other", text, source, at)


def _opaque(value: Any, source: str, path: str) -> Iterator[Found]:
    for at, text in texts_in(value, path):
        yield Found("opaque" if OPAQUE_SHAPE.fullmatch(text) else "other", text, source, at)


def _leaves(value: Any, source: str, path: str) -> Iterator[Found]:
    for at, text in texts_in(value, path):
        yield leaf(text, source, at)
