"""How much a turn reserves: never more than is left, and as much as it may cost."""

import random

import pytest

from components.conversation import DayIsSpent, Model, Tier, dearest
from components.room.reserving import Estimate, Limits, reserved
from components.store import Charged

NOTHING = Charged()
OPEN = Estimate(0.01, 0.001, most=500)


def why(limits: Limits, mine: Charged, everybody: Charged, estimate: Estimate) -> str:
    with pytest.raises(DayIsSpent) as refused:
        reserved(limits, mine, everybody, estimate, "")
    assert "{" not in refused.value.failure.what + refused.value.failure.next_step
    return refused.value.why


def test_without_a_limit_of_tokens_it_gets_what_is_left_pays_for() -> None:
    assert reserved(Limits(room_usd=9.0), NOTHING, NOTHING, OPEN, "").tokens == 500  # never more than the model's own
    assert reserved(Limits(room_usd=0.2105), NOTHING, NOTHING, OPEN, "").tokens == 200
    assert reserved(Limits(room_usd=1.0, person_usd=0.2105), NOTHING, NOTHING, OPEN, "").tokens == 200
    assert reserved(Limits(room_usd=1.0), NOTHING, Charged(0.7895, 3), OPEN, "").tokens == 200
    assert why(Limits(room_usd=0.05), NOTHING, NOTHING, OPEN) == "left"


def test_a_limit_that_was_chosen_is_paid_for_whole_or_not_at_all() -> None:
    chosen = Estimate(0.01, 0.001, limit=100)
    found = reserved(Limits(room_usd=0.11), NOTHING, NOTHING, chosen, "")
    assert found.tokens == 100 and found.usd == pytest.approx(0.11)
    assert why(Limits(room_usd=0.1), NOTHING, NOTHING, chosen) == "left"
    assert why(Limits(room_usd=0.15), NOTHING, Charged(0.11, 1, 0.11), chosen) == "held"


def test_the_limits_are_told_apart() -> None:
    limits = Limits(1.0, 2, 5.0, 9)
    assert why(limits, Charged(0.0, 2), Charged(0.0, 2), OPEN) == "person turns"
    assert why(limits, NOTHING, Charged(0.0, 9), OPEN) == "room turns"
    assert why(limits, Charged(1.0, 1), Charged(1.0, 1), OPEN) == "person"
    assert why(limits, NOTHING, Charged(5.0, 1), OPEN) == "room"


def test_what_costs_nothing_needs_no_money_and_counts_as_a_turn() -> None:
    free = Estimate()
    assert reserved(Limits(room_usd=0.0), NOTHING, Charged(9.0, 5), free, "").usd == 0.0
    assert why(Limits(room_turns=5), NOTHING, Charged(0.0, 5), free) == "room turns"


def test_only_turns_are_counted_where_money_has_no_limit() -> None:
    assert reserved(Limits(person_turns=3), Charged(99.0, 2), Charged(99.0, 9), OPEN, "").usd == 0.0


def test_it_is_never_more_than_what_is_left() -> None:
    chance = random.Random(7)
    for _ in range(3_000):
        limit, used = 10 ** chance.uniform(-4, 2), 10 ** chance.uniform(-5, 2)
        estimate = Estimate(10 ** chance.uniform(-7, 0), 10 ** chance.uniform(-8, -2), chance.choice([0.0, 0.005]))
        try:
            found = reserved(Limits(room_usd=limit), NOTHING, Charged(used, 1), estimate, "")
        except DayIsSpent:
            continue
        assert found.tokens and found.usd == estimate.costs(found.tokens) <= limit - used


def test_the_dearest_price_is_that_of_all_hours_and_lengths() -> None:
    tiers = (Tier((("prompt", 3.0), ("completion", 4.0)), above=9), Tier((("reasoning", 7.0),), hours=(0, 60)))
    model = Model("a/b", "A", prompt_price=1.0, completion_price=2.0, cache_write_price=3.5, tiers=tiers)
    assert dearest(model) == (3.5, 7.0)
    assert dearest(Model("a/b", "A", prompt_price=1.0)) is None
    assert dearest(Model("a/b", "A", prompt_price=1.0, completion_price=1.0, routed=True)) is None
    unknown = (Tier((("completion", None),), above=9),)
    assert dearest(Model("a/b", "A", prompt_price=1.0, completion_price=1.0, tiers=unknown)) is None
