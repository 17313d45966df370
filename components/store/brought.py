"""Chats on their way in from a file: hidden from everybody until they are whole, and forgotten where they never are."""

import time
from collections.abc import Iterable, Iterator

from components.conversation import Chat, Turn
from components.store.database import insert, text
from components.store.rows import chat_row
from components.store.search import Search

# Of one transaction: so long do others wait who write.
MOST_TURNS, MOST_CHARACTERS = 10, 250_000
OF_TURNS = ("pieces", "given", "notes")  # what comes with them
COMING = 2  # as `hidden`: 1 is a chat that no list shows, and that can be looked at


def batches(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    """As many as are written at once: few, or one that is large."""
    batch: list[Turn] = []
    size = 0
    for turn in turns:
        length = len(turn.question) + sum(len(piece.text) for piece in turn.pieces)
        if batch and (len(batch) == MOST_TURNS or size + length > MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(turn)
        size += length
    if batch:
        yield batch


class Brought(Search):
    def forget_half_brought(self) -> None:
        """At the start: what an earlier process did not bring in whole."""
        for row in self._all("SELECT id FROM chats WHERE hidden=:coming", coming=COMING):
            self._forget_coming(row["id"])

    def _begin_coming(self, chat: Chat) -> None:
        """What its turns cost was spent elsewhere, also while it is half here."""
        row = {**chat_row(chat), "leaf_id": None, "hidden": COMING, "imported": time.time()}
        with self._begin() as db:
            db.execute(insert("chats", row), row)

    def _show_come(self, chat: Chat) -> None:
        change = "UPDATE chats SET hidden=0, leaf_id=:leaf, updated=:updated, imported=:now WHERE id=:id"
        with self._begin() as db:
            values = {"leaf": chat.leaf_id, "updated": chat.updated, "id": chat.id, "now": time.time()}
            db.execute(text(change), values)
            self._index(db, chat.id, None, "title", chat.title)

    def _forget_coming(self, chat_id: str) -> None:
        """With its turns, in batches too. Nothing where it is whole."""
        coming = "SELECT id FROM chats WHERE id=:id AND hidden=:coming"
        if not self._all(coming, id=chat_id, coming=COMING):
            return
        self._do("UPDATE turns SET parent_id=NULL WHERE chat_id=:id", id=chat_id)
        some = "SELECT id FROM turns WHERE chat_id=:id LIMIT :most"
        while rows := self._all(some, id=chat_id, most=MOST_TURNS):
            ids = [row["id"] for row in rows]
            with self._begin() as db:
                self._unindex(db, chat_id, ids)
                for table, column in (*((name, "turn_id") for name in OF_TURNS), ("turns", "id")):
                    for turn_id in ids:
                        db.execute(text(f"DELETE FROM {table} WHERE {column}=:id"), {"id": turn_id})
        with self._begin() as db:
            self._unindex(db, chat_id, [None])
            db.execute(text("DELETE FROM chats WHERE id=:id"), {"id": chat_id})
