"""Scripts as wire bytes: an event stream in one of three dialects, or one whole JSON body.

Dialects: "or" (OpenRouter: `reasoning` beside `reasoning_details` and an empty content), "rc" (`reasoning_content`, the
other field null) and "tag" (`<think>` inline in the content).
"""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .request import Request
from .script import Eventful, Script
from .step import Comment, Cut, Due, Event, Failure, Finish, Gate, Head, Pause, Piece, Send, Silence, Step

COMMENT = b": OPENROUTER PROCESSING\n\n"
DONE = b"data: [DONE]\n\n"
SLOT = "\x00text\x00"  # stands in a template where the JSON of a piece's text will go
COST = 0.00123  # dollars


@dataclass(frozen=True, slots=True)
class Envelope:
    """What all frames of one reply share."""

    request: Request
    created: int = field(default_factory=lambda: int(time.time()))
    name: str = field(default_factory=lambda: f"gen-{secrets.token_hex(10)}")

    @property
    def legacy(self) -> bool:
        """Whether this answers POST /completions, which has `text` where chat has `content`."""
        return self.request.route == "/completions"

    def frame(self, choices: list[dict[str, Any]], whole: bool = False, **more: Any) -> dict[str, Any]:
        """A frame around `choices`."""
        kind = "text_completion" if self.legacy else "chat.completion" if whole else "chat.completion.chunk"
        model = self.request.fields.get("model") or "test/model"
        start = {"id": self.name, "object": kind, "created": self.created, "model": model, "provider": "Fake"}
        return start | {"choices": choices} | more

    def choice(self, said: dict[str, Any], reason: str | None, place: str = "delta") -> dict[str, Any]:
        """One choice that says `said`: under `place` for chat, flat for /completions."""
        flat = {"text" if key == "content" else key: value for key, value in said.items() if key != "role"}
        body = flat if self.legacy else {place: said}
        return {"index": 0, **body, "finish_reason": reason, "native_finish_reason": reason}

    def usage(self, finish: Finish) -> dict[str, Any]:
        """Token counts; the prompt is counted at four characters a token."""
        prompt, completion = len(self.request.prompt) // 4 + 1, finish.completion_tokens
        counts = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
        return counts | {"completion_tokens_details": {"reasoning_tokens": finish.reasoning_tokens}, "cost": COST}


def stream(script: Eventful, dialect: str, request: Request) -> Iterator[Step]:
    """The script as an event stream; waits pass through, every frame is one Send."""
    envelope = Envelope(request)
    templates = {kind: _template(envelope, dialect, kind) for kind in ("reasoning", "answer")}
    yield Head(200, "text/event-stream", headers=(("Cache-Control", "no-cache"),))
    yield Send(COMMENT)
    debug = request.fields.get("debug")
    if isinstance(debug, dict) and debug.get("echo_upstream_body"):
        sent = {name: value for name, value in request.fields.items() if name != "debug"} | {"model": "upstream/model"}
        yield Send(_sse(envelope.frame([], debug={"echo_upstream_body": sent})))
    for event in _tagged(script.events()) if dialect == "tag" else script.events():
        match event:
            case Piece():
                yield Send(_quoted(event.text).join(templates[event.kind]), event.mark)
            case Comment():
                yield Send(COMMENT)
            case Finish():
                yield from _finish(envelope, dialect, event)
            case Failure():
                choice = envelope.choice({"role": "assistant", "content": ""}, "error")
                yield Send(_sse(envelope.frame([choice], error=event.error)))
            case Due() | Pause() | Gate() | Silence() | Cut():
                yield event


def whole(script: Script, dialect: str, request: Request) -> Iterator[Step]:
    """The script as one JSON body, sent when the model is done; the waits still take their time before it."""
    envelope = Envelope(request)
    texts = {"reasoning": "", "answer": ""}
    finish: Finish | None = None
    for event in _tagged(script.events()) if dialect == "tag" else script.events():
        match event:
            case Piece():
                texts[event.kind] += event.text
            case Finish():
                finish = event
            case Failure():
                yield from body(502, {"error": event.error, "user_id": "user_x"})
                return
            case Comment():
                pass
            case Due() | Pause() | Gate() | Silence() | Cut():
                yield event
    message = _message(dialect, texts["reasoning"], texts["answer"])
    choice = envelope.choice(message, finish.reason if finish else None, place="message")
    more = {"usage": envelope.usage(finish)} if finish else {}
    yield from body(200, envelope.frame([choice], whole=True, **more))


def body(status: int, content: Any, *headers: tuple[str, str]) -> Iterator[Step]:
    """One JSON body with its content-length."""
    data = _quoted(content)
    yield Head(status, "application/json", len(data), headers)
    yield Send(data)


def _finish(envelope: Envelope, dialect: str, finish: Finish) -> Iterator[Step]:
    yield Send(_sse(envelope.frame([envelope.choice(_delta(dialect, "answer", ""), finish.reason)])))
    tried = {"provider": "Fake", "model": "upstream/model", "status": 200}
    asked = envelope.request.headers.get("x-openrouter-metadata") == "enabled"
    more: dict[str, Any] = {"openrouter_metadata": {"strategy": "direct", "attempts": [tried]}} if asked else {}
    yield Send(_sse(envelope.frame([], usage=envelope.usage(finish), **more)))
    yield Send(DONE)


def _template(envelope: Envelope, dialect: str, kind: str) -> list[bytes]:
    """A frame in pieces between which the text's JSON goes: one dumps for each reply instead of one for each token."""
    frame = envelope.frame([envelope.choice(_delta(dialect, kind, SLOT), None)])
    return _sse(frame).split(json.dumps(SLOT).encode())


def _delta(dialect: str, kind: str, text: str) -> dict[str, Any]:
    """The delta of one piece, in the field order that the real servers have."""
    thinks = kind == "reasoning"
    if dialect == "rc":
        return {"role": "assistant", "content": None if thinks else text, "reasoning_content": text if thinks else None}
    if dialect == "tag":
        return {"role": "assistant", "content": text}
    spoken = {"role": "assistant", "content": "" if thinks else text, "reasoning": text if thinks else None}
    return spoken | {"reasoning_details": _details(text) if thinks else []}


def _message(dialect: str, reasoning: str, answer: str) -> dict[str, Any]:
    """The message of a whole reply."""
    if dialect == "rc":
        return {"role": "assistant", "content": answer, "reasoning_content": reasoning}
    if dialect == "tag":
        return {"role": "assistant", "content": answer}
    details = _details(reasoning) if reasoning else []
    return {"role": "assistant", "content": answer, "reasoning": reasoning or None, "reasoning_details": details}


def _details(text: str) -> list[dict[str, Any]]:
    return [{"type": "reasoning.text", "text": text, "format": "unknown", "index": 0}]


def _tagged(events: Iterator[Event]) -> Iterator[Event]:
    """All text as answer, with the tags as pieces of their own around the reasoning."""
    inside = False
    for event in events:
        if isinstance(event, Piece):
            if event.kind == "reasoning" and not inside:
                yield Piece("answer", "<think>\n")
            if event.kind == "answer" and inside:
                yield Piece("answer", "\n</think>\n\n")
            inside = event.kind == "reasoning"
            event = Piece("answer", event.text, event.mark)
        yield event


def _sse(frame: dict[str, Any]) -> bytes:
    return b"data: " + _quoted(frame) + b"\n\n"


def _quoted(content: Any) -> bytes:
    """JSON in UTF-8. A lone surrogate, which UTF-8 has no form for, makes the whole piece fall back to escapes."""
    try:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(content, separators=(",", ":")).encode()
