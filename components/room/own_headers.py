"""Headers that people add to the requests to a server. Their values are treated as keys are: in memory only, never in
a log or a repr."""

import re

from components.room.typed import Typed

NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
LONGEST, MOST = 4_000, 20
# What says where a request goes, who asks, how it is carried and what is in it, the room says itself.
KEPT = re.compile(r"host|cookie2?|set-cookie2?|authorization|connection|keep-alive|te|trailer|upgrade|expect"
                  r"|(?:content|transfer|proxy)-.*", re.I)  # fmt: skip


class OwnHeaders:
    def __init__(self, typed: Typed | None = None) -> None:
        self._typed = typed or Typed()

    def keep(self, owner: str, server: str, name: str, value: str) -> str:
        """What is wrong with it, "" once it is kept. A header of that name that is there gives way."""
        name, value = name.strip(), value.strip(" \t")
        if wrong := wrong_with(name, value):
            return wrong
        names = [one.lower() for one in self.names(owner, server)]
        if len(names) >= MOST and name.lower() not in names:
            return f"There are {MOST} own headers for this server already. Forget one first."
        self._typed.put(owner, f"{_kind(server)}{name.lower()}", f"{name}: {value}")
        return ""

    def get(self, owner: str, server: str) -> tuple[tuple[str, str], ...]:
        """Names and values, in the order of their coming."""
        found = (value for name, value in self._typed.of(owner).items() if name.startswith(_kind(server)))
        return tuple((name, value) for name, _, value in (one.partition(": ") for one in found))

    def names(self, owner: str, server: str) -> list[str]:
        return [name for name, _ in self.get(owner, server)]

    def forget(self, owner: str, server: str, name: str) -> None:
        self._typed.put(owner, f"{_kind(server)}{name.lower()}", "")


def _kind(server: str) -> str:
    return f"header {server} "


def wrong_with(name: str, value: str) -> str:
    """In a sentence, which holds nothing of the value; "" for nothing."""
    if not name:
        return "The header was not kept: type its name first, then its value."
    if not NAME.fullmatch(name):
        return "This is no name of a header: it is too long, or holds spaces, line breaks or signs that none may have."
    if KEPT.fullmatch(name):
        return f"“{name}” may not be among your own headers: the room sets it itself."
    if not value:
        return f"The header “{name}” has no value, so it was not kept."
    if not value.isascii() or not value.isprintable() or len(value) > LONGEST:
        return f"The value of “{name}” holds line breaks or letters beyond ASCII, or is too long, so it was not kept."
    return ""
