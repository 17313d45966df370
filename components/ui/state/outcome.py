"""What clicks came to, noted without a call of Streamlit's: any of those may end the run that carries a click out."""

import time
from collections.abc import Hashable
from dataclasses import dataclass, field

# A tick that the browser sends beside a click carries the click along, and then the click itself comes, some tens of
# milliseconds later (seen in Streamlit 1.67). Nobody means the same thing twice within this time.
TWICE_S = 1.0


@dataclass(slots=True)
class Outcome:
    """Taken before what must not happen twice, filled in after it, and carried over by the next run of the page: the
    chat, the experiment, the measurement and the race to show, the turn to bring to the top (chat, turn), a question
    that was not asked and why.
    """

    chat: str | None = None
    run: str | None = None
    measurement: str | None = None
    race: str | None = None
    bring: tuple[str, str] | None = None
    unsent: tuple[str, str] | None = None
    _done: dict[Hashable, float] = field(default_factory=dict[Hashable, float])

    def is_new(self, *wish: Hashable) -> bool:
        """Has this not been wished for just now? Then it is noted."""
        now = time.monotonic()
        self._done = {done: at for done, at in self._done.items() if now - at < TWICE_S}
        new = wish not in self._done
        self._done.setdefault(wish, now)
        return new

    def may_again(self, *wish: Hashable) -> None:
        """It came to nothing."""
        self._done.pop(wish, None)
