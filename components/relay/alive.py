"""Who is alive: each replica gives a sign every few seconds, and what one without a sign had is ended by another."""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping

from components.conversation import CannotKeep, Interrupted, Turn
from components.relay.far import FarRun, bare
from components.relay.link import AWAY, Link
from components.relay.messages import Batch, Ended, Told, parts_of
from components.relay.own import OwnRuns

ALIVE_S, SIGN_EVERY_S = 8.0, 2.0  # without a sign for so long a replica is dead; how often each gives one
KEPT_S = 3_600  # a stream of a run that nobody ended, in Redis
LEFT_EVERY = 5  # looks at who is dead

log = logging.getLogger(__name__)


class Signs:
    """`turn_of` reads a turn as it is kept; `bury` ends a run of a dead replica, by what was passed on of it;
    `look_for_left` is called now and then, when all are known. `followed`: how many follow each share here."""

    def __init__(
        self,
        link: Link,
        own: OwnRuns,
        turn_of: Callable[[str], Turn | None],
        bury: Callable[[FarRun], None],
        look_for_left: Callable[[], None],
        followed: Callable[[], Mapping[str, int]],
    ) -> None:
        self._link, self._own, self._turn_of = link, own, turn_of
        self._bury, self._look_for_left, self._followed = bury, look_for_left, followed
        self.followed_elsewhere: Mapping[str, int] = {}  # as it was last heard

    def give(self) -> None:
        self._link.redis.set(self._link.key("alive", self._link.replica), "1", px=int(ALIVE_S * 1000))

    def give_no_more(self) -> None:
        link = self._link
        link.redis.hdel(link.key("followed"), link.replica)
        link.redis.delete(link.key("alive", link.replica))

    def look(self) -> None:
        """Until it is over."""
        link, looks = self._link, 0
        while not link.over.wait(SIGN_EVERY_S):
            looks += 1
            try:
                self.give()
                self._count_followers()
                for turn_id in self._own.ids():
                    link.redis.expire(link.key("run", turn_id), KEPT_S)
                if time.monotonic() >= link.settled_at:
                    self._bury_dead()
                    if looks % LEFT_EVERY == 0:
                        self._look_for_left()
            except AWAY as error:
                link.ill(error)
            except CannotKeep as error:
                log.error("The runs of a replica that is dead could not be ended yet: %s", error)
            except Exception:
                log.exception("The runs of a replica that is dead could not be ended")

    def _count_followers(self) -> None:
        """Told with each sign of life; what a dead one told counts no more."""
        link = self._link
        key = link.key("followed")
        pipe = link.redis.pipeline(transaction=False)
        pipe.hset(key, link.replica, json.dumps(dict(self._followed())))
        pipe.expire(key, KEPT_S)
        pipe.hgetall(key)
        told: dict[str, str] = pipe.execute()[-1]
        found: Counter[str] = Counter()
        for replica in told.keys() - {link.replica}:
            if link.redis.exists(link.key("alive", replica)):
                found.update(json.loads(told[replica]))
            else:
                link.redis.hdel(key, replica)
        self.followed_elsewhere = found

    def _bury_dead(self) -> None:
        link = self._link
        runs = {turn: json.loads(entry) for turn, entry in link.redis.hgetall(link.key("runs")).items()}
        replicas = {entry["replica"] for entry in runs.values()} - {link.replica}
        dead = {one for one in replicas if not link.redis.exists(link.key("alive", one))}
        for turn_id, entry in runs.items():
            # One of those who are alive does it.
            buried = link.key("buried", turn_id)
            if entry["replica"] in dead and link.redis.set(buried, link.replica, nx=True, ex=60):
                try:
                    self._end_dead(turn_id, entry["owner"])
                except CannotKeep:
                    link.redis.delete(buried)  # at the next look
                    raise

    def _end_dead(self, turn_id: str, owner: str) -> None:
        turn, key = self._turn_of(turn_id), self._link.key("run", turn_id)
        if turn and not turn.ended:
            far = FarRun(bare(turn), owner, lambda: None)
            for _, fields in self._link.redis.xrange(key):
                far.take(fields)
            self._bury(far)
            # Who reads it elsewhere hears of its end as well.
            told = Told(Ended("failed", Interrupted().failure), far.seconds)
            for message in parts_of(Batch(*far.place_of_next, far.seconds, (told,))):
                self._link.redis.xadd(key, message)
        self._own.say_over(turn_id)
