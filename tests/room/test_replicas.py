"""Several rooms that are one, on a real Postgres and a real Redis: what runs at one of them is shown, stopped and
queued behind at the others, and ended by them where it has died."""

import contextlib
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from components.conversation import Asked, CannotKeep, Interrupted, Prefill
from components.conversation import Server as Known
from components.injection import Question, Series
from components.measurer import LOOK_EVERY_S
from components.relay.alive import SIGN_EVERY_S
from components.room import LOCAL, Room
from components.room.replicas import CannotJoin, check_replicas
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.modelserver.step import Silence
from tests.modelserver.tale import tale
from tests.postgres import PostgresServer, postgres_server
from tests.redis_server import RedisServer, redis_server
from tests.room.conftest import KEY, ME, open_room
from tests.room.test_answering_now import BEGUN
from tests.room.test_measuring import sums
from tests.waiting import eventually

ROOT = Path(__file__).parent.parent.parent
ASKED = Asked("openrouter", "a/b")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@dataclass(frozen=True)
class Cluster:
    settings: Settings
    model: ModelServer

    def join(self) -> Room:
        check_replicas(self.settings)
        room = open_room(self.settings, Store(self.settings.database_url))
        room.join_others()
        return room

    def process(self, question: str) -> subprocess.Popen[str]:
        """A replica that can be killed, and asks that."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("THINKROOM_")}
        environment |= {
            "THINKROOM_DATABASE_URL": self.settings.database_url,
            "THINKROOM_REDIS_URL": self.settings.redis_url,
            "THINKROOM_SECRET": self.settings.secret,
            "THINKROOM_FIND_SERVERS": "no",
            "OPENROUTER_BASE_URL": self.model.url,
            "OPENROUTER_API_KEY": "sk-test",
        }
        command = [sys.executable, "-m", "tests.room.a_replica", question]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def a_cluster(postgres: PostgresServer, redis: RedisServer, server: ModelServer, **more: Any) -> Cluster:
    """`more` are further settings."""
    settings = Settings(
        {"openrouter": Server(server.url, KEY)},
        database_url=postgres.fresh(),
        redis_url=redis.url,
        secret=secrets.token_hex(32),
        find_servers=False,
        retries=0,
        **more,
    )
    return Cluster(settings, server)


@pytest.fixture
def cluster(postgres: PostgresServer, redis: RedisServer, server: ModelServer) -> Cluster:
    return a_cluster(postgres, redis, server)


def shown(room: Room, turn_id: str) -> int:
    run = room.chats(ME).live(turn_id)
    return run.progress.count if run else -1


def seen(true: Callable[[], object]) -> bool:
    return eventually(true, 30.0)


def test_what_one_asks_the_others_show_and_nobody_asks_twice(cluster: Cluster) -> None:
    here, there = cluster.join(), cluster.join()
    turn = here.chats(ME).ask(None, "think-120-10-40", ASKED)
    assert turn and seen(lambda: shown(there, turn.id) > 5)
    far, near = there.chats(ME).live(turn.id), here.chats(ME).live(turn.id)
    assert far and near
    assert there.chats("cookie:you").live(turn.id) is None
    assert seen(lambda: here.chats(ME).live(turn.id) is None)
    assert seen(lambda: there.chats(ME).live(turn.id) is None)
    kept = [room.chats(ME).kept([turn.id])[turn.id] for room in (here, there)]
    assert kept[0] == kept[1] and kept[0].status == "done" and kept[0].reasoning
    assert len(cluster.model.requests) == 1


def test_a_stop_there_stops_here(cluster: Cluster) -> None:
    here, there = cluster.join(), cluster.join()
    turn = here.chats(ME).ask(None, "think-3000-10-100", ASKED)
    assert turn and seen(lambda: shown(there, turn.id) > 5)
    there.chats(ME).stop(turn.chat_id)
    assert seen(lambda: here.chats(ME).kept([turn.id])[turn.id].status == "stopped")
    assert seen(lambda: there.chats(ME).live(turn.id) is None)


def test_an_administrator_sees_and_stops_what_runs_at_another(cluster: Cluster) -> None:
    cluster = replace(cluster, settings=replace(cluster.settings, admins=("local",)))
    here, there = cluster.join(), cluster.join()
    mine = there.administration(LOCAL)
    turn = here.chats(ME).ask(None, "gate-10-5", ASKED)
    assert turn and seen(lambda: any(run.state == "thinking" and run.tokens for run in mine.running().runs))
    (run,) = mine.running().runs
    assert (run.id, run.model, run.here) == (turn.id, "a/b", False)
    (near,) = here.administration(LOCAL).running().runs
    assert near.here and near.id == turn.id and near.label == run.label
    assert mine.people().all[0].running == 1 and mine.stop(run.id)
    assert seen(lambda: here.chats(ME).kept([turn.id])[turn.id].status == "stopped")
    assert seen(lambda: not mine.running().runs)


def test_a_stop_of_which_another_cannot_be_told_is_not_called_done(cluster: Cluster, redis: RedisServer) -> None:
    cluster = replace(cluster, settings=replace(cluster.settings, admins=("local",)))
    here, there = cluster.join(), cluster.join()
    turn = here.chats(ME).ask(None, "gate-10-5", ASKED)
    mine = there.administration(LOCAL)
    assert turn and seen(lambda: [run.id for run in mine.running().runs] == [turn.id])
    redis.kill()
    try:
        with pytest.raises(CannotKeep, match="Redis does not answer"):
            mine.stop(turn.id)
        assert here.chats(ME).live(turn.id)
    finally:
        redis.start()
    assert seen(lambda: not (here._replicas and here._replicas.relay.trouble) and mine.running().missing == "")
    assert mine.stop(turn.id) and seen(lambda: here.chats(ME).kept([turn.id])[turn.id].status == "stopped")


def test_a_measurement_is_stopped_and_paused_from_any_of_them(cluster: Cluster) -> None:
    cluster = replace(cluster, settings=replace(cluster.settings, admins=("local",)))
    here, there = cluster.join(), cluster.join()
    silent = Series(tuple(Question(f"silent {number}") for number in range(20)), ASKED, ASKED, ("without",), parallel=2)
    measurement = here.measurements(ME).run(silent)

    def runs() -> list[str]:
        return [run.id for run in there.administration(LOCAL).running().runs if run.kind == "measurement"]

    def state() -> tuple[str, str]:
        kept = there.measurements(ME).measurement(measurement.id)
        return (kept.state, kept.said) if kept else ("", "")

    assert seen(lambda: len(runs()) == 2)
    assert there.administration(LOCAL).stop(runs()[0])
    assert seen(lambda: not runs() and here._runner.count == 0)
    assert state() == ("stopped", "An administrator of this room stopped it.") and len(cluster.model.requests) == 2
    paused = here.measurements(ME).run(silent)
    assert seen(lambda: len(runs()) == 2)
    there.measurements(ME).pause(paused.id)
    assert seen(lambda: here._measurer._works[paused.id].halted)


def test_what_waits_there_for_what_runs_here_is_asked_once(cluster: Cluster) -> None:
    here, there = cluster.join(), cluster.join()
    turn = here.chats(ME).ask(None, "think-60-10-40", ASKED)
    assert turn and seen(lambda: shown(there, turn.id) > 5)
    waiting = there.chats(ME).ask(turn.chat_id, "And this one waits?", ASKED)
    assert waiting and waiting.status == "queued"
    assert seen(lambda: there.chats(ME).kept([waiting.id])[waiting.id].status == "done")
    assert len(cluster.model.requests) == 2


def test_what_a_killed_one_had_is_cut_off_with_its_text_within_15_s(cluster: Cluster) -> None:
    there = cluster.join()
    process = cluster.process("think-3000-10-200")
    try:
        assert process.stdout
        chat_id, turn_id = process.stdout.readline().split()
        assert chat_id
        while int(process.stdout.readline()) < 200:
            pass
        time.sleep(random.uniform(0.0, 0.7))
        process.kill()
        killed = time.monotonic()
        heard = max(map(int, process.stdout.read().split()), default=0)
    finally:
        process.kill()
        process.communicate()
    assert seen(lambda: there.chats("me").kept([turn_id])[turn_id].status == "failed")
    took = time.monotonic() - killed
    turn = there.chats("me").kept([turn_id])[turn_id]
    assert turn.failure == Interrupted().failure and took < 15.0
    # At most what had not been passed on for a moment is missing: a fifth of a second of 200 tokens a second.
    assert len(turn.reasoning + turn.answer) >= heard - 400
    assert there.chats("me").live(turn_id) is None


def test_a_measurement_is_paused_and_gone_on_with_at_another(cluster: Cluster) -> None:
    here, there = cluster.join(), cluster.join()
    series = sums(10)
    measurement = here.measurements(ME).run(series)

    def state() -> str:
        found = here.measurements(ME).measurement(measurement.id)
        return found.state if found else ""

    assert seen(lambda: len(cluster.model.requests) > 4)
    there.measurements(ME).pause(measurement.id)
    assert seen(lambda: here._runner.count == 0)
    paused = len(cluster.model.requests)
    assert paused < len(list(series.steps()))
    time.sleep(1.5)  # longer than it takes to look what is next
    assert len(cluster.model.requests) == paused and state() == "paused"
    there.measurements(ME).resume(measurement.id, series.most_requests, None)
    assert seen(lambda: len(cluster.model.requests) > paused + 4)
    there.measurements(ME).pause(measurement.id)
    there.measurements(ME).resume(measurement.id, series.most_requests, None)  # what ran has not ended yet
    assert seen(lambda: state() == "done")
    assert len(cluster.model.requests) == len(list(series.steps()))  # by one of them alone


def test_a_measurement_stays_with_one_when_redis_has_forgotten_whose_it_is(
    cluster: Cluster, redis: RedisServer
) -> None:
    here, there = cluster.join(), cluster.join()
    silent = Series(tuple(Question(f"silent {number}") for number in range(20)), ASKED, ASKED, ("without",), parallel=2)
    measurement = here.measurements(ME).run(silent)
    assert seen(lambda: here._runner.count == 2)
    with contextlib.closing(Redis.from_url(redis.url)) as client:
        client.flushall()
        time.sleep(2 * SIGN_EVERY_S)
        there.resume_measurements()
        assert measurement.id not in there._measurer._works and measurement.id in here._measurer._works
        # Here it hung for a while, and another took it for dead.
        client.flushall()
        there.resume_measurements()
    assert seen(lambda: (measurement.id in here._measurer._works) != (measurement.id in there._measurer._works))
    time.sleep(2 * LOOK_EVERY_S)
    assert (measurement.id in here._measurer._works) != (measurement.id in there._measurer._works)


def test_a_measurement_is_stopped_at_another_with_what_runs_of_it(cluster: Cluster) -> None:
    here, there = cluster.join(), cluster.join()
    measurement = here.measurements(ME).run(sums(4))
    assert seen(lambda: here._runner.count)
    there.measurements(ME).stop(measurement.id)
    assert seen(lambda: here._runner.count == 0)
    found = here.measurements(ME).measurement(measurement.id)
    assert found and found.state == "stopped"
    ran = here._store.with_texts([trial.turn_id for trial in here._store.trials(measurement.id)])
    assert "stopped" in {turn.status for turn in ran.values()}


def test_what_lives_is_not_taken_for_dead_by_who_comes_later(cluster: Cluster) -> None:
    here = cluster.join()
    turn = here.chats(ME).ask(None, "think-3000-10-100", ASKED)
    assert turn
    later = cluster.join()
    assert seen(lambda: shown(later, turn.id) > 5)
    assert later.chats(ME).kept([turn.id])[turn.id].status == "streaming"
    here.chats(ME).stop(turn.chat_id)


def test_a_run_goes_on_while_redis_is_away(cluster: Cluster, redis: RedisServer) -> None:
    here, there = cluster.join(), cluster.join()
    turn = here.chats(ME).ask(None, "think-3000-10-100", ASKED)
    assert turn and seen(lambda: shown(there, turn.id) > 5)
    redis.kill()
    before = shown(here, turn.id)
    assert seen(lambda: shown(here, turn.id) > before + 20)
    redis.start()
    assert seen(lambda: shown(there, turn.id) > before + 20)
    there.chats(ME).stop(turn.chat_id)
    assert seen(lambda: here.chats(ME).kept([turn.id])[turn.id].status == "stopped")
    assert len(cluster.model.requests) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"database_url": "sqlite:////tmp/room.db", "redis_url": "redis://x", "secret": "00" * 32}, "share a Postgres"),
        ({"database_url": "postgresql://x", "redis_url": "redis://x"}, "share a secret"),
    ],
)
def test_what_cannot_be_one_room_does_not_start(more: dict[str, str], why: str) -> None:
    with pytest.raises(CannotJoin, match=why):
        check_replicas(Settings(**more))  # type: ignore[arg-type]


def test_without_its_redis_a_replica_does_not_start(cluster: Cluster) -> None:
    away = Settings(database_url=cluster.settings.database_url, redis_url="redis://127.0.0.1:1", secret="00" * 32)
    room = open_room(away, Store(away.database_url))
    with pytest.raises(CannotJoin, match="does not answer") as told:
        room.join_others()
    assert "127.0.0.1" not in str(told.value)
    with contextlib.suppress(Exception):
        room.close()


def test_a_key_typed_at_one_is_asked_with_at_the_other_and_gone_there_when_it_is_forgotten(
    postgres: PostgresServer, redis: RedisServer, server: ModelServer
) -> None:
    with_none = a_cluster(postgres, redis, server)
    cluster = replace(with_none, settings=replace(with_none.settings, servers={"openrouter": Server(server.url, "")}))
    here, there = cluster.join(), cluster.join()

    def chosen(room: Room) -> Known:
        return next(one for one in room.desk(ME).servers("openrouter") if one.name == "openrouter")

    assert here.desk(ME).keep_key("openrouter", KEY) == ""
    assert seen(lambda: chosen(there).has_key)
    asked = there.chats(ME).ask(None, "say With the key.", ASKED)
    assert asked and seen(lambda: there.chats(ME).kept([asked.id])[asked.id].status == "done")
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    there.desk(ME).forget_key("openrouter")
    assert seen(lambda: not chosen(here).has_key)
    without = here.chats(ME).ask(None, "say Without it.", ASKED)
    assert without and seen(lambda: here.chats(ME).kept([without.id])[without.id].ended)
    assert "authorization" not in server.requests[-1].headers and len(server.requests) == 2
    assert chosen(here).key_lost == "" and chosen(here).keys_last == "12 hours"
    redis.kill()
    why = "Whether you entered a key before cannot be looked up at the moment. Wait a little, or enter it again."
    assert seen(lambda: chosen(here).key_lost == why)
    redis.start()
    assert seen(lambda: chosen(here).key_lost == "")


def test_a_key_for_an_own_server_goes_to_no_other_that_was_added_while_redis_was_away(
    cluster: Cluster, redis: RedisServer
) -> None:
    cluster = replace(cluster, settings=replace(cluster.settings, hosts=("api.example.org",)))
    here, there = cluster.join(), cluster.join()
    assert there.desk(ME).keep_server("https://api.example.org/v1") == "" == there.desk(ME).keep_key("own", "for-v1")
    assert there.desk(ME).keep_header("own", "X-Mine", "for-v1") == ""
    assert seen(lambda: here._servers.get(ME, "own").key == "for-v1")
    redis.kill()
    try:
        assert there.desk(ME).keep_server("https://api.example.org/v2") == ""
        own = here._servers.get(ME, "own")
        assert (own.base_url, own.key, own.own_headers) == ("https://api.example.org/v2", "", ())
    finally:
        redis.start()


def test_what_waits_comes_after_the_answer_that_is_wanted_at_another(cluster: Cluster) -> None:
    here, there = cluster.join(), cluster.join()
    cluster.model.set_default(tale(cut=(8, Silence())))
    turn = here.chats(ME).ask(None, "Count to five.", ASKED)
    assert turn and seen(lambda: (run := there.chats(ME).live(turn.id)) and run.turn.reasoning == BEGUN)
    waiting = here.chats(ME).ask(turn.chat_id, "say It had waited.", ASKED)
    assert waiting and waiting.status == "queued"
    cluster.model.set_default("keepalive-only")  # so that it is seen who comes first
    answer = there.chats(ME).answer_now(turn.chat_id, turn.id, ASKED)
    assert answer and answer.given == Prefill(turn.id, BEGUN, closed=True)
    assert seen(lambda: here.chats(ME).kept([turn.id])[turn.id].status == "stopped")
    assert seen(lambda: here.chats(ME).live(turn.id) is None and here._runner.count == 0)
    time.sleep(1.0)
    kept = there.chats(ME).kept([waiting.id])[waiting.id]
    assert (kept.status, kept.parent_id) == ("queued", answer.id)
    there.chats(ME).stop(turn.chat_id)
    assert seen(lambda: there.chats(ME).kept([waiting.id])[waiting.id].status == "done")
    assert len(cluster.model.requests) == 3
