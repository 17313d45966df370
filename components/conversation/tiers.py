"""Prices that hold under conditions: of long questions, or at hours of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

PriceName = Literal["prompt", "completion", "cache_read", "cache_write", "reasoning"]
# USD a token, None where it is not known. That of thoughts is missing, or nothing, where they cost what all costs that
# is written.
Rates = Mapping[PriceName, float | None]


@dataclass(frozen=True, slots=True)
class Tier:
    """`prices` hold, each in the place of the usual one, where a question has more than `above` tokens and is asked
    within `hours`: minutes of the day in UTC, from the first to before the second, perhaps over midnight (None: at any
    time). One that is None is not known under these conditions."""

    prices: tuple[tuple[PriceName, float | None], ...]
    above: int = 0
    hours: tuple[int, int] | None = None

    def holds(self, prompt_tokens: int, at: float) -> bool:
        """`at`: when it was asked, in seconds since the epoch."""
        if self.above and prompt_tokens <= self.above:
            return False
        if self.hours is None:
            return True
        then, (begin, end) = datetime.fromtimestamp(at, UTC), self.hours
        minute = then.hour * 60 + then.minute
        return begin <= minute < end if begin <= end else minute >= begin or minute < end


def rates(usual: Rates, tiers: tuple[Tier, ...], prompt_tokens: int, at: float) -> Rates:
    """What holds of a question that has so many tokens and was asked `at`: of the tiers that hold the last one counts,
    each price by itself."""
    found = dict(usual)
    for tier in tiers:
        if tier.holds(prompt_tokens, at):
            found |= dict(tier.prices)
    return found
