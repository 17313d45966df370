"""Ollama's own protocol: what is sent, where, and how its lines are read."""

import json
from typing import Any

import pytest

from components.conversation import Asked, ConnectionLost, Draft, NotAChatServer, Progress, TurnFailed, request_for
from components.wire import Endpoint, addressed
from components.wire.body import BodyReader
from components.wire.payload import payload
from components.wire.refusals import Voice


def _line(thinking: str = "", content: str = "", **more: Any) -> bytes:
    message = {"role": "assistant", "content": content} | ({"thinking": thinking} if thinking else {})
    return json.dumps({"model": "qwen3", "message": message, "done": False} | more).encode() + b"\n"


LAST = _line(done=True, done_reason="stop", prompt_eval_count=21, eval_count=889)
REPLY = _line("Let me ") + _line("count.") + _line(content="1, ") + _line(content="2") + LAST


def _read(*reads: bytes) -> tuple[Progress, TurnFailed | None]:
    draft, reader = Draft(), BodyReader(Voice("Ollama", "qwen3", ""))
    try:
        for read in reads:
            for event in reader.feed(read):
                draft.fold(event, 0.0)
        for event in reader.end():
            draft.fold(event, 0.0)
    except TurnFailed as error:
        return draft.progress, error
    return draft.progress, None


def _text(progress: Progress, channel: str) -> str:
    return "".join(piece.text for piece in progress.pieces if piece.channel == channel)


@pytest.mark.parametrize(
    "body",
    [REPLY, REPLY.replace(b"\n", b"\r\n"), REPLY.strip(), b"\n\n" + REPLY],
    ids=["lf", "crlf", "no end", "padded"],
)
def test_lines_are_read_in_whatever_pieces_they_come(body: bytes) -> None:
    for reads in ([body], [bytes([byte]) for byte in body], [body[:70], body[70:]]):
        progress, error = _read(*reads)
        assert error is None
        assert (_text(progress, "reasoning"), _text(progress, "answer")) == ("Let me count.", "1, 2")
        assert progress.reply.finish_reason == "stop" and progress.reply.answered_by == "qwen3"
        assert progress.reply.usage and (
            progress.reply.usage.prompt_tokens,
            progress.reply.usage.completion_tokens,
        ) == (21, 889)


def test_thoughts_are_shown_with_the_first_line() -> None:
    draft, reader = Draft(), BodyReader(Voice("Ollama", "qwen3", ""))
    for event in reader.feed(_line("Let me ")):
        draft.fold(event, 0.0)
    assert draft.progress.phase == "thinking" and not reader.over


@pytest.mark.parametrize("more", [_line(content="3"), b"no JSON\n", b"no JSON"])
def test_nothing_is_read_after_its_last_line(more: bytes) -> None:
    progress, error = _read(REPLY + more)
    assert error is None and progress.reply.failure is None and _text(progress, "answer") == "1, 2"


@pytest.mark.parametrize("cut", [0, 10, len(_line("Let me ")), len(REPLY) - len(LAST), len(REPLY) - 3])
def test_a_reply_without_its_last_line_was_cut(cut: int) -> None:
    progress, error = _read(REPLY[:cut])
    assert isinstance(error, ConnectionLost)
    assert "Let me count.".startswith(_text(progress, "reasoning")) and "1, 2".startswith(_text(progress, "answer"))


def test_an_error_line_ends_the_turn_and_keeps_what_came() -> None:
    progress, error = _read(_line("Let me ") + b'{"error":"model runner has unexpectedly stopped"}\n')
    assert error is None and progress.reply.failure and "unexpectedly stopped" in progress.reply.failure.said
    assert _text(progress, "reasoning") == "Let me "


def test_the_token_limit_is_told() -> None:
    progress, _ = _read(_line("Let me ") + _line(done=True, done_reason="length"))
    assert progress.reply.finish_reason == "length"


def test_tags_in_the_content_are_markup_where_no_field_is_filled() -> None:
    progress, _ = _read(_line(content="<think>why</th") + _line(content="ink>because") + LAST)
    assert (_text(progress, "reasoning"), _text(progress, "answer")) == ("why", "because")


def test_json_over_many_lines_is_one_reply() -> None:
    body = json.dumps({"choices": [{"message": {"content": "42"}, "finish_reason": "stop"}]}, indent=2).encode()
    for reads in ([body], [bytes([byte]) for byte in body]):
        progress, error = _read(*reads)
        assert error is None and _text(progress, "answer") == "42"


def test_lines_that_are_no_chat_are_told_as_such() -> None:
    assert isinstance(_read(b'{"status":"pulling manifest"}\n{"status":"success"}\n')[1], NotAChatServer)


@pytest.mark.parametrize(
    ("base_url", "asked_at", "listed_at"),
    [
        ("http://box:11434/api", "http://box:11434/api/chat", "http://box:11434/v1"),
        ("http://box:11434/api/chat", "http://box:11434/api/chat", "http://box:11434/v1"),
        ("http://box:11434", "http://box:11434/api/chat", "http://box:11434/v1"),
        ("http://box:11434/v1", "http://box:11434/v1/chat/completions", "http://box:11434/v1"),
        ("", "http://127.0.0.1:11434/v1/chat/completions", "http://127.0.0.1:11434/v1"),
    ],
)
def test_the_address_says_which_protocol_is_spoken(base_url: str, asked_at: str, listed_at: str) -> None:
    provider, url = addressed("ollama", base_url)
    endpoint = Endpoint("ollama", provider, url)
    assert (endpoint.chat_url, endpoint.lists_at) == (asked_at, listed_at)


def test_others_keep_their_address_whatever_its_path() -> None:
    assert addressed("custom", "http://box:3000/api")[1] == "http://box:3000/api"
    assert addressed("custom", "http://box:3000/api")[0].protocol == "chat-completions"


@pytest.mark.parametrize(
    ("chosen", "added"),
    [
        ({}, {}),
        ({"effort": "off"}, {"think": False}),
        ({"effort": "on"}, {"think": True}),
        ({"effort": "high"}, {"think": "high"}),
        ({"temperature": 0.0, "max_tokens": 300}, {"options": {"temperature": 0.0, "num_predict": 300}}),
    ],
)
def test_a_request_is_put_as_the_protocol_has_it(chosen: dict[str, Any], added: dict[str, Any]) -> None:
    body = payload(
        request_for("Why?", Asked("ollama", "qwen3", **chosen), []), addressed("ollama", "http://box:11434")[0]
    )
    assert body == {"model": "qwen3", "messages": [{"role": "user", "content": "Why?"}], "stream": True} | added
