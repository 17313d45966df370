"""What the choice of a model rests on: catalogues as they were last read, favourites, and what was asked lately."""

from components.conversation import Catalogue
from components.store.database import Database
from components.store.rows import asked_from, models_from, models_json

LATELY = 200  # turns


class Choices(Database):
    def keep_catalogue(self, place: str, catalogue: Catalogue) -> None:
        """`place` names a server and whose key it was read with."""
        self._do(
            "INSERT INTO catalogues (place, fetched, models) VALUES (:place, :fetched, :models)"
            " ON CONFLICT (place) DO UPDATE SET fetched=excluded.fetched, models=excluded.models",
            place=place,
            fetched=catalogue.fetched or 0.0,
            models=models_json(catalogue.models),
        )

    def catalogue(self, place: str) -> Catalogue | None:
        """As it was kept; None also where it was kept by a Thinkroom that wrote it otherwise."""
        rows = self._all("SELECT fetched, models FROM catalogues WHERE place=:place", place=place)
        models = models_from(rows[0]["models"]) if rows else None
        return None if models is None else Catalogue(models, rows[0]["fetched"])

    def favour(self, owner: str, server: str, model: str, favourite: bool) -> None:
        statement = (
            "INSERT INTO favourites (owner, server, model) VALUES (:owner, :server, :model) ON CONFLICT DO NOTHING"
            if favourite
            else "DELETE FROM favourites WHERE owner=:owner AND server=:server AND model=:model"
        )
        self._do(statement, owner=owner, server=server, model=model)

    def favourites(self, owner: str, server: str) -> list[str]:
        """By name."""
        kept = "SELECT model FROM favourites WHERE owner=:owner AND server=:server ORDER BY model"
        return [row["model"] for row in self._all(kept, owner=owner, server=server)]

    def own_setting(self, owner: str, server: str, model: str, name: str) -> str:
        """What an owner set by that name for a model of a server ("" for the server itself); "" for nothing."""
        kept = "SELECT value FROM own_settings WHERE owner=:owner AND server=:server AND model=:model AND name=:name"
        rows = self._all(kept, owner=owner, server=server, model=model, name=name)
        return rows[0]["value"] if rows else ""

    def set_own_setting(self, owner: str, server: str, model: str, name: str, value: str) -> None:
        """ "": forget it."""
        which = {"owner": owner, "server": server, "model": model, "name": name}
        if not value:
            of_it = "owner=:owner AND server=:server AND model=:model AND name=:name"
            self._do(f"DELETE FROM own_settings WHERE {of_it}", **which)
            return
        self._do(
            "INSERT INTO own_settings (owner, server, model, name, value)"
            " VALUES (:owner, :server, :model, :name, :value)"
            " ON CONFLICT (owner, server, model, name) DO UPDATE SET value=excluded.value",
            **which,
            value=value,
        )

    def lately(self, owner: str, server: str) -> list[str]:
        """The models that this owner asked at this server, the last one first."""
        asked = (
            "SELECT turns.asked FROM turns JOIN chats ON chats.id = turns.chat_id"
            " WHERE chats.owner=:owner ORDER BY turns.created DESC LIMIT :most"
        )
        found = [asked_from(row["asked"]) for row in self._all(asked, owner=owner, most=LATELY)]
        return list(dict.fromkeys(asked.model for asked in found if asked.provider == server))
