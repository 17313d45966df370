"""The live wire as pages have it: which of them reached it (only those are shown growing thoughts by it), and which
wait there for what is asked on them next."""

import threading
from collections.abc import Callable

MOST_PAGES = 2_000

Tell = Callable[[str, str, str], None]  # chat, turn, question


class Wires:
    """Pages by the random names that they give themselves, the oldest forgotten first."""

    def __init__(self) -> None:
        self._pages: dict[str, None] = {}
        self._waiting: dict[tuple[str, str], Tell] = {}  # by page and owner
        self._lock = threading.Lock()

    def note(self, page: str) -> None:
        if len(self._pages) >= MOST_PAGES:
            self._pages.pop(next(iter(self._pages)), None)
        self._pages[page[:64]] = None

    def reach(self, page: str) -> bool:
        return page in self._pages

    def wait(self, page: str, owner: str, tell: Tell) -> None:
        """`tell` is called with the next turn that this owner asks on that page, once, in whatever thread that is. It
        must not block."""
        with self._lock:
            self._waiting[page, owner] = tell

    def leave(self, page: str, owner: str, tell: Tell) -> None:
        """Wait no longer."""
        with self._lock:
            if self._waiting.get((page, owner)) is tell:
                del self._waiting[page, owner]

    def begun(self, page: str, owner: str, chat_id: str, turn_id: str, question: str) -> bool:
        """It was asked there, and is on its way. Was somebody told?"""
        with self._lock:
            tell = self._waiting.pop((page, owner), None)
        if tell:
            tell(chat_id, turn_id, question)
        return tell is not None
