"""Whoever signed in: the name they are shown by, and since when what they signed in with before is over. It is nothing
that they own: when all of that is handed over, or deleted, this stays."""

from components.store.database import Database


class People(Database):
    def signed_out(self, person: str) -> float:
        """In seconds of the clock; 0.0 for who never signed out."""
        rows = self._all("SELECT signed_out FROM people WHERE person=:person", person=person)
        return float(rows[0]["signed_out"]) if rows else 0.0

    def sign_out(self, person: str, at: float) -> None:
        """Never to an earlier moment than the one that is kept."""
        self._do(
            "INSERT INTO people (person, name, signed_out) VALUES (:person, '', :at) ON CONFLICT (person) DO UPDATE"
            " SET signed_out=excluded.signed_out WHERE people.signed_out < excluded.signed_out",
            person=person,
            at=at,
        )

    def name_of(self, person: str) -> str:
        """ "" where none is known."""
        rows = self._all("SELECT name FROM people WHERE person=:person", person=person)
        return str(rows[0]["name"]) if rows else ""

    def names(self) -> dict[str, str]:
        """Of all who have one."""
        return {row["person"]: row["name"] for row in self._all("SELECT person, name FROM people WHERE name <> ''")}

    def call(self, person: str, name: str) -> None:
        self._do(
            "INSERT INTO people (person, name, signed_out) VALUES (:person, :name, 0) ON CONFLICT (person) DO UPDATE"
            " SET name=excluded.name",
            person=person,
            name=name,
        )
