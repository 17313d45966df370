"""A recording goes out of a room, into another, and answers there: the same words at the same pace, and nobody is
asked."""

import gzip
import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from components.conversation import REPLAY, Asked, Conversation, Part, Piece, Reply, Turn
from components.recordings import Session, read_session
from components.room.example_recordings import WANTED, make
from components.room.replays import EXAMPLES
from components.settings import Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.room.conftest import KEY, ME, Place, a_place, open_room
from tests.room.test_arrivals import arrived
from tests.waiting import allowed, eventually

YOU = "cookie:you"
TEXT = "think-40-20-200"
ASKED = Asked("openrouter", "test/model")


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.records.GATHER_S", 0.02)


@pytest.fixture
def other(tmp_path: Path, server: ModelServer) -> Place:
    """A room without a key."""
    folder = tmp_path / "other"
    folder.mkdir()
    return a_place(folder, server, key="")


def taken(place: Place, *turns: Turn, questions: bool = True, names: bool = True, raw: bool = False) -> bytes:
    chats = list(dict.fromkeys(turn.chat_id for turn in turns))
    for turn in turns:
        arrived(place, turn)
    found = place.room.files(ME).recording(chats, None, questions, names, raw)
    assert found
    return found[1].encode()


def brought(place: Place, text: bytes, owner: str = ME) -> tuple[Conversation, list[Turn]]:
    """The chat, and its turns with their texts."""
    chat_id, wrong = place.room.files(owner).bring_in(text)
    assert not wrong
    found = place.room.chats(owner).conversation(chat_id)
    assert found
    return found, place.room.chats(owner).texts(found.path())


def replayed(place: Place, question: str, name: str, chat: str | None = None) -> Turn:
    return place.answered(question, chat, Asked(REPLAY, name))


def timed(pieces: Sequence[Piece]) -> list[tuple[float, str]]:
    return [(piece.at, piece.text) for piece in pieces if piece.at is not None]


def offsets(pieces: tuple[Piece, ...]) -> list[float]:
    return [piece.at for piece in pieces if piece.at is not None]


def test_record_export_import_is_the_same_to_the_byte_and_in_its_time(place: Place, other: Place) -> None:
    turn = place.answered(TEXT, asked=ASKED)
    text = taken(place, turn)
    (recorded,) = read_session(text).turns
    assert len(recorded.reply.pieces) > 40  # each as it came, and not as the store keeps them
    found, (again,) = brought(other, text)
    assert (again.reasoning, again.answer, again.question) == (turn.reasoning, turn.answer, turn.question)
    assert again.pieces == recorded.reply.pieces and found.chat.title == TEXT
    assert (again.usage, again.finish_reason, again.status) == (turn.usage, turn.finish_reason, "done")
    assert offsets(again.pieces) == sorted(offsets(again.pieces))
    # The record's clock begins a moment before the turn's; nothing comes after the end.
    assert turn.times.ended is not None
    assert again.times.ended == pytest.approx(max(turn.times.ended, offsets(again.pieces)[-1]), abs=0.001)
    day = f"{datetime.fromtimestamp(turn.created, UTC):%Y-%m-%d}"
    assert again.reply.notes == (
        f"Replay of a recording of test/model, made {day}. Tokens and costs are as they were recorded.",
    )
    assert KEY.encode() not in text


def test_what_is_replayed_comes_as_it_was_heard_and_not_in_half_seconds(place: Place) -> None:
    turn = place.answered("think-60-30-60", asked=ASKED)
    (played,) = place.room.chats(ME).as_they_came([turn])
    assert len(turn.pieces) < len(played.pieces) / 3
    assert (played.reasoning, played.answer) == (turn.reasoning, turn.answer)
    # The record has each read of the network with its time; its clock begins a moment before the turn's.
    (recorded,) = read_session(taken(place, turn)).turns
    heard, shown = ([at for at, text in timed(one.reply.pieces) for _ in text] for one in (recorded, played))
    late = [one - other for one, other in zip(shown, heard, strict=True)]
    assert max(late) - min(late) < 0.05


def test_a_turn_alone_can_be_taken(place: Place) -> None:
    first = place.answered("say one", asked=ASKED)
    second = place.answered("say two", first.chat_id, ASKED)
    found = place.room.files(ME).recording([first.chat_id], second.id, True, False, False)
    assert found and found[0] == "recording"
    assert [turn.question for turn in read_session(found[1].encode()).turns] == ["say two"]


def test_several_chats_become_one_session_in_the_order_chosen(place: Place, other: Place) -> None:
    first, second = place.answered("say one", asked=ASKED), place.answered("say two", asked=ASKED)
    text = taken(place, second, first)
    session = read_session(text)
    assert [turn.question for turn in session.turns] == ["say two", "say one"]
    assert session.header.title == "say two and 1 more"
    assert session.turns[1].begins >= session.turns[0].begins + (session.turns[0].reply.times.ended or 0.0)
    _, turns = brought(other, text)
    assert [turn.answer for turn in turns] == ["two", "one"]


def test_what_is_anothers_is_not_recorded(place: Place) -> None:
    turn = place.answered("say one", asked=ASKED)
    assert place.room.files(YOU).recording([turn.chat_id], None, True, True, True) is None
    mine = place.room.chats(YOU).ask(None, "say mine", ASKED)
    assert mine and place.ended(mine.id)
    assert place.room.files(YOU).recording([mine.chat_id, turn.chat_id], None, True, True, True) is None
    assert place.room.files(ME).recording([turn.chat_id], "no-turn", True, True, True) is None


def test_a_typed_question_is_answered_with_what_was_recorded_at_its_pace(place: Place, other: Place) -> None:
    turn = place.answered(TEXT, asked=ASKED)
    brought(other, taken(place, turn))
    sent = len(other.server.requests)
    begun = time.monotonic()
    again = replayed(other, f"\u2003 {TEXT}\n", TEXT)
    took = time.monotonic() - begun
    assert (again.reasoning, again.answer, again.status) == (turn.reasoning, turn.answer, "done")
    assert (again.usage, again.finish_reason, again.answered_by) == (turn.usage, "stop", "test/model")
    assert again.reply.notes[0].startswith("Replay of a recording of test/model, made 20")
    assert turn.times.ended and took >= turn.times.ended - 0.01
    assert again.times.first_answer and turn.times.first_answer
    assert abs(again.times.first_answer - turn.times.first_answer) < allowed(0.1)
    assert len(other.server.requests) == sent


def test_silence_beyond_the_idle_limit_is_skipped(other: Place) -> None:
    text = (
        b'{"thinkroom":"recording","version":1,"title":"Slow","model":"m","idle_limit":0.05}\n'
        b'[0,"q",{"text":"Why?"}]\n[3600000,"r","hm"]\n[3600000,"a","so"]\n[0,"x",{"status":"done","finish_reason":"stop"}]\n'
    )
    _, (kept,) = brought(other, text)
    assert kept.times.ended == 7200.0
    again = replayed(other, "Why?", "Slow")
    assert (again.answer, again.status) == ("so", "done") and (again.times.ended or 0.0) >= 0.1


SEVERAL = b'{"thinkroom":"recording","version":1,"title":"Talk","model":"m"}\n' + b"".join(
    f'[0,"q",{{"text":"{question}"}}]\n[1,"a","{answer}"]\n[1,"x",{{"status":"done","finish_reason":"stop"}}]\n'.encode()
    for question, answer in [("Why?", "1"), *((f"Other {n}?", "x") for n in range(6)), ("Why?", "2"), (" Why? ", "3")]
)


def test_a_question_that_was_asked_twice_is_answered_as_it_was_then_and_again_from_the_first(other: Place) -> None:
    brought(other, SEVERAL)
    first = replayed(other, "Why?", "Talk")
    rest = [replayed(other, "Why?", "Talk", first.chat_id) for _ in range(3)]
    assert [turn.answer for turn in (first, *rest)] == ["1", "2", "3", "1"]
    assert replayed(other, "Why?", "Talk").answer == "1"  # another chat begins anew


def test_a_miss_is_an_error_in_words_and_asks_nobody(other: Place) -> None:
    brought(other, SEVERAL)
    turn = replayed(other, "why?", "Talk")
    assert turn.failure and turn.failure.kind == "not recorded"
    assert turn.failure.what == "The recording “Talk” has no such question, so nobody answered."
    questions = "“Why?”, “Other 0?”, “Other 1?”, “Other 2?”, “Other 3?”, and 2 more."
    assert f"“Talk” has no such question. It has: {questions}" in turn.failure.said
    gone = replayed(other, "Why?", "No such recording")
    assert gone.failure and gone.failure.kind == "model unknown"
    assert other.server.requests == [] and turn.reply.notes == ()


def test_a_recording_without_its_questions_says_so(place: Place, other: Place) -> None:
    turn = place.answered("say one", asked=ASKED)
    _, (again,) = brought(other, taken(place, turn, questions=False))
    assert (again.question, again.answer) == ("…", "one")
    missed = replayed(other, "say one", "say one")
    assert missed.failure and "was made without its questions" in missed.failure.said


@pytest.mark.slow
def test_what_ended_badly_ends_badly_again(place: Place, other: Place) -> None:
    turn = place.answered("cut-30", asked=ASKED)
    assert turn.status == "failed" and turn.failure
    _, (kept,) = brought(other, taken(place, turn))
    assert kept.status == "failed" and kept.failure and kept.failure.what == turn.failure.what
    again = replayed(other, "cut-30", "cut-30")
    assert again.status == "failed" and again.failure and turn.failure.what in again.failure.said
    assert (again.reasoning, again.answer) == (turn.reasoning, turn.answer)


def test_what_is_replayed_costs_nothing_anywhere(place: Place) -> None:
    turn = place.answered(TEXT, asked=ASKED)
    spending = place.room.spending(ME)
    before = spending.today()
    found, _ = brought(place, taken(place, turn))
    again = replayed(place, TEXT, found.chat.title, found.chat.id)
    assert again.usage == turn.usage and again.status == "done"
    assert spending.today() == before and before.turns == 1
    chat = place.room.chats(ME).conversation(found.chat.id)
    assert chat and spending.of(chat).turns == 0 and spending.of(chat).usd == 0
    spending.set_limit(0.0)
    assert replayed(place, TEXT, found.chat.title).status == "done"


def test_a_recording_is_its_owners_alone(other: Place) -> None:
    brought(other, SEVERAL)
    listed = [[model.id for model in other.room.desk(one).catalogue(REPLAY).models] for one in (ME, YOU)]
    assert "Talk" in listed[0] and "Talk" not in listed[1]
    turn = other.room.chats(YOU).ask(None, "Why?", Asked(REPLAY, "Talk"))
    assert turn and eventually(lambda: other.kept(turn.id).ended)
    failure = other.kept(turn.id).failure
    assert failure and failure.kind == "model unknown"
    mine, yours = (other.room._replays.address(one) for one in (ME, YOU))
    assert mine != yours and ME not in mine


def test_recordings_are_renamed_deleted_and_brought_back(other: Place) -> None:
    def listed() -> list[str]:
        return [model.id for model in other.room.desk(ME).catalogue(REPLAY).models][: len(own.newest())]

    own = other.room.recordings(ME)
    brought(other, SEVERAL)
    brought(other, SEVERAL)
    assert listed() == ["Talk (2)", "Talk"]
    second, first = own.newest()
    own.rename(second.id, " A  demo ")
    own.rename(first.id, "A demo")
    assert listed() == ["A demo", "A demo (2)"] and replayed(other, "Why?", "A demo (2)").answer == "1"
    own.delete(second.id)
    assert listed() == ["A demo (2)"] and own.deleted(0.0) == second._replace(title="A demo")
    assert replayed(other, "Why?", "A demo").status == "failed"
    brought(other, SEVERAL.replace(b'"Talk"', b'"A demo"'))
    own.restore(second.id)
    assert sorted(listed()) == ["A demo", "A demo (2)", "A demo (3)"]


def test_what_arrived_goes_along_where_it_is_ticked_and_is_read_again_there(place: Place, other: Place) -> None:
    turn = place.answered(TEXT, asked=ASKED)
    assert b'"w"' not in taken(place, turn)
    _, (kept,) = brought(other, taken(place, turn, raw=True))
    again, wrong = other.room.arrivals(ME).read_again(kept.chat_id, kept.id)
    assert again and not wrong and (again.reasoning, again.answer) == (turn.reasoning, turn.answer)


def test_what_was_replayed_can_be_recorded_again_by_the_model_that_spoke(place: Place, other: Place) -> None:
    turn = place.answered("say one", asked=ASKED)
    _, (kept,) = brought(other, taken(place, turn))
    found = other.room.files(ME).recording([kept.chat_id], None, True, True, False)
    assert found and read_session(found[1].encode()).turns[0].asked.model == "test/model"


def test_a_file_that_is_cut_off_comes_in_as_far_as_it_goes_and_says_so(other: Place) -> None:
    _, turns = brought(other, SEVERAL[:-40])
    assert turns[-1].reply.notes[-1].startswith("This recording is cut off")
    assert turns[0].answer == "1" and len(turns[0].reply.notes) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"thinkroom":"recording","version":1}\n[0,"r",7]\n', "Line 2 of this recording has no text as its text."),
        (b'{"thinkroom":"recording","version":9}\n', "This recording is of version 9, and this room reads version 1."),
        (b'{"thinkroom":"recording"}\n', "This recording does not say which version it is of."),
        (b'{"thinkroom": ["recording"]}\n', "This file is not a recording of Thinkroom."),
        (
            b'{"thinkroom":"recording","version":1}\n[0,"w","data"]\n',
            "This recording has nothing that was read: it holds only what arrived, or is cut off before that.",
        ),
    ],
)
def test_what_cannot_be_brought_in_is_said_and_nothing_is_kept(other: Place, text: bytes, said: str) -> None:
    assert other.room.files(ME).bring_in(text) == ("", said)
    assert other.room.recordings(ME).newest() == [] and other.room.chats(ME).newest() == []


MARKED = b"""{"thinkroom":"recording","version":1,"provider":"p","model":"m","title":"Marked"}
[0,"q",{"text":"What is 2 + 2?"}]
[400,"r","Two and two "]
[0,"m","Ask the room"]
[0,"m","Then wait"]
[50,"r","are four."]
[50,"a","4"]
[9,"m","After all"]
[1,"x",{"status":"done","usage":{"completion_tokens":9}}]
"""


def test_markers_are_kept_with_the_turn_and_are_none_of_its_words(other: Place) -> None:
    _, (turn,) = brought(other, MARKED)
    found = [(part.text, part.at) for part in turn.reply.of("marker")]
    assert found == [("Ask the room", 0.4), ("Then wait", 0.4), ("After all", 0.509)]
    assert (turn.reasoning, turn.answer, turn.reply.unknown) == ("Two and two are four.", "4", [])
    assert [piece.channel for piece in turn.pieces] == [
        *("reasoning", "marker", "marker", "reasoning", "answer", "marker")
    ]
    replies = replayed(other, "What is 2 + 2?", "Marked")
    assert replies.reply.of("marker") == [] and replies.answer == "4"  # nobody wants a pause of what is asked now


def test_a_recording_of_what_was_brought_in_has_its_markers_and_their_words_where_questions_go_along(
    other: Place,
) -> None:
    chat, _ = brought(other, MARKED)
    for questions, words in ((True, ["Ask the room", "Then wait", "After all"]), (False, ["", "", ""])):
        found = other.room.files(ME).recording([chat.chat.id], None, questions, True, False)
        assert found
        (turn,) = read_session(found[1].encode()).turns
        assert [marker.text for marker in turn.markers] == words
        assert [marker.at for marker in turn.markers] == [0.4, 0.4, 0.509]
        assert all(piece.channel != "marker" for piece in turn.reply.pieces)


def test_a_marker_alone_is_nothing_that_came() -> None:
    assert not Reply(pieces=(Piece("marker", "Wait", 1.0, number=0),)).came
    part = b'{"thinkroom":"recording","version":1}\n[0,"p",{"kind":"marker","text":"no"}]\n[1,"x",{"status":"done"}]\n'
    (turn,) = read_session(part).turns
    assert turn.markers == () and [piece.channel for piece in turn.reply.pieces] == ["other"]


def test_a_kept_recording_is_the_file_as_it_came(other: Place) -> None:
    brought(other, SEVERAL)
    (kept,) = other.room.recordings(ME).newest()
    packed = other.room._store.packed_recording(ME, kept.id)
    assert packed and gzip.decompress(packed) == SEVERAL


def test_a_stop_ends_a_replay_at_once(other: Place) -> None:
    slow = b'{"thinkroom":"recording","version":1,"title":"Slow","model":"m"}\n[0,"q",{"text":"Why?"}]\n[0,"r","hm"]\n'
    brought(other, slow + b'[3600000,"a","so"]\n[0,"x",{"status":"done"}]\n')
    turn = other.ask("Why?", asked=Asked(REPLAY, "Slow"))
    run = other.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: run.progress.count > 0)
    other.room.chats(ME).stop(turn.chat_id)
    assert (other.ended(turn.id).status, other.kept(turn.id).reasoning) == ("stopped", "hm")


FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")
LISTING = FOLDER / "expect.json"
KNOWN = json.loads(LISTING.read_text("utf-8")) if LISTING.is_file() else {}
CAPTURES = [name for name in KNOWN if "models-list" not in name and not name.endswith(".ndjson")]


def untimed(part: Part) -> Part:
    return part._replace(at=None, until=None)


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize("name", CAPTURES or [""])
def test_every_recorded_reply_is_the_same_turn_after_its_file(
    captures: Path, tmp_path: Path, server: ModelServer, name: str
) -> None:
    place = a_place(tmp_path, server)
    turn = place.answered(f"capture:{name}", asked=ASKED)
    text = taken(place, turn, raw=True)
    session: Session = read_session(text)
    _, (kept,) = brought(place, text)
    again, wrong = place.room.arrivals(ME).read_again(kept.chat_id, kept.id)
    assert again and not wrong
    for came in (kept, again):
        assert (came.reasoning, came.answer, came.status) == (turn.reasoning, turn.answer, turn.status)
        assert (came.usage, came.finish_reason) == (turn.usage, turn.finish_reason)
        assert list(map(untimed, came.reply.beside)) == list(map(untimed, turn.reply.beside))
    assert [came.at for came in kept.pieces] == [came.at for came in session.turns[0].reply.pieces]


def test_the_recordings_that_come_with_the_room_answer_without_a_network(tmp_path: Path, server: ModelServer) -> None:
    url = f"sqlite:///{tmp_path}/room.db"
    room = open_room(Settings({}, database_url=url, find_servers=False), Store(url))
    titles = [model.id for model in room.desk(ME).catalogue(REPLAY).models]
    assert sorted(titles) == sorted(title for title, _ in WANTED.values())
    for title, questions in WANTED.values():
        assert title.startswith("Pocket, a toy model: ") and room.recordings(ME).questions(title) == list(questions)
        turn = room.chats(ME).ask(None, questions[0], Asked(REPLAY, title))
        found = Place(room, server, url).ended(turn.id if turn else "")
        assert found.status == "done" and found.reasoning and found.answer and found.answered_by == "pocket/thinker"
    assert server.requests == []


@pytest.mark.slow
def test_they_are_made_by_pockets_own_run(tmp_path: Path) -> None:
    for path in make(tmp_path):
        made, shipped = (read_session((folder / path.name).read_bytes()) for folder in (tmp_path, EXAMPLES))
        assert [made.header.title, made.cut, shipped.cut] == [shipped.header.title, "", ""]
        assert [(turn.question, turn.reply.reasoning, turn.reply.answer) for turn in made.turns] == [
            (turn.question, turn.reply.reasoning, turn.reply.answer) for turn in shipped.turns
        ]
        assert all(len(turn.reply.pieces) > 20 for turn in shipped.turns)
