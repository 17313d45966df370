"""One run of a Series: how far it is, and which turns carried its steps out. The turns are kept where all turns are."""

from dataclasses import dataclass, replace
from typing import Literal

from components.injection.measuring.series import Series, Step

State = Literal["running", "paused", "stopped", "done"]


@dataclass(frozen=True, slots=True)
class Trial:
    """A request that was made for a step; the newest of a step counts."""

    step: Step
    turn_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """`created` is seconds since the epoch; `said` why it does not go on."""

    id: str
    owner: str
    created: float
    series: Series
    state: State
    said: str = ""

    def because(self, said: str) -> "Measurement":
        return replace(self, said=said)
