"""Recorded replies, served with the read sizes of the recording (see INDEX.md in the folder of captures)."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .refusal import refuse
from .step import Cut, Head, Pause, Send, Step

FOLDER = "THINKROOM_CAPTURES"  # environment variable with the folder's path
BESIDE = ("cases", "captures-native")  # folders beside it
PIECE = 700  # bytes a chunk where the recording has no read sizes
PIECE_PAUSE = 0.001  # seconds after each of those
TYPES = {".sse": "text/event-stream", ".ndjson": "application/x-ndjson", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class Capture:
    """One recorded reply: `sizes` are the bytes of each network read, in order, or None where they are not known."""

    status: int
    content_type: str
    data: bytes
    sizes: tuple[int, ...] | None


def load(path: Path) -> Capture:
    """The recording at `path`, together with what its neighbours X.request.json and X.chunks.json say of it."""
    told = _json(path.with_suffix(".request.json")) or {}
    sizes = _json(path.with_suffix(".chunks.json")) if path.suffix != ".json" else None
    return Capture(
        told.get("response_status") or 200,
        _content_type(told.get("response_content_type"), path.suffix),
        path.read_bytes(),
        tuple(sizes) if sizes else None,
    )


def play(name: str, bytewise: bool = False, stop: int | None = None) -> Iterator[Step]:
    """The recording `name`, perhaps a byte at a time, perhaps cut off after `stop` body bytes."""
    path = locate(name)
    if path is None:
        yield from refuse(404, f"no recorded reply {name!r} in ${FOLDER}={os.environ.get(FOLDER)!r}")
        return
    capture = load(path)
    yield Head(capture.status, capture.content_type, len(capture.data) if path.suffix == ".json" else None)
    yield from _sends(capture, bytewise, stop)
    if stop is not None:
        yield Cut()


def _sends(capture: Capture, bytewise: bool, stop: int | None) -> Iterator[Step]:
    data = capture.data[:stop]
    paced = not bytewise and capture.sizes is None
    start = 0
    for size in _sizes(capture, bytewise):
        if start >= len(data):
            return
        yield Send(data[start : start + size])
        if paced:
            yield Pause(PIECE_PAUSE)
        start += size


def _sizes(capture: Capture, bytewise: bool) -> Iterator[int]:
    total = len(capture.data)
    if bytewise:
        yield from (1 for _ in range(total))
    elif capture.sizes is not None:
        yield from capture.sizes
    else:
        yield from (PIECE for _ in range(0, total, PIECE))


def locate(name: str) -> Path | None:
    """The file, if the folder or a neighbour has it; the name's grammar allows no slash, so it stays there."""
    folder = os.environ.get(FOLDER)
    places = [Path(folder, name), *(Path(folder).parent / beside / name for beside in BESIDE)] if folder else []
    return next((path for path in places if path.suffix in TYPES and path.is_file()), None)


def _content_type(told: str | None, suffix: str) -> str:
    """The recorded type. Two recordings of one name (.sse and .json) share one note, so one of them it does not fit."""
    fits = told is not None and ("event-stream" in told) == (suffix == ".sse")
    return told if told and fits else TYPES[suffix]


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else None
