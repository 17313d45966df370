"""Series <-> JSON."""

import json
from dataclasses import asdict
from typing import Any

from components.injection import Expected, Question, Series
from components.store.rows import asked_of


def series_json(series: Series) -> str:
    return json.dumps(asdict(series))


def series_from(text: str) -> Series:
    row: dict[str, Any] = json.loads(text)
    questions = tuple(_question(found) for found in row.pop("questions"))
    thinker, answerer = asked_of(row.pop("thinker")), asked_of(row.pop("answerer"))
    return Series(questions, thinker, answerer, tuple(row.pop("arms")), **row)


def _question(row: dict[str, Any]) -> Question:
    expected = row.pop("expected")
    return Question(**row, expected=Expected(**expected) if expected else None)
