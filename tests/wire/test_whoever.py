"""Replies of protocols in which nothing is asked, as a gateway may pass them on: siblings of what was recorded, with
values written by hand."""

import json
from typing import Any

import pytest

from components.conversation import Draft, NotAChatServer, Progress, TurnFailed
from components.wire.body import BodyReader
from components.wire.protocols import PROTOCOLS
from components.wire.provider import Provider
from components.wire.refusals import Voice
from components.wire.whoever import WhoeverReader
from tests.wire.native import said, sse


def read(raw: bytes, size: int = 10**9) -> tuple[Progress, TurnFailed | None]:
    """As what came from a server that was asked for chat completions."""
    voice, draft, entry = Voice("The server", "a/b"), Draft(), PROTOCOLS["chat-completions"]
    reply = WhoeverReader(voice, entry.reader(voice, Provider("x", "The server"), "maker"), entry.label)
    body = BodyReader(voice, reply=reply)
    try:
        for at in range(0, len(raw), size):
            for event in body.feed(raw[at : at + size]):
                draft.fold(event, 0.0)
        for event in body.end():
            draft.fold(event, 0.0)
    except TurnFailed as error:
        return draft.progress, error
    return draft.progress, None


def told(progress: Progress) -> tuple[str, str, str | None]:
    return said(progress, "reasoning", "summary"), said(progress, "answer"), progress.reply.finish_reason


def cohere(kind: str, index: int = 0, **content: Any) -> dict[str, Any]:
    return {"type": kind, "index": index, "delta": {"message": {"content": content}}}


COHERE_END = {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {"tokens": {"input_tokens": 5, "output_tokens": 9}}}}  # fmt: skip  # noqa: E501
COHERE = sse(
    {"id": "c1", "type": "message-start", "delta": {"message": {"role": "assistant", "content": []}}},
    cohere("content-start", type="thinking", thinking=""),
    cohere("content-delta", thinking="I look"),
    cohere("content-delta", thinking=" it up."),
    {"type": "content-end", "index": 0},
    cohere("content-start", 1, type="text", text=""),
    cohere("content-delta", 1, text="Paris."),
    {"type": "content-end", "index": 1},
    COHERE_END,
    "[DONE]",
)
COHERE_WHOLE = {
    "id": "c1",
    "finish_reason": "MAX_TOKENS",
    "message": {
        "role": "assistant",
        "content": [{"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": "Pa"}],
    },
    "usage": {"tokens": {"input_tokens": 5, "output_tokens": 9}},
}
CONVERSE = {
    "output": {
        "message": {
            "role": "assistant",
            "content": [
                {"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "c2ln"}}},
                {"reasoningContent": {"redactedContent": "eHh4"}},
                {"text": "So."},
                {"toolUse": {"toolUseId": "t1", "name": "look", "input": {"at": "the sky"}}},
            ],
        }
    },
    "stopReason": "tool_use",
    "usage": {"inputTokens": 3, "outputTokens": 8, "totalTokens": 11},
}


def step(kind: str, index: int, **more: Any) -> dict[str, Any]:
    return {"event_type": f"step.{kind}", "index": index, **more}


def interaction(status: str, **more: Any) -> dict[str, Any]:
    found = {"id": "i1", "object": "interaction", "status": status, "model": "gemini-3-flash", **more}
    return {"event_type": f"interaction.{status}", "interaction": found}


INTERACTION = sse(
    interaction("in_progress"),
    step("start", 0, step={"type": "thought"}),
    step("delta", 0, delta={"type": "thought_summary", "content": {"type": "text", "text": "Hm."}}),
    step("delta", 0, delta={"type": "thought_signature", "signature": "c2ln"}),
    step("stop", 0),
    step("start", 1, step={"type": "model_output"}),
    step("delta", 1, delta={"type": "text", "text": "So."}),
    step("stop", 1),
    interaction("completed", usage={"total_input_tokens": 7, "total_output_tokens": 2, "total_thought_tokens": 5}),
)


@pytest.mark.parametrize(
    ("raw", "expected", "tokens"),
    [
        (COHERE, ("I look it up.", "Paris.", "COMPLETE"), (5, 9)),
        (json.dumps(COHERE_WHOLE).encode(), ("Hm.", "Pa", "MAX_TOKENS"), (5, 9)),
        (json.dumps(CONVERSE).encode(), ("Hm.", "So.", "tool_use"), (3, 8)),
        (INTERACTION, ("Hm.", "So.", "completed"), (7, 7)),
    ],
    ids=["cohere", "cohere, whole", "converse", "interactions"],
)
@pytest.mark.parametrize("size", [1, 10**9])
def test_it_is_read_and_said_in_which_protocol_it_came(
    raw: bytes, expected: tuple[str, str, str], tokens: tuple[int, int], size: int
) -> None:
    progress, failed = read(raw, size)
    assert failed is None and told(progress) == expected
    usage = progress.reply.usage
    assert usage and (usage.prompt_tokens, usage.completion_tokens) == tokens
    assert said(progress, "other") == ""
    (note,) = progress.reply.notes
    assert note.startswith("The server answered in ") and note.endswith(", and was read in that.")


def test_what_a_tool_was_asked_is_an_event() -> None:
    progress, _ = read(json.dumps(CONVERSE).encode())
    assert said(progress, "event") == '{"input": {"at": "the sky"}}'


def test_an_interaction_that_failed_tells_why() -> None:
    error = {"code": "internal", "message": "The model had an error."}
    progress, failed = read(sse(interaction("in_progress"), interaction("failed", error=error)))
    assert failed is None and progress.reply.failure and "had an error" in progress.reply.failure.said


def test_cohere_cites_documents() -> None:
    source = {
        "type": "document",
        "id": "d0",
        "document": {"id": "d0", "text": "Ruby is of 1993.", "title": "facts.txt"},
    }
    citation = {"start": 0, "end": 5, "text": "Paris", "sources": [source], "type": "TEXT_CONTENT"}
    start = {"type": "citation-start", "index": 0, "delta": {"message": {"citations": citation}}}
    progress, _ = read(sse(cohere("content-delta", 1, text="Paris."), start, COHERE_END))
    (found,) = [piece for piece in progress.pieces if piece.channel == "source"]
    assert (found.text, dict(found.data or {})) == ("Ruby is of 1993.", {"url": "", "title": "facts.txt"})


def test_a_chat_completion_is_one_and_nothing_is_said_of_it() -> None:
    chunk = {"choices": [{"delta": {"reasoning": "Hm.", "content": "So."}, "finish_reason": "stop"}]}
    progress, failed = read(sse({"type": "ping"}, chunk, "[DONE]"))
    assert failed is None and told(progress) == ("Hm.", "So.", "stop") and not progress.reply.notes


@pytest.mark.parametrize("raw", [b'{"hello": "world"}', b"<html>Sign in</html>", sse({"hello": "world"})])
def test_what_is_no_reply_in_any_protocol_is_still_none(raw: bytes) -> None:
    progress, failed = read(raw)
    assert failed is not None and not isinstance(failed, AssertionError)
    assert isinstance(failed, NotAChatServer) or failed.failure.kind == "connection lost"
    assert not progress.reply.notes
