"""A room of two replicas whose Postgres goes away for a while: what a person had seen is there afterwards."""

import time
from collections.abc import Callable, Iterator

import pytest

from components.conversation import Turn
from components.room import CannotKeep, Chats, Room
from tests.modelserver import ModelServer
from tests.postgres import PostgresServer, postgres_server
from tests.redis_server import redis_server
from tests.room.conftest import ME
from tests.room.test_measuring import settled, sums
from tests.room.test_replicas import ASKED, Cluster, a_cluster, seen, shown

# Longer than all that is tried again in between: every half second, every second, every three.
AWAY_S = 6.0
AWAY = "The database does not answer at the moment."
pytestmark = pytest.mark.slow


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """Nobody else's: it is stopped."""
    with postgres_server() as server:
        yield server


def asked(room: Room, question: str, chat: str | None = None) -> Turn:
    turn = room.chats(ME).ask(chat, question, ASKED)
    assert turn is not None
    return turn


def kept(room: Room, turn: Turn) -> Turn:
    return room.chats(ME).kept([turn.id])[turn.id]


def told(turn: Turn) -> tuple[object, ...]:
    """All that a page says of it; neighbours of its pieces are kept together."""
    return turn.status, turn.failure, turn.reasoning, turn.answer, turn.usage, turn.times


def is_away(room: Room, chat_id: str) -> None:
    """A page says so in one sentence, without a word of where it is or who asks it."""
    ways: tuple[Callable[[Chats], object], ...] = (
        lambda own: own.ask(None, "say Too early.", ASKED),
        lambda own: own.ask(chat_id, "say Too early.", ASKED),
        lambda own: own.conversation(chat_id),
        lambda own: own.newest(),
    )
    for way in ways:
        with pytest.raises(CannotKeep) as error:
            way(room.chats(ME))
        assert str(error.value) == AWAY
    assert not room.is_ready()


def go_through(cluster: Cluster, postgres: PostgresServer, away_s: float) -> dict[str, float]:
    """One turn grows all the while, one ends meanwhile with another that waits for it. In seconds after it is back:
    when each is as it was seen."""
    here, there = cluster.join(), cluster.join()
    grows, ends = asked(here, "think-30000-10-100 grows"), asked(here, "think-150-10-50 ends")
    waits = asked(here, "say It had waited.", ends.chat_id)
    assert waits.status == "queued"
    assert seen(lambda: all(shown(room, turn.id) > 5 for room in (here, there) for turn in (grows, ends)))
    postgres.stop()
    gone = time.monotonic()

    run, growing = here.chats(ME).live(ends.id), here.chats(ME).live(grows.id)
    assert run and growing and seen(lambda: run.progress.ended and run.unsaved)
    had_ended = run.turn
    assert had_ended.status == "done" and len(had_ended.reasoning) > 500
    assert run.unsaved.startswith(f"This turn could not be saved. {AWAY} It is kept in memory")
    for room in (here, there):
        is_away(room, grows.chat_id)
    before = shown(here, grows.id), shown(there, grows.id)
    assert seen(lambda: shown(here, grows.id) > before[0] + 50 and shown(there, grows.id) > before[1] + 50)
    time.sleep(max(gone + away_s - time.monotonic(), 0.0))
    assert there.chats(ME).live(ends.id), "who reads it elsewhere is told of its end when it can be read there"
    so_far = growing.turn.reasoning
    postgres.start()
    back = time.monotonic()

    took: dict[str, float] = {}
    for name, true in {
        "what had ended is kept": lambda: told(kept(there, ends)) == told(had_ended),
        "what grows is kept": lambda: kept(there, grows).reasoning.startswith(so_far),
        "what had waited is answered": lambda: kept(there, waits).status == "done",
    }.items():
        assert seen(true), name
        took[name] = time.monotonic() - back
    there.chats(ME).stop(grows.chat_id)
    assert seen(lambda: kept(there, grows).status == "stopped")
    assert told(kept(there, grows)) == told(growing.turn) and not growing.unsaved
    assert seen(lambda: there.chats(ME).live(ends.id) is None)
    *at_once, last = [request.prompt for request in cluster.model.requests]
    assert sorted(at_once) == sorted([grows.question, ends.question]) and last == waits.question
    assert all(here._store.record(ME, turn.id) or here._records._waiting for turn in (ends, waits))
    return took


def test_nothing_that_was_seen_is_lost_while_postgres_is_away(
    postgres: PostgresServer, server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_server() as redis:
        go_through(a_cluster(postgres, redis, server), postgres, AWAY_S)
    assert "Traceback" not in caplog.text and "The database answers again." in caplog.text


def test_a_measurement_goes_on_by_itself_when_postgres_is_back(postgres: PostgresServer, server: ModelServer) -> None:
    with redis_server() as redis:
        cluster = a_cluster(postgres, redis, server)
        room = cluster.join()
        series = sums(8)
        measurement = room.measurements(ME).run(series)
        assert seen(lambda: len(server.requests) > 4)
        postgres.stop()
        time.sleep(3.0)
        postgres.start()
        done = settled(room, measurement, within=60)
        assert (done.state, done.said) == ("done", "")
        assert len(room.measurements(ME).answers(done)) == len(list(series.steps())) == len(server.requests)
