"""Signing in at OpenRouter: it makes a key for a person who allows it there, and nobody types one (OAuth with PKCE,
RFC 7636). What was begun is in this process's memory only; the verifier never leaves it but with the exchange."""

import base64
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from components.room.catalogues import Catalogues
from components.room.news import News
from components.room.servers import Servers
from components.wire import OPENROUTER, Lookup, LookupFailed

GOOD_FOR_S = 600.0  # from its beginning until the person is back
HAND_S = 60.0  # from one name of this machine to the other
KEY_GOOD_FOR = timedelta(days=90)
LABEL = "Thinkroom"
MOST_EACH, MOST = 5, 1_000  # of an owner and in all; the oldest goes


@dataclass(frozen=True, slots=True)
class Begun:
    owner: str
    verifier: str
    at: float


@dataclass(frozen=True, slots=True)
class Hand:
    """What a browser has under one name of this machine, on the way to the other: its owner, and its own cookie."""

    owner: str
    cookie: str
    at: float


class SignIns:
    """Those of all owners that were begun and are not over."""

    def __init__(self) -> None:
        self._begun: dict[str, Begun] = {}  # by state, the oldest first
        self._hands: dict[str, Hand] = {}
        self._lock = threading.Lock()

    def begin(self, owner: str) -> tuple[str, str]:
        """The state, and the challenge of its verifier."""
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self._lock:
            mine = [name for name, one in self._begun.items() if one.owner == owner]
            for name in (*_too_many(mine, MOST_EACH), *_too_many(list(self._begun), MOST)):
                self._begun.pop(name, None)
            self._begun[state] = Begun(owner, verifier, time.monotonic())
        digest = hashlib.sha256(verifier.encode()).digest()
        return state, base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def end(self, owner: str, state: str) -> str:
        """Its verifier, once. "" where it was not begun by this owner, is over already or too old; one of another owner
        stays as it is."""
        with self._lock:
            found = self._begun.get(state)
            if found is None or found.owner != owner:
                return ""
            del self._begun[state]
        return found.verifier if time.monotonic() - found.at < GOOD_FOR_S else ""

    def hand(self, owner: str, cookie: str) -> str:
        """A ticket by which the same browser is known under another name of this machine, once and soon."""
        ticket = secrets.token_urlsafe(32)
        with self._lock:
            for name in _too_many(list(self._hands), MOST):
                del self._hands[name]
            self._hands[ticket] = Hand(owner, cookie, time.monotonic())
        return ticket

    def handed(self, ticket: str) -> Hand | None:
        with self._lock:
            found = self._hands.pop(ticket, None)
        return found if found and time.monotonic() - found.at < HAND_S else None


class SignIn:
    """One owner's way to a key of their own."""

    def __init__(
        self, owner: str, sign_ins: SignIns, servers: Servers, catalogues: Catalogues, lookup: Lookup, news: News
    ) -> None:
        self._owner, self._sign_ins = owner, sign_ins
        self._servers, self._catalogues, self._lookup, self._news = servers, catalogues, lookup, news

    def begin(self, callback: str) -> str:
        """The address at OpenRouter where the person allows it, and is sent on to `callback`. "" where no key may be
        typed in either."""
        if not self._servers.takes_key(self._owner, OPENROUTER.name):
            return ""
        state, challenge = self._sign_ins.begin(self._owner)
        expires = (datetime.now(UTC) + KEY_GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = {
            "callback_url": f"{callback}?{urlencode({'state': state})}",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "key_label": LABEL,
            "expires_at": expires,
        }
        base = self._servers.get(self._owner, OPENROUTER.name).base_url
        return f"{base.removesuffix('/v1').removesuffix('/api')}/auth?{urlencode(asked)}"

    def end(self, state: str, code: str) -> str:
        """What went wrong, as a sentence; "" once the key is kept as one that was typed in. It waits for OpenRouter."""
        verifier = self._sign_ins.end(self._owner, state)
        if not verifier:
            return "This sign-in is over, or it was begun in another browser. Nothing was changed."
        if not code:
            return "OpenRouter gave no permission, so nothing was changed."
        endpoint = self._servers.get(self._owner, OPENROUTER.name)
        try:
            key = self._lookup.key_for(endpoint, code, verifier)
        except LookupFailed as error:
            return f"OpenRouter gave no key: {error}. Nothing was changed."
        wrong = self._servers.keys.keep(self._owner, OPENROUTER.name, key)
        if wrong:
            return "What OpenRouter sent is no key. Nothing was changed."
        self._catalogues.key_changed(self._owner, self._servers.get(self._owner, OPENROUTER.name))
        self._news.tell(self._owner)
        return ""


def _too_many(names: list[str], most: int) -> list[str]:
    """The oldest of them, so that there is room for one more."""
    return names[: max(0, len(names) - most + 1)]
