"""What arrived for turns, packed: kept for the newest of an owner, and gone with its turn."""

from collections.abc import Mapping

from sqlalchemy import text

from components.store.database import Database

OF_OWNER = "records JOIN turns ON turns.id = records.turn_id JOIN chats ON chats.id = turns.chat_id"
READ_AGAIN = "readings JOIN turns ON turns.id = readings.turn_id JOIN chats ON chats.id = turns.chat_id"
# Of these turns, those that are deleted or come after one that is: nobody sees them any more.
GONE = """WITH RECURSIVE above (record, turn) AS (
    SELECT id, id FROM turns WHERE id IN :ids
    UNION SELECT above.record, turns.parent_id FROM above JOIN turns ON turns.id = above.turn
    WHERE turns.parent_id IS NOT NULL)
    SELECT DISTINCT above.record AS id FROM above JOIN turns ON turns.id = above.turn
    JOIN chats ON chats.id = turns.chat_id WHERE turns.deleted < :before OR chats.deleted < :before"""


class Records(Database):
    def keep_records(self, packed: Mapping[str, bytes]) -> None:
        """By the ids of their turns. What is there already is replaced; a turn that is not there gets none."""
        insert = text(
            "INSERT INTO records (turn_id, packed) SELECT id, :packed FROM turns WHERE id=:id"
            " ON CONFLICT (turn_id) DO UPDATE SET packed=excluded.packed"
        )
        with self._begin() as db:
            for turn_id, record in packed.items():
                db.execute(insert, {"id": turn_id, "packed": record})

    def record(self, owner: str, turn_id: str) -> bytes | None:
        there = "chats.owner=:owner AND chats.deleted IS NULL AND turns.deleted IS NULL"
        found = f"SELECT records.packed FROM {OF_OWNER} WHERE records.turn_id=:id AND {there}"
        rows = self._all(found, id=turn_id, owner=owner)
        return bytes(rows[0]["packed"]) if rows else None

    def records_in(self, owner: str, chat_id: str) -> dict[str, bytes]:
        """Of the turns of a chat, by their ids; those of deleted ones too."""
        found = (
            f"SELECT records.* FROM {OF_OWNER} WHERE chats.id=:chat AND chats.owner=:owner AND chats.deleted IS NULL"
        )
        return {row["turn_id"]: bytes(row["packed"]) for row in self._all(found, chat=chat_id, owner=owner)}

    def owners_of_records(self) -> list[str]:
        return [row["owner"] for row in self._all(f"SELECT DISTINCT chats.owner FROM {OF_OWNER}")]

    def forget_records(self, owner: str, most: int, gone_before: float) -> None:
        """All but those of the `most` newest turns, and those of what was deleted before that moment and therefore does
        not come back."""
        listed = f"SELECT records.turn_id AS id FROM {OF_OWNER} WHERE chats.owner=:owner"
        ids = [row["id"] for row in self._all(f"{listed} ORDER BY turns.created DESC, turns.id", owner=owner)]
        gone = self._all(GONE, ids=ids, before=gone_before) if ids else []
        forgotten = {*ids[most:], *(row["id"] for row in gone)}
        if not forgotten:
            return
        with self._begin() as db:
            for turn_id in sorted(forgotten):
                db.execute(text("DELETE FROM records WHERE turn_id=:id"), {"id": turn_id})

    def readings_in(self, owner: str, chat_id: str) -> dict[str, str]:
        """All turns of a chat that were read again: from the record of which turn."""
        found = f"SELECT readings.* FROM {READ_AGAIN} WHERE chats.id=:chat AND chats.owner=:owner"
        return {row["turn_id"]: row["origin"] for row in self._all(found, chat=chat_id, owner=owner)}

    def mark_readings(self, origins: Mapping[str, str]) -> None:
        """These turns, which are there, were read again: from the record of which turn."""
        if not origins:
            return
        rows = [{"id": turn_id, "origin": origin} for turn_id, origin in origins.items()]
        with self._begin() as db:
            db.execute(text("INSERT INTO readings (turn_id, origin) VALUES (:id, :origin)"), rows)

    def origins(self, owner: str, turn_ids: list[str]) -> dict[str, str]:
        """Of those of these turns that were read again: from the record of which turn."""
        found = f"SELECT readings.* FROM {READ_AGAIN} WHERE readings.turn_id IN :ids AND chats.owner=:owner"
        rows = self._all(found, ids=turn_ids, owner=owner) if turn_ids else []
        return {row["turn_id"]: row["origin"] for row in rows}
