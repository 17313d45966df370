"""How a turn is written: its row, its pieces, and what it was given."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from components.conversation import Piece, Turn, joined, runs
from components.store.database import insert, text
from components.store.pace import pace_of
from components.store.rows import came_json, given_row, piece_row, turn_row
from components.store.search import Search


class Written(Search):
    def _insert(self, db: Connection, turn: Turn) -> None:
        row = turn_row(turn)
        db.execute(insert("turns", row), row)
        if turn.given:
            row = given_row(turn.id, turn.given)
            db.execute(insert("given", row), row)
        shown = {"leaf": turn.id, "now": turn.created, "id": turn.chat_id}
        db.execute(text("UPDATE chats SET leaf_id=:leaf, updated=:now WHERE id=:id"), shown)
        self._index(db, turn.chat_id, turn.id, "question", turn.question)

    @staticmethod
    def _add_pieces(db: Connection, turn_id: str, first: int, pieces: Sequence[Piece], each: bool = False) -> None:
        rows: list[dict[str, Any]] = []
        for run in ([piece] for piece in pieces) if each else runs(pieces):
            row = {"turn_id": turn_id, "first": first, **piece_row(joined(run)[0]), "pace": pace_of(run)}
            rows.append(row)
            first += len(run)
        if rows:
            db.execute(insert("pieces", rows[0]), rows)

    @staticmethod
    def _runs(db: Connection, turn_id: str) -> bool:
        """Has nobody ended it yet? Until the end of the transaction nobody else does."""
        lock = " FOR UPDATE" if db.dialect.name == "postgresql" else ""
        row = db.execute(text(f"SELECT status FROM turns WHERE id=:id{lock}"), {"id": turn_id}).first()
        return row is not None and row.status in ("streaming", "queued")

    @staticmethod
    def _update(db: Connection, turn: Turn) -> None:
        values = {"status": turn.status, "came": came_json(turn), "id": turn.id}
        db.execute(text("UPDATE turns SET status=:status, came=:came WHERE id=:id"), values)
