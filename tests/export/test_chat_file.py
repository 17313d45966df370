"""What `as_json` wrote comes back whole; what is broken is refused in a sentence, and never read by half."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from components.conversation import (
    Asked,
    Chat,
    Conversation,
    Failure,
    Piece,
    Prefill,
    Reply,
    Routing,
    Times,
    Turn,
    Usage,
    as_plain,
    from_plain,
    hints_of,
)
from components.export import NotRead, as_json, outline, read_json, renamed
from components.export.judged import SINCE, VERSION, judged, names_of, since
from components.export.part import Part
from tests.export.chats import CHAT, a_turn, conversations
from tests.turns import changed as changed_turn
from tests.values import filled

UNMINDED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=UNMINDED)
FULL = Conversation(
    replace(CHAT, leaf_id="turn-2"),
    {
        "turn-1": a_turn(
            "Hm.",
            "Because.",
            usage=Usage(1, 2, 3, 0.5),
            times=Times(0.5, 1.5, 2.5),
            failure=Failure("k", "w", "n", "s", 500, 2.0),
            details=({"type": "reasoning.encrypted", "data": "x", "index": 0},),
            encrypted=True,
        ),
        "turn-2": replace(
            a_turn(answer="Yes.", number=2, given=Prefill("turn-1", "Hm", "Y", True), taken="own"), parent_id="turn-1"
        ),
        "turn-3": replace(a_turn(answer="No.", number=3), parent_id="turn-1"),
    },
)
NUMBER = 1e300
PLAIN = ["y", None, None, None]  # the rest of a piece
JUNK: list[Any] = [None, True, -1, 3, 2**70, NUMBER, "", "x", "\ud800", [], [[]], {}, {"a": 1}, [{"a": "\udfff"}]]


def unowned(conversation: Conversation) -> Conversation:
    return replace(conversation, chat=replace(conversation.chat, owner=""))


@pytest.mark.slow
@SLOW
@given(conversations())
def test_a_chat_comes_back_with_every_field(conversation: Conversation) -> None:
    text = as_json(conversation)
    found = read_json(text)
    assert found == unowned(conversation) == read_json(b"\xef\xbb\xbf" + text.encode())
    assert list(found.turns) == list(conversation.turns)
    assert as_json(found) == text


def test_no_field_of_a_chat_is_lost() -> None:
    """Those that are declared today: one that is added is told here as well."""
    chat = filled(Chat, leaf_id="turn-1")
    turn = filled(Turn, id="turn-1", chat_id=chat.id, parent_id=None)
    for value in (turn.reply, turn.reply.usage, turn.reply.times, turn.reply.failure, turn.given, turn.asked):
        assert [one.name for one in fields(value) if getattr(value, one.name) in (one.default, None)] == []
    assert None not in turn.pieces[0] and turn.asked.routing != Routing()
    conversation = Conversation(chat, {turn.id: turn})
    assert read_json(as_json(conversation)) == unowned(conversation)


# What version 1 of the file told, which no new field is added to: that is named in SINCE, and the version rises.
TOLD_FIRST = {
    Chat: "id owner title created updated leaf_id asked",
    Turn: "id chat_id parent_id created question asked status reply",
    Reply: "pieces times usage finish_reason failure answered_by generation_id details summarised encrypted",
    Piece: "channel text",
    Times: "first_reasoning first_answer ended",
    Usage: "prompt_tokens completion_tokens reasoning_tokens cost",
    Failure: "kind what next_step said status retry_after_s",
    Asked: "provider model effort system_prompt max_tokens budget temperature routing",
    Routing: "order deny_data_collection",
    Prefill: "of thoughts answer edited",
}


def test_each_field_says_since_which_version_it_is_told() -> None:
    assert {
        kind: " ".join(name for name in hints_of(kind) if since(kind, name) == 1) for kind in TOLD_FIRST
    } == TOLD_FIRST
    assert {kind for told in SINCE.values() for kind in told} <= TOLD_FIRST.keys()


@dataclass(frozen=True)
class MoreUsage(Usage):
    cached_tokens: int | None = None


@dataclass(frozen=True)
class MoreReply(Reply):
    """With figures of every kind that no Thinkroom has yet."""

    usage: MoreUsage | None = None
    queued_s: float | None = None
    flagged: bool = False
    fingerprint: str = ""
    region: str | None = None
    tier: Literal["", "flex", "priority"] = ""
    tools: tuple[str, ...] = ()
    logprobs: tuple[Mapping[str, Any], ...] | None = None
    waited: Times = field(default_factory=Times)


def test_a_new_figure_is_read_and_judged_by_its_declaration() -> None:
    reply = filled(MoreReply)
    told = json.loads(json.dumps(reply, default=as_plain))
    assert from_plain(MoreReply, told) == reply == judged(MoreReply, Part(told, "turn 1", names_of(MoreReply)))
    for name, wrong, why in (
        ("queued_s", "x", "The queued s of turn 1 must be a number."),
        ("tier", "gold", "The tier of turn 1 is unknown here, 'gold'."),
        ("tools", [1], "An item of the tools of turn 1 must be text."),
        ("logprobs", ["x"], "Logprob 1 of turn 1 must be an object."),
        ("usage", {}, "The usage of turn 1 has no prompt tokens."),
    ):
        with pytest.raises(NotRead) as caught:
            judged(MoreReply, Part({**told, name: wrong}, "turn 1", names_of(MoreReply)))
        assert str(caught.value) == why


def test_the_first_version_of_the_file_is_still_read() -> None:
    found = former(FULL, 1)
    turns = {turn.id: changed_turn(turn, given=None, taken="") for turn in FULL.turns.values()}
    assert read_json(json.dumps(found)) == unowned(replace(FULL, turns=turns))
    found["turns"][0]["more"] = 1
    assert said(json.dumps(found)) == "Turn 1 has an unknown field, 'more'."


def test_the_second_version_of_the_file_is_still_read() -> None:
    found = former(FULL, 2)
    assert read_json(json.dumps(found)) == unowned(FULL)
    found["turns"][0]["pieces"][0] = ["reasoning"]
    assert said(json.dumps(found)) == "Piece 1 of turn 1 must be a kind, a text, a time, data and a number."


def test_a_file_of_today_is_still_read_once_there_is_a_newer_version(monkeypatch: pytest.MonkeyPatch) -> None:
    text = as_json(FULL)
    monkeypatch.setattr("components.export.chat_file.VERSION", json.loads(text)["version"] + 1)
    assert read_json(text) == unowned(FULL)


def former(conversation: Conversation, version: int) -> dict[str, Any]:
    """As versions 1 and 2 had it: the fields of a reply beside those of the turn, a piece as a channel and a text."""
    found = json.loads(as_json(conversation)) | {"version": version}
    for row in found["turns"]:
        row |= row.pop("reply")
        del row["notes"], row["upstream"], row["asked"]["echo"]
        if row["given"]:
            del row["given"]["closed"]
        row["pieces"] = [piece[:2] for piece in row["pieces"]]
        if row["usage"]:
            for later in ("total_tokens", "cached_tokens", "cache_written_tokens"):
                del row["usage"][later]
        if version == 1:
            del row["given"], row["taken"]
    return found


def test_a_megabyte_of_every_plane_comes_back() -> None:
    text = "".join(chr(plane << 16 | 0x1234) for plane in range(17)) * 20_000
    conversation = Conversation(CHAT, {"turn-1": a_turn(text, text, text)})
    assert len(text.encode()) > 1_000_000
    assert read_json(as_json(conversation)) == unowned(conversation)


@pytest.mark.slow
def test_ten_thousand_turns_in_one_line_come_back() -> None:
    turns = [replace(a_turn(number=n), parent_id=f"turn-{n - 1}" if n else None) for n in range(10_000)]
    conversation = Conversation(CHAT, {turn.id: turn for turn in turns})
    assert read_json(as_json(conversation)) == unowned(conversation)


def test_whose_it_is_stays_out_of_the_file() -> None:
    assert "hunter2" not in as_json(replace(FULL, chat=replace(FULL.chat, owner="hunter2")))


@pytest.mark.slow
@SLOW
@given(conversations())
def test_a_renamed_chat_is_the_same_under_other_ids(conversation: Conversation) -> None:
    numbers = count()
    found = renamed(conversation, "new", lambda: f"new-{next(numbers)}", "you")
    assert (found.chat.id, found.chat.owner) == ("new", "you")
    assert set(found.turns) == {f"new-{n}" for n in range(len(conversation.turns))}
    assert all(turn.id == turn_id and turn.chat_id == "new" for turn_id, turn in found.turns.items())
    back = dict(zip(found.turns, conversation.turns, strict=True))
    assert [back.get(turn.parent_id or "") for turn in found.turns.values()] == [
        turn.parent_id for turn in conversation.turns.values()
    ]
    assert back.get(found.chat.leaf_id or "") == conversation.chat.leaf_id
    again = iter(conversation.turns)
    assert renamed(found, conversation.chat.id, lambda: next(again), conversation.chat.owner) == conversation


# Broken files


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    found = json.loads(as_json(FULL))
    change(found)
    return json.dumps(found)


def turn(number: int, **more: Any) -> Callable[[dict[str, Any]], object]:
    return lambda found: found["turns"][number - 1].update(more)


def reply(number: int, **more: Any) -> Callable[[dict[str, Any]], object]:
    return lambda found: found["turns"][number - 1]["reply"].update(more)


def said(text: str | bytes) -> str:
    with pytest.raises(NotRead) as caught:
        read_json(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "This file is not JSON, or it is cut off."),
        ("Hello", "This file is not JSON, or it is cut off."),
        (as_json(FULL)[:-10], "This file is not JSON, or it is cut off."),
        (b"\xff\xfe{", "This file is not text in UTF-8."),
        ("[]", "This file is not a chat of Thinkroom."),
        ("null", "This file is not a chat of Thinkroom."),
        ('{"thinkroom": 1}', "This file is not a chat of Thinkroom."),
        ('{"thinkroom": "chat"}', "This file does not say which version of a chat it is."),
        ('{"thinkroom": "chat", "version": true}', "This file does not say which version of a chat it is."),
        ('{"thinkroom": "chat", "version": 0}', "This file does not say which version of a chat it is."),
        (
            f'{{"thinkroom": "chat", "version": {VERSION + 1}}}',
            f"This file is of version {VERSION + 1}, and this room reads versions 1 to {VERSION}.",
        ),
        ('{"thinkroom": "chat", "version": 1}', "This file has no chat."),
        (changed(lambda found: found.update(more=1)), "This file has an unknown field, 'more'."),
        (changed(lambda found: found["turns"][2].pop("question")), "Turn 3 has no question."),
        (changed(lambda found: found["turns"][1]["asked"].pop("model")), "The request of turn 2 has no model."),
        (changed(lambda found: found["chat"].pop("title")), "The chat has no title."),
        (changed(lambda found: found["chat"].update(owner="x")), "The chat has an unknown field, 'owner'."),
        (changed(lambda found: found["chat"].update(leaf_id="x")), "The turn that the chat shows does not exist."),
        (changed(lambda found: found["chat"].update(created=-1)), "The creation time of the chat must be a time."),
        (changed(lambda found: found.update(turns={})), "The turns of this file must be a list."),
        (changed(turn(1, reply=5)), "The reply of turn 1 must be an object."),
        (changed(turn(1, question=5)), "The question of turn 1 must be text."),
        (changed(turn(1, id="")), "The id of turn 1 must not be empty."),
        (changed(turn(1, status="lost")), "The status of turn 1 is unknown here, 'lost'."),
        (changed(turn(1, created=None)), "The creation time of turn 1 must be a time."),
        (changed(reply(1, encrypted=1)), "The encryption mark of turn 1 must be true or false."),
        (changed(reply(1, times=[])), "The timing of turn 1 must be an object."),
        (changed(reply(2, pieces=["x"])), "Piece 1 of turn 2 must be a kind, a text, a time, data and a number."),
        (
            changed(reply(2, pieces=[["x", *PLAIN]])),
            "Piece 1 of turn 2 is of a kind that is unknown here, 'x'.",
        ),
        (changed(reply(2, pieces=[["answer", *[None] * 4]])), "Piece 1 of turn 2 must be text."),
        (changed(turn(2, question="\ud800")), "The question of turn 2 has half a character in it."),
        (changed(reply(2, details=[{"a": ["\udc00"]}])), "Detail 1 of turn 2 has half a character in it."),
        (changed(reply(2, details=["x"])), "Detail 1 of turn 2 must be an object."),
        (changed(reply(2, taken="x")), "The way of giving of turn 2 is unknown here, 'x'."),
        (changed(turn(2, given=1)), "The given beginning of turn 2 must be an object."),
        (changed(turn(2, id="turn-1")), "Turn 2 has the id of an earlier one."),
        (changed(turn(2, parent_id="x")), "Turn 2 has a parent that does not exist."),
        (changed(turn(2, parent_id="turn-2")), "Turn 2 comes after itself."),
        (changed(turn(1, parent_id="turn-3")), "Turn 1 comes after itself."),
        (changed(turn(1, created=float("nan"))), "This file has NaN where a number should be."),
        (changed(turn(1, created=float("inf"))), "This file has Infinity where a number should be."),
        (as_json(FULL).replace("1.5", "1e999"), "The first answer of the timing of turn 1 must be a number."),
        (as_json(FULL).replace('"index": 0', '"index": -1e999'), "Detail 1 of turn 1 has a number that is none."),
        (
            as_json(FULL).replace('"index": 0', '"index": ' + "[" * 200 + "]" * 200),
            "Detail 1 of turn 1 is nested too deeply.",
        ),
        ("[" * 200_000, "This file is nested too deeply."),
        ("9" * 5_000, "This file is not JSON, or it is cut off."),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(text: str | bytes, why: str) -> None:
    assert said(text) == why


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outline.MOST_BYTES == 100 * 1024**2
    monkeypatch.setattr(outline, "MOST_BYTES", 1024**2)
    for large in (" " * (1024**2 + 1), "é" * (1024**2 // 2 + 1), b" " * (1024**2 + 1)):
        assert said(large) == "This file is larger than 1 MB."


def whole_or_refused(text: str | bytes) -> None:
    try:
        found = read_json(text)
    except NotRead as error:
        sentence = str(error)
        assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 200
    else:
        assert read_json(as_json(found).encode()) == found


@pytest.mark.slow
def test_a_file_that_is_cut_off_anywhere_is_refused() -> None:
    whole = as_json(FULL).encode().rstrip()
    for end in range(len(whole)):
        said(whole[:end])


@pytest.mark.slow
def test_flipped_bytes_are_refused_or_read_whole() -> None:
    dice = random.Random(1)
    whole = as_json(FULL).encode()
    for _ in range(3_000):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        whole_or_refused(bytes(broken))


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in ((value, key), *_places(value[key]))]


@pytest.mark.slow
def test_every_value_of_another_type_is_refused_or_read_whole() -> None:
    places = len(_places(json.loads(as_json(FULL))))
    for number in range(places):
        for junk in JUNK:
            found = json.loads(as_json(FULL))
            holder, key = _places(found)[number]
            holder[key] = junk
            whole_or_refused(json.dumps(found))


@pytest.mark.slow
@SLOW
@given(some.text() | some.binary())
def test_noise_is_refused(noise: str | bytes) -> None:
    said(noise)


@pytest.mark.parametrize("text", ["\ud800", '{"thinkroom": "chat\ud800"}', "\udfff" * 10])
def test_text_with_half_characters_is_refused(text: str) -> None:
    said(text)


def test_a_piece_keeps_its_place() -> None:
    pieces = tuple(Piece("reasoning" if n % 2 else "answer", str(n)) for n in range(9))
    conversation = Conversation(CHAT, {"turn-1": changed_turn(a_turn(), pieces=pieces)})
    assert read_json(as_json(conversation)).turns["turn-1"].pieces == pieces
