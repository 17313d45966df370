"""ChatRequest -> the JSON body of OpenAI's POST /v1/responses. Nothing is kept there: what the next request needs comes
back sealed, and goes along with it."""

from typing import Any

from components.conversation import Asked, ChatRequest, Message, in_words
from components.conversation.model import LEVELS
from components.wire.gpt import thinking_of_gpt
from components.wire.payload import completion, with_own_fields
from components.wire.provider import Provider

KEPT = "openai.output"  # the type of the details that hold a reply as it came
SEALED = "reasoning.encrypted_content"


def responses_body(request: ChatRequest, provider: Provider, wordy: bool = False) -> dict[str, Any]:
    """No reply is begun for a model here: what it is handed is told in words."""
    request = in_words(request)
    asked = request.asked
    thinking = request.model.thinking if request.model else thinking_of_gpt(asked.model)
    body: dict[str, Any] = {"model": asked.model}
    if system := "\n\n".join(message.content for message in request.messages if message.role == "system"):
        body["instructions"] = system
    body["input"] = [
        item for message in request.messages if message.role != "system" for item in _items(message, asked)
    ]
    body |= {"stream": True, "store": False}
    if asked.max_tokens is not None:
        body["max_output_tokens"] = asked.max_tokens
    if asked.temperature is not None and not thinking.shows:
        body["temperature"] = asked.temperature
    if asked.verbosity:
        body["text"] = {"verbosity": asked.verbosity}
    if thinking.shows:
        body |= {"include": [SEALED]}
    if reasoning := _reasoning(asked, bool(thinking.shows)):
        body["reasoning"] = reasoning
    return with_own_fields(body, asked)


def _reasoning(asked: Asked, thinks: bool) -> dict[str, Any]:
    """Without a summary nothing of the thoughts can be read. Of a model that is not known to think no more is said than
    was chosen."""
    if asked.effort == "unsaid":
        return {}
    if asked.effort == "off":
        return {"effort": "none"}
    effort = {"effort": asked.effort} if asked.effort in LEVELS else {}
    silent = asked.effort == "hidden" or not (thinks or asked.summary)
    return effort if silent else effort | {"summary": asked.summary or "auto"}


def _items(message: Message, asked: Asked) -> list[dict[str, Any]]:
    return _as_they_came(message, asked) or [{"role": message.role, "content": message.content}]


def _as_they_came(message: Message, asked: Asked) -> list[dict[str, Any]]:
    """All items of an earlier reply, for the model that made them; none where its text is to go back alone."""
    thoughts = message.thoughts
    if thoughts is None or (thoughts.provider, thoughts.model) != (asked.provider, asked.model):
        return []
    kept = next((item for item in thoughts.details or () if item.get("type") == KEPT), None)
    items = kept.get("items") if kept else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return []
    # A thought that is not sealed is known to the server alone, which keeps nothing; and a tool of ours that was asked
    # for has no result: nothing may follow it.
    kinds = [str(item.get("type")) for item in items]
    sealed = all(item.get("encrypted_content") for item in items if item.get("type") == "reasoning")
    whole = sealed and "message" in kinds and kinds[-1] != "reasoning"
    return [dict(item) for item in items] if whole and not any(kind.endswith("function_call") for kind in kinds) else []


def older_body(body: dict[str, Any]) -> dict[str, Any]:
    """The same question for POST /completions, as far as that knows it."""
    told = [{"role": "system", "content": body["instructions"]}] if "instructions" in body else []
    spoken = [{"role": item["role"], "content": _text(item["content"])} for item in body["input"] if "role" in item]
    limit = {"max_completion_tokens": body["max_output_tokens"]} if "max_output_tokens" in body else {}
    temperature = {"temperature": body["temperature"]} if "temperature" in body else {}
    return completion({"model": body["model"], "messages": told + spoken, "stream": True, **limit, **temperature})


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))


def without_sealed(body: dict[str, Any]) -> dict[str, Any] | None:
    """The same question without the thoughts of earlier answers; None where there are none."""
    items = [item for item in body["input"] if item.get("type") != "reasoning"]
    return None if len(items) == len(body["input"]) else body | {"input": items}
