"""What was asked about turns, kept: which turn it is about, and which one it made."""

from typing import Any

from sqlalchemy import Connection

from components.conversation import Aside
from components.store.database import Database, insert, text
from components.store.rows import whose_parents_are_there
from components.store.waiting import drop_all

# It is there as long as the chat that it made is, which is deleted with the turn that it is about.
_THERE = """FROM asides JOIN turns ON turns.id = made_turn_id JOIN chats ON chats.id = chat_id
    WHERE owner=:owner AND chats.deleted IS NULL"""


class Asides(Database):
    def add_aside(self, aside: Aside) -> None:
        row = {
            "id": aside.id,
            "turn_id": aside.turn_id,
            "kind": aside.kind,
            "begin_at": aside.start,
            "end_at": aside.end,
            "detail": aside.detail,
            "made_turn_id": aside.made_turn_id,
            "created": aside.created,
        }
        with self._begin() as db:
            db.execute(insert("asides", row), row)

    def asides(self, owner: str, turn_id: str) -> list[Aside]:
        """About that turn, the oldest first; none where it was deleted."""
        about = f"SELECT asides.* {_THERE} AND turn_id=:turn ORDER BY asides.created, asides.id"
        return [_aside_from(row) for row in self._all(about, owner=owner, turn=turn_id)]

    def aside(self, owner: str, aside_id: str) -> Aside | None:
        rows = self._all(f"SELECT asides.* {_THERE} AND asides.id=:id", owner=owner, id=aside_id)
        return _aside_from(rows[0]) if rows else None

    def forget_aside(self, owner: str, aside_id: str, when: float) -> None:
        """For good; what it cost stays known."""
        made = "SELECT chat_id FROM asides JOIN turns ON turns.id = made_turn_id WHERE asides.id=:id"
        change = text(f"UPDATE chats SET deleted=:when WHERE owner=:owner AND id IN ({made})")
        with self._begin() as db:
            if db.execute(change, {"when": when, "owner": owner, "id": aside_id}).rowcount:
                db.execute(text("DELETE FROM asides WHERE id=:id"), {"id": aside_id})

    def asked_about(self, turn_ids: list[str]) -> list[str]:
        """The turns that were made by asking about these."""
        made = "SELECT made_turn_id FROM asides WHERE turn_id IN :ids"
        return [row["made_turn_id"] for row in self._all(made, ids=turn_ids)] if turn_ids else []


def follow(db: Connection, chat_id: str, when: float | None) -> None:
    """What was asked about the turns of a chat goes with them, and comes back with them, too; what waits there is
    forgotten. `when` is the time of a deletion."""
    about = """SELECT asides.turn_id, made.chat_id AS made_chat FROM asides JOIN turns ON turns.id = asides.turn_id
        JOIN turns AS made ON made.id = asides.made_turn_id WHERE turns.chat_id=:chat"""
    asked = db.execute(text(about), {"chat": chat_id}).all()
    if not asked:
        return
    standing = """SELECT turns.id, parent_id FROM turns JOIN chats ON chats.id = chat_id
        WHERE chat_id=:chat AND turns.deleted IS NULL AND chats.deleted IS NULL"""
    found = db.execute(text(standing), {"chat": chat_id})
    there = whose_parents_are_there({row.id: row.parent_id for row in found})
    for row in asked:
        values: dict[str, Any] = {"id": row.made_chat}
        if row.turn_id in there:
            db.execute(text("UPDATE chats SET deleted=NULL WHERE id=:id"), values)
        elif when is not None:
            values["when"] = when
            db.execute(text("UPDATE chats SET deleted=COALESCE(deleted, :when) WHERE id=:id"), values)
            drop_all(db, row.made_chat)
        follow(db, row.made_chat, when)


def _aside_from(row: dict[str, Any]) -> Aside:
    return Aside(
        row["id"],
        row["turn_id"],
        row["kind"],
        row["begin_at"],
        row["end_at"],
        row["detail"],
        row["made_turn_id"],
        row["created"],
    )
