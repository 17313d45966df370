"""Every character of text that a chunk holds is understood, repeated, markup, opaque, known to mean nothing, or told as
not understood: any tree of JSON, at any key."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from components.conversation import Added, AnswerDelta, Draft, ReasoningDelta, StreamEvent, TurnFailed
from components.wire.body import BodyReader
from components.wire.known import is_known
from components.wire.leaves import texts_in
from components.wire.refusals import Voice

CHUNK: dict[str, Any] = {"id": "c1", "choices": [{"index": 0, "delta": {"content": "Four. "}, "finish_reason": None}]}
STOP: dict[str, Any] = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
NAMES = some.sampled_from(
    "foo content reasoning text summary type signature data id url title thinking refusal images tool_calls function "
    "arguments annotations url_citation message role logprobs usage detail name".split()
)
WORDS = some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40) | some.sampled_from(
    ["reasoning", "text", "summary_text", "thinking", "image_url", "url_citation", "a poem of its own", "https://a.b/c"]
)
TREES = some.recursive(
    WORDS | some.none() | some.integers() | some.booleans(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
PLACES: list[tuple[Any, ...]] = [(), ("choices", 0), ("choices", 0, "delta")]


def _with(place: tuple[Any, ...], name: str, tree: Any) -> dict[str, Any]:
    chunk = json.loads(json.dumps(CHUNK))
    at = chunk
    for step in place:
        at = at[step]
    at[name] = tree
    return chunk


def _read(*chunks: Any) -> tuple[list[StreamEvent], BodyReader, bool]:
    reader, told, failed = BodyReader(Voice("The server", "a/b", "")), list[StreamEvent](), False
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    try:
        told += reader.feed(body.encode())
        told += reader.end()
    except TurnFailed:
        failed = True
    return told, reader, failed


def _size(*chunks: Any) -> int:
    return sum(len(text) for chunk in chunks for _, text in texts_in(chunk, ""))


@pytest.mark.slow
@settings(max_examples=400)
@given(some.sampled_from(PLACES), NAMES, TREES)
def test_no_character_is_lost_or_counted_twice(place: tuple[Any, ...], name: str, tree: Any) -> None:
    chunk = _with(place, name, tree)
    told, reader, _ = _read(chunk, STOP)
    failed = any(type(event).__name__ == "Failed" for event in told)
    if not failed:  # of an error the words stand in its sentence
        assert reader.tally.all == _size(chunk, STOP), reader.tally.characters


@pytest.mark.slow
@settings(max_examples=400)
@given(some.sampled_from(PLACES), NAMES, TREES)
def test_what_is_counted_as_understood_or_not_understood_is_told(place: tuple[Any, ...], name: str, tree: Any) -> None:
    told, reader, _ = _read(_with(place, name, tree), STOP)
    other = sum(len(event.text) for event in told if isinstance(event, Added) and event.kind == "other")
    assert other == reader.tally.characters["other"]
    spoken = sum(len(event.text) for event in told if isinstance(event, ReasoningDelta | AnswerDelta))
    assert spoken <= reader.tally.characters["understood"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["id", "object", "foo", "system_fingerprint", "role", "logprobs", "p", "obfuscation"])
def test_prose_shows_up_under_whatever_name_it_stands(place: tuple[Any, ...], name: str) -> None:
    prose = "I add two and two, and then I look at it once more. " * 8
    told, *_ = _read(_with(place, name, prose), STOP)
    draft = Draft()
    for event in told:
        draft.fold(event, 0.0)
    assert any(prose in piece.text for piece in draft.progress.pieces)


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        ("id", "gen-1764288559-Zk3", True),
        ("id", "a word and another", False),
        ("id", "x" * 201, False),
        ("choices.delta.role", "assistant", True),
        ("choices.delta.role", "the assistant says that", False),
        ("choices.delta.obfuscation", "aZ09", True),
        ("choices.delta.obfuscation", "a sentence", False),
        ("choices.content_filter_results.hate.severity", "safe", True),
        ("foo.id", "gen-1", False),
        ("choices.logprobs.content.token", " the", True),
    ],
)
def test_a_path_is_known_by_its_shape_and_length_too(path: str, text: str, known: bool) -> None:
    assert is_known(path, text) is known
