"""One chunk's `delta` (or a whole reply's `message`) -> its thoughts, its answer and all else, whoever wrote it.

What a value means is told by the names and types on the way to it, not by one path: a field may hold a text, a part
with a text, or a list of such parts. Of several fields with thoughts the first that holds one counts, in this order:
`reasoning`, `reasoning_content`, `reasoning_text`, `thinking` (also Ollama's own), readable `reasoning_details`, then
any other; what the others hold beyond it is kept as what is not understood. Inline signs are the business of
think_tags, and what of both counts that of channels.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, cast, get_args

from components.conversation import Added, Kind
from components.wire.details import items_in, plain_items
from components.wire.means import Found, means_nothing, meant
from components.wire.pictures import picture
from components.wire.tally import Tally

FIELDS = ("reasoning", "reasoning_content", "reasoning_text", "thinking")
NONE: tuple[Added, ...] = ()
LONGEST_WORD = 64  # characters of a text that may mean nothing, and is seen at a glance


class Said(NamedTuple):
    """`flagged`: the server says that what stands as the answer is a thought. `summary`: the thoughts are a provider's
    words on them. `more` is what is neither, in order."""

    reasoning: str
    answer: str
    details: list[dict[str, Any]]
    flagged: bool = False
    summary: bool = False
    more: tuple[Added, ...] = NONE


def said_in(delta: dict[str, Any], tally: Tally | None = None, path: str = "delta") -> Said:
    """`path` is where it stood. Text beyond what is said is counted in `tally`."""
    tally = tally or Tally()
    said = plainly(delta, tally, path)
    return _said(delta, tally, path) if said is None else said


def plainly(delta: dict[str, Any], tally: Tally, path: str) -> Said | None:
    """The same of a delta with nothing but texts and items in their usual places, and words that mean nothing; None of
    any other, and nothing is counted."""
    reasoning = answer = detailed = ""
    details: list[dict[str, Any]] = []
    aside = 0
    for name, value in delta.items():
        if not value or value is True:
            continue
        if name == "content":
            if type(value) is str:
                answer = value
                continue
        elif name == "role":
            if value == "assistant":
                aside += len(value)
                continue
        elif name == "reasoning" or name == "reasoning_content":
            if type(value) is str and not reasoning:
                reasoning = value
                continue
        elif name == "reasoning_details" and (read := plain_items(value)) is not None:
            details, detailed, labels = read
            aside += labels
            continue
        elif type(value) is str and len(value) <= LONGEST_WORD and means_nothing(name, value, path):
            aside += len(value)
            continue
        return None
    if detailed and detailed != reasoning:
        if reasoning:
            return None
        reasoning = detailed
    elif detailed:
        tally.repeated += len(detailed)
    if aside:
        tally.allowed += aside
    return Said(reasoning, answer, details)


def _said(delta: dict[str, Any], tally: Tally, path: str) -> Said:
    """The same of a delta that holds more than a text."""
    thoughts: dict[str, list[Found]] = {}
    answer: list[str] = []
    more: list[Added] = []
    details = items_in(delta)
    for found in _all(delta, path):
        match found.means:
            case "thought" | "summary":  # counted where it is seen what of it is new
                thoughts.setdefault(found.source, []).append(found)
            case "answer":
                answer.append(found.text)
            case "opaque" | "allowed":
                tally.count(found.means, found.text)
            case _:
                tally.count(found.means, found.text)
                more.append(_added(found))
    reasoning, summary = _first(thoughts, more, tally)
    flagged = "extra_content" in delta and _is_thought(delta)
    return Said(reasoning, "".join(answer), details, flagged, summary, tuple(more))


def _added(found: Found) -> Added:
    if found.means == "image":
        return Added("image", "", picture(found.text))
    assert found.means in get_args(Kind)
    data = {"path": found.path} if found.means == "other" else found.data
    return Added(cast(Kind, found.means), found.text, data, found.number)


def _all(delta: dict[str, Any], path: str) -> Iterator[Found]:
    for name, value in delta.items():
        if value is not None and value != "":
            yield from meant(name, value, f"{path}.{name}" if path else name)


def _first(thoughts: dict[str, list[Found]], more: list[Added], tally: Tally) -> tuple[str, bool]:
    """The thoughts of the first source that has any. The same under another name is a repetition."""
    order = [*FIELDS, "reasoning_details"]
    names = sorted(thoughts, key=lambda name: order.index(name) if name in order else len(order))
    chosen, summary = "", False
    for name in names:
        text = "".join(found.text for found in thoughts[name])
        if not chosen:
            chosen, summary = text, all(found.means == "summary" for found in thoughts[name])
        elif text.strip() in chosen or name == "reasoning_details":
            tally.count("repeated", text)
        elif text:
            tally.count("other", text)
            more.append(Added("other", text, {"path": thoughts[name][0].path}))
    return chosen, summary


def _is_thought(delta: dict[str, Any]) -> bool:
    extra = delta["extra_content"]
    google = extra.get("google") if isinstance(extra, dict) else None
    return isinstance(google, dict) and google.get("thought") is True
