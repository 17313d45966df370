"""A beginning of a reply that is handed over: how each provider has it, and what comes back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as some

from components.conversation import (
    AnswerDelta,
    Asked,
    CancelToken,
    Finished,
    Prefill,
    Prefilled,
    ReasoningDelta,
    StreamEvent,
    TurnFailed,
    request_for,
)
from components.wire import Client, Endpoint, Provider, provider_at, row_of
from components.wire.payload import payload, takes_prefill
from components.wire.prefill import LEAST_REPEATED, joined, unrepeated
from components.wire.providers import TABLE
from tests.modelserver import ModelServer
from tests.modelserver.tale import ANSWER, ELSE, THOUGHTS, tale

UNKNOWN = provider_at("https://llm.example.org/v1")
THOUGHT, BEGUN = "It is five.", "One, two,"
VLLM = {"add_generation_prompt": False, "continue_final_message": True}
OFF = {"chat_template_kwargs": {"enable_thinking": False}}
# What each provider gets for an answer that has begun (with its thoughts) and for thoughts alone: the last message, and
# what stands beside the messages. None: it is told in words.
OF_ANSWERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "openrouter": ({"content": BEGUN}, {}),
    "deepseek": ({"content": BEGUN, "reasoning_content": THOUGHT, "prefix": True}, {}),
    "mistral": ({"content": BEGUN, "prefix": True}, {}),
    "dashscope": ({"content": BEGUN, "partial": True}, {"enable_thinking": False}),
    "groq": ({"content": BEGUN}, {}),
    "ollama": ({"content": BEGUN}, {"reasoning_effort": "none"}),
    "llamacpp": ({"content": BEGUN, "reasoning_content": THOUGHT}, VLLM),
    "vllm": ({"content": BEGUN}, VLLM | OFF),
    "pocket": ({"content": BEGUN, "reasoning_content": THOUGHT, "prefix": True}, {}),
}
OF_THOUGHTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "deepseek": ({"content": "", "reasoning_content": THOUGHT, "prefix": True}, {}),
    "llamacpp": ({"content": "", "reasoning_content": THOUGHT}, VLLM),
    "vllm": ({"content": f"<think>\n{THOUGHT}"}, VLLM),
    "pocket": ({"content": "", "reasoning_content": THOUGHT, "prefix": True}, {}),
}
# The same for thoughts that are closed.
OF_CLOSED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "deepseek": ({"content": "\n\n", "reasoning_content": THOUGHT, "prefix": True}, {}),
    "llamacpp": ({"content": "", "reasoning_content": THOUGHT}, VLLM | {"continue_final_message": "content"}),
    "vllm": ({"content": f"<think>\n{THOUGHT}\n</think>\n\n"}, VLLM | OFF),
    "pocket": ({"content": "\n\n", "reasoning_content": THOUGHT, "prefix": True}, {}),
}


def requested(provider: Provider, given: Prefill, wordy: bool = False) -> dict[str, Any]:
    return payload(request_for("Why?", Asked(provider.name, "a/b"), [], given), provider, wordy)


@pytest.mark.parametrize("provider", [*TABLE, UNKNOWN], ids=lambda provider: provider.name)
@pytest.mark.parametrize("answer", [BEGUN, ""])
def test_each_provider_gets_it_as_it_takes_it_and_no_other_gets_it(provider: Provider, answer: str) -> None:
    given = Prefill("t", f"{THOUGHT}\n", f"{answer} \n" if answer else "")
    plain = payload(request_for("Why?", Asked(provider.name, "a/b"), []), provider)
    expected = (OF_ANSWERS if answer else OF_THOUGHTS).get(provider.name)
    assert takes_prefill(request_for("Why?", Asked(provider.name, "a/b"), [], given), provider) == (
        expected is not None
    )
    if expected:
        last, beside = expected
        messages = [{"role": "user", "content": "Why?"}, {"role": "assistant"} | last]
        assert requested(provider, given) == plain | beside | {"messages": messages}
    else:
        assert requested(provider, given) == requested(provider, given, wordy=True)


@pytest.mark.parametrize("provider", [*TABLE, UNKNOWN], ids=lambda provider: provider.name)
def test_thoughts_are_closed_where_they_are_taken_and_else_told(provider: Provider) -> None:
    given = Prefill("t", f"{THOUGHT}\n", closed=True)
    plain = payload(request_for("Why?", Asked(provider.name, "a/b"), []), provider)
    if expected := OF_CLOSED.get(provider.name):
        last, beside = expected
        messages = [{"role": "user", "content": "Why?"}, {"role": "assistant"} | last]
        assert requested(provider, given) == plain | beside | {"messages": messages}
    in_words = requested(provider, given, wordy=True)
    (asked,) = in_words["messages"]
    assert asked["role"] == "user" and asked["content"].startswith("Why?\n\n") and asked["content"].endswith(THOUGHT)
    assert "answer now" in asked["content"] and in_words == plain | {"messages": [asked]}
    assert expected or requested(provider, given) == in_words


@pytest.mark.parametrize("provider", [*TABLE, UNKNOWN], ids=lambda provider: provider.name)
@pytest.mark.parametrize("given", [Prefill("t", THOUGHT, BEGUN), Prefill("t", " \n")], ids=["answer", "no thoughts"])
def test_nothing_is_closed_that_an_answer_has_closed_or_that_is_not_there(provider: Provider, given: Prefill) -> None:
    for wordy in (False, True):
        assert requested(provider, replace(given, closed=True), wordy) == requested(provider, given, wordy)


@pytest.mark.parametrize("provider", [*TABLE, UNKNOWN], ids=lambda provider: provider.name)
def test_in_words_no_last_message_is_the_assistants(provider: Provider) -> None:
    to_go_on = requested(provider, Prefill("t", THOUGHT, BEGUN + " "), wordy=True)["messages"]
    assert [message["role"] for message in to_go_on] == ["user", "assistant", "user"]
    assert to_go_on[1]["content"] == BEGUN and "broke off" in to_go_on[2]["content"]
    (asked,) = requested(provider, Prefill("t", THOUGHT), wordy=True)["messages"]
    assert asked["role"] == "user" and asked["content"].startswith("Why?\n\n") and asked["content"].endswith(THOUGHT)


def test_deepseek_takes_it_at_a_place_of_its_own() -> None:
    row = row_of("deepseek")
    assert row
    for base in ("https://api.deepseek.com", "https://api.deepseek.com/v1"):
        assert Endpoint("deepseek", row, base).for_prefill.chat_url == "https://api.deepseek.com/beta/chat/completions"
    gateway = Endpoint("deepseek", row, "https://gateway.example.org/ds/v1")
    assert gateway.for_prefill == gateway


# What comes back

texts = some.lists(some.text("ab ", max_size=12), max_size=8)


def answers(texts: list[str]) -> Iterator[StreamEvent]:
    return (AnswerDelta(text) for text in texts)


def said(events: Iterator[StreamEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, AnswerDelta))


@pytest.mark.slow
@drawn(some.text("ab ", min_size=LEAST_REPEATED, max_size=40).filter(lambda text: text == text.rstrip()), texts)
def test_a_beginning_that_comes_back_is_not_shown_twice(begun: str, more: list[str]) -> None:
    whole = begun + "".join(more)
    for size in (1, 3, len(whole)):
        parts = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert said(unrepeated(answers(parts), Prefill("t", answer=begun))) == "".join(more)


@pytest.mark.slow
@drawn(some.text("ab ", max_size=40), texts)
def test_what_does_not_begin_so_is_left_as_it_is(begun: str, more: list[str]) -> None:
    begun = begun.rstrip()
    whole = "".join(more)
    if len(begun) < LEAST_REPEATED or not whole.startswith(begun):
        assert said(unrepeated(answers(more), Prefill("t", answer=begun))) == whole


def test_what_is_held_back_goes_before_what_comes_after_it() -> None:
    begun = "x" * LEAST_REPEATED
    events = [AnswerDelta("xx"), Finished("stop")]
    assert list(unrepeated(iter(events), Prefill("t", answer=begun))) == events
    mixed = [ReasoningDelta("xx"), AnswerDelta("a")]
    assert said(unrepeated(iter(mixed), Prefill("t", begun))) == "a"


@pytest.mark.parametrize(("answer", "said_then"), [("One, ", "two"), ("One,\n\n", "two"), ("One,", "  two")])
def test_told_in_words_no_white_space_comes_twice(answer: str, said_then: str) -> None:
    events = [AnswerDelta(" "), AnswerDelta(" two"), Finished("stop")]
    assert said(joined(iter(events), Prefill("t", answer=answer))) == said_then


# Against a server


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def asked_of(server: ModelServer, name: str, given: Prefill) -> list[StreamEvent]:
    row = row_of(name) or UNKNOWN
    request = request_for("Count.", Asked(name, "a/b"), [], given)
    return list(Client().reply(request, Endpoint(name, row, server.url), CancelToken()))


def text_in(events: list[StreamEvent], kind: type[ReasoningDelta | AnswerDelta]) -> str:
    return "".join(event.text for event in events if isinstance(event, kind))


@pytest.mark.parametrize("name", sorted(OF_ANSWERS.keys() - {"pocket"}))
@pytest.mark.parametrize("echoes", [False, True])
def test_an_answer_goes_on_where_it_broke_off(server: ModelServer, name: str, echoes: bool) -> None:
    server.set_default(tale(echoes=echoes))
    given = Prefill("t", THOUGHTS, ANSWER[:30])
    events = asked_of(server, name, given)
    assert events[0] == Prefilled(given, as_own=True)
    assert (text_in(events, ReasoningDelta), text_in(events, AnswerDelta)) == ("", ANSWER[30:])


@pytest.mark.parametrize("name", sorted(OF_THOUGHTS.keys() - {"pocket"}))
@pytest.mark.parametrize("echoes", [False, True])
def test_thoughts_go_on_from_where_they_stop(server: ModelServer, name: str, echoes: bool) -> None:
    server.set_default(tale(echoes=echoes, tags=True))
    given = Prefill("t", THOUGHTS[:39])
    events = asked_of(server, name, given)
    assert events[0] == Prefilled(given, as_own=True)
    assert (text_in(events, ReasoningDelta), text_in(events, AnswerDelta)) == (THOUGHTS[39:], ANSWER)


@pytest.mark.parametrize("name", sorted(OF_CLOSED.keys() - {"pocket"}))
def test_closed_thoughts_are_followed_by_the_answer_alone(server: ModelServer, name: str) -> None:
    server.set_default(tale(tags=name == "vllm"))
    given = Prefill("t", THOUGHTS[:39], closed=True)
    events = asked_of(server, name, given)
    assert events[0] == Prefilled(given, as_own=True)
    assert (text_in(events, ReasoningDelta), text_in(events, AnswerDelta)) == ("", ANSWER)


@pytest.mark.parametrize("name", [*sorted(OF_CLOSED.keys() - {"pocket"}), "openrouter", "custom"])
def test_who_refuses_closed_thoughts_is_asked_to_answer_now(server: ModelServer, name: str) -> None:
    server.forget()
    server.set_default(tale(refuses=400))
    given = Prefill("t", THOUGHTS[:39], closed=True)
    events = asked_of(server, name, given)
    assert events[0] == Prefilled(given, as_own=False)
    assert (text_in(events, ReasoningDelta), text_in(events, AnswerDelta)) == ("", ANSWER)
    roles = [request.fields["messages"][-1]["role"] for request in server.requests]
    assert roles == (["assistant", "user"] if name in OF_CLOSED else ["user"])


def test_who_begins_anew_is_heard_as_it_speaks(server: ModelServer) -> None:
    server.set_default(tale(anew=True))
    events = asked_of(server, "llamacpp", Prefill("t", "I count to seven.", closed=True))
    assert (text_in(events, ReasoningDelta), text_in(events, AnswerDelta)) == (THOUGHTS, ANSWER)


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_a_model_that_takes_none_is_asked_in_words(server: ModelServer, status: int) -> None:
    server.forget()
    server.set_default(tale(refuses=status))
    given = Prefill("t", "", ANSWER[:30])
    events = asked_of(server, "openrouter", given)
    assert events[0] == Prefilled(given, as_own=False) and text_in(events, AnswerDelta) == ANSWER[30:]
    assert [request.fields["messages"][-1]["role"] for request in server.requests] == ["assistant", "user"]
    thoughts = asked_of(server, "llamacpp", Prefill("t", "Nonsense."))
    assert text_in(thoughts, ReasoningDelta) == THOUGHTS and text_in(thoughts, AnswerDelta) == ANSWER


@pytest.mark.parametrize("status", [401, 402, 429])
def test_another_refusal_is_told_and_nothing_is_asked_again(server: ModelServer, status: int) -> None:
    server.forget()
    server.set_default(tale(refuses=status))
    with pytest.raises(TurnFailed):
        asked_of(server, "openrouter", Prefill("t", "", BEGUN))
    assert len(server.requests) == 1


def test_an_unknown_server_is_asked_in_words_at_once(server: ModelServer) -> None:
    server.forget()
    server.set_default(tale(refuses=400))
    events = asked_of(server, "custom", Prefill("t", "", ANSWER[:30]))
    assert isinstance(events[0], Prefilled) and not events[0].as_own
    assert text_in(events, AnswerDelta) == ANSWER[30:] and len(server.requests) == 1
    other = asked_of(server, "custom", Prefill("t", "", "Something else."))
    assert text_in(other, AnswerDelta) == ELSE
