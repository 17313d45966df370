"""How often something was done, by the library `limits`: by this process, and, where the room has several, by all of
them, in their Redis.

What this process did is counted here as well, and decides as well. So nothing is forgotten when Redis is away, or comes
back empty: then each process has its own limit, the door is no more open than that, and nobody is locked out.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from components.relay import TIMEOUT_S, Asking, Away
from components.room.shared import Shared

WITHOUT = "Limits are counted by each process for itself."
AGAIN = "Limits are counted for all processes together again."

T = TypeVar("T")
Strategy = type[FixedWindowRateLimiter] | type[MovingWindowRateLimiter]
Limiter = FixedWindowRateLimiter | MovingWindowRateLimiter


class Counting:
    """Of a room. `kind` names what is counted by a limiter."""

    def __init__(self, shared: Shared | None = None) -> None:
        self._shared = shared
        self._storage: RedisStorage | None = None
        if shared:
            before = f"thinkroom:{shared.room}:counts"
            self._storage = RedisStorage(
                shared.url, key_prefix=before, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S
            )
        self._asking = Asking(WITHOUT, AGAIN)

    def close(self) -> None:
        if self._storage:
            self._storage.storage.connection_pool.disconnect()

    @property
    def waits(self) -> bool:
        """May it take a moment, so that nobody else should wait for it?"""
        return self._shared is not None

    def by(self, strategy: Strategy, kind: str) -> "Counter":
        there = strategy(self._storage) if self._storage else None
        return Counter(strategy(MemoryStorage()), there, self, kind)

    def hidden(self, kind: str, name: str) -> str:
        return self._shared.hidden(f"count {kind}", name) if self._shared else name

    def asked(self, ask: Callable[[], T], otherwise: T) -> T:
        """What Redis says; `otherwise` while it is away."""
        try:
            return self._asking.ask(ask)
        except Away:
            return otherwise


class Counter:
    """Of one kind of thing. Whatever is counted has a name."""

    def __init__(self, here: Limiter, there: Limiter | None, counting: Counting, kind: str) -> None:
        self._here, self._there, self._counting, self._kind = here, there, counting, kind

    def hit(self, item: RateLimitItem, name: str) -> bool:
        """Was there room for one more? It is counted."""
        there, hidden = self._there, self._counting.hidden(self._kind, name)
        if there and not self._counting.asked(lambda: there.hit(item, self._kind, hidden), True):
            return False
        return self._here.hit(item, self._kind, name)

    def wait_s(self, item: RateLimitItem, name: str) -> float:
        """How long until there is; 0.0: now."""
        there, hidden = self._there, self._counting.hidden(self._kind, name)
        waits = _wait_s(self._here, item, self._kind, name)
        if there is None:
            return waits
        return max(waits, self._counting.asked(lambda: _wait_s(there, item, self._kind, hidden), 0.0))


def _wait_s(limiter: Limiter, item: RateLimitItem, kind: str, name: str) -> float:
    if limiter.test(item, kind, name):
        return 0.0
    return max(limiter.get_window_stats(item, kind, name).reset_time - time.time(), 0.0)
