"""Events of other protocols than the one that was asked for, by their names and shapes."""

import re
from typing import Any

MESSAGES = "Anthropic's Messages protocol"
# OpenAI's Responses API, Anthropic's Messages API, Cohere's v2 and Gemini's API, by their documents (November 2026).
ANTHROPIC = re.compile(r"message_start|message_delta|message_stop|content_block_(?:start|delta|stop)")
COHERE = re.compile(
    r"(?:message|content|tool-plan|tool-call|citation)-(?:start|delta|end)|stream-(?:start|end)|text-generation"
)


def protocol_of(name: str, chunk: Any) -> str:
    """What this event belongs to; "" for none of these. `name` is the event's own."""
    told = chunk.get("type") if isinstance(chunk, dict) else None
    for word in (name, told):
        if not isinstance(word, str):
            continue
        if re.fullmatch(r"response(?:\.\w+)+", word):
            return "OpenAI's Responses protocol"
        if ANTHROPIC.fullmatch(word):
            return MESSAGES
        if COHERE.fullmatch(word):
            return "Cohere's own protocol"
    if isinstance(chunk, dict) and "choices" not in chunk:
        if isinstance(chunk.get("candidates"), list):
            return "Gemini's own protocol"
        if chunk.get("object") == "response" and isinstance(chunk.get("output"), list):
            return "OpenAI's Responses protocol"
        if told == "message" and isinstance(chunk.get("content"), list):
            return MESSAGES
    return ""
