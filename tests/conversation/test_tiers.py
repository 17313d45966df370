"""Prices that hold of long questions, or at hours of the day, and of tokens from a cache."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from components.conversation import Model, Tier, Usage, cost_of

LONG = Tier((("prompt", 2e-6), ("cache_read", 2e-7)), above=200_000)
NIGHT = Tier((("prompt", 5e-7), ("completion", 1e-6)), hours=(16 * 60 + 30, 30))
MODEL = Model("a/b", "B", prompt_price=1e-6, completion_price=2e-6, cache_read_price=1e-7, cache_write_price=1.5e-6)


def at(hour: int, minute: int = 0) -> float:
    return datetime(2026, 11, 30, hour, minute, tzinfo=UTC).timestamp()


def cost(model: Model, usage: Usage, when: float = at(12)) -> float | None:
    found = cost_of(usage, model, when)
    assert found is None or found[1]
    return found and found[0]


def test_tokens_of_a_cache_cost_what_the_list_says_of_them() -> None:
    usage = Usage(1_000, 100, cached_tokens=600, cache_written_tokens=300)
    assert cost(MODEL, usage) == pytest.approx(100 * 1e-6 + 600 * 1e-7 + 300 * 1.5e-6 + 100 * 2e-6)
    untold = replace(MODEL, cache_read_price=None, cache_write_price=None)
    assert cost(untold, usage) == pytest.approx(1_000 * 1e-6 + 100 * 2e-6)  # never for nothing


def test_no_more_tokens_come_from_a_cache_than_were_asked() -> None:
    assert cost(MODEL, Usage(10, 0, cached_tokens=50, cache_written_tokens=50)) == pytest.approx(10 * 1e-7)
    assert cost(MODEL, Usage(None, 10, cached_tokens=50)) == pytest.approx(10 * 2e-6)


@pytest.mark.parametrize(("tokens", "a_token"), [(199_999, 1e-6), (200_000, 1e-6), (200_001, 2e-6)])
def test_a_long_question_costs_the_price_of_long_ones_from_its_first_token(tokens: int, a_token: float) -> None:
    tiered = replace(MODEL, tiers=(LONG,))
    assert cost(tiered, Usage(tokens, 10)) == pytest.approx(tokens * a_token + 10 * 2e-6)
    read = 2e-7 if tokens > 200_000 else 1e-7
    assert cost(tiered, Usage(tokens, 0, cached_tokens=tokens)) == pytest.approx(tokens * read)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (at(16, 29), False),
        (at(16, 30), True),
        (at(23, 59), True),
        (at(0, 29), True),
        (at(0, 30), False),
        (at(12), False),
    ],
)
def test_hours_over_midnight_are_those_of_utc(when: float, holds: bool) -> None:
    assert NIGHT.holds(1, when) is holds
    assert cost(replace(MODEL, tiers=(NIGHT,)), Usage(10, 10), when) == pytest.approx(15e-6 if holds else 30e-6)


def test_of_several_that_hold_the_last_counts_each_price_by_itself() -> None:
    both = replace(MODEL, tiers=(NIGHT, LONG))
    assert both.rates(300_000, at(20)) == {
        "prompt": 2e-6,
        "completion": 1e-6,
        "cache_read": 2e-7,
        "cache_write": 1.5e-6,
    }


def test_what_is_not_known_under_a_condition_is_not_reckoned() -> None:
    unsure = replace(MODEL, tiers=(Tier((("prompt", None),), above=100),))
    assert cost(unsure, Usage(101, 5)) is None and cost(unsure, Usage(100, 5)) is not None
    assert cost_of(Usage(101, 5, cost=0.5), unsure, at(12)) == (0.5, False)  # billed all the same


def test_nothing_is_free_that_costs_something_somewhen() -> None:
    free = Model("a/b", "B", prompt_price=0.0, completion_price=0.0)
    assert free.free and replace(free, tiers=(Tier((("prompt", 0.0),), above=5),)).free
    for tier in (LONG, NIGHT, Tier((("prompt", None),))):
        assert not replace(free, tiers=(tier,)).free
    assert not replace(free, cache_write_price=1e-6).free
