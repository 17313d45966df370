"""A record of what arrived: kept for every turn to which something was sent, read again at no cost, without a key."""

import gzip
import json
import logging
import sqlite3
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked, Conversation, Turn
from components.recordings import Arrived, Header, Packer, read_record, unpacked
from components.room.files import as_file, from_file
from components.store import Store, StoreError
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import one_after_another
from tests.room.conftest import KEY, ME, Place, a_place, open_room
from tests.waiting import allowed, eventually

TEXT = "think-40-20-0"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.records.GATHER_S", 0.02)


def arrived(place: Place, turn: Turn) -> Arrived:
    """Once it is kept."""
    assert eventually(lambda: not place.room.arrivals(ME).look(turn.chat_id, turn.id).why_none)
    return place.room.arrivals(ME).look(turn.chat_id, turn.id)


def again(place: Place, turn: Turn) -> Turn:
    arrived(place, turn)
    new, why = place.room.arrivals(ME).read_again(turn.chat_id, turn.id)
    assert new and not why
    return place.kept(new.id)


def test_what_arrived_is_told_read_by_read_in_its_time(place: Place) -> None:
    turn = place.answered("think-6-3-40")
    rows = arrived(place, turn).rows
    assert [row.kind for row in rows[:2]] == ["asked", "head"] and rows[-1].kind == "whole"
    assert rows[0].text == f"{place.server.url}/chat/completions" and (rows[0].number, rows[1].number) == (1, 200)
    assert "content-type: text/event-stream" in rows[1].text
    reads = [row for row in rows if row.kind == "read"]
    assert b"".join(row.data for row in reads).endswith(b"data: [DONE]\n\n")
    assert all(row.number == len(row.data) for row in reads)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    first = next(row for row in reads if b'"reasoning":"' in row.data.replace(b": ", b":"))
    assert turn.times.first_reasoning is not None and abs(first.at - turn.times.first_reasoning) < allowed(0.1)
    data = [event.data for row in reads for event in row.events if event.name != ":"]
    assert len(data) >= 10 and data[-1] == b"[DONE]" and all(text.startswith(b"{") for text in data[:-1])


def test_the_file_of_a_record_has_a_header_and_is_read_back(place: Place) -> None:
    turn = place.answered(TEXT)
    found = read_record(arrived(place, turn).text)
    assert found.header == Header("openrouter", turn.asked.model, turn.created)


def test_read_again_is_a_version_that_says_the_same_and_sends_nothing(place: Place) -> None:
    turn = place.answered(TEXT)
    sent = len(place.server.requests)
    new = again(place, turn)
    assert (new.reasoning, new.answer, new.status) == (turn.reasoning, turn.answer, "done") and new.answer
    assert (new.usage, new.finish_reason, new.answered_by) == (turn.usage, turn.finish_reason, turn.answered_by)
    assert (new.question, new.asked, new.parent_id) == (turn.question, turn.asked, turn.parent_id)
    assert new.times.first_answer is not None and turn.times.first_answer is not None
    assert abs(new.times.first_answer - turn.times.first_answer) < allowed(0.1) and new.times.ended == turn.times.ended
    assert len(place.server.requests) == sent and place.kept(turn.id) == turn
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation and [one.id for one in conversation.siblings(new)] == [turn.id, new.id]
    assert place.room.arrivals(ME).is_reading(new.id) and not place.room.arrivals(ME).is_reading(turn.id)
    third = again(place, new)  # by the record of the first
    assert third.answer == turn.answer


def test_what_is_read_again_is_billed_once(place: Place) -> None:
    turn = place.answered(TEXT)
    spending = place.room.spending(ME)
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation
    before = spending.of(conversation), spending.today()
    assert before[0].turns == 1 and before[0].written
    assert again(place, turn).usage == turn.usage
    assert (spending.of(conversation), spending.today()) == before


def test_a_newer_reader_makes_another_version_of_the_same_bytes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = place.answered("say <think>hm</think>So it is.")
    arrived(place, turn)
    # As if the reader of then had not known a field.
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as db:
        db.execute("UPDATE pieces SET text='' WHERE turn_id=? AND channel='reasoning'", (turn.id,))
        db.commit()
    assert place.kept(turn.id).reasoning == ""
    new = again(place, turn)
    assert new.reasoning == turn.reasoning and place.kept(turn.id).reasoning == ""


@pytest.mark.parametrize(("prompt", "status"), [("error-429-own", 429), ("error-401", 401), ("html-502", 502)])
def test_a_refusal_is_kept_with_its_status_headers_and_body_and_read_again(
    place: Place, prompt: str, status: int
) -> None:
    turn = place.answered(prompt)
    rows = arrived(place, turn).rows
    assert [row.kind for row in rows] == ["asked", "head", *["read"] * (len(rows) - 3), "whole"]
    assert rows[1].number == status and "content-type" in rows[1].text and rows[2].data
    new = again(place, turn)
    assert turn.failure and new.status == "failed"
    assert new.failure == replace(turn.failure, retry_after_s=None)  # that wait is over


def test_each_try_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.retry.PAUSES_S", (0.05, 0.05))
    with ModelServer(default=one_after_another("error-500", "error-502", TEXT)) as server:
        place = a_place(tmp_path, server, retries=2)
        turn = place.answered("Why?", asked=Asked("openrouter", "a/b"))
        rows = arrived(place, turn).rows
    assert [row.number for row in rows if row.kind == "asked"] == [1, 2, 3]
    assert [row.number for row in rows if row.kind == "head"] == [500, 502, 200]
    new = again(place, turn)
    assert (new.status, new.answer) == ("done", turn.answer) and turn.answer


def test_what_was_stopped_or_cut_ends_read_again_as_it_did(place: Place) -> None:
    turn = place.ask("stall-12")
    assert eventually(lambda: (run := place.room.chats(ME).live(turn.id)) and run.progress.count >= 12)
    place.room.chats(ME).stop(turn.chat_id)
    stopped = place.ended(turn.id)
    assert arrived(place, stopped).rows[-1].kind == "left"
    new = again(place, stopped)
    assert (new.status, new.reasoning, new.failure) == ("stopped", stopped.reasoning, None) and new.reasoning
    cut = place.answered("cut-12")
    assert arrived(place, cut).rows[-1].kind == "broken"
    new = again(place, cut)
    assert (new.status, new.reasoning, new.failure) == ("failed", cut.reasoning, cut.failure)


@pytest.mark.slow
def test_where_no_reply_came_there_is_a_record_and_nothing_to_read_again(place: Place) -> None:
    turn = place.answered("hang-up")
    found = arrived(place, turn)
    assert [row.kind for row in found.rows] == ["asked", "broken"] and found.rows[-1].text
    assert found.why_once.startswith("Nothing arrived")
    assert place.room.arrivals(ME).read_again(turn.chat_id, turn.id) == (None, found.why_once)


def test_where_nothing_was_sent_there_is_no_record(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server)
    turn = place.answered("Why?", asked=Asked("deepseek", "deepseek-chat"))
    assert turn.status == "failed"
    time.sleep(0.2)
    assert place.room._store.owners_of_records() == []
    assert "no record" in place.room.arrivals(ME).look(turn.chat_id, turn.id).why_none


@pytest.mark.slow
def test_the_built_in_model_has_records_too(place: Place) -> None:
    turn = place.answered("Which is bigger: 9.11 or 9.9?", asked=Asked("pocket", "pocket/thinker"))
    assert len([row for row in arrived(place, turn).rows if row.kind == "read"]) > 5
    assert again(place, turn).answer == turn.answer


def test_another_owner_neither_sees_nor_reads_it(place: Place) -> None:
    turn = place.answered(TEXT)
    arrived(place, turn)
    assert place.room.arrivals("cookie:other").look(turn.chat_id, turn.id).why_none
    assert place.room.arrivals("cookie:other").read_again(turn.chat_id, turn.id)[0] is None
    assert place.room.arrivals(ME).look("another-chat", turn.id).why_none == "This turn was deleted meanwhile."


def test_only_those_of_the_newest_turns_are_kept(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, records=3)
    turns = [place.answered(f"{TEXT} {number}") for number in range(5)]
    arrived(place, turns[-1])
    kept = [bool(place.room._store.record(ME, turn.id)) for turn in turns]
    assert eventually(
        lambda: [bool(place.room._store.record(ME, turn.id)) for turn in turns] == [False] * 2 + [True] * 3
    ), kept
    assert "3 newest turns" in place.room.arrivals(ME).look(turns[0].chat_id, turns[0].id).why_none


def test_none_are_kept_where_none_are_wanted_and_the_old_ones_go(tmp_path: Path, server: ModelServer) -> None:
    turn = (first := a_place(tmp_path, server)).answered(TEXT)
    arrived(first, turn)
    place = a_place(tmp_path, server, records=0)
    assert eventually(lambda: place.room._store.owners_of_records() == [])
    other = place.answered(TEXT)
    time.sleep(0.1)
    assert place.room._store.owners_of_records() == [] and other.status == "done"
    assert "THINKROOM_RECORDS is 0" in place.room.arrivals(ME).look(other.chat_id, other.id).why_none


def test_a_record_goes_with_its_turn_and_comes_back_with_it(place: Place) -> None:
    turn = place.answered(TEXT)
    arrived(place, turn)
    place.room.chats(ME).delete_turn(turn.chat_id, turn.id)
    assert place.room._store.record(ME, turn.id) is None
    place.room.chats(ME).restore_turn(turn.chat_id, turn.id)
    assert place.room._store.record(ME, turn.id)
    place.room._store.delete_turn(ME, turn.chat_id, turn.id, time.time() - 3_600)
    assert arrived(place, place.answered(TEXT))
    assert eventually(lambda: len(rows(place)) == 1)


def rows(place: Place) -> list[tuple[str, bytes]]:
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as db:
        return db.execute("SELECT turn_id, packed FROM records").fetchall()


@pytest.mark.parametrize("prompt", [f"say {KEY}", "error-401", f"say {KEY[:9]}\u200b{KEY[9:]}"])
def test_no_key_is_in_any_record(tmp_path: Path, prompt: str, caplog: pytest.LogCaptureFixture) -> None:
    with ModelServer() as server:
        place = a_place(tmp_path, server, f"{server.url}")
        turn = place.answered(prompt)
        found = arrived(place, turn)
    with caplog.at_level(logging.DEBUG):
        for _, packed in rows(place):
            assert KEY.encode() not in unpacked(packed) and KEY[9:].encode() not in unpacked(packed)
    assert KEY not in str(found) and KEY not in caplog.text
    if not found.why_once:  # nor is it put together from pieces
        assert KEY not in again(place, turn).answer.replace("\u200b", "")


def test_a_key_in_every_fault_that_tells_one_is_taken_out(place: Place) -> None:
    for name in ("page-with-the-key", "error-in-200", "error-named", "error-as-event"):
        turn = place.answered("Why?", asked=Asked("openrouter", f"fault/{name}"))
        assert KEY not in str(arrived(place, turn))


def test_a_store_that_takes_no_record_fails_no_turn_and_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("The database does not answer (database or disk is full).")

    monkeypatch.setattr(place.room._store, "keep_records", full)
    turn = place.answered(TEXT)
    assert turn.status == "done" and turn.answer
    why = "could not be kept. The database does not answer (database or disk is full). The turn itself is not touched."
    assert eventually(lambda: why in place.room.arrivals(ME).look(turn.chat_id, turn.id).why_none)


def test_a_record_that_is_written_slowly_delays_no_turn(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, keep = threading.Event(), place.room._store.keep_records
    monkeypatch.setattr(place.room._store, "keep_records", lambda packed: gate.wait(30) and keep(packed))  # type: ignore[arg-type]
    turns = [place.answered(f"{TEXT} {number}") for number in range(3)]
    assert {turn.status for turn in turns} == {"done"}
    look = place.room.arrivals(ME).look(turns[0].chat_id, turns[0].id)
    assert look.why_none == "The record of what arrived is being kept. Look again in a moment."
    gate.set()
    for turn in turns:
        assert arrived(place, turn).rows


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"", b"no gzip", b"x" * 3_000_000])
def test_a_record_that_is_broken_is_told_in_a_sentence(place: Place, data: bytes) -> None:
    turn = place.answered(TEXT)
    arrived(place, turn)
    place.room._store.keep_records({turn.id: data})
    found = place.room.arrivals(ME).look(turn.chat_id, turn.id)
    assert found.why_none.endswith(".") and not found.rows
    assert place.room.arrivals(ME).read_again(turn.chat_id, turn.id) == (None, found.why_none)


def test_a_record_that_is_not_whole_is_shown_and_not_read_again(place: Place) -> None:
    turn = place.answered(TEXT)
    whole = read_record(arrived(place, turn).text)
    packer = Packer(whole.header, most_packed=128_000 + 100)
    for entry in whole.entries:
        packer.add(entry)
    part = read_record(unpacked(packer.packed()))
    full = Packer(whole.header)
    for number, entry in enumerate(whole.entries):
        full.add(entry if number != 3 else entry._replace(code="o", data={"reads": 1, "bytes": 700}))
    place.room._store.keep_records({turn.id: full.packed()})
    found = place.room.arrivals(ME).look(turn.chat_id, turn.id)
    assert part.entries and [row.number for row in found.rows if row.kind == "left out"] == [700]
    assert found.why_once == "700 bytes of what arrived are not in this record, so it cannot be read again."


def test_a_turn_of_a_server_that_is_gone_is_read_again(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server)
    custom = replace(place.room._settings, servers=dict(place.room._settings.servers))
    turn = place.answered(TEXT)
    arrived(place, turn)
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as db:
        db.execute("UPDATE turns SET asked=REPLACE(asked, '\"openrouter\"', '\"custom\"')")
        db.commit()
    room = open_room(custom, Store(place.url))
    new, why = room.arrivals(ME).read_again(turn.chat_id, turn.id)
    assert new and not why and new.answer == turn.answer


def taken(place: Place, turn: Turn, with_records: bool) -> str:
    found = place.room.chats(ME).conversation(turn.chat_id)
    assert found
    beside = place.room.arrivals(ME).beside(found, with_records)
    return as_file(found, place.room.chats(ME).texts, "json", True, beside=beside)


def brought(place: Place, text: str) -> Conversation:
    chat_id, wrong = from_file(place.room._store, ME, text.encode(), place.room._records.most)
    found = place.room.chats(ME).conversation(chat_id)
    assert found and not wrong
    return found


def test_a_record_goes_into_a_file_only_where_its_owner_wants_that_and_comes_back(place: Place) -> None:
    turn = place.answered(TEXT)
    record = arrived(place, turn).text
    new = again(place, turn)
    without, with_it = taken(place, turn, False), taken(place, turn, True)
    assert "records" not in json.loads(without) and list(json.loads(with_it)["records"]) == [turn.id]
    assert json.loads(without)["readings"] == json.loads(with_it)["readings"] == {new.id: turn.id}
    assert [place.room._store.record(ME, one) for one in brought(place, without).turns] == [None, None]
    found = brought(place, with_it)
    first, second = found.turns
    for one in (first, second):
        assert place.room.arrivals(ME).look(found.chat.id, one).text == record
    assert place.room.arrivals(ME).is_reading(second) and not place.room.arrivals(ME).is_reading(first)
    third, why = place.room.arrivals(ME).read_again(found.chat.id, first)
    assert third and not why and third.answer == turn.answer
    conversation = place.room.chats(ME).conversation(found.chat.id)
    assert conversation and place.room.spending(ME).of(conversation).turns == 1


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "The records of this file must be an object."),
        ({"no-such": "eA=="}, "This file has a record of a turn that does not exist."),
        ({"": 5}, "The record of turn 1 must be text."),
        ({"": "%"}, "The record of turn 1 is not base64."),
        (
            {"": "bm8gZ3ppcA=="},
            "In this chat file, the record of what arrived for turn 1 cannot be read."
            " This record is not packed as one should be.",
        ),
        (
            {"": b64encode(gzip.compress(bytes(33_000_000), 1)).decode()},
            "In this chat file, the record of what arrived for turn 1 cannot be read."
            " This record is larger than 32 MB when it is unpacked.",
        ),
    ],
)
def test_a_record_in_a_file_that_is_none_is_refused_in_words(place: Place, records: object, said: str) -> None:
    turn = place.answered(TEXT)
    file = json.loads(taken(place, turn, False))
    file["records"] = (
        {key or turn.id: value for key, value in records.items()} if isinstance(records, dict) else records
    )
    chats = len(place.room._store.chats(ME))
    assert from_file(place.room._store, ME, json.dumps(file).encode(), 50) == ("", said)
    assert len(place.room._store.chats(ME)) == chats


def test_a_room_without_records_takes_none_from_a_file(tmp_path: Path, server: ModelServer) -> None:
    (tmp_path / "other").mkdir()
    turn = (first := a_place(tmp_path, server)).answered(TEXT)
    arrived(first, turn)
    place = a_place(tmp_path / "other", server, records=0)
    brought(place, taken(first, turn, True))
    assert place.room._store.owners_of_records() == []


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running
