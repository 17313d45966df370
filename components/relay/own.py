"""What this replica runs, as it is passed on: to a stream for each run, in which the events of its draft stand."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from components.conversation import Failure, StreamEvent, Turn
from components.relay.link import AWAY, MOST_NEWS, Link
from components.relay.messages import Batch, Ended, Status, Told, parts_of

GATHER_S = 0.03
FLUSH_EVERY_S = 2.0  # where nothing wakes it
OVER_S = 120  # a stream of a run that has ended, in Redis


@dataclass
class _Own:
    """`told` is all of it: it may have to be told again."""

    owner: str
    sent_at: float  # monotonic
    told: list[Told] = field(default_factory=list[Told])
    passed: int = 0
    number: int = 0
    epoch: int = 0
    known: bool = False  # does Redis know of it?


class Telling:
    """Of one run: what it hears is passed on."""

    def __init__(self, own: _Own, wake: Callable[[], None]) -> None:
        self._own, self._wake = own, wake

    def sent(self) -> None:
        self._own.sent_at = time.monotonic()

    def tell(self, event: StreamEvent, at: float) -> None:
        self._own.told.append(Told(event, at))
        self._wake()

    def end(self, status: Status, at: float, failure: Failure | None) -> None:
        """Once it is kept: who reads of it finds all of it in the database."""
        self._own.told.append(Told(Ended(status, failure), at))
        self._wake()


class OwnRuns:
    def __init__(self, link: Link) -> None:
        self._link = link
        self._runs: dict[str, _Own] = {}
        self._lock, self._work = threading.Lock(), threading.Event()

    def __contains__(self, turn_id: str) -> bool:
        return turn_id in self._runs

    def ids(self) -> list[str]:
        with self._lock:
            return list(self._runs)

    def follow(self, turn: Turn, owner: str) -> Telling:
        own = _Own(owner, time.monotonic())
        with self._lock:
            self._runs[turn.id] = own
        self.wake()
        return Telling(own, self.wake)

    def wake(self) -> None:
        self._work.set()

    def take_over(self, owner: str, heir: str) -> None:
        with self._lock:
            for own in self._runs.values():
                if own.owner == owner:
                    own.owner, own.known = heir, False
        self.wake()

    def tell_anew(self) -> None:
        """From the beginning, in another epoch."""
        with self._lock:
            for own in self._runs.values():
                own.epoch, own.passed, own.number, own.known = own.epoch + 1, 0, 0, False

    def pass_on(self) -> None:
        """Until it is over."""
        link = self._link
        while not link.over.is_set():
            self._work.wait(FLUSH_EVERY_S)
            link.over.wait(GATHER_S)
            self._work.clear()
            try:
                self.flush()
                if link.trouble:  # where there was nothing to pass on, Redis was not even asked
                    link.redis.ping()
                link.well()
            except AWAY as error:
                link.ill(error)
                link.over.wait(1.0)
                self._work.set()

    def flush(self) -> None:
        with self._lock:
            owns = list(self._runs.items())
        for turn_id, own in owns:
            count = len(own.told)
            if not own.known:
                self._introduce(turn_id, own)
            if count > own.passed:
                told = tuple(own.told[own.passed : count])
                batch = Batch(own.epoch, own.number, time.monotonic() - own.sent_at, told)
                pipe = self._link.redis.pipeline(transaction=False)
                for message in parts_of(batch):
                    pipe.xadd(self._link.key("run", turn_id), message)
                pipe.execute()
                own.passed, own.number = count, own.number + 1
                if isinstance(told[-1].event, Ended):
                    self.say_over(turn_id)
                    with self._lock:
                        self._runs.pop(turn_id, None)

    def say_over(self, turn_id: str) -> None:
        """Also of a run that a dead replica had."""
        link = self._link
        pipe = link.redis.pipeline(transaction=False)
        pipe.hdel(link.key("runs"), turn_id)
        pipe.expire(link.key("run", turn_id), OVER_S)
        pipe.xadd(link.key("news"), {"over": turn_id}, maxlen=MOST_NEWS)
        pipe.execute()

    def _introduce(self, turn_id: str, own: _Own) -> None:
        link = self._link
        entry = json.dumps({"replica": link.replica, "owner": own.owner})
        pipe = link.redis.pipeline(transaction=False)
        if own.epoch == 0:
            pipe.delete(link.key("run", turn_id))
        pipe.hset(link.key("runs"), turn_id, entry)
        pipe.xadd(link.key("news"), {"begun": turn_id, "entry": entry}, maxlen=MOST_NEWS)
        pipe.execute()
        own.known = True
