"""One run of a Plan: which turns carried its arms out. The turns themselves are kept where all turns are."""

from dataclasses import dataclass

from components.injection.plan import ArmKind, Plan


@dataclass(frozen=True, slots=True)
class Arm:
    """`given`: its turn was there before the run (thoughts of a chat). `edited`: it was asked with edited thoughts."""

    kind: ArmKind
    turn_id: str
    chat_id: str
    given: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Experiment:
    """`created` is seconds since the epoch; `stopped`: nothing more of it starts by itself."""

    id: str
    owner: str
    created: float
    plan: Plan
    arms: tuple[Arm, ...] = ()
    stopped: bool = False

    def arm(self, kind: ArmKind) -> Arm | None:
        """The newest of that kind: an injected one may have been run again with edited thoughts."""
        return next((arm for arm in reversed(self.arms) if arm.kind == kind), None)
