"""Replies written by hand, head and framing included: what faults are made of."""

import json
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

from .request import Request
from .step import Cut, Pause, Raw, Step

Fault = Callable[[Request], Iterator[Step]]

THOUGHT, ANSWER = "I think 🤔 of “it”. ", "It is 42 – naïvely."
STATUS = b"HTTP/1.1 200 OK\r\n"
STREAM = STATUS + b"Content-Type: text/event-stream\r\n"
CHUNKED = STREAM + b"Transfer-Encoding: chunked\r\n\r\n"
UNTIL_CLOSE = STREAM + b"Connection: close\r\n\r\n"
LAST = b"0\r\n\r\n"  # the chunk that ends a body
CLOSE, RESET = Cut(reset=False), Cut()
COMMENT, DONE = b": OPENROUTER PROCESSING\n\n", b"data: [DONE]\n\n"
KEY = b"<key>"  # stands in the bytes of a fault for the key that came, which careless servers repeat
PIECE = 65_536  # bytes of one chunk of a body without an end


def data(content: Any) -> bytes:
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"


def said(finish: str | None = None, **delta: Any) -> bytes:
    return data({"id": "gen-1", "model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


BEGUN = said(reasoning=THOUGHT) + said(content=ANSWER)
FINISH = said("stop", content="")
REPLY = BEGUN + FINISH + DONE
WHOLE = json.dumps({"choices": [{"message": {"content": ANSWER, "reasoning": THOUGHT}, "finish_reason": "stop"}]})


def plays(*steps: bytes | Step) -> Fault:
    """These bytes and steps, one write for each."""
    return lambda request: (_step(step, request) for step in steps)


def sized(body: bytes, head: bytes = STREAM, length: int | None = None) -> Fault:
    """With a Content-Length, a wrong one where `length` is given, then closed in order."""
    told = len(body) if length is None else length
    return plays(head + b"Content-Length: %d\r\n\r\n" % told + body, CLOSE)


def ends(body: bytes, head: bytes = STREAM) -> Fault:
    """Chunked, with an orderly end."""
    return plays(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(body) + LAST)


def endless(piece: bytes, start: bytes = b"", head: bytes = STREAM) -> Fault:
    """Chunked: `start`, then `piece` again and again for ever."""
    begun = head + b"Transfer-Encoding: chunked\r\n\r\n" + (chunk(start) if start else b"")
    framed = chunk(piece * (1 + PIECE // len(piece)))
    return lambda request: map(Raw, chain([begun], repeat(framed)))


def bytewise(body: bytes, pause: float = 0.0) -> Iterator[bytes | Step]:
    """Every byte a chunk and a write of its own."""
    for at in range(len(body)):
        yield chunk(body[at : at + 1])
        if pause:
            yield Pause(pause)


def _step(step: bytes | Step, request: Request) -> Step:
    return Raw(step.replace(KEY, request.bearer.encode())) if isinstance(step, bytes) else step
