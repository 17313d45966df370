"""A reply as the bytes of a chat completion, in OpenRouter's spelling: a stream of events, or one JSON body."""

import json
import secrets
import time
from typing import Any

from components.pocket.request import Refusal, Wish
from components.pocket.said import Ended, Said

DONE = b"data: [DONE]\n\n"
# A comment: nothing to read has come, and the connection is alive.
WORKING = b": POCKET PROCESSING\n\n"


class Frames:
    """All that one reply is made of shares an id and a time."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._id = f"gen-{secrets.token_hex(10)}"
        self._created = int(time.time())

    def begin(self) -> bytes:
        return self._event([_choice("delta", {"role": "assistant", "content": ""})])

    def piece(self, said: Said) -> bytes:
        if not said.text:
            return WORKING
        if said.channel == "answer":
            return self._event([_choice("delta", {"content": said.text})])
        return self._event([_choice("delta", {"reasoning": said.text})]) if self._wish.shows else WORKING

    def end(self, ended: Ended) -> bytes:
        last = self._event([_choice("delta", {"content": ""}, ended.reason)])
        return last + (self._event([], usage=_usage(ended)) if self._wish.usage else b"") + DONE

    def whole(self, reasoning: str, answer: str, ended: Ended) -> bytes:
        message: dict[str, Any] = {"role": "assistant", "content": answer}
        message["reasoning"] = reasoning if reasoning and self._wish.shows else None
        choices = [_choice("message", message, ended.reason)]
        return as_json(self._frame("chat.completion", choices, usage=_usage(ended)))

    def _event(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        return b"data: " + as_json(self._frame("chat.completion.chunk", choices, **more)) + b"\n\n"

    def _frame(self, kind: str, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        start = {"id": self._id, "object": kind, "created": self._created, "model": self._wish.model}
        return start | {"choices": choices} | more


def refusal(refused: Refusal) -> bytes:
    """The body of an error, as OpenAI writes it."""
    kind = "invalid_request_error" if refused.status < 500 else "server_error"
    error = {"message": refused.message, "type": kind, "param": refused.field, "code": refused.code}
    return as_json({"error": error})


def as_json(content: Any) -> bytes:
    """In ASCII: a half of a character, which a request may have, has no UTF-8."""
    return json.dumps(content, separators=(",", ":")).encode()


def _choice(place: str, said: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, place: said, "finish_reason": reason}


def _usage(ended: Ended) -> dict[str, Any]:
    return {
        "prompt_tokens": ended.prompt,
        "completion_tokens": ended.completion,
        "total_tokens": ended.prompt + ended.completion,
        "completion_tokens_details": {"reasoning_tokens": ended.reasoning},
        "cost": 0,
    }
