"""When each word of a row of pieces came: neighbours share a row, so that a chat is read soon, and beside their text it
stands how that was put together. As text, `4.0 6.3 5.7`: so many characters each, and how many hundredths of a second
after the row's own time they came. What came within the same hundredth is one."""

import re
from collections.abc import Sequence

from components.conversation import Piece

TICKS = 100  # a second
_PACE = re.compile(r"[1-9]\d*\.\d+(?: [1-9]\d*\.\d+)*")


def pace_of(run: Sequence[Piece]) -> str | None:
    """Of pieces that share a row; None where that says all there is, or where the time of one is not known."""
    began = run[0].at
    told: list[tuple[int, int]] = []
    for piece in run:
        if began is None or piece.at is None:
            return None
        tick = max(0, round((piece.at - began) * TICKS))
        if told and tick <= told[-1][1]:
            told[-1] = told[-1][0] + len(piece.text), told[-1][1]
        elif piece.text:
            told.append((len(piece.text), tick))
    return " ".join(f"{size}.{tick}" for size, tick in told) if any(tick for _, tick in told) else None


def as_they_came(piece: Piece, pace: str | None) -> list[Piece]:
    """One row apart again. What does not fit its text is no pace of it."""
    if not pace or piece.at is None or not _PACE.fullmatch(pace):
        return [piece]
    told = [tuple(map(int, one.split("."))) for one in pace.split()]
    if sum(size for size, _ in told) != len(piece.text):
        return [piece]
    found: list[Piece] = []
    place = 0
    for size, tick in told:
        found.append(piece._replace(text=piece.text[place : place + size], at=piece.at + tick / TICKS))
        place += size
    return found
