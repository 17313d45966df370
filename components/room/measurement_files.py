"""A measurement as a file: all its answers as CSV or JSONL, or its picture."""

import platform

from streamlit import __version__

from components.injection import in_words, results
from components.injection.measuring.chart import as_svg
from components.injection.measuring.exported import as_csv, as_jsonl, row_of
from components.insight import columns_of, figures_of, thinking_turns
from components.room.measurements import Measurements


def measurement_file(measurements: Measurements, measurement_id: str, ending: str) -> str | None:
    """csv, jsonl or svg; None where it is not theirs."""
    found = measurements.measurement(measurement_id)
    if found is None:
        return None
    series, answers = found.series, measurements.answers(found)
    if ending == "svg":
        arms = results(series, answers)
        return as_svg(arms, in_words(arms))
    figures = {turn.id: figures_of(turn) for turn in thinking_turns(answers)}
    rows = [
        row_of(series, step, answer, columns_of(series, step, answers, figures)) for step, answer in answers.items()
    ]
    if ending == "csv":
        return as_csv(rows)
    versions = {"python": platform.python_version(), "streamlit": __version__}
    return as_jsonl(series, found.created, versions, rows)
