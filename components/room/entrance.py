"""What lets a browser in, and as whom: nothing (then each has a room of its own), or a password that all share."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from components.room.auth import LOCAL, Door, Place, owner_by
from components.room.password import Password
from components.room.people import People

ENTRY_S = 30 * 86_400  # how long a browser that knew the password comes in


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How it is said on a page, as Markdown; `leaves`: can it be ended there?"""

    words: str
    leaves: bool = True


class Entrance:
    def __init__(self, door: Door, people: People, password: Password | None = None, trusts: bool = False) -> None:
        """`trusts`: the machine, so that whoever started the room need not sign in, nor can sign out."""
        self.password = password
        self._door, self._people, self._trusts = door, people, trusts

    @property
    def asks(self) -> bool:
        """Is anybody kept out?"""
        return self.password is not None

    def owner_of(self, place: Place, headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
        """None for whom nothing is here: a browser without a cookie, or one that has not signed in."""
        owner = self._door.owner_of(place, headers, cookies)
        if owner is None or owner == LOCAL or not self.asks:
            return owner
        return owner if self._entered(place, cookies) else None

    def entry(self, token: str) -> str:
        """The cookie for a browser that knows the password now."""
        assert self.password is not None
        return self._door.entry(token, self.password.encoded, time.time())

    def signed_in(self, owner: str) -> SignedIn | None:
        """None where nobody signs in."""
        if not self.asks:
            return None
        if owner == LOCAL:
            return SignedIn("You came by the address that Thinkroom printed.", leaves=not self._trusts)
        return SignedIn("This is a room of your own; you came in by the password.")

    def _entered(self, place: Place, cookies: Mapping[str, str]) -> bool:
        token = self._door.proved(cookies.get(place.owner_cookie, ""))
        if not token or self.password is None:
            return False
        at = self._door.entered(cookies.get(place.entry_cookie, ""), token, self.password.encoded)
        return at is not None and at > self._people.signed_out(owner_by(token)) and time.time() - at < ENTRY_S
