"""What was deleted goes for good once it cannot be brought back; so does what is old, where that is set."""

import logging
import threading
import time

from components.room.records import DELETED_S
from components.store import Store, StoreError

EVERY_S = 600.0
DAY_S = 86_400.0

log = logging.getLogger(__name__)


class Retention:
    """`days`: after how many what nobody changed goes; None: never."""

    def __init__(self, store: Store, days: float | None) -> None:
        self._store, self._days, self._over = store, days, threading.Event()
        self._thread = threading.Thread(target=self._look_again, name="forgets", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._over.set()

    def look(self, now: float) -> None:
        """Raises StoreError."""
        if self._days is not None:
            self._store.delete_old(now - self._days * DAY_S, now)
        self._store.forget_gone(now - DELETED_S)

    def _look_again(self) -> None:
        while not self._over.wait(EVERY_S):
            try:
                self.look(time.time())
            except StoreError as error:
                log.error("What was deleted could not be forgotten: %s", error)
