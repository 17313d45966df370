"""Prices of every unit become USD a token; where no unit is told, they are unknown."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import PriceName, Tier, Usage, cost_of
from components.wire import OPENROUTER, provider_at
from components.wire.catalog import LONGEST_ID, models_in
from components.wire.prices import Prices, prices_in

CUSTOM = provider_at("https://gateway.example.org/v1")
WANTED = (3e-07, 1.2e-06)  # $0.30 and $1.20 a million tokens

TOLD: dict[str, dict[str, Any]] = {
    "OpenRouter": {"pricing": {"prompt": "0.0000003", "completion": "0.0000012"}},
    "as numbers": {"pricing": {"prompt": 0.0000003, "completion": 0.0000012}},
    "Vercel": {"pricing": {"input": "0.0000003", "output": "0.0000012", "input_cache_read": "0.0000001"}},
    "LiteLLM": {"model_info": {"input_cost_per_token": 3e-07, "output_cost_per_token": 1.2e-06}},
    "Requesty": {"input_price": 3e-07, "output_price": 1.2e-06},
    "a unit beside it": {"pricing": {"prompt": 0.3, "completion": 1.2, "unit": "per_million_tokens", "currency": "$"}},
    "a unit in words": {"pricing": {"prompt": "0.30", "completion": "1.20", "unit": "USD per 1M tokens"}},
    "a unit with a slash": {"pricing": {"input": 0.3, "output": 1.2, "unit": "1M tokens"}},
    "Mtok": {"pricing": {"input": 0.3, "output": 1.2, "unit": "$/Mtok"}},
    "a unit in figures": {"pricing": {"input": 0.3, "output": 1.2, "unit": "1,000,000 tokens"}},
    "a number of tokens": {"pricing": {"input": 0.3, "output": 1.2, "per": 1_000_000}},
    "1K": {"pricing": {"input": 0.0003, "output": 0.0012, "unit": "1K tokens"}},
    "per_1k_tokens": {"pricing": {"prompt": "0.0003", "completion": "0.0012", "unit": "per_1k_tokens"}},
    "a thousand": {"pricing": {"prompt": 0.0003, "completion": 0.0012, "price_unit": "per thousand tokens"}},
    "a token": {"pricing": {"prompt": 3e-07, "completion": 1.2e-06, "unit": "token"}},
    "names": {"pricing": {"input_per_million": 0.3, "output_per_million": 1.2}},
    "long names": {"input_cost_per_1m_tokens": 0.3, "output_cost_per_1m_tokens": 1.2},
    "names with 1k": {"input_cost_per_1k_tokens": 0.0003, "output_cost_per_1k_tokens": 0.0012},
    "camels": {"pricing": {"inputPricePerMillionTokens": 0.3, "outputPricePerMillionTokens": 1.2}},
    "camels with 1k": {"pricing": {"inputCostPer1kTokens": 0.0003, "outputCostPer1kTokens": 0.0012}},
    "the other way round": {"price_per_million_input_tokens": 0.3, "price_per_million_output_tokens": 1.2},
    "with USD": {"pricing": {"prompt_usd_per_mtok": 0.3, "completion_usd_per_mtok": 1.2}},
    "in the value": {"pricing": {"input": "$0.30 / 1M tokens", "output": "$1.20 / 1M tokens"}},
    "in the value, in words": {"pricing": {"input": "0.30 USD per million tokens", "output": "1.20 USD per million"}},
    "an object each": {"price": {"input": {"usd": 0.3}, "output": {"usd": 1.2}, "unit": "1M"}},
    "a unit each": {"pricing": {"input": {"price": 0.3, "unit": "1M"}, "output": {"price": 1.2, "unit": "1M tokens"}}},
    "deeper": {"metadata": {"pricing": {"input_tokens": 0.3, "output_tokens": 1.2, "unit": "per_million_tokens"}}},
    "beside others": {
        "pricing": {
            "prompt": 0.3,
            "completion": 1.2,
            "unit": "per_million_tokens",
            "input_cache_read": 9,
            "image": 9,
            "completion_audio": 9,
        }
    },
}


@pytest.mark.parametrize("how", TOLD)
def test_a_price_is_read_in_the_unit_that_is_told(how: str) -> None:
    (model,) = models_in({"data": [{"id": "a/b", **TOLD[how]}]}, CUSTOM)
    assert (model.prompt_price, model.completion_price) == WANTED


UNTOLD: dict[str, dict[str, Any]] = {
    "numbers": {"pricing": {"prompt": 0.3, "completion": 1.2}},
    "Together": {"pricing": {"input": 0.88, "output": 0.88, "hourly": 0}},
    "of a thousand, perhaps": {"pricing": {"input": 0.0003, "output": 0.0006}},
    "texts": {"pricing": {"prompt": "0.30", "completion": "1.20"}},
    "an unknown unit": {"pricing": {"prompt": 0.3, "completion": 1.2, "unit": "per_request"}},
    "an unknown unit that would fit": {"pricing": {"prompt": 3e-07, "completion": 1.2e-06, "unit": "second"}},
    "an unknown number of tokens": {"pricing": {"prompt": 0.3, "completion": 1.2, "per": 500}},
    "an unknown unit in the name": {"input_price_per_hour": 0.3, "output_price_per_hour": 1.2},
    "ten thousandths": {"input_token_price_per_m": 2700, "output_token_price_per_m": 4000},
    "another currency": {
        "pricing": {"prompt": 0.3, "completion": 1.2, "currency": "CNY", "unit": "per_million_tokens"}
    },
    "another currency in the value": {"pricing": {"input": "¥2 / 1M tokens", "output": "€8 / 1M tokens"}},
    "other things": {"pricing": {"input_cache_read": 3e-07, "image_output": 1.2e-06}},
    "too much to be true": {"pricing": {"prompt": 0.3, "completion": 1.2, "unit": "token"}},
    "below nothing": {"pricing": {"prompt": -5, "completion": -7, "unit": "1M"}},
    "no numbers": {"pricing": {"prompt": "free", "completion": [], "unit": "1M"}},
    "none": {},
}


@pytest.mark.parametrize("how", UNTOLD)
def test_a_price_without_its_unit_is_unknown(how: str) -> None:
    (model,) = models_in({"data": [{"id": "a/b", **UNTOLD[how]}]}, CUSTOM)
    assert (model.prompt_price, model.completion_price, model.free) == (None, None, False)
    assert cost_of(Usage(1_000, 500), model, 0.0) is None


@pytest.mark.parametrize("pricing", [{"prompt": 0, "completion": 0}, {"input": "0", "output": "0.00", "unit": "1M"}])
def test_nothing_is_nothing_in_every_unit(pricing: dict[str, Any]) -> None:
    assert models_in([{"id": "a/b", "pricing": pricing}], CUSTOM)[0].free


def test_half_a_price_is_none() -> None:
    found = prices_in({"pricing": {"input": 0, "output": 1.2}})
    assert found == Prices(0.0, None)


def test_openrouters_own_list_is_usd_a_token_and_its_routers_have_none() -> None:
    dear = {"id": "a/b", "pricing": {"prompt": "0.02", "completion": "0.5", "request": "0.1"}}
    (model,) = models_in([dear], OPENROUTER)
    assert (model.prompt_price, model.completion_price, model.request_price) == (0.02, 0.5, 0.1)
    (router,) = models_in([{"id": "a/b", "pricing": {"prompt": "-1", "completion": "-1"}}], OPENROUTER)
    assert router.routed and router.prompt_price is None
    (unlike,) = models_in([{"id": "a/b", "pricing": {"prompt": 0.3, "completion": 1.2}}], OPENROUTER)
    assert unlike.prompt_price is None


BASE = {"prompt": "0.000003", "completion": "0.000015"}


def of_openrouter(**pricing: Any) -> Prices:
    return prices_in({"pricing": {**BASE, **pricing}}, a_token=True)


def test_the_tiers_of_a_recorded_list_are_read(captures: Path) -> None:
    listed = json.loads((captures / "openrouter-models-list-2026.json").read_text("utf-8"))
    model = next(model for model in models_in(listed, OPENROUTER) if model.id == "anthropic/claude-sonnet-4")
    assert (model.cache_read_price, model.cache_write_price) == (3e-7, 3.75e-6)
    long: tuple[tuple[PriceName, float | None], ...]
    long = (("prompt", 6e-6), ("completion", 2.25e-5), ("cache_read", 6e-7), ("cache_write", 7.5e-6))
    assert model.tiers == (Tier(long, above=200_000),)
    usd, reckoned = cost_of(Usage(300_000, 1_000), model, 0.0) or (None, None)
    assert usd == pytest.approx(300_000 * 6e-6 + 1_000 * 2.25e-5) and reckoned


TIERS: list[tuple[Any, tuple[Tier, ...]]] = [
    (None, ()),
    ([], ()),
    ([{"min_prompt_tokens": 100, "prompt": "0.1"}], (Tier((("prompt", 0.1),), 100),)),
    ([{"min_prompt_tokens": "100", "prompt": 0.1}], (Tier((("prompt", 0.1),), 100),)),
    ([{"utc_start": 1630, "utc_end": 30, "completion": "0.1"}], (Tier((("completion", 0.1),), 0, (990, 30)),)),
    ([{"utc_start": 100, "utc_end": 2400, "prompt": "0.1"}], (Tier((("prompt", 0.1),), 0, (60, 1440)),)),
    # what is not counted here changes nothing
    ([{"min_prompt_tokens": 100, "image": "0.1", "web_search": "1"}], ()),
    ([{"min_prompt_tokens": 100, "input_cache_write_1h": "0.1", "prompt": "0.2"}], (Tier((("prompt", 0.2),), 100),)),
    ([{"min_prompt_tokens": 100, "internal_reasoning": "0.1"}], (Tier((("reasoning", 0.1),), 100),)),
    ([{"min_prompt_tokens": 100, "internal_reasoning": "0"}], (Tier((("reasoning", 0.0),), 100),)),
    ([{"min_prompt_tokens": 100, "internal_reasoning": "-1"}], (Tier((("reasoning", None),), 100),)),
    # no price is no price, and not nothing
    ([{"min_prompt_tokens": 100, "prompt": "-1"}], (Tier((("prompt", None),), 100),)),
    ([{"min_prompt_tokens": 100, "prompt": "dear"}], (Tier((("prompt", None),), 100),)),
    ([{"min_prompt_tokens": 100, "prompt": None}], (Tier((("prompt", None),), 100),)),
    ([{"min_prompt_tokens": 100, "prompt": "1e400"}], (Tier((("prompt", None),), 100),)),
    # a condition that is not understood may hold
    ([{"region": "eu", "prompt": "0.1"}], (Tier((("prompt", None),)),)),
    ([{"max_prompt_tokens": 100, "prompt": "0.1"}], (Tier((("prompt", None),)),)),
    ([{"min_prompt_tokens": "many", "prompt": "0.1"}], (Tier((("prompt", None),)),)),
    ([{"min_prompt_tokens": 10**400, "prompt": "0.1"}], (Tier((("prompt", None),)),)),
    ([{"utc_start": 100, "prompt": "0.1"}], (Tier((("prompt", None),)),)),
    ([{"utc_start": 175, "utc_end": 200, "prompt": "0.1"}], (Tier((("prompt", None),)),)),
    ([{"utc_start": True, "utc_end": 200, "prompt": "0.1"}], (Tier((("prompt", None),)),)),
]  # fmt: skip


@pytest.mark.parametrize(("told", "tiers"), TIERS)
def test_a_price_for_some_questions_is_read_or_unknown(told: Any, tiers: tuple[Tier, ...]) -> None:
    found = of_openrouter(overrides=told)
    assert found.tiers == tiers and (found.prompt, found.completion) == (3e-6, 1.5e-5)


@pytest.mark.parametrize("told", ["x", 5, {"a": 1}, [5], [None], ["x"], [[]]])
def test_conditions_that_cannot_be_read_leave_no_price_known(told: Any) -> None:
    (model,) = models_in([{"id": "a/b", "pricing": {**BASE, "overrides": told}}], OPENROUTER)
    assert cost_of(Usage(10, 10), model, 0.0) is None and not model.free


@pytest.mark.parametrize(
    ("told", "off"),
    [(0.25, 0.25), ("0.25", 0.25), (0, 0.0), (1, 1.0), (None, 0.0), (-0.5, 0.0), (25, 0.0), ("x", 0.0), (True, 0.0),
     ([], 0.0), (float("nan"), 0.0)],
)  # fmt: skip
def test_a_discount_is_taken_off_every_price_and_never_guessed(told: Any, off: float) -> None:
    tier = {"min_prompt_tokens": 9, "prompt": "0.000004"}
    found = of_openrouter(discount=told, input_cache_read="0.0000002", request="0.5", overrides=[tier])
    left = 1 - off
    prices = (found.prompt, found.completion, found.cache_read, found.request, found.tiers[0].prices[0][1])
    assert prices == pytest.approx([3e-6 * left, 1.5e-5 * left, 2e-7 * left, 0.5 * left, 4e-6 * left])
    assert found.discount == off


@pytest.mark.parametrize(
    ("told", "price"),
    [("0.000003", 3e-6), ("0", None), ("-1", None), (None, None), ("x", None), ([], None), (True, None)],
)
def test_thoughts_have_a_price_of_their_own_where_it_is_not_nothing(told: Any, price: float | None) -> None:
    assert of_openrouter(internal_reasoning=told).reasoning == price
    assert of_openrouter(internal_reasoning=told, discount=0.5).reasoning == (price and price / 2)


def test_a_recorded_list_has_one_model_whose_thoughts_have_a_price_of_their_own(captures: Path) -> None:
    found = models_in(json.loads((captures / "openrouter-models-list.json").read_bytes()), OPENROUTER)
    told = {model.id: model.reasoning_price for model in found if model.reasoning_price is not None}
    assert told == {"perplexity/sonar-deep-research": 3e-6}


def test_a_discount_makes_no_price_of_what_is_none() -> None:
    found = prices_in({"pricing": {"prompt": "-1", "completion": "-1", "discount": 1}}, a_token=True)
    assert found == Prices(routed=True)
    found = of_openrouter(discount=1, input_cache_read="-1", overrides=[{"min_prompt_tokens": 9, "prompt": "-1"}])
    assert found.cache_read is None and found.tiers == (Tier((("prompt", None),), 9),)


def test_what_a_model_reads_and_its_own_settings_are_read() -> None:
    row = {
        "id": "a/b",
        "architecture": {"input_modalities": ["text", "image", "text", 5, "<b>", None]},
        "default_parameters": {"temperature": 0.6, "top_p": None, "top_k": 40, "seed": True, "stop": "x", "A b": 1},
    }
    (model,) = models_in([row], OPENROUTER)
    assert model.reads == ("text", "image") and model.defaults == (("temperature", 0.6), ("top_k", 40.0))
    assert model.default("temperature") == 0.6 and model.default("top_p") is None


@pytest.mark.parametrize("told", [None, 5, "x", [], {}, {"input_modalities": "text"}, {"input_modalities": {"a": 1}}])
def test_what_is_not_told_of_that_is_not_known(told: Any) -> None:
    (model,) = models_in([{"id": "a/b", "architecture": told, "default_parameters": told}], OPENROUTER)
    assert model.reads == () and model.defaults == ()


def test_the_case_of_a_list_with_units_and_a_long_id(cases: Path) -> None:
    listed = json.loads((cases / "models.json").read_text("utf-8"))
    for provider in (OPENROUTER, CUSTOM):
        test, million, long = models_in(listed, provider)
        assert (test.prompt_price, test.completion_price) == (0.001, 0.002)
        assert (million.prompt_price, million.completion_price) == WANTED
        usd, reckoned = cost_of(Usage(1_000, 500), million, 0.0) or (None, None)
        assert usd == pytest.approx(0.0009) and reckoned
        assert long.id == listed["data"][2]["id"] and len(long.id) > 200


def test_an_id_is_whole_or_not_there() -> None:
    ids = ["x" * LONGEST_ID, "x" * (LONGEST_ID + 1), "a/b"]
    found = models_in([{"id": one, "name": "n" * 900} for one in ids], CUSTOM)
    assert [model.id for model in found] == [ids[0], "a/b"] and len(found[0].name) == 200


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(
                ["pricing", "price", "prompt", "input_per_1k", "output", "unit", "per", "currency", "usd"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(some.dictionaries(some.sampled_from(["pricing", "metadata", "input_cost_per_token"]), anything), some.booleans())
def test_whatever_is_told_a_price_is_sensible_or_unknown(row: dict[str, Any], a_token: bool) -> None:
    found = prices_in(row, a_token)
    assert all(price is None or 0 <= price < 1_000 for price in found[:2])
