"""What OpenRouter's models of the recorded lists, and of its documents of November 2026, are sent for all that they
are offered: what can think is made to think by the first request, and nothing is sent that the list does not name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Model, fitting, request_for, within, woken
from components.wire import OPENROUTER
from components.wire.catalog import models_in
from components.wire.payload import payload
from tests.wire.test_catalog import HAND, LISTS, rows

PLAIN = {"model", "messages", "stream"}
WAKES, ASKS = {"reasoning": {"enabled": True}}, {"include_reasoning": True}
ALL = ["reasoning", "include_reasoning", "temperature", "max_tokens"]
BARE = ["reasoning", "include_reasoning", "max_tokens"]


def effort(word: str) -> dict[str, Any]:
    return {"reasoning": {"effort": word}}


def row(name: str, takes: list[str] = ALL, **reasoning: Any) -> dict[str, Any]:
    facts = {"reasoning": reasoning} if reasoning else {}
    return {"id": name, "name": name, "supported_parameters": takes, **facts}


# By hand, from the documents: a row of today, and what its first request says of thinking.
TODAY: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (row("anthropic/claude-opus-5", BARE, mandatory=False, default_enabled=True, default_effort="high",
         supported_efforts=["max", "xhigh", "high", "medium", "low"]), effort("high")),
    (row("anthropic/claude-sonnet-4.8", mandatory=False, default_enabled=False,
         supported_efforts=["high", "medium", "low"]), WAKES),
    (row("anthropic/claude-haiku-5.5", BARE, mandatory=False, default_enabled=True), WAKES),
    (row("anthropic/claude-sonnet-4", mandatory=False), WAKES),
    (row("qwen/qwen3.7-flash", mandatory=False, supports_max_tokens=True), WAKES),
    (row("deepseek/deepseek-v4-pro-0813", mandatory=False, supported_efforts=["high", "max"]), WAKES),
    (row("meta/muse-spark-1.2", supported_efforts=["low", "high"]), WAKES),
    (row("openai/gpt-5-nano", BARE, mandatory=True, default_effort="medium",
         supported_efforts=["high", "medium", "low", "minimal"]), ASKS),
    (row("google/gemini-3.5-pro", mandatory=True, supported_efforts=["low", "high"]), ASKS),
    (row("openai/gpt-4.1-mini", ["temperature", "max_tokens"]), {}),
]  # fmt: skip


def sent(model: Model, **chosen: Any) -> dict[str, Any]:
    asked = Asked("openrouter", model.id, **chosen)
    asked = woken(within(fitting(asked, model.thinking), model), model.thinking)
    return payload(request_for("Why?", asked, []), OPENROUTER)


def offered(model: Model) -> Iterator[dict[str, Any]]:
    for choice in model.thinking.choices:
        yield {"effort": choice}
    if model.thinking.budget:
        yield {"budget": 4_096}


@pytest.mark.parametrize(("listed", "first"), TODAY, ids=lambda told: told.get("id", "") if "id" in told else "")
def test_a_model_of_today_is_made_to_think_by_what_its_documents_say(
    listed: dict[str, Any], first: dict[str, Any]
) -> None:
    (model,) = models_in({"data": [listed]}, OPENROUTER)
    body = sent(model, temperature=0.3)
    assert {name: value for name, value in body.items() if name not in PLAIN} == first | (
        {"temperature": 0.3} if "temperature" in listed["supported_parameters"] else {}
    )


def test_where_levels_are_told_and_a_budget_is_not_there_is_none() -> None:
    (told, older) = models_in({"data": [TODAY[0][0], TODAY[3][0]]}, OPENROUTER)
    assert not told.thinking.budget and older.thinking.budget
    assert sent(told, budget=4_096)["reasoning"] == {"effort": "high"}


# By hand: the thinking that is chosen, and what the request says of it where a detailed summary is wished for.
SUMMARISED: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (TODAY[0][0], {}, {"reasoning": {"effort": "high", "summary": "detailed"}}),
    (TODAY[0][0], {"effort": "low"}, {"reasoning": {"effort": "low", "summary": "detailed"}}),
    (TODAY[0][0], {"effort": "off"}, {"reasoning": {"enabled": False}}),
    (TODAY[4][0], {}, {"reasoning": {"enabled": True, "summary": "detailed"}}),
    (TODAY[4][0], {"budget": 4_096}, {"reasoning": {"max_tokens": 4_096, "summary": "detailed"}}),
    # What thinks always is asked in the way of 2025, which would say the same twice.
    (TODAY[7][0], {}, {"reasoning": {"summary": "detailed"}}),
    (TODAY[5][0], {"effort": "hidden"}, {"include_reasoning": False}),
    (TODAY[9][0], {}, {}),
    (row("of/old", ["include_reasoning", "max_tokens"], mandatory=True), {}, {"include_reasoning": True}),
]


@pytest.mark.parametrize(("listed", "chosen", "said"), SUMMARISED)
def test_a_summary_goes_with_the_thinking_of_a_row_that_takes_it(
    listed: dict[str, Any], chosen: dict[str, Any], said: dict[str, Any]
) -> None:
    (model,) = models_in({"data": [listed]}, OPENROUTER)
    body = sent(model, summary="detailed", verbosity="low", **chosen)
    assert {name: value for name, value in body.items() if name not in PLAIN} == said


def test_verbosity_and_stop_go_to_rows_that_name_them() -> None:
    chosen: dict[str, Any] = {"verbosity": "low", "stop": "</think>"}
    for takes in ([], ["verbosity"], ["stop"], ["verbosity", "stop"]):
        (model,) = models_in({"data": [row("a/b", [*BARE, *takes])]}, OPENROUTER)
        assert {name: sent(model, **chosen).get(name) for name in chosen} == {
            name: value if name in takes else None for name, value in chosen.items()
        }


def test_of_what_no_list_tells_a_summary_and_verbosity_are_left_out() -> None:
    asked = within(Asked("openrouter", "nobody/knows", summary="auto", verbosity="high", stop="x"), None)
    assert payload(request_for("Why?", asked, []), OPENROUTER).keys() == {*PLAIN, "include_reasoning", "stop"}


@pytest.mark.captures
def test_each_model_of_the_recorded_list_thinks_at_its_first_request(captures: Path) -> None:
    seen = 0
    for model in models_in({"data": rows(captures, "openrouter-models-list.json")}, OPENROUTER):
        body = sent(model)
        said = {name: value for name, value in body.items() if name not in PLAIN}
        if model.id in HAND:
            assert said == (ASKS if HAND[model.id][2] else WAKES), model.id
            seen += 1
        elif model.thinking.shows:
            assert said == WAKES, model.id
        else:
            assert said == ({} if model.thinking.shows is False else ASKS), model.id
    assert seen == len(HAND) > 40


# By hand, from the guide: what each choice beside the default says of thinking, to the letter.
SWITCHES: dict[str, dict[str, Any]] = {
    "off": {"reasoning": {"enabled": False}},
    "on": {"reasoning": {"enabled": True}},
    **{word: effort(word) for word in ("minimal", "low", "medium", "high", "xhigh", "max")},
}


@pytest.mark.captures
def test_all_that_each_model_is_offered_is_sent_to_the_letter(captures: Path) -> None:
    listed = rows(captures, "openrouter-models-list.json") + [told for told, _ in TODAY]
    firsts = {told["id"]: first for told, first in TODAY}
    exact = 0
    for model in models_in({"data": listed}, OPENROUTER):
        if model.id not in HAND and model.id not in firsts:
            continue
        first = firsts.get(model.id) or ((ASKS if HAND[model.id][2] else WAKES) if model.id in HAND else {})
        for chosen in offered(model):
            if "budget" in chosen:
                said: dict[str, Any] = {"reasoning": {"max_tokens": 4_096}}
            else:
                said = SWITCHES.get(chosen["effort"], first)
            body = {"model": model.id, "messages": [{"role": "user", "content": "Why?"}], "stream": True}
            assert sent(model, **chosen) == body | said, (model.id, chosen)
        exact += 1
    assert exact > 50


@pytest.mark.captures
@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_sent_that_the_list_does_not_name(captures: Path, name: str) -> None:
    for model, listed in zip(models_in({"data": rows(captures, name)}, OPENROUTER), rows(captures, name), strict=True):
        takes = {*listed["supported_parameters"]}
        if not takes:
            continue  # a router: what it takes is told by the model that it chooses
        for chosen in offered(model):
            more: dict[str, Any] = {"temperature": 0.3, "stop": "x", "summary": "auto", "verbosity": "low"}
            extra = sent(model, **more, **chosen).keys() - PLAIN
            assert extra <= takes, (model.id, chosen, extra - takes)


def test_a_row_that_stands_for_another_has_its_facts() -> None:
    alias = {"id": "~anthropic/opus-latest", "name": "Latest Opus", "alias_target": "anthropic/claude-opus-5"}
    target = TODAY[0][0] | {"context_length": 1_000_000, "pricing": {"prompt": "0.000005", "completion": "0.000025"}}
    first, model = models_in({"data": [alias, target]}, OPENROUTER)
    assert first == replace(model, id=alias["id"], name="Latest Opus", created=first.created)
    assert sent(first) == {**sent(model), "model": "~anthropic/opus-latest"}


@pytest.mark.parametrize("told", ["no date", "", None, 20270303, "2027-13-01", ["2027-03-03"]])
def test_a_day_that_is_none_is_not_told(told: Any) -> None:
    (model,) = models_in({"data": [row("a/b") | {"expiration_date": told}]}, OPENROUTER)
    assert model.ends == ""
    (ends,) = models_in({"data": [row("a/b") | {"expiration_date": "2027-03-03T12:00:00Z"}]}, OPENROUTER)
    assert ends.ends == "2027-03-03"
