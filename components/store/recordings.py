"""Recordings that an owner brought in, packed."""

import time
from typing import NamedTuple

from components.store.database import Database


class Kept(NamedTuple):
    """One of them without what is in it. `created`: when it was brought in, in seconds since the epoch."""

    id: str
    title: str
    created: float


class Recordings(Database):
    def keep_recording(self, owner: str, recording_id: str, title: str, packed: bytes) -> None:
        self._do(
            "INSERT INTO recordings (id, owner, title, created, packed) VALUES (:id, :owner, :title, :now, :packed)",
            id=recording_id,
            owner=owner,
            title=title,
            now=time.time(),
            packed=packed,
        )

    def recordings(self, owner: str) -> list[Kept]:
        """The newest first."""
        kept = (
            "SELECT id, title, created FROM recordings WHERE owner=:owner AND deleted IS NULL ORDER BY created DESC, id"
        )
        return [Kept(row["id"], row["title"], float(row["created"])) for row in self._all(kept, owner=owner)]

    def packed_recording(self, owner: str, recording_id: str) -> bytes | None:
        found = "SELECT packed FROM recordings WHERE id=:id AND owner=:owner AND deleted IS NULL"
        rows = self._all(found, id=recording_id, owner=owner)
        return bytes(rows[0]["packed"]) if rows else None

    def rename_recording(self, owner: str, recording_id: str, title: str) -> None:
        change = "UPDATE recordings SET title=:title WHERE id=:id AND owner=:owner"
        self._do(change, title=title, id=recording_id, owner=owner)

    def delete_recording(self, owner: str, recording_id: str, when: float | None) -> None:
        """`when` None brings it back."""
        change = "UPDATE recordings SET deleted=:when WHERE id=:id AND owner=:owner"
        self._do(change, when=when, id=recording_id, owner=owner)

    def deleted_recording(self, owner: str, since: float) -> Kept | None:
        """The last one that was deleted, if that was `since` then (epoch)."""
        last = (
            "SELECT id, title, created FROM recordings WHERE owner=:owner AND deleted >= :since"
            " ORDER BY deleted DESC LIMIT 1"
        )
        rows = self._all(last, owner=owner, since=since)
        return Kept(rows[0]["id"], rows[0]["title"], float(rows[0]["created"])) if rows else None
