"""How many characters of text arrived, by what they were taken for: nothing that a server sends may be lost unseen."""

from typing import Any, Literal

from components.wire.leaves import texts_in

# understood: it can be read on the page, or it is a name that the room uses · repeated: it was there before · markup:
# signs around it · opaque: kept for the next request and never shown · allowed: known to mean nothing · other: not
# understood, and shown as that.
Taken = Literal["understood", "repeated", "markup", "opaque", "allowed", "other"]
MEANT: dict[str, Taken] = {
    "thought": "understood",
    "summary": "understood",
    "answer": "understood",
    "refusal": "understood",
    "image": "understood",
    "event": "understood",
    "source": "understood",
    "told": "understood",
    "repeated": "repeated",
    "opaque": "opaque",
    "allowed": "allowed",
    "other": "other",
}


class Tally:
    """A number for each, since it is added to at every chunk."""

    __slots__ = ("allowed", "markup", "opaque", "other", "repeated", "understood")

    def __init__(self) -> None:
        self.allowed = self.markup = self.opaque = self.other = self.repeated = self.understood = 0

    def count(self, means: str, text: str) -> None:
        taken = MEANT[means]
        setattr(self, taken, getattr(self, taken) + len(text))

    def told(self, value: Any) -> None:
        """All texts of a value, of which a sentence or a figure is made."""
        for _, text in texts_in(value, ""):
            self.understood += len(text)

    def move(self, before: Taken, after: Taken, size: int) -> None:
        """What was taken for one thing was another."""
        setattr(self, before, getattr(self, before) - size)
        setattr(self, after, getattr(self, after) + size)

    @property
    def characters(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def all(self) -> int:
        return self.allowed + self.markup + self.opaque + self.other + self.repeated + self.understood
