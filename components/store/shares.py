"""What is shown to others: which chat, run or measurement, what of it, until when. Of a link its token's hash alone is
kept."""

import json
from dataclasses import asdict
from typing import Any

from components.audience import Kind, Share, Shown
from components.store.database import Database, insert, text

# Whose it is stands with what is shown; what is deleted is nobody's.
_OWNER = """CASE kind
    WHEN 'chat' THEN (SELECT owner FROM chats WHERE chats.id = subject_id AND deleted IS NULL)
    WHEN 'run' THEN (SELECT owner FROM experiments WHERE experiments.id = subject_id)
    WHEN 'race' THEN (SELECT owner FROM races WHERE races.id = subject_id AND deleted IS NULL)
    WHEN 'measurement' THEN (SELECT owner FROM measurements WHERE measurements.id = subject_id) END"""
THERE = f"FROM (SELECT shares.*, {_OWNER} AS owner FROM shares WHERE ends > :now) AS going WHERE owner IS NOT NULL"


class Shares(Database):
    def add_share(self, share: Share, token_hash: str) -> None:
        row = {
            "id": share.id,
            "kind": share.kind,
            "subject_id": share.subject_id,
            "token_hash": token_hash,
            "shown": json.dumps(asdict(share.shown)),
            "frozen": json.dumps(share.frozen),
            "created": share.created,
            "ends": share.ends,
        }
        with self._begin() as db:
            db.execute(insert("shares", row), row)

    def shares(self, owner: str, kind: Kind, subject_id: str, now: float) -> list[Share]:
        """Those of a chat or a run that have not ended, the oldest first."""
        of_it = f"SELECT * {THERE} AND owner=:owner AND kind=:kind AND subject_id=:id ORDER BY created, id"
        return [_share_from(row) for row in self._all(of_it, owner=owner, kind=kind, id=subject_id, now=now)]

    def shares_of(self, owner: str, now: float) -> list[Share]:
        """The same of all of them."""
        theirs = f"SELECT * {THERE} AND owner=:owner ORDER BY created, id"
        return [_share_from(row) for row in self._all(theirs, owner=owner, now=now)]

    def share_by(self, token_hash: str, now: float) -> tuple[Share, str] | None:
        """The one whose link has that token, and whose it is; None of one that has ended, too."""
        rows = self._all(f"SELECT * {THERE} AND token_hash=:hash", hash=token_hash, now=now)
        return (_share_from(rows[0]), rows[0]["owner"]) if rows else None

    def still_shares(self, share_id: str, now: float) -> bool:
        return bool(self._all(f"SELECT 1 {THERE} AND id=:id", id=share_id, now=now))

    def end_share(self, owner: str, share_id: str) -> None:
        """For good: nothing of it stays."""
        ended = text(f"DELETE FROM shares WHERE id=:id AND {_OWNER} = :owner")
        with self._begin() as db:
            db.execute(ended, {"id": share_id, "owner": owner})

    def forget_ended_shares(self, now: float) -> None:
        self._do("DELETE FROM shares WHERE ends <= :now", now=now)


def _share_from(row: dict[str, Any]) -> Share:
    shown, frozen = Shown(**json.loads(row["shown"])), tuple(json.loads(row["frozen"]))
    return Share(row["id"], row["subject_id"], shown, row["created"], row["ends"], frozen, row["kind"])
