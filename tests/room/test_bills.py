"""What a stopped or cut turn cost is asked for a moment later, and counted once: over HTTP, at OpenRouter alone."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked, Turn, Usage
from components.injection import Plan
from components.room.bills import PAUSES_S, is_due
from components.wire.usage import generation_usage_in
from tests.modelserver import ModelServer
from tests.modelserver.lists import GENERATION, billed, refused
from tests.room.conftest import KEY, ME, Place, a_place
from tests.turns import changed, made
from tests.waiting import eventually

BILL = Usage(21, 340, 300, 0.0123, None, 4)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.bills.PAUSES_S", (0.05,) * len(PAUSES_S))


def stopped(place: Place, question: str = "think-400-20-200") -> Turn:
    turn = place.ask(question)
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: len(run.turn.reasoning) > 100)
    place.room.chats(ME).stop(turn.chat_id)
    return place.ended(turn.id)


def asked(place: Place) -> list[str]:
    """The generations that were asked for."""
    return [one.path.partition("?id=")[2] for one in place.server.lookups if one.route == "/generation"]


@pytest.mark.parametrize("after", [0, 2])
def test_a_stopped_turn_gets_its_bill_and_its_page_is_told(place: Place, after: int) -> None:
    place.server.generation = billed(after)
    news = place.room.desk(ME).news
    turn = stopped(place)
    assert turn.status == "stopped" and turn.usage is None and turn.generation_id
    assert eventually(lambda: place.kept(turn.id).usage == BILL)
    assert eventually(lambda: place.room.desk(ME).news > news)
    kept = place.kept(turn.id)
    assert replace(kept, reply=replace(kept.reply, usage=None)) == turn  # and nothing else has changed
    assert asked(place) == [turn.generation_id] * (after + 1)
    (request, *_) = [one for one in place.server.lookups if one.route == "/generation"]
    assert request.bearer == KEY and place.room.chats(ME).cost(kept) == ""


def test_it_is_spent_once_and_exactly(place: Place) -> None:
    place.server.generation = billed()
    turn = stopped(place)
    assert eventually(lambda: place.kept(turn.id).usage)
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation
    for spent in (place.room.spending(ME).of(conversation), place.room.spending(ME).today()):
        assert (spent.usd, spent.turns, spent.unknown, spent.reckoned) == (0.0123, 1, 0, False)
        assert (spent.written, spent.thought) == (340, 300)


def test_until_then_a_stopped_turn_is_estimated_by_what_came(place: Place) -> None:
    price = {"prompt": "0.001", "completion": "0.002"}
    row = {"id": place.room.desk(ME).first_choice().model, "pricing": price, "supported_parameters": ["reasoning"]}
    place.server.models = {"data": [row]}
    turn = stopped(place)
    place.room.desk(ME).refresh(turn.asked.provider)  # it may have been read before there was this one
    assert eventually(lambda: place.room.desk(ME).model(turn.asked))
    spending = place.room.spending(ME)
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation and spending.of(conversation).reckoned
    told = place.room.chats(ME).cost(place.kept(turn.id))
    assert told.startswith("≈$") and told == f"≈${spending.of(conversation).usd:,.2f}"


def test_a_turn_that_was_cut_is_asked_for_too(place: Place) -> None:
    place.server.generation = billed()
    turn = place.answered("cut-30")
    assert eventually(lambda: place.kept(turn.id).usage == BILL)
    kept = place.kept(turn.id)
    assert (kept.status, kept.failure, kept.pieces) == ("failed", turn.failure, turn.pieces) and turn.failure


def test_a_turn_that_ended_well_or_was_refused_is_not_asked_for(place: Place) -> None:
    place.server.generation = billed()
    for question in ("think-5-3-0", "error-429-own", "error-401"):
        assert not is_due(place.answered(question))
    turn = stopped(place)
    assert eventually(lambda: place.kept(turn.id).usage)
    assert asked(place) == [turn.generation_id]  # and those before it would have been there first


def a_turn(provider: str = "openrouter", status: str = "stopped", name: str = "gen-1") -> Turn:
    return made("t", "c", None, 1.0, "Why?", Asked(provider, "a/b"), status, generation_id=name)


def test_only_openrouters_turns_without_a_cost_are_due() -> None:
    assert is_due(a_turn()) and is_due(a_turn(status="failed"))
    assert not is_due(a_turn("deepseek")) and not is_due(a_turn("custom")) and not is_due(a_turn(name=""))
    assert not is_due(a_turn(status="done")) and is_due(changed(a_turn(status="done"), finish_reason="length"))
    assert not is_due(changed(a_turn(), usage=Usage(1, 2, 1, 0.0))) and is_due(changed(a_turn(), usage=Usage(1, 2, 1)))
    assert not is_due(a_turn(status="streaming")) and not is_due(a_turn(status="queued"))


@pytest.mark.slow
def test_what_never_comes_is_asked_for_a_few_times(place: Place) -> None:
    turn = stopped(place)
    assert eventually(lambda: len(asked(place)) == len(PAUSES_S))
    place.server.generation = billed()
    other = stopped(place)
    assert eventually(lambda: place.kept(other.id).usage)
    assert asked(place) == [turn.generation_id] * len(PAUSES_S) + [other.generation_id]
    assert place.kept(turn.id).usage is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [5, [], {}, {"data": []}, {"data": {}}, {"data": {**GENERATION, "id": "gen-of-another"}}, b"<html>",
     refused(401, b"{}"), refused(500, b"")],
)  # fmt: skip
def test_what_says_nothing_of_the_cost_changes_nothing(place: Place, told: object) -> None:
    place.server.generation = told
    turn = stopped(place)
    assert eventually(lambda: len(asked(place)) == len(PAUSES_S))
    assert place.kept(turn.id) == turn


@pytest.mark.parametrize(
    ("changes", "usage"),
    [
        ({"total_cost": 0}, Usage(21, 340, 300, 0.0, None, 4)),
        ({"total_cost": None}, None),
        ({"total_cost": "0.1"}, None),
        ({"total_cost": -1}, None),
        ({"native_tokens_reasoning": None}, Usage(21, 340, None, 0.0123, None, 4)),
        ({"native_tokens_completion": "x", "native_tokens_prompt": []}, Usage(None, None, 300, 0.0123, None, 4)),
        # with a key of one's own: the fee, and what its provider charges
        ({"is_byok": True, "upstream_inference_cost": 0.5}, Usage(21, 340, 300, 0.5123, None, 4)),
        ({"is_byok": False, "upstream_inference_cost": 0.5}, BILL),
        ({"is_byok": False, "total_cost": 0, "upstream_inference_cost": 0.5}, Usage(21, 340, 300, 0.0, None, 4)),
    ],
)
def test_a_bill_is_read_or_not_known(changes: dict[str, object], usage: Usage | None) -> None:
    assert generation_usage_in({**GENERATION, "id": "gen-1", **changes}, "gen-1") == usage


@pytest.mark.slow
def test_the_requests_of_an_experiment_are_followed_by_none(place: Place) -> None:
    place.server.generation = billed()
    place.server.set_default("think-400-20-200")
    experiment = place.room.experiments(ME).run(Plan())

    def arms() -> list[Turn]:
        found = place.room._store.experiment(ME, experiment.id)
        return [place.kept(arm.turn_id) for arm in found.arms] if found else []

    assert eventually(lambda: len(place.server.requests) == 2 and all(arm.generation_id for arm in arms()))
    place.room.experiments(ME).stop(experiment.id)
    assert eventually(lambda: [arm.status for arm in arms()] == ["stopped"] * 2) and all(map(is_due, arms()))
    turn = stopped(place)
    assert eventually(lambda: place.kept(turn.id).usage)
    assert asked(place) == [turn.generation_id]


def test_a_turn_whose_end_is_not_kept_yet_is_left_alone(place: Place) -> None:
    turn = place.answered("think-5-3-0")
    store = place.room._store
    assert not store.bill("nobody", BILL)
    grows = place.ask("think-400-20-200", turn.chat_id)
    assert not store.bill(grows.id, BILL)
    place.room.chats(ME).stop(turn.chat_id)
    ended = place.ended(grows.id)
    assert ended.usage is None and store.bill(grows.id, Usage(cost=0.5))
    assert store.bill(grows.id, BILL) and place.kept(grows.id).usage == BILL


def test_a_room_that_closes_asks_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.bills.PAUSES_S", (60.0,))
    with ModelServer() as server:
        place = a_place(tmp_path, server)
        stopped(place)

        def waits() -> bool:
            return any(one.name.startswith("asks for the bill") for one in threading.enumerate())

        assert eventually(waits)
        place.room.close()
        assert eventually(lambda: not waits()) and asked(place) == []
