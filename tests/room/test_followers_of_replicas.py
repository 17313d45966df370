"""Whoever follows at one replica what runs at another: live, to the end, counted, and closed when the link is ended."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from components.audience import Shown
from components.room import LOCAL, Room
from tests.audience.test_scene import Follower
from tests.browser.room import RoomServer
from tests.modelserver import ModelServer
from tests.postgres import postgres_server
from tests.redis_server import RedisServer, redis_server
from tests.room.test_replicas import ASKED, Cluster, a_cluster
from tests.server.follower import closed, events, followed, saying
from tests.waiting import eventually

pytestmark = pytest.mark.slow
WITHIN_S = 5.0


@pytest.fixture
def cluster(server: ModelServer) -> Iterator[tuple[Cluster, RedisServer]]:
    with postgres_server() as postgres, redis_server() as redis:
        found = a_cluster(postgres, redis, server)
        # The whole database: its address is told to another process.
        yield replace(found, settings=replace(found.settings, database_url=postgres.url)), redis


@pytest.fixture
def there(cluster: tuple[Cluster, RedisServer], tmp_path: Path) -> Iterator[RoomServer]:
    settings = cluster[0].settings
    shared = {
        "THINKROOM_DATABASE_URL": settings.database_url,
        "THINKROOM_REDIS_URL": settings.redis_url,
        "THINKROOM_SECRET": settings.secret,
    }
    room = RoomServer(tmp_path, shared).start()
    yield room
    room.end()


def test_a_run_is_followed_at_another_replica_live_and_to_its_end(
    cluster: tuple[Cluster, RedisServer], there: RoomServer
) -> None:
    here: Room = cluster[0].join()
    own = here.chats(LOCAL)
    turn = own.ask(None, "think-250-10-50 for others", ASKED)
    assert turn
    link = here.shares(LOCAL).let_follow(turn.chat_id, Shown(), 3_600.0)
    assert link and here.shares(LOCAL).following(link.share.id) == 0
    follower = Follower()
    with followed(f"{there.url}/follow", saying(link.token)) as socket:
        behind: list[int] = []
        while not follower.turns or follower.turns[0]["state"] in ("waiting", "thinking", "answering"):
            follower.hears([event for event in events(socket) if event[0] not in ("guess", "copies")])
            if (run := own.live(turn.id)) and follower.turns:
                heard = len(follower.turns[0]["thoughts"] or "")
                behind.append(len(run.turn.reasoning) - heard)
        assert own.kept([turn.id])[turn.id].status == "done"
        # Words come while it grows: never more than about a second of them is missing, of the five that it takes.
        assert len(behind) > 15 and max(behind) < 1_000
        (told,), kept = follower.turns, own.kept([turn.id])[turn.id]
        assert (told["thoughts"], told["answer"], told["state"]) == (kept.reasoning, kept.answer, "done")
        assert eventually(lambda: here.shares(LOCAL).following(link.share.id) == 1, WITHIN_S)

        began = time.monotonic()
        here.shares(LOCAL).end_share(link.share.id)
        assert closed(socket) == 4404 and time.monotonic() - began < WITHIN_S
    assert len(cluster[0].model.requests) == 1


def test_followers_of_all_replicas_are_counted_while_they_live(
    cluster: tuple[Cluster, RedisServer], there: RoomServer
) -> None:
    here = cluster[0].join()
    turn = here.chats(LOCAL).ask(None, "say Shown.", ASKED)
    assert turn
    shares = here.shares(LOCAL)
    link = shares.let_follow(turn.chat_id, Shown(), 3_600.0)
    assert link
    here.audience.join(link.share)
    with (
        followed(f"{there.url}/follow", saying(link.token)) as one,
        followed(f"{there.url}/follow", saying(link.token)) as two,
    ):
        assert events(one) and events(two)
        assert eventually(lambda: shares.following(link.share.id) == 3, WITHIN_S)
        cluster[1].kill()
        time.sleep(3.0)
        assert shares.following(link.share.id) == 3  # as it was last heard
        cluster[1].start()
        two.close()
        assert eventually(lambda: shares.following(link.share.id) == 2, 15.0)
        there.kill()
        assert eventually(lambda: shares.following(link.share.id) == 1, 20.0)
