"""The servers that may be asked: those that are set, those that were found on this machine, and the keys for them."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from components.conversation import Model
from components.room.auth import LOCAL
from components.room.keys import Keys
from components.room.own_headers import OwnHeaders
from components.room.typed import Typed
from components.settings import Server, Settings
from components.wire import (
    OPENROUTER,
    REPLAYS,
    TABLE,
    Endpoint,
    NotListed,
    addressed,
    around,
    listed,
    named,
    provider_at,
    row_of,
)

# A server may be started after the room; ports where nobody listens cost nothing.
LOOK_EVERY_S, LOOK_SOON_S = 20.0, 5.0
OWN = "own"  # the name of the server that somebody added


class Servers:
    """`tell` is called, on a thread of its own, when the list has changed. `replays_at`: where an owner's recordings
    are asked; `added`: the address of the server that an owner added, "" for none; `typed`: what
    people typed in secret."""

    def __init__(
        self,
        settings: Settings,
        tell: Callable[[], None] = lambda: None,
        replays_at: Callable[[str], str] | None = None,
        added: Callable[[str], str] = lambda _: "",
        typed: Typed | None = None,
    ) -> None:
        typed = typed or Typed()
        self.keys, self.headers, self._secrets = Keys(typed), OwnHeaders(typed), typed
        self._settings, self._tell, self._replays_at, self._added = settings, tell, replays_at, added
        told = {"HTTP-Referer": settings.site_url, "X-OpenRouter-Title": settings.site_title}
        self._attribution = tuple((name, value) for name, value in told.items() if value)
        self._found: dict[str, tuple[Endpoint, tuple[Model, ...]]] = {}
        self._last: dict[str, Endpoint] = {}  # where one was that is not there any more
        self._lock = threading.Lock()
        self._looked: float | None = None

    def all(self, owner: str) -> list[Endpoint]:
        """The preferred one first: what is built in comes after all that are set or found, then those that need a key
        and have none, and last the recordings."""
        plain = [row for row in TABLE if not row.replays]
        rows = [row for row in plain if row is OPENROUTER or row.built_in or row.name in self._settings.servers]
        found = [self._endpoint(owner, row.name, self._settings.server(row.name)) for row in rows]
        custom = self._settings.server("custom")
        found += [self._endpoint(owner, "custom", custom)] if custom.base_url else []
        found += self._own(owner)
        found += [self._with_key(owner, endpoint) for endpoint, _ in list(self._found.values())]
        if self._replays_at:
            found.append(Endpoint(REPLAYS.name, REPLAYS, self._replays_at(owner)))
        return sorted(found, key=lambda one: (one.provider.replays, one.lacks_key, one.provider.built_in))

    def get(self, owner: str, name: str) -> Endpoint:
        """The one of that name. One at home that is not running keeps its place: then it is told that it is not there.
        The preferred one where a setting took the name away since."""
        found = self.all(owner)
        row = row_of(name)
        last = self._last.get(name) or (self._endpoint(owner, name, Server()) if row and row.at_home else None)
        gone = [self._with_key(owner, last)] if last else []
        return next((endpoint for endpoint in (*found, *gone) if endpoint.name == name), found[0])

    @property
    def takes_keys(self) -> bool:
        """May people bring keys of their own to this room?"""
        return self._settings.keys != "server"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Those of which people may add a server."""
        return self._settings.hosts

    def _own(self, owner: str) -> list[Endpoint]:
        """The one that this owner added, as long as its host is listed."""
        try:
            address = listed(self._added(owner), self.hosts) if self.hosts else ""
        except NotListed:
            return []
        row, base_url = addressed(OWN, address)
        return [self._with_key(owner, Endpoint(OWN, row, base_url, listed=True))] if address else []

    def typed_for(self, owner: str, name: str) -> str:
        """As what this owner typed in secret for a server is kept. For their own one it is for that address alone:
        another process of the room may know of a new one before it hears that a key was taken back."""
        return f"{OWN} {self._added(owner)}" if name == OWN else name

    def hand_over(self, owner: str, heir: str) -> None:
        """What was typed in secret."""
        self._secrets.hand_over(owner, heir)

    def takes_key(self, owner: str, name: str) -> bool:
        """May this owner type a key in for this server, because the room has none of its own for them, or one with
        limits?"""
        row, limited = row_of(name), self._settings.limited
        return self.takes_keys and not (row and row.built_in) and (limited or not self._rooms_key(owner, name))

    def may_add(self, owner: str, name: str) -> bool:
        """May this owner add fields and headers of their own to what this server is asked? Where it is asked with the
        room's own key, only who started the room may: a field can buy what no limit of the room's foresees."""
        return owner == LOCAL or bool(self._typed(owner, name)) or not self._rooms_key(owner, name)

    def _typed(self, owner: str, name: str) -> str:
        return self.keys.get(owner, self.typed_for(owner, name)) if self.takes_key(owner, name) else ""

    def _rooms_key(self, owner: str, name: str) -> str:
        """The key that stands in the settings, where this owner may use it."""
        return self._settings.server(name).api_key if self._may_use(owner) else ""

    def _may_use(self, owner: str) -> bool:
        named = self._settings.key_for
        return self._settings.keys != "own" and (not named or owner in named)

    def models_found(self, name: str) -> tuple[Model, ...]:
        """What a server said of its models when it was found on this machine."""
        found = self._found.get(name)
        return found[1] if found else ()

    def look(self) -> None:
        """Look around on this machine, in the background and not too often: sooner again while nobody is there. The
        caller does not wait."""
        now, every_s = time.monotonic(), LOOK_EVERY_S if self._found else LOOK_SOON_S
        with self._lock:
            if not self._settings.find_servers or (self._looked is not None and now - self._looked < every_s):
                return
            self._looked = now
        threading.Thread(target=self._look, name="looks for servers", daemon=True).start()

    def _look(self) -> None:
        # One that is set is not found a second time, whatever it is called there.
        taken = [provider_at(server.base_url).name for server in self._settings.servers.values() if server.base_url]
        found: dict[str, tuple[Endpoint, tuple[Model, ...]]] = {}
        for together in around((*self._settings.servers, *taken)):
            found |= {there.name: (there, models) for there, models in together}
            self._note(self._found | found)
        self._note(found)

    def _note(self, found: dict[str, tuple[Endpoint, tuple[Model, ...]]]) -> None:
        changed, self._found = found != self._found, found
        self._last |= {name: there for name, (there, _) in found.items()}
        if changed:
            self._tell()

    def _endpoint(self, owner: str, name: str, server: Server) -> Endpoint:
        row, base_url = addressed(name, server.base_url, named(server.protocol))
        return self._with_key(owner, Endpoint(name, row, base_url))

    def _with_key(self, owner: str, endpoint: Endpoint) -> Endpoint:
        rooms = self._rooms_key(owner, endpoint.name)
        typed = self._typed(owner, endpoint.name)
        barred = self._settings.keys != "own" and bool(self._settings.server(endpoint.name).api_key) and not rooms
        may_add = self.may_add(owner, endpoint.name) and not endpoint.provider.built_in
        own = self.headers.get(owner, self.typed_for(owner, endpoint.name)) if may_add else ()
        told = self._attribution if endpoint.provider is OPENROUTER else ()
        return replace(
            endpoint,
            key=typed or rooms,
            own_headers=own,
            attribution=told,
            rooms_key=bool(rooms) and not typed,
            barred=barred,
        )
