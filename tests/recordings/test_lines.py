"""A record as lines: whatever arrived, however it was cut, comes back to the byte and in its time."""

import gzip
import json
import random
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from components.recordings import BrokenRecord, Entry, Header, Packer, Recording, read_record, tries_of, unpacked
from components.recordings.lines import LineWriter

KNOWN = Header("openrouter", "a/b", 1_700_000_000.25, "On bridges", 2.0, {"theme": {"dark": True}})
HEAD = b'{"thinkroom":"recording","version":1}\n'


def lines(recording: Recording) -> bytes:
    writer = LineWriter()
    return (writer.header(recording.header) + "".join(map(writer.line, recording.entries))).encode()


def reads(recording: Recording) -> list[bytes]:
    return [entry.data for entry in recording.entries if isinstance(entry.data, bytes)]


def test_a_record_is_a_header_and_a_line_for_each_read() -> None:
    entries = (Entry(0.5, "w", b"data: {}\n\n"), Entry(0.512, "w", b"\xe2\x82"), Entry(0.512, "w", b"\xac"))
    assert lines(Recording(Header("custom", "m"), entries)).decode().splitlines() == [
        '{"thinkroom":"recording","version":1,"provider":"custom","model":"m"}',
        '[500,"w","data: {}\\n\\n"]',
        '[12,"b","4oI="]',
        '[0,"b","rA=="]',
    ]


@given(some.binary(max_size=300), some.lists(some.integers(0, 300), max_size=20))
def test_any_bytes_cut_anywhere_are_the_same_bytes(body: bytes, cuts: list[int]) -> None:
    ends = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    cut = [body[begin:end] for begin, end in pairwise(ends)]
    recording = Recording(KNOWN, tuple(Entry(number / 10, "w", read) for number, read in enumerate(cut)))
    assert read_record(lines(recording)) == recording
    assert reads(read_record(lines(recording))) == cut


@given(some.text(max_size=80))
def test_signs_that_end_lines_elsewhere_stay_in_their_line(text: str) -> None:
    said = f"\u2028{text}\u2029\x85\r\n\x0b\x1c".encode("utf-8", "surrogatepass")
    recording = Recording(Header(), (Entry(0.0, "w", said), Entry(1.0, "w", b"after")))
    assert reads(read_record(lines(recording))) == [said, b"after"]


@settings(max_examples=50)
@given(some.lists(some.floats(0, 0.02), min_size=1, max_size=400))
def test_rounding_never_adds_up(pauses: list[float]) -> None:
    at, entries = 0.0, []
    for pause in pauses:
        at += pause
        entries.append(Entry(at, "w", b""))
    found = read_record(lines(Recording(Header(), tuple(entries)))).entries
    assert all(abs(came.at - entry.at) <= 0.0005 + 1e-9 for came, entry in zip(found, entries, strict=True))


@pytest.mark.slow
def test_an_hour_of_odd_intervals_is_an_hour() -> None:
    count = 100_000  # every 36.0004 ms, which rounds to 36
    entries = tuple(Entry(3600.04 * number / count, "w", b"x") for number in range(1, count + 1))
    written = lines(Recording(Header(), entries))
    intervals = [json.loads(line)[0] for line in written.splitlines()[1:]]
    assert abs(sum(intervals) - 3_600_040) <= 1 and {type(interval) for interval in intervals} == {int}


def test_a_clock_that_goes_back_makes_no_negative_interval() -> None:
    written = lines(Recording(Header(), (Entry(2.0, "w", b"a"), Entry(1.0, "w", b"b"))))
    assert [entry.at for entry in read_record(written).entries] == [2.0, 2.0]


def test_comments_and_codes_of_a_newer_room_are_passed_over_and_their_time_counts() -> None:
    text = (
        b"# by hand\n" + HEAD + b'[1000,"w","a"]\r\n# a pause\n\n[500,"zz",{"any":[1]}]\n[250.5,"r","x"]\n[1,"w","b"]'
    )
    assert read_record(text).entries == (Entry(1.0, "w", b"a"), Entry(1.7515, "w", b"b"))


def test_what_a_newer_room_adds_to_the_header_is_kept() -> None:
    text = b'{"thinkroom":"recording","version":1,"title":"T","markers":[1,2]}'
    found = read_record(text)
    assert (found.header.title, found.header.more) == ("T", {"markers": [1, 2]})
    assert json.loads(lines(found)) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "This file is not a record of Thinkroom."),
        (b"[]", "This file is not a record of Thinkroom."),
        (b'{"version":1}', "This file is not a record of Thinkroom."),
        (b'{"thinkroom":"recording"}', "This record does not say which version it is of."),
        (b'{"thinkroom":"recording","version":true}', "This record does not say which version it is of."),
        (b'{"thinkroom":"recording","version":9}', "This record is of version 9, and this room reads version 1."),
        (b'{"thinkroom":"recording","version":1,"model":5}', "Line 1 of this record has no text as its model."),
        (b'{"thinkroom":"recording","version":1,"started":-1}', "Line 1 of this record has no number as its started."),
        (HEAD + b"[1]", "Line 2 of this record is no list of an interval, a code and data."),
        (HEAD + b'# c\n{"a":1}', "Line 3 of this record is no list of an interval, a code and data."),
        (HEAD + b'[true,"w","a"]', "Line 2 of this record is no list of an interval, a code and data."),
        (HEAD + b'[-1,"w","a"]', "Line 2 of this record has no usable interval."),
        (HEAD + b'[1e999,"w","a"]', "Line 2 of this record has no usable interval."),
        (HEAD + b'[1-1,"w","a"]', "Line 2 of this record has no usable interval."),
        (HEAD + b'[0,"w",["a"]]', "Line 2 of this record has no text where a read should be."),
        (HEAD + b'[0,"w","a"', "Line 2 of this record is no list of an interval, a code and data."),
        (HEAD + b'[0,"w","a","b"]', "Line 2 of this record is not JSON, or it is cut off."),
        (HEAD + b'[0,"w","\\ud800"]', "Line 2 of this record has half a character in it."),
        (HEAD + b'[0,"w","\xff"]', "Line 2 of this record is not text in UTF-8."),
        (HEAD + b'[0,"b","a"]', "Line 2 of this record is not base64."),
        (HEAD + b'[0,"h",7]', "Line 2 of this record has no object where one should be."),
        (HEAD + b'[0,"h",' + b"[" * 60_000 + b"]", "Line 2 of this record is nested too deeply."),
        (HEAD + b'[0,"h","' + b"x" * 70_000 + b'"]', "Line 2 of this record is too long."),
        (HEAD + b"\n" * 250_001, "This record has more than 250,000 lines."),
    ],
)
def test_a_broken_record_is_named_in_words(text: bytes, said: str) -> None:
    with pytest.raises(BrokenRecord) as broken:
        read_record(text)
    assert str(broken.value) == said


@given(some.binary(max_size=200) | some.text(max_size=200).map(lambda text: HEAD + b'[0,"h",' + text.encode() + b"]"))
def test_whatever_is_read_is_a_record_or_a_sentence(text: bytes) -> None:
    try:
        found = read_record(text)
    except BrokenRecord as broken:
        assert str(broken).endswith(".")
    else:
        tries_of(found)


def packed(entries: list[Entry], **limits: int) -> bytes:
    packer = Packer(KNOWN, **limits)
    for entry in entries:
        packer.add(entry)
    return packer.packed()


def test_what_is_packed_comes_back() -> None:
    entries = [Entry(0.1, "t", {"no": 1, "to": "http://x"}), Entry(0.2, "w", b"data: a\n\n"), Entry(1.0, "w", b"\xff")]
    assert read_record(unpacked(packed(entries))) == Recording(KNOWN, tuple(entries))


def test_a_long_read_is_kept_in_parts_at_the_same_time() -> None:
    found = read_record(unpacked(packed([Entry(2.0, "w", b"ab" * 100_000)])))
    assert b"".join(reads(found)) == b"ab" * 100_000
    assert [entry.at for entry in found.entries] == [2.0] * 4


@pytest.mark.parametrize("limit", ["most_packed", "most_unpacked"])
def test_what_is_beyond_a_limit_is_left_out_and_named(limit: str) -> None:
    noise = bytes(range(256)) * 16  # packs well; each byte beyond ASCII makes it base64
    limits = {"most_packed": 150_000} if limit == "most_packed" else {"most_unpacked": 400_000}
    several = [(number.to_bytes(4, "big") * 3 + noise) for number in range(2_000)]
    if limit == "most_packed":
        several = [random.Random(number).randbytes(4_000) for number in range(200)]
    entries = [Entry(number / 100, "w", read) for number, read in enumerate(several)]
    end = Entry(99.0, "e", {"how": "whole", "said": ""})
    found = packed([Entry(0.0, "t", {"no": 1, "to": ""}), *entries, end], **limits)
    assert len(found) <= limits.get("most_packed", 10**9)
    assert len(unpacked(found)) <= limits.get("most_unpacked", 10**9)
    (only,) = tries_of(read_record(unpacked(found)))
    kept = [read.data for read in only.reads]
    assert kept and kept == several[: len(kept)] and only.how == "whole"
    assert only.left_out == sum(map(len, several[len(kept) :])) > 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x" * 2_000_001, "This record is larger than 2 MB."),
        (b"no gzip", "This record is not packed as one should be."),
    ],
)
def test_what_is_no_packed_record_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BrokenRecord, match=said):
        unpacked(data)


@pytest.mark.slow
def test_a_bomb_is_refused_before_it_has_unpacked() -> None:
    bomb = gzip.compress(bytes(120_000_000), 1)
    assert len(bomb) < 2_000_000
    tracemalloc.start()
    with pytest.raises(BrokenRecord, match="larger than 32 MB when it is unpacked"):
        unpacked(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 70_000_000


def test_a_packed_record_that_is_cut_or_goes_on_is_refused() -> None:
    whole = packed([Entry(0.0, "w", b"a")])
    for data in (whole[:-1], whole[:-20], whole + b"x"):
        with pytest.raises(BrokenRecord):
            unpacked(data)
