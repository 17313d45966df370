"""Measurements, kept: what was to be asked, which turns carried it out, and the marks that people and judges gave."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from components.injection import Mark, Marked, Measurement, Series, State, Step, Trial
from components.injection.measuring.exported import series_of
from components.store.database import Database, text


class Measurements(Database):
    def add_measurement(self, measurement: Measurement) -> None:
        self._do(
            "INSERT INTO measurements (id, owner, created, series, state, said)"
            " VALUES (:id, :owner, :created, :series, :state, :said)",
            id=measurement.id,
            owner=measurement.owner,
            created=measurement.created,
            series=_as_text(measurement.series),
            state=measurement.state,
            said=measurement.said,
        )

    def set_state(self, measurement_id: str, state: State, said: str) -> None:
        self._do(
            "UPDATE measurements SET state=:state, said=:said WHERE id=:id", id=measurement_id, state=state, said=said
        )

    def set_series(self, measurement_id: str, series: Series) -> None:
        self._do("UPDATE measurements SET series=:series WHERE id=:id", id=measurement_id, series=_as_text(series))

    def measurement(self, owner: str, measurement_id: str) -> Measurement | None:
        found = self._measurements("id=:id AND owner=:owner", id=measurement_id, owner=owner)
        return found[0] if found else None

    def running_measurements(self) -> list[Measurement]:
        """Of all owners."""
        return self._measurements("state='running'", 1_000)

    def measurements(self, owner: str, most: int) -> list[Measurement]:
        """The newest first."""
        return self._measurements("owner=:owner", most, owner=owner)

    def add_trial(self, measurement_id: str, trial: Trial) -> None:
        self._do(
            "INSERT INTO trials (measurement_id, question, arm, repeat, turn_id, chat_id, created)"
            " VALUES (:measurement_id, :question, :arm, :repeat, :turn_id, :chat_id, :created)",
            measurement_id=measurement_id,
            question=trial.step.question,
            arm=trial.step.arm,
            repeat=trial.step.repeat,
            turn_id=trial.turn_id,
            chat_id=trial.chat_id,
            created=time.time(),
        )

    def trials(self, measurement_id: str) -> list[Trial]:
        """In the order in which they were made."""
        rows = self._all("SELECT * FROM trials WHERE measurement_id=:id ORDER BY created", id=measurement_id)
        return [Trial(Step(row["question"], row["arm"], row["repeat"]), row["turn_id"], row["chat_id"]) for row in rows]

    def mark(self, owner: str, turn_id: str, mark: Mark | None) -> None:
        """What a person says of an answer in one of their measurements; None takes it back."""
        mine = "SELECT 1 FROM trials JOIN measurements ON id = measurement_id WHERE turn_id=:id AND owner=:owner"
        if not self._all(mine, id=turn_id, owner=owner):
            return
        self._do("DELETE FROM marks WHERE turn_id=:id", id=turn_id)
        if mark:
            self._do("INSERT INTO marks (turn_id, mark) VALUES (:id, :mark)", id=turn_id, mark=mark)

    def marks(self, turn_ids: list[str]) -> dict[str, Mark]:
        rows = self._all("SELECT * FROM marks WHERE turn_id IN :ids", ids=turn_ids) if turn_ids else []
        return {row["turn_id"]: row["mark"] for row in rows}

    def keep_verdicts(self, marked: Mapping[str, Marked], instead_of: Iterable[str] = ()) -> None:
        """What a judge says, by turn, in place of what one said of it and of those turns before."""
        delete = text("DELETE FROM verdicts WHERE turn_id=:id")
        insert = text("INSERT INTO verdicts (turn_id, judge, mark, ground) VALUES (:id, :judge, :mark, :ground)")
        with self._begin() as db:
            for turn_id in {*marked, *instead_of}:
                db.execute(delete, {"id": turn_id})
            for turn_id, one in marked.items():
                db.execute(insert, {"id": turn_id, "judge": one.judge, "mark": one.mark, "ground": one.ground})

    def verdicts(self, turn_ids: list[str]) -> dict[str, Marked]:
        rows = self._all("SELECT * FROM verdicts WHERE turn_id IN :ids", ids=turn_ids) if turn_ids else []
        return {row["turn_id"]: Marked(row["mark"], row["ground"], row["judge"]) for row in rows}

    def _measurements(self, which: str, most: int = 1, **values: Any) -> list[Measurement]:
        rows = self._all(
            f"SELECT * FROM measurements WHERE {which} ORDER BY created DESC, id LIMIT :most", most=most, **values
        )
        return [_measurement(row) for row in rows]


def _as_text(series: Series) -> str:
    return json.dumps(asdict(series))


def _measurement(row: Mapping[str, Any]) -> Measurement:
    series = series_of(json.loads(row["series"]))
    return Measurement(row["id"], row["owner"], row["created"], series, row["state"], row["said"])
