"""Keys that people typed into the page: in memory only, never in a log or a repr; and known to all processes of a room,
where it has several."""

from components.room.typed import Lost, Typed

KIND = "key"


class Keys:
    def __init__(self, typed: Typed | None = None) -> None:
        self._typed = typed or Typed()

    @property
    def lasts_s(self) -> float | None:
        """After its last use; None: as long as the process."""
        return self._typed.lasts_s

    def keep(self, owner: str, endpoint: str, key: str) -> str:
        """What is wrong with the key, "" once it is kept."""
        key = key.strip()
        if not key or not key.isascii() or not key.isprintable() or " " in key or len(key) > 500:
            return "This is no key: it holds spaces, line breaks or letters beyond ASCII."
        self._typed.put(owner, f"{KIND} {endpoint}", key)
        return ""

    def get(self, owner: str, endpoint: str) -> str:
        return self._typed.of(owner).get(f"{KIND} {endpoint}", "")

    def forget(self, owner: str, endpoint: str) -> None:
        self._typed.put(owner, f"{KIND} {endpoint}", "")

    def lost(self, owner: str) -> Lost:
        """Why one that was typed before may be missing."""
        return self._typed.lost(owner)
