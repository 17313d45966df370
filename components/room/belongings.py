"""All that is kept for one owner."""

from components.room.dispatch import Dispatch
from components.store import Store


class Belongings:
    def __init__(self, owner: str, store: Store, dispatch: Dispatch) -> None:
        self._owner, self._store, self._dispatch = owner, store, dispatch

    @property
    def any(self) -> bool:
        """Is anything kept?"""
        return self._store.owns(self._owner)

    def hand_over(self, heir: str) -> None:
        """All of it, for good. Of what there can be one of only, the heir's own stays."""
        self._dispatch.hand_over(self._owner, heir)
