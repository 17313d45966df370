"""What goes wrong, as the page tells it: one sentence, what to do next, and all that arrived. One of each kind is
looked at in a browser, by tests/browser/test_faults.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modelserver import ModelServer
from tests.pages import Page, own_room

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture(autouse=True)
def room(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with own_room(tmp_path, monkeypatch, server, THINKROOM_MODEL="test/model", THINKROOM_RETRIES="0"):
        yield


@pytest.mark.parametrize(
    ("behaviour", "what", "next_step"),
    [
        ("error-401", "OpenRouter refused the key, so nothing was asked.", "Correct the key in the room"),
        ("error-402", "it may take up to 8,192 tokens, and they pay for 113.", "set max tokens to 113 or less"),
        ("error-402-general", "the credits do not cover this turn.", "Add credits"),
        ("error-403", "a moderation check flagged it for violence.", "Reword the question"),
        ("error-403-guardrail", "a guardrail of the account stopped it.", "change the guardrail"),
        ("error-403-region", "in this region.", "another provider"),
        ("error-403-permission", "this question or this model for your key.", "choose another model"),
        ("error-403-key-limit", "The limit that was set for this key", "Raise the key's limit"),
        ("error-429", "accepts no more requests for the moment.", "Try again in 7 s"),
        ("error-400-model", "does not offer the model", "Check the model's name"),
        ("error-404", "does not offer the model", "Check the model's name"),
        ("error-404-privacy", "fits the privacy settings.", "the privacy settings at OpenRouter"),
        ("error-404-routing", "meets the routing wishes of this request.", "Loosen the provider routing"),
        ("error-404-no-endpoints", "Nobody at OpenRouter serves", "Choose another model"),
        ("error-404-capacity", "OpenRouter is overloaded.", "Try again in 7 s"),
        ("error-404-free-ended", "ended the free", "off the model's name in the sidebar"),
        ("error-400", "did not accept the request.", "change the question or the settings"),
        ("error-400-mandatory", "Thinking cannot be turned off for", "Choose Default or a level under Thinking"),
        ("error-400-context", "This chat is longer than", "Start a new chat"),
        ("error-deepseek-400", "1,250,025 tokens of at most 1,048,565.", "a model with a longer context"),
        ("error-408", "took too long to answer.", "Try again"),
        ("error-413", "because it is too large.", "Shorten the question"),
        ("error-mistral-422", "did not accept the request.", "change the question or the settings"),
        ("error-xai-400", "OpenRouter refused the key, so nothing was asked.", "Correct the key in the room"),
        ("error-429-own", "OpenRouter accepts no more requests for the moment.", "Try again in"),
        ("error-429-day", "The free requests of this day at OpenRouter are used up.", "a model that is not free"),
        ("error-502", "Fake, which serves this model for OpenRouter, has trouble of its own.", "Try again"),
        ("error-503", "Fake, which serves this model for OpenRouter, is overloaded.", "Try again in 7 s"),
        ("error-503-routing", "meets the routing wishes of this request.", "Loosen the provider routing"),
        ("error-504", "took too long to answer.", "Try again"),
        ("error-524", "took too long to answer.", "Try again"),
        ("error-529", "is overloaded.", "Try again"),
        ("midway-bare-0", "The provider broke off with an error.", "choose another model"),
        ("error-500", "has trouble of its own.", "Try again"),
        ("html", "something that is not a chat reply.", "Check its address"),
        ("html-502", "has trouble of its own.", "Try again"),
        ("hang-up", "Connection lost.", "Try again"),
    ],
)
def test_a_refusal_is_one_sentence_with_what_to_do_next(
    server: ModelServer, behaviour: str, what: str, next_step: str
) -> None:
    question = f"{behaviour} please"
    page = Page().ask(question).until(lambda page: "Try again" in page.buttons)
    assert what in page.words and next_step in page.words and "Your question is kept." in page.words, page.words
    assert [asked.value for asked in page.at.text] == [question]
    before = len(server.requests)
    page.click("Try again").until(lambda page: "2 / 2" in page.words)
    assert [request.prompt for request in server.requests[before:]] == [question]


@pytest.mark.parametrize(
    ("form", "what", "next_step"),
    [
        ("limited", "it accepts no more requests for the moment.", "Try again in 7 s"),
        ("overloaded", "because it is overloaded.", "choose another model"),
        ("timeout", "because the reply took too long.", "choose another model"),
        ("context", "because this chat is longer than", "Start a new chat"),
        ("refused", "its filter does not allow the rest.", "Reword the question"),
        ("credits", "because the credits are used up.", "Add credits"),
        ("limit", "The provider broke off at the token limit.", "Set max tokens higher"),
        ("beside-stop", "The provider broke off with an error.", "choose another model"),
        ("in-choice", "The provider broke off with an error.", "choose another model"),
        ("bare", "The provider broke off with an error.", "choose another model"),
        ("groq", "The provider broke off with an error.", "choose another model"),
        ("event", "The provider broke off with an error.", "choose another model"),
    ],
)
def test_an_error_inside_the_stream_tells_why_and_keeps_the_thoughts(form: str, what: str, next_step: str) -> None:
    question = f"midway-{form}-60 half of it"
    page = Page().ask(question).until(lambda page: "Try again" in page.buttons)
    assert what in page.words and next_step in page.words, page.words
    assert "This is incomplete; what arrived is kept." in page.words
    assert [asked.value for asked in page.at.text] == [question]
    assert [button.disabled for button in page.at.button if button.label == "Try again"] == [False]
    assert "mark-000001" in page.toggle(True).words
