"""When each character of a thought was there.

A piece of a reply is known by the time of its first character. As it was kept it may hold what came within half a
second, so its characters are taken to have come evenly until the next one, and within that half second at most: what
is left until the next is a pause. All times are seconds since the request was sent.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from components.conversation import THOUGHTS, Kind, Piece, Prefill, Reply, Rounds, apart

KEPT_S = 0.5  # what came within so many seconds may be kept as one piece


class Gap(NamedTuple):
    """Between two rounds: from `began` to `ended` it did something else (it answered). `offset` is the first character
    of the thoughts that follow; the times are None where they are not known."""

    offset: int
    began: float | None
    ended: float | None

    @property
    def seconds(self) -> float | None:
        return None if self.began is None or self.ended is None else max(self.ended - self.began, 0.0)


@dataclass(frozen=True, slots=True)
class Clock:
    """`offsets` are characters whose time is recorded, rising, and `times` when they were there, rising, too; where an
    offset stands twice, the first time is that of the end of what comes before. `began` and `ended` are those of the
    thoughts as a whole, and may be known where nothing else is."""

    offsets: tuple[int, ...] = ()
    times: tuple[float, ...] = ()
    began: float | None = None
    ended: float | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def known(self) -> bool:
        """Are there times of single characters at all?"""
        return bool(self.offsets)

    def at(self, offset: int) -> float | None:
        """When the character at `offset` was there: between what is recorded it is worked out, evenly. None before the
        first character whose time is recorded. Never less for a later character."""
        right = bisect_right(self.offsets, offset)
        if not right:
            return None
        before, since = self.offsets[right - 1], self.times[right - 1]
        if right == len(self.offsets) or offset == before:
            return since
        share = (offset - before) / (self.offsets[right] - before)
        return min(since + share * (self.times[right] - since), self.times[right])

    def offset(self, at: float) -> int:
        """How many characters were there at that time: where an interval of time begins or ends in the text."""
        right = bisect_right(self.times, at)
        if not right:
            return self.offsets[0] if self.offsets else 0
        before, since = self.offsets[right - 1], self.times[right - 1]
        if right == len(self.times) or self.times[right] == since:
            return before
        return before + int((at - since) / (self.times[right] - since) * (self.offsets[right] - before))


class Thought(NamedTuple):
    """`text` is the thoughts of a reply as it tells them (or its answer). Its first `given` characters are no words of
    this reply: the turn was handed them, and they have no times. `rounds` are the spans of each time that it thought.
    """

    text: str
    clock: Clock
    given: int = 0
    rounds: tuple[tuple[int, int], ...] = ()


def thought_of(reply: Reply, prefill: Prefill | None = None) -> Thought:
    """`prefill` is what the turn was given, where that is known. O(pieces)."""
    times = reply.times
    ended = times.first_answer if times.first_answer is not None else times.ended
    handed = prefill.thoughts if prefill and (reply.taken == "own" or prefill.answer) else ""
    # Where they were closed, what the model thought itself stands a blank line below.
    closed = "\n\n" if prefill and (prefill.closed or prefill.answer) else ""
    return _timed(_Placed(reply, THOUGHTS), prefill and (handed, closed), times.first_reasoning, ended)


def answer_of(reply: Reply, prefill: Prefill | None = None) -> Thought:
    """The same of what it answered, so that its pace can be laid beside that of its thoughts."""
    handed = prefill and (prefill.answer, "")
    return _timed(_Placed(reply, ("answer",)), handed, reply.times.first_answer, reply.times.ended)


def _timed(placed: "_Placed", handed: tuple[str, str] | None, first: float | None, ended: float | None) -> Thought:
    """`handed`: what it was given and what stands behind that, None where it is not known; it came from `first` until
    `ended`."""
    given = placed.given(handed)
    anchors = list(_rising(_anchors(placed, given, first)))
    offsets, times = tuple(offset for offset, _ in anchors), tuple(at for _, at in anchors)
    began = times[0] if times else first
    last = times[-1] if times else None if first is None else ended
    spans = tuple(placed.spans)
    clock = Clock(offsets, times, began, last)
    gaps = tuple(_gap(clock, before, after) for before, after in pairwise(spans))
    return Thought(placed.text, replace(clock, gaps=gaps), given, spans)


def _gap(clock: Clock, before: tuple[int, int], after: tuple[int, int]) -> Gap:
    """The end of what comes before is told by the first of two times at its offset."""
    at = bisect_left(clock.offsets, before[1])
    began = clock.times[at] if at < len(clock.offsets) and clock.offsets[at] == before[1] else clock.at(before[1])
    return Gap(after[0], began, clock.at(after[0]))


class _Placed:
    """What a reply says in some of its channels, with where each piece stands in that; `spans` are the rounds."""

    def __init__(self, reply: Reply, channels: Sequence[Kind]) -> None:
        self.text = reply.reasoning if channels == THOUGHTS else reply.answer
        self.taken, self.times = reply.taken, reply.times
        self.pieces: list[tuple[int, Piece, float | None]] = []  # with when the next of any kind came
        self.spans: list[tuple[int, int]] = []
        length, tail = 0, ""
        for spoken in _spoken(reply.pieces, channels):
            said = "".join(piece.text for piece, _ in spoken)
            if not said:
                continue
            length += len(apart((tail, said))) - len(tail) - len(said)
            start = length
            for piece, coming in spoken:
                self.pieces.append((length, piece, coming))
                length += len(piece.text)
            self.spans.append((start, length))
            tail = (tail + said)[-2:]

    def given(self, handed: tuple[str, str] | None) -> int:
        """How many characters the turn was handed."""
        if not self.taken or not self.pieces:
            return 0
        if handed is not None:
            text, behind = handed[0].rstrip(), handed[1]
            begins = (text + behind, text) if text else ()
            return next((len(begun) for begun in begins if self.text.startswith(begun)), 0)
        timed = next((offset for offset, piece, _ in self.pieces if _time(piece) is not None), None)
        if timed is not None:
            return timed
        # Where nothing has a time, nothing is told by that, but that no word came after it.
        came = self.times.first_reasoning is not None or self.times.first_answer is not None
        return 0 if came else len(self.text)


def _spoken(pieces: Sequence[Piece], channels: Sequence[Kind]) -> list[list[tuple[Piece, float | None]]]:
    """Round by round, each with the time of the piece that came next."""
    after: list[float | None] = []
    coming: float | None = None
    for piece in reversed(pieces):
        after.append(coming)
        at = None if piece.channel == "marker" else _time(piece)
        coming = coming if at is None else at
    teller, found = Rounds(), [list[tuple[Piece, float | None]]()]
    for piece, following in zip(pieces, reversed(after), strict=True):
        if teller.begins(piece):
            found.append([])
        if piece.channel in channels and piece.text:
            found[-1].append((piece, following))
    return found


def _anchors(placed: _Placed, given: int, first: float | None) -> Iterator[tuple[int, float]]:
    """What is recorded, in the order of the text: of each piece its beginning and its end. A piece that began with what
    was given has no time of its own, but that of the first word said."""
    for offset, piece, coming in placed.pieces:
        at, end = _time(piece), offset + len(piece.text)
        if at is None and offset < given < end and first is not None:
            at, offset = first, given
        if at is None:
            continue
        yield offset, at
        until = next(time for time in (coming, placed.times.ended, at) if time is not None)
        yield end, max(at, min(until, at + KEPT_S))


def _rising(anchors: Iterator[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    latest = 0.0
    for offset, at in anchors:
        latest = max(latest, at)
        yield offset, latest


def _time(piece: Piece) -> float | None:
    return piece.at if piece.at is not None and isfinite(piece.at) else None


def edges(clock: Clock) -> Sequence[tuple[tuple[int, float], tuple[int, float]]]:
    """Neighbours of what is recorded: a piece, what lies between it and the next, the next, and so on."""
    points = list(zip(clock.offsets, clock.times, strict=True))
    return list(pairwise(points))
