"""Runs as they are shown to others: the lanes of an injection or a race, by what is kept of them."""

from collections.abc import Iterable, Mapping

from components.audience import Lane, Share
from components.conversation import Turn, called, shown_as
from components.injection import Arm, ArmKind, Experiment, obstacle
from components.race import LETTERS
from components.store import Store

THINKS, WITHOUT, WITH, WITH_EDITED = "The thinker", "Without the thoughts", "With the thoughts", "With edited thoughts"
ARMS: tuple[ArmKind, ...] = ("thinking", "plain", "injected")


def lanes_of(store: Store, owner: str, share: Share) -> tuple[str, list[Lane]] | None:
    """The one question, and the lanes; those of a frozen one as far as they had ended. None where it is there no
    more."""
    question, lanes = _of_run(store, owner, share) if share.kind == "run" else _of_race(store, owner, share)
    if share.frozen:
        lanes = [lane for lane in lanes if lane.turn and lane.turn.id in share.frozen]
    return (question, lanes) if lanes else None


def ended_of(lanes: Iterable[Lane]) -> tuple[str, ...]:
    """The turns of those that have ended by now."""
    return tuple(lane.turn.id for lane in lanes if lane.turn and lane.turn.ended)


def may_name(store: Store, owner: str, share: Share) -> bool:
    """May anybody know by now whose lane is whose?"""
    race = store.race(owner, share.subject_id) if share.kind == "race" else None
    return race is None or race.named


def _of_race(store: Store, owner: str, share: Share) -> tuple[str, list[Lane]]:
    race = store.race(owner, share.subject_id)
    if race is None:
        return "", []
    turns = store.turns_of_race(race.id)
    lanes: list[Lane] = []
    for letter, lane in zip(LETTERS, race.lanes, strict=False):
        turn, name = turns.get(lane.turn_id), called(lane.asked) if race.named else ""
        lanes.append(Lane(f"Lane {letter}", name, turn, due=turn is not None and not race.stopped))
    return race.question, lanes


def _of_run(store: Store, owner: str, share: Share) -> tuple[str, list[Lane]]:
    experiment = store.experiment(owner, share.subject_id)
    if experiment is None:
        return "", []
    arms = [_arm(experiment, kind, share) for kind in ARMS]
    turns = store.heads_of(owner, [arm.turn_id for arm in arms if arm])
    lanes: list[Lane] = []
    for kind, arm in zip(ARMS, arms, strict=True):
        thinks, turn = kind == "thinking", turns.get(arm.turn_id) if arm else None
        asked = turn.asked if turn else experiment.plan.thinker if thinks else experiment.plan.answerer
        label = {"thinking": THINKS, "plain": WITHOUT}.get(kind, WITH_EDITED if arm and arm.edited else WITH)
        due = not experiment.stopped and (kind != "injected" or turn is not None or _passes_on(store, arms[0], turns))
        lanes.append(Lane(label, shown_as(asked.model), turn, due, answers=not thinks))
    return experiment.plan.question, lanes


def _arm(experiment: Experiment, kind: ArmKind, share: Share) -> Arm | None:
    """The newest; of what is frozen the one that was it then."""
    if not share.frozen:
        return experiment.arm(kind)
    kept = [arm for arm in experiment.arms if arm.kind == kind and arm.turn_id in share.frozen]
    return kept[-1] if kept else None


def _passes_on(store: Store, thinking: Arm | None, turns: Mapping[str, Turn]) -> bool:
    """Will the thoughts be passed on once they are there?"""
    turn = turns.get(thinking.turn_id) if thinking else None
    if turn is None or not turn.ended:
        return turn is not None
    if turn.status != "done":  # its texts need not be read to know that
        return False
    whole = store.with_texts([turn.id]).get(turn.id)
    return whole is not None and obstacle(whole) is None
