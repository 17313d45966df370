"""A reply as the bytes of a chat completion, in OpenRouter's spelling: a stream of events, or one JSON body."""

import secrets
import time
from typing import Any

from components.in_process import DONE, as_json, choice, event
from components.pocket.request import Wish
from components.pocket.said import Ended, Said

# A comment: nothing to read has come, and the connection is alive.
WORKING = b": POCKET PROCESSING\n\n"


class Frames:
    """All that one reply is made of shares an id and a time."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._id = f"gen-{secrets.token_hex(10)}"
        self._created = int(time.time())

    def begin(self) -> bytes:
        return self._event([choice({"role": "assistant", "content": ""})])

    def piece(self, said: Said) -> bytes:
        if not said.text:
            return WORKING
        if said.channel == "answer":
            return self._event([choice({"content": said.text})])
        return self._event([choice({"reasoning": said.text})]) if self._wish.shows else WORKING

    def end(self, ended: Ended) -> bytes:
        last = self._event([choice({"content": ""}, ended.reason)])
        return last + (self._event([], usage=_usage(ended)) if self._wish.usage else b"") + DONE

    def whole(self, reasoning: str, answer: str, ended: Ended) -> bytes:
        message: dict[str, Any] = {"role": "assistant", "content": answer}
        message["reasoning"] = reasoning if reasoning and self._wish.shows else None
        choices = [choice(message, ended.reason, place="message")]
        return as_json(self._frame("chat.completion", choices, usage=_usage(ended)))

    def _event(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        return event(self._frame("chat.completion.chunk", choices, **more))

    def _frame(self, kind: str, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        start = {"id": self._id, "object": kind, "created": self._created, "model": self._wish.model}
        return start | {"choices": choices} | more


def _usage(ended: Ended) -> dict[str, Any]:
    return {
        "prompt_tokens": ended.prompt,
        "completion_tokens": ended.completion,
        "total_tokens": ended.prompt + ended.completion,
        "completion_tokens_details": {"reasoning_tokens": ended.reasoning},
        "cost": 0,
    }
