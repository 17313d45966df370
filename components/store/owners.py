"""Whose things are whose: all tables that name an owner."""

from sqlalchemy import text

from components.store.database import Database

HANDED_OVER = ("chats", "experiments", "measurements", "recordings", "races", "used_before", "charges")
OWNED = (*HANDED_OVER, "favourites", "daily_limits", "own_settings")


class Owners(Database):
    def owns(self, owner: str) -> bool:
        """Is anything kept for this owner?"""
        return any(self._all(f"SELECT 1 FROM {table} WHERE owner=:owner LIMIT 1", owner=owner) for table in OWNED)

    def hand_over(self, owner: str, heir: str) -> None:
        """All of it, for good. Of what there can be one of only, the heir's own stays."""
        names = {"owner": owner, "heir": heir}
        with self._begin() as db:
            for table in HANDED_OVER:
                db.execute(text(f"UPDATE {table} SET owner=:heir WHERE owner=:owner"), names)
            liked = "SELECT :heir, server, model FROM favourites WHERE owner=:owner"
            db.execute(text(f"INSERT INTO favourites (owner, server, model) {liked} ON CONFLICT DO NOTHING"), names)
            limit = "SELECT :heir, usd FROM daily_limits WHERE owner=:owner"
            db.execute(text(f"INSERT INTO daily_limits (owner, usd) {limit} ON CONFLICT DO NOTHING"), names)
            own = "SELECT :heir, server, model, name, value FROM own_settings WHERE owner=:owner"
            into = "own_settings (owner, server, model, name, value)"
            db.execute(text(f"INSERT INTO {into} {own} ON CONFLICT DO NOTHING"), names)
            for table in ("favourites", "daily_limits", "own_settings"):
                db.execute(text(f"DELETE FROM {table} WHERE owner=:owner"), names)
