"""The recordings that one owner brought in."""

import time
from collections.abc import Callable

from components.room.replays import Replays
from components.store import Kept, Store

MOST_TRIED = 5


class Recordings:
    """Of one owner: what belongs to another does not exist for it. `changed` is called where its list is another."""

    def __init__(self, owner: str, store: Store, replays: Replays, changed: Callable[[], None]) -> None:
        self._owner, self._store, self._replays, self._changed = owner, store, replays, changed

    def newest(self) -> list[Kept]:
        """All of them, the newest first."""
        return self._store.recordings(self._owner)

    def questions(self, name: str) -> list[str]:
        """Of the recording of this name, also of one that comes with the room; the first few, for people to try."""
        tape = self._replays.tape(self._owner, name)
        return tape.questions[:MOST_TRIED] if tape else []

    def rename(self, recording_id: str, title: str) -> None:
        """With a number where another one is called so."""
        now = next((kept.title for kept in self.newest() if kept.id == recording_id), None)
        if now is not None and title.strip():
            name = self._replays.free_name(self._owner, title, instead_of=now)
            self._store.rename_recording(self._owner, recording_id, name)
            self._changed()

    def delete(self, recording_id: str) -> None:
        """Until `restore`. The chat that came with it stays."""
        self._store.delete_recording(self._owner, recording_id, time.time())
        self._changed()

    def restore(self, recording_id: str) -> None:
        """Under another name where one was called so since."""
        gone = self._store.deleted_recording(self._owner, 0.0)
        self._store.delete_recording(self._owner, recording_id, None)
        if gone and gone.id == recording_id:
            others = [kept.title for kept in self.newest() if kept.id != recording_id]
            if gone.title in others:
                name = self._replays.free_name(self._owner, gone.title)
                self._store.rename_recording(self._owner, recording_id, name)
        self._changed()

    def deleted(self, since: float) -> Kept | None:
        """The last one that was deleted, if that was `since` then (epoch)."""
        return self._store.deleted_recording(self._owner, since)
