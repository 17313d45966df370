"""ChatRequest -> the JSON body of POST /chat/completions (and of Ollama's own /chat), as its provider spells it."""

from collections.abc import Mapping
from typing import Any

from components.conversation import Asked, ChatRequest, Message, Routing, in_words
from components.conversation.model import LEVELS
from components.conversation.own_fields import fields_in, merged, wrong_in
from components.wire.provider import Provider

NAMES = {"system": "System", "user": "User", "assistant": "Assistant"}


def takes_prefill(request: ChatRequest, provider: Provider) -> bool:
    """Can the prefill be put as the beginning of the model's own reply?"""
    return bool(request.prefill and provider.prefill and provider.prefill.takes(request.prefill))


def payload(request: ChatRequest, provider: Provider, wordy: bool = False) -> dict[str, Any]:
    """A choice that the provider has no switch for is left out, never guessed. `wordy`: the prefill is told in words,
    also where it could be the reply's own beginning. Own fields that cannot be sent are not in it: whoever sends
    something looks for these first."""
    session = {"session_id": request.session} if request.session and provider.sessions else {}
    user = {"user": request.user} if request.user and provider.users else {}
    return with_own_fields(_whole(request, provider, wordy) | session | user, request.asked)


def with_own_fields(body: dict[str, Any], asked: Asked) -> dict[str, Any]:
    return merged(body, {} if wrong_in(asked.own_fields) else fields_in(asked.own_fields))


def _whole(request: ChatRequest, provider: Provider, wordy: bool) -> dict[str, Any]:
    prefill, row, asked = request.prefill, provider.prefill, request.asked
    if wordy or not (prefill and row and takes_prefill(request, provider)):
        return _body(in_words(request), provider, asked)
    body = _body(request, provider, asked, quiet=row.silences(prefill))
    return {**body, "messages": [*body["messages"], row.last_message(prefill)], **row.beside(prefill)}


def _body(request: ChatRequest, provider: Provider, asked: Asked, quiet: bool = False) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": asked.model,
        "messages": [_message(message, asked, provider) for message in request.messages],
        "stream": True,
    }
    if provider.protocol == "ollama":
        return body | _options(asked) | dict(_thinking(asked, provider, quiet))
    if asked.max_tokens is not None:
        body[provider.max_tokens] = asked.max_tokens
    if asked.temperature is not None:
        body["temperature"] = asked.temperature
    if asked.stop:
        body["stop"] = asked.stop
    if asked.verbosity and provider.verbosity:
        body |= _nested(provider.verbosity, asked.verbosity)
    if provider.asks_usage:
        body["stream_options"] = {"include_usage": True}
    if provider.routes and (routing := _routing(asked.routing) | _dearest(request)):
        body["provider"] = routing
    if provider.routes and asked.echo:
        body["debug"] = {"echo_upstream_body": True}
    return {**body, **_thinking(asked, provider, quiet)}


def without_details(body: dict[str, Any]) -> dict[str, Any] | None:
    """The same question without the opaque details of earlier thoughts; None where there are none."""
    if not any("reasoning_details" in message for message in body["messages"]):
        return None
    bare = [{k: v for k, v in message.items() if k != "reasoning_details"} for message in body["messages"]]
    return body | {"messages": bare}


def _message(message: Message, asked: Asked, provider: Provider) -> dict[str, Any]:
    sent: dict[str, Any] = {"role": message.role, "content": message.content}
    thoughts = message.thoughts
    # Only to who made them: signatures of another model are refused.
    if thoughts is None or (thoughts.provider, thoughts.model) != (asked.provider, asked.model):
        return sent
    if provider.sends_back == "details" and thoughts.details is not None and thoughts.sealed:
        sent["reasoning_details"] = [dict(item) for item in thoughts.details]
    elif provider.sends_back == "tags" and (text := thoughts.text.strip()):
        sent["content"] = f"<think>\n{text}\n</think>\n\n{message.content}"
    return sent


def _options(asked: Asked) -> dict[str, Any]:
    """As Ollama's own protocol has them."""
    given = {"temperature": asked.temperature, "num_predict": asked.max_tokens}
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    options |= {"stop": [asked.stop]} if asked.stop else {}
    return {"options": options} if options else {}


def completion(body: dict[str, Any]) -> dict[str, Any]:
    """The same question for POST /completions, which takes one text: what instruct-only models were made for."""
    messages: list[dict[str, str]] = body["messages"]
    # A single message is sent as it is; of several, each says who speaks, and the model speaks next.
    spoken = [f"{NAMES[message['role']]}: {message['content']}" for message in messages]
    prompt = messages[0]["content"] if len(messages) == 1 else "\n\n".join((*spoken, "Assistant:"))
    kept = {name: value for name, value in body.items() if name not in ("messages", "max_completion_tokens")}
    limit = body.get("max_completion_tokens")  # the name that only chats know
    return kept | {"prompt": prompt} | ({} if limit is None else {"max_tokens": limit})


def _thinking(asked: Asked, provider: Provider, quiet: bool) -> Mapping[str, Any]:
    """With how its thoughts are to be summarised, where it is to think and that was chosen."""
    switch = _switch(asked, provider, quiet)
    silent = quiet or asked.effort in ("off", "hidden", "unsaid")
    if silent or not (asked.summary and provider.summary):
        return switch
    summary = _nested(provider.summary, asked.summary)
    (name,) = summary
    # Beside what says the same in an older way it would be said twice.
    return {name: {**switch.get(name, {}), **summary[name]}}


def _switch(asked: Asked, provider: Provider, quiet: bool) -> Mapping[str, Any]:
    """One switch, never two: several servers refuse a request that says the same thing twice."""
    if quiet:
        return provider.off or {}
    if asked.budget is not None and provider.budget:
        return {**provider.budget_with, **_nested(provider.budget, asked.budget)}
    if asked.effort in LEVELS and provider.level:
        return _nested(provider.level, asked.effort)
    switches = {"off": provider.off, "on": provider.on, "hidden": provider.hides, "unsaid": {}}
    return provider.asks if (found := switches.get(asked.effort)) is None else found


def _routing(routing: Routing) -> dict[str, Any]:
    order = {"order": list(routing.order)} if routing.order else {}
    return order | ({"data_collection": "deny"} if routing.deny_data_collection else {})


def _dearest(request: ChatRequest) -> dict[str, Any]:
    """OpenRouter's, in USD a million tokens."""
    if request.dearest is None:
        return {}
    prompt, completion = (round(usd * 1_000_000, 6) for usd in request.dearest)
    return {"max_price": {"prompt": prompt, "completion": completion}}


def _nested(path: str, value: str | int) -> dict[str, Any]:
    """("reasoning.effort", "low") -> {"reasoning": {"effort": "low"}}"""
    result: Any = value
    for key in reversed(path.split(".")):
        result = {key: result}
    return result
