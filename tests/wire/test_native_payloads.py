"""What OpenAI's Responses protocol and Gemini's own are sent: models by the documents of November 2026 × what they are
offered × the exact JSON. The expected values are written by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from components.conversation import Asked, ChatRequest, Message, Prefill, Thoughts, fitting, request_for, within, woken
from components.wire.gemini_models import gemini_in, thinking_of_gemini
from components.wire.gemini_payload import gemini_body, without_signatures
from components.wire.gpt import gpt_in, thinking_of_gpt
from components.wire.protocols import PROTOCOLS
from components.wire.provider import Provider
from components.wire.providers import addressed
from components.wire.responses_payload import responses_body, without_sealed

OPENAI, OPENAI_URL = addressed("openai")
GEMINI, GEMINI_URL = addressed("gemini")
SEALED = {"include": ["reasoning.encrypted_content"]}
RESPONSE = {"input": [{"role": "user", "content": "Why?"}], "stream": True, "store": False}
CONTENT = {"contents": [{"role": "user", "parts": [{"text": "Why?"}]}]}


def sent(model_id: str, provider: Provider, **chosen: Any) -> dict[str, Any]:
    """As the room asks: with what the list says of the model, and without what it does not take."""
    row = {"id": model_id} if provider is OPENAI else {"name": f"models/{model_id}", "thinking": True}
    model = (gpt_in if provider is OPENAI else gemini_in)(row, provider)
    assert model
    asked = Asked(provider.name, model.id, **chosen)
    asked = woken(within(fitting(asked, model.thinking), model), model.thinking)
    request = request_for("Why?", asked, [])
    return PROTOCOLS[provider.protocol].body(request, provider, False)


def test_a_provider_is_spoken_to_in_its_own_protocol_at_its_own_address_alone() -> None:
    assert (OPENAI.protocol, OPENAI_URL) == ("openai-responses", "https://api.openai.com/v1")
    assert (GEMINI.protocol, GEMINI_URL) == ("gemini", "https://generativelanguage.googleapis.com/v1beta")
    for name in ("openai", "gemini"):
        row, url = addressed(name, "http://127.0.0.1:9/v1")
        assert (row.protocol, url) == ("chat-completions", "http://127.0.0.1:9/v1")
    assert addressed("openai", "https://api.openai.com/v1", "chat-completions")[0].protocol == "chat-completions"
    row, url = addressed("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "chat-completions")
    assert row.protocol == "chat-completions" and url.endswith("/openai") and row.asks
    assert addressed("custom", "https://x.example/v1", "openai-responses")[0].protocol == "openai-responses"


def reasons(effort: str = "", summary: str = "auto") -> dict[str, Any]:
    told = {"effort": effort} if effort else {}
    return {"reasoning": told | ({"summary": summary} if summary else {}), **SEALED}


ASKED_OF_OPENAI: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # It always thinks: only the words of it are asked for.
    ("gpt-5", {}, reasons()),
    ("gpt-5-2025-08-07", {"effort": "minimal"}, reasons("minimal")),
    ("gpt-5-mini", {"effort": "high", "summary": "detailed"}, reasons("high", "detailed")),
    ("gpt-5-nano", {"temperature": 0.3}, reasons()),
    ("gpt-5-pro", {"effort": "low"}, reasons()),
    ("gpt-5-codex", {"effort": "minimal"}, reasons()),
    ("codex-mini-latest", {}, reasons()),
    ("o3", {}, reasons()),
    ("o3-pro", {"effort": "high"}, reasons("high")),
    ("o4-mini-2025-04-16", {"effort": "low"}, reasons("low")),
    # It thinks only where it is told how much.
    ("gpt-5.1", {}, reasons("medium")),
    ("gpt-5.1", {"effort": "off"}, {"reasoning": {"effort": "none"}, **SEALED}),
    ("gpt-5.1", {"effort": "xhigh"}, reasons("medium")),
    ("gpt-5.2", {"effort": "xhigh"}, reasons("xhigh")),
    ("gpt-5.4", {}, reasons("medium")),
    ("gpt-5.4-mini", {"effort": "low", "max_tokens": 900}, {**reasons("low"), "max_output_tokens": 900}),
    ("gpt-5.1-codex-max", {"effort": "xhigh"}, reasons("xhigh")),
    ("gpt-5.2-pro", {"effort": "medium"}, reasons("medium")),
    # A later one takes what all take, and is woken by nothing that may be refused.
    ("gpt-6", {}, reasons()),
    ("gpt-6", {"effort": "high", "verbosity": "low"}, reasons("high")),
    ("gpt-5.4", {"verbosity": "low"}, {**reasons("medium"), "text": {"verbosity": "low"}}),
    ("gpt-5", {"effort": "hidden"}, SEALED),
    # It only answers.
    ("gpt-4.1", {}, {}),
    ("gpt-4o-mini", {"temperature": 0.3, "effort": "high"}, {"temperature": 0.3}),
    ("gpt-5-chat-latest", {"temperature": 0.3}, {"temperature": 0.3}),
    ("chatgpt-4o-latest", {"max_tokens": 50}, {"max_output_tokens": 50}),
]


@pytest.mark.parametrize(("model", "chosen", "told"), ASKED_OF_OPENAI)
def test_openais_models_are_asked_as_their_documents_say(
    model: str, chosen: dict[str, Any], told: dict[str, Any]
) -> None:
    assert sent(model, OPENAI, **chosen) == {"model": model, **RESPONSE, **told}


def config(**told: Any) -> dict[str, Any]:
    return {"generationConfig": told}


def shown(**more: Any) -> dict[str, Any]:
    return {"thinkingConfig": {"includeThoughts": True, **more}}


ASKED_OF_GEMINI: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("gemini-2.5-pro", {}, config(**shown())),
    ("gemini-2.5-pro", {"budget": 4_096}, config(**shown(thinkingBudget=4_096))),
    ("gemini-2.5-pro", {"budget": 100_000}, config(**shown(thinkingBudget=32_768))),
    ("gemini-2.5-pro", {"effort": "high"}, config(**shown())),
    ("gemini-2.5-flash", {"effort": "off"}, config(thinkingConfig={"thinkingBudget": 0})),
    ("gemini-2.5-flash", {"effort": "hidden"}, {}),
    ("gemini-2.5-flash-lite", {"budget": 600}, config(**shown(thinkingBudget=600))),
    ("gemini-3-pro-preview", {"effort": "low"}, config(**shown(thinkingLevel="low"))),
    ("gemini-3-pro-preview", {"effort": "medium"}, config(**shown())),
    ("gemini-3-pro-preview", {"budget": 4_096}, config(**shown())),
    ("gemini-3-flash-preview", {"effort": "minimal"}, config(**shown(thinkingLevel="minimal"))),
    ("gemini-3.6-flash", {"effort": "medium"}, config(**shown(thinkingLevel="medium"))),
    ("gemini-3.8-flash", {}, config(**shown())),
    ("gemini-3.8-flash", {"temperature": 0.3, "max_tokens": 99, "stop": "END"},
     config(temperature=0.3, maxOutputTokens=99, stopSequences=["END"], **shown())),
]  # fmt: skip


@pytest.mark.parametrize(("model", "chosen", "told"), ASKED_OF_GEMINI)
def test_geminis_models_are_asked_as_their_documents_say(
    model: str, chosen: dict[str, Any], told: dict[str, Any]
) -> None:
    assert sent(model, GEMINI, **chosen) == {**CONTENT, **told}


def test_what_does_not_think_is_told_nothing_of_it_and_what_no_list_knows_goes_by_its_name() -> None:
    row = {"name": "models/gemini-2.0-flash", "supportedGenerationMethods": ["generateContent"]}
    model = gemini_in(row, GEMINI)
    assert model and model.thinking.shows is False
    assert gemini_in(row | {"supportedGenerationMethods": ["embedContent"]}, GEMINI) is None
    assert thinking_of_gemini("gemini-3-pro").shows and thinking_of_gemini("gemma-4").shows is None
    assert thinking_of_gpt("gpt-5.4").waits and thinking_of_gpt("qwen3").shows is None
    assert thinking_of_gpt("openai/gpt-oss-20b").mandatory


def test_the_instructions_stand_apart_and_a_prefill_is_told_in_words() -> None:
    messages = (Message("system", "Be kind."), Message("user", "Why?"))
    asked = Asked("openai", "gpt-4.1")
    body = responses_body(ChatRequest(asked, messages), OPENAI)
    assert body["instructions"] == "Be kind." and body["input"] == [{"role": "user", "content": "Why?"}]
    body = gemini_body(ChatRequest(asked, messages), GEMINI)
    assert body["systemInstruction"] == {"parts": [{"text": "Be kind."}]} and body == body | CONTENT
    begun = ChatRequest(asked, messages, Prefill("", "So far I think", "And so"))
    assert [item["role"] for item in responses_body(begun, OPENAI)["input"]] == ["user", "assistant", "user"]
    assert [one["role"] for one in gemini_body(begun, GEMINI)["contents"]] == ["user", "model", "user"]


REASONED = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
SPOKEN = {"type": "message", "id": "msg_1", "role": "assistant", "content": [{"type": "output_text", "text": "So."}]}
CALLED = {"type": "function_call", "name": "look", "arguments": "{}", "call_id": "call_1"}
PLAIN = [{"role": "assistant", "content": "So."}]


def asked_again(
    details: dict[str, Any], provider: str, model: str, by: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    thoughts = Thoughts(provider, "the maker", "…", (details,))
    messages = (Message("user", "Why?"), Message("assistant", "So.", thoughts), Message("user", "And?"))
    return by(ChatRequest(Asked(provider, model), messages), OPENAI)


@pytest.mark.parametrize(
    ("items", "model", "back"),
    [
        ([REASONED, SPOKEN], "the maker", [REASONED, SPOKEN]),
        ([REASONED, SPOKEN], "another", PLAIN),
        ([REASONED | {"encrypted_content": None}, SPOKEN], "the maker", PLAIN),
        ([REASONED, CALLED], "the maker", PLAIN),
        ([SPOKEN, REASONED], "the maker", PLAIN),
        ("no list", "the maker", PLAIN),
    ],
)
def test_items_go_back_as_they_came_to_the_model_that_made_them(items: Any, model: str, back: Any) -> None:
    body = asked_again({"type": "openai.output", "items": items}, "openai", model, responses_body)
    assert body["input"][1:-1] == back
    bare = without_sealed(body)
    assert (bare is None) == (REASONED not in body["input"])
    assert bare is None or bare["input"][1:-1] == [SPOKEN]


THOUGHT, SAID = {"text": "Hm.", "thought": True}, {"text": "So.", "thoughtSignature": "c2lnbg=="}


@pytest.mark.parametrize(
    ("parts", "model", "back"),
    [
        ([THOUGHT, SAID], "the maker", [THOUGHT, SAID]),
        ([THOUGHT, SAID], "another", [{"text": "So."}]),
        ([THOUGHT], "the maker", [{"text": "So."}]),
        ([THOUGHT, SAID, {"functionCall": {"name": "look", "args": {}}}], "the maker", [{"text": "So."}]),
    ],
)
def test_parts_go_back_with_their_signatures_to_the_model_that_made_them(parts: Any, model: str, back: Any) -> None:
    body = asked_again({"type": "gemini.parts", "parts": parts}, "gemini", model, gemini_body)
    assert body["contents"][1]["parts"] == back
    bare = without_signatures(body)
    assert (bare is None) == (SAID not in back)
    assert bare is None or bare["contents"][1]["parts"] == [{"text": "So."}]
