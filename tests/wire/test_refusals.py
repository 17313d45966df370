"""Error bodies of every shape -> one error, its words, no key."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from components.conversation import (
    CreditsMissing,
    Forbidden,
    KeyRefused,
    ModelUnknown,
    NotAChatServer,
    ProviderDown,
    ProviderGaveUp,
    RateLimited,
    RequestRefused,
    TurnFailed,
)
from components.wire.refusals import MOST_WORDS, Voice, has_error, parsed, retry_after_s, words_in

KEY = "sk-or-v1-" + "0123456789abcdef"
VOICE = Voice("The server", "a/b", KEY)

SHAPES: dict[str, tuple[Any, str]] = {
    "openrouter": ({"error": {"code": 401, "message": "User not found"}, "user_id": "u"}, "User not found"),
    "openai": ({"error": {"message": "Bad", "type": "t", "param": None, "code": None}}, "Bad"),
    "only a type": ({"error": {"message": "", "type": "overloaded_error"}}, "overloaded_error"),
    "ollama": ({"error": "no such thing"}, "no such thing"),
    "xai": ({"code": "invalid-argument", "error": "Bad argument"}, "Bad argument"),
    "mistral": ({"detail": "Invalid API Key"}, "Invalid API Key"),
    "mistral 422": (
        {"detail": [{"loc": ["body"], "msg": "extra", "type": "x"}, {"msg": "more"}, "odd"]},
        "extra; more; odd",
    ),
    "cerebras": ({"message": "Wrong format", "type": "t", "param": "p", "code": "c"}, "Wrong format"),
    "gemini": ([{"error": {"code": 400, "message": "Bad", "status": "INVALID_ARGUMENT"}}], "Bad"),
    "upstream text": (
        {"error": {"message": "Provider returned error", "metadata": {"raw": "full", "provider_name": "Up"}}},
        "Provider returned error\nUp: full",
    ),
    "upstream object": (
        {"error": {"message": "Provider returned error", "metadata": {"raw": {"a": 1}, "provider_name": None}}},
        'Provider returned error\nthe provider: {"a": 1}',
    ),
    "moderation": (
        {"error": {"message": "Flagged", "metadata": {"reasons": ["violence", "hate"], "flagged_input": "x"}}},
        "Flagged\nflagged: violence, hate",
    ),
    "null metadata": ({"error": {"message": "Bad", "metadata": None}}, "Bad"),
}


def _refused(status: int, body: Any, **headers: str) -> TurnFailed:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return VOICE.refusal(status, raw, httpx.Headers(headers))


@pytest.mark.parametrize(("body", "words"), SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_its_own_words(body: Any, words: str) -> None:
    assert has_error(body) and words_in(body) == words
    failure = _refused(418, body).failure
    assert (failure.said, failure.status) == (f"418 {words}", 418)
    assert VOICE.gave_up(body).failure.said.endswith(words)


@pytest.mark.parametrize(
    "chunk",
    [
        {},
        {"choices": []},
        {"choices": [], "error": None},
        {"choices": [{}], "message": "x"},
        {"usage": {}, "message": "x"},
        {"object": "chat.completion.chunk", "detail": "x"},
        [],
        "text",
        None,
        3,
    ],
)
def test_a_chunk_of_a_reply_is_no_error(chunk: Any) -> None:
    assert not has_error(chunk)


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Reasoning is mandatory for this endpoint and cannot be disabled.", RequestRefused),
        (400, "a/b is not a valid model ID", ModelUnknown),
        (400, "Incorrect API key provided: xai-***", KeyRefused),
        (401, "Missing Authentication header", KeyRefused),
        (402, "Insufficient credits", CreditsMissing),
        (403, "Input flagged", Forbidden),
        (403, "Invalid API key", KeyRefused),
        (404, "No endpoints found", ModelUnknown),
        (408, "Timeout", ProviderDown),
        (412, "Precondition", RequestRefused),
        (413, "Too large", RequestRefused),
        (422, "extra_forbidden", RequestRefused),
        (422, "The model `x` does not exist", ModelUnknown),
        (429, "Rate limit exceeded", RateLimited),
        (429, "insufficient_quota", CreditsMissing),
        (500, "Internal", ProviderDown),
        (502, "Upstream", ProviderDown),
        (503, "Overloaded", ProviderDown),
        (504, "Timeout", ProviderDown),
        (524, "Edge timeout", ProviderDown),
        (529, "Overloaded", ProviderDown),
        (302, "Moved", NotAChatServer),
    ],
)
def test_the_status_and_the_words_tell_the_kind(status: int, message: str, kind: type[TurnFailed]) -> None:
    error = _refused(status, {"error": {"message": message, "code": status}})
    assert type(error) is kind
    assert (error.failure.status, error.failure.said) == (status, f"{status} {message}")


@pytest.mark.parametrize(
    ("status", "kind"), [(200, NotAChatServer), (404, NotAChatServer), (502, ProviderDown), (524, ProviderDown)]
)
@pytest.mark.parametrize("page", [b"", b"<html><style>p{}</style><script>x()</script><p>Bad\n <b>gateway</b></p>"])
def test_a_page_or_nothing_at_all_is_told_without_markup(status: int, kind: type[TurnFailed], page: bytes) -> None:
    error = _refused(status, page) if status != 200 else VOICE.not_a_chat(page)
    assert type(error) is kind
    assert error.failure.said == f"{status if status != 200 else ''}{' Bad gateway' if page else ''}".strip()


def test_what_is_no_json_and_no_utf_8_is_told_all_the_same() -> None:
    assert _refused(500, b"\xff\xfe oops").failure.said == "500 �� oops"
    assert parsed(b"[" * 100_000) is None


@pytest.mark.parametrize("code", [502, "502", None, True])
def test_an_error_inside_a_stream_names_its_code(code: Any) -> None:
    error = VOICE.gave_up({"error": {"message": "Broke", "code": code}})
    assert type(error) is ProviderGaveUp
    assert error.failure.status == (502 if code == 502 else None)
    assert error.failure.said == ("502 Broke" if code == 502 else "Broke")


ECHOES: list[Any] = [
    {"error": {"message": f"Wrong key {KEY}."}},
    {"error": f"Wrong key {KEY}."},
    {"detail": f"Wrong key {KEY}."},
    {"detail": [{"msg": f"Wrong key {KEY}."}]},
    {"error": {"message": "x", "metadata": {"raw": f"Wrong key {KEY}."}}},
    {"error": {"message": "x", "metadata": {"raw": {"key": KEY}}}},
    f"<p>Wrong key {KEY}.</p>".encode(),
    b"x" * (MOST_WORDS - 14) + KEY.encode(),
]


@pytest.mark.parametrize("body", ECHOES)
@pytest.mark.parametrize("status", [400, 401, 500])
def test_an_echoed_key_never_shows(body: Any, status: int) -> None:
    error = _refused(status, body)
    shown = repr(error) + repr(error.failure) + str(error.args)
    assert KEY not in shown and KEY[:12] not in shown and "[key" in error.failure.said
    if not isinstance(body, bytes):
        assert KEY not in repr(VOICE.gave_up(body).failure)


@pytest.mark.parametrize(
    "foreign", ["sk-proj-abcdefghijklmnop", "gsk_abcdefghijklmnop", "xai-abcdefghijklmnop", "Bearer abc.def"]
)
def test_what_looks_like_another_key_never_shows(foreign: str) -> None:
    assert foreign.removeprefix("Bearer ") not in _refused(401, {"error": f"Key {foreign} is wrong"}).failure.said


def test_a_key_of_any_look_is_removed_and_no_key_removes_nothing() -> None:
    assert Voice("S", "m", "pass word").scrubbed("a pass word b") == "a [key] b"
    assert Voice("S", "m", "").scrubbed("task-force of keys") == "task-force of keys"


def test_words_are_cut_and_encodable() -> None:
    said = _refused(500, {"error": "\ud83d" + "x" * 9_999}).failure.said
    assert len(said) == MOST_WORDS and said.encode()


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("30", 30.0),
        ("0.5", 0.5),
        ("0", None),
        ("-3", None),
        ("nan", None),
        ("inf", None),
        ("999999", None),
        ("soon", None),
        ("", None),
        ("Mon, 01 Jan 2001 00:00:00 GMT", None),
        ("Mon, 01 Jan 2001 00:00:00 -0000", None),
    ],
)
def test_retry_after_is_a_sensible_number_of_seconds_or_nothing(told: str, seconds: float | None) -> None:
    assert retry_after_s(httpx.Headers({"Retry-After": told})) == seconds


def test_retry_after_may_be_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    failure = _refused(429, {"error": "slow"}, **{"Retry-After": date}).failure
    assert failure.retry_after_s is not None and 55 < failure.retry_after_s <= 60
    assert "again in 6" in failure.next_step or "again in 5" in failure.next_step


@pytest.mark.parametrize("header", [{}, {"Retry-After": "7"}])
def test_openrouter_may_tell_the_wait_in_the_body(header: dict[str, str]) -> None:
    body = {"error": {"message": "busy", "availability": {"retry_after": 12, "retryable": True}}}
    failure = _refused(503, body, **header).failure
    assert failure.retry_after_s == (7.0 if header else 12.0)
