"""Steps as they are told to a page: as short rows, in the units that a browser counts in, and while a thought grows."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from components.conversation import THOUGHTS, Piece, Reply
from components.insight.phases import Phase
from components.insight.phrases import PhraseKind
from components.insight.steps import Step, Steps

PHASES: Mapping[Phase, str] = {"plan": "p", "work": "w", "check": "c", "settle": "s"}
KINDS: Mapping[PhraseKind, str] = {"doubt": "d", "other_way": "o", "check": "c", "settle": "s"}
Row = tuple[object, ...]


def units(text: str) -> int:
    """How many UTF-16 units a browser counts in it."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def characters(text: str, size: int) -> int:
    """How many characters a browser's first `size` UTF-16 units of it are; one that is cut in half is not among
    them."""
    if text.isascii() or size <= 0:
        return max(0, min(size, len(text)))
    # Character by character: halves of pairs may stand in a text by themselves, also side by side.
    left = size
    for number, character in enumerate(text):
        left -= 1 + (character > "\uffff")
        if left < 0:
            return number
    return len(text)


def row(step: Step, text: str, at: float | None) -> Row:
    """A step as components/live_protocol.py tells one (`MoreSteps`). `text` is its own, `at` when it began."""
    phrases: list[object] = []
    for start, end, kind in step.phrases:
        first, last = start - step.start, end - step.start
        phrases += (units(text[:first]), units(text[first:last]), KINDS[kind])
    began = None if at is None else round(at, 2)
    return (units(text), PHASES[step.phase], step.headline, began, round(step.repeated * 100), *phrases)


class GrowingSteps:
    """Of a reply on its way, for one reader, who has the steps of its first `known` pieces."""

    def __init__(self, known: int = 0) -> None:
        self._steps, self._known, self._read = Steps(), known, 0
        self._told, self._opened = 0, -1  # steps that were told whole, and the number of the one that was told as open
        self._rest, self._length = "", 0  # the text behind the settled steps, and the size of all of it
        self._places: list[int] = []  # where each piece began, and when it came
        self._times: list[float | None] = []

    def feed(self, pieces: Sequence[Piece], count: int) -> None:
        """`pieces` are those of the reply, of which the first `count` are read: each of them once."""
        if self._read < self._known:
            before = Reply(pieces=tuple(pieces[: self._known]))
            self._take(before.reasoning, None)
            self._told, self._read = len(self._steps.settled), self._known
            self._drop_settled()
        for piece in pieces[self._read : count]:
            if piece.channel in THOUGHTS:
                self._take(piece.text, piece.at)
        self._read = max(self._read, count)

    def news(self) -> tuple[tuple[Row, ...], int] | None:
        """The steps from a number on, and that number; None where nothing is new."""
        settled, first = self._steps.settled, self._told
        if first == len(settled) == self._opened or not self._rest:
            return None
        rows: list[Row] = []
        place = settled[first - 1].end if first else 0
        for step in settled[first:]:
            rows.append(row(step, self._rest[step.start - place : step.end - place], self._at(step.start)))
        self._drop_settled()
        self._told, self._opened = len(settled), -1
        if self._rest and (last := self._steps.open):
            rows.append((0, PHASES[last.phase], "", self._at(last.start), 0))
            self._opened = len(settled)
        return (tuple(rows), first) if rows else None

    def _drop_settled(self) -> None:
        settled = self._steps.settled
        left = self._length - (settled[-1].end if settled else 0)
        self._rest = self._rest[-left:] if left else ""

    def _take(self, text: str, at: float | None) -> None:
        self._places.append(self._length)
        self._times.append(at)
        self._steps.feed(text)
        self._rest += text
        self._length += len(text)

    def _at(self, place: int) -> float | None:
        at = self._times[max(bisect_right(self._places, place) - 1, 0)] if self._times else None
        return None if at is None else round(at, 2)
