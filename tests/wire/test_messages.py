"""Anthropic's Messages protocol: recorded replies against an independent reader's expectations, and made ones."""

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import pytest

from components.conversation import (
    THOUGHTS,
    Asked,
    ConnectionLost,
    Draft,
    NotAChatServer,
    Turn,
    TurnFailed,
    Usage,
    end_of,
    shortfall,
    unread,
)
from components.wire import Endpoint, addressed
from components.wire.body import BodyReader
from components.wire.leaves import texts_in
from components.wire.messages import MessagesReader
from components.wire.messages_payload import KEPT
from components.wire.refusals import Voice, loaded
from components.wire.sse import EventSplitter
from components.wording import SUMMARY, note, standing_line

FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere").parent / "captures-native"
LISTING = FOLDER / "expect.json"
EXPECTED: dict[str, Any] = {
    name: row
    for name, row in (json.loads(LISTING.read_text("utf-8")) if LISTING.is_file() else {}).items()
    if row["protocol"] == "anthropic" and "models-list" not in name
}
# Without captures one test each stands for all: it is skipped, or fails in CI.
REPLIES = [name for name, row in EXPECTED.items() if (row["http_status"] or 200) < 400] or [""]
STREAMS = [name for name in REPLIES if name.endswith(".sse")] or [""]
REFUSED = [name for name, row in EXPECTED.items() if (row["http_status"] or 200) >= 400] or [""]
SIZES = [1, 7, 700, 10**9]
LETTERS = {"reasoning": "R", "summary": "R", "answer": "A", "event": "T"}
TURN = Turn("t", "c", None, 0.0, "Why?", Asked("anthropic", "claude-sonnet-4-5"))


def read(reads: Iterable[bytes], model: str = "claude-sonnet-4-5", key: str = "") -> tuple[Turn, TurnFailed | None]:
    """The turn that comes of them, and what was raised."""
    turn, error, _ = _read(reads, model, key)
    return turn, error


def _read(reads: Iterable[bytes], model: str, key: str = "") -> tuple[Turn, TurnFailed | None, MessagesReader]:
    voice = Voice("Anthropic", model, key)
    reply, draft, error = MessagesReader(voice, "the maker"), Draft(), None
    reader = BodyReader(voice, reply=reply)
    try:
        for piece in reads:
            for event in reader.feed(piece):
                draft.fold(event, 0.0)
        for event in reader.end():
            draft.fold(event, 0.0)
    except TurnFailed as raised:
        error = raised
    draft.end("failed" if error or draft.progress.reply.failure else "done", 1.0, error.failure if error else None)
    return draft.turn(TURN), error, reply


def _cut(body: bytes, size: int) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def _text(turn: Turn, *kinds: str) -> str:
    return "".join(piece.text for piece in turn.pieces if piece.channel in kinds)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.mark.captures
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", REPLIES)
def test_a_recorded_reply_is_read_as_it_was_said(native_captures: Path, name: str, size: int) -> None:
    expected = EXPECTED[name]
    turn, error = read(_cut((native_captures / name).read_bytes(), size))
    assert error is None and turn.failure is None
    assert _digest(_text(turn, *THOUGHTS)) == expected["reasoning_sha256"]
    assert _digest(_text(turn, "answer")) == expected["answer_sha256"]
    shown = [piece for piece in turn.pieces if piece.channel in LETTERS]
    order = [LETTERS[piece.channel] for piece in shown if piece.text.strip() or piece.channel == "answer"]
    assert "".join(letter for letter, _ in groupby(order)) == expected["order"]
    assert (turn.finish_reason, turn.answered_by) == (expected["stop"], expected["model"])
    told, usage = expected["usage"], turn.usage
    assert usage is not None
    assert usage.prompt_tokens == told["input"] + told["cache_read"] + told["cache_write"]
    assert (usage.completion_tokens, usage.reasoning_tokens) == (told["output"], told.get("reasoning"))
    assert (usage.cached_tokens, usage.cache_written_tokens) == (told["cache_read"], told["cache_write"])
    assert turn.cut == (expected["notice"] and end_of(expected["stop"]) != "done")
    hidden = expected["hidden"]
    assert turn.withheld == (not expected["reasoning_chars"] and bool(hidden))
    assert turn.summarised == bool(expected["reasoning_chars"])
    blocks = turn.details[0]["content"] if turn.details else []
    assert sum(bool(block.get("signature")) for block in blocks) == hidden.get("signatures", 0)
    assert sum(block["type"] == "redacted_thinking" for block in blocks) == hidden.get("redacted", 0)


@pytest.mark.captures
@pytest.mark.parametrize("name", REPLIES)
def test_no_text_of_a_recorded_reply_goes_by_unseen(native_captures: Path, name: str) -> None:
    body = (native_captures / name).read_bytes()
    turn, _, reply = _read([body], "claude")
    splitter = EventSplitter()
    events = [event.data for event in (*splitter.feed(body), *splitter.end())] if name.endswith(".sse") else [body]
    assert reply.tally.all == sum(len(text) for data in events for _, text in texts_in(loaded(data), ""))
    assert reply.tally.other == 0 and unread(turn.reply) == ""


@pytest.mark.captures
@pytest.mark.parametrize("name", STREAMS)
def test_a_recorded_reply_that_is_cut_keeps_what_came(native_captures: Path, name: str) -> None:
    body = (native_captures / name).read_bytes()
    whole, _ = read([body])
    events = body.split(b"\n\n")
    ended = next(number for number, event in enumerate(events) if b"event: message_delta" in event)
    for number in range(1, len(events)):
        start = b"\n\n".join(events[:number]) + b"\n\n"
        turn, error = read([start])
        assert (error is None) == (number > ended), events[number - 1]
        for kinds in (THOUGHTS, ("answer",)):
            assert _text(whole, *kinds).startswith(_text(turn, *kinds))
        half, broke = read([start + events[number][: len(events[number]) // 2]])
        assert [half.reasoning, half.answer] == [turn.reasoning, turn.answer]
        assert isinstance(broke, ConnectionLost) == (number <= ended)


@pytest.mark.captures
@pytest.mark.parametrize("name", REFUSED)
def test_a_recorded_refusal_is_told_in_its_own_words(native_captures: Path, name: str) -> None:
    expected, body = EXPECTED[name], (native_captures / name).read_bytes()
    error = Voice("Anthropic", "claude-opus-4-6").refusal(expected["http_status"], body, {})
    assert loaded(body)["error"]["message"] in error.failure.said
    assert error.failure.what == "Anthropic did not accept the request."


@pytest.mark.captures
def test_no_recording_is_left_out(native_captures: Path) -> None:
    bodies = {path.name for path in native_captures.iterdir() if path.name.startswith("anthropic-")}
    meta = {name for name in bodies if name.endswith((".request.json", ".chunks.json")) or "models-list" in name}
    assert bodies - meta == set(EXPECTED) != set()


def start(**message: Any) -> dict[str, Any]:
    usual = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5", "content": []}
    return {"type": "message_start", "message": usual | {"usage": {"input_tokens": 5, "output_tokens": 1}} | message}


def block(index: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": {"type": kind} | more}


def delta(index: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind} | more}


def stop(index: int) -> dict[str, Any]:
    return {"type": "content_block_stop", "index": index}


def ended(reason: str | None = "end_turn", usage: Any = None, **more: Any) -> dict[str, Any]:
    counted = {"usage": {"output_tokens": 9} if usage is None else usage}
    return {"type": "message_delta", "delta": {"stop_reason": reason} | more} | counted


LAST = {"type": "message_stop"}
THOUGHT = (
    block(0, "thinking", thinking="", signature=""),
    delta(0, "thinking_delta", thinking="Let me see."),
    delta(0, "signature_delta", signature="c2ln"),
    stop(0),
)
SPOKEN = (block(1, "text", text=""), delta(1, "text_delta", text="It is 4."), stop(1))


def stream(*events: dict[str, Any]) -> bytes:
    return b"".join(b"event: %b\ndata: %b\n\n" % (str(e["type"]).encode(), json.dumps(e).encode()) for e in events)


def test_events_without_their_names_and_after_done_are_read_the_same() -> None:
    named = stream(start(), *THOUGHT, *SPOKEN, ended(), LAST)
    bare = b"".join(line + b"\n\n" for line in named.split(b"\n") if line.startswith(b"data:"))
    for body in (named, bare, bare + b"data: [DONE]\n\n", b": hello\n\n" + named + b"data: what?\n\n"):
        turn, error = read([body])
        assert (turn.reasoning, turn.answer, error, turn.reply.unknown) == ("Let me see.", "It is 4.", None, [])


def test_a_second_start_begins_the_message_anew() -> None:
    again = (block(0, "thinking", thinking="Once more."), stop(0), block(1, "text", text="It is 5."), stop(1))
    body = stream(start(), *THOUGHT, *SPOKEN[:2], start(id="msg_2"), *again, ended(), LAST)
    turn, error = read([body])
    assert error is None and (turn.reasoning, turn.answer) == ("Once more.", "It is 5.")
    assert turn.generation_id == "msg_2" and turn.usage == Usage(5, 9)
    assert unread(turn.reply) == (
        "This reply also held something that the room does not know: "
        "a beginning that the server began anew, 19 characters."
    )
    assert [part.text for part in turn.reply.unknown] == ["Let me see.It is 4."]


def test_thoughts_that_follow_each_other_are_told_apart() -> None:
    more = (block(1, "thinking", thinking="Then that."), stop(1), block(2, "text", text="4"), stop(2))
    turn, _ = read([stream(start(), *THOUGHT, *more, ended(), LAST)])
    assert turn.reasoning == "Let me see.\n\nThen that."


def test_later_figures_take_the_place_of_earlier_ones() -> None:
    first = start(usage={"input_tokens": 10, "cache_read_input_tokens": 700, "output_tokens": 8})
    usage = {"output_tokens": 40, "output_tokens_details": {"thinking_tokens": 30}, "cache_creation_input_tokens": 6}
    turn, _ = read([stream(first, *THOUGHT, *SPOKEN, ended(None, {"output_tokens": 90}), ended(usage=usage), LAST)])
    assert turn.usage == Usage(716, 40, 30, cached_tokens=700, cache_written_tokens=6)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("end_turn", ""),
        ("stop_sequence", ""),
        ("max_tokens", "The answer reached the token limit."),
        ("pause_turn", "The provider paused this answer and waits to be asked to go on."),
        ("refusal", "The provider's filter ended this answer."),
        (
            "model_context_window_exceeded",
            "The answer was cut off: the model can read no more (its context window is full).",
        ),
        ("tired_of_it", "The answer ended for a reason that the room does not know: “tired_of_it”."),
    ],
)
def test_each_reason_of_an_end_is_told(reason: str, sentence: str) -> None:
    turn, error = read([stream(start(), *THOUGHT, *SPOKEN, ended(reason), LAST)])
    assert error is None and (turn.finish_reason, shortfall(turn), turn.answer) == (reason, sentence, "It is 4.")


def test_a_refusal_says_why_where_that_is_told() -> None:
    details = {"type": "refusal", "category": "cyber", "explanation": "It asks for an attack.", "token": "abc"}
    turn, _ = read([stream(start(), *THOUGHT, ended("refusal", stop_details=details), LAST)])
    assert turn.reply.refusal == "It asks for an attack.\n\nCategory: cyber" and turn.reply.unknown == []
    assert turn.reasoning == "Let me see."


@pytest.mark.parametrize(
    ("error", "what"),
    [
        ({"type": "overloaded_error", "message": "Overloaded"}, "because it is overloaded."),
        ({"type": "rate_limit_error", "message": "Slow down"}, "because it accepts no more requests for the moment."),
        ({"type": "timeout_error", "message": "Request took long"}, "because the reply took too long."),
        ({"type": "api_error", "message": "Internal server error"}, "broke off with an error."),
        ({"type": "billing_error", "message": "Your plan"}, "because the credits are used up."),
    ],
)
def test_an_error_after_the_start_keeps_what_came(error: dict[str, Any], what: str) -> None:
    told = {"type": "error", "error": {"details": None} | error, "request_id": "req_1"}
    turn, raised = read([stream(start(), *THOUGHT, *SPOKEN[:2], told)])
    assert raised is None and turn.failure is not None
    assert turn.failure.what.endswith(what) and error["message"] in turn.failure.said
    assert (turn.reasoning, turn.answer) == ("Let me see.", "It is 4.")


def test_thoughts_without_a_text_are_told_as_kept_private() -> None:
    hidden = (block(0, "thinking", thinking="", signature=""), delta(0, "signature_delta", signature="c2ln"), stop(0))
    turn, _ = read([stream(start(), *hidden, *SPOKEN, ended(), LAST)])
    assert note(turn) == ("lock", "It thought, but the provider keeps the text private.")


@pytest.mark.parametrize(
    ("model", "line"), [("claude-3-7-sonnet-20250219", False), ("claude-opus-4-1", True), ("kimi-k2", False)]
)
def test_it_is_said_whether_the_thoughts_are_a_summary(model: str, line: bool) -> None:
    turn, _ = read([stream(start(model=model), *THOUGHT, *SPOKEN, ended(), LAST)])
    assert (standing_line(turn) == SUMMARY) == line


def test_what_is_not_known_is_shown_and_nothing_fails() -> None:
    strange = (
        block(0, "dream", words="of electric sheep"),
        delta(0, "dream_delta", words="and their shepherd"),
        stop(0),
        {"type": "weather_report", "sky": "is clear today"},
    )
    turn, error, reply = _read([stream(start(), *strange, *SPOKEN, ended(), LAST)], "claude")
    assert error is None and turn.answer == "It is 4."
    assert [part.text for part in turn.reply.unknown] == ["of electric sheep", "and their shepherd", "is clear today"]
    assert reply.tally.other == len("of electric sheepand their shepherdis clear today")


def test_tools_searches_and_what_is_quoted_stand_beside_the_answer() -> None:
    search = (
        block(0, "server_tool_use", id="srvtoolu_1", name="web_search", input={}),
        delta(0, "input_json_delta", partial_json='{"query": '),
        delta(0, "input_json_delta", partial_json='"tides"}'),
        stop(0),
        block(
            1,
            "web_search_tool_result",
            tool_use_id="srvtoolu_1",
            content=[
                {
                    "type": "web_search_result",
                    "url": "https://e.org/t",
                    "title": "Tides",
                    "encrypted_content": "x1/+=",
                    "page_age": "April 30, 2026",
                }
            ],
        ),
        stop(1),
        block(2, "text", text="", citations=[]),
        delta(2, "citations_delta", citation={"type": "char_location", "cited_text": "Moon", "document_title": "Sea"}),
        delta(
            2,
            "citations_delta",
            citation={
                "type": "web_search_result_location",
                "cited_text": "It rises twice a day.",
                "url": "https://e.org/t",
                "title": "Tides",
                "encrypted_index": "Eo8BCio=",
            },
        ),
        delta(
            2,
            "citations_delta",
            citation={"type": "search_result_location", "cited_text": "Sun", "title": "Sky", "source": "notes"},
        ),
        delta(2, "text_delta", text="By the moon."),
        stop(2),
    )
    turn, _, reply = _read([stream(start(), *search, ended(), LAST)], "claude")
    assert [part.text for part in turn.reply.of("event")] == ['web_search {"query": "tides"}']
    assert [(part.text, (part.data or {})["title"]) for part in turn.reply.sources] == [
        ("https://e.org/t", "Tides"),
        ("Moon", "Sea"),
        ("Sun", "Sky"),
    ]
    assert turn.answer == "By the moon." and reply.tally.other == 0


def test_blocks_are_kept_as_they_came_and_in_their_order() -> None:
    body = (block(0, "text", text="\n\n"), stop(0), block(1, "redacted_thinking", data="b3BhcXVl"), stop(1))
    said = (block(2, "thinking", thinking="", signature=""), delta(2, "thinking_delta", thinking="Hm."))
    signed = (delta(2, "signature_delta", signature="c2ln"), stop(2), block(3, "text", text="4"), stop(3))
    turn, _ = read([stream(start(), *body, *said, *signed, ended(), LAST)])
    assert turn.details == (
        {
            "type": KEPT,
            "maker": "the maker",
            "content": [
                {"type": "text", "text": "\n\n"},
                {"type": "redacted_thinking", "data": "b3BhcXVl"},
                {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
                {"type": "text", "text": "4"},
            ],
        },
    )


def test_a_key_that_is_said_back_is_hidden_wherever_it_stands() -> None:
    key = "sk-ant-0123456789"
    parts = [delta(0, "thinking_delta", thinking=letter) for letter in f"It is {key}!"]
    body = stream(start(), block(0, "thinking", thinking=""), *parts, stop(0), *SPOKEN, ended(), LAST)
    turn, _ = read([body], key=key)
    # Of single letters three are shown before it can be known.
    assert turn.reasoning == "It is sk-[key]!" and key not in repr(turn)


def test_a_character_that_was_cut_in_two_is_put_together() -> None:
    parts = [delta(0, "text_delta", text=half) for half in ("a \ud83d", "\udc4d b")]
    turn, _ = read([stream(start(), block(0, "text", text=""), *parts, stop(0), ended(), LAST)])
    assert turn.answer == "a 👍 b"


def test_what_a_guard_held_back_comes_before_the_next_block() -> None:
    thought = (block(0, "thinking", thinking="It ends with sk-a"), stop(0))
    turn, _ = read([stream(start(), *thought, *SPOKEN, ended(), LAST)], key="sk-ant-0123456789")
    assert turn.reasoning == "It ends with sk-a" and len(turn.reply.rounds) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"choices": [{"index": 0, "message": {"content": "4"}, "finish_reason": "stop"}]},
        {"object": "response", "output": [{"type": "message", "content": []}]},
        {"candidates": [{"content": {"parts": [{"text": "4"}]}}]},
    ],
)
def test_a_reply_in_another_protocol_is_named(body: dict[str, Any]) -> None:
    for text in (json.dumps(body).encode(), b"data: " + json.dumps(body).encode() + b"\n\n"):
        voice = Voice("The server", "a/b", way={"spoken": "Anthropic's Messages protocol"})
        reader = BodyReader(voice, reply=MessagesReader(voice))
        with pytest.raises(NotAChatServer, match="and not in Anthropic's Messages protocol"):
            list(chain(reader.feed(text), reader.end()))


@pytest.mark.parametrize("body", [b"", b"event: ping\ndata: {}\n\n", stream(start()), stream(start(), *THOUGHT)])
def test_a_stream_without_its_end_is_lost(body: bytes) -> None:
    assert isinstance(read([body])[1], ConnectionLost)


@pytest.mark.parametrize(
    ("name", "base_url", "protocol", "asked_at"),
    [
        ("anthropic", "", None, "https://api.anthropic.com/v1/messages"),
        ("anthropic", "https://api.anthropic.com", None, "https://api.anthropic.com/v1/messages"),
        ("anthropic", "https://api.anthropic.com/v1", None, "https://api.anthropic.com/v1/messages"),
        ("anthropic", "https://gate.example/v1", None, "https://gate.example/v1/chat/completions"),
        ("anthropic", "https://gate.example", "anthropic-messages", "https://gate.example/v1/messages"),
        ("anthropic", "", "chat-completions", "https://api.anthropic.com/v1/chat/completions"),
        ("custom", "https://api.anthropic.com", None, "https://api.anthropic.com/v1/messages"),
        ("custom", "https://box.example/anthropic", "anthropic-messages", "https://box.example/anthropic/v1/messages"),
        ("ollama", "http://box:11434/v1", "ollama", "http://box:11434/v1/api/chat"),
    ],
)
def test_its_own_host_is_asked_in_its_own_protocol(name: str, base_url: str, protocol: Any, asked_at: str) -> None:
    row, url = addressed(name, base_url, protocol)
    assert Endpoint(name, row, url).chat_url == asked_at


def refused(kind: str, message: str) -> bytes:
    told = {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("status", "kind", "message", "what"),
    [
        (400, "invalid_request_error", "max_tokens: must be more than 1", "Anthropic did not accept the request."),
        (
            400,
            "invalid_request_error",
            "prompt is too long: 208310 tokens > 200000 maximum",
            "This chat is longer than claude-opus-5 can read: 208,310 tokens of at most 200,000.",
        ),
        (
            400,
            "invalid_request_error",
            "input length and `max_tokens` exceed context limit: 199211 + 20000 > 200000",
            "This chat is longer than claude-opus-5 can read.",
        ),
        (
            400,
            "invalid_request_error",
            "Your credit balance is too low to access the Anthropic API.",
            "Anthropic says that the credits do not cover this turn.",
        ),
        (401, "authentication_error", "invalid x-api-key", "Anthropic refused the key, so nothing was asked."),
        (402, "billing_error", "Update your payment", "Anthropic says that the credits do not cover this turn."),
        (403, "permission_error", "Not for you", "Anthropic does not allow this question or this model for your key."),
        (404, "not_found_error", "model: claude-opus-5", "Anthropic does not offer the model claude-opus-5."),
        (404, "not_found_error", "Not found", "Anthropic has no chat at the path /v1/messages."),
        (409, "conflict_error", "Something else runs", "Anthropic did not accept the request."),
        (413, "request_too_large", "Too large", "Anthropic did not accept the request, because it is too large."),
        (429, "rate_limit_error", "Too many", "Anthropic accepts no more requests for the moment."),
        (500, "api_error", "Internal server error", "Anthropic has trouble of its own."),
        (504, "timeout_error", "Took long", "Anthropic took too long to answer."),
        (529, "overloaded_error", "Overloaded", "Anthropic is overloaded."),
    ],
)
def test_each_error_is_told_in_a_sentence(status: int, kind: str, message: str, what: str) -> None:
    way = {"path": "/v1/messages", "spoken": "Anthropic's Messages protocol"}
    failed = Voice("Anthropic", "claude-opus-5", way=way).refusal(status, refused(kind, message), {}).failure
    assert failed.what == what and message in failed.said and failed.status == status
    if "path" in what:
        assert failed.next_step.endswith("It was asked in Anthropic's Messages protocol.")


WHOLE = (
    start(usage={"input_tokens": 3, "cache_creation": {"ephemeral_5m_input_tokens": 0}}),
    *THOUGHT,
    block(1, "text", text="", citations=None),
    delta(1, "citations_delta", citation={"type": "char_location", "cited_text": "Moon", "document_title": "Sea"}),
    delta(1, "text_delta", text="4"),
    stop(1),
    block(2, "server_tool_use", id="s", name="n", input={}),
    delta(2, "input_json_delta", partial_json="{}"),
    stop(2),
    block(
        3, "web_search_tool_result", tool_use_id="s", content=[{"type": "web_search_result", "url": "https://e.org"}]
    ),
    block(4, "redacted_thinking", data="b3BhcXVl"),
    ended("refusal", stop_details={"type": "refusal", "category": "bio", "explanation": "No."}, stop_sequence=None),
    LAST,
)


def _altered(value: Any) -> Iterator[Any]:
    """It, once with each of its values taken out, and with another in its place."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        for other in (None, 3, True, 0.5, "words", "", [], {}, [[{}]], {"type": 7}):
            yield _with(value, name, other)
        if isinstance(inner, dict | list):
            yield from (_with(value, name, changed) for changed in _altered(inner))


def _with(value: Any, name: Any, inner: Any) -> Any:
    if isinstance(value, dict):
        return value | {name: inner}
    return [*value[:name], inner, *value[name + 1 :]]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(WHOLE)))
def test_whatever_stands_in_the_place_of_a_value_fails_nothing(number: int) -> None:
    count = 0
    for changed in _altered(WHOLE[number]):
        events = [*WHOLE[:number], changed, *WHOLE[number + 1 :]]
        body = b"".join(b"data: %b\n\n" % json.dumps(event).encode() for event in events)
        turn, error, reply = _read([body], "claude")
        assert error is None or turn.failure
        assert reply.tally.all == sum(len(text) for event in events for _, text in texts_in(event, "")), changed
        count += 1
    assert count > 9
