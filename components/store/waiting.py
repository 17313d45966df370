"""Turns that wait for the one before them: found by it, and forgotten where they are not to be asked any more."""

from sqlalchemy import Connection

from components.conversation import Turn
from components.store.database import Database, text
from components.store.rows import turn_from


class Waiting(Database):
    def waiting_for(self, turn_id: str) -> list[Turn]:
        """The queued turns whose parent this is, oldest first."""
        waiting = "SELECT * FROM turns WHERE parent_id=:id AND status='queued' ORDER BY created"
        return [turn_from(row) for row in self._all(waiting, id=turn_id)]

    def wait_for(self, other_id: str, turn_id: str) -> None:
        """What waits for `turn_id` waits for the other one."""
        change = "UPDATE turns SET parent_id=:other WHERE parent_id=:id AND status='queued'"
        self._do(change, other=other_id, id=turn_id)

    def drop(self, turn_id: str) -> None:
        """Forget a queued turn that was never asked; what waited for it waits for its parent."""
        with self._begin() as db:
            _drop(db, turn_id)


def drop_all(db: Connection, chat_id: str, under: str | None = None) -> None:
    """Forget what waits in a chat that goes, or in it `under` a turn that goes, this one included: in the same
    transaction, so that nobody who brings it back meets what still waits."""
    rows = db.execute(text("SELECT id, parent_id, status FROM turns WHERE chat_id=:chat"), {"chat": chat_id}).all()
    gone = [row.id for row in rows] if under is None else [under]
    if under is not None:
        for above in gone:
            gone += [row.id for row in rows if row.parent_id == above]
    queued = {row.id for row in rows if row.status == "queued"}
    for turn_id in reversed(gone):
        if turn_id in queued:
            _drop(db, turn_id)


def _drop(db: Connection, turn_id: str) -> None:
    values = {"id": turn_id}
    if not db.execute(text("SELECT 1 FROM turns WHERE id=:id AND status='queued'"), values).first():
        return
    parent = "(SELECT parent_id FROM turns WHERE id=:id)"
    db.execute(text(f"UPDATE chats SET leaf_id={parent} WHERE leaf_id=:id"), values)
    db.execute(text(f"UPDATE turns SET parent_id={parent} WHERE parent_id=:id"), values)
    db.execute(text("DELETE FROM given WHERE turn_id=:id"), values)
    db.execute(text("DELETE FROM turns WHERE id=:id"), values)
