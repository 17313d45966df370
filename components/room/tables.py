"""Measurements as they are shown to others: their results as a table."""

from collections.abc import Callable, Mapping
from typing import Any

from components.audience import Share, Table, TableRow, told_table
from components.conversation import money, shown_as
from components.injection import ARMS, Answer, ArmResult, Measurement, Step, in_words, results
from components.store import Store

AnswersOf = Callable[[str, Measurement], Mapping[Step, Answer]]


def table_of(store: Store, answers_of: AnswersOf, owner: str, share: Share) -> dict[str, Any] | None:
    """As it is now, and as far as is ticked. None where it is there no more."""
    measurement = store.measurement(owner, share.subject_id)
    if measurement is None:
        return None
    series, answers = measurement.series, answers_of(owner, measurement)
    found = results(series, answers)
    thinker, answerer = shown_as(series.thinker.model), shown_as(series.answerer.model)
    table = Table(
        in_words(found),
        f"{thinker} → {answerer}" if series.thinks else answerer,
        tuple(question.text for question in series.questions),
        measurement.state,
        len(answers),
        max(sum(1 for _ in series.steps()), len(answers)),
        [_row(one) for one in found],
    )
    return told_table(table, share.shown)


def _row(one: ArmResult) -> TableRow:
    cost = "" if one.cost is None else money(one.cost) if one.cost else "free"
    label, left = ARMS[one.arm].label, (one.unclear, one.waiting, one.cut_off)
    return TableRow(label, one.right, one.judged, *left, one.low, one.high, one.injected, cost)
