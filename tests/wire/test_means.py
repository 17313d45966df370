"""Thoughts, answers and all else as structures: told by the names and types on the way to a text, not by one path."""

from typing import Any

import pytest

from components.wire.dialects import said_in
from components.wire.tally import Tally

WHY, SO = "I add two and two.", "Four."


def _text(kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, **more}


@pytest.mark.parametrize(
    "delta",
    [
        {"content": [{"type": "reasoning", "summary": [_text("summary_text", WHY)]}, _text("text", SO)]},
        {"content": [{"type": "thinking", "thinking": WHY, "signature": "c2ln"}, _text("text", SO)]},
        {"content": [{"type": "reasoning", "content": [_text("reasoning_text", WHY)]}, _text("output_text", SO)]},
        {"content": [_text("reasoning", WHY), {"type": "message", "content": [_text("output_text", SO)]}]},
        {"content": [{"reasoningContent": {"reasoningText": {"text": WHY, "signature": "c2ln"}}}, {"text": SO}]},
        {"reasoning_content": {"text": WHY}, "content": SO},
        {"reasoning_content": {"content": WHY, "signature": "c2ln"}, "content": SO},
        {"reasoning": {"summary": [_text("summary_text", WHY)], "encrypted_content": "gAAAA=="}, "content": SO},
        {"reasoning": [_text("text", "I add two"), _text("text", " and two.")], "content": SO},
        {"thinking": {"thinking": WHY, "signature": "c2ln"}, "content": SO},
        {"thinking_blocks": [{"type": "thinking", "thinking": WHY, "signature": "c2ln"}], "content": SO},
        {"reasoning_content": WHY, "thinking_blocks": [{"type": "thinking", "thinking": WHY}], "content": SO},
        {"thought": WHY, "content": SO},
        {"reasoning_summary": WHY, "content": [_text("text", SO)]},
        {"content": {"type": "text", "text": SO}, "reasoning": WHY},
        {"content": {"parts": [{"text": SO}]}, "reasoning": WHY},
        {"reasoning": WHY, "audio": {"id": "a1", "transcript": SO}},
    ],
)
def test_thoughts_and_answer_are_found_wherever_they_stand(delta: dict[str, Any]) -> None:
    tally = Tally()
    said = said_in(delta, tally)
    assert (said.reasoning, said.answer, said.more) == (WHY, SO, ())
    assert not tally.characters["other"]


@pytest.mark.parametrize(
    "delta",
    [
        {"content": SO, "reasoning": {"effort": "low", "summary": None}},
        {"content": SO, "reasoning": {"effort": "high", "summary": "detailed", "enabled": True}},
        {"content": SO, "reasoning_content": {"signature": "c2ln"}},
        {"content": SO, "thinking_blocks": [{"type": "redacted_thinking", "data": "RW5jcnlwdGVk"}]},
        {"content": SO, "reasoning_details": [{"type": "reasoning.encrypted", "data": "RW5j", "id": "r1"}]},
        {"content": [{"type": "redacted_thinking", "data": "RW5jcnlwdGVk"}, _text("text", SO)]},
    ],
)
def test_what_is_sealed_or_repeats_a_setting_is_no_thought(delta: dict[str, Any]) -> None:
    said = said_in(delta)
    assert (said.reasoning, said.answer, said.more) == ("", SO, ())


@pytest.mark.parametrize(
    ("delta", "kind", "text"),
    [
        ({"refusal": "I will not."}, "refusal", "I will not."),
        ({"content": [{"type": "refusal", "refusal": "I will not."}]}, "refusal", "I will not."),
        ({"tool_calls": [{"index": 0, "id": "c1", "function": {"name": "add"}}]}, "event", "add"),
        ({"annotations": [{"type": "file_citation", "url": "https://a.example/b"}]}, "source", "https://a.example/b"),
        ({"citations": ["https://a.example/b"]}, "source", "https://a.example/b"),
        ({"poem": "Roses are red"}, "other", "Roses are red"),
        ({"content": [{"type": "poem", "text": "Roses are red"}]}, "other", "Roses are red"),
        ({"content": ["Roses are red"]}, "other", "Roses are red"),
        ({"id": "roses are red and violets are blue"}, "other", "roses are red and violets are blue"),
        ({"reasoning": {"effort": "low, since roses are red"}}, "other", "low, since roses are red"),
    ],
)
def test_what_is_neither_is_told_as_what_it_is(delta: dict[str, Any], kind: str, text: str) -> None:
    said = said_in(delta)
    assert (said.reasoning, said.answer) == ("", "")
    assert [(added.kind, added.text) for added in said.more] == [(kind, text)]


def test_what_a_second_source_holds_beyond_the_first_is_kept() -> None:
    said = said_in({"reasoning": WHY, "thinking": "Something else."})
    assert said.reasoning == WHY
    assert [(added.kind, added.text, added.data) for added in said.more] == [
        ("other", "Something else.", {"path": "delta.thinking"})
    ]


def test_an_address_of_a_picture_is_told_and_never_fetched() -> None:
    said = said_in({"images": [{"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]})
    assert [(added.kind, added.text) for added in said.more] == [("source", "https://a.example/b.png")]
