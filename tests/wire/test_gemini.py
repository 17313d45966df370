"""What a server may say in Gemini's own protocol: siblings of what was recorded, with values written by hand."""

import json
from itertools import groupby
from typing import Any

import pytest

from components.conversation import ConnectionLost, NotAChatServer, end_of
from components.wire.catalog import models_in
from components.wire.gemini_models import gemini_in
from components.wire.providers import addressed
from tests.wire.native import read, said, sse


def chunk(*parts: dict[str, Any], end: str = "", **more: Any) -> dict[str, Any]:
    candidate = {"content": {"parts": [*parts], "role": "model"}, "index": 0} | ({"finishReason": end} if end else {})
    return {"candidates": [candidate | more], "modelVersion": "gemini-3-flash", "responseId": "r1"}


def thought(text: str) -> dict[str, Any]:
    return {"text": text, "thought": True}


@pytest.mark.parametrize("size", [1, 10**9])
def test_thoughts_and_answer_in_the_order_in_which_they_came(size: int) -> None:
    signed = {"text": "", "thoughtSignature": "c2lnbmVk"}
    raw = sse(
        chunk(thought("**Looking**\n\nI look.")),
        chunk(thought(" I see."), {"text": "Ye"}),
        chunk({"text": "s."}, signed),
        chunk(thought("Once more.")),
        chunk({"text": " No."}, end="STOP")
        | {"usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 5, "thoughtsTokenCount": 7}},
    )
    progress, _, failed = read("gemini", raw, size)
    assert failed is None and progress.reply.summarised and progress.reply.finish_reason == "STOP"
    order = [channel for channel, _ in groupby(piece.channel for piece in progress.pieces if piece.text)]
    assert order == ["summary", "answer", "summary", "answer"]
    assert "I look. I see." in said(progress, "summary") and said(progress, "answer") == "Yes. No."
    kept = (progress.reply.details or ({},))[0]
    assert kept["parts"] == [
        thought("**Looking**\n\nI look. I see."),
        {"text": "Yes."},
        signed,
        thought("Once more."),
        {"text": " No."},
    ]
    usage = progress.reply.usage
    assert usage and (usage.prompt_tokens, usage.completion_tokens, usage.reasoning_tokens) == (3, 12, 7)


@pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "MAX_TOKENS", "PROHIBITED_CONTENT", "A_NEW_ONE"])
def test_an_end_that_is_none_is_kept_in_its_own_word(reason: str) -> None:
    progress, _, failed = read("gemini", sse(chunk({"text": "So"}), chunk(end=reason)))
    assert failed is None and progress.reply.finish_reason == reason and end_of(reason) not in ("", "done")
    assert said(progress, "answer") == "So"


def test_a_call_that_failed_is_a_failure_in_the_providers_words() -> None:
    end = chunk(end="MALFORMED_FUNCTION_CALL", finishMessage="Malformed function call: f(")
    progress, _, _ = read("gemini", sse(chunk(thought("Hm.")), end))
    assert progress.reply.failure and progress.reply.failure.said == "Malformed function call: f("
    assert said(progress, "summary") == "Hm."


@pytest.mark.parametrize("words", ["", "It is about a weapon."])
def test_a_question_that_was_blocked_says_so(words: str) -> None:
    feedback = {"blockReason": "SAFETY"} | ({"blockReasonMessage": words} if words else {})
    for raw in (sse({"promptFeedback": feedback}), json.dumps({"promptFeedback": feedback}).encode()):
        progress, _, failed = read("gemini", raw)
        failure = progress.reply.failure
        assert failed is None and failure and "filter" in failure.what and failure.next_step
        assert (words or "SAFETY") in failure.said


def test_no_parts_while_it_thought_to_its_limit_is_an_end_and_no_fault() -> None:
    told = {
        "candidates": [{"content": {"role": "model"}, "finishReason": "MAX_TOKENS"}],
        "usageMetadata": {"promptTokenCount": 15, "thoughtsTokenCount": 98},
    }
    progress, _, failed = read("gemini", json.dumps(told).encode())
    assert failed is None and progress.reply.finish_reason == "MAX_TOKENS" and not progress.pieces
    usage = progress.reply.usage
    assert usage and usage.reasoning_tokens == usage.completion_tokens == 98


def test_a_list_of_chunks_is_a_reply_too() -> None:
    raw = json.dumps([chunk(thought("Hm.")), chunk({"text": "So."}, end="STOP")]).encode()
    progress, _, failed = read("gemini", raw)
    assert failed is None and (said(progress, "summary"), said(progress, "answer")) == ("Hm.", "So.")


def test_pictures_tools_and_what_stands_on_no_list_are_kept() -> None:
    raw = sse(
        chunk({"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}),
        chunk({"functionCall": {"name": "look", "args": {"at": "the sky"}, "id": "f1"}, "thoughtSignature": "c2ln"}),
        chunk({"dream": {"of": "a cloud over the sea"}}, end="STOP"),
    )
    progress, reply, failed = read("gemini", raw)
    assert failed is None
    told = [(piece.channel, piece.text) for piece in progress.pieces]
    assert told == [
        ("image", "data:image/png;base64,iVBORw0KGgo="),
        ("event", '{"at": "the sky"}'),
        ("other", "a cloud over the sea"),
    ]
    assert reply.tally.characters["opaque"] == len("c2ln")


def test_a_stream_without_a_reason_to_end_is_a_connection_that_was_lost() -> None:
    progress, _, failed = read("gemini", sse(chunk(thought("Hm."))))
    assert isinstance(failed, ConnectionLost) and said(progress, "summary") == "Hm."


def test_an_error_in_the_middle_keeps_what_came() -> None:
    error = {"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}}
    progress, _, failed = read("gemini", sse(chunk(thought("Hm.")), error))
    assert failed is None and progress.reply.failure and "overloaded" in progress.reply.failure.what
    assert said(progress, "summary") == "Hm."


def test_a_reply_in_another_protocol_is_called_that() -> None:
    _, _, failed = read("gemini", sse({"choices": [{"delta": {"content": "So."}}]}, "[DONE]"))
    assert isinstance(failed, NotAChatServer) and "chat completions" in failed.failure.what


def test_a_list_of_models_has_those_that_chat_and_says_which_think() -> None:
    rows = [
        {
            "name": "models/gemini-3-flash",
            "displayName": "Gemini 3 Flash",
            "inputTokenLimit": 1_048_576,
            "outputTokenLimit": 65_536,
            "thinking": True,
            "supportedGenerationMethods": ["generateContent", "countTokens"],
        },
        {"name": "models/gemini-2.0-flash", "supportedGenerationMethods": ["generateContent"]},
        {"name": "models/embedding-001", "supportedGenerationMethods": ["embedContent"]},
    ]
    thinker, other = models_in({"models": rows}, addressed("gemini")[0], gemini_in)
    assert (thinker.id, thinker.name, thinker.context, thinker.most_output) == (
        "gemini-3-flash",
        "Gemini 3 Flash",
        1_048_576,
        65_536,
    )
    assert thinker.thinking.shows and other.thinking.shows is False
