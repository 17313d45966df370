"""The page of races, over a real room: its address shows what is stored, and asks nobody."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.conversation import Asked
from components.race import Race
from components.room import LOCAL, Room
from tests import test_inside_page as inside
from tests.modelserver import ModelServer
from tests.pages import at_address
from tests.waiting import eventually

server, room = inside.server, inside.room
LANES = (Asked("openrouter", "a/first"), Asked("openrouter", "b/second", "high"))


def ended(room: Room, blind: bool = False) -> Race:
    race = room.races(LOCAL).run("think-20-10-0", LANES, "42", blind)
    for lane in race.lanes:
        assert eventually(lambda turn=lane.turn_id: not room.chats(LOCAL).live(turn))
    return race


def shown(race_id: str) -> AppTest:
    return at_address("race", race=race_id)


def told(at: AppTest) -> Mapping[str, Any]:
    found = [json.loads(element.proto.json or "{}") for element in at.main if element.type == "bidi_component"]
    (data,) = [json.loads(one["race"]) for one in found if "race" in one]
    return data


def test_an_address_shows_its_race_and_asks_nobody(room: Room, server: ModelServer) -> None:
    race = ended(room)
    before = len(server.requests)
    data = told(shown(race.id))
    assert [(lane["letter"], lane["name"], lane["state"], lane["end"]) for lane in data["lanes"]] == [
        ("A", "a/first · default", "ended", "Done"),
        ("B", "b/second · high", "ended", "Done"),
    ]
    assert data["columns"][-1] == "Right?" and [lane["figures"][-1] for lane in data["lanes"]] == ["Unclear"] * 2
    assert all(lane["thoughts"] and lane["answer"] and lane["opens"] for lane in data["lanes"])
    assert len(server.requests) == before


def test_a_blind_race_tells_the_page_no_model_until_it_is_revealed(room: Room) -> None:
    race = ended(room, blind=True)
    hidden = told(shown(race.id))
    assert "a/first" not in json.dumps(hidden) and [lane["opens"] for lane in hidden["lanes"]] == [False, False]
    room.races(LOCAL).reveal(race.id)
    assert {lane["name"] for lane in told(shown(race.id))["lanes"]} == {"a/first · default", "b/second · high"}


@pytest.mark.parametrize("race_id", ["no-such-race", "<b>"])
def test_an_address_of_no_race_says_so(room: Room, server: ModelServer, race_id: str) -> None:
    words = "\n".join(one.value for one in shown(race_id).markdown)
    assert "This race was not found." in words and server.requests == []
