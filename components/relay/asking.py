"""Redis, asked for what can be done without: while it is away nobody waits for it, and the log says so once."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from redis.exceptions import RedisError

TIMEOUT_S, AGAIN_S = 1.0, 2.0  # how long it may take, and how long it is not asked after that
T = TypeVar("T")

log = logging.getLogger(__name__)


class Away(Exception):
    """Redis does not answer, or did not a moment ago."""


class Asking:
    def __init__(self, without: str, again: str) -> None:
        """What is said in the log: what is done `without` it, and once it is there `again`."""
        self._without, self._again = without, again
        self._away_until, self._trouble = 0.0, False
        self._lock = threading.Lock()

    def ask(self, what: Callable[[], T]) -> T:
        """Raises Away."""
        with self._lock:
            if (now := time.monotonic()) < self._away_until:
                raise Away
            if self._trouble:  # one alone tries again: whoever else comes meanwhile does not wait as well
                self._away_until = now + TIMEOUT_S + AGAIN_S
        try:
            found = what()
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + AGAIN_S
            if not self._trouble:
                log.error("%s Redis does not answer: %s.", self._without, type(error).__name__)
            self._trouble = True
            raise Away from None
        if self._trouble:
            log.warning("%s", self._again)
        self._away_until, self._trouble = 0.0, False
        return found
