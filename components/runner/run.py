"""A turn that runs on, whoever looks: on a thread of its own, readable at any moment, stoppable, saved as it grows, and
ended where nothing comes any more.

It knows neither page nor wire nor database: what it asks of them is said by its own Protocols. The worker calls no
Streamlit function, so reruns, page switches, refreshes and second tabs do not touch it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Literal

from components.conversation import (
    CancelToken,
    CannotKeep,
    Failure,
    Fault,
    Growing,
    Loading,
    Progress,
    ReplyTooLong,
    Retrying,
    Timeouts,
    Turn,
    TurnFailed,
)
from components.places import Place
from components.runner.seams import Keeper, Reply, Telling

# Of text in one reply: a million tokens are a quarter of it.
MOST_BYTES, MOST_PIECES = 16_000_000, 2_000_000

# That a page holds still, in seconds: until a request is sent (what is near is reached by then, and what is far needs
# no help), until the first words are there, and until those that come with them are told.
SENT_S, SPEAKS_S, TOLD_S = 0.03, 0.12, 0.06

UNSAVED = "It is kept in memory until the room ends, and saved as soon as that is possible."

Ended = Callable[["Run"], None]

log = logging.getLogger(__name__)


class Run(Growing):
    """One turn on its way. The first ending wins: whatever the worker still hears after a stop is dropped."""

    def __init__(
        self,
        begun: Turn,
        reply: Reply,
        keeper: Keeper,
        ended: Ended,
        timeouts: Timeouts,
        place: Place,
        telling: Telling | None = None,
        kept: Ended = lambda _: None,
    ) -> None:
        """`ended` is called at its end, and `kept` once that is saved, which may be later; each once."""
        super().__init__(begun)
        self._telling, self.place = telling, place
        self.owner = place.owner  # until it is handed over; its place stays where it was taken
        self.unsaved = ""  # why the last attempt to save failed, in words
        self.kept = False  # is its ending saved?
        self._reply, self._keeper, self._tell_ended, self._tell_kept = reply, keeper, ended, kept
        self._told_at_end: tuple[Literal["done", "stopped", "failed"], float, Failure | None] | None = None
        self._owes = False  # has it ended, with nobody told that it is kept, since it is not?
        self._timeouts = timeouts
        self._cancel = CancelToken()
        self._lock = threading.Lock()
        self._saving = threading.Lock()
        self._saved = self._saved_filing = 0
        self._sent, self._asked = time.monotonic(), False
        # When something last came, in seconds since it was sent, and whether anything came since it was last asked.
        self._heard, self._answered = 0.0, False
        self._over = threading.Event()

    @property
    def seconds(self) -> float:
        """Since it was sent, by the server's monotonic clock."""
        return time.monotonic() - self._sent

    def start(self) -> None:
        threading.Thread(target=self._work, name=f"turn {self.begun.id}", daemon=True).start()

    def hold_still(self, until_it_speaks: bool) -> None:
        """Returns once its request is on its way, or its first words have been told; soon, whatever it does. A turn
        that waits itself is not waited for."""
        if not self.place.got:
            return
        self._cancel.sent.wait(SENT_S)
        if until_it_speaks:
            spoken = threading.Event()
            self.when_it_speaks(spoken.set)
            if spoken.wait(SPEAKS_S):
                self._over.wait(TOLD_S)

    def stop(self) -> None:
        """Ends at once, also where the worker hangs in a connection that cannot be interrupted."""
        self._cancel.set()
        self._end()

    def expire(self) -> None:
        """End it where nothing came for longer than the room waits. After a finish reason there may come the usage:
        a reply that has said its last word is done, however long its connection is held open."""
        asked, now, progress = self._asked, self.seconds, self.progress
        over = self._timeouts.over(now, now - self._heard, self._answered, progress)
        if asked and over and not progress.ended:
            self._end(over.failure, aside=True)
            self._cancel.set()

    def cut(self, failure: Failure) -> None:
        """End it now, with what came so far."""
        self._end(failure)
        self._cancel.set()

    def save(self) -> None:
        """Append what is new. A keeper that fails is tried again next time; nothing is lost while the room runs."""
        with self._saving:
            if not self.kept:
                self._keep(self.progress)
            follows, self._owes = self.kept and self._owes, self._owes and not self.kept
        if follows:
            self._follow_aside()

    def _work(self) -> None:
        failure: Failure | None = None
        if not self.place.wait(lambda: self.progress.ended):
            return
        self._sent, self._asked = time.monotonic(), True
        if self._telling:
            self._telling.sent()
        try:
            for event in self._reply(self._cancel):
                with self._lock:
                    if self.progress.ended:
                        return
                    self._heard, self._answered = self.seconds, not isinstance(event, Retrying | Loading)
                    self._draft.fold(event, self._heard)
                    if self._telling:
                        self._telling.tell(event, self._heard)
                    now = self.progress
                    if now.size and self.silent:
                        self._speaks()
                    if now.size > MOST_BYTES or now.count > MOST_PIECES:
                        raise ReplyTooLong(why="size", limit=f"{MOST_BYTES // 1_000_000} MB of text")
        except TurnFailed as error:
            failure = error.failure
        except Exception:
            log.exception("A reply could not be read")
            failure = Fault().failure
        self._end(failure)

    def _speaks(self) -> None:
        self._cancel.sent.set()
        super()._speaks()

    def _end(self, failure: Failure | None = None, aside: bool = False) -> None:
        with self._lock:
            if self.progress.ended:
                return
            failed = failure or self.progress.reply.failure
            status = "stopped" if self._cancel.cancelled else "failed" if failed else "done"
            at, why = self.seconds, None if self._cancel.cancelled else failure
            self._told_at_end = status, at, why
            self._draft.end(status, at, why)
        self._over.set()
        self._speaks()
        with self._saving:
            if not self.kept:
                self._keep(self.progress)
            self._owes = not self.kept
            kept = self.kept
        self._tell_ended(self)
        if kept:
            (self._follow_aside if aside else self._follow)()

    def _follow_aside(self) -> None:
        """On a thread of its own: whoever saves all runs waits for nothing that follows one of them."""
        threading.Thread(target=self._follow, name=f"follows turn {self.begun.id}", daemon=True).start()

    def _follow(self) -> None:
        """It is over and kept: who reads of its end finds all of it in the database."""
        if self._telling and self._told_at_end:
            self._telling.end(*self._told_at_end)
        self._tell_kept(self)

    def _keep(self, now: Progress) -> None:
        try:
            self._append(now)
            if now.ended:
                self._keeper.finish(self.head)
            self.unsaved, self.kept = "", now.ended
        except Exception as error:
            self._cannot_save(error)

    def _append(self, now: Progress) -> None:
        if now.filing != self._saved_filing:
            self._keeper.refile(self.begun.id)
            self._saved_filing = now.filing
        if now.count > self._saved:
            self._keeper.extend(self.head, self._saved, now.pieces[self._saved : now.count])
            self._saved = now.count

    def _cannot_save(self, error: Exception) -> None:
        if not self.unsaved:
            log.error("A turn could not be saved: %s", error if isinstance(error, CannotKeep) else type(error).__name__)
        why = str(error) if isinstance(error, CannotKeep) else "The database does not take it."
        self.unsaved = f"This turn could not be saved. {why} {UNSAVED}"
