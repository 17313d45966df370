"""ChatRequest -> JSON, row by row of the providers table."""

import json
from typing import Any

import pytest

from components.conversation import Asked, ChatRequest, Effort, Message, Piece, Routing, request_for
from components.wire import OPENROUTER, Endpoint, Provider, provider_at
from components.wire.payload import payload
from components.wire.providers import NAMES, TABLE
from tests.turns import made

UNKNOWN = provider_at("https://llm.example.org/v1")
USAGE = {"stream_options": {"include_usage": True}}
PLAIN = {"model": "a/b", "messages": [{"role": "user", "content": "Why?"}], "stream": True}
LEVELS: tuple[Effort, ...] = ("minimal", "low", "medium", "high", "xhigh", "max")
EFFORTS: tuple[Effort, ...] = ("default", "hidden", "unsaid", "off", "on", *LEVELS)
BUDGET = 4_096


def template(thinks: bool) -> dict[str, Any]:
    return {"chat_template_kwargs": {"enable_thinking": thinks}}


def thinking(kind: str) -> dict[str, Any]:
    return {"thinking": {"type": kind}}


def same(added: dict[str, Any], **but: dict[str, Any]) -> dict[str, Any]:
    """`added` for every choice, `level` for all levels, with what is said otherwise."""
    level = but.pop("level", None)
    levels = {} if level is None else {name: json.loads(json.dumps(level).replace("LEVEL", name)) for name in LEVELS}
    return dict.fromkeys((*EFFORTS, "budget"), added) | levels | but


THOUGHTS = {"extra_body": {"google": {"thinking_config": {"include_thoughts": True}}}}
WORD = {"reasoning_effort": "LEVEL"}
# provider: what each choice adds to a plain request. What has no switch is not guessed: the usual is sent.
ROWS: dict[str, dict[str, Any]] = {
    "openrouter": same(
        {"include_reasoning": True},
        hidden={"include_reasoning": False},
        unsaid={},
        off={"reasoning": {"enabled": False}},
        on={"reasoning": {"enabled": True}},
        level={"reasoning": {"effort": "LEVEL"}},
        budget={"reasoning": {"max_tokens": BUDGET}},
    ),
    "openai": same({}, level=WORD),
    "anthropic": same({}),  # by chat completions: its own protocol is in test_messages_payload
    "deepseek": same({}, off=thinking("disabled"), on=thinking("enabled")),
    "zai": same({}, off=thinking("disabled"), on=thinking("enabled")),
    "dashscope": same(
        {"enable_thinking": True},
        hidden={},
        unsaid={},
        off={"enable_thinking": False},
        budget={"enable_thinking": True, "thinking_budget": BUDGET},
    ),
    "gemini": same(THOUGHTS, hidden={}, unsaid={}, level=WORD),
    "groq": same({}, level=WORD),
    "mistral": same({}),
    "xai": same({}, level=WORD),
    "cerebras": same({}, level=WORD),
    "fireworks": same({}, level=WORD),
    "together": same({}),
    "perplexity": same({}),
    "vercel": same({}),
    "minimax": same({}),
    "snowflake": same({}),
    "ollama": same({}, off={"reasoning_effort": "none"}, level=WORD),
    "llamacpp": same(
        {},
        off=template(False),
        on=template(True),
        level={"chat_template_kwargs": {"reasoning_effort": "LEVEL"}},
        budget=template(True) | {"thinking_budget_tokens": BUDGET},
    ),
    "lmstudio": same({}),
    "vllm": same({}, off=template(False), on=template(True)),
    "recording": same({}),
    "pocket": same({"include_reasoning": True}, hidden={"include_reasoning": False}, unsaid={}),
    "custom": same({}),
}
ALL = [*TABLE, UNKNOWN]


def _body(provider: Provider, **chosen: Any) -> dict[str, Any]:
    return payload(request_for("Why?", Asked(provider.name, "a/b", **chosen), []), provider)


def test_openrouter_is_asked_for_its_reasoning_and_for_nothing_else() -> None:
    assert _body(OPENROUTER) == PLAIN | {"include_reasoning": True}


@pytest.mark.parametrize("provider", ALL, ids=lambda provider: provider.name)
def test_each_provider_gets_the_switches_of_its_row(provider: Provider) -> None:
    usage = {} if provider is OPENROUTER else USAGE
    for choice, added in ROWS[provider.name].items():
        chosen = {"budget": BUDGET} if choice == "budget" else {"effort": choice}
        assert _body(provider, **chosen) == PLAIN | usage | added, choice


def test_every_row_of_the_table_is_tested() -> None:
    assert set(ROWS) == {provider.name for provider in ALL}


@pytest.mark.parametrize("provider", ALL, ids=lambda provider: provider.name)
@pytest.mark.parametrize("effort", EFFORTS)
def test_a_budget_stands_in_place_of_a_level_and_never_beside_it(provider: Provider, effort: Effort) -> None:
    if provider.budget:
        assert _body(provider, effort=effort, budget=BUDGET) == _body(provider, budget=BUDGET)
    else:
        assert _body(provider, effort=effort, budget=BUDGET) == _body(provider, effort=effort)


@pytest.mark.parametrize("provider", ALL, ids=lambda provider: provider.name)
@pytest.mark.parametrize("effort", EFFORTS)
def test_a_token_limit_is_sent_only_where_one_was_chosen(provider: Provider, effort: Effort) -> None:
    plain = _body(provider, effort=effort)
    name = "max_completion_tokens" if provider.name == "openai" else "max_tokens"
    assert "max_tokens" not in plain and "max_completion_tokens" not in plain
    assert _body(provider, effort=effort, max_tokens=300) == plain | {name: 300}


@pytest.mark.parametrize("provider", ALL, ids=lambda provider: provider.name)
@pytest.mark.parametrize("temperature", [0.0, 0.7, 2.0])
def test_a_temperature_is_sent_only_where_one_was_chosen(provider: Provider, temperature: float) -> None:
    assert "temperature" not in _body(provider)
    assert _body(provider, temperature=temperature) == _body(provider) | {"temperature": temperature}


@pytest.mark.parametrize("provider", ALL, ids=lambda provider: provider.name)
@pytest.mark.parametrize(
    ("routing", "sent"),
    [
        (Routing(), None),
        (Routing(("fireworks", "deepinfra")), {"order": ["fireworks", "deepinfra"]}),
        (Routing(deny_data_collection=True), {"data_collection": "deny"}),
        (Routing(("novita",), True), {"order": ["novita"], "data_collection": "deny"}),
    ],
)
def test_only_a_router_is_told_whom_to_pass_it_on_to(
    provider: Provider, routing: Routing, sent: dict[str, Any] | None
) -> None:
    told = {"provider": sent} if sent and provider is OPENROUTER else {}
    assert _body(provider, routing=routing) == _body(provider) | told


def test_no_earlier_reasoning_is_sent_back() -> None:
    asked = Asked("openrouter", "a/b", system_prompt="Be brief.")
    pieces = (Piece("reasoning", "SECRET"), Piece("answer", "42"))
    details = ({"type": "reasoning.text", "text": "SECRET"},)
    turn = made("t", "c", None, 0.0, "Six by seven?", asked, "done", pieces, details=details)
    body = payload(request_for("Why?", asked, [turn]), OPENROUTER)
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Six by seven?"},
        {"role": "assistant", "content": "42"},
        {"role": "user", "content": "Why?"},
    ]
    assert "SECRET" not in json.dumps(body)


def test_messages_carry_role_and_content_only() -> None:
    request = ChatRequest(Asked("openrouter", "a/b"), (Message("user", "Why?"),))
    assert payload(request, OPENROUTER)["messages"] == [{"role": "user", "content": "Why?"}]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://OPENROUTER.ai/api/v1", "openrouter"),
        ("https://api.deepseek.com", "deepseek"),
        ("http://localhost:11434/v1", "ollama"),
        ("http://127.0.0.1:11434/v1", "ollama"),
        ("http://[::1]:8080/v1", "llamacpp"),
        ("http://localhost:8000/v1", "vllm"),
        ("http://localhost:1234/v1", "lmstudio"),
        ("http://localhost:9999/v1", "custom"),
        ("http://192.168.0.2:11434/v1", "custom"),
        ("https://openrouter.ai.example.org/v1", "custom"),
        ("https://notopenrouter.ai/v1", "custom"),
        ("https://my-account.snowflakecomputing.com/api/v2/cortex/v1", "snowflake"),
        ("https://notsnowflakecomputing.com/v1", "custom"),
    ],
)
def test_a_provider_is_known_by_its_host(address: str, name: str) -> None:
    assert provider_at(address).name == name


def test_an_unknown_server_is_named_by_its_address_without_a_password() -> None:
    assert UNKNOWN.label == "The server at llm.example.org"
    assert provider_at("http://me:secret@box:81/v1").label == "The server at box:81"


def test_names_and_hosts_of_the_table_are_unique() -> None:
    hosts = [host for provider in TABLE for host in provider.hosts]
    assert len({provider.name for provider in TABLE}) == len(TABLE) and len(set(hosts)) == len(hosts)


def test_what_is_built_in_has_no_settings_no_host_and_an_address_that_no_network_knows() -> None:
    rows = [provider for provider in TABLE if provider.built_in]
    assert set(NAMES) == {one.name for one in TABLE if one.base_url and one not in rows} | {"custom"}
    assert [row.name for row in rows] == ["pocket", "recording"]
    for row in rows:
        assert row.base_url == f"http://{row.name}.invalid/v1" and provider_at(row.base_url).name == "custom"
        endpoint = Endpoint(row.name, row, row.base_url)
        assert not endpoint.lacks_key and not endpoint.at_home


def test_no_key_shows_in_an_endpoint() -> None:
    assert "sk-secret" not in repr(Endpoint("openrouter", OPENROUTER, "https://openrouter.ai/api/v1", "sk-secret"))
