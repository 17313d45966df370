"""ChatRequest -> JSON, row by row of the providers table."""

import json
from typing import Any

import pytest

from components.conversation import Asked, ChatRequest, Effort, Message, Piece, Turn, request_for
from components.wire import OPENROUTER, Endpoint, Provider, efforts, provider_at, told
from components.wire.payload import payload
from components.wire.providers import TABLE

EFFORTS: tuple[Effort, ...] = ("off", "default", "low", "medium", "high")
UNKNOWN = provider_at("https://llm.example.org/v1")
USAGE = {"stream_options": {"include_usage": True}}
PLAIN = {"model": "a/b", "messages": [{"role": "user", "content": "Why?"}], "stream": True}
NO_THINKING = {"chat_template_kwargs": {"enable_thinking": False}}
THOUGHTS = {"extra_body": {"google": {"thinking_config": {"include_thoughts": True}}}}
LOW = {"reasoning_effort": "low"}

# provider: what default, off and low add to a plain request
ROWS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "openrouter": ({"include_reasoning": True}, {"reasoning": {"enabled": False}}, {"reasoning": {"effort": "low"}}),
    "deepseek": ({}, {"thinking": {"type": "disabled"}}, {}),
    "zai": ({}, {"thinking": {"type": "disabled"}}, {}),
    "dashscope": ({"enable_thinking": True}, {"enable_thinking": False}, {"enable_thinking": True}),
    "gemini": (THOUGHTS, THOUGHTS, LOW),
    "groq": ({}, {}, LOW),
    "mistral": ({}, {}, {}),
    "xai": ({}, {}, LOW),
    "cerebras": ({}, {}, LOW),
    "fireworks": ({}, {}, LOW),
    "together": ({}, {}, {}),
    "perplexity": ({}, {}, {}),
    "ollama": ({}, {"reasoning_effort": "none"}, LOW),
    "llamacpp": ({}, NO_THINKING, {}),
    "vllm": ({}, NO_THINKING, {}),
    "lmstudio": ({}, {}, {}),
}


def _body(provider: Provider, **chosen: Any) -> dict[str, Any]:
    return payload(request_for("Why?", Asked(provider.name, "a/b", **chosen), []), provider)


def test_openrouter_is_asked_for_its_reasoning_and_for_nothing_else() -> None:
    assert _body(OPENROUTER) == PLAIN | {"include_reasoning": True}


@pytest.mark.parametrize("provider", TABLE, ids=lambda provider: provider.name)
def test_each_provider_gets_the_switches_of_its_row(provider: Provider) -> None:
    usage = {} if provider is OPENROUTER else USAGE
    for effort, added in zip(("default", "off", "low"), ROWS[provider.name], strict=True):
        assert _body(provider, effort=effort) == PLAIN | usage | added
    for effort in ("medium", "high"):
        assert _body(provider, effort=effort) == json.loads(
            json.dumps(_body(provider, effort="low")).replace('"low"', f'"{effort}"')
        )


@pytest.mark.parametrize("provider", [*TABLE, UNKNOWN], ids=lambda provider: provider.name)
def test_the_efforts_offered_are_those_that_change_the_request(provider: Provider) -> None:
    plain = _body(provider)
    changing = tuple(effort for effort in EFFORTS if effort == "default" or _body(provider, effort=effort) != plain)
    assert efforts(provider) == changing
    assert told(provider).endswith(".") and ("no switch" in told(provider)) == (not provider.asks)


@pytest.mark.parametrize("effort", EFFORTS)
def test_an_unknown_server_gets_no_switch(effort: Effort) -> None:
    assert _body(UNKNOWN, effort=effort) == PLAIN | USAGE


@pytest.mark.parametrize("provider", [*TABLE, UNKNOWN], ids=lambda provider: provider.name)
@pytest.mark.parametrize("effort", EFFORTS)
def test_a_token_limit_is_sent_only_where_one_was_chosen(provider: Provider, effort: Effort) -> None:
    plain = _body(provider, effort=effort)
    assert "max_tokens" not in plain
    assert _body(provider, effort=effort, max_tokens=300) == plain | {"max_tokens": 300}


def test_no_earlier_reasoning_is_sent_back() -> None:
    asked = Asked("openrouter", "a/b", system_prompt="Be brief.")
    pieces = (Piece("reasoning", "SECRET"), Piece("answer", "42"))
    details = ({"type": "reasoning.text", "text": "SECRET"},)
    turn = Turn("t", "c", None, 0.0, "Six by seven?", asked, "done", pieces, details=details)
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


def test_no_key_shows_in_an_endpoint() -> None:
    assert "sk-secret" not in repr(Endpoint("openrouter", OPENROUTER, "https://openrouter.ai/api/v1", "sk-secret"))
