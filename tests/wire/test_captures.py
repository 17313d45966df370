"""Every recorded reply, in reads of several sizes, against an independent reader's expectations."""

import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby, product
from pathlib import Path
from typing import Any

import pytest

from components.conversation import (
    SPOKEN,
    ContextTooLong,
    Draft,
    KeyRefused,
    ModelUnknown,
    Progress,
    RateLimited,
    TurnFailed,
)
from components.wire.body import BodyReader
from components.wire.refusals import Voice

pytestmark = pytest.mark.captures

KINDS = {400: ContextTooLong, 401: KeyRefused, 404: ModelUnknown, 429: RateLimited}
SIZES = (7, 700, "whole")


FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")


def _expectations() -> dict[str, Any]:
    """Of all chat replies; empty where there are no captures."""
    listing = FOLDER / "expect.json"
    found = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    return {name: row for name, row in found.items() if "models-list" not in name}


EXPECTED = _expectations()
# Without captures one test each stands for all: it is skipped, or fails in CI.
REPLIES = [name for name, row in EXPECTED.items() if (row["http_status"] or 200) < 400] or [""]
RECORDED = [name for name in REPLIES if name and (FOLDER / name).with_suffix(".chunks.json").exists()]
REFUSED = [name for name, row in EXPECTED.items() if (row["http_status"] or 200) >= 400] or [""]
BYTEWISE = [pytest.param(name, 1, marks=pytest.mark.slow) for name in REPLIES]
AS_RECORDED = [(name, "as recorded") for name in RECORDED]


def _reads(path: Path, size: int | str) -> Iterator[bytes]:
    body, sizes = path.read_bytes(), [10**9]
    if size == "as recorded":
        sizes = json.loads(path.with_suffix(".chunks.json").read_text("utf-8"))
    elif isinstance(size, int):
        sizes = [size] * (len(body) // size + 1)
    at = 0
    for length in sizes:
        yield body[at : at + length]
        at += length
    assert at >= len(body)


def _progress(reads: Iterator[bytes]) -> Progress:
    draft, reader = Draft(), BodyReader(Voice("The server", "a/b", ""))
    for read in reads:
        for event in reader.feed(read):
            draft.fold(event, 0.0)
    for event in reader.end():
        draft.fold(event, 0.0)
    return draft.progress


def _digest(progress: Progress, channel: str) -> str:
    return sha256("".join(p.text for p in progress.pieces if p.channel == channel).encode()).hexdigest()


@pytest.mark.parametrize(("name", "size"), [*product(REPLIES, SIZES), *BYTEWISE, *AS_RECORDED])
def test_a_recorded_reply_is_read_as_it_was_said(captures: Path, name: str, size: int | str) -> None:
    expected = EXPECTED[name]
    texts = expected.get("split", expected)
    progress = _progress(_reads(captures / name, size))
    assert _digest(progress, "reasoning") == texts["reasoning_sha256"]
    assert _digest(progress, "answer") == texts["answer_sha256"]
    assert progress.reply.finish_reason == expected["finish_reason"]
    spoken = [piece.channel for piece in progress.pieces if piece.channel in SPOKEN]
    if "split" not in expected:
        assert "".join(channel[0].upper() for channel, _ in groupby(spoken)) == expected["order"]
    assert (progress.reply.usage is not None) == expected["usage"]
    if progress.reply.usage is not None:
        cost = None if isinstance(expected["cost"], dict) else expected["cost"]  # Perplexity's, in parts
        if cost is None and (ticks := re.findall(rb'"cost_in_usd_ticks":\s*(\d+)', (captures / name).read_bytes())):
            cost = int(ticks[-1]) / 10_000_000_000  # xAI's, which that reader did not know
        told = (
            progress.reply.usage.reasoning_tokens,
            progress.reply.usage.completion_tokens,
            progress.reply.usage.cost,
        )
        assert told == (expected["reasoning_tokens"], expected["completion_tokens"], cost)
    assert (progress.reply.failure is not None) == expected["error_expected"]
    if progress.reply.failure is not None:
        assert progress.reply.failure.said == f"{expected['error_code']} {expected['error_message']}"


@pytest.mark.parametrize("name", REFUSED)
def test_a_recorded_refusal_is_told_in_its_own_words(captures: Path, name: str) -> None:
    expected = EXPECTED[name]
    status = expected["http_status"]
    error: TurnFailed = Voice("The server", "a/b", "").refusal(status, (captures / name).read_bytes(), {})
    assert type(error) is KINDS[status] and error.failure.status == status
    assert expected["error_message"] in error.failure.said
    if name == "openrouter-gemini-2.0-flash-429.json":  # the reason stands in metadata.raw only
        assert "Google" in error.failure.said and "temporarily rate-limited" in error.failure.said


def test_no_capture_is_left_out(captures: Path) -> None:
    assert {""} != set(REPLIES) and len(REPLIES) + len(REFUSED) == len(EXPECTED) > 0
    bodies = {path.name for path in captures.iterdir() if path.suffix in (".sse", ".json", ".ndjson")}
    meta = {name for name in bodies if name.endswith((".request.json", ".chunks.json")) or "models-list" in name}
    assert bodies - meta - {"expect.json"} == set(EXPECTED)
