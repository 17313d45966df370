"""The limits that are set, each with what is used of it now."""

from collections.abc import Callable, Mapping

from components.oversight import Limit, Limits, Share
from components.settings import Settings

Charges = Mapping[str, tuple[float, float, int]]  # by owner: USD, those reserved of them, turns


def limits_of(settings: Settings, charged: Charges, label: Callable[[str], str], resets: float) -> Limits:
    """`charged` today. What is not limited at all is not counted, and then nobody knows what is used."""
    money = settings.daily_limit_usd is not None or settings.person_daily_usd is not None
    usd = sum(one[0] for one in charged.values()) if money else None
    held = sum(one[1] for one in charged.values()) if money else 0.0
    turns = sum(one[2] for one in charged.values()) if settings.limited else None
    found = (
        Limit("THINKROOM_DAILY_LIMIT_USD", "usd", False, settings.daily_limit_usd, usd, held),
        Limit("THINKROOM_DAILY_TURNS", "turns", False, settings.daily_turns, turns),
        Limit("THINKROOM_PERSON_DAILY_USD", "usd", True, settings.person_daily_usd),
        Limit("THINKROOM_PERSON_DAILY_TURNS", "turns", True, settings.person_daily_turns),
        Limit("THINKROOM_REQUESTS_A_MINUTE", "requests", True, settings.requests_a_minute or None),
        Limit("THINKROOM_TURNS_AT_ONCE", "at once", True, settings.turns_at_once),
    )
    shares = [Share(label(owner), *one) for owner, one in charged.items()] if settings.limited else []
    return Limits(found, sorted(shares, key=lambda one: (-one.usd, -one.turns, one.label)), resets)
