"""What an owner's turns used, and the limit of a day."""

import json

from components.conversation import REPLAY, Usage, Used, as_plain, estimated
from components.store.charges import settle
from components.store.database import Database, text
from components.store.rows import asked_from, usage_from

ASKED_THEN = "turns.created >= :begin AND turns.created < :end AND turns.created >= COALESCE(chats.imported, 0)"


class UsedUp(Database):
    def used(self, owner: str, begin: float, end: float) -> list[Used]:
        """Of all turns that were asked from `begin` to before `end` (epoch), also of those that were deleted since, and
        not of those that were brought in from a file."""
        return self._used(f"chats.owner=:owner AND {ASKED_THEN}", owner=owner, begin=begin, end=end)

    def used_in(self, owner: str, chat_id: str) -> list[Used]:
        """Of all turns of a chat: every version, and also those that were deleted since."""
        return self._used("chats.owner=:owner AND turns.chat_id=:chat", owner=owner, chat=chat_id)

    def _used(self, where: str, **values: str | float) -> list[Used]:
        """Who stops an answer hears no usage of it, but is billed: then it is reckoned from the text that came. What
        was read again from a record cost nothing more, and what is played from a recording costs nothing at all."""
        turns = f"turns JOIN chats ON chats.id = turns.chat_id WHERE {where}"
        turns += " AND turns.id NOT IN (SELECT turn_id FROM readings)"
        columns = ", ".join(f"turns.{name}" for name in ("id", "asked", "came", "question", "created"))
        rows = self._all(f"SELECT {columns} FROM {turns}", **values)
        rows = [row for row in rows if asked_from(row["asked"]).provider != REPLAY]
        told = {row["id"]: usage_from(row["came"]) for row in rows}
        told = {turn_id: usage if usage and usage.tells else None for turn_id, usage in told.items()}
        untold = [turn_id for turn_id, usage in told.items() if usage is None]
        sizes = "SELECT turn_id, SUM(LENGTH(text)) AS size FROM pieces WHERE turn_id IN :ids GROUP BY turn_id"
        came = {row["turn_id"]: int(row["size"]) for row in self._all(sizes, ids=untold)} if untold else {}
        return [
            (
                asked_from(row["asked"]),
                told[row["id"]] or estimated(row["question"], came.get(row["id"], 0)),
                float(row["created"]),
            )
            for row in rows
        ]

    def bill(self, turn_id: str, told: Usage) -> bool:
        """What a turn that has ended used and cost, as that was told afterwards. False where there is none, or its end
        is not kept yet."""
        ended = text("SELECT came FROM turns WHERE id=:id AND status IN ('done', 'stopped', 'failed')")
        with self._begin() as db:
            row = db.execute(ended, {"id": turn_id}).first()
            if row is None:
                return False
            came = json.loads(row.came)
            usage = (usage_from(row.came) or Usage()).billed(told)
            values = {"id": turn_id, "came": json.dumps({**came, "usage": usage}, default=as_plain)}
            db.execute(text("UPDATE turns SET came=:came WHERE id=:id"), values)
            if told.cost is not None:
                settle(db, turn_id, told.cost)
        return True

    def daily_limit(self, owner: str) -> float | None:
        """In USD."""
        rows = self._all("SELECT usd FROM daily_limits WHERE owner=:owner", owner=owner)
        return float(rows[0]["usd"]) if rows else None

    def set_daily_limit(self, owner: str, usd: float | None) -> None:
        """None: no limit."""
        self._do("DELETE FROM daily_limits WHERE owner=:owner", owner=owner)
        if usd is not None:
            self._do("INSERT INTO daily_limits (owner, usd) VALUES (:owner, :usd)", owner=owner, usd=usd)
