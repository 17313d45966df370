"""Signing in at OpenRouter: it makes a key for a person who allows it there, and nobody types one (OAuth with PKCE,
RFC 7636). What was begun is in memory only; the verifier leaves the room with the exchange alone, and goes to other
processes of it encrypted."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from components.relay import Away, Unreadable, Vault
from components.room.catalogues import Catalogues
from components.room.news import News
from components.room.servers import Servers
from components.room.shared import Shared
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
    """Those of all owners that were begun and are not over. Who is sent back to another process of the room is known
    there by `vault`."""

    def __init__(self, vault: Vault | None = None, shared: Shared | None = None) -> None:
        self._vault, self._shared = vault, shared
        self._begun: dict[str, Begun] = {}  # by state, the oldest first
        self._hands: dict[str, Hand] = {}
        self._lock = threading.Lock()

    def begin(self, owner: str) -> tuple[str, str]:
        """The state, and the challenge of its verifier."""
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self._lock:
            mine = [name for name, one in self._begun.items() if one.owner == owner]
            gone = {*_too_many(mine, MOST_EACH), *_too_many(list(self._begun), MOST)}
            for name in gone:
                self._begun.pop(name, None)
            self._begun[state] = Begun(owner, verifier, time.monotonic())
        self._tell_others(state, json.dumps([owner, verifier]), gone)
        digest = hashlib.sha256(verifier.encode()).digest()
        return state, base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def end(self, owner: str, state: str) -> str:
        """Its verifier, once. "" where it was not begun by this owner, is over already or too old; one of another owner
        stays as it is."""
        with self._lock:
            found = self._begun.get(state)
            if found is not None and found.owner == owner:
                del self._begun[state]
        if found is None:
            return self._begun_elsewhere(owner, state)
        if found.owner != owner:
            return ""
        self._tell_others(state, "")
        return found.verifier if time.monotonic() - found.at < GOOD_FOR_S else ""

    def _tell_others(self, state: str, begun: str, gone: Collection[str] = ()) -> None:
        """What was begun, as they read it; "" where it is over. Without Redis it can be ended here alone."""
        if self._vault and self._shared:
            with suppress(Away):
                if begun:
                    self._vault.put(self._shared.hidden("sign-in", state), begun, GOOD_FOR_S)
                for one in gone if begun else [state]:
                    self._vault.forget(self._shared.hidden("sign-in", one))

    def _begun_elsewhere(self, owner: str, state: str) -> str:
        if not (state and self._vault and self._shared):
            return ""
        name = self._shared.hidden("sign-in", state)
        try:
            found = self._vault.look(name)
            whose, verifier = json.loads(found) if found else ("", "")
            return verifier if whose == owner and self._vault.forget(name) else ""
        except (Away, Unreadable):
            return ""

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
