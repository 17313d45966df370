"""One replica's way to Redis: what it is called there, whether that answers, and what it says to all others."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

BLOCK_MS = 1_000  # for news
SETTLE_S = 10.0  # after Redis came back nobody is called dead for so long: all give their signs first
MOST_NEWS = 2_000
AWAY = RedisError, OSError

log = logging.getLogger(__name__)


class Link:
    def __init__(self, url: str, room: str, lost: Callable[[], None]) -> None:
        """`room` names what replicas share, so that several rooms may share a Redis. `lost` is called where nobody
        knows what Redis took of the last message, and whether it lost all before that."""
        self.replica = secrets.token_hex(8)
        # Its own types allow for answers that only other settings of it give.
        self.redis: Any = Redis.from_url(
            url, decode_responses=True, socket_timeout=5.0, socket_connect_timeout=3.0, health_check_interval=15
        )
        self._before, self._lost = f"thinkroom:{room}", lost
        self._threads: list[threading.Thread] = []
        self.over = threading.Event()
        self.trouble = ""  # why Redis does not answer; "" while it does
        self.settled_at = 0.0  # monotonic

    def begin(self) -> None:
        """Raises RedisError where there is none."""
        self.redis.ping()
        self.settled_at = time.monotonic() + SETTLE_S

    def close(self) -> None:
        """Once it is over."""
        for thread in self._threads:
            thread.join(2 * BLOCK_MS / 1000)
        self.redis.close()

    def go(self, work: Callable[[], None], name: str) -> None:
        """On a thread of its own."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def key(self, *names: str) -> str:
        return ":".join((self._before, *names))

    def say(self, news: dict[str, Any]) -> None:
        """To all replicas; to nobody while Redis is away."""
        try:
            self.redis.xadd(self.key("news"), news, maxlen=MOST_NEWS)
        except AWAY as error:
            self.ill(error)

    def ill(self, error: Exception) -> None:
        if not self.trouble:
            log.error("Redis does not answer: %s", type(error).__name__)
        self.trouble = "What this replica shows of others stands still: Redis does not answer."
        self.settled_at = time.monotonic() + SETTLE_S
        self._lost()

    def well(self) -> None:
        if self.trouble:
            self.settled_at = time.monotonic() + SETTLE_S
            log.warning("Redis answers again.")
        self.trouble = ""
