"""A recording as what can be asked of it."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from components.recordings import Recorded, Session

MOST_MODELS = 3  # that are named
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Tape:
    """`name` is how it is chosen."""

    name: str
    session: Session

    @property
    def questions(self) -> list[str]:
        """Each once, in the order in which they were asked."""
        found = (turn.question.strip() for turn in self.session.turns if turn.question)
        return list(dict.fromkeys(filter(None, found)))

    def answers(self, question: str) -> list[Recorded]:
        """All turns in which this was asked, in order. White space around it, of any kind, says nothing."""
        asked = question.strip()
        return [turn for turn in self.session.turns if asked and (turn.question or "").strip() == asked]

    def offsets(self, turn: Recorded) -> list[float]:
        """When each of its pieces is due, and at last its end, in seconds since it is asked: with no silence longer
        than the recording's idle limit."""
        limit = self.session.header.idle_limit
        now = cut = 0.0
        found: list[float] = []
        ended = turn.reply.times.ended
        for at in [*(piece.at for piece in turn.reply.pieces), ended]:
            last = now
            now = max(now, at or 0.0)
            if limit is not None and now - last > limit:
                cut += now - last - limit
            found.append(now - cut)
        return found


class Shelf(Protocol):
    """The recordings that one owner may play."""

    def names(self) -> Sequence[tuple[str, str]]:
        """Each with what is said of it."""
        ...

    def tape(self, name: str) -> Tape | None: ...


class Plays:
    """How often a question was answered in a chat, so that one that was asked twice is answered as it was then: the
    first that was not played yet, and then again from the first. One a process."""

    def __init__(self) -> None:
        self._counts: OrderedDict[tuple[str, ...], int] = OrderedDict()
        self._lock = threading.Lock()

    def next(self, answers: Sequence[Recorded], *which: str) -> Recorded:
        with self._lock:
            count = self._counts.pop(which, 0)
            self._counts[which] = count + 1
            while len(self._counts) > MOST_REMEMBERED:
                self._counts.popitem(last=False)
        return answers[count % len(answers)]


def described(models: Sequence[str], made: float | None) -> str:
    """Whose words these are, in a sentence. `made`: when, in seconds since the epoch."""
    named = [model for model in dict.fromkeys(models) if model]
    more = len(named) - MOST_MODELS
    listed = " and ".join([*named[:MOST_MODELS], *([f"{more} more"] if more > 0 else [])]) or "a model"
    return f"Replay of a recording of {listed}{_day(made)}. Tokens and costs are as they were recorded."


def _day(made: float | None) -> str:
    """In UTC; "" for what no calendar has."""
    if made is None:
        return ""
    try:
        return f", made {datetime.fromtimestamp(made, UTC):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        return ""
