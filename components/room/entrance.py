"""What lets a browser in, and as whom: nothing (then each has a room of its own), a password that all share, a
provider of OpenID Connect or a proxy that know who it is. Whoever started the room comes in by the address that it
printed."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.room import oidc
from components.room.administrators import Administrators
from components.room.attempts import Attempts
from components.room.auth import LOCAL, Door, Place, owner_by
from components.room.password import Password
from components.room.people import People
from components.room.trusted_proxy import TrustedProxy

PERSON = "X-Thinkroom-Person"  # the server's own word, sealed: whom a trusted proxy has named
ENTRY_S = 30 * 86_400  # how long a browser that knew the password comes in


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How it is said on a page, as plain text; `leaves`: can it be ended there?"""

    words: str
    leaves: bool = True


class Entrance:
    def __init__(
        self,
        door: Door,
        people: People,
        proxy: TrustedProxy,
        way: str = "none",
        password: Password | None = None,
        trusts: bool = False,
        attempts: Attempts | None = None,
        admins: Iterable[str] = (),
    ) -> None:
        """`way` is one of the settings' SIGN_IN. `trusts`: the machine, so that whoever started the room need not sign
        in, nor can sign out. `admins` are the names of administrators, as set."""
        self.administrators = Administrators(way, admins, people.signed_out)
        self.way, self.password, self.proxy, self.attempts = way, password, proxy, attempts or Attempts()
        self._door, self._people, self._trusts = door, people, trusts

    @property
    def asks(self) -> bool:
        """Is anybody kept out?"""
        return self.way != "none"

    @property
    def open_paths(self) -> tuple[str, ...]:
        """Those of Streamlit's own that whoever is to sign in needs."""
        return oidc.PATHS if self.way == "oidc" else ()

    def owner_of(self, place: Place, headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
        """None for whom nothing is here: a browser without a cookie, or one that has not signed in."""
        owner = self._door.owner_of(place, headers, cookies)
        if owner == LOCAL or not self.asks:
            return owner
        if self.way == "password":
            return owner if self._entered(place, cookies) else None
        if self.way == "proxy":
            return self._door.proved_person(headers.get(PERSON) or "")
        user = self.user(cookies)
        return user and user.owner

    def user(self, cookies: Mapping[str, str]) -> oidc.User | None:
        """Whom a provider has named, where it is asked; None once they have signed out."""
        user = oidc.user_in(cookies) if self.way == "oidc" else None
        if user is None or user.since <= self._people.signed_out(user.owner):
            return None
        self.administrators.meet(user)
        return user

    def entry(self, token: str) -> str:
        """The cookie for a browser that knows the password now."""
        assert self.password is not None
        return self._door.entry(token, self.password.encoded, time.time())

    def call(self, owner: str, name: str) -> None:
        """As they are shown from now on. Raises CannotKeep."""
        self._people.call(owner, name)

    def ends_for(self, owner: str) -> bool:
        """Can the room sign this one out, so that they are outside until they sign in anew?"""
        if owner == LOCAL:
            return self.asks and not self._trusts
        # Whom a proxy goes on to name would be in again at once; where nobody signs in, a browser's cookie lets it in.
        begins = {"password": "browser:", "oidc": "user:"}.get(self.way)
        return begins is not None and owner.startswith(begins)

    def signed_in(self, owner: str) -> SignedIn | None:
        """None where nobody signs in."""
        if not self.asks:
            return None
        if owner == LOCAL:
            return SignedIn("You came by the address that Thinkroom printed.", self.ends_for(owner))
        if self.way == "password":
            return SignedIn("This is a room of your own; you came in by the password.")
        name = self._people.name_of(owner)
        return SignedIn(f"You are signed in{f' as {name}' if name else ''}.", self.ends_for(owner))

    def _entered(self, place: Place, cookies: Mapping[str, str]) -> bool:
        token = self._door.proved(cookies.get(place.owner_cookie, ""))
        if not token or self.password is None:
            return False
        at = self._door.entered(cookies.get(place.entry_cookie, ""), token, self.password.encoded)
        return at is not None and at > self._people.signed_out(owner_by(token)) and time.time() - at < ENTRY_S
