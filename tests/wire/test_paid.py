"""What a request may cost beside its tokens: whatever is not known to cost nothing is named."""

import json
from dataclasses import replace
from typing import Any

import pytest

from components.conversation import Asked, ChatRequest, Message, Prefill, Routing
from components.wire import PROTOCOLS, TABLE, Endpoint, body_of, limit_in, most_tokens, searches, unknown_in

FIELDS = {
    '{"top_k": 20, "seed": 7, "logit_bias": {"5": -1}}': "",
    '{"reasoning": {"exclude": true}, "provider": {"sort": "price", "zdr": true}}': "",
    '{"response_format": {"type": "json_object"}, "metadata": {"a": "b"}}': "",
    '{"models": ["a/b", "c/d"]}': "models",
    '{"route": "fallback"}': "route",
    '{"fallbacks": ["a/b"]}': "fallbacks",
    '{"plugins": [{"id": "web"}]}': "plugins",
    '{"tools": [{"type": "openrouter:web_search"}]}': "tools",
    '{"web_search_options": {}}': "web_search_options",
    '{"n": 8}': "n",
    '{"best_of": 8}': "best_of",
    '{"service_tier": "priority"}': "service_tier",
    '{"modalities": ["image"]}': "modalities",
    '{"prediction": {"type": "content", "content": "x"}}': "prediction",
    '{"cache_control": {"type": "ephemeral", "ttl": "1h"}}': "cache_control",
    '{"provider": {"max_price": {"prompt": 100}}}': "provider.max_price",
    '{"provider": {"only": ["a"], "experimental": 1}}': "provider.experimental",
    '{"provider": "all"}': "provider",
    '{"reasoning": {"effort": "high", "search": true}}': "reasoning.search",
    '{"generationConfig": {"candidateCount": 8}}': "generationConfig.candidateCount",
    '{"include": ["web_search_call.results"]}': "include",
    '{"a field of tomorrow": 1}': "a field of tomorrow",
    '{"Top_K": 1}': "Top_K",  # another name may be another field
    '{"extra_body": {"plugins": []}}': "extra_body",
}
HELLO = (Message("user", "Hello"),)


@pytest.mark.parametrize(("typed", "named"), FIELDS.items())
def test_a_field_that_nobody_knows_is_named(typed: str, named: str) -> None:
    body = body_of(
        ChatRequest(Asked("openrouter", "a/b", own_fields=typed), HELLO), Endpoint("openrouter", TABLE[0], "x")
    )
    assert json.loads(typed).keys() <= body.keys() and unknown_in(body) == named


@pytest.mark.parametrize("row", [row for row in TABLE if not (row.built_in or row.at_home)], ids=lambda row: row.name)
@pytest.mark.parametrize("effort", ["default", "hidden", "unsaid", "on", "off", "low", "max"])
def test_nothing_that_the_room_itself_sends_is_unknown(row: object, effort: Any) -> None:
    assert isinstance(row, type(TABLE[0]))
    asked = Asked(
        row.name,
        "a/b",
        effort,
        "Be",
        500,
        None,
        0.5,
        Routing(("one",), True),
        True,
        "x",
        "concise",
        "low",
    )
    extra_body = row.name == "gemini"  # its chat completions take their switch there: nobody knows what else
    for protocol in (row.protocol, row.own_protocol or row.protocol):
        own = row.own if protocol == row.own_protocol else {}
        endpoint = Endpoint(row.name, replace(row, protocol=protocol, **own), "https://x.example/v1")
        for one in (asked, replace(asked, budget=2_000), replace(asked, max_tokens=None)):
            for prefill in (None, Prefill("t", "Thoughts", "Ans")):
                request = ChatRequest(one, HELLO, prefill, "session", dearest=(0.1, 0.1))
                body = body_of(request, endpoint)
                body.get("provider", {}).pop("max_price", None)  # the room's own, which is looked at before it is set
                found = unknown_in(body)
                assert found == "" or (extra_body and found == "extra_body")
                assert limit_in(body) == one.max_tokens or one.max_tokens is None


def test_every_protocol_has_a_limit_that_is_found() -> None:
    for name in PROTOCOLS:
        endpoint = Endpoint("custom", replace(TABLE[3], protocol=name), "https://x.example/v1")
        assert limit_in(body_of(ChatRequest(Asked("custom", "a/b", max_tokens=77), HELLO), endpoint)) == 77


def test_the_router_is_told_what_a_token_may_cost() -> None:
    endpoint = Endpoint("openrouter", TABLE[0], "https://x.example/v1")
    request = ChatRequest(Asked("openrouter", "a/b", routing=Routing(("one",))), HELLO, dearest=(5e-07, 1.5e-05))
    told = {"order": ["one"], "max_price": {"prompt": 0.5, "completion": 15.0}}
    assert body_of(request, endpoint)["provider"] == told
    assert "provider" not in body_of(ChatRequest(Asked("openrouter", "a/b"), HELLO), endpoint)
    other = Endpoint("custom", replace(TABLE[0], routes=False), "https://x.example/v1")
    assert "provider" not in body_of(request, other)


@pytest.mark.parametrize("text", ["a" * 1_000, "東京" * 500, "\U0001f9e0" * 300, "\ud800", '"\\' * 99, "\x00" * 50])
def test_no_question_has_more_tokens_than_are_counted(text: str) -> None:
    body = {"model": "a/b", "messages": [{"role": "user", "content": text}]}
    assert most_tokens(body) > len(text.encode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("model", "does"),
    [
        ("perplexity/sonar", True),
        ("openai/gpt-4o-search-preview", True),
        ("openai/o3-deep-research", True),
        ("a/b:online", True),
        ("deepseek/deepseek-r1", False),
        ("openai/gpt-5", False),
    ],
)
def test_models_that_search_by_themselves_are_known_by_name(model: str, does: bool) -> None:
    assert searches(model) is does
