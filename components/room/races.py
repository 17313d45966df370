"""What one owner sees and does of races."""

import time
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from components.conversation import Asked
from components.race import Race, Racer
from components.store import Store
from components.wire import Endpoint


class Races:
    """Of one owner: what belongs to another does not exist for it."""

    def __init__(self, owner: str, store: Store, racer: Racer) -> None:
        self._owner, self._store, self._racer = owner, store, racer

    def race(self, race_id: str) -> Race | None:
        return self._store.race(self._owner, race_id)

    def newest(self, most: int) -> list[Race]:
        return self._store.races(self._owner, most)

    def takes_turns_at(self, server: str) -> str:
        """Where lanes of this server take turns; "" where they are asked at once."""
        return self._racer.place_of(self._owner, server)

    def will_begin(self, race: Race) -> bool:
        """Does a lane of it wait for a server of one's own, and begins by itself?"""
        return self._racer.will_begin(race.id)

    def held_elsewhere(self, race: Race | None) -> frozenset[str]:
        """Where lanes take turns and another race is asking now, whoever's it is; for None any race."""
        return self._racer.held_elsewhere(race)

    def run(self, question: str, asked: Sequence[Asked], right: str, blind: bool) -> Race:
        return self._racer.run(self._owner, question, asked, right, blind)

    def stop(self, race_id: str) -> None:
        """All that runs of it, and what would have begun by itself."""
        self._racer.stop(self._owner, race_id)

    def stop_lane(self, race_id: str, turn_id: str) -> None:
        """This one alone."""
        self._racer.stop_lane(self._owner, race_id, turn_id)

    def go_on(self, race_id: str) -> None:
        """Lanes that were never begun begin now."""
        self._racer.go_on(self._owner, race_id)

    def reveal(self, race_id: str) -> None:
        """Whose lane is whose is shown from now on."""
        self._store.reveal_race(self._owner, race_id)

    def delete(self, race_id: str) -> None:
        """Until `restore`, with the chats of its lanes that were not opened. What runs of it is stopped."""
        self._racer.stop(self._owner, race_id)
        self._store.delete_race(self._owner, race_id, time.time())

    def restore(self, race_id: str) -> None:
        self._store.delete_race(self._owner, race_id, None)

    def deleted(self, since: float) -> Race | None:
        """The last one that was deleted, if that was `since` then (epoch)."""
        return self._store.deleted_race(self._owner, since)


def place_at_home(endpoint: Endpoint) -> str:
    """Host and port of a model server on this machine or in its network, which has one machine for all that it is
    asked; "" for a provider, and for what answers inside this process."""
    row, at = endpoint.provider, urlsplit(endpoint.base_url)
    if row.built_in or not (row.at_home or (not row.base_url and _is_near(endpoint, at.hostname or ""))):
        return ""
    return f"{'localhost' if endpoint.at_home else at.hostname}:{at.port or at.scheme}"


def _is_near(endpoint: Endpoint, host: str) -> bool:
    try:
        return endpoint.at_home or ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".home.arpa"))
