"""Carries a race out, with no browser open: all lanes begin at once, but for those of one server at home, which begin
one after another, also those of different races, whoever's they are. What it asks of store and runner is said by its
own Protocols."""

import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from components.conversation import Asked, Turn
from components.follow_up import FollowUp
from components.race.race import Lane, Race


class Keeper(Protocol):
    """Where races are kept. `turns_of_race` are those of its lanes by their ids, without texts."""

    def add_race(self, race: Race, /) -> None: ...
    def race(self, owner: str, race_id: str, /) -> Race | None: ...
    def turns_of_race(self, race_id: str, /) -> Mapping[str, Turn]: ...
    def stop_race(self, race_id: str, stopped: bool, /) -> None: ...
    def drop(self, turn_id: str, /) -> None: ...


class Turns(Protocol):
    """Turns that stand alone: each in a chat of its own that no list shows."""

    def prepare(self, owner: str, question: str, asked: Asked, /) -> Turn: ...
    def begin(self, owner: str, turn: Turn, /) -> None: ...
    def stop(self, turn_id: str, /) -> None: ...


class Racer:
    """`place_of` an owner and a server's name: where its lanes take turns, "" where they are asked at once."""

    def __init__(self, keeper: Keeper, turns: Turns, place_of: Callable[[str, str], str]) -> None:
        self._keeper, self._turns, self.place_of = keeper, turns, place_of
        # A lane may end before the one that waits for it is looked for: each is begun once.
        self._lock = threading.RLock()
        self._follow_up = FollowUp()
        # By turn, the places that are asked now; and the races with lanes that wait for one, in the order of their
        # coming, with their owners. Both are of this process, as the runs are.
        self._asking: dict[str, str] = {}
        self._line: dict[str, str] = {}

    def close(self) -> None:
        """The room ends: what could not be noted is not tried again."""
        self._follow_up.close()

    def run(self, owner: str, question: str, asked: Sequence[Asked], right: str = "", blind: bool = False) -> Race:
        """Where it is `blind` nobody can tell by the order of the lanes whose is whose."""
        order = list(asked)
        if blind:
            random.SystemRandom().shuffle(order)
        lanes: list[Lane] = []
        for one in order:
            turn = self._turns.prepare(owner, question, one)
            lanes.append(Lane(turn.asked, turn.id, turn.chat_id, self.place_of(owner, one.provider)))
        race = Race(secrets.token_urlsafe(16), owner, time.time(), question, tuple(lanes), right.strip(), blind)
        with self._lock:
            self._keeper.add_race(race)
            self._begin_due(race)
        return race

    def stop(self, owner: str, race_id: str) -> None:
        """All that runs of it, and what would have begun by itself."""
        with self._lock:
            race = self._keeper.race(owner, race_id)
            if race is None:
                return
            self._keeper.stop_race(race.id, True)
            self._line.pop(race.id, None)
        for lane in race.lanes:
            self._turns.stop(lane.turn_id)

    def stop_lane(self, owner: str, race_id: str, turn_id: str) -> None:
        """This one alone: the one that waits for it begins. One that waits itself is not asked any more."""
        with self._lock:
            race = self._keeper.race(owner, race_id)
            if race is None or all(lane.turn_id != turn_id for lane in race.lanes):
                return
            self._keeper.drop(turn_id)
        self._turns.stop(turn_id)

    def go_on(self, owner: str, race_id: str) -> None:
        """Lanes that were never begun, because it was stopped or the server was ended, begin now."""
        with self._lock:
            if race := self._keeper.race(owner, race_id):
                self._keeper.stop_race(race.id, False)
                self._begin_due(race)

    def will_begin(self, race_id: str) -> bool:
        """Does a lane of it wait for a server of one's own, and begins by itself?"""
        with self._lock:
            return race_id in self._line

    def held_elsewhere(self, race: Race | None) -> frozenset[str]:
        """Servers of one's own that another race is asking, whoever's it is; for None any race."""
        own = {lane.turn_id for lane in race.lanes} if race else set[str]()
        with self._lock:
            return frozenset(place for turn_id, place in self._asking.items() if turn_id not in own)

    def turn_ended(self, turn: Turn) -> None:
        """Whoever waited for it is asked now, or as soon as that can be read, of its race or of the next one in the
        line."""
        with self._lock:
            if self._asking.pop(turn.id, None) is not None:
                self._follow_up.carry_out(self._let_in)

    def _let_in(self) -> None:
        with self._lock:
            for race_id, owner in list(self._line.items()):
                race = self._keeper.race(owner, race_id)
                if race and not race.stopped:
                    self._begin_due(race)
                else:
                    self._line.pop(race_id, None)

    def _begin_due(self, race: Race) -> None:
        """The lock is held."""
        turns = self._keeper.turns_of_race(race.id)
        waits = False
        for lane in race.lanes:
            turn, place = turns.get(lane.turn_id), lane.takes_turns_at
            if turn is None or turn.status != "queued" or lane.turn_id in self._asking:
                continue
            if place and place in self._asking.values():
                waits = True
            else:
                self._begin(race.owner, turn, place)
        if waits:
            self._line.setdefault(race.id, race.owner)
        else:
            self._line.pop(race.id, None)

    def _begin(self, owner: str, turn: Turn, place: str) -> None:
        if place:
            self._asking[turn.id] = place
        try:
            self._turns.begin(owner, turn)
        except BaseException:
            self._asking.pop(turn.id, None)
            raise
