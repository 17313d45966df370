"""Whoever signs in, and until when they are in. What the database says of them is read again after a second: another
process of the same room may have signed them out."""

import threading
import time
from collections import OrderedDict

from components.store import Store, StoreError

FRESH_S = 1.0
MOST = 10_000  # people that are kept in memory


class People:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()  # signed out since, and when that was read

    def signed_out(self, person: str) -> float:
        """What they signed in with up to then is over; 0.0 for who never signed out. Where the database does not answer
        it is as it was last read, and for whom nothing was read it is over."""
        with self._lock:
            since, read = self._known.get(person, (float("inf"), float("-inf")))
        if (now := time.monotonic()) - read < FRESH_S:
            return since
        try:
            since = self._store.signed_out(person)
        except StoreError:
            return since
        self._keep(person, since, now)
        return since

    def sign_out(self, person: str) -> None:
        """Everywhere, at once. Raises StoreError."""
        at = time.time()
        self._store.sign_out(person, at)
        self._keep(person, at, time.monotonic())

    def name_of(self, person: str) -> str:
        """ "" where none is known."""
        return self._store.name_of(person)

    def call(self, person: str, name: str) -> None:
        if name != self._store.name_of(person):
            self._store.call(person, name)

    def _keep(self, person: str, since: float, read: float) -> None:
        with self._lock:
            # Who read it before another one signed them out must not have the last word.
            before = self._known.pop(person, (0.0, 0.0))[0]
            self._known[person] = max(since, before), read
            while len(self._known) > MOST:
                self._known.popitem(last=False)
