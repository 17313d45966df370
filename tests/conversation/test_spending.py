"""What turns cost: billed, reckoned or unknown, and never 0.00 for something."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some
from pytest import approx

from components.conversation import Asked, Model, Tier, Usage, cost_of, money, spent

ASKED = Asked("openrouter", "a/b")
AT = 1_790_000_000.0
PRICED = Model("a/b", "B", prompt_price=1e-6, completion_price=2e-6)


def test_what_was_billed_counts_and_else_the_prices() -> None:
    assert cost_of(Usage(10, 20, 5, 0.5), PRICED, AT) == (0.5, False)
    assert cost_of(Usage(10, 20, 5), PRICED, AT) == (10 * 1e-6 + 20 * 2e-6 + 0.0, True)
    assert cost_of(Usage(10, 20), Model("a/b", "B"), AT) is None
    assert cost_of(Usage(10, 20), None, AT) is None
    assert cost_of(Usage(10, 20, cost=float("nan")), PRICED, AT) == (10 * 1e-6 + 20 * 2e-6, True)
    assert cost_of(Usage(1, 1, cost=-1.0), None, AT) is None


@given(some.lists(some.floats(0, 1e3), max_size=200))
def test_a_sum_is_the_sum_of_what_was_billed(costs: list[float]) -> None:
    found = spent([(ASKED, Usage(1, 2, 1, cost), AT) for cost in costs], lambda asked: PRICED)
    assert abs(found.usd - sum(costs)) <= 1e-9 * max(sum(costs), 1)
    assert (found.turns, found.unknown, found.reckoned) == (len(costs), 0, False)


@given(some.floats(1e-11, 1e6))
def test_something_is_never_shown_as_nothing(usd: float) -> None:
    assert any(sign in "123456789" for sign in money(usd))


def test_what_is_not_known_is_counted_and_not_guessed() -> None:
    used = [(ASKED, Usage(10, 20, 5), AT), (ASKED, None, AT), (ASKED, Usage(10, 20, 20, 0.25), AT)]
    found = spent(used, lambda asked: None)
    assert (found.usd, found.turns, found.unknown, found.written, found.thought) == (0.25, 1, 1, 40, 25)
    assert found.share == 25 / 40
    assert spent(used, lambda asked: PRICED).reckoned


def test_thoughts_of_long_questions_cost_what_their_tier_says() -> None:
    long = Tier((("completion", 4e-6), ("reasoning", 1e-6)), above=100)
    model = replace(PRICED, reasoning_price=5e-7, tiers=(long,))
    assert cost_of(Usage(100, 20, 5), model, AT) == (approx(100 * 1e-6 + 5 * 5e-7 + 15 * 2e-6), True)
    assert cost_of(Usage(101, 20, 5), model, AT) == (approx(101 * 1e-6 + 5 * 1e-6 + 15 * 4e-6), True)
    # It may say that they cost what all costs that is written (0), nothing of them, or what is no price.
    model = replace(model, tiers=(Tier((("reasoning", 0.0),)),))
    assert cost_of(Usage(101, 20, 5), model, AT) == (approx(101 * 1e-6 + 20 * 2e-6), True)
    model = replace(model, tiers=(Tier((("completion", 4e-6),)),))
    assert cost_of(Usage(101, 20, 5), model, AT) == (approx(101 * 1e-6 + 5 * 5e-7 + 15 * 4e-6), True)
    model = replace(model, tiers=(Tier((("reasoning", None),)),))
    assert cost_of(Usage(101, 20, 5), model, AT) is None
    assert cost_of(Usage(101, 20), model, AT) == (approx(101 * 1e-6 + 20 * 2e-6), True)


def test_thoughts_cost_what_they_cost_where_that_is_told() -> None:
    model = replace(PRICED, reasoning_price=5e-7)
    # Among the completion: 20, of which 5 are thoughts.
    assert cost_of(Usage(10, 20, 5), model, AT) == (approx(10 * 1e-6 + 5 * 5e-7 + 15 * 2e-6), True)
    # Beside it, with a total and without.
    assert cost_of(Usage(10, 20, 50, total_tokens=80), model, AT) == (approx(10 * 1e-6 + 50 * 5e-7 + 20 * 2e-6), True)
    assert cost_of(Usage(10, 20, 50), model, AT) == (approx(10 * 1e-6 + 50 * 5e-7 + 20 * 2e-6), True)
    # All of it, and none that is told.
    assert cost_of(Usage(10, 20, 20), model, AT) == (approx(10 * 1e-6 + 20 * 5e-7), True)
    assert cost_of(Usage(10, 20), model, AT) == cost_of(Usage(10, 20), PRICED, AT)
