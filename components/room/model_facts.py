"""What servers at home tell of single models, beyond their lists: read in the background, in memory alone, and bounded
in number and time. No page waits for it: a list is shown as it is, and once more when more is known."""

import threading
import time
from collections.abc import Callable, Iterable

from components.conversation import Model
from components.wire import Abilities, Endpoint, Lookup, LookupFailed

MOST_AT_ONCE = 40  # models that are asked for in one go
LONGEST_S = 20.0  # one go
MOST_KNOWN = 20_000  # of all servers and owners together; the oldest go first
STALE_S = 600.0  # a server may have been started anew, with other settings
AGAIN_S = 60.0  # after it was told nothing


class ModelFacts:
    """`tell` is called, on a thread of its own, with the owner for whom more is known."""

    def __init__(self, lookup: Lookup, tell: Callable[[str], None]) -> None:
        self._lookup, self._tell = lookup, tell
        # By place and model: what was told (None: nothing), and when.
        self._known: dict[tuple[str, str], tuple[Abilities | None, float]] = {}
        self._reading: set[str] = set()
        self._lock = threading.Lock()

    def on(self, owner: str, place: str, endpoint: Endpoint, models: tuple[Model, ...]) -> tuple[Model, ...]:
        """The same models with what is known of each by now. `place` names a server, and whose key it is asked with."""
        if not endpoint.tells_at:
            return models
        due = [model.id for model in models if self._is_due(place, model.id)][:MOST_AT_ONCE]
        if due:
            self._start(owner, place, endpoint, due)
        found = ((model, self._known.get((place, model.id), (None, 0.0))[0]) for model in models)
        return tuple(abilities.of(model) if abilities else model for model, abilities in found)

    def read_again(self, place: str) -> None:
        """When it is next looked at; until it is read, what is known stays in use."""
        with self._lock:
            self._known = {at: (told, -STALE_S if at[0] == place else when) for at, (told, when) in self._known.items()}

    def _is_due(self, place: str, model_id: str) -> bool:
        told, when = self._known.get((place, model_id), (None, -STALE_S))
        return time.monotonic() - when >= (STALE_S if told else AGAIN_S)

    def _start(self, owner: str, place: str, endpoint: Endpoint, due: Iterable[str]) -> None:
        with self._lock:
            if place in self._reading:
                return
            self._reading.add(place)

        def read() -> None:
            try:
                news = self._read(place, endpoint, due)
            finally:
                self._reading.discard(place)
            if news:
                self._tell(owner)

        threading.Thread(target=read, name="reads what models can", daemon=True).start()

    def _read(self, place: str, endpoint: Endpoint, due: Iterable[str]) -> bool:
        """Is anything of it new?"""
        until, news = time.monotonic() + LONGEST_S, False
        for model_id in due:
            if time.monotonic() > until:
                break
            try:
                told = self._lookup.abilities(endpoint, model_id)
            except LookupFailed:
                told = None  # it is asked as its row says
            with self._lock:
                before = self._known.get((place, model_id), (None, 0.0))[0]
                # One that is not there at the moment is the same when it comes back.
                told = told or before
                self._known[place, model_id] = told, time.monotonic()
                while len(self._known) > MOST_KNOWN:
                    self._known.pop(next(iter(self._known)))
            news |= told != before
        return news
