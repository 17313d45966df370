"""Replies that are no model reply: errors in every shape that servers have for them, before and inside a stream, and
HTML pages."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .dialect import COMMENT, body
from .request import Request
from .step import Head, Send, Step

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error as it goes over the wire; {key}, {model} and {soon} in its texts are filled in for a request."""

    status: int
    body: Any
    headers: Headers = ()
    content_type: str = "application/json"


def routed(
    status: int, message: str, metadata: dict[str, Any] | None = None, headers: Headers = (), **more: Any
) -> Refusal:
    """OpenRouter's shape; the code in the body is the HTTP status."""
    error = {"code": status, "message": message, "metadata": metadata or {}, **more}
    return Refusal(status, {"error": error, "user_id": "user_x"}, headers)


def openai(status: int, message: str, kind: str, code: str | None = None, param: str | None = None) -> Refusal:
    return Refusal(status, {"error": {"message": message, "type": kind, "param": param, "code": code}})


RETRY: Headers = (("Retry-After", "7"),)
RESET: Headers = (("X-RateLimit-Limit", "20"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "{soon}"))
BUSY = {
    "raw": "{model} is temporarily rate-limited upstream. Please retry shortly, or add your own key to "
    "accumulate your rate limits: https://openrouter.ai/settings/integrations",
    "provider_name": "Fake",
    "headers": {"Retry-After": "7"},
}
FLAGGED = {"reasons": ["violence"], "flagged_input": "…", "provider_name": "Fake", "model_slug": "{model}"}
WRONG_KEY = "Incorrect API key provided: {key}. You can find your keys at https://openrouter.ai/settings/keys."
UNAFFORDABLE = (
    "This request requires more credits, or fewer max_tokens. You requested up to 8192 tokens, but can only afford "
    "113. To increase, visit https://openrouter.ai/settings/credits and upgrade to a paid account"
)
TOO_LONG = (
    "This model's maximum context length is 1048565 tokens. However, you requested 1250025 tokens (1250025 in the "
    "messages, 0 in the completion). Please reduce the length of the messages or completion."
)
DATA_POLICY = "No endpoints found matching your data policy. Configure: https://openrouter.ai/settings/privacy"
FREE_DAY = "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day"

ERRORS: dict[str, Refusal] = {
    "400": routed(400, "temperature: must be at most 2", {"previous_errors": [], "provider_name": None}),
    "400-model": routed(400, "nosuch/model is not a valid model ID"),
    "400-mandatory": routed(400, "Reasoning is mandatory for this endpoint and cannot be disabled."),
    "400-context": routed(400, "Provider returned error", {"error_type": "context_length_exceeded"}),
    "401": routed(401, WRONG_KEY),
    "402": routed(402, UNAFFORDABLE, {"provider_name": None}),
    "402-general": routed(402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits"),
    "403": routed(403, "{model} requires moderation. Your input was flagged.", FLAGGED),
    "403-guardrail": routed(403, "Request blocked by guardrail", {"patterns": ["email"]}),
    "403-region": routed(403, "This model is not available in your region."),
    "403-permission": routed(403, "Only management keys can perform this operation"),
    "403-key-limit": routed(403, "Key limit exceeded (total limit). Manage it at https://openrouter.ai/settings/keys"),
    "404": routed(404, "No endpoints found for {model}."),
    "404-privacy": routed(404, DATA_POLICY),
    "404-routing": routed(404, "No allowed providers are available for the selected model."),
    "404-not-found": routed(404, "Not available.", availability={"code": "model_not_found", "retryable": False}),
    "404-no-endpoints": routed(404, "Not available.", availability={"code": "no_endpoints", "retryable": False}),
    "404-capacity": routed(
        404, "Not available.", availability={"code": "capacity_exhausted", "retryable": True, "retry_after": 7}
    ),
    "404-free-ended": routed(404, "Not available.", availability={"code": "free_variant_ended", "retryable": False}),
    "408": routed(408, "Request timed out"),
    "412": routed(412, "Precondition failed"),
    "413": routed(413, "Request Entity Too Large"),
    "422": routed(422, "Unprocessable"),
    "429": routed(429, "Provider returned error", BUSY, RETRY),
    "429-soon": routed(429, "Provider returned error", None, (("Retry-After", "2"),)),
    "429-late": routed(429, "Provider returned error", None, (("Retry-After", "60"),)),
    "429-body": routed(429, "Provider returned error", BUSY),
    "429-own": routed(429, "Rate limit exceeded: free-models-per-min.", None, RESET),
    "429-day": routed(429, FREE_DAY, {"headers": dict(RESET)}),
    "500": routed(500, "Internal Server Error"),
    "502": routed(502, "Provider returned error", {"raw": "upstream exploded", "provider_name": "Fake"}),
    "503": routed(503, "No instances available", {"provider_name": "Fake"}, RETRY),
    "503-routing": routed(503, "There is no available provider that meets your routing requirements"),
    "504": routed(504, "Gateway Timeout"),
    "524": routed(524, "Edge timeout"),
    "529": routed(529, "Provider overloaded"),
    "503-overloaded": routed(
        503, "Provider returned error", {"error_type": "provider_overloaded", "provider_name": "Fake"}
    ),
    "openai-401": openai(401, WRONG_KEY, "invalid_request_error", "invalid_api_key"),
    "openai-429": openai(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
    "not-a-chat-model": openai(
        404,
        "This is not a chat model and thus not supported in the v1/chat/completions endpoint. "
        "Did you mean to use v1/completions?",
        "invalid_request_error",
        None,
    ),
    "400-template": openai(
        400, "Error rendering chat template: System role not supported; see /v1/completions", "invalid_request_error"
    ),
    "429-completions": openai(429, "Rate limit reached for /v1/completions", "rate_limit_error"),
    "deepseek-400": Refusal(
        400,
        openai(400, TOO_LONG, "invalid_request_error", "invalid_request_error").body,
        (),
        "application/octet-stream",
    ),
    "503-loading": Refusal(503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}),
    "ollama-404": Refusal(404, {"error": "model '{model}' not found"}),
    "xai-400": Refusal(400, {"code": "invalid-argument", "error": "Incorrect API key provided: {key}."}),
    "mistral-401": Refusal(401, {"detail": "Invalid API Key"}),
    "mistral-422": Refusal(
        422, {"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted", "type": "extra_forbidden"}]}
    ),
    "cerebras-400": Refusal(
        400, {"message": "Wrong format", "type": "invalid_request_error", "param": "validation_error", "code": "wrong"}
    ),
    "perplexity-401": Refusal(401, {"error": {"message": "Invalid API key", "type": "invalid_api_key", "code": 401}}),
    "gemini-400": Refusal(
        400, [{"error": {"code": 400, "message": "API key not valid. Please pass one.", "status": "INVALID_ARGUMENT"}}]
    ),
}

BROKE: dict[str, Any] = {
    "code": 502,
    "message": "Provider returned error",
    "metadata": {"raw": "upstream exploded", "provider_name": "Fake"},
}
LIMIT_REACHED = {"code": 400, "message": "Token limit reached"}
USAGE = {"prompt_tokens": 9, "completion_tokens": 20, "completion_tokens_details": {"reasoning_tokens": 20}}


def _ends(reason: str | None, **more: Any) -> dict[str, Any]:
    delta = {"role": "assistant", "content": ""}
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": reason, **more}]}


def _coded(code: int | str, message: str, **metadata: Any) -> list[dict[str, Any]]:
    return [_ends("error") | {"error": {"code": code, "message": message, "metadata": metadata}}]


# form -> what follows the thoughts: changes to their last frame, comments ("") and lines
MIDWAY: dict[str, list[dict[str, Any] | str]] = {
    "limited": [*_coded(429, "Provider returned error", headers={"Retry-After": "7"}, provider_name="Fake")],
    "overloaded": [*_coded("server_error", "Provider returned error", error_type="provider_overloaded")],
    "timeout": [*_coded(504, "Provider returned error", error_type="timeout")],
    "context": [*_coded(400, "Provider returned error", error_type="context_length_exceeded")],
    "refused": [*_coded(403, "Provider returned error", error_type="refusal")],
    "credits": [*_coded(402, "Insufficient credits")],
    "limit": [*_coded(400, "Token limit reached")],
    "after-length": [_ends("length"), _ends(None) | {"error": LIMIT_REACHED, "usage": USAGE}, "[DONE]"],
    "beside-stop": [_ends("stop") | {"error": BROKE}, {"choices": [], "usage": USAGE}],
    "in-choice": [_ends("error", error=BROKE)],
    "bare": ["", "", {"error": BROKE, "user_id": "user_x"}],
    "groq": [
        {
            "error": {
                "message": "Failed to generate",
                "type": "server_error",
                "code": "failed",
                "failed_generation": "x",
                "status_code": 500,
            }
        }
    ],
    "event": ["event: error", {"error": BROKE}],
}

SIGN_IN = (
    "<html><head><title>Sign in</title></head><body><h1>Sign in</h1><p>Sign in to use this network.</p></body></html>"
)
BAD_GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)


def error(name: str, request: Request) -> Iterator[Step]:
    """The error `name`; 401 repeats the received key in full, as careless servers do, to test that it is scrubbed."""
    refusal = ERRORS[name]
    model = str(request.fields.get("model") or "test/model")
    # A moment in milliseconds since the epoch, as OpenRouter gives it.
    values = {"{key}": request.bearer, "{model}": model, "{soon}": str(int((time.time() + 30) * 1000))}
    data = json.dumps(_fill(refusal.body, values), ensure_ascii=False).encode()
    headers = tuple((key, _fill(value, values)) for key, value in refusal.headers)
    yield Head(refusal.status, refusal.content_type, len(data), headers)
    yield Send(data)


def refuse(
    status: int, message: str, metadata: dict[str, Any] | None = None, *headers: tuple[str, str]
) -> Iterator[Step]:
    """Any error in OpenRouter's shape."""
    return body(status, routed(status, message, metadata).body, *headers)


def midway(form: str, thoughts: Iterator[Step]) -> Iterator[Step]:
    """`thoughts` without an end, then what MIDWAY says: changes to their last frame, comments ("") and lines."""
    frame: dict[str, Any] = {}
    for step in thoughts:
        yield step
        if isinstance(step, Send) and step.data.startswith(b"data: "):
            frame = json.loads(step.data.removeprefix(b"data: "))
    for sent in MIDWAY[form]:
        match sent:
            case "":
                yield Send(COMMENT)
            case "[DONE]":
                yield Send(b"data: [DONE]\n\n")
            case str():
                yield Send(f"{sent}\n".encode())
            case _:
                whole = sent if "choices" not in sent else frame | sent
                yield Send(b"data: " + json.dumps(whole).encode() + b"\n\n")


def page(status: int, html: str) -> Iterator[Step]:
    """An HTML page where JSON was expected."""
    data = html.encode()
    yield Head(status, "text/html; charset=utf-8", len(data))
    yield Send(data)


def _fill(value: Any, values: dict[str, str]) -> Any:
    """The JSON with the placeholders in its texts filled."""
    match value:
        case dict():
            return {key: _fill(item, values) for key, item in value.items()}
        case list():
            return [_fill(item, values) for item in value]
        case str():
            for slot, text in values.items():
                value = value.replace(slot, text)
    return value
