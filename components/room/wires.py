"""Which pages reached the live wire: only those are shown growing thoughts by it."""

MOST_PAGES = 2_000


class Wires:
    """Pages by the random names that they give themselves, the oldest forgotten first."""

    def __init__(self) -> None:
        self._pages: dict[str, None] = {}

    def note(self, page: str) -> None:
        if len(self._pages) >= MOST_PAGES:
            self._pages.pop(next(iter(self._pages)), None)
        self._pages[page[:64]] = None

    def reach(self, page: str) -> bool:
        return page in self._pages
