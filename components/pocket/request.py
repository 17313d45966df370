"""The body of a POST /chat/completions -> what is wished for. What it does not know it ignores, as OpenRouter does."""

from dataclasses import dataclass
from typing import Any

from components.in_process import Refusal, object_in
from components.pocket.models import MODELS

THINKER, NOVICE = MODELS
MOST_TOKENS = 480  # of a reply, thoughts and answer together
CONTEXT = 1_024  # tokens of a prompt and its reply, of both models


@dataclass(frozen=True, slots=True)
class Wish:
    """`later`: the question is not the first of its chat. `seed` None: another reply each time (where `temperature` is
    above 0). `shows`: the thoughts are sent. `usage`: a stream ends with the count of its tokens. What is given is the
    beginning of the reply, in whosever words; the model goes on from there and does not say it again. `closed`: its
    thoughts are over, and the answer follows, though nothing of it was given."""

    model: str
    question: str
    later: bool = False
    max_tokens: int = MOST_TOKENS
    temperature: float = 0.0
    seed: int | None = None
    shows: bool = True
    streams: bool = False
    usage: bool = False
    given_thoughts: str = ""
    given_answer: str = ""
    closed: bool = False


def wish_in(body: bytes) -> Wish:
    """Raises Refusal."""
    found = object_in(body)
    model = _model(found)
    questions = _questions(found)
    thoughts, answer = _given(found["messages"][-1])
    return Wish(
        model,
        questions[-1],
        later=len(questions) > 1,
        max_tokens=min(_limit(found), MOST_TOKENS),
        temperature=_temperature(found),
        seed=_whole(found, "seed"),
        shows=_shows(found, model),
        streams=bool(_typed(found, "stream", bool)),
        usage=bool(_typed(_typed(found, "stream_options", dict) or {}, "include_usage", bool)),
        given_thoughts=thoughts if model == THINKER else "",  # the novice has none
        given_answer=answer,
        closed=bool(answer) and not answer.strip(),
    )


def _model(found: dict[str, Any]) -> str:
    model = _typed(found, "model", str)
    if not model:
        raise _wrong("model", f"a name: {THINKER} or {NOVICE}")
    if model not in MODELS:
        message = f"There is no model {model[:100]!a} here. The built-in models are {THINKER} and {NOVICE}."
        raise Refusal(404, message, "model_not_found", "model")
    return model


def _questions(found: dict[str, Any]) -> list[str]:
    """What users said. System messages and earlier replies are not read."""
    messages = found.get("messages")
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise _wrong("messages", "a list of objects, each with a role and a content")
    questions = [_text(message.get("content")) for message in messages if message.get("role") == "user"]
    if not questions:
        raise Refusal(
            400, "There is no message of a user in `messages`, so there is nothing to answer.", None, "messages"
        )
    return questions


def _given(last: dict[str, Any]) -> tuple[str, str]:
    """(the thoughts, the answer) that the last message begins the reply with, spelled as DeepSeek does: `{"role":
    "assistant", "prefix": true, "content": …, "reasoning_content": …}`. Where `content` is empty it goes on thinking;
    where it is white space, the thoughts are over. Without `prefix` the message is an earlier reply."""
    if last.get("role") != "assistant" or not _typed(last, "prefix", bool):
        return "", ""
    content = last.get("content")
    return _typed(last, "reasoning_content", str) or "", "" if content is None else _text(content)


def _text(content: Any) -> str:
    """Of a string, or of a list of text parts."""
    if isinstance(content, str):
        return content
    texts = (
        [part.get("text") if isinstance(part, dict) else part for part in content]
        if isinstance(content, list)
        else [None]
    )
    if not all(isinstance(text, str) for text in texts):
        raise _wrong("messages", "text: a content is a string or a list of text parts")
    return "".join(map(str, texts))


def _limit(found: dict[str, Any]) -> int:
    """`max_completion_tokens` is OpenAI's newer name for it."""
    limits = [limit for name in ("max_tokens", "max_completion_tokens") if (limit := _whole(found, name)) is not None]
    if any(limit < 1 for limit in limits):
        raise _wrong("max_tokens", "at least 1")
    return min(limits, default=MOST_TOKENS)


def _temperature(found: dict[str, Any]) -> float:
    value = found.get("temperature")
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 2:
        raise _wrong("temperature", "a number from 0 to 2")
    return float(value)


def _shows(found: dict[str, Any], model: str) -> bool:
    """OpenRouter's two ways to say it. The novice has no thoughts, whatever is said of them."""
    reasoning = _typed(found, "reasoning", dict) or {}
    if model == THINKER and (reasoning.get("enabled") is False or reasoning.get("effort") == "none"):
        raise Refusal(400, f"Reasoning is mandatory for {THINKER} and cannot be disabled.", None, "reasoning")
    return _typed(found, "include_reasoning", bool) is not False and reasoning.get("exclude") is not True


def _typed(found: dict[str, Any], name: str, kind: type) -> Any:
    """None where it is not said."""
    value = found.get(name)
    if value is not None and not isinstance(value, kind):
        raise _wrong(name, {bool: "true or false", dict: "an object", str: "a string"}[kind])
    return value


def _whole(found: dict[str, Any], name: str) -> int | None:
    value = found.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise _wrong(name, "a whole number")
    return value


def _wrong(field: str, should_be: str) -> Refusal:
    return Refusal(400, f"`{field}` must be {should_be}.", "invalid_value", field)
