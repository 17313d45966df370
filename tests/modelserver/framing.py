"""Faults of the connection and of HTTP: the reply is a good one, as far as it comes."""

import random
from collections.abc import Iterator

from .raw import (
    BEGUN,
    CHUNKED,
    CLOSE,
    KEY,
    LAST,
    REPLY,
    RESET,
    STREAM,
    UNTIL_CLOSE,
    Fault,
    bytewise,
    chunk,
    ends,
    plays,
    sized,
)
from .request import Request
from .step import HalfClose, Pause, Raw, Silence, Step

READ = Pause(0.05)  # time to read what came, since a reset may throw away what was not


def redirect(status: int) -> Fault:
    """To the same server under another name, where a request that followed would be recorded."""

    def answer(request: Request) -> Iterator[Step]:
        port = int(request.headers["host"].rpartition(":")[2])
        head = b"HTTP/1.1 %d Moved\r\nLocation: http://localhost:%d/v1/chat/completions\r\n" % (status, port)
        yield Raw(head + b"Content-Length: 0\r\n\r\n")

    return answer


EARLY = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
FRAMING: dict[str, Fault] = {
    "whole": ends(REPLY),
    "reset-at-once": plays(RESET),
    "reset-after-head": plays(CHUNKED, READ, RESET),
    "reset-midway": plays(CHUNKED + chunk(BEGUN), READ, RESET),
    "reset-after-done": plays(CHUNKED + chunk(REPLY), READ, RESET),
    "hang-up": plays(CLOSE),
    "head-cut": plays(STREAM[:30], CLOSE),
    "head-then-close": plays(CHUNKED, CLOSE),
    "close-midway": plays(CHUNKED + chunk(BEGUN), CLOSE),
    "close-after-done": plays(CHUNKED + chunk(REPLY), CLOSE),
    "half-closed-midway": plays(CHUNKED + chunk(BEGUN), HalfClose(), Silence()),
    "half-closed-after-done": plays(UNTIL_CLOSE + REPLY, HalfClose(), Silence()),
    "ends-without-an-end": ends(BEGUN),
    "cut-in-chunk-size": plays(CHUNKED + chunk(BEGUN) + b"1f", CLOSE),
    "chunk-size-nonsense": plays(CHUNKED + chunk(BEGUN), READ, b"zz\r\nabc\r\n", CLOSE),
    "chunk-too-short": plays(CHUNKED + b"fffff\r\n" + BEGUN, CLOSE),
    "chunk-too-long": plays(CHUNKED + chunk(BEGUN), READ, b"5\r\n" + REPLY + b"\r\n", CLOSE),
    "chunk-extensions-and-trailers": plays(CHUNKED + b"%x;a=b\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(REPLY), REPLY)),
    "chunk-borders-everywhere": plays(CHUNKED, *bytewise(REPLY), LAST),
    "slow-trickle": plays(CHUNKED, *bytewise(REPLY, 0.001), LAST),
    "garbage-after-the-end": plays(CHUNKED + chunk(REPLY) + LAST + b"\x00\xffgarbage", CLOSE),
    "length-too-long": sized(BEGUN, length=9_999),
    "length-too-long-after-done": sized(REPLY, length=9_999),
    "length-too-short": sized(REPLY, length=len(BEGUN)),
    "length-nonsense": plays(STREAM + b"Content-Length: many\r\n\r\n" + REPLY, CLOSE),
    "length-negative": plays(STREAM + b"Content-Length: -5\r\n\r\n" + REPLY, CLOSE),
    "length-twice": sized(REPLY, STREAM + b"Content-Length: %d\r\n" % len(REPLY)),
    "lengths-that-differ": sized(REPLY, STREAM + b"Content-Length: 5\r\n"),
    "length-and-chunked": ends(REPLY, STREAM + b"Content-Length: 5\r\n"),
    "http-1.0": plays(UNTIL_CLOSE.replace(b"1.1", b"1.0") + REPLY, CLOSE),
    "http-1.0-cut": plays(UNTIL_CLOSE.replace(b"1.1", b"1.0") + BEGUN, CLOSE),
    "http-0.9": plays(REPLY, CLOSE),
    "informational-first": ends(REPLY, EARLY + STREAM),
    "switching-protocols": plays(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + REPLY, CLOSE),
    "no-content": plays(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "reset-content": plays(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"),
    "not-modified": plays(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "redirect-302": redirect(302),
    "redirect-307": redirect(307),
    "redirect-308": redirect(308),
    "status-nonsense": plays(b"HTTP/1.1 abc OK\r\n\r\n", CLOSE),
    "status-999": sized(b"{}", b"HTTP/1.1 999 Odd\r\n"),
    "huge-header": ends(REPLY, STREAM + b"X-Long: " + b"x" * 300_000 + b"\r\n"),
    "many-headers": ends(REPLY, STREAM + b"".join(b"X-%d: x\r\n" % number for number in range(20_000))),
    "header-nonsense": ends(REPLY, STREAM + b"no colon here, but " + KEY + b"\r\n"),
    "header-beyond-ascii": ends(REPLY, STREAM + b"X-Name: Andr\xe9\r\n"),
    "tls-alert": plays(b"\x15\x03\x01\x00\x02\x02\x46", CLOSE),
    "random-bytes": plays(random.Random(7).randbytes(5_000), CLOSE),
    "another-protocol": plays(b"220 mail.example ESMTP\r\n", CLOSE),
}
