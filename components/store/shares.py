"""Chats that are shown to others: which one, what of it, until when. Of a link its token's hash alone is kept."""

import json
from dataclasses import asdict
from typing import Any

from components.audience import Share, Shown
from components.store.database import Database, insert, text

_THERE = "FROM shares JOIN chats ON chats.id = chat_id WHERE chats.deleted IS NULL AND ends > :now"


class Shares(Database):
    def add_share(self, share: Share, token_hash: str) -> None:
        row = {
            "id": share.id,
            "chat_id": share.chat_id,
            "token_hash": token_hash,
            "shown": json.dumps(asdict(share.shown)),
            "frozen": json.dumps(share.frozen),
            "created": share.created,
            "ends": share.ends,
        }
        with self._begin() as db:
            db.execute(insert("shares", row), row)

    def shares(self, owner: str, chat_id: str, now: float) -> list[Share]:
        """Those of a chat that have not ended, the oldest first."""
        of_chat = f"SELECT shares.* {_THERE} AND owner=:owner AND chat_id=:chat ORDER BY shares.created, shares.id"
        return [_share_from(row) for row in self._all(of_chat, owner=owner, chat=chat_id, now=now)]

    def shares_of(self, owner: str, now: float) -> list[Share]:
        """The same of all chats."""
        theirs = f"SELECT shares.* {_THERE} AND owner=:owner ORDER BY shares.created, shares.id"
        return [_share_from(row) for row in self._all(theirs, owner=owner, now=now)]

    def share_by(self, token_hash: str, now: float) -> tuple[Share, str] | None:
        """The one whose link has that token, and whose it is; None of one that has ended, too."""
        rows = self._all(f"SELECT shares.*, owner {_THERE} AND token_hash=:hash", hash=token_hash, now=now)
        return (_share_from(rows[0]), rows[0]["owner"]) if rows else None

    def still_shares(self, share_id: str, now: float) -> bool:
        return bool(self._all(f"SELECT 1 {_THERE} AND shares.id=:id", id=share_id, now=now))

    def end_share(self, owner: str, share_id: str) -> None:
        """For good: nothing of it stays."""
        theirs = "SELECT id FROM chats WHERE owner=:owner"
        with self._begin() as db:
            ended = text(f"DELETE FROM shares WHERE id=:id AND chat_id IN ({theirs})")
            db.execute(ended, {"id": share_id, "owner": owner})

    def forget_ended_shares(self, now: float) -> None:
        self._do("DELETE FROM shares WHERE ends <= :now", now=now)


def _share_from(row: dict[str, Any]) -> Share:
    shown, frozen = Shown(**json.loads(row["shown"])), tuple(json.loads(row["frozen"]))
    return Share(row["id"], row["chat_id"], shown, row["created"], row["ends"], frozen)
