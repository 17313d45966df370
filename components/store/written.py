"""How a turn is written: its row, its pieces, and what it was given."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from components.conversation import Piece, Turn, joined, runs
from components.store.database import text
from components.store.rows import asked_json, came_json, piece_row
from components.store.search import Search


class Written(Search):
    def _insert(self, db: Connection, turn: Turn) -> None:
        db.execute(
            text(
                "INSERT INTO turns (id, chat_id, parent_id, created, question, asked, status, came)"
                " VALUES (:id, :chat_id, :parent_id, :created, :question, :asked, :status, :came)"
            ),
            {
                "id": turn.id,
                "chat_id": turn.chat_id,
                "parent_id": turn.parent_id,
                "created": turn.created,
                "question": turn.question,
                "asked": asked_json(turn.asked),
                "status": turn.status,
                "came": came_json(turn),
            },
        )
        if given := turn.given:
            db.execute(
                text("INSERT INTO given (turn_id, thoughts, answer) VALUES (:turn, :thoughts, :answer)"),
                {"turn": turn.id, "thoughts": given.thoughts, "answer": given.answer},
            )
        shown = {"leaf": turn.id, "now": turn.created, "id": turn.chat_id}
        db.execute(text("UPDATE chats SET leaf_id=:leaf, updated=:now WHERE id=:id"), shown)
        self._index(db, turn.chat_id, turn.id, "question", turn.question)

    @staticmethod
    def _add_pieces(db: Connection, turn_id: str, first: int, pieces: Sequence[Piece]) -> None:
        rows: list[dict[str, Any]] = []
        for run in runs(pieces):
            rows.append({"turn": turn_id, "first": first, **piece_row(joined(run)[0])})
            first += len(run)
        if rows:
            insert = "INSERT INTO pieces (turn_id, first, channel, text, at, data, number)"
            db.execute(text(f"{insert} VALUES (:turn, :first, :channel, :text, :at, :data, :number)"), rows)

    @staticmethod
    def _update(db: Connection, turn: Turn) -> None:
        values = {"status": turn.status, "came": came_json(turn), "id": turn.id}
        db.execute(text("UPDATE turns SET status=:status, came=:came WHERE id=:id"), values)
