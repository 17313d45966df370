"""The joint of all replicas of one room, by Redis: what runs where, what is told of it, and who is alive.

Of each run there is a stream, named after the run, that its own replica writes: the events of its draft, gathered for
some milliseconds. `runs` says which replica has which; `news` is a stream that all of them read: begun, over, stop. A
replica that gives no sign of life for some seconds is dead, and one of the others ends what it had.

Redis may go away: then each replica goes on with its own runs, and tells all of them anew, in a new epoch, once it is
back. Nobody is called dead while Redis is away, nor soon after.
"""

import json
import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from components.conversation import CannotKeep, Failure, Interrupted, StreamEvent, Turn
from components.relay.far import FarRun, bare
from components.relay.messages import Batch, Ended, Status, Told, parts_of

GATHER_S = 0.03
ALIVE_S, SIGN_EVERY_S = 8.0, 2.0  # without a sign for so long a replica is dead; how often each gives one
SETTLE_S = 10.0  # after Redis came back nobody is called dead for so long: all give their signs first
KEPT_S = 3_600  # a stream of a run that nobody ended, in Redis
OVER_S = 120  # and of one that has ended
MOST_NEWS = 2_000
WAIT_S = 0.3  # for what is there already of a run that is looked at first
UNREAD_S = 60.0  # after which a far run that nobody looks at is read no more
BLOCK_MS = 1_000

LEFT_EVERY = 5  # looks at who is dead

# In one step: who has it, and does that one live?
CLAIM = """
local has = redis.call('GET', KEYS[1])
if has and has ~= ARGV[1] and redis.call('EXISTS', ARGV[2] .. has) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
return 1
"""
TAKE = """
local has = redis.call('HGET', KEYS[1], ARGV[1])
if has and has ~= ARGV[2] and redis.call('EXISTS', ARGV[3] .. has) == 1 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
"""

log = logging.getLogger(__name__)


@dataclass
class _Own:
    """A run of this replica, as it is passed on. `told` is all of it: it may have to be told again."""

    owner: str
    sent_at: float  # monotonic
    told: list[Told] = field(default_factory=list[Told])
    passed: int = 0
    number: int = 0
    epoch: int = 0
    known: bool = False  # does Redis know of it?


class Telling:
    """Of one run: what it hears is passed on."""

    def __init__(self, relay: "Relay", turn_id: str, own: _Own) -> None:
        self._relay, self._turn_id, self._own = relay, turn_id, own

    def sent(self) -> None:
        self._own.sent_at = time.monotonic()

    def tell(self, event: StreamEvent, at: float) -> None:
        self._own.told.append(Told(event, at))
        self._relay.wake()

    def end(self, status: Status, at: float, failure: Failure | None) -> None:
        """Once it is kept: who reads of it finds all of it in the database."""
        self._own.told.append(Told(Ended(status, failure), at))
        self._relay.wake()


class Relay:
    """Of one replica. `turn_of` reads a turn as it is kept; `stop` ends a run of this replica; `bury` ends a run
    of a dead one, by what was passed on of it; `look_for_left` is called now and then, when all are known."""

    def __init__(
        self,
        url: str,
        room: str,
        turn_of: Callable[[str], Turn | None],
        stop: Callable[[str], None],
        bury: Callable[[FarRun], None],
        look_for_left: Callable[[], None],
        changed: Callable[[str], None] = lambda _: None,
        followed: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        """`changed`: another replica has changed what is kept of that measurement. `followed`: how many follow each
        share here. `room` names what replicas share, so that several rooms may share a Redis."""
        self.replica = secrets.token_hex(8)
        # Its own types allow for answers that only other settings of it give.
        self._redis: Any = Redis.from_url(
            url, decode_responses=True, socket_timeout=5.0, socket_connect_timeout=3.0, health_check_interval=15
        )
        self._before = f"thinkroom:{room}"
        self._turn_of, self._stop, self._bury, self._look_for_left = turn_of, stop, bury, look_for_left
        self._changed, self._followed = changed, followed
        self.followed_elsewhere: Mapping[str, int] = {}  # as it was last heard
        self._own: dict[str, _Own] = {}
        self._known: dict[str, Mapping[str, str]] = {}  # of all replicas
        self._threads: list[threading.Thread] = []
        self._far: dict[str, FarRun] = {}
        self._lock, self._work, self._over = threading.Lock(), threading.Event(), threading.Event()
        self._settled_at = 0.0  # monotonic
        self.trouble = ""  # why Redis does not answer; "" while it does

    def begin(self) -> None:
        """Raises RedisError where there is none: a room that is to have replicas does not start without it."""
        self._redis.ping()
        self._give_sign()
        self._settled_at = time.monotonic() + SETTLE_S
        works = {"passes runs on": self._pass_on, "hears news": self._listen, "looks who is dead": self._look}
        for name, work in works.items():
            self._go(work, name)

    def close(self) -> None:
        """What it had ends with it: said at once, so that nobody need wait for that."""
        self._over.set()
        self._work.set()
        with suppress(RedisError, OSError):
            self._flush()
            self._redis.hdel(self._key("followed"), self.replica)
            self._redis.delete(self._key("alive", self.replica))
        for thread in self._threads:
            thread.join(2 * BLOCK_MS / 1000)
        self._redis.close()

    def _go(self, work: Callable[[], None], name: str) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    # Runs of this replica

    def follow(self, turn: Turn, owner: str) -> Telling:
        own = _Own(owner, time.monotonic())
        with self._lock:
            self._own[turn.id] = own
        self.wake()
        return Telling(self, turn.id, own)

    def wake(self) -> None:
        self._work.set()

    # Runs of others

    def get(self, turn_id: str, waits: bool = True) -> FarRun | None:
        """A run that goes on elsewhere; None where it does not. `waits` a moment for what is there of it already."""
        known = self._known.get(turn_id)
        if known is None or known["replica"] == self.replica:
            return None
        with self._lock:
            far = self._far.get(turn_id)
            if far is None:
                turn = self._turn_of(turn_id)
                if turn is None or turn.ended:
                    return None
                far = self._far[turn_id] = FarRun(bare(turn), known["owner"], lambda: self.stop(turn_id))
                self._go(partial(self._read, turn_id, far), f"far {turn_id}")
        if waits:
            far.read.wait(WAIT_S)
        return None if far.progress.ended else far

    def stop(self, turn_id: str) -> None:
        """Wherever it is."""
        if turn_id in self._known:
            self._say({"stop": turn_id})

    def handed_over(self, owner: str, heir: str) -> None:
        """What runs for one owner is another's from now on, wherever it runs."""
        self._say({"owner": owner, "heir": heir})

    def elsewhere(self) -> dict[str, str]:
        """Whose runs there are at other replicas, by the ids of their turns, as far as is known."""
        known = self._known.copy()
        return {turn_id: run["owner"] for turn_id, run in known.items() if run["replica"] != self.replica}

    def look_at(self, measurement_id: str) -> None:
        """To whoever carries it out: something else is kept of it now."""
        self._say({"measurement": measurement_id})

    def runs(self, turn_id: str) -> bool:
        """Does it run, here or elsewhere, as far as is known?"""
        return turn_id in self._known or turn_id in self._own

    def claim(self, what: str) -> bool:
        """True for the first of all replicas that says so, however often, as long as it lives; while Redis is away, for
        each."""
        try:
            alive, key = self._key("alive", ""), self._key("claimed", what)
            return bool(self._redis.eval(CLAIM, 1, key, self.replica, alive, KEPT_S))
        except (RedisError, OSError) as error:
            self._ill(error)
            return True

    def take(self, what: str) -> bool:
        """Is it this replica's from now on? Not where another has it that lives."""
        try:
            alive = self._key("alive", "")
            return bool(self._redis.eval(TAKE, 1, self._key("taken"), what, self.replica, alive))
        except (RedisError, OSError) as error:
            self._ill(error)
            return False

    # What is passed on

    def _pass_on(self) -> None:
        while not self._over.is_set():
            self._work.wait(SIGN_EVERY_S)
            self._over.wait(GATHER_S)
            self._work.clear()
            try:
                self._flush()
                self._well()
            except (RedisError, OSError) as error:
                self._ill(error)
                self._over.wait(1.0)
                self._work.set()

    def _flush(self) -> None:
        with self._lock:
            owns = list(self._own.items())
        for turn_id, own in owns:
            count = len(own.told)
            if not own.known:
                self._introduce(turn_id, own)
            if count > own.passed:
                batch = Batch(
                    own.epoch, own.number, time.monotonic() - own.sent_at, tuple(own.told[own.passed : count])
                )
                pipe = self._redis.pipeline(transaction=False)
                for message in parts_of(batch):
                    pipe.xadd(self._key("run", turn_id), message)
                pipe.execute()
                own.passed, own.number = count, own.number + 1
                if isinstance(batch.told[-1].event, Ended):
                    self._say_over(turn_id)
                    with self._lock:
                        self._own.pop(turn_id, None)

    def _introduce(self, turn_id: str, own: _Own) -> None:
        entry = json.dumps({"replica": self.replica, "owner": own.owner})
        pipe = self._redis.pipeline(transaction=False)
        if own.epoch == 0:
            pipe.delete(self._key("run", turn_id))
        pipe.hset(self._key("runs"), turn_id, entry)
        pipe.xadd(self._key("news"), {"begun": turn_id, "entry": entry}, maxlen=MOST_NEWS)
        pipe.execute()
        own.known = True

    def _say_over(self, turn_id: str) -> None:
        pipe = self._redis.pipeline(transaction=False)
        pipe.hdel(self._key("runs"), turn_id)
        pipe.expire(self._key("run", turn_id), OVER_S)
        pipe.xadd(self._key("news"), {"over": turn_id}, maxlen=MOST_NEWS)
        pipe.execute()

    def _say(self, news: dict[str, Any]) -> None:
        try:
            self._redis.xadd(self._key("news"), news, maxlen=MOST_NEWS)
        except (RedisError, OSError) as error:
            self._ill(error)

    def _ill(self, error: Exception) -> None:
        """From the beginning again once it is back: what it took of the last message nobody knows, and it may have lost
        all the others."""
        if not self.trouble:
            log.error("Redis does not answer: %s", type(error).__name__)
        self.trouble = "What this replica shows of others stands still: Redis does not answer."
        self._settled_at = time.monotonic() + SETTLE_S
        with self._lock:
            for own in self._own.values():
                own.epoch, own.passed, own.number, own.known = own.epoch + 1, 0, 0, False

    def _well(self) -> None:
        if self.trouble:
            self._settled_at = time.monotonic() + SETTLE_S
            log.warning("Redis answers again.")
        self.trouble = ""

    # What is heard

    def _listen(self) -> None:
        last = ""
        while not self._over.is_set():
            try:
                if not last:
                    last = self._learn_all()
                for _, entries in self._redis.xread({self._key("news"): last}, count=500, block=BLOCK_MS) or ():
                    for place, news in entries:
                        last = place
                        self._hear(news)
            except (RedisError, OSError) as error:
                if self._over.is_set():
                    return
                self._ill(error)
                last = ""
                self._over.wait(1.0)

    def _learn_all(self) -> str:
        """All runs as they are now; the place in the news from which on there is more."""
        newest = self._redis.xrevrange(self._key("news"), count=1)
        self._known = {turn: json.loads(entry) for turn, entry in self._redis.hgetall(self._key("runs")).items()}
        return newest[0][0] if newest else "0-0"

    def _hear(self, news: Mapping[str, str]) -> None:
        match news:
            case {"begun": turn_id, "entry": entry}:
                self._known[turn_id] = json.loads(entry)
            case {"over": turn_id}:
                self._known.pop(turn_id, None)
            case {"stop": turn_id}:
                if turn_id in self._own:
                    self._stop(turn_id)
            case {"measurement": measurement_id}:
                self._go(partial(self._changed, measurement_id), "looks at a measurement")
            case {"owner": owner, "heir": heir}:
                self._take_over(owner, heir)
            case _:
                log.warning("There is news of a kind that is not known here.")

    def _take_over(self, owner: str, heir: str) -> None:
        with self._lock:
            for own in self._own.values():
                if own.owner == owner:
                    own.owner, own.known = heir, False
            for far in self._far.values():
                if far.owner == owner:
                    far.owner = heir
        self.wake()

    def _read(self, turn_id: str, far: FarRun) -> None:
        """Until it has ended, or nobody has looked at it for a while."""
        last, key = "0-0", self._key("run", turn_id)
        while not (self._over.is_set() or far.over) and time.monotonic() - far.looked < UNREAD_S:
            try:
                came = self._redis.xread({key: last}, count=200, block=None if not far.read.is_set() else BLOCK_MS)
                for _, entries in came or ():
                    for place, fields in entries:
                        last = place
                        far.take(fields)
                if not came or far.over:
                    far.read.set()
                if far.lost or (not came and turn_id not in self._known and not self.trouble):
                    break
            except (RedisError, OSError) as error:
                if self._over.is_set():
                    return
                self._ill(error)
                last = "0-0"  # it may begin again; what is told twice is taken once
                self._over.wait(1.0)
        with self._lock:
            if self._far.get(turn_id) is far:
                del self._far[turn_id]
        far.give_up()
        far.read.set()

    # Who is alive

    def _give_sign(self) -> None:
        self._redis.set(self._key("alive", self.replica), "1", px=int(ALIVE_S * 1000))

    def _look(self) -> None:
        looks = 0
        while not self._over.wait(SIGN_EVERY_S):
            looks += 1
            try:
                self._give_sign()
                self._count_followers()
                with self._lock:
                    owns = list(self._own)
                for turn_id in owns:
                    self._redis.expire(self._key("run", turn_id), KEPT_S)
                if time.monotonic() >= self._settled_at:
                    self._bury_dead()
                    if looks % LEFT_EVERY == 0:
                        self._look_for_left()
            except (RedisError, OSError) as error:
                self._ill(error)
            except CannotKeep as error:
                log.error("The runs of a replica that is dead could not be ended yet: %s", error)
            except Exception:
                log.exception("The runs of a replica that is dead could not be ended")

    def _count_followers(self) -> None:
        """Told with each sign of life; what a dead one told counts no more."""
        key = self._key("followed")
        pipe = self._redis.pipeline(transaction=False)
        pipe.hset(key, self.replica, json.dumps(dict(self._followed())))
        pipe.expire(key, KEPT_S)
        pipe.hgetall(key)
        told: dict[str, str] = pipe.execute()[-1]
        found: Counter[str] = Counter()
        for replica in told.keys() - {self.replica}:
            if self._redis.exists(self._key("alive", replica)):
                found.update(json.loads(told[replica]))
            else:
                self._redis.hdel(key, replica)
        self.followed_elsewhere = found

    def _bury_dead(self) -> None:
        runs = {turn: json.loads(entry) for turn, entry in self._redis.hgetall(self._key("runs")).items()}
        replicas = {entry["replica"] for entry in runs.values()} - {self.replica}
        dead = {one for one in replicas if not self._redis.exists(self._key("alive", one))}
        for turn_id, entry in runs.items():
            # One of those who are alive does it.
            buried = self._key("buried", turn_id)
            if entry["replica"] in dead and self._redis.set(buried, self.replica, nx=True, ex=60):
                try:
                    self._end_dead(turn_id, entry["owner"])
                except CannotKeep:
                    self._redis.delete(buried)  # at the next look
                    raise

    def _end_dead(self, turn_id: str, owner: str) -> None:
        turn, key = self._turn_of(turn_id), self._key("run", turn_id)
        if turn and not turn.ended:
            far = FarRun(bare(turn), owner, lambda: None)
            for _, fields in self._redis.xrange(key):
                far.take(fields)
            self._bury(far)
            # Who reads it elsewhere hears of its end as well.
            told = Told(Ended("failed", Interrupted().failure), far.seconds)
            for message in parts_of(Batch(*far.place_of_next, far.seconds, (told,))):
                self._redis.xadd(key, message)
        self._say_over(turn_id)

    def _key(self, *names: str) -> str:
        return ":".join((self._before, *names))
