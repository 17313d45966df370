"""Everything that may be wrong with a reply. The request's model names the fault: `fault/reset-midway`.

    fault/NAME             NAME is a key of FAULTS: those of `framing` and of `contents`, which end by themselves,
                           the HANGING, which fall silent with an open line, the ENDLESS, which never stop talking
    cut/CAPTURE@STOP/HOW   a recorded reply of which STOP body bytes arrive; HOW is a key of CUTS

`silent`, `headers-only` and other behaviours of prompts stand in `behaviour`.
"""

import json
import re
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import chain, repeat

from . import behaviour, capture
from .contents import BIG, CONTENTS, PACKED
from .framing import FRAMING
from .raw import (
    BEGUN,
    CHUNKED,
    CLOSE,
    COMMENT,
    LAST,
    PIECE,
    REPLY,
    RESET,
    STATUS,
    STREAM,
    WHOLE,
    Fault,
    chunk,
    data,
    endless,
    plays,
    said,
)
from .refusal import SIGN_IN, refuse
from .request import Request
from .step import Pause, Raw, Silence, Step

NAMED = re.compile(r"fault/(\S+)|cut/([\w.-]+)@(\d+)/(\w+)")


def _often(piece: bytes, every: float, start: bytes = b"") -> Fault:
    """`start`, then `piece` as a chunk again and again, with pauses."""
    return lambda request: chain(
        [Raw(CHUNKED + (chunk(start) if start else b""))],
        chain.from_iterable(repeat((Raw(chunk(piece)), Pause(every)))),
    )


HANGING: dict[str, Fault] = {
    "never-answers": lambda request: iter([Silence()]),
    "head-then-silence": plays(CHUNKED, Silence()),
    "half-a-head-then-silence": plays(STREAM[:30], Silence()),
    "stalls-midway": plays(CHUNKED + chunk(BEGUN), Silence()),
    "stalls-in-a-line": plays(CHUNKED + chunk(BEGUN[:-20]), Silence()),
    "stalls-in-an-error": plays(b"HTTP/1.1 500 Oh\r\nContent-Length: 99\r\n\r\n{", Silence()),
    "comments-for-ever": _often(COMMENT, 0.05),
    "comments-after-words": _often(COMMENT, 0.05, BEGUN),
    "trickles-for-ever": _often(b" ", 0.05),
}


def _bomb() -> Iterator[Step]:
    """Compressed a thousandfold, and without end."""
    packer, blanks = zlib.compressobj(wbits=16 + zlib.MAX_WBITS), b" " * 1_000_000
    yield Raw(PACKED)
    while True:
        yield Raw(chunk(packer.compress(blanks) + packer.flush(zlib.Z_SYNC_FLUSH)))


# Complete, and yet the line stays open: these must end as done, and soon.
OPEN_AFTER_DONE: dict[str, Fault] = {
    "done-then-silence": plays(CHUNKED + chunk(REPLY), Silence()),
    "done-then-comments": _often(COMMENT, 0.05, REPLY),
    "done-then-words": _often(said(content=" And more."), 0.05, REPLY),
}
# In large pieces, so that a cap is reached soon.
MUCH, FILLER = "and on " * 5_000, b"x" * PIECE
NATIVE = json.dumps({"message": {"role": "assistant", "content": MUCH}, "done": False}).encode() + b"\n"
ENDLESS: dict[str, Fault] = {
    "words-without-end": endless(said(content=MUCH) + said(reasoning=MUCH), BEGUN),
    "thoughts-without-end": endless(said(reasoning=MUCH), BEGUN),
    "lines-without-end": endless(NATIVE),
    "line-without-end": endless(FILLER, BEGUN + b'data: {"choices": [{"delta": {"content": "'),
    "comment-without-end": endless(FILLER, BEGUN + b":"),
    "comments-without-end": endless(b":" + FILLER + b"\n\n", BEGUN),
    "events-without-end": endless(data({"x": FILLER.decode()}), BEGUN),
    "fields-without-end": endless(b"id: " + FILLER + b"\n\n", BEGUN),
    "blanks-without-end": endless(b" \n"),
    "json-without-end": endless(FILLER, WHOLE.encode()[:60]),
    "page-without-end": endless(b"<p>x</p>", SIGN_IN.encode()),
    "error-without-end": endless(FILLER, b'{"error": "', b"HTTP/1.1 500 Oh\r\n"),
    "gzip-without-end": lambda request: _bomb(),
    "header-without-end": lambda request: map(Raw, chain([STREAM + b"X-Long: "], repeat(FILLER))),
}
# What ends by itself, and within a moment.
QUICK = FRAMING | CONTENTS
FAULTS: dict[str, Fault] = QUICK | BIG | HANGING | OPEN_AFTER_DONE | ENDLESS


def find(request: Request) -> behaviour.Behaviour | None:
    """The fault that the request's model names, if it names one."""
    named = NAMED.match(str(request.fields.get("model") or ""))
    if named is None:
        return None
    name, recorded, stop, how = named.groups()
    if name in FAULTS:
        return FAULTS[name]
    if recorded and how in CUTS:
        return lambda _: cut(recorded, int(stop), how)
    return lambda _: refuse(404, f"no such fault: {named.group()}")


# Recorded replies, cut


def _chunked(body: bytes, kind: bytes, _: int) -> Iterator[Step]:
    yield Raw(_head(kind) + b"Transfer-Encoding: chunked\r\n\r\n" + (chunk(body) if body else b""))
    yield CLOSE


def _sized(body: bytes, kind: bytes, whole: int) -> Iterator[Step]:
    yield Raw(_head(kind) + b"Content-Length: %d\r\n\r\n" % (whole + 1) + body)
    yield CLOSE


def _until_close(body: bytes, kind: bytes, _: int) -> Iterator[Step]:
    yield Raw(_head(kind) + b"Connection: close\r\n\r\n" + body)
    yield CLOSE


def _ended(body: bytes, kind: bytes, _: int) -> Iterator[Step]:
    yield Raw(_head(kind) + b"Transfer-Encoding: chunked\r\n\r\n" + (chunk(body) if body else b"") + LAST)


def _reset(body: bytes, kind: bytes, _: int) -> Iterator[Step]:
    yield Raw(_head(kind) + b"Transfer-Encoding: chunked\r\n\r\n" + (chunk(body) if body else b""))
    yield Pause(0.005)
    yield RESET


CUTS = {"chunked": _chunked, "sized": _sized, "until_close": _until_close, "ended": _ended, "reset": _reset}


def cut(name: str, stop: int, how: str) -> Iterator[Step]:
    """The first `stop` bytes of a recorded reply, then its end in one of five ways."""
    recorded = _recorded(name)
    if recorded is None:
        return refuse(404, f"no recorded reply {name!r}")
    return CUTS[how](recorded.data[:stop], recorded.content_type.encode(), len(recorded.data))


@cache
def _recorded(name: str) -> capture.Capture | None:
    path = capture.locate(name)
    return capture.load(path) if path else None


def _head(kind: bytes) -> bytes:
    return STATUS + b"Content-Type: " + kind + b"\r\n"
