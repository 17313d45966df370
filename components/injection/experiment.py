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
        """The newest of that kind; an injected one only where it is newer than the thinking before it."""
        for arm in reversed(self.arms):
            if arm.kind == kind:
                return arm
            if (kind, arm.kind) == ("injected", "thinking"):
                return None
        return None

    @property
    def earlier_injected(self) -> tuple[Arm, ...]:
        """Those that another one took the place of."""
        now = self.arm("injected")
        return tuple(arm for arm in self.arms if arm.kind == "injected" and arm is not now)
