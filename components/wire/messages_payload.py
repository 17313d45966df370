"""ChatRequest -> the JSON body of Anthropic's POST /v1/messages."""

from collections.abc import Mapping
from typing import Any

from components.conversation import Asked, ChatRequest, Message, in_words
from components.wire.claude import Generation, generation_of
from components.wire.payload import with_own_fields
from components.wire.provider import Provider

LEAST_BUDGET, USUAL_BUDGET = 1_024, 16_000  # tokens to think with
ROOM_TO_ANSWER = 8_000  # tokens, above a budget that was chosen where no limit was
KEPT = "anthropic.content"  # the type of the details that hold a reply as it came
THOUGHT = ("thinking", "redacted_thinking")


def messages_body(request: ChatRequest, provider: Provider, wordy: bool = False) -> dict[str, Any]:
    """No reply is begun for a model here: what it is handed is told in words."""
    request = in_words(request)
    asked, generation = request.asked, generation_of(request.asked.model, request.model)
    limit = _limit(request, generation)
    system = "\n\n".join(message.content for message in request.messages if message.role == "system")
    body: dict[str, Any] = {"model": asked.model, "max_tokens": limit}
    body |= {"system": system} if system else {}
    body["messages"] = [_message(message, asked) for message in request.messages if message.role != "system"]
    body["stream"] = True
    thinking = _thinking(asked, generation, limit)
    body |= thinking
    if asked.temperature is not None and generation.sampling and not _thinks(thinking):
        body["temperature"] = asked.temperature
    if asked.stop:
        body["stop_sequences"] = [asked.stop]
    return with_own_fields(body, asked)


def _limit(request: ChatRequest, generation: Generation) -> int:
    """It is always needed: as chosen, else the model's own, else one that all of its generation take."""
    asked = request.asked
    if asked.max_tokens is not None:
        return asked.max_tokens
    if request.model and request.model.most_output:
        return request.model.most_output
    needed = (asked.budget or 0) + ROOM_TO_ANSWER if asked.budget and "enabled" in generation.ways else 0
    return max(generation.limit, needed)


def _thinking(asked: Asked, generation: Generation, limit: int) -> dict[str, Any]:
    if not generation.ways or asked.effort == "unsaid":
        return {}
    if asked.effort == "off" and generation.off:
        return {"thinking": {"type": "disabled"}} if generation.unasked else {}
    if asked.effort == "hidden":
        return {"thinking": {"type": "adaptive", "display": "omitted"}} if generation.unasked else {}
    effort = {"output_config": {"effort": asked.effort}} if asked.effort in generation.levels else {}
    adapts = "adaptive" in generation.ways and not (asked.budget is not None and "enabled" in generation.ways)
    if adapts:
        # What is left out where nobody asks for it could not be seen.
        display = {"display": "summarized"} if generation.omits else {}
        return {"thinking": {"type": "adaptive", **display}, **effort}
    if limit <= LEAST_BUDGET:
        return effort  # no budget fits below it
    wanted = asked.budget or max(min(USUAL_BUDGET, limit // 2), LEAST_BUDGET)
    budget = max(min(wanted, limit - 1), LEAST_BUDGET)
    return {"thinking": {"type": "enabled", "budget_tokens": budget}, **effort}


def _thinks(thinking: Mapping[str, Any]) -> bool:
    return thinking.get("thinking", {}).get("type") in ("enabled", "adaptive")


def _message(message: Message, asked: Asked) -> dict[str, Any]:
    content = _as_it_came(message, asked)
    return {"role": message.role, "content": message.content if content is None else content}


def _as_it_came(message: Message, asked: Asked) -> list[dict[str, Any]] | None:
    """All blocks of an earlier reply, for the model that made them; None where its text is to go back alone."""
    thoughts = message.thoughts
    if thoughts is None or (thoughts.provider, thoughts.model) != (asked.provider, asked.model):
        return None
    kept = next((item for item in thoughts.details or () if item.get("type") == KEPT), None)
    blocks = kept.get("content") if kept else None
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return None
    # A tool of ours that was asked for has no result: nothing may follow it.
    if any(block.get("type") == "tool_use" for block in blocks):
        return None
    whole = [dict(block) for block in blocks if block.get("type") != "text" or str(block.get("text") or "").strip()]
    return whole if any(block.get("type") == "text" for block in whole) else None


def without_thoughts(body: dict[str, Any]) -> dict[str, Any] | None:
    """The same question without the thoughts of earlier answers; None where there are none."""
    if not any(_thoughts_in(message) for message in body["messages"]):
        return None
    return body | {"messages": [_bare(message) for message in body["messages"]]}


def _bare(message: dict[str, Any]) -> dict[str, Any]:
    if not _thoughts_in(message):
        return message
    return message | {"content": [block for block in message["content"] if block.get("type") not in THOUGHT]}


def _thoughts_in(message: dict[str, Any]) -> bool:
    content = message["content"]
    return isinstance(content, list) and any(block.get("type") in THOUGHT for block in content)
