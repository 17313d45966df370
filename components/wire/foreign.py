"""Events of other protocols than the one that was asked for, by their names and shapes."""

import re
from typing import Any

MESSAGES, RESPONSES = "Anthropic's Messages protocol", "OpenAI's Responses protocol"
GEMINI, COHERES = "Gemini's own protocol", "Cohere's own protocol"
CONVERSE, INTERACTIONS = "Bedrock's Converse protocol", "Gemini's Interactions protocol"
COMPLETIONS = "the protocol of chat completions"
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
            return RESPONSES
        if ANTHROPIC.fullmatch(word):
            return MESSAGES
        if COHERE.fullmatch(word):
            return COHERES
    if isinstance(chunk, dict) and "choices" not in chunk:
        if re.fullmatch(r"(?:interaction|step)\.\w+", str(chunk.get("event_type") or name)):
            return INTERACTIONS
        output = chunk.get("output")
        if isinstance(output, dict) and isinstance(output.get("message"), dict) and "stopReason" in chunk:
            return CONVERSE
        if isinstance(chunk.get("candidates"), list) or isinstance(chunk.get("promptFeedback"), dict):
            return GEMINI
        if chunk.get("object") == "interaction":
            return INTERACTIONS
        message = chunk.get("message")
        if "finish_reason" in chunk and isinstance(message, dict) and isinstance(message.get("content"), list):
            return COHERES
        if chunk.get("object") == "response" and isinstance(chunk.get("output"), list):
            return RESPONSES
        if told == "message" and isinstance(chunk.get("content"), list):
            return MESSAGES
    return ""
