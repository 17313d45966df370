"""Limits that several processes of a room have together, in a real Redis that also goes away."""

import logging
import secrets
from collections.abc import Callable, Iterator

import pytest
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from redis import Redis

from components.room.attempts import Attempts
from components.room.counting import Counting
from components.room.shared import Shared
from tests.redis_server import RedisServer, redis_server
from tests.waiting import eventually

FAR, OTHER = "192.0.2.1", "192.0.2.2"
THREE = RateLimitItemPerMinute(3)
Two = Callable[[], tuple[Counting, Counting]]
pytestmark = pytest.mark.slow


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def two(redis: RedisServer) -> Iterator[Two]:
    """Of two processes of one room, a new one at each call."""
    made: list[Counting] = []

    def make() -> tuple[Counting, Counting]:
        shared = Shared(redis.url, secrets.token_bytes(32))
        made.extend(both := (Counting(shared), Counting(shared)))
        return both

    yield make
    for one in made:
        one.close()


def test_ten_wrong_passwords_are_ten_at_all_processes_together(two: Two) -> None:
    here, there = (Attempts(one) for one in two())
    for number in range(10):
        one = (here, there)[number % 2]
        assert one.wait_s(FAR) == 0.0
        one.failed(FAR)
    for one in (here, there):
        assert 500 < one.wait_s(FAR) <= 600 and one.wait_s(OTHER) == 0.0


def test_requests_of_a_person_are_counted_at_all_processes_together(two: Two) -> None:
    here, there = (one.by(FixedWindowRateLimiter, "requests") for one in two())
    assert [here.hit(THREE, "me"), there.hit(THREE, "me"), there.hit(THREE, "me")] == [True] * 3
    assert not here.hit(THREE, "me") and not there.hit(THREE, "me")
    assert here.hit(THREE, "you") and 0 < here.wait_s(THREE, "me") <= 60


def test_rooms_that_share_a_redis_count_apart(two: Two) -> None:
    ours, theirs = two()[0], two()[0]
    for _ in range(10):
        Attempts(ours).failed(FAR)
    assert Attempts(ours).wait_s(FAR) > 0 == Attempts(theirs).wait_s(FAR)


def test_redis_reads_neither_who_nor_whence(redis: RedisServer, two: Two) -> None:
    here = two()[0]
    Attempts(here).failed(FAR)
    Attempts(here).failed("2001:db8::77")
    here.by(FixedWindowRateLimiter, "requests of a person").hit(THREE, "browser:somebody")
    with Redis.from_url(redis.url) as client:
        keys = client.keys("*")
        held = b"\n".join([*keys, *(client.dump(key) or b"" for key in keys)])  # type: ignore[union-attr]
    assert len(keys) == 4 and all(key.startswith(b"thinkroom:") for key in keys)  # type: ignore[arg-type,union-attr]
    for told in (FAR, "2001:db8", "somebody"):
        assert told.encode() not in held


def test_without_redis_each_process_counts_for_itself_and_forgets_nothing(
    redis: RedisServer, two: Two, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.relay.asking.AGAIN_S", 0.1)
    caplog.set_level(logging.WARNING)
    here, there = (Attempts(one) for one in two())
    for _ in range(6):
        here.failed(FAR)
    for _ in range(4):
        there.failed(FAR)
    assert here.wait_s(FAR) > 0 and there.wait_s(FAR) > 0
    redis.kill()
    # Nobody is locked out who was not, and the door is not open: what each had counted it knows.
    assert here.wait_s(OTHER) == there.wait_s(OTHER) == 0.0
    for _ in range(4):
        assert here.wait_s(FAR) == 0.0
        here.failed(FAR)
    assert here.wait_s(FAR) > 500 and there.wait_s(FAR) == 0.0
    assert caplog.text.count("Limits are counted by each process for itself") == 2
    assert FAR not in caplog.text and str(redis.port) not in caplog.text
    redis.start()  # empty
    assert here.wait_s(FAR) > 500
    assert eventually(lambda: there.wait_s(OTHER) == 0.0 and "for all processes together again" in caplog.text)
    for _ in range(10):
        there.failed(OTHER)
    assert eventually(lambda: here.wait_s(OTHER) > 500)
