"""ChatRequest -> the JSON body of POST /chat/completions, as its provider spells it."""

from typing import Any

from components.conversation import ChatRequest, Effort
from components.wire.providers import Provider


def payload(request: ChatRequest, provider: Provider) -> dict[str, Any]:
    """A choice that the provider has no switch for is left out, never guessed."""
    asked = request.asked
    body: dict[str, Any] = {
        "model": asked.model,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "stream": True,
    }
    if asked.max_tokens is not None:
        body["max_tokens"] = asked.max_tokens
    if provider.asks_usage:
        body["stream_options"] = {"include_usage": True}
    if asked.effort == "off" and provider.off is not None:
        return {**body, **provider.off}
    if asked.effort in ("low", "medium", "high") and provider.level:
        return body | _nested(provider.level, asked.effort)
    return {**body, **provider.asks}


def efforts(provider: Provider) -> tuple[Effort, ...]:
    """What this provider can be asked for."""
    off: tuple[Effort, ...] = ("off",) if provider.off is not None else ()
    levels: tuple[Effort, ...] = ("low", "medium", "high") if provider.level else ()
    return (*off, "default", *levels)


def told(provider: Provider) -> str:
    """In plain words, what is sent where nothing is chosen."""
    if provider.asks:
        return "Default: the thoughts are asked for, and how much it thinks is left to the model."
    return "Default: no switch is sent; this server thinks, or not, as it is set up."


def _nested(path: str, value: str) -> dict[str, Any]:
    """("reasoning.effort", "low") -> {"reasoning": {"effort": "low"}}"""
    result: Any = value
    for key in reversed(path.split(".")):
        result = {key: result}
    return result
