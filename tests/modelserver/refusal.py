"""Replies that are no model reply: error statuses in OpenRouter's body shape, and HTML pages."""

from collections.abc import Iterator
from typing import Any

from .dialect import body
from .request import Request
from .step import Head, Send, Step

MODELS: dict[str, Any] = {
    "data": [
        {
            "id": "test/model",
            "name": "Test",
            "supported_parameters": ["reasoning", "include_reasoning"],
            "pricing": {"prompt": "0", "completion": "0"},
            "context_length": 8192,
        }
    ]
}

# name -> (status, message, metadata); {key} and {model} are filled in from the request
ERRORS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "400-model": (400, "nosuch/model is not a valid model ID", {}),
    "400-mandatory": (400, "Reasoning is mandatory for this endpoint and cannot be disabled.", {}),
    "401": (
        401,
        "Incorrect API key provided: {key}. You can find your keys at https://openrouter.ai/settings/keys.",
        {},
    ),
    "402": (
        402,
        "This request requires more credits, or fewer max_tokens. You requested up to 8192 tokens, but can only afford "
        "113. To increase, visit https://openrouter.ai/settings/credits and upgrade to a paid account",
        {"provider_name": None},
    ),
    "403": (
        403,
        "{model} requires moderation. Your input was flagged.",
        {"reasons": ["violence"], "flagged_input": "…", "provider_name": "Fake", "model_slug": "{model}"},
    ),
    "404": (404, "No endpoints found for {model}.", {}),
    "429": (
        429,
        "Provider returned error",
        {
            "raw": "{model} is temporarily rate-limited upstream. Please retry shortly, or add your own key to "
            "accumulate your rate limits: https://openrouter.ai/settings/integrations",
            "provider_name": "Fake",
            "headers": {"Retry-After": "7"},
        },
    ),
    "500": (500, "Internal Server Error", {}),
    "502": (502, "Provider returned error", {"raw": "upstream exploded", "provider_name": "Fake"}),
    "503": (503, "No instances available", {"provider_name": "Fake"}),
}

SIGN_IN = (
    "<html><head><title>Sign in</title></head><body><h1>Sign in</h1><p>Sign in to use this network.</p></body></html>"
)
BAD_GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)


def error(name: str, request: Request) -> Iterator[Step]:
    """The error `name`; 401 repeats the received key in full, as careless servers do, to test that it is scrubbed."""
    status, message, metadata = ERRORS[name]
    values = {"{key}": request.bearer, "{model}": str(request.fields.get("model") or "test/model")}
    filled = {key: _fill(value, values) for key, value in metadata.items()}
    retry = [("Retry-After", "7")] if status == 429 else []
    return refuse(status, _fill(message, values), filled, *retry)


def refuse(
    status: int, message: str, metadata: dict[str, Any] | None = None, *headers: tuple[str, str]
) -> Iterator[Step]:
    """Any error in OpenRouter's shape; the code in the body is the HTTP status."""
    reason = {"code": status, "message": message, "metadata": metadata or {}}
    return body(status, {"error": reason, "user_id": "user_x"}, *headers)


def page(status: int, html: str) -> Iterator[Step]:
    """An HTML page where JSON was expected."""
    data = html.encode()
    yield Head(status, "text/html; charset=utf-8", len(data))
    yield Send(data)


def _fill(value: Any, values: dict[str, str]) -> Any:
    """The text with its placeholders filled; other values as they are."""
    if not isinstance(value, str):
        return value
    for slot, text in values.items():
        value = value.replace(slot, text)
    return value
