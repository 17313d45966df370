"""ChatRequest -> the JSON body of POST /chat/completions, as its provider spells it."""

from collections.abc import Mapping
from typing import Any

from components.conversation import Asked, ChatRequest, Routing
from components.conversation.model import LEVELS
from components.wire.providers import Provider

NAMES = {"system": "System", "user": "User", "assistant": "Assistant"}


def payload(request: ChatRequest, provider: Provider) -> dict[str, Any]:
    """A choice that the provider has no switch for is left out, never guessed."""
    asked = request.asked
    body: dict[str, Any] = {
        "model": asked.model,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "stream": True,
    }
    if asked.max_tokens is not None:
        body[provider.max_tokens] = asked.max_tokens
    if asked.temperature is not None:
        body["temperature"] = asked.temperature
    if provider.asks_usage:
        body["stream_options"] = {"include_usage": True}
    if provider.routes and (routing := _routing(asked.routing)):
        body["provider"] = routing
    return {**body, **_thinking(asked, provider)}


def completion(body: dict[str, Any]) -> dict[str, Any]:
    """The same question for POST /completions, which takes one text: what instruct-only models were made for."""
    messages: list[dict[str, str]] = body["messages"]
    # A single message is sent as it is; of several, each says who speaks, and the model speaks next.
    spoken = [f"{NAMES[message['role']]}: {message['content']}" for message in messages]
    prompt = messages[0]["content"] if len(messages) == 1 else "\n\n".join((*spoken, "Assistant:"))
    kept = {name: value for name, value in body.items() if name not in ("messages", "max_completion_tokens")}
    limit = body.get("max_completion_tokens")  # the name that only chats know
    return kept | {"prompt": prompt} | ({} if limit is None else {"max_tokens": limit})


def _thinking(asked: Asked, provider: Provider) -> Mapping[str, Any]:
    """One switch, never two: several servers refuse a request that says the same thing twice."""
    if asked.budget is not None and provider.budget:
        return {**provider.budget_with, **_nested(provider.budget, asked.budget)}
    if asked.effort in LEVELS and provider.level:
        return _nested(provider.level, asked.effort)
    switches = {"off": provider.off, "on": provider.on, "hidden": provider.hides, "unsaid": {}}
    return provider.asks if (found := switches.get(asked.effort)) is None else found


def _routing(routing: Routing) -> dict[str, Any]:
    order = {"order": list(routing.order)} if routing.order else {}
    return order | ({"data_collection": "deny"} if routing.deny_data_collection else {})


def _nested(path: str, value: str | int) -> dict[str, Any]:
    """("reasoning.effort", "low") -> {"reasoning": {"effort": "low"}}"""
    result: Any = value
    for key in reversed(path.split(".")):
        result = {key: result}
    return result
