"""What was chosen and is not sent is told with the reply: in every protocol, and nothing else is."""

import socket
from typing import Any

import pytest

from components.conversation import Asked, CancelToken, ChatRequest, Message, Noted
from components.wire import Client, Endpoint, addressed
from components.wire.providers import TABLE
from components.wire.unsent import unsent
from tests.wire.listeners import head_of, http, listener

WITHOUT = "{} is not known to take {} as it was asked, so it was asked without."


def told(provider: str, model: str, **chosen: Any) -> tuple[str, ...]:
    row, url = addressed(provider)
    request = ChatRequest(Asked(provider, model, **chosen), (Message("user", "Why?"),))
    return unsent(request, Endpoint(provider, row, url, ""))


def without(model: str, what: str) -> tuple[str, ...]:
    return (WITHOUT.format(model, what),)


@pytest.mark.parametrize(
    ("provider", "model", "chosen", "what"),
    [
        ("anthropic", "claude-opus-9", {"effort": "max"}, "the effort “max”"),
        ("anthropic", "claude-opus-9", {"temperature": 0.7}, "a temperature (0.7)"),
        (
            "anthropic",
            "claude-opus-9",
            {"effort": "xhigh", "temperature": 1.0},
            "the effort “xhigh” and a temperature (1)",
        ),
        ("anthropic", "claude-sonnet-4-5", {"temperature": 0.7}, "a temperature (0.7)"),  # not while it thinks
        ("anthropic", "claude-sonnet-4-5", {"effort": "low"}, "the effort “low”"),
        ("openai", "gpt-5.2", {"temperature": 0.3, "stop": "END"}, "a temperature (0.3) and a text to stop at (“END”)"),
        ("gemini", "gemini-2.5-flash", {"effort": "high"}, "the effort “high”"),
        ("gemini", "gemini-3-pro", {"effort": "medium"}, "the effort “medium”"),
        ("gemini", "gemini-3-pro", {"verbosity": "low"}, "the length “low” of answers"),
        ("mistral", "a-model", {"summary": "detailed"}, "a summary that is “detailed”"),
    ],
)  # fmt: skip
def test_a_choice_that_is_left_out_is_named(provider: str, model: str, chosen: dict[str, Any], what: str) -> None:
    assert told(provider, model, **chosen) == without(model, what)


@pytest.mark.parametrize(
    ("provider", "model", "chosen"),
    [
        ("anthropic", "claude-opus-9", {"effort": "high", "max_tokens": 32_000, "stop": "END"}),
        ("anthropic", "claude-sonnet-4-5", {"budget": 16_000}),  # as many as it would be asked for anyway
        ("anthropic", "claude-sonnet-4-5", {"effort": "off", "temperature": 0.7}),
        ("openai", "gpt-5.2", {"effort": "high", "summary": "auto", "verbosity": "medium", "max_tokens": 900}),
        ("openai", "gpt-5.2", {"effort": "off", "summary": "detailed"}),
        ("gemini", "gemini-2.5-pro", {"budget": 2_000, "temperature": 0.0, "stop": "END", "max_tokens": 900}),
        ("openrouter", "a/b", {"budget": 2_000, "temperature": 0.5, "stop": "END", "summary": "concise"}),
        ("openrouter", "a/b", {"effort": "off", "own_fields": '{"temperature": 0.5}', "temperature": 0.1}),
        ("ollama", "a", {"effort": "low", "temperature": 0.5, "stop": "END", "max_tokens": 900}),
    ],
)
def test_what_is_sent_is_not_told(provider: str, model: str, chosen: dict[str, Any]) -> None:
    assert told(provider, model, **chosen) == ()


@pytest.mark.parametrize("provider", [row.name for row in TABLE])
def test_nothing_is_told_where_nothing_was_chosen(provider: str) -> None:
    assert told(provider, "a/b") == told(provider, "claude-opus-9") == told(provider, "gpt-5") == ()


def test_a_budget_that_is_not_sent_as_it_was_chosen_is_told() -> None:
    less = "Of the {} tokens to think with, {} were asked for: this model or the limit allows no more."
    assert told("anthropic", "claude-sonnet-4-5", budget=20_000, max_tokens=8_000) == (less.format("20,000", "7,999"),)
    assert told("gemini", "gemini-2.5-flash", budget=30_000) == (less.format("30,000", "24,576"),)
    none = "{} is not known to take a number of tokens to think with, so it was asked without."
    assert told("anthropic", "claude-opus-4-8", budget=2_000) == (none.format("claude-opus-4-8"),)
    assert told("openai", "gpt-5", budget=2_000) == (none.format("gpt-5"),)
    assert told("gemini", "gemini-3-pro", budget=2_000) == (none.format("gemini-3-pro"),)


@pytest.mark.parametrize("chosen", [{}, {"effort": "on"}, {"budget": 2_000}])
def test_a_limit_that_leaves_no_room_to_think_is_told(chosen: dict[str, Any]) -> None:
    assert told("anthropic", "claude-sonnet-4-5", max_tokens=1_024, **chosen) == (
        "claude-sonnet-4-5 was not asked to think: it needs at least 1,024 tokens for that, and the limit is 1,024.",
    )
    assert told("anthropic", "claude-sonnet-4-5", max_tokens=1_025, **{**chosen, "budget": None}) == ()


def test_thinking_that_cannot_be_turned_off_is_told() -> None:
    assert told("anthropic", "claude-opus-5-5", effort="off") == (
        "Thinking was not turned off, since claude-opus-5-5 is not known to take that.",
    )


def test_it_stands_with_the_reply_and_is_told_once() -> None:
    events = b"".join(
        b"data: %b\n\n" % event
        for event in (
            b'{"type":"message_start","message":{"id":"m","model":"claude-opus-9"}}',
            b'{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Yes."}}',
            b'{"type":"message_delta","delta":{"stop_reason":"end_turn"}}',
            b'{"type":"message_stop"}',
        )
    )

    def serve(met: socket.socket) -> None:
        head_of(met)
        met.sendall(http("200 OK", events, "text/event-stream"))

    with listener(serve) as port:
        row, url = addressed("anthropic", f"http://127.0.0.1:{port}", "anthropic-messages")
        request = ChatRequest(Asked("anthropic", "claude-opus-9", temperature=0.7), (Message("user", "Why?"),))
        came = list(Client().reply(request, Endpoint("anthropic", row, url, ""), CancelToken()))
    notes = [event.sentence for event in came if isinstance(event, Noted)]
    assert tuple(notes) == without("claude-opus-9", "a temperature (0.7)")
