"""Races from end to end, without a page: who is asked when, what is stopped, and what is kept."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from components.conversation import Asked, Turn
from components.race import Race
from components.room.races import place_at_home
from components.store import StoreError
from components.wire import Endpoint, addressed
from tests.modelserver import ModelServer
from tests.room.conftest import ME, Place, with_three_servers
from tests.waiting import eventually

CLOUD = (Asked("openrouter", "a/b"), Asked("openrouter", "c/d", "high"), Asked("openrouter", "e/f"))
HOME = (Asked("llamacpp", "a/b"), Asked("llamacpp", "c/d"), Asked("llamacpp", "e/f"))


def run(place: Place, question: str, *asked: Asked, blind: bool = False) -> Race:
    return place.room.races(ME).run(question, asked, "", blind)


def now(place: Place, race: Race) -> list[str]:
    """How each lane stands; "" for one that is not asked any more."""
    turns = place.room._store.turns_of_race(race.id)
    return [turns[lane.turn_id].status if lane.turn_id in turns else "" for lane in race.lanes]


def ended(place: Place, race: Race) -> list[Turn]:
    return [place.ended(lane.turn_id) for lane in race.lanes]


@pytest.fixture
def three(tmp_path: Path, server: ModelServer) -> Place:
    return with_three_servers(tmp_path, server)


def test_all_lanes_are_asked_the_same_at_once_and_kept_as_any_turn(place: Place) -> None:
    race = run(place, "gate-3-2", *CLOUD)
    assert eventually(lambda: len(place.server.requests) == 3)
    assert now(place, race) == ["streaming"] * 3  # none waits for another
    place.server.resume()
    turns = ended(place, race)
    assert [(turn.status, turn.asked.model) for turn in turns] == [("done", asked.model) for asked in CLOUD]
    assert [len(request.fields["messages"]) for request in place.server.requests] == [1, 1, 1]
    assert {request.prompt for request in place.server.requests} == {"gate-3-2"}
    assert place.room.chats(ME).newest() == []  # until one is opened
    place.room.chats(ME).bring_out(race.lanes[1].chat_id)
    assert [chat.id for chat in place.room.chats(ME).newest()] == [race.lanes[1].chat_id]
    assert place.room.races(ME).race(race.id) == race and place.room.races(ME).newest(20) == [race]


def test_models_of_one_server_at_home_take_turns_and_others_do_not_wait(three: Place) -> None:
    race = run(three, "gate-60-40", HOME[0], CLOUD[0], HOME[1], HOME[2])
    assert [bool(lane.takes_turns_at) for lane in race.lanes] == [True, False, True, True]
    assert eventually(lambda: len(three.server.requests) == 2)
    assert now(three, race) == ["streaming", "streaming", "queued", "queued"]
    three.server.resume()
    assert [turn.status for turn in ended(three, race)] == ["done"] * 4
    _, _, second, third = three.server.requests
    assert [second.fields["model"], third.fields["model"]] == ["c/d", "e/f"]  # in the order of the lanes
    first = next(one for one in three.server.requests if "include_reasoning" not in one.fields)
    for before, after in ((first, second), (second, third)):
        assert max(before.marks.values()) <= min(after.marks.values())


def test_races_at_one_server_at_home_take_turns_whoevers_they_are(three: Place) -> None:
    first = run(three, "gate-3-2 first", HOME[0], CLOUD[0])
    assert eventually(lambda: len(three.server.requests) == 2)
    theirs = three.room.races("another").run("gate-3-2 theirs", (HOME[1], CLOUD[0]), "", False)
    mine = run(three, "gate-3-2 mine", HOME[2], CLOUD[2])
    assert eventually(lambda: len(three.server.requests) == 4)  # those of providers do not wait
    assert [now(three, race)[0] for race in (first, theirs, mine)] == ["streaming", "queued", "queued"]
    own, place = three.room.races(ME), first.lanes[0].takes_turns_at
    assert [own.will_begin(race) for race in (first, theirs, mine)] == [False, True, True]
    assert [own.held_elsewhere(race) for race in (first, mine, None)] == [frozenset(), {place}, {place}]
    own.stop_lane(first.id, first.lanes[0].turn_id)
    assert eventually(lambda: now(three, theirs)[0] == "streaming")
    assert now(three, mine)[0] == "queued" and own.held_elsewhere(first) == {place}
    three.server.resume()
    assert [turn.status for race in (theirs, mine) for turn in ended(three, race)] == ["done"] * 4
    at_home = [one for one in three.server.requests if "include_reasoning" not in one.fields]
    assert [one.fields["model"] for one in at_home] == ["a/b", "c/d", "e/f"]  # who came first is asked first
    assert max(at_home[1].marks.values()) <= min(at_home[2].marks.values())
    assert eventually(lambda: own.held_elsewhere(None) == frozenset()) and not own.will_begin(mine)


def test_a_race_that_is_stopped_or_deleted_leaves_the_line(three: Place) -> None:
    first, stopped, deleted, last = (run(three, f"gate-3-2 {name}", HOME[0], CLOUD[0]) for name in "abcd")
    own = three.room.races(ME)
    own.stop(stopped.id)
    own.delete(deleted.id)
    assert [own.will_begin(race) for race in (stopped, deleted, last)] == [False, False, True]
    own.stop(first.id)
    assert eventually(lambda: now(three, last)[0] == "streaming")
    assert [now(three, race)[0] for race in (stopped, deleted)] == ["queued", "queued"]
    own.go_on(stopped.id)  # behind the one that is asked
    assert own.will_begin(stopped) and now(three, stopped)[0] == "queued"
    three.server.resume()
    assert [three.ended(race.lanes[0].turn_id).status for race in (last, stopped)] == ["done", "done"]


def test_one_lane_is_stopped_and_the_next_of_its_server_begins(three: Place) -> None:
    race = run(three, "gate-3-2", *HOME)
    assert eventually(lambda: len(three.server.requests) == 1)
    own = three.room.races(ME)
    own.stop_lane(race.id, race.lanes[1].turn_id)
    assert now(three, race) == ["streaming", "", "queued"]  # it was never asked, and will not be
    own.stop_lane(race.id, race.lanes[0].turn_id)
    assert eventually(lambda: len(three.server.requests) == 2)
    three.server.resume()
    assert three.ended(race.lanes[2].turn_id).status == "done"
    assert now(three, race) == ["stopped", "", "done"]


def test_a_lane_that_could_not_begin_is_begun_once_the_database_is_back(
    three: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.follow_up.TRY_AGAIN_S", 0.1)
    race = run(three, "gate-3-2", *HOME[:2])
    assert eventually(lambda: len(three.server.requests) == 1)
    failing, turns_of_race = {"left": 3}, three.room._store.turns_of_race

    def away(race_id: str) -> Mapping[str, Turn]:
        if failing["left"]:
            failing["left"] -= 1
            raise StoreError("The database does not answer.")
        return turns_of_race(race_id)

    monkeypatch.setattr(three.room._store, "turns_of_race", away)
    three.server.resume()
    assert eventually(lambda: len(three.server.requests) == 2) and failing["left"] == 0
    assert [turn.status for turn in ended(three, race)] == ["done", "done"]


def test_all_are_stopped_and_those_that_waited_begin_only_where_that_is_wished(three: Place) -> None:
    race = run(three, "gate-3-2", *HOME[:2], CLOUD[0])
    assert eventually(lambda: len(three.server.requests) == 2)
    own = three.room.races(ME)
    own.stop(race.id)
    assert [three.ended(race.lanes[at].turn_id).status for at in (0, 2)] == ["stopped", "stopped"]
    assert now(three, race)[1] == "queued" and len(three.server.requests) == 2
    assert own.race(race.id) is not None and len(three.server.requests) == 2  # looking asks nothing
    own.go_on(race.id)
    three.server.resume()
    assert three.ended(race.lanes[1].turn_id).status == "done" and len(three.server.requests) == 3


def test_a_blind_race_has_the_same_lanes_in_no_order_that_tells(place: Place) -> None:
    orders = {tuple(lane.asked.model for lane in run(place, "say yes", *CLOUD, blind=True).lanes) for _ in range(30)}
    assert len(orders) > 1 and {tuple(sorted(order)) for order in orders} == {("a/b", "c/d", "e/f")}


def test_a_race_that_is_deleted_is_stopped_and_comes_back(place: Place) -> None:
    race = run(place, "gate-3-2", *CLOUD[:2])
    assert eventually(lambda: len(place.server.requests) == 2)
    own = place.room.races(ME)
    own.delete(race.id)
    assert own.race(race.id) is None and [turn.status for turn in ended(place, race)] == ["stopped", "stopped"]
    gone = own.deleted(0.0)
    assert gone is not None and gone.id == race.id
    own.restore(race.id)
    assert own.race(race.id) == gone


@pytest.mark.parametrize(
    ("name", "address", "place"),
    [
        ("llamacpp", "http://127.0.0.1:8080/v1", "localhost:8080"),
        ("ollama", "http://192.168.1.7:11434", "192.168.1.7:11434"),
        ("vllm", "https://models.example/v1", "models.example:https"),
        ("custom", "http://localhost:9000/v1", "localhost:9000"),
        ("custom", "http://10.0.0.5:9000/v1", "10.0.0.5:9000"),
        ("custom", "http://workstation:9000/v1", "workstation:9000"),
        ("custom", "https://api.example.com/v1", ""),
        ("openrouter", "", ""),
        ("deepseek", "", ""),
        ("pocket", "", ""),
    ],
)
def test_which_servers_lanes_take_turns(name: str, address: str, place: str) -> None:
    row, url = addressed(name, address)
    assert place_at_home(Endpoint(name, row, url)) == place
