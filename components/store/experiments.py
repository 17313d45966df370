"""Experiments and their arms, kept: what was planned and which turns carried it out."""

from typing import Any

from components.injection import Arm, Experiment
from components.store.database import Database
from components.store.rows import plan_from, plan_json


class Experiments(Database):
    def add_experiment(self, experiment: Experiment) -> None:
        self._do(
            "INSERT INTO experiments (id, owner, created, plan) VALUES (:id, :owner, :created, :plan)",
            id=experiment.id,
            owner=experiment.owner,
            created=experiment.created,
            plan=plan_json(experiment.plan),
        )

    def add_arm(self, experiment_id: str, number: int, arm: Arm) -> None:
        self._do(
            "INSERT INTO arms (experiment_id, number, kind, turn_id, chat_id, given, edited)"
            " VALUES (:experiment_id, :number, :kind, :turn_id, :chat_id, :given, :edited)",
            experiment_id=experiment_id,
            number=number,
            kind=arm.kind,
            turn_id=arm.turn_id,
            chat_id=arm.chat_id,
            given=int(arm.given),
            edited=int(arm.edited),
        )

    def stop_experiment(self, experiment_id: str) -> None:
        self._do("UPDATE experiments SET stopped=1 WHERE id=:id", id=experiment_id)

    def resume_experiment(self, experiment_id: str) -> None:
        self._do("UPDATE experiments SET stopped=0 WHERE id=:id", id=experiment_id)

    def experiment(self, owner: str, experiment_id: str) -> Experiment | None:
        found = self._experiments("id=:id AND owner=:owner", id=experiment_id, owner=owner)
        return found[0] if found else None

    def experiment_that_thinks(self, turn_id: str) -> Experiment | None:
        """The one whose own thinking this turn is."""
        mine = "id IN (SELECT experiment_id FROM arms WHERE turn_id=:turn AND kind='thinking' AND given=0)"
        found = self._experiments(mine, turn=turn_id)
        return found[0] if found else None

    def is_arm(self, turn_id: str) -> bool:
        """Is this turn one of the requests of an experiment?"""
        return bool(self._all("SELECT 1 FROM arms WHERE turn_id=:turn", turn=turn_id))

    def experiments(self, owner: str, most: int) -> list[Experiment]:
        """The newest first."""
        return self._experiments("owner=:owner", most, owner=owner)

    def _experiments(self, which: str, most: int = 1, **values: Any) -> list[Experiment]:
        rows = self._all(
            f"SELECT * FROM experiments WHERE {which} ORDER BY created DESC, id LIMIT :most", most=most, **values
        )
        if not rows:
            return []
        arms: dict[str, list[Arm]] = {}
        ids = [row["id"] for row in rows]
        for arm in self._all("SELECT * FROM arms WHERE experiment_id IN :ids ORDER BY number", ids=ids):
            kept = Arm(arm["kind"], arm["turn_id"], arm["chat_id"], bool(arm["given"]), bool(arm["edited"]))
            arms.setdefault(arm["experiment_id"], []).append(kept)
        return [
            Experiment(
                row["id"],
                row["owner"],
                row["created"],
                plan_from(row["plan"]),
                tuple(arms.get(row["id"], ())),
                bool(row["stopped"]),
            )
            for row in rows
        ]
