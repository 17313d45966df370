"""Places for turns that run at once: so many in all, and a share of them for one owner. Whoever finds none waits in
line; who came first goes first, past those whose owner's own share is taken."""

import threading
from collections import Counter
from collections.abc import Callable

IN_ALL, EACH, LINE = 64, 16, 256
LOOK_EVERY_S = 0.2
FIRST = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Place:
    """Asked for by one turn. `refused`: even the line is too long, and nothing is waited for."""

    def __init__(self, owner: str, said: Callable[["Place"], str]) -> None:
        self.owner, self.refused = owner, False
        self.granted = threading.Event()
        self._said = said

    @property
    def got(self) -> bool:
        return self.granted.is_set()

    @property
    def said(self) -> str:
        """Why its turn is not asked yet; "" once it is."""
        return "" if self.got or self.refused else self._said(self)

    def wait(self, left: Callable[[], bool]) -> bool:
        """On the turn's own thread. False where it `left` the line meanwhile."""
        while not (self.refused or self.granted.wait(LOOK_EVERY_S)):
            if left():
                return False
        return True


class Places:
    def __init__(self, in_all: int = IN_ALL, each: int = EACH, line: int = LINE) -> None:
        self._in_all, self._each, self._longest = in_all, each, line
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()
        self._line: list[Place] = []

    def ask(self, owner: str) -> Place:
        with self._lock:
            place = Place(owner, self._said)
            self._line.append(place)
            self._let_in()
            if not place.got and len(self._line) > self._longest:
                self._line.remove(place)
                place.refused = True
            return place

    def give_back(self, place: Place) -> None:
        """Once: the place itself, or the one in the line."""
        with self._lock:
            if place in self._line:
                self._line.remove(place)
            elif place.got:
                self._taken[place.owner] -= 1
                self._taken += Counter()  # an owner without one is forgotten
            self._let_in()

    def _let_in(self) -> None:
        for place in list(self._line):
            if self._taken.total() >= self._in_all:
                return
            if self._taken[place.owner] < self._each:
                self._line.remove(place)
                self._taken[place.owner] += 1
                place.granted.set()

    def _said(self, place: Place) -> str:
        with self._lock:
            before = self._line.index(place) if place in self._line else 0
            if self._taken[place.owner] >= self._each:
                running = "one turn" if self._each == 1 else f"{self._each} turns"
                return (
                    f"You have {running} running, as many as one may have at once. This one is asked by "
                    "itself when one of them ends."
                )
        return (
            f"You are {_ordinal(before + 1)} in line: all {self._in_all} places of this room are taken. This turn is "
            "asked by itself once it has one."
        )


def _ordinal(number: int) -> str:
    """In words up to the tenth, then 11th, 21st …"""
    if number <= len(FIRST):
        return FIRST[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
