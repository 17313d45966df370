"""What Anthropic's models are asked with by its Messages protocol: models and choices -> the exact JSON, written after
its documents of November 2026."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import (
    Asked,
    ChatRequest,
    Message,
    Model,
    Prefill,
    Thinking,
    Thoughts,
    fitting,
    request_for,
    within,
    woken,
)
from components.conversation.model import LEVELS
from components.wire import Endpoint, addressed, calls, thinking_of
from components.wire.asking import body_of
from components.wire.catalog import claude_in, models_in
from components.wire.connection import headers
from components.wire.messages_payload import KEPT, messages_body, without_thoughts

ROW, URL = addressed("anthropic")
HERE = Endpoint("anthropic", ROW, URL, "sk-ant-0123456789")
USUAL = 32_000
EFFORT = "output_config"


def adaptive(effort: str = "", **display: str) -> dict[str, Any]:
    return {"thinking": {"type": "adaptive", **display}} | ({EFFORT: {"effort": effort}} if effort else {})


def enabled(tokens: int, effort: str = "") -> dict[str, Any]:
    added = {EFFORT: {"effort": effort}} if effort else {}
    return {"thinking": {"type": "enabled", "budget_tokens": tokens}} | added


def summed(effort: str = "") -> dict[str, Any]:
    return adaptive(effort, display="summarized")


OFF = {"thinking": {"type": "disabled"}}
BUDGETED = {"": enabled(16_000), "off": {}, "budget": enabled(2_000)}
UNTIL_46 = {"": adaptive(), "off": {}, "low": adaptive("low"), "max": adaptive("max"), "budget": enabled(2_000)}
UNTIL_48 = {"": summed(), "off": {}, "xhigh": summed("xhigh"), "budget": summed()}
OF_5 = {"": summed(), "off": OFF, "high": summed("high"), "max": summed("max"), "budget": summed()}
ALWAYS = {"": summed(), "off": summed(), "medium": summed("medium"), "budget": summed()}
LATER = {"": summed(), "off": summed(), "high": summed("high"), "max": summed(), "budget": summed()}
# What the first request, and what each choice adds. "" is where nothing was chosen.
MODELS: dict[str, dict[str, dict[str, Any]]] = {
    "claude-3-7-sonnet-20250219": BUDGETED,
    "claude-3-7-sonnet-latest": BUDGETED,
    "claude-opus-4-20250514": BUDGETED,
    "claude-opus-4-0": BUDGETED,
    "claude-sonnet-4-20250514": BUDGETED,
    "claude-opus-4-1-20250805": BUDGETED,
    "claude-opus-4-1": BUDGETED,
    "claude-sonnet-4-5-20250929": BUDGETED,
    "claude-haiku-4-5-20251001": BUDGETED,
    "claude-haiku-4-5": BUDGETED,
    "claude-opus-4-5-20251101": BUDGETED | {"low": enabled(16_000, "low"), "max": enabled(16_000)},
    "claude-opus-4-6": UNTIL_46,
    "claude-sonnet-4-6": UNTIL_46,
    "claude-opus-4-7": UNTIL_48,
    "claude-opus-4-8": UNTIL_48,
    "claude-opus-5": OF_5,
    "claude-opus-5-20260601": OF_5,
    "claude-haiku-5-5": OF_5,
    "claude-fable-5": ALWAYS,
    "claude-mythos-5": ALWAYS,
    "claude-sonnet-5": ALWAYS,
    "claude-opus-5-5": ALWAYS,
    "claude-fable-5-1": ALWAYS,
    "claude-sonnet-5-5": ALWAYS,
    "claude-opus-6": LATER,
    "claude-tale-1": LATER,
    "kimi-k2-thinking": BUDGETED | {"off": enabled(16_000)},
}
SILENT = {"claude-3-opus-20240229": 4_096, "claude-3-haiku-20240307": 4_096, "claude-3-5-haiku-20241022": 8_192}


def asked(model: str, choice: str) -> Asked:
    """As the room asks it: what the model does not take is its default, and it thinks where it can."""
    one = Asked("anthropic", model)
    chosen = replace(one, budget=2_000) if choice == "budget" else replace(one, effort=choice or "default")
    thinking = thinking_of(None, ROW, model)
    return woken(within(fitting(chosen, thinking), None), thinking)


def body(model: str, choice: str = "", **more: Any) -> dict[str, Any]:
    return messages_body(request_for("Why?", replace(asked(model, choice), **more), []), ROW)


def plain(model: str, limit: int = USUAL) -> dict[str, Any]:
    return {"model": model, "max_tokens": limit, "messages": [{"role": "user", "content": "Why?"}], "stream": True}


@pytest.mark.parametrize(("model", "choice"), [(model, choice) for model, row in MODELS.items() for choice in row])
def test_each_model_is_asked_as_its_generation_takes_it(model: str, choice: str) -> None:
    assert body(model, choice) == plain(model) | MODELS[model][choice]


@pytest.mark.parametrize("model", SILENT)
@pytest.mark.parametrize("choice", ["", "off", "on", "high", "budget"])
def test_who_cannot_think_is_asked_nothing_of_it(model: str, choice: str) -> None:
    assert body(model, choice) == plain(model, SILENT[model])


@pytest.mark.parametrize("model", MODELS)
def test_each_model_that_can_think_does_at_the_first_request(model: str) -> None:
    assert body(model)["thinking"]["type"] in ("adaptive", "enabled")


@pytest.mark.parametrize(
    ("model", "offered"),
    [
        ("claude-sonnet-4-5", Thinking(True, budget=True, own_levels=True, off=True, on=True)),
        ("claude-opus-4-8", Thinking(True, False, ("low", "medium", "high", "xhigh", "max"), True, off=True, on=True)),
        ("claude-sonnet-5", Thinking(True, False, ("low", "medium", "high", "xhigh", "max"), True)),
        ("claude-opus-5-5", Thinking(True, True, ("low", "medium", "high", "xhigh", "max"), True)),
        ("claude-opus-6", Thinking(None, False, ("low", "medium", "high"), True)),
        ("claude-3-haiku-20240307", Thinking(False)),
    ],
)
def test_what_may_be_chosen_is_what_the_model_takes(model: str, offered: Thinking) -> None:
    assert thinking_of(None, ROW, model) == offered


@pytest.mark.parametrize("model", [*MODELS, *SILENT])
@pytest.mark.parametrize("level", LEVELS)
def test_no_level_is_sent_that_the_model_does_not_know(model: str, level: str) -> None:
    taken = thinking_of(None, ROW, model).levels
    assert body(model, level).get(EFFORT, {}).get("effort", "") == (level if level in taken else "")


@pytest.mark.parametrize(
    ("model", "choice", "sent"),
    [
        ("claude-3-5-haiku-20241022", "", True),
        ("claude-opus-4-6", "off", True),
        ("claude-sonnet-4-5", "off", True),
        ("claude-sonnet-4-5", "", False),
        ("claude-opus-4-6", "", False),
        ("claude-opus-4-7", "off", False),
        ("claude-opus-5", "off", False),
        ("claude-sonnet-5-5", "", False),
        ("claude-opus-6", "", False),
    ],
)
def test_a_temperature_goes_only_where_it_is_taken(model: str, choice: str, sent: bool) -> None:
    told = body(model, choice, temperature=0.5)
    assert told == body(model, choice) | ({"temperature": 0.5} if sent else {})


@pytest.mark.parametrize(
    ("limit", "budget", "tokens"),
    [
        (2_048, None, 1_024),
        (20_000, None, 10_000),
        (20_000, 30_000, 19_999),
        (1_500, 4_000, 1_499),
        (1_025, 900, 1_024),
    ],
)
def test_a_budget_is_below_the_limit_and_not_below_the_least(limit: int, budget: int | None, tokens: int) -> None:
    told = body("claude-sonnet-4-5", max_tokens=limit, budget=budget)
    assert told == plain("claude-sonnet-4-5", limit) | enabled(tokens)


def test_no_thought_fits_below_the_smallest_limits() -> None:
    assert body("claude-sonnet-4-5", max_tokens=1_024) == plain("claude-sonnet-4-5", 1_024)


def test_a_large_budget_has_room_for_an_answer_where_nobody_chose_a_limit() -> None:
    assert body("claude-sonnet-4-5", budget=50_000) == plain("claude-sonnet-4-5", 58_000) | enabled(50_000)


@pytest.mark.parametrize(
    ("model", "effort", "added"),
    [
        ("claude-opus-5", "hidden", {"thinking": {"type": "adaptive", "display": "omitted"}}),
        ("claude-sonnet-4-5", "hidden", {}),
        ("claude-opus-5", "unsaid", {}),
        ("claude-sonnet-4-5", "unsaid", {}),
    ],
)
def test_who_is_to_answer_only_is_asked_for_no_thoughts(model: str, effort: Any, added: dict[str, Any]) -> None:
    request = request_for("Why?", Asked("anthropic", model, effort), [])
    assert messages_body(request, ROW) == plain(model) | added


def test_a_system_prompt_stop_words_and_own_fields_have_their_places() -> None:
    chosen = Asked(
        "anthropic", "claude-haiku-4-5", "unsaid", "Be brief.", stop="END", own_fields='{"metadata": {"user_id": "u"}}'
    )
    assert messages_body(request_for("Why?", chosen, []), ROW) == plain("claude-haiku-4-5") | {
        "system": "Be brief.",
        "stop_sequences": ["END"],
        "metadata": {"user_id": "u"},
    }


@pytest.mark.parametrize(
    ("prefill", "messages"),
    [
        (
            Prefill("t", "Hm.", "It is"),
            [
                ("user", "Why?"),
                ("assistant", "It is"),
                ("user", "Your answer broke off. Go on exactly where it stopped, and repeat nothing of it."),
            ],
        ),
        (
            Prefill("t", "Hm."),
            [
                (
                    "user",
                    "Why?\n\nHere are thoughts on this. Take them as your own, go on from where they stop, and then"
                    " answer.\n\nHm.",
                )
            ],
        ),
        (
            Prefill("t", "Hm.", closed=True),
            [
                (
                    "user",
                    "Why?\n\nHere are thoughts on this, which were ended before they had come to their end. Take them"
                    " as your own, think no further, and answer now from what they have.\n\nHm.",
                )
            ],
        ),
    ],
)
def test_what_was_begun_is_told_in_words(prefill: Prefill, messages: list[tuple[str, str]]) -> None:
    sent = messages_body(request_for("Why?", asked("claude-opus-5", ""), [], prefill), ROW)["messages"]
    assert [(message["role"], message["content"]) for message in sent] == messages


# Of a list of models.
def listed(model: str, thinking: dict[str, bool] | None, efforts: dict[str, bool] | None, **more: Any) -> Model:
    def supports(told: dict[str, bool]) -> dict[str, Any]:
        return {name: {"supported": yes} for name, yes in told.items()}

    told: dict[str, Any] = {}
    if thinking is not None:
        told["thinking"] = {"supported": any(thinking.values()), "types": supports(thinking)}
    if efforts is not None:
        told["effort"] = {"supported": any(efforts.values()), **supports(efforts)}
    row = {"type": "model", "id": model, "display_name": model, "created_at": "2026-05-01T00:00:00Z", **more}
    found = claude_in(row | ({"capabilities": told} if told else {}), ROW)
    assert found is not None
    return found


def asked_by_list(model: Model, **chosen: Any) -> dict[str, Any]:
    one = fitting(Asked("anthropic", model.id, **chosen), model.thinking)
    request = request_for("Why?", woken(within(one, model), model.thinking), [])
    return messages_body(replace(request, model=model), ROW)


@pytest.mark.captures
def test_each_model_of_a_recorded_list_is_asked_as_it_takes_it(native_captures: Path) -> None:
    found = json.loads((native_captures / "anthropic-models-list.json").read_text("utf-8"))
    models = models_in(found, ROW, claude_in)
    assert len(models) == len(found["data"]) == 10
    first = {model.id: asked_by_list(model) for model in models}
    assert first == {model: plain(model, SILENT.get(model, USUAL)) | MODELS.get(model, {"": {}})[""] for model in first}
    assert sum("thinking" in sent for sent in first.values()) == 7
    assert [model.name for model in models[:2]] == ["Claude Opus 4.5", "Claude Haiku 4.5"]


NONE = {"adaptive": False, "enabled": False}


@pytest.mark.parametrize(
    ("model", "chosen", "added"),
    [
        (listed("claude-opus-4-6", {"adaptive": True, "enabled": False}, None), {"budget": 2_000}, adaptive()),
        (listed("claude-opus-4-6", None, {"low": True, "xhigh": True}), {"effort": "xhigh"}, adaptive()),
        (
            listed("claude-opus-4-6", {"adaptive": True, "enabled": True}, {"low": True, "xhigh": True}),
            {"effort": "xhigh"},
            adaptive("xhigh"),
        ),
        (listed("claude-opus-9", {"adaptive": False, "enabled": True}, None), {}, enabled(16_000)),
        (listed("claude-opus-9", {"adaptive": True, "enabled": True}, None), {}, summed()),
        (listed("claude-opus-9", NONE, {"high": True}), {"effort": "high"}, {}),
        (listed("claude-sonnet-4-5", NONE, None), {"budget": 2_000}, {}),
    ],
)
def test_what_a_list_tells_counts_before_the_name(model: Model, chosen: dict[str, Any], added: dict[str, Any]) -> None:
    assert asked_by_list(model, **chosen) == plain(model.id) | added


def test_the_limit_of_a_reply_is_the_models_own_where_the_list_tells_it() -> None:
    model = listed("claude-opus-5", None, None, max_tokens=128_000, max_input_tokens=1_000_000)
    assert (model.most_output, model.context, model.created) == (128_000, 1_000_000, 1_777_593_600.0)
    assert asked_by_list(model) == plain("claude-opus-5", 128_000) | summed()
    assert asked_by_list(model, max_tokens=500)["max_tokens"] == 500
    assert model.thinking == Thinking(True, False, ("low", "medium", "high", "xhigh", "max"), True, off=True)


def test_a_temperature_is_not_offered_where_the_model_thinks() -> None:
    assert asked_by_list(listed("claude-sonnet-4-5", None, None), temperature=0.5) == asked_by_list(
        listed("claude-sonnet-4-5", None, None)
    )
    assert asked_by_list(listed("claude-3-5-haiku-20241022", None, None), temperature=0.5)["temperature"] == 0.5


BLOCKS = [
    {"type": "text", "text": "\n\n"},
    {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
    {"type": "redacted_thinking", "data": "b3BhcXVl"},
    {"type": "text", "text": "42"},
]


def answered(maker: str, blocks: list[dict[str, Any]] = BLOCKS, model: str = "claude-opus-5") -> ChatRequest:
    kept = ({"type": KEPT, "maker": maker, "content": blocks},)
    before = Message("assistant", "42", Thoughts("anthropic", model, "Hm.", kept))
    messages = (Message("user", "6 × 7?"), before, Message("user", "Why?"))
    return ChatRequest(Asked("anthropic", "claude-opus-5"), messages)


def test_an_earlier_answer_goes_back_as_it_came_to_who_made_it() -> None:
    sent = body_of(answered(HERE.maker), HERE)["messages"]
    assert sent[1] == {"role": "assistant", "content": BLOCKS[1:]}  # a text of white space is refused


@pytest.mark.parametrize(
    "other",
    [
        replace(HERE, key="sk-ant-another-key"),
        replace(HERE, base_url="https://gate.example/v1"),
        replace(HERE, provider=addressed("anthropic", "", "chat-completions")[0]),
    ],
    ids=["key", "address", "protocol"],
)
def test_nobody_else_gets_what_only_its_maker_can_use(other: Endpoint) -> None:
    sent = body_of(answered(HERE.maker), other)["messages"]
    assert sent[1] == {"role": "assistant", "content": "42"}


def test_another_model_gets_the_text_alone() -> None:
    sent = body_of(answered(HERE.maker, model="claude-opus-4-8"), HERE)["messages"]
    assert sent[1] == {"role": "assistant", "content": "42"}


def test_a_tool_that_has_no_result_is_not_sent_back() -> None:
    used = [*BLOCKS, {"type": "tool_use", "id": "t", "name": "n", "input": {}}]
    assert body_of(answered(HERE.maker, used), HERE)["messages"][1]["content"] == "42"


def test_what_the_maker_does_not_take_back_can_be_taken_out() -> None:
    whole = body_of(answered(HERE.maker), HERE)
    bare = without_thoughts(whole)
    assert bare is not None and bare["messages"][1]["content"] == [{"type": "text", "text": "42"}]
    assert without_thoughts(bare) is None


def test_a_request_carries_its_key_and_its_version() -> None:
    sent = headers(HERE)
    assert sent["x-api-key"] == HERE.key and sent["anthropic-version"] == "2023-06-01"
    assert "Authorization" not in sent and HERE.key not in HERE.maker


def test_the_call_is_shown_for_curl_httpx_and_its_own_package() -> None:
    shown = calls(answered(HERE.maker), HERE)
    assert list(shown) == ["curl", "Python, httpx", "Python, anthropic"]
    assert "https://api.anthropic.com/v1/messages" in shown["curl"]
    assert '-H "x-api-key: $ANTHROPIC_API_KEY"' in shown["curl"] and "anthropic-version: 2023-06-01" in shown["curl"]
    assert '"x-api-key": os.environ["ANTHROPIC_API_KEY"]' in shown["Python, httpx"]
    assert "base_url='https://api.anthropic.com'" in shown["Python, anthropic"]
    for program in shown.values():
        assert HERE.key not in program
    for name in ("Python, httpx", "Python, anthropic"):
        compile(shown[name], name, "exec")
