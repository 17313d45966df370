"""What an owner's turns used, and the limit of a day."""

import json
from collections.abc import Mapping
from typing import Any

from components.conversation import REPLAY, Asked, Usage, Used, as_plain, estimated, from_plain
from components.store.charges import settle
from components.store.database import Database, text
from components.store.rows import asked_from, asked_json, usage_from

THEN = "created >= :begin AND created < :end"
ASKED_THEN = "turns.created >= :begin AND turns.created < :end AND turns.created >= COALESCE(chats.imported, 0)"


class UsedUp(Database):
    def used(self, owner: str, begin: float, end: float) -> list[Used]:
        """Of all turns that were asked from `begin` to before `end` (epoch), also of those that were deleted since, and
        not of those that were brought in from a file."""
        where, before = f"chats.owner=:owner AND {ASKED_THEN}", f"owner=:owner AND {THEN}"
        return self._used(where, before, owner=owner, begin=begin, end=end)

    def used_in(self, owner: str, chat_id: str) -> list[Used]:
        """Of all turns of a chat: every version, and also those that were deleted since."""
        where = "owner=:owner AND {}chat_id=:chat"
        return self._used(f"chats.{where.format('turns.')}", where.format(""), owner=owner, chat=chat_id)

    def used_by(self, turn_ids: list[str]) -> list[dict[str, Any]]:
        """Of those of these turns that cost something here: rows of `used_before`, where it stays known."""
        where = "turns.id IN :ids AND turns.created >= COALESCE(chats.imported, 0)"
        return [
            {
                **{name: row[name] for name in ("turn_id", "owner", "chat_id", "created")},
                "asked": asked_json(Asked(asked.provider, asked.model)),
                "used": json.dumps(used, default=as_plain),
            }
            for row, (asked, used, _) in self._used_now(where, ids=turn_ids)
        ]

    def _used(self, where: str, where_before: str, **values: Any) -> list[Used]:
        """`where_before`: the same of turns that are not kept any more."""
        before = self._all(f"SELECT asked, used, created FROM used_before WHERE {where_before}", **values)
        forgotten = [
            (
                asked_from(row["asked"]),
                from_plain(Usage, used) if (used := json.loads(row["used"])) is not None else None,
                float(row["created"]),
            )
            for row in before
        ]
        return forgotten + [used for _, used in self._used_now(where, **values)]

    def _used_now(self, where: str, **values: Any) -> list[tuple[Mapping[str, Any], Used]]:
        """Who stops an answer hears no usage of it, but is billed: then it is reckoned from the text that came. What
        was read again from a record cost nothing more, and what is played from a recording costs nothing at all."""
        turns = f"turns JOIN chats ON chats.id = turns.chat_id WHERE {where}"
        turns += " AND turns.id NOT IN (SELECT turn_id FROM readings)"
        names = ("id", "id AS turn_id", "chat_id", "asked", "came", "question", "created")
        columns = ", ".join(("chats.owner", *(f"turns.{name}" for name in names)))
        rows = self._all(f"SELECT {columns} FROM {turns}", **values)
        rows = [row for row in rows if asked_from(row["asked"]).provider != REPLAY]
        told = {row["id"]: usage_from(row["came"]) for row in rows}
        told = {turn_id: usage if usage and usage.tells else None for turn_id, usage in told.items()}
        untold = [turn_id for turn_id, usage in told.items() if usage is None]
        sizes = "SELECT turn_id, SUM(LENGTH(text)) AS size FROM pieces WHERE turn_id IN :ids GROUP BY turn_id"
        came = {row["turn_id"]: int(row["size"]) for row in self._all(sizes, ids=untold)} if untold else {}
        return [
            (
                row,
                (
                    asked_from(row["asked"]),
                    told[row["id"]] or estimated(row["question"], came.get(row["id"], 0)),
                    float(row["created"]),
                ),
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
