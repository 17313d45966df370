"""A wish to stop that may come at any moment, from any thread, also before there is anything to interrupt."""

import threading
from collections.abc import Callable


class Stop:
    """Set once. What it has to interrupt (a socket) is registered as soon as it exists; if late, it goes at once.

    `sent` goes the other way: who asks sets it as soon as the request is on its way, or needs nobody's patience."""

    def __init__(self) -> None:
        self.sent = threading.Event()
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._interrupts: list[Callable[[], None]] = []

    @property
    def wanted(self) -> bool:
        return self._wanted.is_set()

    def wait(self, seconds: float) -> bool:
        """True as soon as the stop comes, False once the time is over."""
        return self._wanted.wait(seconds)

    def interrupts(self, interrupt: Callable[[], None]) -> None:
        """Call `interrupt` when the stop comes, or now if it has come. It must not block and must not raise."""
        with self._lock:
            if not self._wanted.is_set():
                self._interrupts.append(interrupt)
                return
        interrupt()

    def set(self) -> None:
        with self._lock:
            if self._wanted.is_set():
                return
            self._wanted.set()
            self.sent.set()
            waiting, self._interrupts = self._interrupts, []
        for interrupt in waiting:
            interrupt()
