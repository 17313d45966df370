"""So many tokens a second, by a schedule: what came late is not paid for by what comes after it."""

import threading
import time


class Pace:
    """`tokens_a_second` 0: no waiting. The first token is due at once, and the clock starts with it."""

    def __init__(self, tokens_a_second: float, closed: threading.Event) -> None:
        self._rate, self._closed = tokens_a_second, closed
        self._begun: float | None = None
        self._count = 0

    def wait(self) -> bool:
        """Until the next token is due. False, and at once, when the connection was closed."""
        if self._rate <= 0:
            return not self._closed.is_set()
        now = time.monotonic()
        if self._begun is None:
            self._begun = now
        due = self._begun + self._count / self._rate
        self._count += 1
        return not self._closed.wait(due - now) if due > now else not self._closed.is_set()
