"""Whose chats these are. A token that the room printed makes a browser the one of the person who started it (`local`);
every other browser has a cookie that the room signed, and a room of its own. No header proves anything."""

import base64
import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL = "local"
COOKIE, KEY, ENTRY = "thinkroom_owner", "thinkroom_key", "thinkroom_entry"
TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
HOME = ("localhost", "127.0.0.1", "::1")
TICKET_S = 120.0  # how long the browser that the room opens may take to come
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-Ip", "Via")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens. `address` None: everywhere."""

    address: str | None
    port: int
    name: str = ""  # what all replicas of a room are called

    @property
    def only_here(self) -> bool:
        """Can it be reached from this machine alone? Of a name only the usual one is known."""
        address = (self.address or "").strip("[]")
        try:
            return address in HOME or address.startswith("unix://") or ipaddress.ip_address(address).is_loopback
        except ValueError:  # a name, or nothing: everywhere
            return False

    # Cookies know no ports: two rooms of one machine would overwrite each other's. Those of one room must not differ.
    @property
    def owner_cookie(self) -> str:
        return f"{COOKIE}_{self.name or self.port}"

    @property
    def key_cookie(self) -> str:
        return f"{KEY}_{self.name or self.port}"

    @property
    def entry_cookie(self) -> str:
        return f"{ENTRY}_{self.name or self.port}"


class Door:
    """`trusts` this machine: whoever comes from it by its own name is taken for the person who started the room.
    `signed_out` tells since when what somebody had before is void; 0.0 for never."""

    def __init__(self, secret: bytes, trusts: bool = False, signed_out: Callable[[str], float] = lambda _: 0.0) -> None:
        self._secret, self._trusts, self._signed_out = secret, trusts, signed_out
        self._tickets: dict[str, float] = {}

    # The person who started the room

    @property
    def token(self) -> str:
        """For the address that is printed: the same after a restart."""
        return self._seal("token")

    @property
    def key(self) -> str:
        """For the cookie that a token is swapped for: another one once its owner has signed out."""
        since = self._signed_out(LOCAL)
        return self._seal(f"key {since!r}" if since else "key")

    def ticket(self) -> str:
        """A token that is good once and soon: other accounts of a machine may read what a program is started with."""
        ticket = secrets.token_urlsafe(32)
        self._tickets[ticket] = time.monotonic()
        return ticket

    def lets_in(self, token: str, same_account: bool) -> bool:
        """A ticket is used up by this, and good for the `same_account` of the machine alone."""
        if _same(token, self.token):
            return True
        given = self._tickets.pop(token, None) if same_account else None
        return given is not None and time.monotonic() - given < TICKET_S

    # Everybody

    def owner_of(self, place: Place, headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
        """None where a browser sent no cookie of this room's."""
        if _same(cookies.get(place.key_cookie, ""), self.key):
            return LOCAL
        if self._trusts and _from_here(place, headers):
            return LOCAL
        token = self.proved(cookies.get(place.owner_cookie, ""))
        return owner_by(token) if token else None

    def signed(self, token: str) -> str:
        """What an owner cookie holds."""
        return f"{token}.{self._seal(f'owner {token}')}"

    def proved(self, cookie: str) -> str:
        """The token in a cookie that this room signed; "" in any other."""
        token, _, _ = cookie.partition(".")
        return token if TOKEN.fullmatch(token) and _same(cookie, self.signed(token)) else ""

    # Whoever knew the room's password

    def entry(self, token: str, password: str, at: float) -> str:
        """For the cookie that lets the browser with this token in: it knew this at that moment, in seconds. `password`
        stands for it: another one makes all entries void."""
        moment = str(int(at * 1e6))
        return f"{moment}.{self._seal(f'entry {token} {moment} {password}')}"

    def entered(self, cookie: str, token: str, password: str) -> float | None:
        """When that was; None where this room gave no such cookie to that browser."""
        moment = cookie.partition(".")[0]
        if not (moment.isascii() and moment.isdigit() and len(moment) < 20):
            return None
        at = int(moment) / 1e6
        return at if _same(cookie, f"{moment}.{self._seal(f'entry {token} {moment} {password}')}") else None

    # Whom a proxy has named

    def person(self, owner: str) -> str:
        """For the header by which the server's own gate says it on the way in: no browser's is let through."""
        return f"{owner}.{self._seal(f'person {owner}')}"

    def proved_person(self, header: str) -> str | None:
        owner = header.rpartition(".")[0]
        return owner if owner and _same(header, self.person(owner)) else None

    def _seal(self, what: str) -> str:
        return base64.urlsafe_b64encode(hmac.digest(self._secret, what.encode(), "sha256")).decode().rstrip("=")


def owner_by(token: str) -> str:
    """The name in the database: from it nobody gets back to the cookie."""
    return f"browser:{hashlib.sha256(token.encode()).hexdigest()}"


def _from_here(place: Place, headers: Mapping[str, str]) -> bool:
    """As far as headers tell: a proxy on this machine also comes from a loopback address, but it names the outer host
    or says for whom it asks."""
    try:
        host = urlsplit(f"//{headers.get('Host', '')}").hostname
    except ValueError:
        host = None
    return place.address in HOME and host in HOME and not any(headers.get(name) for name in FORWARDED)


def _same(given: str, right: str) -> bool:
    """However long the two agree, it takes as long."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())
