"""Recorded replies of native protocols, whole, byte by byte and cut at every event, against an independent reader's
expectations (the folder captures-native, beside that of the captures)."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from components.conversation import ConnectionLost, Draft, Progress, TurnFailed, end_of
from components.wire.body import BodyReader
from components.wire.protocols import PROTOCOLS, Reader
from components.wire.provider import ProtocolName, Provider
from components.wire.refusals import Voice
from components.wire.sse import EventSplitter
from components.wire.whoever import WhoeverReader
from tests.wire.test_captures import FOLDER

pytestmark = pytest.mark.captures

NATIVE = FOLDER.parent / "captures-native"
# What the name of a recording begins with.
SPEAKS: dict[str, ProtocolName] = {
    "anthropic": "anthropic-messages",
    "responses": "openai-responses",
    "gemini": "gemini",
}
SIZES = (7, 700, 10**9, pytest.param(1, marks=pytest.mark.slow))


def _expectations() -> dict[str, Any]:
    listing = NATIVE / "expect.json"
    found = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    return {name: row for name, row in found.items() if "models-list" not in name}


EXPECTED = _expectations()
# Without recordings one test each stands for all: it is skipped, or fails in CI.
REPLIES = [name for name, row in EXPECTED.items() if (row["http_status"] or 200) < 400] or [""]
REFUSED = [name for name, row in EXPECTED.items() if (row["http_status"] or 200) >= 400] or [""]
STREAMS = [name for name in REPLIES if name.endswith(".sse")] or [""]


def voice() -> Voice:
    return Voice("The server", "a/b", "")


def reader_for(asked: ProtocolName) -> Reader:
    """As the room reads what comes from a server that was `asked` in a protocol."""
    entry = PROTOCOLS[asked]
    own = entry.reader(voice(), Provider("x", "The server", protocol=asked), "maker")
    return WhoeverReader(voice(), own, entry.label)


def read(
    name: str, reads: Iterator[bytes], asked: ProtocolName | None = None
) -> tuple[Progress, Reader, TurnFailed | None]:
    """Asked in its own protocol where there is a row for it, else in that of chat completions."""
    draft, reply = Draft(), reader_for(asked or SPEAKS.get(name.partition("-")[0], "chat-completions"))
    body = BodyReader(voice(), reply=reply)
    for one in reads:
        for event in body.feed(one):
            draft.fold(event, 0.0)
    failed = None
    try:
        for event in body.end():
            draft.fold(event, 0.0)
    except TurnFailed as error:
        failed = error
    return draft.progress, reply, failed


def said(progress: Progress, *channels: str) -> str:
    return "".join(piece.text for piece in progress.pieces if piece.channel in channels)


def order(progress: Progress) -> str:
    """R readable reasoning, A answer, T what a tool is asked or answers."""
    letters = {"reasoning": "R", "summary": "R", "answer": "A", "event": "T"}
    told = (letters.get(piece.channel, "") for piece in progress.pieces if piece.text)
    return "".join(letter for letter, _ in groupby(filter(None, told)))


def in_pieces(raw: bytes, size: int) -> Iterator[bytes]:
    return (raw[at : at + size] for at in range(0, len(raw), size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", REPLIES)
def test_a_recorded_reply_is_read_as_it_was_said(captures: Path, name: str, size: int) -> None:
    expected = EXPECTED[name]
    progress, reply, failed = read(name, in_pieces((NATIVE / name).read_bytes(), size))
    assert failed is None
    thought = sha256(said(progress, "reasoning", "summary").encode()).hexdigest()
    # Parts that follow each other have a blank line between them; a tool between them parts them as well.
    assert thought in (expected["reasoning_sha256"], expected["reasoning_sha256_blank_line"])
    assert sha256(said(progress, "answer").encode()).hexdigest() == expected["answer_sha256"]
    assert order(progress) == expected["order"]
    told, usage = progress.reply, expected["usage"]
    assert bool(told.failure) == expected["error_expected"]
    if not expected["error_expected"]:
        stop = told.finish_reason
        assert stop == (expected["stop_detail"] if expected["stop"] == "incomplete" else expected["stop"])
        assert expected["notice"] == (stop is not None and end_of(stop) != "done")
    if usage:
        figures = told.usage
        assert figures is not None and figures.reasoning_tokens == usage.get("reasoning")
        beside = name.startswith(("gemini", "interactions"))
        output = usage.get("output", 0) + (usage.get("reasoning") or 0 if beside else 0)
        assert figures.completion_tokens == (output or None)
        more = usage.get("tool_input", 0)
        cached = (usage.get("cache_read") or 0) + (usage.get("cache_write") or 0)
        cached = cached if name.startswith(("anthropic", "bedrock")) else 0
        assert figures.prompt_tokens == usage["input"] + more + cached
    characters = reply.tally.characters
    assert characters["other"] == 0
    sealed = set(expected["hidden"]) & {"signatures", "redacted", "encrypted"}
    kept = [item for item in told.details or () if item.get("maker")]
    assert kept or not sealed or name.partition("-")[0] not in SPEAKS


@pytest.mark.parametrize("name", REPLIES)
def test_asked_in_another_protocol_it_is_read_all_the_same_and_the_page_says_so(captures: Path, name: str) -> None:
    raw, expected = (NATIVE / name).read_bytes(), EXPECTED[name]
    own, _, _ = read(name, iter([raw]))
    progress, _, failed = read(name, iter([raw]), "chat-completions")
    assert failed is None
    assert [(piece.channel, piece.text) for piece in progress.pieces] == [(p.channel, p.text) for p in own.pieces]
    begun = expected["answer_chars"] or expected["reasoning_chars"]
    assert not begun or "and was read in that." in str(progress.reply.notes)
    assert not any(item.get("maker") for item in progress.reply.details or ())


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMS)
def test_cut_after_any_event_what_came_is_kept_and_it_is_said(captures: Path, name: str) -> None:
    raw, whole = (NATIVE / name).read_bytes(), read(name, iter([(NATIVE / name).read_bytes()]))[0]
    at, ends = 0, list[int]()
    while (at := raw.find(b"\n\n", at)) >= 0:
        at += 2
        ends.append(at)
    lost = 0
    for end in ends[:-1] if len(ends) > 1 else []:
        progress, reply, failed = read(name, iter([raw[:end]]))
        for channels in (("reasoning", "summary"), ("answer",)):
            assert said(whole, *channels).startswith(said(progress, *channels))
        assert (failed is None) == (reply.complete or progress.reply.failure is not None)
        assert failed is None or isinstance(failed, ConnectionLost)
        lost += failed is not None
    assert lost or len(ends) < 3 or whole.reply.failure


@pytest.mark.parametrize("name", REFUSED)
def test_a_recorded_refusal_is_a_sentence_with_what_to_do_next(captures: Path, name: str) -> None:
    expected = EXPECTED[name]
    error = voice().refusal(expected["http_status"], (NATIVE / name).read_bytes(), {})
    failure = error.failure
    assert failure.what and failure.next_step and failure.status == expected["http_status"]
    if "401" in name or "bad-key" in name:
        assert failure.kind == "key refused"


def test_events_are_split_as_they_came(captures: Path) -> None:
    assert all(EventSplitter().feed((NATIVE / name).read_bytes()) for name in STREAMS if name)
