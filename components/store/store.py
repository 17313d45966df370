"""The store: what one owner may see of chats and turns, and what the runner writes of a turn while it grows."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from sqlalchemy import Connection

from components.conversation import Asked, Chat, Conversation, Note, Piece, Turn, cut_off, titled
from components.store.asides import Asides
from components.store.brought import COMING, Brought, batches
from components.store.charges import Charges
from components.store.choices import Choices
from components.store.database import StoreError, insert, text
from components.store.experiments import Experiments
from components.store.forgetting import Forgetting
from components.store.guesses import Guesses
from components.store.measurements import Measurements
from components.store.migrations import migrate
from components.store.notes import Notes, add_all
from components.store.overview import Overview
from components.store.owners import Owners
from components.store.pace import as_they_came
from components.store.people import People
from components.store.races import Races
from components.store.recordings import Recordings
from components.store.records import Records
from components.store.rows import (
    asked_json,
    chat_from,
    chat_row,
    given_from,
    piece_from,
    turn_from,
    whose_parents_are_there,
)
from components.store.shares import Shares
from components.store.thoughts import Thoughts
from components.store.waiting import Waiting
from components.store.written import Written

NO_NOTES: Mapping[str, Sequence[Note]] = {}


class Store(
    Asides,
    Charges,
    Choices,
    Forgetting,
    Experiments,
    Guesses,
    Measurements,
    Notes,
    Overview,
    Owners,
    People,
    Races,
    Recordings,
    Records,
    Brought,
    Shares,
    Thoughts,
    Waiting,
    Written,
):
    """Chats and turns, experiments, and what models are chosen by. Raises StoreError, as its database does."""

    shared = False  # do several replicas write what runs?

    def __init__(self, url: str, alone: bool = False) -> None:
        """`alone`: as `claim`, before the schema is changed."""
        super().__init__(url, self._prepare, alone)

    def _prepare(self, db: Connection) -> None:
        if migrate(db):
            self._fill_index(db)

    # What an owner sees and does

    def chats(self, owner: str, most: int = -1, pinned: bool = False) -> list[Chat]:
        """Newest first, the `most` newest; all where that is negative. `pinned`: those alone that stay above."""
        listed = "owner=:owner AND deleted IS NULL AND hidden=0" + (" AND pinned=1" if pinned else "")
        shown = f"SELECT * FROM chats WHERE {listed} ORDER BY updated DESC LIMIT :most"
        return [chat_from(row) for row in self._all(shown, owner=owner, most=2**31 if most < 0 else most)]

    def chat(self, owner: str, chat_id: str) -> Chat | None:
        rows = self._all(
            "SELECT * FROM chats WHERE id=:id AND owner=:owner AND deleted IS NULL AND hidden<>:coming",
            id=chat_id,
            owner=owner,
            coming=COMING,
        )
        return chat_from(rows[0]) if rows else None

    def add_chat(self, chat: Chat, hidden: bool = False) -> None:
        """A hidden one stands in no list, but can be looked at."""
        row = {**chat_row(chat), "hidden": int(hidden)}
        with self._begin() as db:
            db.execute(insert("chats", row), row)
            self._index(db, chat.id, None, "title", chat.title)

    def add_whole(
        self,
        conversation: Conversation,
        told: Callable[[int], None] = lambda _: None,
        notes: Mapping[str, Sequence[Note]] = NO_NOTES,
        each_piece: bool = False,
    ) -> None:
        """A chat with all its turns, or nothing of it, in batches: others write in between. `told` hears how many of
        them are there, and may end it by raising. What they cost was spent elsewhere. `notes`: by the ids of turns.
        `each_piece` keeps its own time, else neighbours share a row."""
        chat, turns = conversation.chat, conversation.turns
        order = whose_parents_are_there({turn.id: turn.parent_id for turn in turns.values()})
        try:
            self._begin_coming(chat)
            done = 0
            for batch in batches(turns[turn_id] for turn_id in order):
                with self._begin() as db:
                    for turn in batch:
                        self._insert(db, turn)
                        self._add_pieces(db, turn.id, 0, turn.pieces, each_piece)
                        self._index_reply(db, turn.id)
                        add_all(db, notes.get(turn.id, ()))
                done += len(batch)
                told(done)
                time.sleep(0.001)  # whoever waits to write comes first
            self._show_come(chat)
        except BaseException:  # a page that was left raises something that is no Exception
            with suppress(StoreError):  # else at the next start
                self._forget_coming(chat.id)
            raise

    def add_reading(self, turn: Turn, origin: str) -> None:
        """A turn that has ended, as it was read again from the record of `origin`. What it cost was spent by that."""
        with self._begin() as db:
            self._insert(db, turn)
            self._add_pieces(db, turn.id, 0, turn.pieces)
            read = text("INSERT INTO readings (turn_id, origin) VALUES (:id, :origin)")
            db.execute(read, {"id": turn.id, "origin": origin})
            self._index_reply(db, turn.id)

    def pin(self, owner: str, chat_id: str, pinned: bool) -> None:
        change = "UPDATE chats SET pinned=:pinned WHERE id=:id AND owner=:owner"
        self._do(change, pinned=int(pinned), id=chat_id, owner=owner)

    def unhide(self, owner: str, chat_id: str) -> None:
        self._do("UPDATE chats SET hidden=0 WHERE id=:id AND owner=:owner", id=chat_id, owner=owner)

    def rename(self, owner: str, chat_id: str, title: str) -> None:
        update = text("UPDATE chats SET title=:title WHERE id=:id AND owner=:owner")
        title = titled(title)
        with self._begin() as db:
            if db.execute(update, {"title": title, "id": chat_id, "owner": owner}).rowcount:
                self._index(db, chat_id, None, "title", title)

    def choose(self, owner: str, chat_id: str, asked: Asked) -> None:
        """What the chat's next turn will be asked with."""
        self._do(
            "UPDATE chats SET asked=:asked WHERE id=:id AND owner=:owner",
            asked=asked_json(asked),
            id=chat_id,
            owner=owner,
        )

    def show(self, owner: str, chat_id: str, leaf_id: str | None) -> None:
        """Which path of the tree the chat shows, by its last turn."""
        self._do("UPDATE chats SET leaf_id=:leaf WHERE id=:id AND owner=:owner", leaf=leaf_id, id=chat_id, owner=owner)

    def conversation(self, owner: str, chat_id: str) -> Conversation | None:
        """All turns without their texts; `with_texts` brings those that are shown."""
        chat = self.chat(owner, chat_id)
        if chat is None:
            return None
        rows = self._all("SELECT * FROM turns WHERE chat_id=:id ORDER BY created, id", id=chat_id)
        there = whose_parents_are_there({row["id"]: row["parent_id"] for row in rows if row["deleted"] is None})
        return Conversation(chat, {row["id"]: turn_from(row) for row in rows if row["id"] in there})

    def with_texts(self, turn_ids: Sequence[str], apart: bool = False) -> dict[str, Turn]:
        """`apart`: in the pieces in which they came, each with its time; else in as few as they are kept in."""
        if not turn_ids:
            return {}
        # First: a turn may end meanwhile, and one that has ended has all its pieces.
        rows = self._all("SELECT * FROM turns WHERE id IN :ids", ids=list(turn_ids))
        pieces: dict[str, list[Piece]] = {}
        for row in self._all("SELECT * FROM pieces WHERE turn_id IN :ids ORDER BY turn_id, first", ids=list(turn_ids)):
            piece = piece_from(row)
            came = as_they_came(piece, row["pace"]) if apart else [piece]
            pieces.setdefault(row["turn_id"], []).extend(came)
        turns = {row["id"]: turn_from(row, pieces.get(row["id"], ())) for row in rows}
        if handed := [turn.id for turn in turns.values() if turn.given]:
            for row in self._all("SELECT * FROM given WHERE turn_id IN :ids", ids=handed):
                turns[row["turn_id"]] = given_from(turns[row["turn_id"]], row)
        return turns

    def heads_of(self, owner: str, turn_ids: Sequence[str]) -> dict[str, Turn]:
        """Turns of this owner's without their texts, also where their chat was deleted since."""
        mine = "SELECT turns.* FROM turns JOIN chats ON chats.id = chat_id WHERE turns.id IN :ids AND owner=:owner"
        rows = self._all(mine, ids=list(turn_ids), owner=owner) if turn_ids else []
        return {row["id"]: turn_from(row) for row in rows}

    def texts_of(self, owner: str, turn_ids: Sequence[str], apart: bool = False) -> dict[str, Turn]:
        """The same of those that are this owner's, also where their chat was deleted since."""
        mine = "SELECT turns.id FROM turns JOIN chats ON chats.id = chat_id WHERE turns.id IN :ids AND owner=:owner"
        rows = self._all(mine, ids=list(turn_ids), owner=owner) if turn_ids else []
        return self.with_texts([row["id"] for row in rows], apart)

    # What the runner writes

    def queue(self, turn: Turn) -> None:
        """A turn that waits for its parent to end."""
        with self._begin() as db:
            self._insert(db, turn)

    def begin(self, turn: Turn) -> None:
        """A turn is asked now: a new one, or one that was queued."""
        with self._begin() as db:
            known = db.execute(text("SELECT 1 FROM turns WHERE id=:id"), {"id": turn.id}).first()
            if known:
                self._update(db, turn)
            else:
                self._insert(db, turn)

    def extend(self, turn: Turn, first: int, pieces: Sequence[Piece]) -> None:
        """Append pieces, numbered from `first` on; neighbours of one part share a row."""
        with self._begin() as db:
            if self.shared and not self._runs(db, turn.id):
                return  # it was ended by another, who took this one for dead
            self._add_pieces(db, turn.id, first, pieces)
            self._update(db, turn)

    def refile(self, turn_id: str) -> None:
        """What was kept as the answer of a turn was its reasoning."""
        ended = text("SELECT 1 FROM turns WHERE id=:id AND status IN ('done', 'stopped', 'failed')")
        with self._begin() as db:
            db.execute(
                text("UPDATE pieces SET channel='reasoning' WHERE turn_id=:id AND channel='answer'"), {"id": turn_id}
            )
            if db.execute(ended, {"id": turn_id}).first():
                self._index_reply(db, turn_id)

    def finish(self, turn: Turn) -> None:
        with self._begin() as db:
            if self.shared and not self._runs(db, turn.id):
                return
            self._update(db, turn)
            db.execute(text("UPDATE chats SET updated=:now WHERE id=:id"), {"now": time.time(), "id": turn.chat_id})
            self._index_reply(db, turn.id)

    def bury(self, turn: Turn) -> bool:
        """A turn of a replica that is dead, with what was passed on of it, is cut off; so is what waited for it. False
        where it has ended already. What is longer is kept: what the dead one had saved, or what it had passed on."""
        with self._begin() as db:
            if not self._runs(db, turn.id):
                return False
            size = "SELECT COALESCE(SUM(LENGTH(text)), 0) FROM pieces WHERE turn_id=:id"
            kept = db.execute(text(size), {"id": turn.id}).scalar_one()
            if sum(len(piece.text) for piece in turn.pieces) >= kept:
                db.execute(text("DELETE FROM pieces WHERE turn_id=:id"), {"id": turn.id})
                self._add_pieces(db, turn.id, 0, turn.pieces)
            self._update(db, cut_off(turn))
            self._index_reply(db, turn.id)
        for waiting in self.waiting_for(turn.id):
            self.bury(waiting)
        return True

    def running(self) -> list[str]:
        """The ids of all turns that run or wait, of everybody."""
        return [row["id"] for row in self._all("SELECT id FROM turns WHERE status IN ('streaming', 'queued')")]

    def owner_of(self, chat_id: str) -> str:
        return str(self._all("SELECT owner FROM chats WHERE id=:id", id=chat_id)[0]["owner"])

    def interrupt_all(self) -> int:
        """At the start: no run of an earlier process is alive. How many turns were cut off by its end."""
        rows = self._all("SELECT * FROM turns WHERE status IN ('streaming', 'queued')")
        with self._begin() as db:
            for row in rows:
                self._update(db, cut_off(turn_from(row)))
                self._index_reply(db, row["id"])
        return len(rows)
