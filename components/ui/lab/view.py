"""One experiment as it is now, as a value: what a page shows, and what a wish is of."""

from collections.abc import Mapping
from dataclasses import dataclass

from components.conversation import Turn
from components.injection import ArmKind, Experiment, obstacle
from components.live_protocol import Watched
from components.ui.live.live_wire import watched
from components.ui.turn.running import Run


@dataclass(frozen=True, slots=True)
class View:
    """An experiment and its turns: `turns` as far as they have come, `runs` those on their way, by the ids of the arms.
    `now` is seconds since the epoch; `live` False for an earlier one, which is shown below another."""

    experiment: Experiment
    turns: Mapping[str, Turn]
    runs: Mapping[str, Run]
    now: float
    live: bool = True

    def turn(self, kind: ArmKind) -> Turn | None:
        arm = self.experiment.arm(kind)
        return self.turns.get(arm.turn_id) if arm else None

    def run(self, kind: ArmKind) -> Run | None:
        arm = self.experiment.arm(kind)
        return self.runs.get(arm.turn_id) if arm else None

    @property
    def given(self) -> bool:
        """Were the thoughts there before?"""
        arm = self.experiment.arm("thinking")
        return bool(arm and arm.given)

    @property
    def edited(self) -> bool:
        arm = self.experiment.arm("injected")
        return bool(arm and arm.edited)

    @property
    def awaits(self) -> bool:
        """The thoughts are there and may be passed on, and nobody has yet."""
        thinking = self.turn("thinking")
        ready = thinking is not None and thinking.ended and obstacle(thinking) is None
        return ready and self.experiment.arm("injected") is None

    @property
    def hindrance(self) -> str:
        """Why the injected arm will not start by itself; "" where it has, or will, or may."""
        thinking = self.turn("thinking")
        if self.experiment.arm("injected") or (thinking and not thinking.ended):
            return ""
        if thinking is None:
            return "The thinking was never begun, because the room's server was ended."
        if found := obstacle(thinking):
            return found
        return "This run was stopped before the thoughts were passed on." if self.experiment.stopped else ""

    @property
    def watched(self) -> list[Watched]:
        return [one for turn_id, run in self.runs.items() for one in watched(self.turns[turn_id], run)]

    def lost(self, turn: Turn) -> bool:
        """It should have begun by now."""
        return turn.status == "queued" and turn.id not in self.runs and self.now - turn.created > 5

    @property
    def settled(self) -> bool:
        """Nothing more happens by itself."""
        going = any(not turn.ended and not self.lost(turn) for turn in self.turns.values())
        return not going and bool(self.experiment.arm("injected") or self.hindrance)
