"""A server within this process, as an httpx transport: POST …/chat/completions and GET …/models on no network. Whatever
answers there, this is how it is reached, what it refuses, and how its bytes are written."""

import json
from abc import ABC, abstractmethod
from typing import Any

import httpx

CHAT, LIST = "/chat/completions", "/models"
METHODS = {CHAT: "POST", LIST: "GET"}
LONGEST_PATH = 100  # characters of one that is named in a refusal
DONE = b"data: [DONE]\n\n"


class Refusal(Exception):
    """A request that gets no reply: the status, a sentence for a person, and OpenAI's code and name of the field."""

    def __init__(self, status: int, message: str, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.field = status, message, code, field


class InProcess(httpx.BaseTransport, ABC):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Refuses as a server would, with a status and a JSON body; raises nothing of its own."""
        try:
            return self._answer(request)
        except Refusal as refused:
            return _json(refused.status, _error(refused))

    @abstractmethod
    def models(self) -> Any:
        """What GET …/models tells."""

    @abstractmethod
    def reply(self, body: bytes) -> httpx.Response:
        """To what was posted. Raises Refusal."""

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = next((path for path in METHODS if request.url.path.endswith(path)), None)
        if path is None:
            raise Refusal(404, f"Nothing is served at {request.url.path[:LONGEST_PATH]}.", "not_found")
        if request.method != METHODS[path]:
            raise Refusal(405, f"{path} takes {METHODS[path]} alone.", "method_not_allowed")
        return _json(200, self.models()) if path == LIST else self.reply(request.read())


def object_in(body: bytes) -> dict[str, Any]:
    """Raises Refusal."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body of the request is not JSON.") from None
    if not isinstance(found, dict):
        raise Refusal(400, "The body of the request is not a JSON object.")
    return found


def as_json(content: Any) -> bytes:
    """In ASCII: a half of a character, which a request may have, has no UTF-8."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False).encode()


def event(content: Any) -> bytes:
    """Of a stream."""
    return b"data: " + as_json(content) + b"\n\n"


def choice(said: dict[str, Any], reason: str | None = None, place: str = "delta") -> dict[str, Any]:
    """The one choice of a chat completion, or of a piece of it."""
    return {"index": 0, place: said, "finish_reason": reason}


def _error(refused: Refusal) -> Any:
    """As OpenAI writes it."""
    kind = "invalid_request_error" if refused.status < 500 else "server_error"
    return {"error": {"message": refused.message, "type": kind, "param": refused.field, "code": refused.code}}


def _json(status: int, content: Any) -> httpx.Response:
    return httpx.Response(status, headers={"Content-Type": "application/json"}, content=as_json(content))
