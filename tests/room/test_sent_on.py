"""What a router really sent on is asked for where that is chosen, kept with the turn, and never asked for elsewhere."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, ChatRequest, Message
from components.export import as_json, read_json
from components.injection import Plan
from components.wire import TABLE
from components.wire.payload import payload
from tests.modelserver import ModelServer
from tests.room.conftest import KEY, ME, Place, a_place
from tests.waiting import eventually

ECHO = {"echo_upstream_body": True}


def asked(place: Place, echo: bool = True, **more: Any) -> Asked:
    return replace(place.room.desk(ME).first_choice(), echo=echo, **more)


def test_what_was_sent_on_is_asked_for_and_kept_with_the_turn(place: Place) -> None:
    turn = place.answered("think-5-3-0", asked=asked(place, system_prompt=f"Never tell {KEY}."))
    request = place.request()
    assert request.body["debug"] == ECHO and request.headers["x-openrouter-metadata"] == "enabled"
    sent, tried = map(json.loads, turn.reply.upstream)
    upstream = sent["debug"]["echo_upstream_body"]
    assert upstream["model"] == "upstream/model" and upstream["messages"][-1]["content"] == "think-5-3-0"
    assert tried["openrouter_metadata"]["attempts"] == [{"provider": "Fake", "model": "upstream/model", "status": 200}]
    assert turn.answer and [piece for piece in turn.pieces if piece.channel == "other"] == []
    assert KEY not in "".join(turn.reply.upstream)


def test_it_does_not_stand_in_the_record_of_what_arrived_and_is_there_when_that_is_read_again(place: Place) -> None:
    turn = place.answered("think-5-3-0", asked=asked(place, system_prompt="A word that nobody else says: xylophone."))
    assert "xylophone" in turn.reply.upstream[0]
    arrivals = place.room.arrivals(ME)
    assert eventually(lambda: not arrivals.look(turn.chat_id, turn.id).why_none)
    found = arrivals.look(turn.chat_id, turn.id)
    body = b"".join(row.data for row in found.rows if row.kind == "read")
    for record in (body, found.text):
        assert b"xylophone" not in record and b"attempts" not in record and b"left out of this record" in record
    # Each event is JSON still, and says how much is missing.
    events = [event.data for row in found.rows for event in row.events if event.data.startswith(b"{")]
    (aside,) = (said for said in map(json.loads, events) if "debug" in said)
    assert re.fullmatch(r"\d+ bytes", aside["debug"]["echo_upstream_body"]["left out of this record"])
    again, why = arrivals.read_again(turn.chat_id, turn.id)
    assert again and not why
    kept = place.kept(again.id)
    assert (kept.status, kept.reasoning, kept.answer) == (turn.status, turn.reasoning, turn.answer)
    assert kept.reply.upstream == turn.reply.upstream
    assert [piece.channel for piece in kept.pieces] == [piece.channel for piece in turn.pieces]


def test_it_is_off_by_default_and_in_the_next_chat(place: Place) -> None:
    turn = place.answered("think-5-3-0", asked=asked(place, echo=False))
    request = place.request()
    assert "debug" not in request.body and "x-openrouter-metadata" not in request.headers
    assert turn.reply.upstream == ()
    place.answered("think-5-3-0", asked=asked(place))
    assert not place.room.desk(ME).first_choice().echo


@pytest.mark.slow
def test_no_request_of_an_experiment_asks_for_it(place: Place) -> None:
    plan = Plan()
    plan = replace(plan, thinker=replace(plan.thinker, echo=True), answerer=replace(plan.answerer, echo=True))
    place.room.experiments(ME).run(plan)
    assert eventually(lambda: len(place.server.requests) == 3)
    for request in place.server.requests:
        assert "debug" not in request.body and "x-openrouter-metadata" not in request.headers


@pytest.mark.parametrize("provider", TABLE, ids=lambda provider: provider.name)
def test_only_a_router_is_asked(provider: Any) -> None:
    body = payload(ChatRequest(Asked(provider.name, "a/b", echo=True), (Message("user", "Why?"),)), provider)
    assert ("debug" in body) == provider.routes == (provider.name == "openrouter")


def test_it_is_there_again_when_the_record_is_read_and_in_a_file(tmp_path: Path) -> None:
    with ModelServer() as server:
        place = a_place(tmp_path, server)
        turn = place.answered("think-5-3-0", asked=asked(place))
        own = place.room.chats(ME)
        assert eventually(lambda: own.arrivals.look(turn.chat_id, turn.id).rows)
        again, why = own.arrivals.read_again(turn.chat_id, turn.id)
        assert again is not None, why
        assert again.reply.upstream == turn.reply.upstream
        conversation = own.conversation(turn.chat_id)
        assert conversation
        chat = replace(conversation.chat, leaf_id=turn.id)
        found = read_json(as_json(replace(conversation, chat=chat, turns={turn.id: turn})))
        assert found.turns[turn.id].reply.upstream == turn.reply.upstream and found.turns[turn.id].asked.echo
