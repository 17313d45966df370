"""Keys that people typed into the page: in this process's memory only, never on disk, never in a log or a repr."""

import threading


class Keys:
    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def keep(self, owner: str, endpoint: str, key: str) -> str:
        """What is wrong with the key, "" once it is kept."""
        key = key.strip()
        if not key or not key.isascii() or not key.isprintable() or " " in key or len(key) > 500:
            return "This is no key: it holds spaces, line breaks or letters beyond ASCII."
        with self._lock:
            self._keys[owner, endpoint] = key
        return ""

    def get(self, owner: str, endpoint: str) -> str:
        return self._keys.get((owner, endpoint), "")

    def forget(self, owner: str, endpoint: str) -> None:
        with self._lock:
            self._keys.pop((owner, endpoint), None)
