"""What servers of other protocols refuse, by their documents of November 2026: each is one kind of error, with a
sentence and a next step. The kinds are written by hand."""

import json
from typing import Any

import pytest

from components.conversation import (
    ContextTooLong,
    CreditsMissing,
    Forbidden,
    KeyRefused,
    ModelUnknown,
    ProviderDown,
    RateLimited,
    RequestRefused,
    TurnFailed,
)
from components.wire.refusals import Voice

VOICE = Voice("The server", "a-model")


def openai(message: str, code: str | None = None, kind: str = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def gemini(code: int, status: str, message: str, *details: dict[str, Any]) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": status, "details": [*details]}}


LONG = "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576)."
BAD_KEY = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
REFUSALS: list[tuple[int, Any, type[TurnFailed]]] = [
    (401, openai("Incorrect API key provided: sk-…", "invalid_api_key"), KeyRefused),
    (400, openai("Your input exceeds the context window of this model.", "context_length_exceeded"), ContextTooLong),
    (400, openai("The requested model 'gpt-9' does not exist.", "model_not_found"), ModelUnknown),
    (404, openai("The model `gpt-9` does not exist or you do not have access to it.", "model_not_found"), ModelUnknown),
    (429, openai("Rate limit reached for gpt-5.", "rate_limit_exceeded", "tokens"), RateLimited),
    (429, openai("You exceeded your current quota.", "insufficient_quota", "insufficient_quota"), CreditsMissing),
    (500, openai("The server had an error.", None, "server_error"), ProviderDown),
    (503, openai("The engine is currently overloaded.", None, "service_unavailable_error"), ProviderDown),
    (400, openai("Unsupported parameter: 'temperature' is not supported with this model."), RequestRefused),
    (400, [gemini(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", BAD_KEY)], KeyRefused),
    (400, gemini(400, "INVALID_ARGUMENT", LONG), ContextTooLong),
    (
        400,
        gemini(400, "INVALID_ARGUMENT", "Budget 0 is invalid. This model only works in thinking mode."),
        RequestRefused,
    ),
    (403, gemini(403, "PERMISSION_DENIED", "Generative Language API has not been used in project 1."), Forbidden),
    (404, gemini(404, "NOT_FOUND", "models/gemini-9 is not found for API version v1beta."), ModelUnknown),
    (429, gemini(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota."), RateLimited),
    (500, gemini(500, "INTERNAL", "An internal error has occurred."), ProviderDown),
    (503, gemini(503, "UNAVAILABLE", "The model is overloaded. Please try again later."), ProviderDown),
    (504, gemini(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."), ProviderDown),
    (401, {"id": "c1", "message": "invalid api token"}, KeyRefused),
    (404, {"id": "c1", "message": "model 'command-z' not found"}, ModelUnknown),
    (429, {"id": "c1", "message": "trial token rate limit exceeded"}, RateLimited),
    (403, {"message": "The security token included in the request is invalid."}, Forbidden),
    (400, {"message": "Input is too long for requested model."}, ContextTooLong),
]


@pytest.mark.parametrize(("status", "body", "kind"), REFUSALS)
def test_what_is_refused_is_one_kind_of_error_with_what_to_do_next(
    status: int, body: Any, kind: type[TurnFailed]
) -> None:
    error = VOICE.refusal(status, json.dumps(body).encode(), {})
    assert type(error) is kind
    assert error.failure.what.endswith(".") and error.failure.next_step and error.failure.said


@pytest.mark.parametrize(
    ("told", "seconds"), [("34.07s", 34.07), ("7s", 7.0), ("0s", None), ("soon", None), (None, None)]
)
def test_gemini_tells_how_long_to_wait_among_the_details(told: str | None, seconds: float | None) -> None:
    wait = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": told}
    body = gemini(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", wait)
    assert VOICE.refusal(429, json.dumps(body).encode(), {}).failure.retry_after_s == seconds
    assert VOICE.gave_up(body).failure.retry_after_s == seconds
