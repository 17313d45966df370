"""Bytes of an event stream -> events: every trap of the framing."""

import sys
from collections.abc import Iterable
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.wire.sse import EventSplitter, ServerEvent

STREAM = (
    b"\xef\xbb\xbf: hello\r\n\r\n"
    b'data: {"a": "\xe2\x80\xa8\xc2\x85\x0b\x0c\x1c\xf0\x9f\x91\x8d"}\r\n\r\n'
    b"event: error\rdata:one\rdata: two\rid: 7\r\r"
    b"data\n\nretry: 5\n\ndata: last\r\n\n\ndata: [DONE]"
)


def _events(reads: Iterable[bytes]) -> list[ServerEvent]:
    splitter = EventSplitter()
    return [event for read in reads for event in splitter.feed(read)] + splitter.end()


def _data(*reads: bytes) -> list[bytes]:
    return [event.data for event in _events(reads)]


def _cut(whole: bytes, places: Iterable[int]) -> list[bytes]:
    edges = [0, *sorted(places), len(whole)]
    return [whole[a:b] for a, b in pairwise(edges)]


WHOLE = _events([STREAM])


def test_a_stream_with_every_trap_is_read() -> None:
    assert WHOLE == [
        (":", b"hello"),
        ("", b'{"a": "\xe2\x80\xa8\xc2\x85\x0b\x0c\x1c\xf0\x9f\x91\x8d"}'),
        ("error", b"one\ntwo"),
        ("", b""),
        ("", b"last"),
        ("", b"[DONE]"),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_line_ends_at_lf_crlf_or_a_lone_cr(end: bytes) -> None:
    assert _data(b"data: a" + end + b"data: b" + end * 2 + b"data: c" + end * 2) == [b"a\nb", b"c"]


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"])
def test_no_other_character_ends_a_line(char: str) -> None:
    line = f'{{"a": "x{char}y"}}'.encode()
    assert _data(b"data: " + line + b"\n\n") == [line]


@pytest.mark.parametrize(
    ("line", "data"),
    [(b"data:a", b"a"), (b"data: a", b"a"), (b"data:  a", b" a"), (b"data:\ta ", b"\ta "), (b"data:", b"")],
)
def test_one_space_after_the_colon_is_dropped(line: bytes, data: bytes) -> None:
    assert _data(line + b"\n\n") == [data]


def test_a_comment_between_data_lines_cuts_nothing() -> None:
    assert _events([b"data: a\n: ping\ndata: b\n\n"]) == [(":", b"ping"), ("", b"a\nb")]


def test_a_name_belongs_to_one_event() -> None:
    assert _events([b"event: error\ndata: a\n\ndata: b\n\nevent: x\n\ndata: c\n\n"]) == [
        ("error", b"a"),
        ("", b"b"),
        ("", b"c"),
    ]


def test_a_name_without_a_value_is_none() -> None:
    assert _events([b"event: error\nevent\ndata: a\n\n"]) == [("", b"a")]


@pytest.mark.parametrize("tail", [b"", b"\n", b"\r", b"\r\n", b"\n\n"])
def test_the_last_event_counts_without_its_blank_line(tail: bytes) -> None:
    assert _data(b"data: a\n\ndata: b" + tail) == [b"a", b"b"]


def test_an_event_ends_with_its_blank_line_and_not_later() -> None:
    assert EventSplitter().feed(b"data: a\n\n") == EventSplitter().feed(b"data: a\r\n\r") == [("", b"a")]


@pytest.mark.parametrize("stream", [b"", b"\n\n", b"id: 1\nretry: 2\nfoo: bar\nfoo\n\n", b"\xef\xbb\xbf"])
def test_what_holds_no_data_gives_no_event(stream: bytes) -> None:
    assert _events([stream]) == []


def test_a_cut_crlf_is_one_line_end_and_swallows_one_line_feed_only() -> None:
    assert _data(b"data: a\r", b"", b"\ndata: b\r", b"\n", b"\n", b"data: c\n\n") == [b"a\nb", b"c"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_reads_of_any_size_give_the_same_events(size: int) -> None:
    assert _events(STREAM[at : at + size] for at in range(0, len(STREAM), size)) == WHOLE


def test_one_cut_at_every_position_gives_the_same_events() -> None:
    assert all(_events(_cut(STREAM, [at])) == WHOLE for at in range(len(STREAM) + 1))


@given(st.sets(st.integers(0, len(STREAM))))
def test_any_partition_gives_the_same_events(places: set[int]) -> None:
    assert _events(_cut(STREAM, places)) == WHOLE


@pytest.mark.slow
@given(st.data(), st.lists(st.sampled_from([b"\r", b"\n", b"data: a", b"data:", b":", b"event: e", b"\xe2\x80\xa8"])))
def test_any_bytes_in_any_partition_give_the_same_events(data: st.DataObject, parts: list[bytes]) -> None:
    stream = b"".join(parts)
    assert _events(_cut(stream, data.draw(st.sets(st.integers(0, len(stream)))))) == _events([stream])


class _Counted(bytes):
    """Counts the bytes that operators look at or copy."""

    handled = 0

    def __contains__(self, key: Any) -> bool:
        _Counted.handled += len(self)
        return super().__contains__(key)

    def __add__(self, other: Any) -> bytes:
        _Counted.handled += len(self) + len(other)
        return _Counted(bytes(self) + bytes(other))

    def __radd__(self, other: bytes) -> bytes:
        return _Counted(other) + self


def test_a_line_of_ten_megabytes_in_small_reads_is_handled_once() -> None:
    size, reads = 1_000, 10_000
    called: list[tuple[str, int]] = []  # methods of bytes, with the length of what they belong to

    def watch(frame: FrameType, event: str, method: Any) -> None:
        if event == "c_call" and isinstance(owner := getattr(method, "__self__", None), bytes):
            called.append((method.__name__, len(owner)))

    splitter, read, _Counted.handled = EventSplitter(), _Counted(b"x" * size), 0
    sys.setprofile(watch)
    try:
        for _ in range(reads):
            splitter.feed(read)
        events = splitter.feed(_Counted(b"\n")) + splitter.feed(b"data: a\n\n")
    finally:
        sys.setprofile(None)
    assert [event.data for event in events] == [b"a"]
    assert _Counted.handled + sum(length for _, length in called) < 20 * size * reads  # quadratic would be thousands
    assert sum(name == "join" for name, _ in called) < 5
