"""The element that lays two thoughts over each other: both strips on one scale, and their steps side by side."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from streamlit.components.v2 import component

from components.conversation import Turn
from components.insight import Pair, Step, Tempo, Thought, steps_of, tempo, thought_of
from components.live_protocol import VersusData
from components.ui.inside.looked import looked
from components.ui.live import component_key, loader
from components.wording.pace import measures
from components.wording.versus import KINDS, missing

FOLDER = Path(__file__).parent
_element = component(
    "thinkroom_versus",
    html=(FOLDER / "versus.html").read_text("utf-8"),
    css=(FOLDER / "inside.css").read_text("utf-8") + (FOLDER / "versus.css").read_text("utf-8"),
    js=loader("versus.js"),
)


class Side(NamedTuple):
    """One of the two: `name` is all that is said of it, `short` what it is called beside its steps."""

    name: str
    short: str
    turn: Turn
    thought: Thought
    steps: tuple[Step, ...]
    tempo: Tempo

    @property
    def texts(self) -> list[str]:
        """Of its steps, as they are compared: without the space around them."""
        return [self.thought.text[step.start : step.end].strip() for step in self.steps]


def side(turn: Turn, name: str, short: str) -> Side:
    """`turn` with its texts."""
    thought = thought_of(turn.reply, turn.given)
    return Side(name, short, turn, thought, steps_of(thought.text), tempo(thought, turn.times))


def show_versus(first: Side, second: Side, pairs: Sequence[Pair]) -> None:
    both = (first, second)
    rows = zip(measures(first.tempo), measures(second.tempo), strict=True)
    told = {
        "looks": [json.loads(looked(one.turn, one.thought, one.steps, None)) for one in both],
        "names": [one.name for one in both],
        "short": [one.short for one in both],
        "missing": [missing(one.short) for one in both],
        "measures": [[label, left, right] for (label, left), (_, right) in rows],
        "pairs": pairs,
        "kinds": KINDS,
    }
    data: VersusData = {"versus": json.dumps(told, ensure_ascii=False, separators=(",", ":"))}
    _element(data=data, key=component_key(f"versus-{first.turn.id}-{second.turn.id}"))
