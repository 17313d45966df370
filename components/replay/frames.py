"""A recorded turn as the bytes of a chat completion, a piece an event. What the form has no place for (tools, and what
nobody understood) is left out: a recording that is brought in shows it."""

import secrets
from dataclasses import fields
from typing import Any

from components.conversation import Piece, Usage
from components.in_process import DONE, choice, event
from components.recordings import Recorded

# As OpenAI and OpenRouter spell them, which the reader knows.
DETAILS = {"reasoning_tokens": "completion_tokens_details", "cached_tokens": "prompt_tokens_details"}
STOPPED = "Here the recording was stopped."


class Frames:
    """All that one reply is made of shares an id."""

    def __init__(self, turn: Recorded) -> None:
        self._turn, self._id = turn, f"rec-{secrets.token_hex(10)}"

    def begin(self) -> bytes:
        return self._event([choice({"role": "assistant", "content": ""})])

    def piece(self, piece: Piece) -> bytes:
        delta = _delta(piece)
        return self._event([choice(delta)]) if delta else b""

    def end(self) -> bytes:
        """As it ended then."""
        reply, usage = self._turn.reply, self._turn.reply.usage
        told = self._event([], usage=_usage(usage)) if usage and self._turn.status == "done" else b""
        if self._turn.status == "done":
            last = self._event([choice({"content": ""}, reply.finish_reason)]) if reply.finish_reason else b""
            return last + told + DONE
        said = reply.failure.what if reply.failure else STOPPED
        return event({"error": {"message": said, "code": "recorded"}})

    def _event(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        start = {"id": self._id, "object": "chat.completion.chunk", "model": self._turn.asked.model}
        return event(start | {"choices": choices} | more)


def _delta(piece: Piece) -> dict[str, Any]:
    data = piece.data or {}
    match piece.channel:
        case "reasoning":
            return {"reasoning": piece.text}
        case "summary":
            return {"reasoning_details": [{"type": "reasoning.summary", "summary": piece.text}]}
        case "answer":
            return {"content": piece.text}
        case "refusal":
            return {"refusal": piece.text}
        case "image" if data.get("base64"):
            url = f"data:{data.get('type', '')};base64,{data['base64']}"
            return {"images": [{"type": "image_url", "image_url": {"url": url}}]}
        case "source" if data.get("url"):
            cited = {"url": data["url"], "title": data.get("title", "")}
            return {"annotations": [{"type": "url_citation", "url_citation": cited}]}
        case _:
            return {}


def _usage(usage: Usage) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(Usage)):
        value = getattr(usage, name)
        if value is not None and name != "cache_written_tokens":
            (found.setdefault(DETAILS[name], {}) if name in DETAILS else found)[name] = value
    return found
