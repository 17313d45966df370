"""What a server refuses of a request, and the question can do without, is left out, said and remembered; nothing else
ever is."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from components.conversation import AnswerDelta, Asked, CancelToken, ChatRequest, Message, Noted, Prefill, TurnFailed
from components.wire import TABLE, Client, Endpoint, addressed, calls
from components.wire.leaving_out import OWN, switches
from components.wire.payload import payload
from tests.wire.listeners import head_of, http, listener
from tests.wire.test_said import EXTRA

CHUNK = b'data: {"choices":[{"delta":{"content":"Four."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
Refuses = Callable[[dict[str, Any]], tuple[int, Any] | None]


@contextmanager
def strict(refuses: Refuses) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that refuses some bodies: its address, and the bodies that came."""
    came: list[dict[str, Any]] = []

    def serve(met: socket.socket) -> None:
        head, _, body = head_of(met).partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += met.recv(65_536)
        came.append(json.loads(body))
        if refused := refuses(came[-1]):
            told = refused[1] if isinstance(refused[1], bytes) else json.dumps(refused[1]).encode()
            met.sendall(http(f"{refused[0]} No", told, "application/json"))
        else:
            met.sendall(http("200 OK", CHUNK, "text/event-stream"))

    with listener(serve) as port:
        yield f"http://127.0.0.1:{port}/v1", came


def named(field: str, status: int, body: Any) -> Refuses:
    return lambda sent: (status, body) if field in sent else None


def there(url: str, name: str = "custom") -> Endpoint:
    row, base_url = addressed(name, url)
    return Endpoint(name, row, base_url, "")


def asked(client: Client, endpoint: Endpoint, effort: Any = "default", **more: Any) -> tuple[str, list[str]]:
    """The answer, and what is noted of how it was asked."""
    request = ChatRequest(Asked(endpoint.name, "a/b", effort, **more), (Message("user", "Why?"),))
    events = list(client.reply(request, endpoint, CancelToken()))
    answer = "".join(event.text for event in events if isinstance(event, AnswerDelta))
    return answer, [event.sentence for event in events if isinstance(event, Noted)]


def openai(message: str, param: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": None}}


REFUSED: dict[str, tuple[int, Any]] = {
    "by name": (400, openai("Unrecognized request argument supplied: stream_options")),
    "by param": (400, openai("Unsupported parameter", "stream_options")),
    "by a part of it": (400, openai("Unknown parameter: 'stream_options.include_usage'.")),
    "by loc": (422, {"detail": [EXTRA]}),
    "deep": (422, {"object": "error", "message": {"detail": [EXTRA]}}),
    "deep, without a place": (422, {"object": "error", "message": {"detail": [{"msg": EXTRA["msg"]}]}}),
    "as a text of JSON": (400, {"error": json.dumps({"detail": [EXTRA]})}),
    "other words": (400, {"error": "The stream_options option is only for newer versions"}),
    "no field is named": (400, {"error": "Unknown parameter"}),
    "additional properties": (400, {"message": "Additional properties are not allowed"}),
    "no words": (400, b""),
    "empty words": (400, {"detail": "Bad Request"}),
    "no JSON": (400, b"Bad Request"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_we_add_is_left_out_where_it_is_refused_said_and_remembered(how: str) -> None:
    client = Client()
    with strict(named("stream_options", *REFUSED[how])) as (url, came):
        for _ in range(2):
            assert asked(client, there(url)) == (
                "Four.", [f"{there(url).label} does not take stream_options, so it was asked without."]
            )  # fmt: skip
    assert ["stream_options" in body for body in came] == [True, False, False]
    assert {k: v for k, v in came[0].items() if k != "stream_options"} == came[1] == came[2]


def test_after_a_day_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.wire.leaving_out.REMEMBERED_S", 0.0)
    client = Client()
    with strict(named("stream_options", 400, openai("no stream_options"))) as (url, came):
        asked(client, there(url))
        asked(client, there(url))
    assert ["stream_options" in body for body in came] == [True, False, True, False]


def test_the_day_is_not_made_longer_by_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("components.wire.leaving_out.time", SimpleNamespace(monotonic=lambda: now[0]))
    client = Client()
    with strict(named("stream_options", 400, openai("no stream_options"))) as (url, came):
        for now[0] in (0.0, 80_000.0, 90_000.0):
            asked(client, there(url))
    assert ["stream_options" in body for body in came] == [True, False, False, True, False]


def test_another_server_is_asked_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    with strict(named("stream_options", 400, openai("no stream_options"))) as (url, _), strict(lambda _: None) as other:
        asked(client, there(url))
        assert asked(client, there(other[0])) == ("Four.", [])
    assert "stream_options" in other[1][0]


KEPT: dict[str, tuple[int, Any]] = {
    "another field": (400, openai("temperature: must be at most 2", "temperature")),
    "a field that was not sent": (
        422,
        {"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]},
    ),
    "another unknown field": (400, openai("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")),
    "an unknown effort": (400, openai("Unsupported value: 'reasoning_effort' does not support 'low'.")),
    "another reason": (400, openai("The last message must be of the user")),
    "a model": (400, openai("unknown model a/b")),
    "a key": (401, openai("stream_options is not for you")),
    "trouble": (500, openai("stream_options broke")),
    "too long": (400, openai("maximum context length is 10 tokens, stream_options or not")),
}


@pytest.mark.parametrize("why", KEPT)
def test_what_is_refused_for_another_reason_is_told_at_once(why: str) -> None:
    with strict(lambda _: KEPT[why]) as (url, came), pytest.raises(TurnFailed):
        asked(Client(), there(url), max_tokens=99, temperature=1.5)
    assert len(came) == 1


def test_what_is_refused_without_it_too_is_told_and_not_remembered() -> None:
    client = Client()
    with strict(lambda _: (400, openai("Unknown parameter"))) as (url, came):
        for _ in range(2):
            with pytest.raises(TurnFailed):
                asked(client, there(url))
    assert ["stream_options" in body for body in came] == [True, False, True, False]


SWITCHES: list[tuple[str, str, str, str]] = [
    ("vllm", "off", "chat_template_kwargs", "Thinking was not turned off, since vLLM does not take that switch here"),
    ("vllm", "on", "chat_template_kwargs", "Thinking was not turned on, since"),
    ("openrouter", "default", "include_reasoning", "Thoughts were not asked for, since"),
    ("openrouter", "hidden", "include_reasoning", "Thoughts were not declined, since"),
    ("dashscope", "off", "enable_thinking", "Thinking was not turned off, since"),
    ("zai", "off", "thinking", "Thinking was not turned off, since"),
]


@pytest.mark.parametrize(("provider", "effort", "field", "words"), SWITCHES)
@pytest.mark.parametrize(
    "how", ["Extra inputs are not permitted: '{}'", "Unknown parameter: {}", "`{}` is not supported"]
)
def test_a_switch_of_thinking_that_is_refused_is_left_out_with_a_sentence(
    provider: str, effort: str, field: str, words: str, how: str
) -> None:
    client = Client()
    with strict(named(field, 400, openai(how.format(field)))) as (url, came):
        for _ in range(2):
            answer, (noted,) = asked(client, there(url, provider), effort)
            assert answer == "Four." and words in noted and noted.endswith(f"({field}).")
    assert [field in body for body in came] == [True, False, False]


def test_a_server_that_refuses_both_gets_neither() -> None:
    def refuses(sent: dict[str, Any]) -> tuple[int, Any] | None:
        unknown = sent.keys() & {"stream_options", "chat_template_kwargs"}
        return (422, {"detail": [{"msg": "Extra inputs are not permitted"}]}) if unknown else None

    with strict(refuses) as (url, came):
        answer, (noted,) = asked(Client(), there(url, "vllm"), "off")
    assert answer == "Four." and "stream_options" in noted and "chat_template_kwargs" in noted and len(came) == 3


@pytest.mark.parametrize("provider", TABLE, ids=lambda row: row.name)
@pytest.mark.parametrize("choice", ["low", "high", "budget"])
def test_effort_and_limits_are_never_left_out(provider: Any, choice: str) -> None:
    chosen = {"budget": 2_048} if choice == "budget" else {"effort": choice}
    asks = Asked(provider.name, "a/b", max_tokens=500, temperature=0.5, **chosen)  # type: ignore[arg-type]
    body = payload(ChatRequest(asks, (Message("user", "Why?"),)), provider)
    assert not switches(provider, asks) and not {"max_tokens", "max_completion_tokens", "temperature"} & {*OWN}
    assert {"messages", "model", "stream"} <= body.keys()


def test_a_level_goes_out_under_the_name_of_a_switch_that_was_refused() -> None:
    def refuses(sent: dict[str, Any]) -> tuple[int, Any] | None:
        return (400, openai("no reasoning_effort")) if sent.get("reasoning_effort") == "none" else None

    client = Client()
    with strict(refuses) as (url, came):
        assert asked(client, there(url, "ollama"), "off")[0] == "Four."
        assert asked(client, there(url, "ollama"), "high") == ("Four.", [])
    assert [body.get("reasoning_effort") for body in came] == ["none", None, "high"]


def test_the_beginning_of_a_reply_is_handed_over_without_it_too() -> None:
    given = Prefill("t", "I think", "")
    request = ChatRequest(Asked("vllm", "a/b"), (Message("user", "Why?"),), given)
    with strict(named("stream_options", 400, openai("no stream_options"))) as (url, came):
        list(Client().reply(request, there(url, "vllm"), CancelToken()))
    assert [body["messages"][-1]["role"] for body in came] == ["assistant", "assistant"]


def test_the_call_that_is_shown_is_the_one_that_is_sent() -> None:
    client = Client()
    request = ChatRequest(Asked("custom", "a/b"), (Message("user", "Why?"),))
    with strict(named("stream_options", 400, openai("no stream_options"))) as (url, _):
        assert client.left_out(request, there(url)) == frozenset()
        list(client.reply(request, there(url), CancelToken()))
        left = client.left_out(request, there(url))
    assert left == {"stream_options"}
    assert "stream_options" in calls(request, there(url))["curl"]
    assert all("stream_options" not in text for text in calls(request, there(url), without=left).values())


def test_what_a_person_added_by_hand_is_never_left_out() -> None:
    refuses = named("user", 400, {"error": {"message": "Unknown parameter: 'user'."}})
    with strict(refuses) as (url, came), pytest.raises(TurnFailed, match="did not accept the request"):
        asked(Client(), there(url), own_fields='{"user": "me"}')
    assert [sent["user"] for sent in came] == ["me"]
