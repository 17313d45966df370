"""The element that shows the inside of a thought: the strip, the steps, and what can be spotted in them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from streamlit.components.v2 import component

from components.live_protocol import InsideData
from components.ui.inside.deeds import Deed, deeds_in
from components.ui.live import component_key, loader
from components.ui.state.said import pair_in

FOLDER = Path(__file__).parent
MOST_STEPS = 100_000
_element = component(
    "thinkroom_inside",
    html=(FOLDER / "inside.html").read_text("utf-8"),
    css=(FOLDER / "inside.css").read_text("utf-8"),
    js=loader("inside.js"),
)


class Told(NamedTuple):
    """By the page. `chosen` are numbers of steps: those of an interval, else the one that somebody went to; none where
    nothing is chosen. `deeds` with notes are still to be carried out."""

    chosen: Sequence[int]
    deeds: Sequence[Deed]


def show_panel(turn_id: str, look: str, run: str, done: int, told: Callable[[], None]) -> Told:
    """`look` and `run` as in InsideData; `told` is called where there is something to draw. Deeds up to number `done`
    were carried out."""
    data: InsideData = {"look": look, "run": run}
    result = _element(
        data=data,
        key=component_key(f"look-{turn_id}"),
        on_beat_change=told,
        on_span_change=lambda: None,
        on_deeds_change=lambda: None,
    )
    span = pair_in(result.get("span"), int, int)
    chosen = range(max(span[0], 0), min(span[1], MOST_STEPS) + 1) if span else ()
    return Told(chosen, deeds_in(result.get("deeds"), done))
