"""What is kept of all owners together, for whoever looks after the room: counts, figures and times. Nothing that
anybody wrote leaves the database here, and of what was asked only the server and the model."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from components.audience import Kind
from components.conversation import REPLAY, Usage, from_plain
from components.store.database import Database, text
from components.store.shares import THERE

BY = "GROUP BY owner"
# What was brought in from a file was spent elsewhere; what was read again cost nothing more.
ASKED_HERE = (
    " FROM turns JOIN chats ON chats.id = turns.chat_id"
    " WHERE turns.created >= :begin AND turns.created >= COALESCE(chats.imported, 0)"
    " AND turns.id NOT IN (SELECT turn_id FROM readings)"
)
KINDS = {
    "injection": ("arms WHERE given=0 AND", "turn_id", "experiment_id"),  # else it is a chat's
    "race": ("lanes WHERE", "turn_id", "race_id"),
    "measurement": ("trials WHERE", "turn_id", "measurement_id"),
    "aside": ("asides WHERE", "made_turn_id", "id"),
}


class Seen(NamedTuple):
    """Of one owner: `name` "" and `signed_out` 0.0 where there is none; `active` when a chat of theirs last changed."""

    owner: str
    name: str
    signed_out: float
    active: float | None
    chats: int


class UsedBy(NamedTuple):
    """One turn; `usage` None where nobody told it."""

    owner: str
    provider: str
    model: str
    usage: Usage | None
    at: float


class ShareOf(NamedTuple):
    """Of an owner: `live`, else it shows what there was when it was made."""

    id: str
    owner: str
    kind: Kind
    live: bool
    created: float
    ends: float


@dataclass(frozen=True, slots=True)
class RunRow:
    """A turn that runs, as it was saved last. `model` "" where a recording answers, which is called after a question or
    by words of its owner's. `characters` of what came of it; `made_for`: what it is a part of, by its kind and id, ""
    for a chat."""

    turn_id: str
    owner: str
    provider: str
    model: str
    created: float
    times: dict[str, Any]
    usage: dict[str, Any]
    characters: int
    kind: str
    made_for: str


class Overview(Database):
    def seen(self) -> list[Seen]:
        """Everybody of whom anything is known."""
        there = "SUM(CASE WHEN deleted IS NULL AND hidden=0 THEN 1 ELSE 0 END)"
        kept = self._all(f"SELECT owner, MAX(updated) AS active, {there} AS chats FROM chats {BY}")
        before = self._all(f"SELECT owner, MAX(created) AS active, 0 AS chats FROM used_before {BY}")
        names = {row["person"]: row for row in self._all("SELECT person, name, signed_out FROM people")}
        active: dict[str, float] = {}
        chats: dict[str, int] = {}
        for row in (*kept, *before):
            active[row["owner"]] = max(float(row["active"]), active.get(row["owner"], 0.0))
            chats[row["owner"]] = chats.get(row["owner"], 0) + int(row["chats"])
        found: list[Seen] = []
        for owner in dict.fromkeys((*active, *names)):
            row = names.get(owner)
            name, signed_out = (str(row["name"]), float(row["signed_out"])) if row else ("", 0.0)
            found.append(Seen(owner, name, signed_out, active.get(owner), chats.get(owner, 0)))
        return found

    def used_by_all(self, begin: float) -> Iterator[UsedBy]:
        """Each turn that was asked since then (epoch), also of those that were deleted. What is played from a recording
        costs nothing."""
        whom = self._whom("used_before.asked")
        before = f"SELECT owner, {whom}, used AS usage, created FROM used_before WHERE created >= :begin"
        columns = (
            f"chats.owner, {self._whom('turns.asked')}, {self._part('turns.came', 'usage')} AS usage, turns.created"
        )
        for statement in (before, f"SELECT {columns}{ASKED_HERE}"):
            for row in self._all(statement, begin=begin):
                if row["provider"] != REPLAY:
                    used = json.loads(row["usage"]) if row["usage"] else None
                    usage = from_plain(Usage, used) if used else None
                    told = usage if usage and usage.tells else None
                    yield UsedBy(row["owner"], row["provider"], row["model"], told, float(row["created"]))

    def charged_by_owner(self, begin: float) -> dict[str, tuple[float, float, int]]:
        """Of the room's key since then: USD, how many of them are reserved, and turns."""
        held = "SUM(CASE WHEN until IS NULL THEN 0 ELSE usd END)"
        sums = f"SELECT owner, SUM(usd) AS usd, {held} AS held, COUNT(*) AS turns FROM charges"
        rows = self._all(f"{sums} WHERE asked_at >= :begin {BY}", begin=begin)
        return {row["owner"]: (float(row["usd"]), float(row["held"]), int(row["turns"])) for row in rows}

    def runs(self, turn_ids: list[str]) -> list[RunRow]:
        """Those of these turns that have not ended by what was saved, the oldest first."""
        if not turn_ids:
            return []
        times, usage = (f"{self._part('turns.came', one)} AS {one}" for one in ("times", "usage"))
        columns = f"turns.id, chats.owner, {self._whom('turns.asked')}, turns.created, {times}, {usage}"
        going = "turns.id IN :ids AND turns.status IN ('streaming', 'queued')"
        join = f"SELECT {columns} FROM turns JOIN chats ON chats.id = turns.chat_id WHERE {going}"
        rows = self._all(f"{join} ORDER BY turns.created, turns.id", ids=turn_ids)
        size = "SELECT turn_id, SUM(LENGTH(text)) AS size FROM pieces WHERE turn_id IN :ids GROUP BY turn_id"
        sizes = {row["turn_id"]: int(row["size"]) for row in self._all(size, ids=turn_ids)}
        made = self.made_for(turn_ids)
        return [
            RunRow(
                row["id"],
                row["owner"],
                row["provider"],
                "" if row["provider"] == REPLAY else row["model"],
                float(row["created"]),
                json.loads(row["times"] or "{}"),
                json.loads(row["usage"] or "null") or {},
                sizes.get(row["id"], 0),
                *made.get(row["id"], ("chat", "")),
            )
            for row in rows
        ]

    def made_for(self, turn_ids: list[str]) -> dict[str, tuple[str, str]]:
        """Of turns that are a part of something: its kind and its id."""
        found: dict[str, tuple[str, str]] = {}
        for kind, (where, column, of) in KINDS.items():
            rows = self._all(f"SELECT {column} AS turn, {of} AS made FROM {where} {column} IN :ids", ids=turn_ids)
            found |= {row["turn"]: (kind, row["made"]) for row in rows}
        return found

    def all_shares(self, now: float) -> list[ShareOf]:
        """All links that have not ended, the newest first."""
        live = "CASE WHEN frozen='[]' THEN 1 ELSE 0 END"
        rows = self._all(
            f"SELECT id, owner, kind, {live} AS live, created, ends {THERE} ORDER BY created DESC, id", now=now
        )
        columns = ("id", "owner", "kind", "live", "created", "ends")
        return [ShareOf._make(bool(row[name]) if name == "live" else row[name] for name in columns) for row in rows]

    def count_shares(self, now: float) -> int:
        return int(self._all(f"SELECT COUNT(*) AS n {THERE}", now=now)[0]["n"])

    def counts(self, before: float | None) -> dict[str, int]:
        """Of chats and turns: `chats` that lists show, all `turns`, those that are deleted and not forgotten yet, and
        `old` chats, which nobody changed since `before` (epoch; None: none is)."""
        counted = {
            "chats": "chats WHERE deleted IS NULL AND hidden=0",
            "turns": "turns",
            "deleted_chats": "chats WHERE deleted IS NOT NULL AND hidden=0",
            "deleted_turns": "turns WHERE deleted IS NOT NULL",
            "old": "chats WHERE deleted IS NULL AND hidden=0 AND updated < :before",
        }
        # Nothing is as old as that.
        since = -1.0 if before is None else before
        with self._begin(reads=True) as db:
            return {
                name: int(
                    db.execute(
                        text(f"SELECT COUNT(*) FROM {which}"), {"before": since} if ":before" in which else {}
                    ).scalar_one()
                )
                for name, which in counted.items()
            }

    def size(self) -> tuple[str, int | None]:
        """What keeps it, as people call it, and how many bytes that takes; None where it does not say."""
        kind = self._engine.dialect.name
        if kind == "postgresql":
            return "Postgres", int(self._all("SELECT pg_database_size(current_database()) AS n")[0]["n"])
        if not self.file:
            return kind, None
        files = (self.file, *(self.file.with_name(f"{self.file.name}{more}") for more in ("-wal", "-shm")))
        return "SQLite", sum(one.stat().st_size for one in files if one.exists())

    def _whom(self, column: str) -> str:
        return ", ".join(f"{self._part(column, one)} AS {one}" for one in ("provider", "model"))

    def _part(self, column: str, name: str) -> str:
        """Of a column that holds JSON, without the rest of it."""
        if self._engine.dialect.name == "postgresql":
            return f"CAST({column} AS json) ->> '{name}'"
        return f"json_extract({column}, '$.{name}')"
