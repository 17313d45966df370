"""What an owner's turns used, and the limit of a day."""

from components.conversation import Asked, Usage
from components.store.database import Database
from components.store.rows import asked_from, usage_from


class Used(Database):
    def used(self, owner: str, begin: float, end: float) -> list[tuple[Asked, Usage | None]]:
        """Of all turns that were asked from `begin` to before `end` (epoch), also of those that were deleted since, and
        not of those that were brought in from a file."""
        rows = self._all(
            "SELECT turns.asked, turns.came FROM turns JOIN chats ON chats.id = turns.chat_id"
            " WHERE chats.owner=:owner AND turns.created >= :begin AND turns.created < :end"
            " AND turns.created >= COALESCE(chats.imported, 0)",
            owner=owner,
            begin=begin,
            end=end,
        )
        return [(asked_from(row["asked"]), usage_from(row["came"])) for row in rows]

    def daily_limit(self, owner: str) -> float | None:
        """In USD."""
        rows = self._all("SELECT usd FROM daily_limits WHERE owner=:owner", owner=owner)
        return float(rows[0]["usd"]) if rows else None

    def set_daily_limit(self, owner: str, usd: float | None) -> None:
        """None: no limit."""
        self._do("DELETE FROM daily_limits WHERE owner=:owner", owner=owner)
        if usd is not None:
            self._do("INSERT INTO daily_limits (owner, usd) VALUES (:owner, :usd)", owner=owner, usd=usd)
