"""A race as it is now, as a value: what the page shows, and what a wish is of."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from components.conversation import Turn
from components.injection import Expected, Verdict, expecting, judge, markable
from components.race import LETTERS, Lane, Race
from components.ui.turn.running import Run

LATE_S = 5.0  # from when on a lane that has not begun is not about to


@dataclass(frozen=True, slots=True)
class Seen:
    """One lane. `turn` None: it is not asked any more. `cost` is what the page knows of it where nobody billed any."""

    letter: str
    lane: Lane
    turn: Turn | None = None
    run: Run | None = None
    cost: str = ""

    @property
    def waits(self) -> bool:
        return self.turn is not None and self.turn.status == "queued" and self.run is None


@dataclass(frozen=True, slots=True)
class View:
    """`now` is seconds since the epoch. `in_line`: a lane of it waits for a server of one's own, and begins by itself;
    `elsewhere`: such servers that another race is asking."""

    race: Race
    lanes: tuple[Seen, ...]
    now: float
    in_line: bool = False
    elsewhere: frozenset[str] = frozenset()

    @property
    def runs(self) -> bool:
        return any(seen.turn and not seen.turn.ended and not seen.waits for seen in self.lanes)

    def due(self, seen: Seen) -> bool:
        """It waits, and begins by itself."""
        if not seen.waits or self.race.stopped:
            return False
        place = seen.lane.takes_turns_at
        if place and self.in_line:
            return True
        before = [other for other in self.lanes if other.lane.takes_turns_at == place and place]
        going = any(one.turn and not one.turn.ended and not one.waits for one in before)
        latest = max((_ended_at(one.turn) for one in before if one.turn and one.turn.ended), default=0.0)
        return going or self.now - max(self.race.created, latest) < LATE_S

    @property
    def settled(self) -> bool:
        """Nothing more happens by itself."""
        return not self.runs and not any(self.due(seen) for seen in self.lanes)

    @property
    def never_begun(self) -> bool:
        return any(seen.waits and not self.due(seen) for seen in self.lanes)


def view_of(
    race: Race,
    turns: Mapping[str, Turn],
    runs: Mapping[str, Run],
    costs: Mapping[str, str],
    now: float | None = None,
    in_line: bool = False,
    elsewhere: frozenset[str] = frozenset(),
) -> View:
    """`turns` as far as they have come, with their texts where they have ended."""
    lanes = tuple(
        Seen(letter, lane, turns.get(lane.turn_id), runs.get(lane.turn_id), costs.get(lane.turn_id, ""))
        for letter, lane in zip(LETTERS, race.lanes, strict=False)
    )
    return View(race, lanes, time.time() if now is None else now, in_line, elsewhere)


def verdict_of(race: Race, turn: Turn | None) -> Verdict | None:
    expected = expecting(race.question, race.right)
    if expected is None or turn is None or not turn.ended or not markable(turn):
        return None
    return _judged(turn.answer, expected)


@lru_cache(maxsize=64)
def _judged(answer: str, expected: Expected) -> Verdict:
    """The page is drawn again and again; an answer is judged once."""
    return judge(answer, expected)


def _ended_at(turn: Turn) -> float:
    return turn.created + (turn.times.ended or 0.0)
