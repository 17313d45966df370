"""What a router tells of the request that it sent on is no part of the record of a reply, however it was cut."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.recordings import Budget, Recorder
from components.recordings.asides import without_asides

ECHO = {"model": "a/b", "messages": [{"role": "system", "content": 'Say } and ] and \\ and "]}" now. SECRET'}]}
SAID = {"choices": [{"delta": {"content": "Hello {"}}]}


def event(value: Any) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def left_out(body: bytes) -> list[Any]:
    return [json.loads(line[6:]) for line in body.split(b"\n") if line.startswith(b"data: {")]


def size(value: Any) -> str:
    return f"{len(json.dumps(value))} bytes"


BODY = event({"id": "g", "debug": {"echo_upstream_body": ECHO}}) + event(SAID) + event({"openrouter_metadata": ECHO})
WANTED = [
    {"id": "g", "debug": {"echo_upstream_body": {"left out of this record": size(ECHO)}}},
    SAID,
    {"openrouter_metadata": {"left out of this record": size(ECHO)}},
]


@pytest.mark.slow
@given(some.lists(some.integers(0, len(BODY)), max_size=6))
def test_it_is_left_out_and_named_wherever_it_is_cut(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(BODY)]
    reads = [BODY[a:b] for a, b in pairwise(places)]
    found = without_asides(reads)
    assert len(found) == len(reads) and left_out(b"".join(found)) == WANTED


@pytest.mark.parametrize("value", [ECHO, [ECHO], json.dumps(ECHO), {}, "", [[]], {"a": "\\"}])
def test_whatever_it_is_the_rest_of_the_event_stays(value: Any) -> None:
    body = event({"debug": {"echo_upstream_body": value, "more": 1}, "id": "g"})
    (found,) = left_out(b"".join(without_asides([body])))
    assert found == {"debug": {"echo_upstream_body": {"left out of this record": size(value)}, "more": 1}, "id": "g"}


@pytest.mark.slow
@given(some.integers(0, len(BODY)))
def test_of_one_that_breaks_off_nothing_stays(end: int) -> None:
    assert b"SECRET" not in b"".join(without_asides([BODY[:end]]))


@pytest.mark.parametrize(
    "body",
    [
        event(SAID),
        event({"choices": [{"delta": {"content": 'Look: "echo_upstream_body": {"a": 1}'}}]}),
        event({"debug": {"echo_upstream_body": None}}),
        event({"debug": {"echo_upstream_body": 5}}),
        b"<html>echo_upstream_body: {}</html>",
        b"",
    ],
)
def test_what_only_names_it_is_left_as_it_came(body: bytes) -> None:
    assert without_asides([body, body]) == [body, body]


def test_a_recorder_leaves_it_out_of_each_try() -> None:
    recorder = Recorder("", Budget())
    for _ in range(2):
        recorder.asked("http://a")
        recorder.head(200, {})
        recorder.read(BODY[:60])
        recorder.read(BODY[60:])
        recorder.ended(whole=True)
    reads = [entry.data for entry in recorder.entries() if isinstance(entry.data, bytes)]
    assert len(reads) == 4 and left_out(b"".join(reads)) == WANTED * 2
