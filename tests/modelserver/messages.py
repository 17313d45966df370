"""Anthropic's Messages protocol: a script as its events, its errors, and its list of models in pages.

refused-STATUS         an error before the reply; STATUS is one of ERRORS
overloaded-R           R tokens of thoughts, then an error inside the stream
restarted-R-A          R tokens of thoughts, then the message begins anew, with R and A tokens
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from .dialect import body
from .request import Request
from .script import Talk, think
from .step import Comment, Cut, Due, Event, Failure, Finish, Gate, Head, Pause, Piece, Send, Silence, Step

ERRORS: dict[int, tuple[str, str]] = {
    400: ("invalid_request_error", "max_tokens: must be more than 1"),
    401: ("authentication_error", "invalid x-api-key"),
    402: ("billing_error", "Your payment could not be taken"),
    403: ("permission_error", "Your key may not use this model"),
    404: ("not_found_error", "model: {model}"),
    409: ("conflict_error", "Something else is under way"),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed the rate limit"),
    500: ("api_error", "Internal server error"),
    504: ("timeout_error", "Request timed out"),
    529: ("overloaded_error", "Overloaded"),
}
# What its reasons are called here, by those of chat completions.
REASONS = {"stop": "end_turn", "length": "max_tokens"}
TYPES = {"reasoning": "thinking", "answer": "text"}
SIGNATURE = "c2lnbmVkIGJ5IGEgdGVzdA=="
THINKS = {"supported": True, "types": {"adaptive": {"supported": True}, "enabled": {"supported": False}}}
EFFORTS = {"supported": True} | {level: {"supported": True} for level in ("low", "medium", "high", "xhigh", "max")}
CAPABILITIES = {"thinking": THINKS, "effort": EFFORTS}
PAGES: dict[str, dict[str, Any]] = {
    "": {
        "data": [
            {
                "type": "model",
                "id": "claude-opus-5",
                "display_name": "Claude Opus 5",
                "created_at": "2026-07-01T00:00:00Z",
                "max_input_tokens": 1_000_000,
                "max_tokens": 128_000,
                "capabilities": CAPABILITIES,
            }
        ],
        "has_more": True,
        "first_id": "claude-opus-5",
        "last_id": "claude-opus-5",
    },
    "claude-opus-5": {
        "data": [
            {
                "type": "model",
                "id": "claude-3-7-sonnet-20250219",
                "display_name": "Claude Sonnet 3.7",
                "created_at": "2025-02-24T00:00:00Z",
            }
        ],
        "has_more": False,
        "first_id": "claude-3-7-sonnet-20250219",
        "last_id": "claude-3-7-sonnet-20250219",
    },
}


def models(request: Request) -> Iterator[Step]:
    """The page that was asked for."""
    after = re.search(r"after_id=([\w.-]+)", request.path)
    return body(200, PAGES[after[1] if after else ""])


def find(request: Request) -> Callable[[Request], Iterator[Step]] | None:
    """The behaviour of this protocol alone that the prompt names, if it names one."""
    if (found := re.match(r"refused-(\d+)", request.prompt)) and int(found[1]) in ERRORS:
        return lambda asked: refusal(int(found[1]), asked)
    if found := re.match(r"overloaded-(\d+)", request.prompt):
        thoughts = Talk(int(found[1]), 0, (Failure({"type": "overloaded_error", "message": "Overloaded"}),))
        return lambda asked: stream(thoughts.events(), asked)
    if found := re.match(r"restarted-(\d+)-(\d+)", request.prompt):
        first, whole = Talk(int(found[1]), 0, first_mark=500), think(int(found[1]), int(found[2]))
        return lambda asked: _restarted(first, whole, asked)
    return None


def refusal(status: int, request: Request) -> Iterator[Step]:
    kind, message = ERRORS[status]
    error = {"type": kind, "message": message.format(model=request.fields.get("model"))}
    return body(status, {"type": "error", "error": error, "request_id": "req_1"})


def _restarted(first: Talk, second: Talk, request: Request) -> Iterator[Step]:
    yield from stream(first.events(), request)
    yield from list(stream(second.events(), request))[1:]


def stream(events: Iterator[Event], request: Request) -> Iterator[Step]:
    """As an event stream; waits pass through."""
    yield Head(200, "text/event-stream", headers=(("request-id", "req_1"),))
    yield _send("message_start", message=_message(request, [], None, 1))
    number, open_kind = -1, ""
    for event in events:
        match event:
            case Piece(kind):
                if kind != open_kind:
                    yield from _closed(number, open_kind)
                    number, open_kind = number + 1, kind
                    yield _send("content_block_start", index=number, content_block=_block(kind, "", ""))
                field = TYPES[kind]
                said = {"type": f"{field}_delta", field: event.text}
                yield _send("content_block_delta", mark=event.mark, index=number, delta=said)
            case Comment():
                yield _send("ping")
            case Finish():
                yield from _closed(number, open_kind)
                ended = {"stop_reason": REASONS.get(event.reason, event.reason), "stop_sequence": None}
                yield _send("message_delta", delta=ended, usage=_usage(request, event))
                yield _send("message_stop")
            case Failure():
                yield _send("error", error={"details": None, **event.error}, request_id="req_1")
            case Due() | Pause() | Gate() | Silence() | Cut():
                yield event


def whole(events: Iterator[Event], request: Request) -> Iterator[Step]:
    """As one body, sent when the model is done."""
    texts, last = {"reasoning": "", "answer": ""}, None
    for event in events:
        match event:
            case Piece(kind):
                texts[kind] += event.text
            case Finish():
                last = event
            case Due() | Pause() | Gate() | Silence() | Cut():
                yield event
            case _:
                pass
    content = [_block(kind, text, SIGNATURE) for kind, text in texts.items() if text]
    reason = REASONS.get(last.reason, last.reason) if last else None
    message = _message(request, content, reason, last.completion_tokens if last else 0)
    yield from body(200, message | ({"usage": _usage(request, last)} if last else {}))


def _closed(number: int, kind: str) -> Iterator[Step]:
    if kind == "reasoning":
        signed = {"type": "signature_delta", "signature": SIGNATURE}
        yield _send("content_block_delta", index=number, delta=signed)
    if kind:
        yield _send("content_block_stop", index=number)


def _block(kind: str, text: str, signature: str) -> dict[str, Any]:
    return {"type": TYPES[kind], TYPES[kind]: text} | ({"signature": signature} if kind == "reasoning" else {})


def _message(request: Request, content: list[Any], reason: str | None, tokens: int) -> dict[str, Any]:
    name = {"id": f"msg_{secrets.token_hex(8)}", "type": "message", "role": "assistant"}
    ends = {"model": request.fields.get("model"), "stop_reason": reason, "stop_sequence": None}
    usage = {"input_tokens": len(request.prompt) // 4 + 1, "output_tokens": tokens}
    return {**name, **ends, "content": content, "usage": usage}


def _usage(request: Request, finish: Finish) -> dict[str, Any]:
    counted = {"input_tokens": len(request.prompt) // 4 + 1, "cache_read_input_tokens": 3}
    thought = {"output_tokens_details": {"thinking_tokens": finish.reasoning_tokens}}
    return counted | {"output_tokens": finish.completion_tokens} | thought


def _send(kind: str, mark: int | None = None, **more: Any) -> Send:
    data = json.dumps({"type": kind, **more}, ensure_ascii=False)
    return Send(f"event: {kind}\ndata: {data}\n\n".encode(), mark)
