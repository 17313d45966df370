"""What can be asked of a model, and what becomes of a wish that it does not take."""

from dataclasses import replace
from typing import Any

import pytest

from components.conversation import (
    Asked,
    Catalogue,
    Effort,
    Model,
    Thinking,
    budget_of,
    fitting,
    quieted,
    shown_as,
    thinks_with,
)
from components.conversation.model import LEVELS, SHARES

ALWAYS = Thinking(True, mandatory=True, levels=("low", "high"), own_levels=True)
BUDGET = Thinking(True, budget=True, off=True)
SWITCH = Thinking(True, off=True, on=True)
NONE = Thinking(False)
BOTH = Thinking(True, levels=("low", "medium", "high"), budget=True, off=True)
ASKED = Asked("openrouter", "a/b")


@pytest.mark.parametrize(
    ("thinking", "choices"),
    [
        (ALWAYS, ("default", "low", "high")),
        (BUDGET, ("off", "default")),
        (SWITCH, ("off", "default", "on")),
        (NONE, ("default",)),
        (BOTH, ("off", "default", "low", "medium", "high")),
    ],
)
def test_only_what_a_model_takes_can_be_chosen(thinking: Thinking, choices: tuple[Effort, ...]) -> None:
    assert thinking.choices == choices


@pytest.mark.parametrize("thinking", [ALWAYS, BUDGET, SWITCH, NONE, BOTH])
def test_every_choice_fits_as_it_is(thinking: Thinking) -> None:
    for effort in thinking.choices:
        assert fitting(replace(ASKED, effort=effort), thinking) == replace(ASKED, effort=effort)


@pytest.mark.parametrize(
    ("thinking", "wished", "becomes"),
    [
        (ALWAYS, {"effort": "off"}, {}),
        (ALWAYS, {"effort": "medium"}, {}),
        (ALWAYS, {"effort": "xhigh"}, {}),
        (ALWAYS, {"budget": 2_048}, {}),
        (ALWAYS, {"budget": 2_048, "effort": "low"}, {}),
        (ALWAYS, {"effort": "hidden"}, {"effort": "unsaid"}),
        (ALWAYS, {"effort": "unsaid"}, {"effort": "unsaid"}),
        (BUDGET, {"effort": "hidden"}, {"effort": "hidden"}),
        (BUDGET, {"budget": 2_048}, {"budget": 2_048}),
        (BUDGET, {"budget": 2_048, "effort": "low"}, {"budget": 2_048}),
        (BUDGET, {"effort": "low"}, {}),
        (SWITCH, {"effort": "on"}, {"effort": "on"}),
        (BOTH, {"effort": "on"}, {}),
        (NONE, {"effort": "off"}, {}),
        (NONE, {"budget": 1_024}, {}),
    ],
)
def test_what_a_model_does_not_take_becomes_its_default(
    thinking: Thinking, wished: dict[str, Any], becomes: dict[str, Any]
) -> None:
    asked = replace(ASKED, temperature=0.3, max_tokens=9, system_prompt="Be brief.")
    assert fitting(replace(asked, **wished), thinking) == replace(asked, **becomes)


@pytest.mark.parametrize(
    ("level", "limit", "tokens"),
    [
        ("minimal", 20_000, 2_000),
        ("low", 20_000, 4_000),
        ("medium", 20_000, 10_000),
        ("high", 20_000, 16_000),
        ("xhigh", 20_000, 19_000),
        ("max", 20_000, 19_000),
        ("low", 2_000, 1_024),  # never less
        ("high", 1_000_000, 128_000),  # never more
    ],
)
def test_a_level_is_a_share_of_the_token_limit(level: Effort, limit: int, tokens: int) -> None:
    assert budget_of(level, limit) == tokens
    assert thinks_with(replace(ASKED, effort=level, max_tokens=limit), 64) == tokens
    assert thinks_with(replace(ASKED, effort=level), limit) == tokens


def test_how_much_may_be_thought_is_said_only_where_it_is_known() -> None:
    assert thinks_with(replace(ASKED, budget=3_000, max_tokens=10), 20) == 3_000
    assert thinks_with(replace(ASKED, effort="low"), None) is None
    assert thinks_with(replace(ASKED, max_tokens=5_000), 20) is None  # its default is its own business
    assert set(SHARES) == set(LEVELS)


def test_free_is_what_costs_nothing_at_all() -> None:
    free = Model("a/b", "B", prompt_price=0.0, completion_price=0.0)
    assert free.free and replace(free, request_price=0.0).free
    assert not replace(free, request_price=0.005).free
    assert not replace(free, completion_price=None).free and not Model("a/b", "B").free


def test_a_catalogue_finds_a_model_by_its_whole_name() -> None:
    catalogue = Catalogue((Model("a/b", "B"), Model("a/b:free", "B free")))
    assert catalogue.model("a/b:free") == Model("a/b:free", "B free") and catalogue.model("a/") is None


@pytest.mark.parametrize(
    ("model_id", "shown"),
    [
        ("deepseek/deepseek-r1", "deepseek/deepseek-r1"),
        ("qwen3:8b", "qwen3:8b"),
        ("hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M", "hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M"),
        ("/data/models/thinker.gguf", "thinker.gguf"),
        ("./models/thinker", "thinker"),
        ("../thinker", "thinker"),
        ("~/models/Qwen3-8B/", "Qwen3-8B"),
        ("C:\\models\\thinker.gguf", "thinker.gguf"),
        ("models/thinker.GGUF", "thinker.GGUF"),
        ("file:///data/thinker", "thinker"),
        ("/", "/"),
        ("a/" + "x" * 300, "a/" + "x" * 197 + "…"),
        ("", ""),
    ],
)
def test_a_path_is_shown_by_its_files_name_and_nothing_at_endless_length(model_id: str, shown: str) -> None:
    assert shown_as(model_id) == shown


@pytest.mark.parametrize("thinking", [ALWAYS, NONE, Thinking(), Thinking(True, mandatory=True, off=True)])
def test_who_cannot_be_told_not_to_think_is_asked_as_before(thinking: Thinking) -> None:
    asked = replace(ASKED, budget=2_000)
    assert quieted(asked, thinking) == asked


@pytest.mark.parametrize("thinking", [BUDGET, SWITCH, BOTH])
def test_who_can_be_told_not_to_think_is_told_that_alone(thinking: Thinking) -> None:
    assert quieted(replace(ASKED, budget=2_000, temperature=0.5), thinking) == replace(
        ASKED, effort="off", temperature=0.5
    )
