"""What a turn cost that was stopped or cut: OpenRouter tells it a moment after the end, by the name of the generation.
It is asked in the background, and with a few tries: no turn waits for it, and none fails by it."""

import logging
import threading
from collections.abc import Callable

from components.conversation import Turn
from components.room.servers import Servers
from components.store import Store, StoreError
from components.wire import OPENROUTER, Endpoint, Lookup, LookupFailed

PAUSES_S = (1.5, 3.0, 6.0, 12.0)  # before each try
MOST_AT_ONCE = 20

log = logging.getLogger(__name__)


class Bills:
    """`tell` is called, on a thread of its own, with the owner of a turn whose cost is known now."""

    def __init__(self, store: Store, servers: Servers, lookup: Lookup, tell: Callable[[str], None]) -> None:
        self._store, self._servers, self._lookup, self._tell = store, servers, lookup, tell
        self._places, self._closed = threading.BoundedSemaphore(MOST_AT_ONCE), threading.Event()

    def turn_ended(self, turn: Turn) -> None:
        if is_due(turn) and self._places.acquire(blocking=False):
            name = f"asks for the bill of {turn.id}"
            threading.Thread(target=self._work, args=(turn,), name=name, daemon=True).start()

    def close(self) -> None:
        self._closed.set()

    def _work(self, turn: Turn) -> None:
        try:
            if self._store.is_arm(turn.id):
                return  # an experiment sends its own requests and no other
            owner = self._store.owner_of(turn.chat_id)
            endpoint = self._servers.get(owner, turn.asked.provider)
            if endpoint.name != OPENROUTER.name or not endpoint.key:
                return
            if any(not self._closed.wait(pause_s) and self._asked(turn, endpoint) for pause_s in PAUSES_S):
                self._tell(owner)
        except StoreError as error:
            log.error("Whose turn it was could not be looked up: %s", error)
        finally:
            self._places.release()

    def _asked(self, turn: Turn, endpoint: Endpoint) -> bool:
        """Is it known now, and kept?"""
        try:
            return self._store.bill(turn.id, self._lookup.generation(endpoint, turn.generation_id))
        except LookupFailed:
            return False  # it may be there in a moment
        except StoreError as error:
            log.error("The cost of a turn could not be kept: %s", error)
            return False


def is_due(turn: Turn) -> bool:
    """Was it stopped or cut, so that nobody told what it cost?"""
    cut = turn.status in ("stopped", "failed") or turn.cut
    told = turn.usage is not None and turn.usage.cost is not None
    return turn.asked.provider == OPENROUTER.name and cut and not told and bool(turn.generation_id)
