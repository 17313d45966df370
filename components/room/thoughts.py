"""What one owner sees of all their thoughts, side by side."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.conversation import Turn
from components.insight import Entry, Figures, figures_of
from components.store import Store

MOST = 500  # turns, the newest
MOST_KNOWN = 10_000  # turns of all owners whose figures are kept in memory
# One look works out so many at most, so that no page waits for it: at least one, and else no more characters than that.
MOST_AT_ONCE, MOST_CHARACTERS = 60, 400_000
READ_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Across:
    """The newest first, of which `left` have no figures yet: the next look has more. `older`: there are more turns,
    which are not among them."""

    entries: tuple[Entry, ...]
    left: int
    older: bool


class KnownFigures:
    """Of turns that have ended, which never change again; the ones that were looked at longest ago go first."""

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most = most
        self._known: dict[str, Figures] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, turn_ids: list[str]) -> dict[str, Figures]:
        with self._lock:
            found = {turn_id: self._known.pop(turn_id) for turn_id in turn_ids if turn_id in self._known}
            self._known |= found
        return found

    def keep(self, figures: Mapping[str, Figures]) -> None:
        with self._lock:
            self._known |= figures
            while len(self._known) > self._most:
                self._known.pop(next(iter(self._known)))

    def work_out(self, turns: Iterable[Turn]) -> dict[str, Figures]:
        """Of the first of `turns`, with their texts, as many as one look may."""
        found, characters = dict[str, Figures](), 0
        for turn in turns:
            found[turn.id] = figures_of(turn)
            characters += _length(turn)
            if len(found) == MOST_AT_ONCE or characters >= MOST_CHARACTERS:
                break
        self.keep(found)
        return found


class Thoughts:
    """Of one owner: turns of another do not exist for it, nor do those that were deleted or stand in no list."""

    def __init__(self, owner: str, store: Store, known: KnownFigures, most: int = MOST) -> None:
        self._owner, self._store, self._known, self._most = owner, store, known, most

    def look(self) -> Across:
        """With some more figures than at the last look."""
        turns = self._store.thinking(self._owner, self._most + 1)
        older, turns = len(turns) > self._most, turns[: self._most]
        figures = self._known.get([turn.turn_id for turn in turns])
        figures |= self._work_out([turn.turn_id for turn in turns if turn.turn_id not in figures])
        entries = (
            Entry(turn.turn_id, turn.chat_id, turn.question, turn.asked.model, turn.created, figures.get(turn.turn_id))
            for turn in turns
        )
        # Blank ones are no thoughts, nor are those that a turn was only given.
        shown = tuple(entry for entry in entries if entry.figures is None or entry.figures.characters)
        return Across(shown, sum(entry.figures is None for entry in shown), older)

    def _work_out(self, turn_ids: list[str]) -> dict[str, Figures]:
        due = turn_ids[:MOST_AT_ONCE]
        batches = (due[start : start + READ_AT_ONCE] for start in range(0, len(due), READ_AT_ONCE))
        read = (turn for batch in batches for turn in self._store.texts_of(self._owner, batch).values())
        return self._known.work_out(read)


def _length(turn: Turn) -> int:
    return sum(len(piece.text) for piece in turn.pieces)
