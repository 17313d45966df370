"""Error bodies of every shape -> one error, its words, no key."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from components.conversation import (
    ContextTooLong,
    CreditsMissing,
    Forbidden,
    KeyRefused,
    ModelUnknown,
    NobodyFits,
    NotAChatServer,
    ProviderDown,
    ProviderGaveUp,
    RateLimited,
    ReasoningMandatory,
    RequestRefused,
    TurnFailed,
)
from components.wire.error_signs import has_error
from components.wire.refusals import MOST_WORDS, Voice, parsed, retry_after_s, words_in

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
        (400, "Reasoning is mandatory for this endpoint and cannot be disabled.", ReasoningMandatory),
        (400, "omni-moderation is not a valid model ID", ModelUnknown),
        (400, "API key not valid. Please pass a valid API key.", KeyRefused),
        (422, "This model's maximum context length is 9 tokens", ContextTooLong),
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
    known = str(code) == "502"
    assert error.failure.status == (502 if known else None)
    assert error.failure.said == ("502 Broke" if known else "Broke")


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
    assert "again in 1 min" in failure.next_step or "again in 5" in failure.next_step


@pytest.mark.parametrize("header", [{}, {"Retry-After": "7"}])
def test_openrouter_may_tell_the_wait_in_the_body(header: dict[str, str]) -> None:
    body = {"error": {"message": "busy", "availability": {"retry_after": 12, "retryable": True}}}
    failure = _refused(503, body, **header).failure
    assert failure.retry_after_s == (7.0 if header else 12.0)


def test_the_upstreams_headers_and_fields_may_tell_the_wait() -> None:
    for metadata in ({"headers": {"Retry-After": "7"}}, {"headers": {"retry-after": 7}}, {"retry_after_seconds": 7}):
        assert _refused(429, _routed(429, "busy", metadata)).failure.retry_after_s == 7
        assert VOICE.gave_up(_routed(429, "busy", metadata)).failure.retry_after_s == 7
    for metadata in ({"headers": None}, {"headers": ["Retry-After"]}, {"headers": {"Retry-After": {}}}):
        assert _refused(429, _routed(429, "busy", metadata)).failure.retry_after_s is None


@pytest.mark.parametrize("in_body", [True, False])
def test_openrouters_own_limit_tells_the_moment_of_its_reset_in_milliseconds(in_body: bool) -> None:
    now = datetime.now(UTC).timestamp()
    for reset, expected in ((now + 30, 30), (now - 5, None), (now + 200_000, None), ((now + 30) / 1000, None)):
        headers = {"X-RateLimit-Reset": str(int(reset * 1000))}
        body = _routed(429, "Rate limit exceeded", {"headers": headers} if in_body else {})
        told = _refused(429, body, **({} if in_body else headers)).failure.retry_after_s
        assert (told is None) == (expected is None)
        assert told is None or (expected and expected - 2 < told <= expected)
        assert _refused(500, body, **({} if in_body else headers)).failure.retry_after_s is None


def _routed(status: int, message: str, metadata: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"error": {"code": status, "message": message, "metadata": metadata or {}, **more}, "user_id": "u"}


def _available(code: str) -> dict[str, Any]:
    return _routed(404, "Not available.", availability={"code": code, "retryable": False})


RAISED = "You requested up to {} tokens, but can only afford {}. To increase, visit https://openrouter.ai/settings"
SERVES = "Up, which serves this model for The server,"
# One row for each way in which a provider refuses: status, body, kind, part of the sentence, part of the next step.
ROWS: dict[str, tuple[int, Any, type[TurnFailed], str, str]] = {
    "credits": (402, _routed(402, RAISED.format(8192, 113)), CreditsMissing,
                "The server's credits do not cover this turn: it may take up to 8,192 tokens, and they pay for 113.",
                "set max tokens to 113 or less"),
    "separators": (402, _routed(402, RAISED.format("65,536", "1,204")), CreditsMissing,
                   "up to 65,536 tokens, and they pay for 1,204.", "1,204 or less"),
    "pays for none": (402, _routed(402, RAISED.format(8192, 0)), CreditsMissing,
                      "the credits do not cover this turn.", "lower the token limit"),
    "other words": (402, _routed(402, "Insufficient credits"), CreditsMissing,
                    "the credits do not cover this turn.", "lower the token limit"),
    "key limit": (403, _routed(403, "Key limit exceeded (total limit)"), CreditsMissing,
                  "The limit that was set for this key at The server is used up.", "Raise the key's limit"),
    "moderation": (403, _routed(403, "Flagged", {"reasons": ["violence", "hate"]}), Forbidden,
                   "a moderation check flagged it for violence, hate.", "Reword the question"),
    "no reasons": (403, _routed(403, "Your input was flagged"), Forbidden,
                   "a moderation check flagged it.", "Reword the question"),
    "guardrail": (403, _routed(403, "Blocked", {"patterns": ["email"]}), Forbidden,
                  "a guardrail of the account stopped it.", "change the guardrail"),
    "region": (403, _routed(403, "Not available in your country"), Forbidden,
               "does not offer a/b in this region.", "another provider"),
    "permission": (403, _routed(403, "Only management keys can do this"), Forbidden,
                   "this question or this model for your key.", "its own words"),
    "content filter": (400, {"error": {"message": "No.", "code": "content_filter"}}, Forbidden,
                       "a moderation check flagged it.", "Reword the question"),
    "privacy": (404, _routed(404, "No endpoints found matching your data policy"), NobodyFits,
                "fits the privacy settings.", "or the privacy settings at The server"),
    "routing": (404, _routed(404, "No endpoints found that support these parameters"), NobodyFits,
                "meets the routing wishes of this request.", "Loosen the provider routing"),
    "routing 503": (503, _routed(503, "No provider meets your routing requirements"), NobodyFits,
                    "meets the routing wishes of this request.", "Loosen the provider routing"),
    "not found": (404, _available("model_not_found"), ModelUnknown, "does not offer the model a/b.", "Check the model"),
    "no endpoints": (404, _available("no_endpoints"), ModelUnknown, "Nobody at The server serves a/b.", "another"),
    "capacity": (404, _available("capacity_exhausted"), ProviderDown, "The server is overloaded.", "in a moment"),
    "free ended": (404, _available("free_variant_ended"), ModelUnknown, "ended the free a/b.", "Take “:free” off"),
    "free ended, in words": (404, _routed(404, "The free X 8B period has ended."), ModelUnknown,
                             "ended the free a/b.", "Take “:free” off"),
    "context by type": (400, _routed(400, "No", {"error_type": "context_length_exceeded"}), ContextTooLong,
                        "longer than a/b can read.", "Start a new chat, or choose a model with a longer context"),
    "context in raw": (502, _routed(502, "Provider returned error", {"raw": '{"code": "context_length_exceeded"}'}),
                       ContextTooLong, "longer than a/b can read.", "Start a new chat"),
    "context in numbers": (
        400,
        {"error": {"message": "This model's maximum context length is 1048565 tokens. However, you requested 1250025 "
                   "tokens (1250025 in the messages)"}},
        ContextTooLong, "1,250,025 tokens of at most 1,048,565.", "Start a new chat"),
    "mandatory": (400, _routed(400, "Reasoning is mandatory for this endpoint and cannot be disabled."),
                  ReasoningMandatory, "Thinking cannot be turned off for a/b.",
                  "Choose Default or a level, then try again."),
    "too large": (413, _routed(413, "Too large"), RequestRefused, "because it is too large.", "Shorten the question"),
    "upstream's limit": (429, _routed(429, "Provider returned error", {"raw": "x", "provider_name": "Up"}), RateLimited,
                         f"{SERVES} accepts no more requests for the moment.", "Try again in a moment"),
    "own limit": (429, _routed(429, "Rate limit exceeded: free-models-per-min."), RateLimited,
                  "The server accepts no more requests for the moment.", "Try again in a moment"),
    "free day": (429, _routed(429, "Rate limit exceeded: free-models-per-day."), RateLimited,
                 "The free requests of this day at The server are used up.", "Try again tomorrow"),
    "down": (502, _routed(502, "Provider returned error", {"provider_name": "Up"}), ProviderDown,
             f"{SERVES} has trouble of its own.", "Try again in a moment"),
    "timeout": (504, _routed(504, "No"), ProviderDown, "The server took too long to answer.", "Try again"),
    "edge timeout": (524, b"", ProviderDown, "The server took too long to answer.", "Try again"),
    "timeout by type": (502, _routed(502, "No", {"error_type": "timeout"}), ProviderDown, "took too long", "Try again"),
    "overloaded": (529, _routed(529, "No"), ProviderDown, "The server is overloaded.", "Try again"),
    "overloaded by type": (503, _routed(503, "No", {"error_type": "provider_overloaded", "provider_name": "Up"}),
                           ProviderDown, f"{SERVES} is overloaded.", "Try again"),
}  # fmt: skip


@pytest.mark.parametrize(("status", "body", "kind", "what", "next_step"), ROWS.values(), ids=ROWS)
def test_every_refusal_has_its_sentence_and_its_next_step(
    status: int, body: Any, kind: type[TurnFailed], what: str, next_step: str
) -> None:
    error = _refused(status, body)
    assert type(error) is kind
    assert what in error.failure.what and next_step in error.failure.next_step


def test_a_free_model_without_credits_is_told_of_the_balance() -> None:
    refused = Voice("S", "a/b:free", KEY).refusal(402, json.dumps(_routed(402, "Insufficient credits")).encode(), {})
    assert "no free model either" in refused.failure.what and "balance" in refused.failure.next_step


@pytest.mark.parametrize(
    ("body", "what", "next_step"),
    [
        (_routed(429, "No"), "because it accepts no more requests for the moment.", "Try again in a moment"),
        ({"error": {"code": "server_error", "message": "No", "metadata": {"error_type": "rate_limit_exceeded"}}},
         "because it accepts no more requests for the moment.", "Try again in a moment"),
        (_routed(502, "No", {"error_type": "provider_overloaded"}), "because it is overloaded.", "Try again"),
        (_routed(524, "No"), "because the reply took too long.", "Try again"),
        (_routed(400, "No", {"error_type": "context_length_exceeded"}), "longer than a/b can read.", "new chat"),
        (_routed(400, "Token limit reached"), "at the token limit.", "Set max tokens higher"),
        (_routed(403, "No", {"error_type": "refusal"}), "its filter does not allow the rest.", "Reword"),
        (_routed(402, "No"), "because the credits are used up.", "Add credits"),
        (_routed(502, "No"), "The provider broke off with an error.", "Try again"),
        ({"error": {"message": "No", "status_code": 429}}, "accepts no more requests", "Try again"),
        ({"error": "Rate limit reached"}, "accepts no more requests", "Try again"),
    ],
)  # fmt: skip
def test_an_error_inside_a_stream_tells_why(body: Any, what: str, next_step: str) -> None:
    error = VOICE.gave_up(body)
    assert type(error) is ProviderGaveUp
    assert what in error.failure.what and next_step in error.failure.next_step


@pytest.mark.parametrize("name", [KEY, f"{KEY} {{server}} :red[x]" + "y" * 500, ["x"], 3, None])
def test_names_out_of_a_body_are_bounded_and_hold_no_key(name: Any) -> None:
    plain = len(_refused(429, {}).failure.what) + len(_refused(403, "flagged").failure.what)
    busy = _refused(429, _routed(429, "No", {"provider_name": name})).failure.what
    flagged = _refused(403, _routed(403, "flagged", {"reasons": [name] * 50})).failure.what
    assert KEY not in busy + flagged and KEY[:12] not in busy + flagged
    assert len(busy) < 200 and len(flagged) < 200 and plain < 400
