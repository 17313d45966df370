"""OpenRouter's `overrides` and `discount`: prices of long questions, or of hours of the day, and what is taken off.

An override holds where all of its conditions do; of several that hold the last one counts, each price by itself. A
condition that is not known here may hold: then the prices that it sets are not known at all.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from components.conversation import PriceName, Tier

NAMES: tuple[tuple[str, PriceName], ...] = (
    ("prompt", "prompt"),
    ("completion", "completion"),
    ("input_cache_read", "cache_read"),
    ("input_cache_write", "cache_write"),
    ("internal_reasoning", "reasoning"),
)
CONDITIONS = ("min_prompt_tokens", "utc_start", "utc_end")
MOST_TIERS = 50
MOST = 1_000.0  # USD


def discount_in(pricing: Mapping[str, Any]) -> float:
    """The part of each price that is taken off, 0 to 1; 0 where that is not told, so that nothing seems cheaper than
    it is."""
    value = _number(pricing.get("discount"))
    return value if value is not None and 0 <= value <= 1 else 0.0


def less(usd: float | None, off: float) -> float | None:
    """A price with a discount taken off; one that is not known, or is not one (-1), stays what it is."""
    return float(Decimal(repr(usd)) * (1 - Decimal(repr(off)))) if usd is not None and usd > 0 and off else usd


def usd_in(value: Any) -> float | None:
    """None for what is no price: -1 stands for one that is not told."""
    number = _number(value)
    return number if number is not None and 0 <= number < MOST else None


def tiers_in(overrides: Any, off: float) -> tuple[Tier, ...]:
    # What is no list of them tells that there are some, and none that can be read.
    rows: list[Any] = overrides if isinstance(overrides, list) else [] if overrides is None else [None]
    return tuple(tier for row in rows[:MOST_TIERS] if (tier := _tier(row, off)) is not None)


def _tier(row: Any, off: float) -> Tier | None:
    """None where it changes no price that is counted here."""
    if not isinstance(row, dict):
        return _unknown(dict(NAMES))
    told = {str(name): value for name, value in row.items()}
    # A price is a text, also of what is not counted here; what else is not known is taken for a condition.
    other = [name for name, value in told.items() if name not in (*CONDITIONS, *dict(NAMES)) and not _is_price(value)]
    above, hours = _above(told.get("min_prompt_tokens")), _hours(told)
    if other or above is None or hours is None:
        return _unknown(told)
    prices: list[tuple[PriceName, float | None]]
    prices = [(name, less(usd_in(told[key]), off)) for key, name in NAMES if key in told]
    return Tier(tuple(prices), above, hours or None) if prices else None


def _unknown(told: Mapping[str, Any]) -> Tier | None:
    prices: list[tuple[PriceName, float | None]] = [(name, None) for key, name in NAMES if key in told]
    return Tier(tuple(prices)) if prices else None


def _above(value: Any) -> int | None:
    """None where it is no number of tokens."""
    if value is None:
        return 0
    number = _number(value)
    return int(number) if number is not None and 0 <= number < 1e12 else None


def _hours(told: Mapping[str, Any]) -> tuple[int, int] | tuple[()] | None:
    """Minutes of the day from clock numbers as 1630; () for all hours, None where they cannot be read."""
    begin, end = told.get("utc_start"), told.get("utc_end")
    if begin is None and end is None:
        return ()
    first, last = _minute(begin), _minute(end)
    return None if first is None or last is None else (first, last)


def _minute(value: Any) -> int | None:
    number = _number(value)
    if number is None or number != int(number) or not 0 <= number <= 2400 or number % 100 >= 60:
        return None
    return int(number) // 100 * 60 + int(number) % 100


def _is_price(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _number(value) is not None)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
