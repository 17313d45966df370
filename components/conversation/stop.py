"""A wish to stop that may come at any moment, from any thread, also before there is anything to interrupt."""

import threading
from collections.abc import Callable


class Stop:
    """Set once. What it has to interrupt (a socket) is registered as soon as it exists; if late, it goes at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = False
        self._interrupts: list[Callable[[], None]] = []

    @property
    def wanted(self) -> bool:
        return self._wanted

    def interrupts(self, interrupt: Callable[[], None]) -> None:
        """Call `interrupt` when the stop comes, or now if it has come. It must not block and must not raise."""
        with self._lock:
            if not self._wanted:
                self._interrupts.append(interrupt)
                return
        interrupt()

    def set(self) -> None:
        with self._lock:
            if self._wanted:
                return
            self._wanted, waiting = True, self._interrupts
            self._interrupts = []
        for interrupt in waiting:
            interrupt()
