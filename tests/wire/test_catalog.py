"""Lists of models: the recorded ones, compared with what the JSON itself says, and broken ones."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import Model, Thinking
from components.wire import OPENROUTER, TABLE, provider_at, row_of, thinking_of
from components.wire.catalog import MOST_MODELS, NoList, models_in

LISTS = {"openrouter-models-list.json": 353, "openrouter-models-list-2026.json": 5}
ORDER = ("minimal", "low", "medium", "high", "xhigh", "max")
L = ("low", "medium", "high")

# What the 353 of December 2025 take, written down by hand from OpenRouter's guide to reasoning tokens: the list itself
# does not tell. M: thinking cannot be turned off. All that shows thoughts and is not named here has a switch alone.
LEVELLED = """
google/gemini-3-flash-preview M
google/gemini-3-pro-image-preview M
google/gemini-3-pro-preview M
openai/gpt-5 M
openai/gpt-5-codex M
openai/gpt-5-image M
openai/gpt-5-image-mini M
openai/gpt-5-mini M
openai/gpt-5-nano M
openai/gpt-5-pro M
openai/gpt-5.1
openai/gpt-5.1-codex
openai/gpt-5.1-codex-max
openai/gpt-5.1-codex-mini
openai/gpt-5.2
openai/gpt-5.2-pro
openai/gpt-oss-120b
openai/gpt-oss-120b:exacto
openai/gpt-oss-120b:free
openai/gpt-oss-20b
openai/gpt-oss-20b:free
openai/gpt-oss-safeguard-20b
openai/o1-pro M
openai/o3 M
openai/o3-deep-research M
openai/o3-pro M
openai/o4-mini M
openai/o4-mini-deep-research M
openai/o4-mini-high M
x-ai/grok-3-mini
x-ai/grok-3-mini-beta
x-ai/grok-4
x-ai/grok-4-fast
x-ai/grok-4.1-fast
x-ai/grok-code-fast-1
"""
BUDGETED = """
anthropic/claude-3.7-sonnet
anthropic/claude-3.7-sonnet:thinking
anthropic/claude-haiku-4.5
anthropic/claude-opus-4
anthropic/claude-opus-4.1
anthropic/claude-opus-4.5
anthropic/claude-sonnet-4
anthropic/claude-sonnet-4.5
google/gemini-2.5-flash
google/gemini-2.5-flash-lite
google/gemini-2.5-flash-lite-preview-09-2025
google/gemini-2.5-flash-preview-09-2025
google/gemini-2.5-pro
google/gemini-2.5-pro-preview
google/gemini-2.5-pro-preview-05-06
qwen/qwen-plus-2025-07-28:thinking
qwen/qwen3-235b-a22b-thinking-2507 M
qwen/qwen3-30b-a3b-thinking-2507 M
qwen/qwen3-next-80b-a3b-thinking M
qwen/qwen3-vl-235b-a22b-thinking M
qwen/qwen3-vl-30b-a3b-thinking M
qwen/qwen3-vl-8b-thinking M
"""
ALWAYS = """
allenai/olmo-3-32b-think:free
allenai/olmo-3-7b-think
allenai/olmo-3.1-32b-think:free
arliai/qwq-32b-arliai-rpr-v1
baidu/ernie-4.5-21b-a3b-thinking
deepseek/deepseek-r1
deepseek/deepseek-r1-0528
deepseek/deepseek-r1-0528-qwen3-8b
deepseek/deepseek-r1-0528:free
deepseek/deepseek-r1-distill-llama-70b
deepseek/deepseek-r1-distill-qwen-14b
deepseek/deepseek-r1-distill-qwen-32b
minimax/minimax-m1
minimax/minimax-m2
minimax/minimax-m2.1
moonshotai/kimi-k2-thinking
qwen/qwq-32b
stepfun-ai/step3
thudm/glm-4.1v-9b-thinking
"""


def by_hand(text: str) -> dict[str, bool]:
    """model -> is thinking mandatory?"""
    return {line.split()[0]: line.endswith(" M") for line in text.strip().splitlines()}


HAND = {name: (L, False, must) for name, must in by_hand(LEVELLED).items()}
HAND |= {name: (L, True, must) for name, must in by_hand(BUDGETED).items()}
HAND |= {name: ((), False, True) for name in by_hand(ALWAYS)}


def rows(captures: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((captures / name).read_text("utf-8"))["data"]


def exactly(text: str | None) -> Decimal | None:
    return None if text is None or Decimal(text) < 0 else Decimal(text)


def told(price: float | None) -> Decimal | None:
    return None if price is None else Decimal(repr(price))


@pytest.mark.parametrize("name", LISTS)
def test_every_model_of_the_recorded_lists_is_read_in_order(captures: Path, name: str) -> None:
    found, listed = models_in({"data": rows(captures, name)}, OPENROUTER), rows(captures, name)
    assert [model.id for model in found] == [row["id"] for row in listed] and len(found) == LISTS[name]
    for model, row in zip(found, listed, strict=True):
        pricing = row["pricing"]
        assert told(model.prompt_price) == exactly(pricing["prompt"]), model.id
        assert told(model.completion_price) == exactly(pricing["completion"]), model.id
        assert told(model.request_price) == exactly(pricing.get("request")), model.id
        assert model.routed == (Decimal(pricing["prompt"]) == -1), model.id
        costs = [Decimal(pricing.get(part, "0")) for part in ("prompt", "completion", "request")]
        assert model.free == (costs == [0, 0, 0]), model.id
        named = row["name"].strip()
        assert (model.name, model.context, model.created) == (named, row["context_length"], row["created"])
        assert model.most_output == row["top_provider"]["max_completion_tokens"], model.id


@pytest.mark.parametrize("name", LISTS)
def test_every_model_is_marked_as_its_parameters_say(captures: Path, name: str) -> None:
    marks = {}
    for model, row in zip(models_in({"data": rows(captures, name)}, OPENROUTER), rows(captures, name), strict=True):
        takes = row["supported_parameters"]
        shows = any("reasoning" in parameter for parameter in takes) or "reasoning" in row
        assert model.thinking.shows is (shows if takes else None), model.id
        marks[model.id] = model.thinking.shows
    assert list(marks.values()).count(True) == (143 if len(marks) == 353 else 2)


def test_levels_budget_and_what_is_mandatory_are_those_of_the_families(captures: Path) -> None:
    seen = set()
    for model in models_in({"data": rows(captures, "openrouter-models-list.json")}, OPENROUTER):
        thinking = model.thinking
        if not thinking.shows:
            assert thinking == Thinking(thinking.shows) and thinking.choices == ("default",), model.id
            continue
        seen.add(model.id)
        levels, budget, mandatory = HAND.get(model.id, ((), False, False))
        assert (thinking.levels, thinking.budget, thinking.mandatory) == (levels, budget, mandatory), model.id
        assert thinking.off is not mandatory, model.id
        assert thinking.on == (not mandatory and not levels and not budget), model.id
        assert thinking.own_levels == (bool(levels) and not budget), model.id
    assert set(HAND) <= seen


def test_the_reasoning_object_goes_before_the_families(captures: Path) -> None:
    checked = 0
    for model, row in zip(
        models_in({"data": rows(captures, "openrouter-models-list-2026.json")}, OPENROUTER),
        rows(captures, "openrouter-models-list-2026.json"),
        strict=True,
    ):
        if facts := row.get("reasoning"):
            checked += 1
            assert model.thinking.mandatory is facts["mandatory"] and model.thinking.off is not facts["mandatory"]
            if efforts := facts.get("supported_efforts"):
                assert model.thinking.levels == tuple(level for level in ORDER if level in efforts)
                assert model.thinking.own_levels
            assert model.thinking.default_level == facts.get("default_effort")
    assert checked == 2
    found = {
        m.id: m.thinking for m in models_in({"data": rows(captures, "openrouter-models-list-2026.json")}, OPENROUTER)
    }
    assert found["openai/gpt-5-nano"].choices == ("default", "minimal", "low", "medium", "high")
    assert not found["openai/gpt-5-nano"].budget
    assert found["anthropic/claude-sonnet-4"].choices == ("off", "default", *L)
    assert found["anthropic/claude-sonnet-4"].budget and not found["anthropic/claude-sonnet-4"].own_levels


def one(**fields: Any) -> Thinking:
    row = {"id": "new/model", "supported_parameters": ["reasoning"], **fields}
    return models_in({"data": [row]}, OPENROUTER)[0].thinking


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"mandatory": False, "supported_efforts": None}, Thinking(True, levels=ORDER, own_levels=True, off=True)),
        (
            {"mandatory": False, "supported_efforts": ["xhigh", "high", "none"]},
            Thinking(True, levels=("high", "xhigh"), own_levels=True, off=True),
        ),
        ({"mandatory": True, "supported_efforts": []}, Thinking(True, mandatory=True, own_levels=True)),
        (
            {"mandatory": False, "supported_efforts": [], "supports_max_tokens": True},
            Thinking(True, own_levels=True, budget=True, off=True),
        ),
        (
            {"mandatory": False, "supports_max_tokens": True},
            Thinking(True, levels=L, budget=True, off=True),
        ),
        (
            {"mandatory": False, "supported_efforts": ["low"], "supports_max_tokens": True, "default_effort": "low"},
            Thinking(True, levels=("low",), own_levels=True, budget=True, off=True, default_level="low"),
        ),
        (
            {"mandatory": False, "supported_efforts": ["low"], "default_enabled": False},
            Thinking(True, levels=("low",), own_levels=True, off=True, on=True),
        ),
        ({"mandatory": False}, Thinking(True, off=True, on=True)),
        # Wrong types are not known, and nothing is made of them.
        ({"mandatory": "yes", "supported_efforts": 5, "supports_max_tokens": "no", "default_effort": ["low"]},
         Thinking(True, off=True, on=True)),
        ({"supported_efforts": ["loud", 3, None, {}, "low"]},
         Thinking(True, levels=("low",), own_levels=True, off=True)),
    ],
)  # fmt: skip
def test_the_reasoning_object_is_read_as_it_is_documented(facts: dict[str, Any], wanted: Thinking) -> None:
    assert one(reasoning=facts) == wanted


@pytest.mark.parametrize("told", ["x", 5, [], {}, None, True, [["low"]], {"a": 1}, -1, 10**400, 1e308])
@pytest.mark.parametrize(
    "place",
    ["name", "created", "context_length", "pricing", "top_provider", "supported_parameters", "reasoning",
     "pricing.prompt", "pricing.completion", "pricing.request", "top_provider.max_completion_tokens",
     "reasoning.mandatory", "reasoning.supported_efforts", "reasoning.supports_max_tokens",
     "reasoning.default_effort", "reasoning.default_enabled"],
)  # fmt: skip
def test_a_field_of_a_wrong_type_costs_at_most_itself(place: str, told: Any) -> None:
    row: dict[str, Any] = {
        "id": "a/b",
        "name": "B",
        "context_length": 8,
        "pricing": {"prompt": "0.1", "completion": "0.2"},
        "top_provider": {},
        "supported_parameters": ["reasoning"],
        "reasoning": {"mandatory": False},
    }
    *outer, last = place.split(".")
    (row[outer[0]] if outer else row)[last] = told
    (model,) = models_in({"data": [row]}, OPENROUTER)
    assert model.id == "a/b" and isinstance(model.name, str) and model.name
    assert all(price is None or 0 <= price < 1_000 for price in (model.prompt_price, model.completion_price))
    assert model.request_price is None or -1 <= model.request_price < 1_000
    assert set(model.thinking.levels) <= set(ORDER)
    if not place.startswith("context"):
        assert model.context == 8
    if not place.startswith("pricing"):
        assert (model.prompt_price, model.completion_price) == (0.1, 0.2)


@pytest.mark.parametrize(
    "junk", [None, 5, "x", [], {}, {"id": None}, {"id": ""}, {"id": " "}, {"id": 7}, {"id": "a\nb"}]
)
def test_a_row_that_is_no_model_costs_only_itself(junk: Any) -> None:
    assert [model.id for model in models_in({"data": [junk, {"id": "a/b"}, junk]}, OPENROUTER)] == ["a/b"]


@pytest.mark.parametrize("found", [None, 5, "x", {}, {"data": None}, {"data": {}}, {"data": "abc"}, {"error": "x"},
                                   {"data": [1, "x", None]}, {"data": [{}]}, [[]]])  # fmt: skip
def test_what_is_no_list_is_told(found: Any) -> None:
    with pytest.raises(NoList, match="not a list of models"):
        models_in(found, OPENROUTER)


@pytest.mark.parametrize("found", [{"data": []}, [], {"models": []}])
def test_an_empty_list_is_told(found: Any) -> None:
    with pytest.raises(NoList, match="empty"):
        models_in(found, OPENROUTER)


@pytest.mark.slow
def test_an_id_counts_once_and_a_list_has_an_end() -> None:
    twice = [{"id": "a/b", "name": "first"}, {"id": "a/b", "name": "second"}]
    assert [model.name for model in models_in({"data": twice}, OPENROUTER)] == ["first"]
    many = [{"id": f"a/{number}"} for number in range(MOST_MODELS + 5)]
    assert len(models_in({"data": many}, OPENROUTER)) == MOST_MODELS


def test_names_are_one_line_of_sound_text() -> None:
    (model,) = models_in([{"id": " a/b ", "name": " A\n\tB \ud83d "}], OPENROUTER)
    assert model.id == "a/b" and model.name.startswith("A B") and model.name.encode()


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(
                ["data", "models", "id", "name", "pricing", "prompt", "reasoning", "supported_efforts", "meta"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(anything)
def test_whatever_comes_there_are_models_or_a_sentence(found: Any) -> None:
    for provider in (OPENROUTER, provider_at("http://localhost:9/v1")):
        try:
            assert all(isinstance(model, Model) and model.id for model in models_in(found, provider))
        except NoList as error:
            assert "list of models" in str(error)


# Other servers


@pytest.mark.parametrize(
    ("name", "row", "context"),
    [
        ("ollama", {"id": "gpt-oss:20b", "object": "model", "created": 1, "owned_by": "library"}, None),
        ("llamacpp", {"id": "/m/gpt-oss-20b.gguf", "meta": {"n_ctx_train": 131072}, "owned_by": "llamacpp"}, 131072),
        ("llamacpp", {"id": "a.gguf", "meta": {"n_ctx_train": 131072, "n_ctx": 4096}}, 4096),
        ("lmstudio", {"id": "a", "max_context_length": 131072, "loaded_context_length": 8192}, 8192),
        ("vllm", {"id": "zai-org/GLM-5.2", "owned_by": "vllm", "max_model_len": 202752}, 202752),
        ("lmstudio", {"id": "qwen/qwen3-8b", "owned_by": "organization_owner"}, None),
        ("groq", {"id": "qwen/qwen3-32b", "context_window": 131072, "active": True}, 131072),
        ("mistral", {"id": "magistral-medium", "max_context_length": 40960, "name": "magistral-medium"}, 40960),
    ],
)
def test_a_server_that_tells_little_gets_the_controls_of_its_row(
    name: str, row: dict[str, Any], context: int | None
) -> None:
    provider = row_of(name)
    assert provider is not None
    (model,) = models_in({"object": "list", "data": [row]}, provider)
    assert (model.id, model.name, model.context) == (row["id"], row["id"], context)
    assert model.prompt_price is None and not model.free and not model.routed
    assert model.thinking == thinking_of(None, provider) and model.thinking.shows is None


@pytest.mark.parametrize("provider", TABLE, ids=lambda provider: provider.name)
def test_an_unknown_model_is_offered_what_its_server_has_a_switch_for(provider: Any) -> None:
    thinking = thinking_of(None, provider)
    assert not thinking.mandatory and thinking.default_level is None and not thinking.own_levels
    if provider is OPENROUTER:
        assert thinking == Thinking(None, levels=L, off=True)
    else:
        assert thinking.levels == (L if provider.level and not provider.levels_told else ())
        assert (thinking.off, thinking.on) == (provider.off is not None, provider.on is not None)
        assert thinking.budget == bool(provider.budget)
