"""By which token a turn is cancelled: at any moment, from any thread, also before there is anything to interrupt."""

import threading
from collections.abc import Callable


class CancelToken:
    """Set once. What it has to interrupt (a socket) is registered as soon as it exists; if late, it goes at once.

    `sent` goes the other way: who asks sets it as soon as the request is on its way, or needs nobody's patience."""

    def __init__(self) -> None:
        self.sent = threading.Event()
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def wait(self, seconds: float) -> bool:
        """True as soon as it is cancelled, False once the time is over."""
        return self._cancelled.wait(seconds)

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Call `callback` when it is cancelled, or now if it was. It must not block and must not raise."""
        with self._lock:
            if not self._cancelled.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def set(self) -> None:
        with self._lock:
            if self._cancelled.is_set():
                return
            self._cancelled.set()
            self.sent.set()
            waiting, self._callbacks = self._callbacks, []
        for callback in waiting:
            callback()
