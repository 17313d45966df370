"""What people type in secret at one process of a room, at the others, by a real Redis that reads none of it."""

import logging
import secrets
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from components.relay import Unreadable, Vault
from components.room.keys import Keys
from components.room.own_headers import OwnHeaders
from components.room.shared import Shared
from components.room.sign_in import MOST_EACH, SignIns
from components.room.typed import Typed
from tests.redis_server import RedisServer, redis_server
from tests.waiting import eventually

KEY = "sk-or-v1-canary0123456789canary"
ME, YOU = "browser:me-canary", "browser:you"
SECRET = secrets.token_bytes(32)
FAR_S = 0.15
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture(autouse=True)
def empty(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    redis.kill()
    redis.start()
    monkeypatch.setattr("components.relay.asking.AGAIN_S", 0.1)


Process = Callable[..., Typed]


@pytest.fixture
def process(redis: RedisServer) -> Iterator[Process]:
    """One more of the room; `secret` is what it encrypts with."""
    vaults: list[Vault] = []

    def make(secret: bytes = SECRET) -> Typed:
        shared = Shared(redis.url, SECRET)
        vaults.append(Vault(redis.url, shared.room, secret))
        return Typed(vaults[-1], shared)

    yield make
    for vault in vaults:
        vault.close()


def held(redis: RedisServer) -> bytes:
    """All that somebody who reads Redis sees."""
    with Redis.from_url(redis.url) as client:
        keys: list[bytes] = client.keys("*")  # type: ignore[assignment]
        return b"\n".join([*keys, *(bytes(client.get(key) or b"") for key in keys)])  # type: ignore[arg-type]


def test_a_key_is_typed_here_used_there_and_gone_at_both(process: Process) -> None:
    here, there = Keys(process()), Keys(process())
    assert there.get(ME, "openrouter") == ""
    assert here.keep(ME, "openrouter", KEY) == ""
    assert eventually(lambda: there.get(ME, "openrouter") == KEY, 2.0)
    assert there.get(YOU, "openrouter") == there.get(ME, "custom") == ""
    assert there.keep(ME, "custom", "another") == ""
    assert eventually(lambda: here.get(ME, "custom") == "another", 2.0) and here.get(ME, "openrouter") == KEY
    there.forget(ME, "openrouter")
    assert there.get(ME, "openrouter") == ""
    assert eventually(lambda: here.get(ME, "openrouter") == "", 2.0)
    assert here.get(ME, "custom") == "another" and here.lost(ME) == ""
    assert here.keep(ME, "openrouter", "a-new-one") == ""
    assert eventually(lambda: there.get(ME, "openrouter") == "a-new-one", 2.0)


def test_own_headers_go_the_same_way_in_their_order(process: Process) -> None:
    here, there = OwnHeaders(process()), OwnHeaders(process())
    for name, value in (("X-Two", "2: b"), ("X-One", "1")):
        assert here.keep(ME, "custom", name, value) == ""
    assert eventually(lambda: there.get(ME, "custom") == (("X-Two", "2: b"), ("X-One", "1")), 2.0)
    there.forget(ME, "custom", "x-two")
    assert eventually(lambda: here.names(ME, "custom") == ["X-One"], 2.0)


def test_redis_reads_neither_key_nor_owner_nor_server(process: Process, redis: RedisServer) -> None:
    here = process()
    Keys(here).keep(ME, "openrouter", KEY)
    OwnHeaders(here).keep(ME, "openrouter", "X-Canary", "a-canary-value")
    seen = held(redis)
    assert seen.count(b"thinkroom:") == 1
    for word in (KEY, KEY[9:], ME, "me-canary", "openrouter", "X-Canary", "x-canary", "a-canary-value"):
        assert word.encode() not in seen
    assert KEY not in repr(here) + repr(here._records) + repr(here._records[ME])


def test_what_another_secret_kept_is_not_there_and_that_is_told(process: Process, redis: RedisServer) -> None:
    Keys(process()).keep(ME, "openrouter", KEY)
    other = Keys(process(secrets.token_bytes(32)))
    assert other.get(ME, "openrouter") == "" and other.lost(ME) == "unreadable"
    assert other.keep(ME, "openrouter", "a-new-one") == ""
    assert other.get(ME, "openrouter") == "a-new-one" and other.lost(ME) == ""


def test_a_value_that_was_put_under_another_name_is_not_read(redis: RedisServer) -> None:
    vault = Vault(redis.url, "room", SECRET)
    vault.put("mine", KEY, 60)
    with Redis.from_url(redis.url) as client:
        client.copy("thinkroom:room:vault:mine", "thinkroom:room:vault:yours")
    assert vault.look("mine") == KEY and vault.look("nobody's") is None
    with pytest.raises(Unreadable):
        vault.look("yours")
    vault.close()


def test_without_redis_each_has_what_it_knows_and_tells_the_others_afterwards(
    process: Process, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here, there, later = Keys(process()), Keys(process()), Keys(process())
    here.keep(ME, "openrouter", KEY)
    assert eventually(lambda: there.get(ME, "openrouter") == KEY, 2.0)
    redis.kill()
    assert eventually(lambda: here.lost(ME) == there.lost(ME) == "away", 3.0)
    assert here.get(ME, "openrouter") == there.get(ME, "openrouter") == KEY
    assert later.get(ME, "openrouter") == "" and later.lost(ME) == "away"
    assert here.keep(ME, "custom", "typed-meanwhile") == "" and here.get(ME, "custom") == "typed-meanwhile"
    there.forget(ME, "openrouter")
    redis.start()  # empty
    everywhere = here, there, later
    assert eventually(lambda: all(one.get(ME, "custom") == "typed-meanwhile" for one in everywhere), 5.0)
    assert eventually(lambda: all(one.get(ME, "openrouter") == "" == one.lost(ME) for one in everywhere), 5.0)
    assert KEY not in caplog.text and "typed-meanwhile" not in caplog.text and ME not in caplog.text
    assert caplog.text.count("known to this process alone") == 3


class _Far(socketserver.StreamRequestHandler):
    """On the way to Redis: each answer takes a while."""

    def handle(self) -> None:
        with socket.create_connection(self.server.redis) as there:  # type: ignore[attr-defined]
            while asked := self.request.recv(65_536):
                there.sendall(asked)
                answer = there.recv(65_536)
                time.sleep(FAR_S)
                self.request.sendall(answer)


def test_nobody_waits_for_what_others_typed_while_redis_is_slow(redis: RedisServer) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Far) as far:
        far.daemon_threads, far.redis = True, ("127.0.0.1", redis.port)  # type: ignore[attr-defined]
        threading.Thread(target=far.serve_forever, daemon=True).start()
        shared = Shared(f"redis://127.0.0.1:{far.server_address[1]}/0", SECRET)
        vault = Vault(shared.url, shared.room, SECRET)
        keys = Keys(Typed(vault, shared))
        began = time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            assert set(pool.map(lambda number: keys.get(f"browser:{number}", "openrouter"), range(20))) == {""}
        assert time.monotonic() - began < 10 * FAR_S
        vault.close()
        far.shutdown()


@pytest.mark.parametrize("shares", [True, False])
def test_of_who_typed_nothing_it_does_not_know_more_and_more(
    process: Process, monkeypatch: pytest.MonkeyPatch, shares: bool
) -> None:
    monkeypatch.setattr("components.room.typed.MOST", 10)
    monkeypatch.setattr("components.room.typed.RECENT_S", 0.0)
    typed = process() if shares else Typed()
    keys = Keys(typed)
    keys.keep(ME, "openrouter", KEY)
    for number in range(50):
        assert keys.get(f"browser:{number}", "openrouter") == ""
    assert len(typed._records) <= 11 and keys.get(ME, "openrouter") == KEY


def test_it_ends_some_time_after_its_last_use(
    process: Process, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.room.typed.LASTS_S", 1.5)
    monkeypatch.setattr("components.room.typed.LOOK_S", 0.0)
    here, there = Keys(process()), Keys(process())
    here.keep(ME, "openrouter", KEY)
    for _ in range(6):  # while it is used, wherever, it lasts
        time.sleep(0.5)
        assert there.get(ME, "openrouter") == KEY
    time.sleep(2.0)
    assert held(redis) == b""
    assert there.get(ME, "openrouter") == "" and there.lost(ME) == "unused"
    assert here.get(ME, "openrouter") == ""


def test_in_a_room_of_one_process_it_lasts_as_long_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.typed.LASTS_S", 0.0)
    keys = Keys()
    keys.keep(ME, "openrouter", KEY)
    assert keys.get(ME, "openrouter") == KEY and keys.lost(ME) == "" and keys.lasts_s is None
    keys.forget(ME, "openrouter")
    assert keys.get(ME, "openrouter") == ""


def test_a_sign_in_that_is_begun_here_is_ended_there_once(redis: RedisServer) -> None:
    shared = Shared(redis.url, SECRET)
    vaults = [Vault(redis.url, shared.room, SECRET) for _ in range(2)]
    here, there = (SignIns(vault, shared) for vault in vaults)
    state, challenge = here.begin(ME)
    seen = held(redis)
    assert state.encode() not in seen and b"me-canary" not in seen and challenge
    assert there.end(YOU, state) == "" and there.end(ME, "another") == "" == there.end(ME, "")
    verifier = there.end(ME, state)
    assert len(verifier) > 40 and there.end(ME, state) == ""
    assert held(redis) == b""
    at_home, _ = here.begin(ME)
    assert here.end(ME, at_home) and there.end(ME, at_home) == "" and held(redis) == b""
    first, _ = here.begin(ME)
    for _ in range(MOST_EACH):
        here.begin(ME)
    assert there.end(ME, first) == ""  # the oldest goes, at all of them
    last, _ = here.begin(ME)
    redis.kill()
    assert here.end(ME, last) and there.end(ME, last) == ""
    for vault in vaults:
        vault.close()
