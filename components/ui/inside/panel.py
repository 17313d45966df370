"""The element that shows the inside of a thought: the strip, the steps, and what can be spotted in them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from streamlit.components.v2 import component

from components.live_protocol import InsideData
from components.ui.live import component_key, loader

FOLDER = Path(__file__).parent
_element = component(
    "thinkroom_inside",
    html=(FOLDER / "inside.html").read_text("utf-8"),
    css=(FOLDER / "inside.css").read_text("utf-8"),
    js=loader("inside.js"),
)


def show_panel(turn_id: str, look: str, run: str, told: Callable[[], None]) -> Sequence[int]:
    """`look` and `run` as in InsideData; `told` is called where there is something to draw. The numbers of the chosen
    steps: those of an interval, else the one that somebody went to; none where nothing is chosen."""
    data: InsideData = {"look": look, "run": run}
    result = _element(
        data=data,
        key=component_key(f"look-{turn_id}"),
        on_beat_change=told,
        on_span_change=lambda: None,
    )
    span = result.get("span")
    return range(int(span[0]), int(span[1]) + 1) if span else ()
