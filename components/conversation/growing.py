"""A turn that grows: read through its draft at any moment, by whoever looks, while one thread writes it."""

import threading
from collections.abc import Callable

from components.conversation.draft import Draft, Progress
from components.conversation.turn import Turn


class Growing:
    """`begun`: the turn as it was asked."""

    def __init__(self, begun: Turn) -> None:
        self.begun = begun
        self._draft = Draft()
        self._listening: list[Callable[[], None]] | None = []  # None: its first words are there
        self._listeners = threading.Lock()

    @property
    def progress(self) -> Progress:
        return self._draft.progress

    @property
    def head(self) -> Turn:
        """The turn as far as it has come, without its text."""
        return self._draft.head(self.begun)

    @property
    def turn(self) -> Turn:
        return self._draft.turn(self.begun)

    @property
    def silent(self) -> bool:
        """Has nobody been told yet that it speaks?"""
        return self._listening is not None

    def when_it_speaks(self, tell: Callable[[], None]) -> None:
        """`tell` is called once: when its first words are there, or it ends without any; now, if that is so already. It
        must neither block nor raise."""
        with self._listeners:
            if self._listening is not None:
                self._listening.append(tell)
                return
        tell()

    def _speaks(self) -> None:
        with self._listeners:
            listening, self._listening = self._listening or [], None
        for tell in listening:
            tell()
