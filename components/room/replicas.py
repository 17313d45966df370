"""Several processes that are one room: what they must share, and what one does for another that has died."""

import logging
import time
from collections.abc import Callable, Mapping

from redis.exceptions import RedisError

from components.conversation import Turn
from components.relay import FarRun, Relay
from components.room.shared import Shared
from components.settings import Settings
from components.store import Store, StoreError

UNKNOWN_S = 60.0  # after which a turn that runs, and that no replica has, was left by one that is no more

log = logging.getLogger(__name__)


class CannotJoin(Exception):
    """One sentence for the person who starts the room."""


def check_replicas(settings: Settings) -> None:
    """Raises CannotJoin where replicas would not be one room."""
    if not settings.redis_url:
        return
    if not settings.database_url.startswith("postgresql"):
        raise CannotJoin("THINKROOM_REDIS_URL is for replicas, which share a Postgres: set THINKROOM_DATABASE_URL.")
    if not settings.secret:
        raise CannotJoin("THINKROOM_REDIS_URL is for replicas, which share a secret: set THINKROOM_SECRET.")


class Replicas:
    """This replica among the others."""

    def __init__(
        self,
        shared: Shared,
        store: Store,
        stop: Callable[[str], None],
        resume: Callable[[], None],
        look: Callable[[str], None],
        followed: Callable[[], Mapping[str, int]],
    ) -> None:
        """`stop` ends a run of this process; `resume` goes on with what a dead replica had begun; `look` at a
        measurement that another one has paused, or had go on. `followed`: how many follow each share here."""
        self._store, self._resume, self._look = store, resume, look
        works = self._turn, stop, self._bury, self._look_for_left, self._changed, followed
        self.relay = Relay(shared.url, shared.room, *works)
        store.shared = True

    def join(self) -> None:
        """Raises CannotJoin."""
        try:
            self.relay.begin()
        except RedisError as error:
            raise CannotJoin(
                f"The Redis of THINKROOM_REDIS_URL does not answer ({type(error).__name__}). Start it, or correct that."
            ) from None

    def close(self) -> None:
        self.relay.close()

    def _turn(self, turn_id: str) -> Turn | None:
        """Without its text. Raises StoreError."""
        return self._store.with_texts([turn_id]).get(turn_id)

    def _bury(self, far: FarRun) -> None:
        if self._store.bury(far.turn):
            log.warning("A replica has died; a turn that it had is marked as cut off.")

    def _changed(self, measurement_id: str) -> None:
        try:
            self._look(measurement_id)
        except StoreError as error:  # it is looked at again with what a dead replica left
            log.error("What another replica changed could not be read: %s", error)

    def _look_for_left(self) -> None:
        """What runs by the database, and at no replica: all of them ended at once, or Redis forgot."""
        try:
            self._resume()
            for turn in self._store.with_texts(self._store.running()).values():
                if (
                    turn.status == "streaming"
                    and not self.relay.runs(turn.id)
                    and turn.created < time.time() - UNKNOWN_S
                ):
                    self._store.bury(turn)
        except StoreError as error:
            log.error("What a dead replica left could not be looked for: %s", error)
