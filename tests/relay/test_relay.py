"""Two replicas on one real Redis: what one runs the other reads, stops, and ends where the first has died."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from components.conversation import AnswerDelta, Asked, Draft, Piece, ReasoningDelta, Turn
from components.relay import FarRun, Relay, alive, link, own
from tests.redis_server import RedisServer, redis_server
from tests.turns import made
from tests.waiting import eventually

ASKED = Asked("openrouter", "a/b")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in ((alive, "ALIVE_S", 1.0), (alive, "SIGN_EVERY_S", 0.2), (link, "SETTLE_S", 0.5)):
        monkeypatch.setattr(module, name, value)


@dataclass
class Replica:
    relay: Relay
    stopped: list[str] = field(default_factory=list[str])
    buried: list[FarRun] = field(default_factory=list[FarRun])


Join = Callable[[], Replica]


@pytest.fixture
def join(redis: RedisServer, request: pytest.FixtureRequest) -> Iterator[Join]:
    with ExitStack() as stack:

        def begun() -> Replica:
            stopped: list[str] = []
            buried: list[FarRun] = []
            room = request.node.name.replace("[", "").replace("]", "")
            one = Relay(redis.url, room, turn, stopped.append, buried.append, lambda: None)
            one.begin()
            stack.callback(one.close)
            return Replica(one, stopped, buried)

        yield begun


def turn(turn_id: str) -> Turn:
    """As it is kept: what it was asked, and perhaps some of what came."""
    return made(turn_id, "chat", None, 1.0, "Why?", ASKED, "streaming", pieces=(Piece("answer", "kept"),))


def dies(replica: Replica) -> None:
    """Without a word, as a killed process does."""
    replica.relay._link.over.set()
    replica.relay._own.wake()


def read(replica: Replica, turn_id: str) -> FarRun:
    assert eventually(lambda: replica.relay.get(turn_id) is not None)
    far = replica.relay.get(turn_id)
    assert far
    return far


def test_what_one_hears_the_other_reads_to_the_last_number(join: Join) -> None:
    here, there = join(), join()
    telling, draft = here.relay.follow(turn("t"), "me"), Draft()
    telling.sent()
    far = read(there, "t")
    spoken: list[bool] = []
    far.when_it_speaks(lambda: spoken.append(True))
    for number in range(300):
        event = ReasoningDelta(f"word{number} ") if number < 200 else AnswerDelta(f"word{number} ")
        draft.fold(event, number / 100)
        telling.tell(event, number / 100)
    assert eventually(lambda: far.progress == draft.progress) and spoken == [True]
    assert (far.owner, far.begun.question, far.begun.pieces, far.turn.answer) == (
        "me",
        "Why?",
        (),
        draft.turn(turn("t")).answer,
    )
    # Who comes in the middle has all of it at once.
    assert read(join(), "t").progress == draft.progress
    draft.end("done", 3.0)
    telling.end("done", 3.0, None)
    assert eventually(lambda: far.over) and far.progress == draft.progress
    assert eventually(lambda: there.relay.get("t") is None and not there.relay.runs("t"))
    assert here.relay.get("t") is None


def test_a_stop_there_stops_here_and_nowhere_else(join: Join) -> None:
    here, there, third = join(), join(), join()
    here.relay.follow(turn("t"), "me")
    far = read(there, "t")
    far.stop()
    assert eventually(lambda: here.stopped == ["t"])
    assert there.stopped == third.stopped == []


def test_what_a_dead_one_had_is_ended_once_with_all_that_it_passed_on(join: Join) -> None:
    here, there, third = join(), join(), join()
    telling = here.relay.follow(turn("t"), "me")
    telling.tell(ReasoningDelta("I thought of it."), 0.5)
    far = read(there, "t")
    assert eventually(lambda: far.progress.count == 1)
    dies(here)
    assert eventually(lambda: there.buried + third.buried, 15.0)
    assert eventually(lambda: far.over and not there.relay.runs("t") and not third.relay.runs("t"))
    time.sleep(3 * alive.SIGN_EVERY_S)
    (buried,) = there.buried + third.buried
    assert buried.turn.reasoning == "I thought of it."


def test_who_is_alive_is_left_alone(join: Join) -> None:
    here, there = join(), join()
    here.relay.follow(turn("t"), "me")
    read(there, "t")
    time.sleep(2 * alive.ALIVE_S)
    assert there.buried == [] == here.buried and there.relay.runs("t")


def test_one_alone_begins_what_waits(join: Join) -> None:
    replicas = [join() for _ in range(4)]
    assert sum(one.relay.claim("t") for one in replicas) == 1


def test_what_one_has_is_another_s_only_once_it_is_dead(join: Join) -> None:
    here, there = join(), join()
    assert here.relay.take("m") and here.relay.take("m") and not there.relay.take("m")
    dies(here)
    assert eventually(lambda: there.relay.take("m"), 15.0) and not join().relay.take("m")


def test_what_is_handed_over_is_the_heirs_everywhere(join: Join) -> None:
    here, there = join(), join()
    here.relay.follow(turn("t"), "me")
    far = read(there, "t")
    there.relay.handed_over("me", "her")
    assert eventually(lambda: far.owner == "her")
    assert eventually(lambda: read(join(), "t").owner == "her")


def test_redis_may_be_killed_and_comes_back_empty(redis: RedisServer, join: Join) -> None:
    here, there = join(), join()
    telling, draft = here.relay.follow(turn("t"), "me"), Draft()

    def tell(words: str, at: float) -> None:
        draft.fold(AnswerDelta(words), at)
        telling.tell(AnswerDelta(words), at)

    tell("before ", 1.0)
    far = read(there, "t")
    assert eventually(lambda: far.progress.count == 1)
    redis.kill()
    tell("meanwhile ", 2.0)
    assert eventually(lambda: here.relay.trouble and there.relay.trouble)
    redis.start()
    tell("after", 3.0)
    assert eventually(lambda: not here.relay.trouble and not there.relay.trouble, 20.0)
    assert eventually(lambda: far.progress == draft.progress, 20.0)
    assert there.buried == []
    telling.end("done", 3.0, None)
    assert eventually(lambda: not there.relay.runs("t"), 20.0)


def test_while_redis_is_away_it_is_said_once_and_as_long_as_that(
    redis: RedisServer, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    here = join()
    time.sleep(1.0)
    redis.kill()
    assert eventually(lambda: here.relay.trouble)
    until = time.monotonic() + 3 * own.FLUSH_EVERY_S
    while time.monotonic() < until:
        assert here.relay.trouble
        time.sleep(0.02)
    assert caplog.text.count("Redis does not answer") == 1
    redis.start()
    assert eventually(lambda: not here.relay.trouble, 20.0) and caplog.text.count("Redis answers again") == 1
