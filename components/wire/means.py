"""What a value in a reply means, by the names and types on the way to it: found text by text, and none is left out.

A text is spoken (a thought, a summary, the answer, a refusal), belongs to a picture, a source or a tool, is opaque, is
known to mean nothing (by its path, its shape and its length), or is not understood.
"""

import re
from collections.abc import Iterator
from typing import Any

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
SETTINGS = ("effort", "max_tokens", "enabled", "exclude", "budget_tokens", "generate_summary")
SETTING = re.compile(r"[\w.\-]{0,24}")
DEEPEST = 60


def meant(name: str, value: Any, path: str) -> Iterator[Found]:
    """All that stands under a field of a message."""
    means = NAMES.get(plain(name))
    if means is None and name == "audio" and isinstance(value, dict):
        means = "answer"  # what is said aloud, in words
    if means is None:
        yield from _leaves(value, name, path)
    elif means in SAYS and name != "reasoning_details":
        yield from _spoken(value, means, name, path)
    else:
        yield from part_of(value, means, name, path)


def _spoken(value: Any, means: Means, source: str, path: str, depth: int = 0) -> Iterator[Found]:
    if isinstance(value, str):
        if depth and path.endswith("]"):
            yield Found("other", value, source, _bare(path))  # a text in a list, with nothing that says what it is
        else:
            yield Found(means, value, source, path)
    elif isinstance(value, list) and depth < DEEPEST:
        for number, part in enumerate(value):
            yield from _spoken(part, means, source, f"{path}[{number}]", depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        yield from _of_object(value, means, source, _bare(path), depth)


def _of_object(found: dict[str, Any], means: Means, source: str, path: str, depth: int) -> Iterator[Found]:
    if any(name in found for name in SETTINGS):
        yield from _settings(found, source, path)
        return
    told = found.get("type")
    typed = TYPES.get(plain(told)) if isinstance(told, str) else None
    if isinstance(told, str) and typed is None and plain(told) not in NAMES:
        yield from _leaves(found, source, path)  # a kind of part that nobody here knows
        return
    if typed in READERS:
        yield from part_of(found, typed, source, path)
        return
    # A text among the thoughts is a thought.
    own = typed if typed and not (typed == "answer" and means in ("thought", "summary")) else means
    for name, value in found.items():
        if value is None or value == "":
            continue
        bare, at = plain(name), f"{path}.{name}"
        if bare in OPAQUE or own == "opaque":
            yield from _opaque(value, source, at)
        elif bare in CARRIERS:
            yield from _spoken(value, own, source, at, depth + 1)
        elif NAMES.get(bare) in SAYS:
            named = NAMES[bare]
            inner = own if named == "answer" and own in ("thought", "summary") else named
            yield from _spoken(value, inner, source, at, depth + 1)
        elif NAMES.get(bare) in READERS:
            yield from part_of(value, NAMES[bare], source, at)
        else:
            yield from _leaves(value, source, at)


def _settings(found: dict[str, Any], source: str, path: str) -> Iterator[Found]:
    for at, text in texts_in(found, path):
        yield Found("allowed" if SETTING.fullmatch(text) else "other", text, source, at)


def _opaque(value: Any, source: str, path: str) -> Iterator[Found]:
    for at, text in texts_in(value, path):
        yield Found("opaque" if OPAQUE_SHAPE.fullmatch(text) else "other", text, source, at)


def _leaves(value: Any, source: str, path: str) -> Iterator[Found]:
    for at, text in texts_in(value, path):
        yield leaf(text, source, at)


def _bare(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)
