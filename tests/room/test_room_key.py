"""The room's key within limits: reserved before a request, settled at its end, however it is asked."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Turn
from components.injection import Plan, Series, generated
from components.room.auth import LOCAL
from components.room.room_key import BEAT_S, LEASE_S
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.modelserver.dialect import COST
from tests.modelserver.lists import GENERATION, billed
from tests.room.conftest import ME, Place, a_place, open_room
from tests.waiting import eventually

ASKED = Asked("openrouter", "a/priced")
PROMPT, TOKEN = 1e-06, 1e-05  # USD
ROWS = [
    {"id": "a/priced", "pricing": {"prompt": str(PROMPT), "completion": str(TOKEN)}, "context_length": 100_000},
    {"id": "a/free", "pricing": {"prompt": "0", "completion": "0"}},
    {"id": "a/untold"},
    {"id": "a/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
    {"id": "a/sonar", "pricing": {"prompt": "0.000001", "completion": "0.000001"}},
]


@pytest.fixture
def server() -> Any:
    with ModelServer(models={"data": ROWS}) as running:
        yield running


def limited(folder: Path, server: ModelServer, **limits: Any) -> Place:
    place = a_place(folder, server, **limits)
    assert eventually(lambda: place.room.desk(ME).model(ASKED))
    return place


def usd(place: Place) -> float:
    return place.room._store.charged(0.0).usd


def test_a_turn_is_settled_to_what_it_is_told_to_have_cost(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, daily_limit_usd=1.0)
    running = place.ask("gate-10-5", asked=replace(ASKED, max_tokens=1_000))
    assert eventually(lambda: usd(place) > 1_000 * TOKEN)
    charge = place.room._store.charge(running.id)
    assert charge and charge.until and charge.owner == ME
    server.resume()
    assert place.ended(running.id).status == "done"
    assert eventually(lambda: usd(place) == COST)
    charge = place.room._store.charge(running.id)
    assert charge and charge.until is None


def test_what_was_stopped_is_reckoned_from_what_came_until_its_bill_is_there(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.room.bills.PAUSES_S", (0.5,))
    server.generation = billed()
    place = limited(tmp_path, server, daily_limit_usd=1.0)
    turn = place.ask("think-400-20-200", asked=ASKED)
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: len(run.turn.reasoning) > 100)
    place.room.chats(ME).stop(turn.chat_id)
    came = len(place.ended(turn.id).reasoning)
    reckoned = -(-len(turn.question) // 4) * PROMPT + -(-came // 4) * TOKEN
    assert eventually(lambda: usd(place) == pytest.approx(reckoned))
    assert eventually(lambda: usd(place) == GENERATION["total_cost"])


def test_what_was_refused_gives_back_what_it_reserved(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, daily_limit_usd=1.0, person_daily_turns=1)
    for question in ("error-402", "error-429-own", "hang-up"):
        assert place.answered(question, asked=ASKED).status == "failed"
        billed_for = question == "hang-up"
        assert eventually(lambda billed_for=billed_for: place.room._store.charged(0.0).turns == billed_for)
    assert place.answered("think-2-2-0", asked=ASKED).failure  # the one that hung up may have been billed


def test_a_turn_without_a_limit_gets_the_one_that_is_paid_for_and_says_so(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, person_daily_usd=0.01)
    turn = place.answered("think-2-2-0", asked=ASKED)
    sent = place.request().fields
    assert turn.asked.max_tokens is None and 64 < sent["max_tokens"] < 0.01 / TOKEN
    assert sent["provider"] == {"max_price": {"prompt": 1.0, "completion": 10.0}}
    (said,) = turn.reply.notes
    assert said == (
        f"It may write up to {sent['max_tokens']:,} tokens, thoughts and answer together: what is left today of the "
        "room's key pays for no more."
    )
    free = place.answered("think-2-2-0", asked=replace(ASKED, model="a/free"))
    assert free.status == "done" and "max_tokens" not in place.request().fields


def test_the_model_s_own_limit_is_not_passed_and_not_told(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, daily_limit_usd=100.0)
    turn = place.answered("think-2-2-0", asked=ASKED)
    assert 90_000 < place.request().fields["max_tokens"] <= 100_000
    assert turn.reply.notes == ()


@pytest.mark.parametrize(
    ("model", "fields", "says"),
    [
        ("a/untold", "", "What a/untold costs is not known"),
        ("nobody/knows", "", "What nobody/knows costs is not known"),
        ("a/auto", "", "a/auto hands questions on to others"),
        ("a/sonar", "", "a/sonar searches the web"),
        ("a/priced:online", "", "searches the web"),
        ("a/priced", '{"models": ["b/c"]}', "Your own field “models” is not known to cost nothing"),
        ("a/priced", '{"plugins": [{"id": "web"}]}', "Your own field “plugins”"),
        ("a/free", '{"n": 3}', "Your own field “n”"),
    ],
)
def test_what_nobody_can_reckon_is_not_asked_with_the_room_s_key(
    tmp_path: Path, server: ModelServer, model: str, fields: str, says: str
) -> None:
    place = limited(tmp_path, server, daily_limit_usd=1.0)
    asked = replace(ASKED, model=model)
    desk = place.room.desk(LOCAL)
    desk.keep_own_fields("openrouter", model, fields)

    def answered() -> Turn:
        turn = place.room.chats(LOCAL).ask(None, "think-2-2-0", asked)
        assert turn
        return place.ended(turn.id)

    failure = answered().failure
    assert failure and failure.kind == "not with the room's key" and says in failure.what
    assert failure.next_step.find("a key of your own") > 0 and server.requests == [] and usd(place) == 0.0
    assert desk.keep_key("openrouter", "of-my-own") == ""
    assert answered().status == "done" and place.request().bearer == "of-my-own" and usd(place) == 0.0


def test_a_field_that_costs_nothing_may_be_added(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, daily_limit_usd=1.0)
    place.room.desk(LOCAL).keep_own_fields("openrouter", ASKED.model, '{"top_k": 20}')
    turn = place.room.chats(LOCAL).ask(None, "think-2-2-0", ASKED)
    assert turn and place.ended(turn.id).status == "done" and place.request().fields["top_k"] == 20


def test_tries_of_one_turn_reserve_once(tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.retry.PAUSES_S", (0.01, 0.01))
    place = limited(tmp_path, server, retries=2, daily_limit_usd=1.0, person_daily_turns=1)
    turn = place.answered("html-502", asked=ASKED)
    assert turn.failure and len(server.requests) == 3
    assert eventually(lambda: place.room._store.charged(0.0).turns == 0)
    assert len({request.fields["max_tokens"] for request in server.requests}) == 1


# Who is counted


def test_one_s_own_key_pocket_and_recordings_are_never_counted(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, daily_turns=0)
    assert place.answered("1 + 1?", asked=Asked("pocket", "pocket/novice")).status == "done"
    failure = place.answered("think-2-2-0", asked=ASKED).failure
    assert failure and "This room's limit of 0 turns a day" in failure.what
    place.room.desk(ME).keep_key("openrouter", "of-my-own")
    assert place.answered("think-2-2-0", asked=ASKED).status == "done"
    assert place.room._store.charged(0.0).turns == 0


def test_servers_at_home_are_never_counted(tmp_path: Path, server: ModelServer) -> None:
    servers = {name: Server(server.url, "key") for name in ("llamacpp", "custom")}
    url = f"sqlite:///{tmp_path}/room.db"
    settings = Settings(servers, database_url=url, find_servers=False, daily_turns=0, daily_limit_usd=0.0)
    place = Place(open_room(settings, Store(url)), server, url)
    for name in servers:
        assert place.answered("think-2-2-0", asked=Asked(name, "a/untold")).status == "done"


def test_a_person_s_limit_is_theirs_and_the_room_s_is_everybody_s(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, person_daily_turns=2, daily_turns=3)

    def asked_by(owner: str) -> str:
        turn = place.room.chats(owner).ask(None, "think-2-2-0", ASKED)
        assert turn
        failure = place.ended(turn.id).failure
        return failure.what if failure else ""

    assert [asked_by(ME) for _ in range(3)] == [
        "",
        "",
        "With the room's key you may ask 2 turns a day, and did, so nothing was asked.",
    ]
    assert [asked_by("browser:you") for _ in range(2)] == [
        "",
        "This room's limit of 3 turns a day for everybody together is reached, so nothing was asked.",
    ]
    mine, everybody = place.room.spending(ME).allowances()
    assert (mine.limit_turns, mine.turns, everybody.limit_turns, everybody.turns) == (2, 2, 3, 3)
    assert len(server.requests) == 3


def test_what_is_asked_beside_a_chat_goes_through_the_same_gate(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, person_daily_turns=1)
    room, turn = place.room, place.answered("think-5-5-0", asked=ASKED)
    plain = replace(ASKED, effort="hidden")
    experiment = room.experiments(ME).run(Plan(thinker=ASKED, answerer=plain))
    race = room.races(ME).run("think-2-2-0", (ASKED, plain), "", False)
    aside = room.asides(ME).translate(turn.id, "de", ASKED)
    room.measurements(ME).run(Series(tuple(generated("sums", 1, 5)), ASKED, plain, ("without",)))
    assert aside and place.ended(aside.made_turn_id).failure
    lanes = [place.ended(lane.turn_id) for lane in race.lanes]
    assert all(lane.failure and lane.failure.kind == "day is spent" for lane in lanes)
    assert eventually(lambda: (found := room.experiments(ME).experiment(experiment.id)) and len(found.arms) >= 1)
    found = room.experiments(ME).experiment(experiment.id)
    assert found and all(place.ended(arm.turn_id).failure for arm in found.arms)
    assert eventually(lambda: all(one.state != "running" for one in room.measurements(ME).newest(1)))
    assert len(server.requests) == 1


# Many at once


def in_parallel(count: int, deed: Callable[[int], None]) -> None:
    """All of them begin in the same moment."""
    barrier = threading.Barrier(count)

    def work(number: int) -> None:
        barrier.wait()
        deed(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("limits", [{"daily_turns": 10}, {"person_daily_turns": 1, "daily_turns": 10}])
def test_a_hundred_at_once_hold_a_limit_of_turns(tmp_path: Path, server: ModelServer, limits: dict[str, int]) -> None:
    place = limited(tmp_path, server, **limits)
    owners, turns = [f"browser:{number}" for number in range(20)], [Turn("", "", None, 0.0, "", ASKED)] * 100

    def ask(number: int) -> None:
        turn = place.room.chats(owners[number % 20]).ask(None, "think-2-2-0", ASKED)
        assert turn
        turns[number] = turn

    in_parallel(100, ask)
    ended = [place.ended(turn.id, 60.0) for turn in turns]
    assert len(server.requests) == 10 == sum(turn.status == "done" for turn in ended)
    assert {turn.failure.kind for turn in ended if turn.failure} == {"day is spent"}
    assert place.room._store.charged(0.0).turns == 10


@pytest.mark.slow
def test_a_hundred_at_once_never_reserve_more_than_there_is(tmp_path: Path, server: ModelServer) -> None:
    asked = replace(ASKED, max_tokens=1_000)  # a cent each, and a little for the question
    place = limited(tmp_path, server, daily_limit_usd=0.1)
    turns = [Turn("", "", None, 0.0, "", ASKED)] * 100
    seen: list[float] = []

    def ask(number: int) -> None:
        turn = place.room.chats(f"browser:{number}").ask(None, "gate-5-5", asked)
        assert turn
        turns[number] = turn
        seen.append(usd(place))

    in_parallel(100, ask)
    assert eventually(lambda: sum(place.kept(turn.id).ended for turn in turns) == 91)
    seen.append(usd(place))
    assert max(seen) <= 0.1 and len(server.requests) == 9
    whys = {failure.what for turn in turns if (failure := place.kept(turn.id).failure)}
    assert all("reserved for turns that still run" in why for why in whys)
    server.resume()
    assert eventually(lambda: all(place.kept(turn.id).ended for turn in turns))
    assert eventually(lambda: usd(place) == pytest.approx(9 * COST))


# What a dead run reserved

A_ROOM = """
import sys, time
from components.conversation import Asked
from components.room import Room
from components.settings import Server, Settings
from components.store import Store
url, at, limit = sys.argv[1:]
servers, limit = {"openrouter": Server(at, "key")}, float(limit)
settings = Settings(servers, database_url=url, find_servers=False, daily_limit_usd=limit)
room = Room(settings, Store(url, alone=True))
while not room.desk("me").model(Asked("openrouter", "a/priced")):
    time.sleep(0.02)
print(room.chats("me").ask(None, "stall-30", Asked("openrouter", "a/priced")).id, flush=True)
time.sleep(600)
"""


@pytest.mark.slow
def test_what_a_killed_process_reserved_is_settled_soon_in_the_next_life(tmp_path: Path, server: ModelServer) -> None:
    url = f"sqlite:///{tmp_path}/room.db"
    command = [sys.executable, "-c", A_ROOM, url, server.url, "0.5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    try:
        assert process.stdout
        turn_id = process.stdout.readline().strip()
        store = Store(url)
        assert eventually(lambda: (turn := store.with_texts([turn_id]).get(turn_id)) and len(turn.reasoning) > 20)
        before = store.charge(turn_id)
        assert before and before.until and 0.4 < before.usd <= 0.5
        # It is renewed while it runs, so nobody else settles it.
        assert eventually(lambda: (now := store.charge(turn_id)) and now.until and now.until > (before.until or 0) + 1)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()
    store.close()
    begun = time.monotonic()
    again = Store(url, alone=True)
    again.interrupt_all()
    settings = Settings(
        {"openrouter": Server(server.url, "key")}, database_url=url, find_servers=False, daily_limit_usd=0.5
    )
    open_room(settings, again)
    assert eventually(lambda: (now := again.charge(turn_id)) and now.until is None)
    assert time.monotonic() - begun < 15.0 and LEASE_S + BEAT_S < 15.0
    came = len(again.with_texts([turn_id])[turn_id].reasoning)
    charge = again.charge(turn_id)
    assert charge and came and charge.usd == pytest.approx(2 * PROMPT + -(-came // 4) * TOKEN)


def test_a_room_that_closes_leaves_nothing_reserved(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server, daily_limit_usd=0.5)
    turn = place.ask("stall-5", asked=ASKED)
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: run.progress.size)
    place.room.close()
    charge = place.room._store.charge(turn.id)
    assert charge and charge.until is None and 0 < charge.usd < 0.01


def test_without_limits_nothing_is_kept_of_it(tmp_path: Path, server: ModelServer) -> None:
    place = limited(tmp_path, server)
    assert place.answered("think-2-2-0", asked=replace(ASKED, model="a/untold")).status == "done"
    assert place.room._store.charged(0.0).turns == 0 and place.room.spending(ME).allowances() == []
    assert {"max_tokens", "provider"} & place.request().fields.keys() == set()
