"""Races and their lanes, kept. What a lane said is its turn's; its chat is deleted with the race, and comes back with
it, until it was opened as a chat of its own."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from components.conversation import Turn
from components.race import Lane, Race
from components.store.asides import follow
from components.store.database import Database, text
from components.store.rows import asked_from, asked_json, turn_from


class Races(Database):
    def add_race(self, race: Race) -> None:
        plan = json.dumps({"question": race.question, "right": race.right, "blind": race.blind})
        add = "INSERT INTO races (id, owner, created, plan) VALUES (:id, :owner, :created, :plan)"
        lanes = (
            "INSERT INTO lanes (race_id, number, turn_id, chat_id, asked, takes_turns_at)"
            " VALUES (:race_id, :number, :turn_id, :chat_id, :asked, :takes_turns_at)"
        )
        with self._begin() as db:
            db.execute(text(add), {"id": race.id, "owner": race.owner, "created": race.created, "plan": plan})
            for number, lane in enumerate(race.lanes):
                row = {
                    "race_id": race.id,
                    "number": number,
                    "turn_id": lane.turn_id,
                    "chat_id": lane.chat_id,
                    "asked": asked_json(lane.asked),
                    "takes_turns_at": lane.takes_turns_at,
                }
                db.execute(text(lanes), row)

    def stop_race(self, race_id: str, stopped: bool) -> None:
        self._do("UPDATE races SET stopped=:stopped WHERE id=:id", stopped=int(stopped), id=race_id)

    def reveal_race(self, owner: str, race_id: str) -> None:
        self._do("UPDATE races SET revealed=1 WHERE id=:id AND owner=:owner", id=race_id, owner=owner)

    def race(self, owner: str, race_id: str) -> Race | None:
        found = self._races("id=:id AND owner=:owner AND deleted IS NULL", id=race_id, owner=owner)
        return found[0] if found else None

    def races(self, owner: str, most: int) -> list[Race]:
        """The newest first."""
        return self._races("owner=:owner AND deleted IS NULL", most, owner=owner)

    def turns_of_race(self, race_id: str) -> Mapping[str, Turn]:
        """By their ids, without their texts."""
        lanes = "SELECT * FROM turns WHERE id IN (SELECT turn_id FROM lanes WHERE race_id=:race)"
        return {row["id"]: turn_from(row) for row in self._all(lanes, race=race_id)}

    def delete_race(self, owner: str, race_id: str, when: float | None) -> None:
        """With the chats of its lanes, but those that stand in the list of chats by now. `when` None brings it back."""
        change = text("UPDATE races SET deleted=:when WHERE id=:id AND owner=:owner")
        theirs = text("SELECT chat_id FROM lanes JOIN chats ON chats.id = chat_id WHERE race_id=:id AND hidden=1")
        chats = text("UPDATE chats SET deleted=:when WHERE id=:chat")
        with self._begin() as db:
            if not db.execute(change, {"when": when, "id": race_id, "owner": owner}).rowcount:
                return
            for row in db.execute(theirs, {"id": race_id}).all():
                db.execute(chats, {"when": when, "chat": row.chat_id})
                follow(db, row.chat_id, when)

    def deleted_race(self, owner: str, since: float) -> Race | None:
        """The last one that was deleted, if that was `since` then (epoch)."""
        found = self._races("owner=:owner AND deleted >= :since", order="deleted", owner=owner, since=since)
        return found[0] if found else None

    def _races(self, which: str, most: int = 1, order: str = "created", **values: Any) -> list[Race]:
        rows = self._all(
            f"SELECT * FROM races WHERE {which} ORDER BY {order} DESC, id LIMIT :most", most=most, **values
        )
        lanes = self._lanes([row["id"] for row in rows])
        found: list[Race] = []
        for row in rows:
            plan = json.loads(row["plan"])
            kept = row["id"], row["owner"], row["created"], plan["question"], tuple(lanes.get(row["id"], ()))
            found.append(Race(*kept, plan["right"], plan["blind"], bool(row["revealed"]), bool(row["stopped"])))
        return found

    def _lanes(self, race_ids: Sequence[str]) -> dict[str, list[Lane]]:
        lanes: dict[str, list[Lane]] = {}
        of = "SELECT * FROM lanes WHERE race_id IN :ids ORDER BY number"
        for row in self._all(of, ids=list(race_ids)) if race_ids else []:
            lane = Lane(asked_from(row["asked"]), row["turn_id"], row["chat_id"], row["takes_turns_at"])
            lanes.setdefault(row["race_id"], []).append(lane)
        return lanes
