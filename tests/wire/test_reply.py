"""Chunks of a reply -> events, through the body's reader, as bytes come."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.conversation import (
    ConnectionLost,
    Draft,
    KeptAlive,
    NotAChatServer,
    Progress,
    ProviderGaveUp,
    TurnFailed,
    Usage,
)
from components.wire.body import BodyReader
from components.wire.refusals import Voice
from components.wire.sse import BOM

KEY = "sk-or-v1-" + "0123456789abcdef"
STOP: dict[str, Any] = {"choices": [{"delta": {}, "finish_reason": "stop"}]}
USAGE = {"prompt_tokens": 1, "completion_tokens": 5, "completion_tokens_details": {"reasoning_tokens": 3}, "cost": 0.5}
BROKE = {"code": 502, "message": "Broke"}


def _delta(content: str | None = None, reasoning: str | None = None, finish: str | None = None, **more: Any) -> Any:
    delta = {"role": "assistant", "content": content, "reasoning": reasoning}
    return {"choices": [{"delta": delta, "finish_reason": finish}], **more}


def _sse(*chunks: Any, done: bool = True) -> bytes:
    lines = [chunk if isinstance(chunk, str) else f"data: {json.dumps(chunk)}" for chunk in chunks]
    return "".join(f"{line}\n\n" for line in [*lines, *(["data: [DONE]"] if done else [])]).encode()


def _read(body: bytes, size: int = 10**9) -> tuple[Progress, TurnFailed | None]:
    """What a turn has become at the end, and the error that ended it."""
    draft, reader = Draft(), BodyReader(Voice("The server", "a/b", KEY))
    try:
        for at in range(0, len(body), size):
            for event in reader.feed(body[at : at + size]):
                draft.fold(event, 0.0)
        for event in reader.end():
            draft.fold(event, 0.0)
    except TurnFailed as error:
        return draft.progress, error
    return draft.progress, None


def _texts(progress: Progress) -> tuple[str, str]:
    return tuple("".join(p.text for p in progress.pieces if p.channel == name) for name in ("reasoning", "answer"))  # type: ignore[return-value]


def _good(body: bytes) -> Progress:
    progress, error = _read(body)
    assert error is None and progress.reply.failure is None
    return progress


def test_a_usual_stream_is_read_to_its_end() -> None:
    head = {"id": "gen-1", "model": "a/b-0", "provider": "Up"}
    progress = _good(_sse(_delta("", "why", **head), _delta("because", **head), STOP, {"choices": [], "usage": USAGE}))
    assert _texts(progress) == ("why", "because")
    assert (progress.reply.generation_id, progress.reply.answered_by, progress.reply.finish_reason) == (
        "gen-1",
        "a/b-0 at Up",
        "stop",
    )
    assert progress.reply.usage == Usage(1, 5, 3, 0.5)


@pytest.mark.parametrize(
    "last",
    [
        {"choices": [{"delta": {"content": ""}, "finish_reason": None}], "usage": USAGE},
        {"choices": [{"delta": {"content": ""}, "finish_reason": ""}], "usage": USAGE},
        {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": USAGE},
        {"choices": [], "usage": USAGE},
        {"choices": None, "usage": USAGE},
        {"usage": USAGE},
        {"choices": [None], "usage": USAGE},
        {"choices": [{"delta": None}], "usage": USAGE},
    ],
)
def test_no_usage_chunk_takes_the_finish_reason_away(last: Any) -> None:
    progress = _good(_sse(_delta("a"), STOP, last))
    assert (progress.reply.finish_reason, progress.reply.usage) == ("stop", Usage(1, 5, 3, 0.5))


def test_a_first_chunk_may_have_no_choices() -> None:
    assert _texts(_good(_sse({"choices": [], "prompt_filter_results": []}, _delta("a"), STOP))) == ("", "a")


def test_text_on_the_stop_chunk_and_after_it_is_kept() -> None:
    progress = _good(_sse(_delta("a"), _delta("b", finish="length"), _delta("c", finish="length")))
    assert (_texts(progress), progress.reply.finish_reason) == (("", "abc"), "length")


def test_white_space_before_the_thinking_begins_no_answer() -> None:
    progress = _good(_sse(_delta("\n"), _delta("", "why"), _delta("because"), STOP))
    assert _texts(progress) == ("why", "\nbecause")
    assert [piece.channel for piece in progress.pieces] == ["answer", "reasoning", "answer"]


def test_of_a_chunk_with_both_the_reasoning_comes_first() -> None:
    progress = _good(_sse(_delta("be", "why"), _delta("cause"), STOP))
    assert [piece[:2] for piece in progress.pieces] == [("reasoning", "why"), ("answer", "be"), ("answer", "cause")]


@pytest.mark.parametrize("reasoning", [None, ""])
@pytest.mark.parametrize("details", [None, []])
def test_empty_reasoning_is_no_reasoning(reasoning: str | None, details: Any) -> None:
    delta = {"content": "a", "reasoning": reasoning, "reasoning_details": details}
    progress = _good(_sse({"choices": [{"delta": delta}]}, STOP))
    assert [piece.channel for piece in progress.pieces] == ["answer"]
    assert progress.reply.details == (None if details is None else ()) and progress.reply.times.first_reasoning is None


@pytest.mark.parametrize("ending", [_sse(STOP, done=False), _sse(_delta("b"), done=True), _sse(STOP)])
def test_a_finish_reason_or_done_is_an_end(ending: bytes) -> None:
    assert _texts(_good(_sse(_delta("a"), done=False) + ending))[1][0] == "a"


@pytest.mark.parametrize("body", [b"", _sse(done=False), _sse(_delta("a", "b"), done=False), b": ping\n\n: ping\n\n"])
def test_a_stream_without_its_end_was_cut(body: bytes) -> None:
    _, error = _read(body)
    assert type(error) is ConnectionLost


def test_everything_that_came_before_a_cut_is_kept() -> None:
    details = [{"type": "reasoning.summary", "summary": "x", "index": 0}]
    chunk = {"choices": [{"delta": {"content": "<thi", "reasoning_details": details}}]}
    progress, error = _read(_sse(_delta("\ud83d"), chunk, done=False) + b'data: {"choices": [{"del')
    assert type(error) is ConnectionLost and progress.reply.failure is None
    assert _texts(progress) == ("x", "�<thi") and progress.reply.details == tuple(details)


def test_a_cut_at_any_position_is_a_lost_connection_and_keeps_what_came() -> None:
    stream = _sse(_delta("", "why"), _delta("be"), _delta("cause"), done=False)
    for at in range(len(stream)):
        progress, error = _read(stream[:at], 100)
        assert type(error) is ConnectionLost and progress.reply.failure is None
        assert "whybecause".startswith("".join(_texts(progress)))


@pytest.mark.parametrize("held", ["<thi", "</think", "\ud83d"])
def test_what_was_held_back_is_told_at_a_cut(held: str) -> None:
    progress, error = _read(_sse(_delta(f"a{held}"), done=False))
    assert type(error) is ConnectionLost
    assert _texts(progress) == ("", "a" + held.replace("\ud83d", "�"))


ERRORS: dict[str, list[Any]] = {
    "beside choices": [{"error": BROKE, "choices": [{"delta": {"content": ""}, "finish_reason": "error"}]}],
    "beside a good end": [{"error": BROKE, "choices": [{"delta": {"content": ""}, "finish_reason": "stop"}]}],
    "alone": [{"error": BROKE, "user_id": "u"}],
    "inside a choice": [{"choices": [{"delta": {"content": ""}, "finish_reason": "error", "error": BROKE}]}],
    "after the end": [STOP, {"error": BROKE, "choices": []}],
    "twice": [{"error": BROKE}, {"error": {"message": "echo"}}],
    "by the event's name": ['event: error\ndata: {"code": 502, "message": "Broke"}'],
    "by name, in an envelope": ['event: error\ndata: {"error": {"code": 502, "message": "Broke"}}'],
    "by name, as text": ["event: error\ndata: 502 Broke"],
}


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("chunks", ERRORS.values(), ids=ERRORS)
def test_an_error_inside_the_stream_fails_the_turn_and_keeps_text_and_usage(chunks: list[Any], done: bool) -> None:
    body = _sse(_delta("partial", "thought"), *chunks, {"choices": [], "usage": USAGE}, done=done)
    progress, error = _read(body)
    assert error is None and progress.reply.failure is not None
    assert progress.reply.failure.kind == ProviderGaveUp.kind and "Broke" in progress.reply.failure.said
    assert _texts(progress) == ("thought", "partial") and progress.reply.usage == Usage(1, 5, 3, 0.5)


LIMIT = {"error": {"code": 400, "message": "Token limit reached"}, "usage": USAGE}


def test_the_token_limit_told_again_as_an_error_hides_no_ending() -> None:
    last = {"choices": [{"delta": {"content": ""}, "finish_reason": None}], **LIMIT}
    progress = _good(_sse(_delta("", "why"), _delta("be", finish="length"), last))
    assert (_texts(progress), progress.reply.finish_reason) == (("why", "be"), "length")
    assert progress.reply.usage == Usage(1, 5, 3, 0.5)


@pytest.mark.parametrize("reason", [None, "stop"])
def test_the_token_limit_alone_is_an_error(reason: str | None) -> None:
    progress, _ = _read(_sse(_delta("a", finish=reason), LIMIT))
    assert progress.reply.failure is not None and "token limit" in progress.reply.failure.what


def test_another_error_after_the_limit_is_an_error() -> None:
    progress, _ = _read(_sse(_delta("a", finish="length"), {"error": BROKE}))
    assert progress.reply.failure is not None and progress.reply.failure.said == "502 Broke"


def test_an_error_without_a_word_is_an_error_all_the_same() -> None:
    progress, error = _read(_sse(_delta("a", finish="error")))
    assert error is None and progress.reply.failure is not None and progress.reply.failure.said


@pytest.mark.parametrize("line", ["data: {", 'data: {"choices": [{"delta', "data: [1, "])
def test_a_piece_of_a_chunk_fails_the_turn_and_ends_nothing(line: str) -> None:
    progress, error = _read(_sse(_delta("a"), line, _delta("b"), STOP))
    assert error is None and progress.reply.failure is not None and _texts(progress) == ("", "ab")


SILENT = ["", "null", "3", "true", '""', "[]", "{}", ": keepalive", "keep-alive", "ping", '"ping"', "[PING]"]
SILENT += ["OPENROUTER PROCESSING", '{"type": "ping"}', '{"status": "queued", "position": 3}']
SILENT += ['{"status": "queued", "message": "You are number 3 in the queue."}', '{"event": "heartbeat", "time": 17}']


@pytest.mark.parametrize("name", ["", "event: ping\n"])
@pytest.mark.parametrize("data", SILENT)
def test_data_that_is_a_sign_of_life_or_nothing_changes_nothing(data: str, name: str) -> None:
    progress = _good(_sse(f"{name}data: {data}", _delta("", "why"), f"{name}data: {data}", _delta("a"), STOP))
    assert _texts(progress) == ("why", "a") and not progress.beside_bytes


@pytest.mark.parametrize(
    ("data", "share"),
    [
        ({"status": "loading", "progress": 0.4}, 0.4),
        ({"event": "loading", "model": "a/b"}, None),
        ({"status": "queued", "progress": 0.4}, "alive"),
    ],
)
def test_a_model_that_is_loaded_while_the_stream_is_open_is_told_as_that(data: dict[str, Any], share: Any) -> None:
    draft, reader = Draft(), BodyReader(Voice("The server", "a/b"))
    for event in reader.feed(b"data: " + json.dumps(data).encode() + b"\n\n"):
        draft.fold(event, 0.0)
    loading = draft.progress.loading
    assert (loading.share if loading else "alive") == share
    assert loading is None or loading.failure.what == "The model is being loaded by The server."
    for event in reader.feed(_sse(_delta("a"), STOP)):
        draft.fold(event, 0.0)
    assert draft.progress.loading is None and _texts(draft.progress) == ("", "a")


def test_an_error_of_the_stream_that_says_that_the_model_is_loaded_is_told_as_that() -> None:
    progress, _ = _read(_sse({"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}))
    failure = progress.reply.failure
    assert failure and (failure.kind, failure.what) == ("model loading", "The model is being loaded by The server.")


@pytest.mark.parametrize("data", ["no json", '"text"', "Out of cheese", '{"foo": "bar"}', '{"foo": ["a", {"b": "c"}]}'])
def test_data_that_is_not_understood_is_kept_and_ends_nothing(data: str) -> None:
    progress = _good(_sse(_delta("a"), f"data: {data}", _delta("b"), STOP))
    assert _texts(progress) == ("", "ab")
    assert [piece.text for piece in progress.pieces if piece.channel == "other"]


def test_a_key_in_an_error_of_the_stream_never_shows() -> None:
    progress, _ = _read(_sse({"error": {"message": f"Wrong key {KEY}"}}))
    assert KEY not in repr(progress) and "[key]" in repr(progress.reply.failure)


def test_inline_tags_are_told_from_the_answer_over_chunks() -> None:
    progress = _good(_sse(*(_delta(char) for char in "<think>why</think>because"), STOP))
    assert _texts(progress) == ("why", "because")


def test_tags_are_text_where_reasoning_has_its_own_field() -> None:
    progress = _good(_sse(_delta("", "why"), _delta("<think>no</think>"), _delta("\n</think>\nyes"), STOP))
    assert _texts(progress) == ("why", "<think>no</think>\n</think>\nyes")


def test_a_missing_opening_tag_refiles_the_answer() -> None:
    progress = _good(_sse(_delta("let me see"), _delta("\n</think>"), _delta("\n42"), STOP))
    assert _texts(progress) == ("let me see\n", "\n42")


def test_characters_cut_over_chunks_are_whole() -> None:
    progress = _good(_sse(_delta("a\ud83d", "b\ud83d"), _delta("\udc4dc", "\udc4dd"), STOP))
    assert _texts(progress) == ("b👍d", "a👍c")


def test_details_come_merged_with_what_they_tell() -> None:
    items = [
        {"type": "reasoning.summary", "summary": "wh", "index": 0},
        {"type": "reasoning.summary", "summary": "y", "index": 0},
        {"type": "reasoning.encrypted", "data": "QUJD", "index": 0},
    ]
    chunks = [{"choices": [{"delta": {"content": "", "reasoning_details": [item]}}]} for item in items]
    progress = _good(_sse(*chunks, STOP))
    assert _texts(progress) == ("why", "") and progress.reply.summarised and progress.reply.encrypted
    assert progress.reply.details == (items[0] | {"summary": "why"}, items[2])


@pytest.mark.parametrize("extra", [{"message": {"content": "a"}}, {"text": "a"}])
def test_a_piece_that_stands_twice_in_a_choice_is_read_once(extra: dict[str, Any]) -> None:
    assert _texts(_good(_sse({"choices": [{"delta": {"content": "a"}, **extra}]}, STOP))) == ("", "a")


def test_what_a_whole_message_has_beyond_what_came_is_appended() -> None:
    chunk = {"choices": [{"delta": {"content": "a"}, "message": {"content": "ab"}}]}
    assert _texts(_good(_sse(chunk, STOP))) == ("", "ab")


def test_keep_alives_are_told() -> None:
    reader = BodyReader(Voice("S", "m", ""))
    assert list(reader.feed(b"\n \n")) == [KeptAlive()]
    assert list(reader.feed(b": OPENROUTER PROCESSING\n\n: ping\n\n")) == [KeptAlive(), KeptAlive()]


WHOLE = {
    "id": "gen-1",
    "choices": [{"message": {"content": "because", "reasoning": "why"}, "finish_reason": "stop"}],
    "usage": USAGE,
}


@pytest.mark.parametrize("size", [1, 7, 10**9])
@pytest.mark.parametrize("padding", [b"", b"\n  \n" * 700, BOM, b"\n" + BOM + b"\n"])
def test_a_reply_may_come_as_one_object(padding: bytes, size: int) -> None:
    progress, error = _read(padding + json.dumps(WHOLE).encode() + b"\n", size)
    assert error is None and _texts(progress) == ("why", "because")
    assert (progress.reply.finish_reason, progress.reply.usage) == ("stop", Usage(1, 5, 3, 0.5))


@pytest.mark.parametrize("size", [1, 7, 10**9])
@pytest.mark.parametrize("padding", [b"", b" \n", BOM])
def test_a_stream_may_begin_with_padding_or_a_mark(padding: bytes, size: int) -> None:
    progress, error = _read(padding + _sse(_delta("a"), STOP), size)
    assert error is None and _texts(progress) == ("", "a")


@pytest.mark.parametrize("body", [{"error": BROKE}, [{"error": BROKE}], WHOLE | {"error": BROKE, "choices": None}])
def test_an_object_with_an_error_fails_the_turn_though_its_status_was_200(body: Any) -> None:
    progress, error = _read(json.dumps(body).encode())
    assert error is None and progress.reply.failure is not None and "Broke" in progress.reply.failure.said


@pytest.mark.parametrize("body", [b"<!doctype html><p>Sign in</p>", b'{"hello": 1}', b"{}", b"[]", b"[1]"])
def test_what_is_no_chat_reply_is_said_to_be_none(body: bytes) -> None:
    _, error = _read(body)
    assert type(error) is NotAChatServer


@pytest.mark.parametrize("body", [b'{"choices": [', b'{"message":{"content":"a"}}\n{"done":true}\n'])
def test_an_object_that_is_not_whole_was_cut(body: bytes) -> None:
    _, error = _read(body)
    assert type(error) is ConnectionLost


STREAM = BOM + (
    b": ping\r\n\r\n"
    + _sse(_delta("\n"), _delta("\u2028é", "why 👍"), _delta("b", "c", "stop")).replace(b"\n", b"\r\n")
)


@pytest.mark.slow
@given(st.sets(st.integers(0, len(STREAM))))
def test_any_partition_gives_the_same_turn(places: set[int]) -> None:
    draft, reader, edges = Draft(), BodyReader(Voice("S", "m", "")), [0, *sorted(places), len(STREAM)]
    for start, end in pairwise(edges):
        for event in reader.feed(STREAM[start:end]):
            draft.fold(event, 0.0)
    list(reader.end())
    assert _texts(draft.progress) == ("why 👍c", "\n\u2028éb") and draft.progress.reply.finish_reason == "stop"


def test_a_name_that_is_none_is_told_once_though_it_comes_with_every_chunk() -> None:
    name = "I am a poem and no name. " * 200
    progress = _good(_sse(*(_delta(word, model=name) for word in ("a", "b", "c")), STOP))
    assert _texts(progress) == ("", "abc")
    assert [piece.text for piece in progress.pieces if piece.channel == "other"] == [name]
