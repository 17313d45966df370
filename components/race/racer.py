"""Carries a race out, with no browser open: all lanes begin at once, but for those of one server at home, which begin
one after another. What it asks of store and runner is said by its own Protocols."""

import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from components.conversation import Asked, Turn
from components.race.race import Lane, Race

TRY_AGAIN_S, TRIES = 3.0, 200


class Keeper(Protocol):
    """Where races are kept. `turns_of_race` are those of its lanes by their ids, without texts."""

    def add_race(self, race: Race, /) -> None: ...
    def race(self, owner: str, race_id: str, /) -> Race | None: ...
    def race_of(self, turn_id: str, /) -> Race | None: ...
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
        self._closed = False

    def close(self) -> None:
        """The room ends: what could not be noted is not tried again."""
        self._closed = True

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

    def turn_ended(self, turn: Turn, tries: int = TRIES) -> None:
        """Whoever waited for it is asked now. What cannot be read (the database is away) is tried again, with no
        browser open."""
        try:
            with self._lock:
                race = self._keeper.race_of(turn.id)
                if race and not race.stopped:
                    self._begin_due(race, turn.id)
        except Exception:
            if self._closed:
                return
            if tries == 1:
                raise
            again = threading.Timer(TRY_AGAIN_S, self.turn_ended, (turn, tries - 1))
            again.daemon = True
            again.start()

    def _begin_due(self, race: Race, ended: str = "") -> None:
        """`ended` is a turn that has, whatever is kept of it yet. The lock is held."""
        turns = self._keeper.turns_of_race(race.id)
        taken = {
            lane.takes_turns_at
            for lane in race.lanes
            if lane.turn_id != ended and lane.turn_id in turns and turns[lane.turn_id].status == "streaming"
        }
        for lane in race.lanes:
            turn = turns.get(lane.turn_id)
            if turn is None or turn.status != "queued" or (lane.takes_turns_at and lane.takes_turns_at in taken):
                continue
            taken.add(lane.takes_turns_at)
            self._turns.begin(race.owner, turn)
