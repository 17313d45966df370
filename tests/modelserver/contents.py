"""Faults of what a reply says: its encoding, its type, its JSON. HTTP itself is in order."""

import gzip
import zlib

from . import refusal
from .mangled import MANGLED
from .raw import (
    ANSWER,
    BEGUN,
    CHUNKED,
    CLOSE,
    COMMENT,
    DONE,
    FINISH,
    KEY,
    REPLY,
    STATUS,
    STREAM,
    UNTIL_CLOSE,
    WHOLE,
    Fault,
    chunk,
    data,
    ends,
    plays,
    said,
    sized,
)

MEGABYTES_10 = 10_000_000
BOM = b"\xef\xbb\xbf"
ERROR = b'{"error": {"code": 502, "message": "upstream exploded, key ' + KEY + b'"}, "user_id": "user_x"}'
PAGE = refusal.SIGN_IN.encode()


def typed(kind: bytes) -> bytes:
    return STATUS + (b"Content-Type: " + kind + b"\r\n" if kind else b"")


def packed(body: bytes, how: bytes, head: bytes = STREAM) -> Fault:
    return ends(body, head + b"Content-Encoding: " + how + b"\r\n")


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKED = CHUNKED.replace(b"\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)
GZIP, BEGUN_GZIP = gzip.compress(REPLY, mtime=0), gzip.compress(BEGUN * 50, mtime=0)
ENCODING: dict[str, Fault] = {
    "gzip": packed(GZIP, b"gzip"),
    "deflate": packed(zlib.compress(REPLY), b"deflate"),
    "deflate-without-a-head": packed(raw_deflate(REPLY), b"deflate"),
    "gzip-cut": plays(
        STREAM + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", chunk(BEGUN_GZIP), CLOSE
    ),
    "gzip-truncated": packed(BEGUN_GZIP[:-20], b"gzip"),
    "gzip-that-is-none": packed(REPLY, b"gzip"),
    "gzip-untold": ends(GZIP),
    "gzip-broken-midway": packed(GZIP[:60] + b"\xff" * 40 + GZIP[100:], b"gzip"),
    "brotli-that-is-none": packed(REPLY, b"br"),
    "encoding-unknown": packed(REPLY, b"x-odd"),
    "charset-wrong": ends(REPLY, typed(b"text/event-stream; charset=utf-16")),
    "charset-unknown": ends(REPLY, typed(b"text/event-stream; charset=no-such-thing")),
    "latin-1": ends(said(content="naïve ").decode().encode("latin-1") + said("stop", content=ANSWER) + DONE),
    "invalid-utf-8": ends(said(content="a\0b").replace(b"\\u0000", b"\xff\xfe\xc3") + FINISH + DONE),
    "utf-16": ends(REPLY.decode().encode("utf-16")),
    "utf-16-json": ends(WHOLE.encode("utf-16"), typed(b"application/json")),
    "marked": ends(BOM + REPLY),
    "crlf": ends(REPLY.replace(b"\n", b"\r\n")),
    "cr": ends(REPLY.replace(b"\n", b"\r")),
    "surrogate-halves": ends(
        b'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\n'
        b'data: {"choices":[{"delta":{"content":"\\udc4d"}}]}\n\n' + FINISH + DONE
    ),
    "surrogates-alone": ends(
        b'data: {"choices":[{"delta":{"content":"\\udc4d a"}}]}\n\n'
        b'data: {"choices":[{"delta":{"content":"b \\ud83d"},"finish_reason":"stop"}]}\n\n'
    ),
    "nul": ends(said(content="a\0b") + FINISH + DONE),
}
TYPES: dict[str, Fault] = {
    "type-html": ends(REPLY, typed(b"text/html")),
    "type-octets": ends(REPLY, typed(b"application/octet-stream")),
    "type-missing": ends(REPLY, typed(b"")),
    "type-nonsense": ends(REPLY, typed(b";;=,")),
    "type-json-but-stream": ends(REPLY, typed(b"application/json")),
    "type-stream-but-json": ends(WHOLE.encode()),
    "json-whole": ends(WHOLE.encode(), typed(b"application/json")),
    "json-cut": ends(WHOLE.encode()[:-30], typed(b"application/json")),
}
BODIES: dict[str, Fault] = {
    "empty-body": sized(b""),
    "blank-body": sized(b" \n\n "),
    "comments-then-close": ends(COMMENT * 20),
    "error-in-200": plays(typed(b"application/json") + b"Connection: close\r\n\r\n" + ERROR, CLOSE),
    "error-as-event": plays(UNTIL_CLOSE + BEGUN + b"data: " + ERROR + b"\n\n", CLOSE),
    "error-named": plays(UNTIL_CLOSE + BEGUN + b"event: error\ndata: " + ERROR + b"\n\n", CLOSE),
    "error-in-words": ends(BEGUN + b"event: error\ndata: it went wrong\n\n"),
    "error-as-a-string": ends(BEGUN + b'data: {"error": "it went wrong"}\n\n'),
    "error-as-finish": ends(BEGUN + said("error", content="")),
    "page": sized(PAGE, typed(b"text/html")),
    "page-as-stream": ends(PAGE),
    "page-midway": ends(BEGUN + PAGE + b"\n\n"),
    "page-with-502": sized(refusal.BAD_GATEWAY.encode(), b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"),
    "page-with-the-key": sized(b"<p>No " + KEY + b"</p>", b"HTTP/1.1 500 " + KEY + b"\r\n", length=9_999),
    "error-cut": sized(ERROR[:40], b"HTTP/1.1 500 Oh\r\n", length=9_999),
    "words": sized(b"Not Found", typed(b"text/plain")),
    "deep": ends(BEGUN + b"data: " + b"[" * 100_000 + b"]" * 100_000 + b"\n\n" + FINISH),
    "finish-alone": ends(FINISH),
    "done-alone": ends(DONE),
    "garbage-after-done": ends(REPLY + b"\xff\x00 garbage\n\ndata: {not json\n\n"),
    "text-after-done": ends(REPLY + said(content=" And more.")),
    "error-after-done": plays(UNTIL_CLOSE + REPLY + b"data: " + ERROR + b"\n\n", CLOSE),
    "finish-twice": ends(BEGUN + FINISH + FINISH + said(None, content="") + DONE),
    "null": ends(BEGUN + data(None) + FINISH + DONE),
    "number": sized(b"42", typed(b"application/json")),
    "string": sized(b'"fine"', typed(b"application/json")),
    "list": sized(b"[1, 2]", typed(b"application/json")),
    "object": sized(b"{}", typed(b"application/json")),
    "no-choices": sized(b'{"choices": []}', typed(b"application/json")),
    "not-a-number": ends(
        BEGUN + b'data: {"choices": [], "usage": {"prompt_tokens": NaN, "cost": -Infinity}}\n\n' + DONE
    ),
}
# Made when they are asked for: nobody else should carry them.
BIG: dict[str, Fault] = {
    "line-of-10-mb": lambda request: ends(said(content="x" * MEGABYTES_10) + FINISH + DONE)(request),
    "comment-of-10-mb": lambda request: ends(b":" + b"x" * MEGABYTES_10 + b"\n\n" + REPLY)(request),
}
CONTENTS = ENCODING | TYPES | BODIES | MANGLED
