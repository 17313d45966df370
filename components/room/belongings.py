"""All that is kept for one owner."""

from components.room.dispatch import Dispatch
from components.room.people import People
from components.room.shares import Shares
from components.store import Store


class Belongings:
    def __init__(self, owner: str, store: Store, dispatch: Dispatch, people: People, shares: Shares) -> None:
        self._owner, self._store, self._dispatch = owner, store, dispatch
        self._people, self._shares = people, shares

    @property
    def any(self) -> bool:
        """Is anything kept?"""
        return self._store.owns(self._owner)

    def hand_over(self, heir: str) -> None:
        """All of it, for good. Of what there can be one of only, the heir's own stays."""
        self._dispatch.hand_over(self._owner, heir)

    def sign_out(self) -> None:
        """On every device: what they signed in with is void, and nobody follows their chats any more."""
        self._people.sign_out(self._owner)
        for link in self._shares.all():
            self._shares.end_share(link.share.id)
