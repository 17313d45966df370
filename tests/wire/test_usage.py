"""Usage in all its shapes."""

import json
from typing import Any

import pytest

from components.conversation import Usage
from components.wire.usage import merged, usage_in


def _details(reasoning: Any) -> dict[str, Any]:
    return {"completion_tokens_details": {"reasoning_tokens": reasoning}}


@pytest.mark.parametrize(
    ("found", "usage"),
    [
        ({"prompt_tokens": 1, "completion_tokens": 2, "cost": 0.5} | _details(3), Usage(1, 2, 3, 0.5)),
        ({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}, Usage(1, 2)),
        ({"completion_tokens": 2} | _details(198), Usage(completion_tokens=2, reasoning_tokens=198)),
        ({"completion_tokens": 10} | _details(11), Usage(completion_tokens=10, reasoning_tokens=11)),
        (_details(0), Usage(reasoning_tokens=0)),
        (_details(None) | {"reasoning_tokens": 7}, Usage(reasoning_tokens=7)),
        ({"reasoning_tokens": 7, "completion_tokens_details": None}, Usage(reasoning_tokens=7)),
        ({"prompt_tokens": None, "completion_tokens": "2", "cost": None}, Usage()),
        ({"prompt_tokens": True, "completion_tokens": -1, "cost": False}, Usage()),
        ({"prompt_tokens": 1e30, "cost": -1}, Usage()),
        ({"prompt_tokens": 12.0, "cost": 1}, Usage(12, cost=1.0)),
        ({"cost": {"total_cost": 0.1}, "completion_tokens_details": []}, Usage()),
        ({"cost": "0.1"}, Usage()),
        # other names
        ({"input_tokens": 1, "output_tokens": 2, "output_tokens_details": {"reasoning_tokens": 1}}, Usage(1, 2, 1)),
        ({"inputTokens": 1, "outputTokens": 2, "totalTokens": 3}, Usage(1, 2)),
        (
            {"promptTokenCount": 1, "candidatesTokenCount": 2, "thoughtsTokenCount": 4, "totalTokenCount": 7},
            Usage(1, 2, 4, None, 7),
        ),
        ({"prompt_tokens": 1, "completion_tokens": 2, "total_cost": 0.5}, Usage(1, 2, None, 0.5)),
        # xAI's, whose documents have this example: $0.0038
        ({"prompt_tokens": 1, "cost_in_usd_ticks": 37_756_000}, Usage(1, cost=0.0037756)),
        ({"cost_in_usd_ticks": 0}, Usage(cost=0.0)),
        ({"cost_in_usd_ticks": 10**10, "cost": 0.5}, Usage(cost=0.5)),
        ({"cost_in_usd_ticks": -1}, Usage()),
        ({"cost_in_usd_ticks": "37756000"}, Usage()),
        ({"cost_in_usd_ticks": True}, Usage()),
        ({"cost_in_usd_ticks": 10**400}, Usage()),
        # from a cache, or into one
        (
            {"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 2}},
            Usage(9, cached_tokens=4, cache_written_tokens=2),
        ),
        ({"prompt_tokens_details": {"cached_tokens": None, "cache_write_tokens": "2"}}, Usage()),
        ({"input_tokens": 9, "input_tokens_details": {"cached_tokens": 4}}, Usage(9, cached_tokens=4)),
        # thoughts beside the completion
        (
            {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 210} | _details(198),
            Usage(10, 2, 198, None, 210),
        ),
        # a key of one's own: the router's fee and the provider's price
        ({"cost": 0, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.42}}, Usage(cost=0.42)),
        ({"cost": 0.25, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.5}}, Usage(cost=0.75)),
        ({"cost": 0.42, "is_byok": False, "cost_details": {"upstream_inference_cost": 0.42}}, Usage(cost=0.42)),
        ({"cost": 0.42, "cost_details": {"upstream_inference_cost": 0.4}}, Usage(cost=0.42)),
        ({"cost": 0, "cost_details": {"upstream_inference_cost": 0.42}}, Usage(cost=0.42)),
        ({"cost": 0, "is_byok": True, "cost_details": {"upstream_inference_cost": None}}, Usage(cost=0.0)),
    ],
)
def test_what_is_told_is_read_and_the_rest_unknown(found: dict[str, Any], usage: Usage) -> None:
    assert usage_in({"usage": found}) == usage_in({"x_groq": {"usage": found}}) == usage


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_are_none_are_unknown(number: str) -> None:
    assert usage_in(json.loads(f'{{"usage": {{"prompt_tokens": {number}, "cost": {number}}}}}')) == Usage()


@pytest.mark.parametrize(
    "chunk", [{}, {"usage": None}, {"usage": {}}, {"usage": []}, {"usage": 3}, {"x_groq": {"id": 1}}]
)
def test_no_usage_is_none(chunk: dict[str, Any]) -> None:
    assert usage_in(chunk) is None


@pytest.mark.parametrize("groq", [None, "x", [], {"usage": None}])
def test_an_odd_x_groq_is_not_minded(groq: Any) -> None:
    assert usage_in({"x_groq": groq}) is None
    assert usage_in({"x_groq": groq, "usage": {"prompt_tokens": 1}}) == Usage(1)


@pytest.mark.parametrize(
    ("usage", "written"),
    [
        (Usage(1000, 100, 4000, None, 5100), 4100),
        (Usage(10, 2, 198), 198),
        (Usage(10, 20, 5), 20),
        (Usage(10, None, None, None, 30), 20),
        (Usage(30, None, None, None, 10), None),
        (Usage(), None),
    ],
)
def test_what_was_written_is_all_that_is_billed_as_such(usage: Usage, written: int | None) -> None:
    assert usage.written == written


@pytest.mark.parametrize(
    ("usage", "tells"),
    [
        (Usage(), False),
        (Usage(0, 0, 0, 0.0), False),
        (Usage(0, 0), False),
        (Usage(cost=0.0), True),
        (Usage(1), True),
        (Usage(0, 0, 0, 0.1), True),
    ],
)
def test_nothing_but_zeros_tells_nothing(usage: Usage, tells: bool) -> None:
    assert usage.tells is tells


def test_no_later_zero_takes_a_figure_away() -> None:
    assert merged(Usage(10, 20, 5, 0.5), Usage(0, 0, 0, 0.0)) == Usage(10, 20, 5, 0.5)
    assert merged(Usage(10, 20), Usage(12, 25, 7)) == Usage(12, 25, 7)
    assert merged(None, Usage(1)) == Usage(1)
