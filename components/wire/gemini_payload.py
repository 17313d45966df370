"""ChatRequest -> the JSON body of Gemini's POST /v1beta/models/MODEL:streamGenerateContent. The model is a part of the
address."""

from typing import Any

from components.conversation import Asked, ChatRequest, Message, in_words
from components.wire.gemini_models import generation_of, thinking_of_gemini
from components.wire.payload import with_own_fields
from components.wire.provider import Provider

KEPT = "gemini.parts"  # the type of the details that hold a reply as it came
ROLES = {"user": "user", "assistant": "model"}


def gemini_body(request: ChatRequest, provider: Provider, wordy: bool = False) -> dict[str, Any]:
    """No reply is begun for a model here: what it is handed is told in words."""
    request = in_words(request)
    asked = request.asked
    body: dict[str, Any] = {}
    if system := "\n\n".join(message.content for message in request.messages if message.role == "system"):
        body["systemInstruction"] = {"parts": [{"text": system}]}
    body["contents"] = [_content(message, asked) for message in request.messages if message.role != "system"]
    config: dict[str, Any] = {}
    if asked.temperature is not None:
        config["temperature"] = asked.temperature
    if asked.max_tokens is not None:
        config["maxOutputTokens"] = asked.max_tokens
    if asked.stop:
        config["stopSequences"] = [asked.stop]
    if thinking := _thinking(request):
        config["thinkingConfig"] = thinking
    return with_own_fields(body | ({"generationConfig": config} if config else {}), asked)


def _thinking(request: ChatRequest) -> dict[str, Any]:
    """A level or a number of tokens, never both: that is refused."""
    asked, generation = request.asked, generation_of(request.asked.model)
    thinking = request.model.thinking if request.model else thinking_of_gemini(asked.model)
    if not thinking.shows or asked.effort == "unsaid":
        return {}
    if asked.effort == "off":
        return {"thinkingBudget": 0} if generation.off else {}
    shown = {} if asked.effort == "hidden" else {"includeThoughts": True}
    if asked.budget is not None and generation.most:
        return shown | {"thinkingBudget": min(asked.budget, generation.most)}
    if asked.effort in generation.levels:
        return shown | {"thinkingLevel": asked.effort}
    return shown


def _content(message: Message, asked: Asked) -> dict[str, Any]:
    return {"role": ROLES[message.role], "parts": _as_they_came(message, asked) or [{"text": message.content}]}


def _as_they_came(message: Message, asked: Asked) -> list[dict[str, Any]]:
    """All parts of an earlier reply, each with its own signature, for the model that made them; none where its text is
    to go back alone."""
    thoughts = message.thoughts
    if thoughts is None or (thoughts.provider, thoughts.model) != (asked.provider, asked.model):
        return []
    kept = next((item for item in thoughts.details or () if item.get("type") == KEPT), None)
    parts = kept.get("parts") if kept else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return []
    # A tool of ours that was asked for has no result: nothing may follow it.
    answered = any(
        isinstance(part.get("text"), str) and part["text"].strip() and not part.get("thought") for part in parts
    )
    return [dict(part) for part in parts] if answered and not any("functionCall" in part for part in parts) else []


def without_signatures(body: dict[str, Any]) -> dict[str, Any] | None:
    """The same question without what is sealed in earlier answers; None where there is none."""
    if not any("thoughtSignature" in part for content in body["contents"] for part in content["parts"]):
        return None
    bare = [
        content | {"parts": [_bare(part) for part in content["parts"] if not part.get("thought")]}
        for content in body["contents"]
    ]
    return body | {"contents": bare}


def _bare(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != "thoughtSignature"}
