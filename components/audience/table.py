"""A measurement as its followers have it: a table of what it found, as far as is ticked, and never a model's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from components.audience.share import Shown

Stands = Literal["running", "paused", "stopped", "done"]


@dataclass(frozen=True, slots=True)
class Row:
    """One arm: `right` of `judged` answers, with their interval from `low` to `high` (shares, 0 to 1). `injected`
    tokens are a mean of an answer, None where it is not known; `cost` of all of them is in words, "" where nobody
    told."""

    label: str
    right: int
    judged: int
    unclear: int
    waiting: int
    cut_off: int
    low: float
    high: float
    injected: float | None
    cost: str


@dataclass(frozen=True, slots=True)
class Table:
    """`says`: what was found, in a sentence of figures; `models` is how they are called. `done` of `of` requests have
    their answer."""

    says: str
    models: str
    questions: tuple[str, ...]
    state: Stands
    done: int
    of: int
    rows: Sequence[Row]


def told_table(table: Table, shown: Shown) -> dict[str, Any]:
    """What is not ticked is not in it: null."""
    return {
        "says": table.says,
        "models": table.models if shown.names else None,
        "questions": list(table.questions) if shown.questions else None,
        "state": table.state,
        "done": table.done,
        "of": table.of,
        "costs": shown.costs,
        "rows": [_told(row, shown.costs) for row in table.rows],
    }


def _told(row: Row, costs: bool) -> dict[str, Any]:
    return {
        "label": row.label,
        "right": row.right,
        "judged": row.judged,
        "unclear": row.unclear,
        "waiting": row.waiting,
        "cut_off": row.cut_off,
        "low": round(row.low, 4),
        "high": round(row.high, 4),
        "injected": round(row.injected) if costs and row.injected is not None else None,
        "cost": row.cost if costs else None,
    }
