"""What people noted beside thoughts, kept with the turn: whoever owns its chat owns its notes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from components.conversation import Note
from components.store.database import Database, insert, text

OF_OWNER = "notes JOIN turns ON turns.id = notes.turn_id JOIN chats ON chats.id = turns.chat_id"
_MINE = "SELECT turns.id FROM turns JOIN chats ON chats.id = chat_id WHERE owner=:owner AND chats.deleted IS NULL"


class Notes(Database):
    """Of a deleted turn or chat there are none until it comes back; whether one that stands above a turn was deleted, a
    conversation knows."""

    def add_note(self, owner: str, note: Note) -> bool:
        """Was it added? Not beside another's turn, and not twice."""
        row = row_of(note)
        there = f"SELECT {', '.join(f':{name}' for name in row)} WHERE :turn_id IN ({_MINE} AND turns.deleted IS NULL)"
        add = f"INSERT INTO notes ({', '.join(row)}) {there} ON CONFLICT (id) DO NOTHING"
        with self._begin() as db:
            return bool(db.execute(text(add), {**row, "owner": owner}).rowcount)

    def note(self, owner: str, note_id: str) -> Note | None:
        found = f"SELECT notes.* FROM {OF_OWNER} WHERE notes.id=:id AND owner=:owner AND chats.deleted IS NULL"
        rows = self._all(found, id=note_id, owner=owner)
        return note_from(rows[0]) if rows else None

    def notes_in(self, owner: str, chat_id: str) -> list[Note]:
        """Of all turns of a chat that were not deleted themselves, the oldest first."""
        listed = f"""SELECT notes.* FROM {OF_OWNER} WHERE chats.id=:chat AND owner=:owner AND chats.deleted IS NULL
            AND turns.deleted IS NULL ORDER BY notes.created, notes.id"""
        return [note_from(row) for row in self._all(listed, chat=chat_id, owner=owner)]

    def change_note(self, owner: str, note_id: str, body: str, when: float) -> bool:
        """Was it changed?"""
        change = text(f"UPDATE notes SET body=:body, updated=:when WHERE id=:id AND turn_id IN ({_MINE})")
        with self._begin() as db:
            return bool(db.execute(change, {"body": body, "when": when, "id": note_id, "owner": owner}).rowcount)

    def remove_note(self, owner: str, note_id: str) -> None:
        """For good."""
        self._do(f"DELETE FROM notes WHERE id=:id AND turn_id IN ({_MINE})", id=note_id, owner=owner)


def add_all(db: Connection, notes: Iterable[Note]) -> None:
    """Of turns that are there, in a transaction that brings them in."""
    if rows := [row_of(note) for note in notes]:
        db.execute(insert("notes", rows[0]), rows)


def row_of(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "turn_id": note.turn_id,
        "begin_at": note.start,
        "end_at": note.end,
        "body": note.body,
        "created": note.created,
        "updated": note.updated,
    }


def note_from(row: dict[str, Any]) -> Note:
    return Note(row["id"], row["turn_id"], row["begin_at"], row["end_at"], row["body"], row["created"], row["updated"])
