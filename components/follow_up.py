"""What is carried out because a turn ended. Where that cannot be (the database is away), it is tried again, with no
browser open."""

import threading
from collections.abc import Callable

TRY_AGAIN_S, TRIES = 3.0, 200


class FollowUp:
    def __init__(self) -> None:
        self._closed = False

    def close(self) -> None:
        """The room ends: nothing is tried again, also not what waits for that."""
        self._closed = True

    def carry_out(self, deed: Callable[[], None]) -> None:
        """Now and on this thread; what fails, every TRY_AGAIN_S seconds on another one, TRIES times in all. The last
        time its error is raised. A deed that succeeded in part may be done again: it knows what it has done."""
        self._try(deed, TRIES)

    def _try(self, deed: Callable[[], None], tries: int) -> None:
        try:
            deed()
        except Exception:
            if self._closed:
                return
            if tries == 1:
                raise
            again = threading.Timer(TRY_AGAIN_S, self._try_again, (deed, tries - 1))
            again.name, again.daemon = "follows up", True
            again.start()

    def _try_again(self, deed: Callable[[], None], tries: int) -> None:
        if not self._closed:
            self._try(deed, tries)
