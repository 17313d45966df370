"""Runs that are shown to others, over a whole room: their lanes, whose they are, and what ends it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from components.audience import Kind, Lane, Share, Shown
from components.conversation import Asked
from components.injection import Experiment, Plan
from components.race import Race
from components.room import LOCAL
from components.room.shares import Link
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find
from tests.modelserver.lab import lab
from tests.modelserver.step import Head, Step
from tests.room.conftest import Place, with_three_servers
from tests.waiting import eventually

LANES = (Asked("llamacpp", "a/b"), Asked("llamacpp", "c/d"))


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return with_three_servers(tmp_path, server)


def shown(place: Place, kind: Kind, subject_id: str, frozen: bool = False) -> Link:
    link = place.room.shares(LOCAL).let_follow(subject_id, Shown(names=True), 60.0, frozen, kind)
    assert link is not None and place.room.audience.by(link.token) == (link.share, LOCAL)
    return link


def lanes(place: Place, share: Share) -> list[Lane]:
    found = place.room.audience.lanes(share, LOCAL)
    assert found is not None
    return found[1]


def race(place: Place, question: str, blind: bool = False) -> Race:
    return place.room.races(LOCAL).run(question, LANES, "", blind)


def run(place: Place, question: str = "gate-5-2") -> Experiment:
    plan = Plan(question, thinker=Asked("openrouter", "a/b"), answerer=Asked("openrouter", "c/d"))
    return place.room.experiments(LOCAL).run(plan)


def settled(place: Place, share: Share) -> bool:
    return all(lane.turn and lane.turn.ended for lane in lanes(place, share))


def test_lanes_of_a_race_wait_for_their_turn_and_say_whose_they_are(place: Place) -> None:
    link = shown(place, "race", race(place, "gate-5-2").id)
    assert place.room.audience.lanes(link.share, "cookie:other") is None
    assert (place.room.audience.lanes(link.share, LOCAL) or [""])[0] == "gate-5-2"
    first, second = lanes(place, link.share)
    assert (first.label, first.name, second.label) == ("Lane A", "a/b · default", "Lane B")
    assert second.name == "c/d · default" and second.turn and second.turn.status == "queued" and second.due
    place.server.resume()
    assert eventually(lambda: settled(place, link.share))


def test_a_blind_race_stays_blind_for_those_who_follow_until_it_is_revealed(place: Place) -> None:
    blind = race(place, "think-2-2-0", blind=True)
    live = shown(place, "race", blind.id)
    assert eventually(lambda: settled(place, live.share))
    frozen = shown(place, "race", blind.id, frozen=True)
    assert live.share.shown.names and not frozen.share.shown.names  # it is shown as it is at this moment
    assert [lane.name for lane in lanes(place, live.share)] == ["", ""]
    place.room.races(LOCAL).reveal(blind.id)
    assert {lane.name for lane in lanes(place, live.share)} == {"a/b · default", "c/d · default"}


def test_a_stopped_lane_is_not_due_any_more(place: Place) -> None:
    going = race(place, "gate-5-2")
    link = shown(place, "race", going.id)
    place.room.races(LOCAL).stop(going.id)
    assert eventually(lambda: lanes(place, link.share)[0].turn is not None)
    waits = lanes(place, link.share)[1]
    assert waits.turn and waits.turn.status == "queued" and not waits.due
    assert eventually(lambda: bool((turn := lanes(place, link.share)[0].turn) and turn.ended))


def test_deletion_of_a_race_ends_it_and_what_comes_back_goes_on(place: Place) -> None:
    raced = race(place, "think-2-2-0")
    link, audience = shown(place, "race", raced.id), place.room.audience
    place.room.races(LOCAL).delete(raced.id)
    assert audience.by(link.token) is None and not audience.goes_on(link.share)
    assert audience.lanes(link.share, LOCAL) is None
    place.room.races(LOCAL).restore(raced.id)
    assert audience.by(link.token) is not None
    place.room.shares(LOCAL).end_share(link.share.id)
    assert audience.by(link.token) is None and place.room.shares(LOCAL).all() == []


def test_only_whose_it_is_shows_it_and_each_kind_is_by_itself(place: Place) -> None:
    raced, experiment = race(place, "think-2-2-0"), run(place, "think-2-2-0")
    shares, theirs = place.room.shares(LOCAL), place.room.shares("cookie:other")
    both: tuple[tuple[Kind, str], ...] = ("race", raced.id), ("run", experiment.id)
    for kind, one in both:
        assert theirs.let_follow(one, Shown(), 60.0, False, kind) is None
        assert shares.let_follow("none", Shown(), 60.0, False, kind) is None
    assert shares.let_follow(raced.id, Shown(), 60.0, False, "run") is None
    assert shares.let_follow(raced.id, Shown(), 60.0) is None  # it is no chat
    first, second = shown(place, "race", raced.id), shown(place, "run", experiment.id)
    assert [one.share for one in shares.of(raced.id, "race")] == [first.share] and shares.of(raced.id) == []
    assert {one.share.kind for one in shares.all()} == {"race", "run"}
    theirs.end_share(second.share.id)
    assert place.room.audience.goes_on(second.share)
    assert place.room.audience.guess(second.share) is None


def test_the_lanes_of_an_injection_and_what_is_asked_again(place: Place) -> None:
    experiment = run(place)
    link = shown(place, "run", experiment.id)
    thinks, without, with_them = lanes(place, link.share)
    assert [lane.answers for lane in (thinks, without, with_them)] == [False, True, True]
    assert with_them.turn is None and with_them.due and with_them.label == "With the thoughts"
    assert (thinks.label, thinks.name, without.name) == ("The thinker", "a/b", "c/d")
    place.server.resume()
    assert eventually(lambda: settled(place, link.share))
    frozen = shown(place, "run", experiment.id, frozen=True)
    before = lanes(place, frozen.share)
    place.room.experiments(LOCAL).run_injected(experiment.id, "think otherwise", True)
    again = lanes(place, link.share)[2]
    assert again.label == "With edited thoughts"
    # What was frozen stays what it was.
    assert [lane.turn and lane.turn.id for lane in lanes(place, frozen.share)] == [
        lane.turn and lane.turn.id for lane in before
    ]
    assert lanes(place, frozen.share)[2].label == "With the thoughts"
    assert eventually(lambda: settled(place, link.share))


def test_what_has_not_ended_is_no_part_of_a_frozen_run(place: Place) -> None:
    experiment = run(place)
    assert place.room.shares(LOCAL).let_follow(experiment.id, Shown(), 60.0, True, "run") is None
    place.server.resume()
    live = shown(place, "run", experiment.id)
    assert eventually(lambda: settled(place, live.share))


def refuses_to_think(request: Request) -> Iterator[Step]:
    if request.prompt.endswith("output 'done'."):
        return iter([Head(500, "application/json")])
    return (find("think-2-2-0") or lab)(request)


def test_an_answer_that_nothing_is_there_for_is_not_due(place: Place, server: ModelServer) -> None:
    server.set_default(refuses_to_think)
    link = shown(place, "run", run(place, "Which?").id)
    assert eventually(lambda: not lanes(place, link.share)[2].due)
    assert eventually(lambda: all(lane.turn and lane.turn.ended for lane in lanes(place, link.share)[:2]))
    assert lanes(place, link.share)[2].turn is None
