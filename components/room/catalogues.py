"""The catalogues of all servers, and what keys may still spend: read in the background, kept, shown as they are.

No page ever waits: it gets what is known, with its age, and is told by the room's `news` when more came.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from components.conversation import Catalogue, Credits
from components.room.model_facts import ModelFacts
from components.room.servers import Servers
from components.store import Store, StoreError
from components.wire import Endpoint, ListNotWhole, Lookup, LookupFailed, StillLoading

STALE_S = 24 * 3_600.0
AGAIN_S = 60.0  # after a failure, if nobody asks by hand
LOADING_S = 5.0  # where the server is still loading its model
CREDITS_STALE_S = 300.0


class Catalogues:
    """`tell` is called, on a thread of its own, with the owner for whom a list is known anew; credits are looked at now
    and then by who shows them."""

    def __init__(self, store: Store, servers: Servers, lookup: Lookup, tell: Callable[[str], None]) -> None:
        self._store, self._servers, self._lookup, self._tell = store, servers, lookup, tell
        self._catalogues: dict[str, Catalogue] = {}
        self._facts = ModelFacts(lookup, tell)
        self._credits: dict[tuple[str, str], tuple[Credits | None, float]] = {}
        self._tried: dict[str, float] = {}
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._lock = threading.Lock()

    def get(self, owner: str, endpoint: Endpoint) -> Catalogue:
        """What is known now. Where that is nothing, or old, it is read in the background."""
        place = self._place(owner, endpoint)
        if endpoint.provider.built_in and place not in self._catalogues:
            self._read(place, endpoint)  # no server is waited for
        known = self._known(place)
        if found := self._servers.models_found(endpoint.name):
            known = replace(known, models=found, fetched=time.time())  # it was looked at just now
        # A server that nobody has set up yet is asked for nothing.
        if self._is_due(place, known) and not endpoint.lacks_key:
            self._refresh(owner, endpoint)
        models = self._facts.on(owner, place, endpoint, known.models)
        return replace(known, models=models, loading=place in self._busy)

    def refresh(self, owner: str, endpoint: Endpoint) -> None:
        """Read it again, whatever its age, also where it is just being read: whoever asks for it knows of something
        newer. The caller does not wait."""
        self._facts.read_again(self._place(owner, endpoint))
        if endpoint.provider.built_in:
            self._read(self._place(owner, endpoint), endpoint)  # no server is waited for
            return
        self._refresh(owner, endpoint, once_more=True)

    def _refresh(self, owner: str, endpoint: Endpoint, once_more: bool = False) -> None:
        place = self._place(owner, endpoint)
        self._start(place, lambda: self._read(place, endpoint), lambda: self._tell(owner), once_more)

    def credits(self, owner: str, endpoint: Endpoint) -> Credits | None:
        """What the key of an OpenRouter may still spend, as it was last told; None where that is not known."""
        if endpoint.name != "openrouter" or not endpoint.key:
            return None
        known, at = self._credits.get((owner, endpoint.key), (None, 0.0))
        if time.time() - at > CREDITS_STALE_S:
            self.refresh_credits(owner, endpoint, changed=False)
        return known

    def refresh_credits(self, owner: str, endpoint: Endpoint, changed: bool = True) -> None:
        if endpoint.name == "openrouter" and endpoint.key:
            self._start(f"credits {owner}", lambda: self._read_credits(owner, endpoint), once_more=changed)

    def key_changed(self, owner: str, endpoint: Endpoint) -> None:
        """What was refused to another key may be had now; what was told of its credits is forgotten with it."""
        place = self._place(owner, endpoint)
        self._tried.pop(place, None)
        if known := self._catalogues.get(place):
            self._catalogues[place] = replace(known, problem="")
        for name in [name for name in self._credits if name[0] == owner and endpoint.name == "openrouter"]:
            del self._credits[name]

    @property
    def busy(self) -> bool:
        """Is something being read at the moment?"""
        return bool(self._busy)

    def _known(self, place: str) -> Catalogue:
        if place not in self._catalogues:
            try:
                kept = self._store.catalogue(place)
            except StoreError:
                return Catalogue()
            self._catalogues[place] = kept or Catalogue()
        return self._catalogues[place]

    def _is_due(self, place: str, known: Catalogue) -> bool:
        fresh = known.fetched is not None and time.time() - known.fetched < STALE_S
        return not fresh and time.monotonic() - self._tried.get(place, -AGAIN_S) >= AGAIN_S

    def _start(
        self, what: str, read: Callable[[], None], then: Callable[[], None] = lambda: None, once_more: bool = False
    ) -> None:
        """At most one reading of a thing at a time; `once_more`: what is being read may be out of date already, so it
        is read again afterwards."""
        with self._lock:
            if what in self._busy:
                self._again.update([what] if once_more else [])
                return
            self._busy.add(what)

        def work() -> None:
            wanted = True
            while wanted:
                try:
                    read()
                finally:
                    wanted = self._wanted_again(what)
            then()

        threading.Thread(target=work, name="reads a catalogue", daemon=True).start()

    def _wanted_again(self, what: str) -> bool:
        """Where it is not, this reading has ended: whoever comes now starts another one."""
        with self._lock:
            if what in self._again:
                self._again.discard(what)
                return True
            self._busy.discard(what)
            return False

    def _read(self, place: str, endpoint: Endpoint) -> None:
        self._tried[place] = time.monotonic()
        try:
            found = Catalogue(self._lookup.models(endpoint), time.time())
        except ListNotWhole as part:
            # What was known of the rest stays in use.
            known, came = self._known(place), {model.id for model in part.models}
            models = (*part.models, *(model for model in known.models if model.id not in came))
            problem = f"Only a part of the list of models could be read from {endpoint.label}: {part}."
            self._catalogues[place] = replace(known, models=models, problem=problem)
            return
        except LookupFailed as error:
            # What was known stays in use.
            problem = f"The list of models could not be read from {endpoint.label}: {error}."
            self._catalogues[place] = replace(self._known(place), problem=problem)
            if isinstance(error, StillLoading):
                self._tried[place] += LOADING_S - AGAIN_S
            return
        self._catalogues[place] = found
        if endpoint.provider.built_in:
            return  # it is there again with the next process, and may then be another one
        with contextlib.suppress(StoreError):  # it can be read again
            self._store.keep_catalogue(place, found)

    def _read_credits(self, owner: str, endpoint: Endpoint) -> None:
        try:
            found = self._lookup.credits(endpoint)
        except LookupFailed:
            found = None  # a gateway may not have it; a wrong key is told by the turn
        self._credits[owner, endpoint.key] = (found, time.time())

    def _place(self, owner: str, endpoint: Endpoint) -> str:
        """A list may depend on the key and on own headers: one that was read with what somebody typed in is theirs
        alone."""
        typed = endpoint.own_headers or (endpoint.key and not endpoint.rooms_key)
        return f"{endpoint.base_url} {owner}" if typed else endpoint.base_url
