"""A key that a server sends back in the text of a reply: it reaches no page, no file and no store."""

import re
from collections.abc import Iterable

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
KNOWN_BY = 4  # characters: so many of a key tell nothing, and are shown before it can be known
LEAST = 8  # a shorter one is no key
MASK = "[key]"


class KeyGuards:
    """Of one channel, one after the other."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._guards = [KeyGuard(key) for key in keys]

    def feed(self, text: str) -> str:
        for guard in self._guards:
            text = guard.feed(text)
        return text

    def end(self) -> str:
        text = ""
        for guard in self._guards:
            text = (guard.feed(text) if text else "") + guard.end()
        return text


class KeyGuard:
    """Of one channel. Holds back only what may still become the key."""

    def __init__(self, key: str) -> None:
        self._key = key if len(key) >= LEAST else ""
        self._head = key[:KNOWN_BY]
        self._last = ""  # what was shown last, which may be the beginning of a key
        self._matched = 0  # characters of the key that stand at the end of what came
        self._held = ""

    def feed(self, text: str) -> str:
        if not self._key:
            return text
        if not self._matched:
            near = self._last + text
            bare = near if near.isascii() else INVISIBLE.sub("", near)
            self._last = bare[1 - KNOWN_BY :]
            if self._head not in bare:
                return text
            for char in near[: len(near) - len(text)]:
                self._step(char)
        found = "".join(map(self._step, text))
        if not self._matched:
            self._last = ""
        return found

    def _step(self, char: str) -> str:
        """What may be shown once this character has come."""
        if self._matched and INVISIBLE.match(char):
            if self._held:
                self._held += char
                return ""
            return char
        shown = ""
        if char != self._key[self._matched]:
            shown, self._held = self._held, ""
            self._matched = 0
        if char == self._key[self._matched]:
            self._matched += 1
            if self._matched == len(self._key):
                self._matched, self._held = 0, ""
                return shown + MASK
            if self._matched >= KNOWN_BY:
                self._held += char
                return shown
        return shown + char

    def end(self) -> str:
        """Half a key is none."""
        held, self._held, self._last, self._matched = self._held, "", "", 0
        return held
