"""A whole turn, and what follows it, in protocols of their own over HTTP: what is asked, kept, and sent back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Turn
from components.room import Room
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.dialect import body
from tests.modelserver.native import SIGNED
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step
from tests.room.conftest import KEY, ME, Place, open_room
from tests.waiting import eventually


@dataclass(frozen=True)
class Way:
    """A protocol as the room asks in it: the model, the route, the header with the key, and where a request has its
    messages."""

    name: str
    model: str
    route: str
    header: str
    value: str
    messages: str


WAYS = {
    "openai-responses": Way("openai", "gpt-5", "/responses", "authorization", f"Bearer {KEY}", "input"),
    "gemini": Way(
        "gemini", "gemini-2.5-pro", "/models/gemini-2.5-pro:streamGenerateContent", "x-goog-api-key", KEY, "contents"
    ),
}
OTHER = {"openai-responses": "gpt-5-mini", "gemini": "gemini-2.5-flash"}


def room_for(folder: Path, server: ModelServer, protocol: str, key: str = KEY) -> Place:
    url, way = f"sqlite:///{folder}/room.db", WAYS[protocol]
    base = server.url.removesuffix("/v1") if protocol == "gemini" else server.url
    servers = {way.name: Server(base, key, protocol)}
    settings = Settings(servers, database_url=url, find_servers=False, retries=0)
    room: Room = open_room(settings, Store(url))
    return Place(room, server, url)


@pytest.fixture(params=WAYS)
def protocol(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def place(tmp_path: Path, server: ModelServer, protocol: str) -> Place:
    return room_for(tmp_path, server, protocol)


def asked_of(protocol: str, model: str = "", **chosen: Any) -> Asked:
    way = WAYS[protocol]
    return Asked(way.name, model or way.model, **chosen)


def answered(place: Place, protocol: str, question: str, chat: str | None = None, model: str = "") -> Turn:
    return place.answered(question, chat, asked_of(protocol, model))


def test_a_question_is_thought_over_and_answered(place: Place, protocol: str) -> None:
    way = WAYS[protocol]
    turn = answered(place, protocol, "think-40-20-0 and so")
    assert turn.status == "done" and "mark-000000" in turn.reasoning and "mark-000004" in turn.answer
    assert turn.reply.summarised  # of thoughts that are told by their provider
    usage = turn.reply.usage
    assert usage and (usage.prompt_tokens, usage.completion_tokens, usage.reasoning_tokens) == (11, 60, 40)
    request = place.request()
    assert request.route == way.route and request.headers[way.header] == way.value
    assert "messages" not in request.fields and len(request.fields[way.messages]) == 1


def test_what_was_sealed_goes_back_to_who_made_it_and_to_nobody_else(place: Place, protocol: str) -> None:
    way = WAYS[protocol]
    first = answered(place, protocol, "think-40-20-0 the first")
    answered(place, protocol, "think-40-20-0 the second", first.chat_id)
    sent = place.request().fields[way.messages]
    assert SIGNED in str(sent) and len(sent) >= 3
    answered(place, protocol, "think-40-20-0 the third", first.chat_id, OTHER[protocol])
    assert SIGNED not in str(place.request().fields)


def test_with_another_key_nothing_that_is_sealed_goes_along(tmp_path: Path, server: ModelServer, protocol: str) -> None:
    place = room_for(tmp_path, server, protocol)
    first = answered(place, protocol, "think-40-20-0 the first")
    place.room.close()
    other = room_for(tmp_path, server, protocol, "sk-another-0123456789-canary")
    answered(other, protocol, "think-40-20-0 the second", first.chat_id)
    fields = other.request().fields
    assert SIGNED not in str(fields) and len(fields[WAYS[protocol].messages]) == 3


def test_a_stop_keeps_what_was_thought(place: Place, protocol: str) -> None:
    turn = place.ask("gate-200-60 to be stopped", asked=asked_of(protocol))
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: "mark-000003" in run.turn.reasoning)
    place.room.chats(ME).stop(turn.chat_id)
    kept = place.ended(turn.id)
    assert kept.status == "stopped" and "mark-000003" in kept.reasoning and not kept.answer


@pytest.mark.parametrize("how", ["cut-60", "close-60"])
def test_a_reply_that_breaks_off_is_kept_and_said_so(place: Place, protocol: str, how: str) -> None:
    turn = answered(place, protocol, f"{how} half of it")
    assert turn.status == "failed" and turn.failure and turn.failure.kind == "connection lost"
    assert how == "cut-60" or "mark-000001" in turn.reasoning


def test_an_error_in_the_middle_keeps_the_thoughts(place: Place, protocol: str) -> None:
    turn = answered(place, protocol, "midway-error-60 half of it")
    assert turn.status == "failed" and "mark-000001" in turn.reasoning
    assert turn.failure and turn.failure.said.endswith("Provider returned error")


def test_a_limit_is_told_as_one(place: Place, protocol: str) -> None:
    turn = answered(place, protocol, "length-60 all of it")
    assert turn.reply.finish_reason in ("max_output_tokens", "MAX_TOKENS") and not turn.answer


def test_a_refusal_is_a_sentence_and_asks_once(place: Place, protocol: str) -> None:
    turn = answered(place, protocol, "error-401 please")
    assert turn.status == "failed" and turn.failure and turn.failure.next_step and len(place.server.requests) == 1


def test_a_call_is_shown_with_a_variable_in_place_of_the_key(place: Place, protocol: str) -> None:
    turn = answered(place, protocol, "think-4-2-0 with its call")
    calls, _ = place.room.chats(ME).calls(turn.chat_id, turn.id)
    assert len(calls) == 3
    told = "\n".join(calls.values())
    assert KEY not in told and WAYS[protocol].route in told


def test_a_model_that_is_for_no_chat_is_asked_in_the_older_way(tmp_path: Path, server: ModelServer) -> None:
    said = "The requested model 'gpt-3.5-turbo-instruct' cannot be used with the Responses API."

    def answers(request: Request) -> Iterator[Step]:
        if request.route == "/responses":
            return body(400, {"error": {"message": said, "type": "invalid_request_error", "code": "unsupported_model"}})
        return perform(Spoken("", "Yes.", 0), "or", request)

    server.set_default(answers)
    place = room_for(tmp_path, server, "openai-responses")
    turn = answered(place, "openai-responses", "Is it so?", model="gpt-3.5-turbo-instruct")
    assert (turn.status, turn.answer) == ("done", "Yes.") and not turn.reply.notes
    assert [request.route for request in server.requests] == ["/responses", "/completions"]
    assert server.requests[-1].fields["prompt"] == "Is it so?"


def test_who_may_have_no_summaries_is_answered_without_and_the_page_says_so(
    tmp_path: Path, server: ModelServer
) -> None:
    said = "Your organization must be verified to generate reasoning summaries."

    def answers(request: Request) -> Iterator[Step]:
        if "summary" in request.fields["reasoning"]:
            return body(
                400, {"error": {"message": said, "type": "invalid_request_error", "param": "reasoning.summary"}}
            )
        return perform(Spoken("", "Yes.", 0), "or", request)

    server.set_default(answers)
    place = room_for(tmp_path, server, "openai-responses")
    turn = place.answered("Is it so?", None, asked_of("openai-responses", effort="low"))
    assert (turn.status, turn.answer) == ("done", "Yes.")
    assert turn.reply.notes == (
        "OpenAI summarises thoughts for verified organisations alone, so the question was asked without: the model "
        "thinks, and its thoughts cannot be seen.",
    )
    assert [request.fields["reasoning"] for request in server.requests] == [
        {"effort": "low", "summary": "auto"},
        {"effort": "low"},
    ]
    # It is remembered, said each time, and the call is shown as it is made.
    again = place.answered("And this?", turn.chat_id, asked_of("openai-responses", effort="high"))
    assert again.reply.notes == turn.reply.notes
    assert [request.fields["reasoning"] for request in server.requests[2:]] == [{"effort": "high"}]
    calls, _ = place.room.chats(ME).calls(again.chat_id, again.id)
    assert '"reasoning": {\n    "effort": "high"\n  }' in calls["curl"]
    # It is the key's: another one is asked with it.
    (tmp_path / "other").mkdir()
    other = room_for(tmp_path / "other", server, "openai-responses", "sk-another-0123456789-canary")
    other.answered("Is it so?", None, asked_of("openai-responses", effort="low"))
    assert "summary" in server.requests[3].fields["reasoning"]
