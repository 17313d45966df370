"""No text of a reply in a protocol of its own goes by unseen, whatever stands in the place of any value, and nothing of
that fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Draft, TurnFailed
from components.wire.body import BodyReader
from components.wire.foreign import COHERES, CONVERSE, GEMINI, INTERACTIONS, RESPONSES
from components.wire.leaves import texts_in
from components.wire.protocols import Reader
from components.wire.refusals import Voice, loaded
from components.wire.sse import EventSplitter
from components.wire.whoever import READERS
from tests.wire.test_native_recordings import NATIVE, REPLIES, reader_for
from tests.wire.test_native_recordings import SPEAKS as ASKED

OUTPUT: list[dict[str, Any]] = [
    {
        "type": "reasoning",
        "id": "rs_1",
        "summary": [{"type": "summary_text", "text": "Hm."}],
        "encrypted_content": "gA",
    },
    {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "sea"}},
    {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "content": [
            {
                "type": "output_text",
                "text": "So.",
                "annotations": [{"type": "url_citation", "url": "https://e.org/a", "title": "Sea"}],
            },
            {"type": "refusal", "refusal": "No."},
        ],
    },
]
RESPONSE = {
    "id": "resp_1", "object": "response", "model": "gpt-5", "status": "completed", "output": OUTPUT,
    "output_text": "So.", "instructions": "Be kind.", "reasoning": {"effort": "low", "summary": "auto"},
    "incomplete_details": None,
    "usage": {"input_tokens": 3, "output_tokens": 5, "output_tokens_details": {"reasoning_tokens": 2}},
}  # fmt: skip
EVENTS: dict[str, list[dict[str, Any]]] = {
    RESPONSES: [
        {"type": "response.created", "response": RESPONSE | {"output": [], "status": "in_progress"}},
        {"type": "response.output_item.added", "output_index": 0, "item": {"type": "reasoning", "id": "rs_1"}},
        {"type": "response.reasoning_summary_text.delta", "output_index": 0, "summary_index": 0, "delta": "Hm."},
        {"type": "response.reasoning_summary_text.done", "output_index": 0, "summary_index": 0, "text": "Hm."},
        {"type": "response.output_item.done", "output_index": 0, "item": OUTPUT[0]},
        {"type": "response.output_item.done", "output_index": 1, "item": OUTPUT[1]},
        {"type": "response.output_text.delta", "output_index": 2, "content_index": 0, "delta": "So.", "logprobs": []},
        {"type": "response.content_part.done", "output_index": 2, "content_index": 0, "part": OUTPUT[2]["content"][0]},
        {"type": "response.refusal.delta", "output_index": 2, "content_index": 1, "delta": "No."},
        {"type": "response.code_interpreter_call_code.delta", "output_index": 3, "delta": "1+1"},
        {"type": "response.completed", "response": RESPONSE},
    ],
    GEMINI: [
        {"candidates": [{"content": {"parts": [{"text": "Hm.", "thought": True}], "role": "model"}, "index": 0}],
         "modelVersion": "gemini-3-flash", "responseId": "r1"},
        {"candidates": [{"content": {"parts": [
            {"functionCall": {"name": "look", "args": {"at": "sea"}, "id": "f1"}, "thoughtSignature": "c2ln"},
            {"inlineData": {"mimeType": "image/png", "data": "aWE="}},
            {"text": "So."}]},
            "safetyRatings": [{"category": "HARM", "probability": "LOW"}],
            "groundingMetadata": {"groundingChunks": [{"web": {"uri": "https://e.org/a", "title": "Sea"}}]},
            "finishReason": "STOP", "finishMessage": "It is done."}],
         "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 5,
                           "promptTokensDetails": [{"modality": "TEXT"}]}},
        {"promptFeedback": {"blockReason": "SAFETY", "blockReasonMessage": "No.",
                            "safetyRatings": [{"category": "HARM"}]}},
    ],
    COHERES: [
        {"id": "c1", "type": "message-start", "delta": {"message": {"role": "assistant", "content": []}}},
        {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"thinking": "Hm."}}}},
        {"type": "content-delta", "index": 1, "delta": {"message": {"content": {"type": "text", "text": "So."}}}},
        {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": {
            "id": "t1", "type": "function", "function": {"name": "look", "arguments": "{}"}}}}},
        {"type": "citation-start", "index": 0, "delta": {"message": {"citations": {
            "start": 1, "text": "So", "sources": [{
                "type": "document", "id": "d0",
                "document": {"id": "d0", "text": "Sea.", "title": "facts"}}]}}}},
        {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {"tokens": {"input_tokens": 5}}}},
    ],
    CONVERSE: [
        {"output": {"message": {"role": "assistant", "content": [
            {"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "c2ln"}}},
            {"reasoningContent": {"redactedContent": "eHh4"}}, {"text": "So."},
            {"toolUse": {"toolUseId": "t1", "name": "look", "input": {"at": "sea"}}}]}},
         "stopReason": "end_turn", "usage": {"inputTokens": 3}, "metrics": {"latencyMs": 5}},
    ],
    INTERACTIONS: [
        {"event_type": "interaction.created",
         "interaction": {"id": "i1", "object": "interaction", "status": "in_progress", "model": "gemini-3-flash"}},
        {"event_type": "step.start", "index": 0, "step": {"type": "thought",
                                                          "summary": [{"type": "text", "text": "Hm."}]}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "thought_summary",
                                                           "content": {"type": "text", "text": "Hm."}}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "thought_signature", "signature": "c2ln"}},
        {"event_type": "step.start", "index": 1, "step": {"type": "function_call", "name": "look",
                                                          "arguments": {"a": "b"}}},
        {"event_type": "step.delta", "index": 2, "delta": {"type": "text", "text": "So."}},
        {"event_type": "interaction.completed", "interaction": {
            "id": "i1", "object": "interaction", "status": "completed", "model": "gemini-3-flash",
            "usage": {"total_input_tokens": 7, "input_tokens_by_modality": [{"modality": "text", "tokens": 7}]}}},
    ],
}  # fmt: skip


def _altered(value: Any) -> Iterator[Any]:
    """It, once with another value in the place of each of its values."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        for other in (None, 3, True, 0.5, "words", "", [], {}, [[{}]], {"type": 7}, {"type": "text", "text": ["odd"]}):
            yield _with(value, name, other)
        if isinstance(inner, dict | list):
            yield from (_with(value, name, changed) for changed in _altered(inner))


def _with(value: Any, name: Any, inner: Any) -> Any:
    if isinstance(value, dict):
        return value | {name: inner}
    return [*value[:name], inner, *value[name + 1 :]]


def _read(reply: Reader, *bodies: bytes) -> bool:
    """Was it said that nothing follows, and something followed?"""
    draft, reader, early = Draft(), BodyReader(Voice("The server", "a/b"), reply=reply), False
    try:
        for body in bodies:
            early = early or reader.over
            for event in reader.feed(body):
                draft.fold(event, 0.0)
        for event in reader.end():
            draft.fold(event, 0.0)
    except TurnFailed:
        pass
    return early


@pytest.mark.slow
@pytest.mark.parametrize(("label", "number"), [(label, n) for label, all_ in EVENTS.items() for n in range(len(all_))])
def test_whatever_stands_in_the_place_of_a_value_fails_nothing(label: str, number: int) -> None:
    events, count = EVENTS[label], 0
    for changed in _altered(events[number]):
        sent = [*events[:number], changed, *events[number + 1 :]]
        reply = READERS[label](Voice("The server", "a/b"))
        data = b"" if label == CONVERSE else b"data: "  # a body alone, or events
        if _read(reply, *(data + json.dumps(event).encode() + b"\n\n" for event in sent)):
            continue
        assert reply.tally.all == sum(len(text) for e in sent for _, text in texts_in(e, "")), changed
        count += 1
    assert count > 9


@pytest.mark.captures
@pytest.mark.parametrize("name", REPLIES)
def test_no_text_of_a_recorded_reply_goes_by_unseen(captures: Path, name: str) -> None:
    body = (NATIVE / name).read_bytes()
    reply = reader_for(ASKED.get(name.partition("-")[0], "chat-completions"))
    _read(reply, body)
    splitter = EventSplitter()
    events = [event.data for event in (*splitter.feed(body), *splitter.end()) if event.name != ":"]
    data = events if name.endswith(".sse") else [body]
    assert reply.tally.all == sum(len(text) for one in data for _, text in texts_in(loaded(one), ""))
