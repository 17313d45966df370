"""The page of a replay, over a real room: which turn it shows, and what leads on from there."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.room import LOCAL, Room
from tests import test_inside_page as inside
from tests.modelserver import ModelServer
from tests.pages import at_address

server, room = inside.server, inside.room
PLAN, END = inside.PLAN, inside.END


def replayed(turn: str, t: str = "") -> AppTest:
    return at_address("replay", chat="c", turn=turn, **({"t": t} if t else {}))


def data_of(at: AppTest) -> Mapping[str, Any]:
    found = [json.loads(element.proto.json or "{}") for element in at.main if element.type == "bidi_component"]
    (data,) = [one for one in found if "play" in one]
    return {**data, "play": json.loads(data["play"])}


def three_turns(room: Room) -> None:
    for name, parent in (("t1", None), ("t22", "t1"), ("t333", "t22")):
        inside.thought(room, name, [PLAN, END], (1.0, 1.4), parent_id=parent, question=f"{name}, how many are left?")
    room.chats(LOCAL).show("c", "t333")


def test_a_turn_is_told_with_its_place_in_the_chat(room: Room, server: ModelServer) -> None:
    three_turns(room)
    data = data_of(replayed("t22", "12.5"))
    assert data["play"]["text"] == PLAN + END and data["play"]["pieces"][0] == ["r", PLAN, 1.0]
    assert (data["before"], data["next"], data["number"], data["t"]) == (True, True, "turn 2 of 3", 12.5)
    assert data["play"]["follows"] == "t333, how many are left?"
    first, last = data_of(replayed("t1")), data_of(replayed("t333"))
    assert (first["before"], first["next"], last["before"], last["next"]) == (False, True, True, False)
    assert first["t"] is None and server.requests == []


@pytest.mark.parametrize("t", ["-1", "nan", "inf", "soon", "<b>"])
def test_a_time_that_is_none_is_passed_over(room: Room, t: str) -> None:
    three_turns(room)
    assert data_of(replayed("t1", t))["t"] is None


def test_a_version_beside_the_path_is_played_on_its_own_path(room: Room) -> None:
    three_turns(room)
    inside.thought(room, "other-version", [END], (1.0,), parent_id="t1", question="Asked otherwise")
    room.chats(LOCAL).show("c", "t333")
    data = data_of(replayed("other-version"))
    assert (data["before"], data["next"], data["number"]) == (True, False, "turn 2 of 2")


def test_one_that_grows_is_not_replayed(room: Room) -> None:
    inside.thought(room, "t1", [PLAN], (1.0,), status="streaming")
    words = "\n".join(one.value for one in replayed("t1").markdown)
    assert "This turn was not found, or it has not ended yet." in words
