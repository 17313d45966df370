"""What was deleted, or is older than is kept, for good: of a turn stays what it used, and nothing of what was said.

In the index of SQLite single words stay, without the text that they stood in: it cannot be told what they were.
"""

from sqlalchemy import Connection

from components.store.database import text
from components.store.deleted import Deleted
from components.store.search import Search
from components.store.spending import UsedUp

BATCH = 50  # turns of one transaction: so long do others wait who write
BY_TURN = ("pieces", "given", "notes", "records", "readings", "marks", "verdicts")
RUNNING = "status IN ('streaming', 'queued')"
IDLE = f"NOT EXISTS (SELECT 1 FROM turns AS running WHERE running.chat_id = turns.chat_id AND running.{RUNNING})"

# Below a deleted turn nothing is seen. The deepest first: none is ever without its parent.
GONE_TURNS = f"""WITH RECURSIVE gone (id, chat_id, depth) AS (
        SELECT id, chat_id, 0 FROM turns WHERE deleted < :before
        UNION ALL SELECT turns.id, turns.chat_id, depth + 1
        FROM turns JOIN gone ON turns.chat_id = gone.chat_id AND turns.parent_id = gone.id)
    SELECT gone.id, gone.chat_id, MAX(depth) AS depth FROM gone JOIN turns ON turns.id = gone.id WHERE {IDLE}
    GROUP BY gone.id, gone.chat_id ORDER BY depth DESC LIMIT :most"""
GONE_CHATS = "SELECT id FROM chats WHERE deleted < :before"
OF_CHAT = f"""WITH RECURSIVE tree (id, depth) AS (
        SELECT id, 0 FROM turns WHERE chat_id=:chat AND parent_id IS NULL
        UNION ALL SELECT turns.id, depth + 1 FROM turns JOIN tree ON turns.chat_id=:chat AND turns.parent_id = tree.id)
    SELECT tree.id, turns.chat_id FROM tree JOIN turns ON turns.id = tree.id WHERE {IDLE}
    ORDER BY depth DESC LIMIT :most"""
# What is kept of an owner beside chats: with the chats that it made, which no list shows.
MADE = {
    "experiments": ("arms", "experiment_id", "TRUE"),
    "measurements": ("trials", "measurement_id", "state <> 'running'"),
}


class Forgetting(Deleted, Search, UsedUp):
    def forget_gone(self, before: float) -> int:
        """What was deleted before that moment (epoch) and does not come back any more: how many turns that were."""
        count = 0
        while turns := self._all(GONE_TURNS, before=before, most=BATCH):
            count += self._forget_turns([(row["id"], row["chat_id"]) for row in turns])
        for row in self._all(GONE_CHATS, before=before):
            while turns := self._all(OF_CHAT, chat=row["id"], most=BATCH):
                count += self._forget_turns([(turn["id"], turn["chat_id"]) for turn in turns])
            with self._begin() as db:
                self._forget_chat(db, row["id"])
        gone = {"before": before}
        with self._begin() as db:
            lanes = "DELETE FROM lanes WHERE race_id IN (SELECT id FROM races WHERE deleted < :before)"
            others = (f"DELETE FROM {table} WHERE deleted < :before" for table in ("races", "recordings"))
            for statement in (lanes, *others):
                db.execute(text(statement), gone)
            for kind, table in (("run", "experiments"), ("race", "races"), ("measurement", "measurements")):
                nobody_s = f"DELETE FROM shares WHERE kind='{kind}' AND subject_id NOT IN (SELECT id FROM {table})"
                db.execute(text(nobody_s))
        return count

    def delete_old(self, before: float, now: float) -> int:
        """What nobody changed since that moment (epoch), of everybody, as if they had deleted it `now`: how many chats
        that were. What runs stays."""
        old = "SELECT id, owner FROM chats WHERE deleted IS NULL AND hidden=0 AND updated < :before"
        idle = f"id NOT IN (SELECT chat_id FROM turns WHERE {RUNNING})"
        chats = self._all(f"{old} AND {idle}", before=before)
        for table, (steps, column, over) in MADE.items():
            for row in self._all(f"SELECT id, owner FROM {table} WHERE created < :before AND {over}", before=before):
                made = f"SELECT chat_id AS id FROM {steps} WHERE {column}=:id"
                running = f"SELECT 1 FROM turns WHERE chat_id IN ({made}) AND {RUNNING}"
                if self._all(running, id=row["id"]):
                    continue
                hidden = self._all(f"SELECT id, owner FROM chats WHERE hidden=1 AND id IN ({made})", id=row["id"])
                for chat in hidden:
                    self.delete(chat["owner"], chat["id"], now)
                with self._begin() as db:
                    db.execute(text(f"DELETE FROM {steps} WHERE {column}=:id"), {"id": row["id"]})
                    db.execute(text(f"DELETE FROM {table} WHERE id=:id"), {"id": row["id"]})
        for chat in chats:
            self.delete(chat["owner"], chat["id"], now)
        for row in self._all("SELECT id FROM races WHERE deleted IS NULL AND created < :before", before=before):
            chats_of = "SELECT chat_id FROM lanes WHERE race_id=:id"
            lanes = f"UPDATE chats SET deleted=:now WHERE hidden=1 AND id IN ({chats_of})"
            with self._begin() as db:
                for statement in ("UPDATE races SET deleted=:now WHERE id=:id", lanes):
                    db.execute(text(statement), {"now": now, "id": row["id"]})
        recordings = "UPDATE recordings SET deleted=:now WHERE deleted IS NULL AND created < :before"
        self._do(recordings, now=now, before=before)
        return len(chats)

    def _forget_turns(self, turns: list[tuple[str, str]]) -> int:
        ids = [turn_id for turn_id, _ in turns]
        used = self.used_by(ids)
        with self._begin() as db:
            _overwrite(db)
            for row in used:
                keep = (
                    "INSERT INTO used_before (turn_id, owner, chat_id, asked, used, created)"
                    " VALUES (:turn_id, :owner, :chat_id, :asked, :used, :created)"
                )
                db.execute(text(keep), row)
            for turn_id, chat_id in turns:
                self._unindex(db, chat_id, [turn_id])
                values = {"id": turn_id}
                for table in BY_TURN:
                    db.execute(text(f"DELETE FROM {table} WHERE turn_id=:id"), values)
                votes = "DELETE FROM votes WHERE guess_id IN (SELECT id FROM guesses WHERE turn_id=:id)"
                asides = "DELETE FROM asides WHERE turn_id=:id OR made_turn_id=:id"
                for statement in (votes, "DELETE FROM guesses WHERE turn_id=:id", asides):
                    db.execute(text(statement), values)
                db.execute(text("DELETE FROM turns WHERE id=:id"), values)
        return len(ids)

    def _forget_chat(self, db: Connection, chat_id: str) -> None:
        """Unless something in it still runs."""
        values = {"chat": chat_id}
        if db.execute(text("SELECT 1 FROM turns WHERE chat_id=:chat"), values).first():
            return
        _overwrite(db)
        self._unindex(db, chat_id, [None])
        votes = "DELETE FROM votes WHERE guess_id IN (SELECT id FROM guesses WHERE chat_id=:chat)"
        guesses, shares = "DELETE FROM guesses WHERE chat_id=:chat", "DELETE FROM shares WHERE subject_id=:chat"
        for statement in (votes, guesses, shares, "DELETE FROM chats WHERE id=:chat"):
            db.execute(text(statement), values)


def _overwrite(db: Connection) -> None:
    """SQLite would leave what was deleted in the file, in what it keeps free."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA secure_delete=ON")
