"""A recording: turns become lines, and lines the same turns, whatever was said and whenever."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from components.conversation import Asked, Failure, Kind, Piece, Reply, Times, Turn, Usage
from components.recordings import BrokenRecord, Entry, Recorded, Session, Ticks, read_record, read_session, recorded
from components.recordings.recording import CODES
from components.recordings.session import CUT_OFF
from tests.turns import made
from tests.values import RECORDS, counts, values, words

FORMAT = Path(__file__).parents[2] / "components/recordings/FORMAT.md"
ALL = Ticks(questions=True, names=True, raw=True)
HEAD = b'{"thinkroom":"recording","version":1}\n'
ASKED = Asked("pocket", "pocket/thinker", budget=None)
KEY = "sk-or-v1-canary0123456789canary"


def turn(*pieces: Piece, question: str = "Why?", **more: Any) -> Turn:
    told = {"times": Times(0.4, 0.6, 1.0), "finish_reason": "stop", **more}
    return made("t", "c", None, 1_700_000_000.0, question, ASKED, "done", pieces, **told)


def played(text: str) -> Session:
    return read_session(text.encode())


def whole(*turns: Turn, ticks: Ticks = ALL, keys: tuple[str, ...] = ()) -> str:
    return recorded("A talk", [(one, ()) for one in turns], ticks, keys)


@some.composite
def replies(draw: some.DrawFn) -> Reply:
    """Of pieces that came one after the other, each with or without its time."""
    at, pieces = 0.0, []
    said = some.sampled_from([kind for kind in get_args(Kind) if kind != "marker"])  # those are lines of their own
    timed = values(
        Piece, channel=said, text=words, at=some.none(), data=some.none() | RECORDS, number=some.none() | counts
    )
    for piece in draw(some.lists(timed, max_size=12)):
        at += draw(some.floats(0, 400))
        pieces.append(piece._replace(at=at if draw(some.booleans()) else None))
    ended = at + draw(some.floats(0, 10))
    usage = draw(some.none() | values(Usage))
    return Reply(tuple(pieces), Times(None, None, ended), usage, draw(some.none() | words.filter(bool)))


def near(found: Piece, piece: Piece) -> bool:
    if piece.at is None or found.at is None:
        return found == piece
    return abs(found.at - piece.at) <= 0.0005 + 1e-6 and found._replace(at=piece.at) == piece


@pytest.mark.slow
@settings(max_examples=150)
@given(some.lists(some.tuples(words, replies()), min_size=1, max_size=3))
def test_turns_come_back_from_their_lines(told: list[tuple[str, Reply]]) -> None:
    turns = [replace(turn(question=question), reply=reply) for question, reply in told]
    found = played(whole(*turns))
    assert found.cut == "" and len(found.turns) == len(turns)
    for came, one in zip(found.turns, turns, strict=True):
        assert (came.question, came.asked, came.status) == (one.question, one.asked, one.status)
        assert len(came.reply.pieces) == len(one.pieces) and all(map(near, came.reply.pieces, one.pieces))
        assert came.reply.finish_reason == one.finish_reason
        assert came.reply.usage == (one.usage if one.usage != Usage() else None)
        assert came.reply.times.ended == pytest.approx(one.times.ended, abs=0.001)


@pytest.mark.slow
def test_an_hour_of_odd_intervals_is_an_hour_in_each_of_its_offsets() -> None:
    dice, at, pieces = random.Random(12), 0.0, []
    while at < 3_600:
        pieces.append(Piece("reasoning", "x", at))
        at += dice.expovariate(8)
    text = whole(turn(*pieces, times=Times(0.0, None, at)))
    (found,) = played(text).turns
    offsets = [(came.at or 0.0, piece.at or 0.0) for came, piece in zip(found.reply.pieces, pieces, strict=True)]
    assert max(abs(came - piece) for came, piece in offsets) <= 0.0005 + 1e-6
    intervals = [json.loads(line)[0] for line in text.splitlines()[1:]]
    assert abs(sum(intervals) - at * 1000) <= 1 and {type(interval) for interval in intervals} == {int}


def test_a_second_turn_begins_after_the_first_and_counts_its_own_time() -> None:
    found = played(whole(turn(Piece("answer", "a", 0.5)), turn(Piece("answer", "b", 0.25), question="And?")))
    assert [one.begins for one in found.turns] == [0.0, 2.0]
    assert [one.reply.pieces[0].at for one in found.turns] == [0.5, 0.25]
    assert found.header.title == "A talk" and found.header.model == "pocket/thinker"


def test_only_what_is_ticked_goes_along() -> None:
    came = [Entry(0.1, "w", b"data: secret-raw\n\n")]
    asked = replace(
        turn(Piece("answer", "yes", 0.5), question="secret-question"),
        asked=replace(ASKED, system_prompt="secret-prompt"),
    )
    none = recorded("secret-title", [(asked, came)], Ticks())
    assert "secret" not in none and played(none).turns[0].question is None
    for ticks, words_there in (
        (Ticks(questions=True), {"secret-question", "secret-prompt"}),
        (Ticks(names=True), {"secret-title"}),
        (Ticks(raw=True), {"secret-raw"}),
    ):
        text = recorded("secret-title", [(asked, came)], ticks)
        assert set(re.findall(r"secret-\w+", text)) == words_there


def test_what_arrived_keeps_its_place_and_its_time_in_its_turn() -> None:
    came = (Entry(0.1, "t", {"no": 1, "to": "http://x"}), Entry(0.2, "w", b"data: {}\n\n"), Entry(1.2, "w", b"\xff"))
    first, second = turn(Piece("answer", "a", 0.5)), turn(Piece("answer", "b", 0.5))
    text = recorded("", [(first, came), (second, came)], ALL)
    assert [one.raw for one in played(text).turns] == [came, came]


def test_a_room_that_knows_only_what_arrived_passes_over_what_was_read() -> None:
    came = (Entry(0.1, "w", b"data: {}\n\n"), Entry(0.7, "w", b"[DONE]"))
    said = Piece("source", "s", 0.3, {"url": "https://x", "long": "y" * 100_000})
    text = recorded("", [(turn(Piece("reasoning", "r", 0.25), said), came)], ALL)
    assert read_record(text.encode()).entries == came


def test_no_key_is_in_a_recording_wherever_it_stands() -> None:
    pieces = [Piece("reasoning", half, 0.1) for half in (f"It is {KEY[:9]}", KEY[9:20], f"{KEY[20:]}, I think.")]
    pieces += [Piece("answer", "plainkey-of-ours", 0.2), Piece("source", "s", 0.3, {"url": f"https://x/{KEY}"})]
    failure = Failure("failed", f"No {KEY}", "")
    text = whole(turn(*pieces, question=KEY, failure=failure), keys=("plainkey-of-ours",))
    assert "canary" not in text and "plainkey" not in text
    assert played(text).turns[0].reply.reasoning == "It is [key], I think."


def test_each_end_of_a_turn_comes_back() -> None:
    failure = Failure("provider gave up", "The provider broke off with an error.", "Try again.", status=502)
    cases = [
        replace(turn(failure=failure, answered_by="m at P"), status="failed"),
        replace(turn(Piece("reasoning", "r", 0.4), encrypted=True), status="stopped"),
        turn(Piece("summary", "s", 0.4), summarised=True, finish_reason="length", times=Times(0.4, None, None)),
    ]
    for came, one in zip(played(whole(*cases)).turns, cases, strict=True):
        assert (came.status, came.reply) == (one.status, one.reply)


def test_a_turn_that_still_grew_is_said_to_end_where_the_recording_does() -> None:
    found = played(whole(replace(turn(Piece("answer", "a", 0.5)), status="streaming")))
    assert found.cut == "This recording is cut off before the end of its last turn. What stands before it was read."
    assert (found.turns[0].status, found.turns[0].reply.failure) == ("failed", CUT_OFF)
    assert found.turns[0].reply.answer == "a"


def is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), list)
    except ValueError:
        return False


def test_a_file_that_is_cut_anywhere_gives_all_up_to_there() -> None:
    turns = turn(Piece("reasoning", "αβ", 0.4), Piece("answer", "ok ✓", 0.6)), turn(Piece("answer", "b", 0.5))
    text = whole(*turns).encode()
    said = [piece.text for one in turns for piece in one.pieces]
    for end in range(text.index(b"\n") + 1, len(text) + 1):
        found = read_session(text[:end])
        lines = [line for line in text[:end].split(b"\n")[1:] if line]
        there = [line for line in lines if is_whole(line)]
        came = [piece.text for one in found.turns for piece in one.reply.pieces]
        assert came == said[: len(came)]
        assert len(came) == sum(line.split(b",")[1] in (b'"r"', b'"a"') for line in there)
        if there != lines:
            told = f"This recording is cut off in line {len(lines) + 1}. What stands before it was read."
        elif there and b'"x"' not in there[-1]:
            told = "This recording is cut off before the end of its last turn. What stands before it was read."
        else:
            told = ""
        assert found.cut == told


def test_markers_comments_and_codes_of_a_newer_room() -> None:
    text = HEAD + b'# by hand\n[0,"q",{"text":"Why?"}]\n[500,"zz",[1]]\n[250.5,"a","x"]\n[100,"m","Pause"]\n'
    text += b'[0,"p",{"kind":"song","text":"la"}]\n[1,"x",{"status":"done","more":1}]'
    (one,) = read_session(text).turns
    assert one.reply.pieces == (Piece("answer", "x", 0.7505), Piece("other", "la", 0.8505, {"path": "song"}))
    assert [tuple(marker) for marker in one.markers] == [(0.8505, "Pause")]


def test_a_recording_by_hand_may_leave_the_question_out() -> None:
    (one,) = read_session(HEAD + b'[10,"a","x"]\n[0,"x",{"status":"done"}]\n').turns
    assert isinstance(one, Recorded) and one.question is None and one.reply.answer == "x"


def test_a_recording_by_hand_may_leave_out_when_it_began_to_think_and_to_answer() -> None:
    lines = b'[10,"q",{}]\n[500,"r","Hm."]\n[700,"a","x"]\n[300,"x",{"status":"done"}]\n'
    (one,) = read_session(HEAD + lines).turns
    assert one.reply.times == Times(0.5, 1.2, 1.5)


NO = "Line 2 of this recording has"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'[0,"q",7]', f"{NO} no object where one should be."),
        (b'[0,"q",{"text":7}]', f"{NO} no text as its question."),
        (b'[0,"q",{"model":null}]', f"{NO} no text as its model."),
        (b'[0,"q",{"budget":1.5}]', f"{NO} no whole number as its budget."),
        (b'[0,"q",{"sent":-1}]', f"{NO} no time as its sent."),
        (b'[0,"r",7]', f"{NO} no text as its text."),
        (b'[0,"a","\\ud800"]', f"{NO} half a character in it."),
        (b'[0,"m",[]]', f"{NO} no text as its text."),
        (b'[0,"p",{"kind":"source","text":7}]', f"{NO} no text as its text."),
        (b'[0,"p",{"kind":7}]', f"{NO} no text as its kind."),
        (b'[0,"p",{"kind":"source","data":7}]', f"{NO} no usable data."),
        (b'[0,"p",{"kind":"source","data":{"a":NaN}}]', f"{NO} no usable data."),
        (b'[0,"p",{"kind":"source","data":{"a":1e999}}]', f"{NO} no usable data."),
        (b'[0,"p",{"kind":"source","data":{"a":' + b"[" * 200 + b"]" * 200 + b"}}]", f"{NO} no usable data."),
        (b'[0,"p",{"a":[' + b"[]," * 30_000 + b"1]}]", "Line 2 of this recording is nested too often."),
        (b'[0,"x",{}]', f"{NO} no status of an end."),
        (b'[0,"x",{"status":"queued"}]', f"{NO} no status of an end."),
        (b'[0,"x",{"status":"done","usage":7}]', f"{NO} no object as its usage."),
        (b'[0,"x",{"status":"done","usage":{"cost":"1"}}]', f"{NO} no number as its cost."),
        (b'[0,"x",{"status":"done","usage":{"prompt_tokens":1e3}}]', f"{NO} no whole number as its prompt tokens."),
        (b'[0,"x",{"status":"failed","failure":{"what":7}}]', f"{NO} no text as its what."),
        (b'[0,"x",{"status":"done","first_answer":true}]', f"{NO} no number as its first answer."),
        (b'[0,"w",7]', f"{NO} no text where a read should be."),
    ],
)
def test_a_bad_line_is_told_by_its_number(line: bytes, said: str) -> None:
    with pytest.raises(BrokenRecord) as broken:
        read_session(HEAD + line + b"\n")
    assert str(broken.value) == said


@pytest.mark.slow
def test_a_recording_that_is_too_large_is_refused() -> None:
    with pytest.raises(BrokenRecord, match="larger than 32 MB"):
        read_session(HEAD + b"#" * 32_000_001)
    with pytest.raises(BrokenRecord, match="more than 500,000 lines"):
        read_session(HEAD + b"\n" * 500_001)
    with pytest.raises(BrokenRecord, match="more than one recording can hold"):
        whole(turn(Piece("answer", "x" * 32_000_000, 0.5)))


@given(some.binary(max_size=200) | some.text(max_size=200).map(lambda text: HEAD + b'[0,"p",' + text.encode() + b"]"))
def test_whatever_is_read_is_a_recording_or_a_sentence(text: bytes) -> None:
    try:
        read_session(text)
    except BrokenRecord as broken:
        assert str(broken).endswith(".")


def test_the_page_of_the_format_has_the_codes_that_there_are() -> None:
    page = FORMAT.read_text("utf-8")
    assert tuple(sorted(re.findall(r"^\| `(\w)` \|", page, re.M))) == tuple(sorted(CODES))


def test_the_example_of_the_page_is_a_recording() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", FORMAT.read_text("utf-8"), re.S)
    found = played(example)
    assert found.cut == "" and found.turns[0].reply.reasoning == "Two and two are four."
    assert found.turns[0].markers[0].text == "Ask the room what it thinks"
