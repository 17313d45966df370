"""Usage in all its shapes."""

import json
from typing import Any

import pytest

from components.conversation import Usage
from components.wire.usage import usage_in


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
