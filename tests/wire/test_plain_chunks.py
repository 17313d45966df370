"""A chunk that differs from a former one in its texts alone is read by a short way: to the same end as by the long
one."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from components.conversation import StreamEvent
from components.wire.refusals import Voice, parsed
from components.wire.reply import ReplyReader
from components.wire.sse import EventSplitter, ServerEvent
from tests.wire.test_captures import REPLIES
from tests.wire.test_nothing_unseen import NAMES, TREES

KEY = "sk-key-of-the-tests"
TEXTS = some.sampled_from(["", "a", " word", "<think>", "</think>", "\n", "a word", "\ud83d", "\udc4d", KEY, "12"])
FIELDS = some.sampled_from("content reasoning reasoning_content role channel refusal p reasoning_details".split())
DETAILS = some.lists(some.fixed_dictionaries({"type": some.just("reasoning.text"), "text": TEXTS}), max_size=2)
DELTAS = some.dictionaries(FIELDS, TEXTS | some.none() | DETAILS | some.just("assistant"), max_size=3)
BESIDE = some.sampled_from(
    [{}, {"index": 0}, {"index": 0, "finish_reason": None}, {"index": 1}, {"finish_reason": "stop"}, {"index": True}]
)
CHOICES = some.builds(lambda delta, beside: {**beside, "delta": delta}, DELTAS, BESIDE)
UPPER = some.sampled_from(
    [{}, {"id": "c1", "created": 1}, {"id": "c1", "created": 1, "p": "ab"}, {"id": "c2", "usage": {"total_tokens": 3}}]
)
CHUNKS = some.builds(lambda upper, choices: {**upper, "choices": choices}, UPPER, some.lists(CHOICES, max_size=2))
ODD = some.builds(lambda chunk, name, tree: {**chunk, name: tree}, CHUNKS, NAMES, TREES)


def _read(chunks: list[Any], shortly: bool, key: str) -> tuple[list[StreamEvent], dict[str, int]]:
    reader = ReplyReader(Voice("The server", "a/b", key), ends_silently=True)
    told = list[StreamEvent]()
    for chunk in chunks:
        data = json.dumps(chunk).encode()
        told += reader.server_event(ServerEvent("", data)) if shortly else reader.chunk(parsed(data))
    told += reader.end() if reader.known else []
    return told, {**reader.tally.characters, "known": reader.known, "complete": reader.complete}


@pytest.mark.slow
@settings(max_examples=300)
@given(some.lists(CHUNKS | ODD, max_size=8), some.sampled_from(["", KEY]))
def test_any_chunks_are_read_alike_by_both_ways(chunks: list[Any], key: str) -> None:
    repeated = [chunk for chunk in chunks for _ in range(2)]  # so that the short way is taken
    assert _read(repeated, True, key) == _read(repeated, False, key)


@pytest.mark.captures
@pytest.mark.parametrize("name", REPLIES)
def test_recorded_chunks_are_read_alike_by_both_ways(captures: Path, name: str) -> None:
    events = EventSplitter().feed((captures / name).read_bytes())
    chunks = [chunk for event in events if isinstance(chunk := parsed(event.data), dict)]
    assert _read(chunks, True, KEY) == _read(chunks, False, KEY)


def test_a_bare_delta_alone_is_a_chat_reply() -> None:
    reader = ReplyReader(Voice("The server", "a/b", ""), ends_silently=True)
    assert reader.server_event(ServerEvent("", b'{"choices":[{"delta":{"content":"a"}}]}'))
    assert reader.known and list(reader.end()) == []


def test_nearly_every_chunk_takes_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    long_way = ReplyReader.chunk
    monkeypatch.setattr(ReplyReader, "chunk", lambda self, chunk: (taken.append(chunk), long_way(self, chunk))[1])
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "a/b"}
    deltas = [{"reasoning": f"thought {n} ", "channel": "analysis"} for n in range(500)]
    deltas += [{"content": f"word {n} "} for n in range(500)]
    chunks = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    _read(chunks, True, "")
    assert len(taken) <= 5


@pytest.mark.parametrize("levels", [10, 58, 59, 60, 61, 75, 95])
@pytest.mark.parametrize("named", [True, False])
def test_a_text_is_told_however_deep_it_lies(levels: int, named: bool) -> None:
    tree: Any = "a deep text"
    for _ in range(levels):
        tree = {"content": tree} if named else [tree]
    told, tally = _read([{"choices": [{"index": 0, "delta": {"content": tree}}]}], True, "")
    assert "a deep text" in [getattr(event, "text", "") for event in told]
    assert sum(size for size in tally.values() if type(size) is int) == len("a deep text")
