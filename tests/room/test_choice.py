"""The choice of a model in a whole room: what is offered is what is sent, and lists, credits and keys stay in place."""

import json
import logging
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Effort, Routing, Thinking
from components.room import Room
from components.room.catalogues import STALE_S
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.modelserver.dialect import body
from tests.modelserver.lists import AT_HOME, refused, silent
from tests.modelserver.lists import KEY as CREDITS
from tests.modelserver.step import Gate
from tests.room.conftest import KEY, ME, Place, a_place, open_room
from tests.waiting import allowed, eventually

pytestmark = pytest.mark.usual_ports
YOU = "cookie:you"
REASONING = ["reasoning", "include_reasoning", "temperature"]
LEVELS: dict[Effort, dict[str, Any]] = {
    level: {"reasoning": {"effort": level}} for level in ("minimal", "low", "medium", "high", "xhigh", "max")
}
ASKS = {"default": {"include_reasoning": True}}
WAKES = {"default": {"reasoning": {"enabled": True}}}  # where it can think and need not
OFF = {"off": {"reasoning": {"enabled": False}}}
ON = {"on": {"reasoning": {"enabled": True}}}
BUDGET = {"budget": {"reasoning": {"max_tokens": 4_096}}}


def levels(*names: Effort) -> dict[str, Any]:
    return {name: LEVELS[name] for name in names}


def a_row(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "supported_parameters": REASONING, "context_length": 8_192, **fields}


# kind: its row of the list (None: not listed), and for everything that may be chosen what the request then says of it
KINDS: dict[str, tuple[dict[str, Any] | None, dict[str, Any]]] = {
    "mandatory": (
        a_row("of/mandatory", reasoning={"mandatory": True, "supported_efforts": ["high", "medium", "low", "minimal"]}),
        ASKS | levels("minimal", "low", "medium", "high"),
    ),
    "mandatory by its family": (a_row("deepseek/deepseek-r1"), ASKS),
    "effort only": (
        a_row("of/effort", reasoning={"mandatory": False, "supported_efforts": ["high", "low", "none"]}),
        OFF | WAKES | levels("low", "high"),
    ),
    "effort by its family": (a_row("x-ai/grok-4"), OFF | WAKES | levels("low", "medium", "high")),
    "budget only": (
        a_row(
            "of/budget",
            reasoning={"mandatory": False, "supported_efforts": [], "supports_max_tokens": True},
            top_provider={"max_completion_tokens": 64_000},
        ),
        OFF | WAKES | BUDGET,
    ),
    "both": (
        a_row(
            "of/both",
            reasoning={"mandatory": False, "supported_efforts": ["high", "medium", "low"], "supports_max_tokens": True},
        ),
        OFF | WAKES | levels("low", "medium", "high") | BUDGET,
    ),
    "budget by its family": (
        a_row("anthropic/claude-sonnet-4", reasoning={"mandatory": False}),
        OFF | WAKES | levels("low", "medium", "high") | BUDGET,
    ),
    "a switch alone": (a_row("z-ai/glm-4.6"), OFF | WAKES | ON),
    "none": (a_row("of/none", supported_parameters=["temperature"]), {"default": {}}),
    "xhigh": (
        a_row("of/xhigh", reasoning={"mandatory": True, "supported_efforts": ["xhigh", "high", "medium", "low"]}),
        ASKS | levels("low", "medium", "high", "xhigh"),
    ),
    "all levels": (
        a_row("of/all", reasoning={"mandatory": False, "supported_efforts": None}),
        OFF | WAKES | levels("minimal", "low", "medium", "high", "xhigh", "max"),
    ),
    "a default of its own": (
        a_row(
            "of/default",
            reasoning={"mandatory": False, "supported_efforts": ["high", "low"], "default_effort": "high"},
        ),
        OFF | {"default": {"reasoning": {"effort": "high"}}} | levels("low", "high"),
    ),
    "levels and no word of a budget": (
        a_row("anthropic/claude-opus-5", reasoning={"mandatory": False, "supported_efforts": ["high", "low"]}),
        OFF | WAKES | levels("low", "high"),
    ),
    "an alias": (
        a_row("~z-ai/glm-latest", alias_target="z-ai/glm-4.6", supported_parameters=[]),
        OFF | WAKES | ON,
    ),
    "router": (
        a_row("openrouter/auto", supported_parameters=[], pricing={"prompt": "-1", "completion": "-1"}),
        ASKS,
    ),
    "unknown id": (None, OFF | ASKS | levels("low", "medium", "high")),
}


def listed(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows)}


def ids(place: Place, server: str = "openrouter", owner: str = ME) -> list[str]:
    return [model.id for model in place.room.desk(owner).catalogue(server).models]


def known(place: Place, server: str = "openrouter", owner: str = ME) -> list[str]:
    """The list, once it was read."""
    assert eventually(lambda: ids(place, server, owner))
    return ids(place, server, owner)


def quiet(place: Place) -> bool:
    return eventually(lambda: not place.room._catalogues.busy)


def gets(server: ModelServer, route: str) -> int:
    return sum(request.route == route for request in server.lookups)


# What is offered, and what is sent


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_all_that_a_model_is_offered_is_sent_as_documented_and_nothing_else_can_be(kind: str, place: Place) -> None:
    row, sent = KINDS[kind]
    place.server.models = listed(*(row for row, _ in KINDS.values() if row))
    known(place)
    asked = Asked("openrouter", row["id"] if row else "nobody/knows-it")
    desk = place.room.desk(ME)
    thinking = desk.thinking(asked)
    assert [*thinking.choices, *(["budget"] if thinking.budget else [])] == list(sent)
    for choice, switch in sent.items():
        chosen: dict[str, Any] = {"budget": 4_096} if choice == "budget" else {"effort": choice}
        turn = place.answered("think-2-2-0", asked=replace(asked, **chosen))
        assert turn.status == "done" and (turn.asked == replace(asked, **chosen) or choice == "default")
        assert place.request().said == {
            "model": asked.model,
            "messages": [{"role": "user", "content": "think-2-2-0"}],
            "stream": True,
            **switch,
        }
    # A wish from elsewhere that this model does not take is not sent to it.
    for effort in {"off", "on", "minimal", "low", "medium", "high", "xhigh", "max"} - set(sent):
        place.answered("think-2-2-0", asked=replace(asked, effort=effort))  # type: ignore[arg-type]
        assert place.request().body | sent["default"] == place.request().body
    if "budget" not in sent:
        place.answered("think-2-2-0", asked=replace(asked, budget=4_096))
        assert place.request().body | sent["default"] == place.request().body
    assert quiet(place)


def test_a_mandatory_model_is_never_told_not_to_think_or_to_hide_it(place: Place) -> None:
    place.server.models = listed(KINDS["mandatory"][0] or {})
    known(place)
    for effort in ("off", "hidden"):
        place.answered("think-2-2-0", asked=Asked("openrouter", "of/mandatory", effort))  # type: ignore[arg-type]
        body = place.request().body
        assert body.get("include_reasoning") is not False and "reasoning" not in body


def test_what_is_advanced_is_sent_and_kept_with_the_chat(place: Place) -> None:
    asked = Asked("openrouter", "a/b", "default", "", 900, None, 0.3, Routing(("novita", "groq"), True))
    turn = place.answered("think-2-2-0", asked=asked)
    assert place.request().said == {
        "model": "a/b",
        "messages": [{"role": "user", "content": "think-2-2-0"}],
        "stream": True,
        "include_reasoning": True,
        "max_tokens": 900,
        "temperature": 0.3,
        "provider": {"order": ["novita", "groq"], "data_collection": "deny"},
    }
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation and conversation.chat.asked == asked


# Lists


def test_a_list_is_read_once_and_never_waited_for(tmp_path: Path) -> None:
    with ModelServer(models=silent) as server:
        place = a_place(tmp_path, server)
        begun = time.monotonic()
        for _ in range(20):
            assert place.room.desk(ME).catalogue("openrouter").models == ()
        assert time.monotonic() - begun < allowed(1)
        assert place.room.desk(ME).catalogue("openrouter").loading
        assert eventually(lambda: gets(server, "/models") == 1)
        # A typed name works all the same.
        assert place.answered("think-2-2-0", asked=Asked("openrouter", "some/model")).status == "done"
        assert gets(server, "/models") == 1


def test_a_list_is_kept_with_its_age_and_used_after_a_restart_without_a_request(place: Place, tmp_path: Path) -> None:
    before = time.time()
    known(place)
    assert quiet(place)
    first = place.room.desk(ME).catalogue("openrouter")
    assert first.fetched and before <= first.fetched <= time.time() and first.problem == ""
    assert gets(place.server, "/models") == 1
    again = a_place(tmp_path, place.server)
    assert again.room.desk(ME).catalogue("openrouter") == first
    assert quiet(again) and gets(place.server, "/models") == 1


def test_a_list_is_read_again_by_hand_and_when_it_is_old(place: Place, tmp_path: Path) -> None:
    known(place)
    place.server.models = listed(a_row("new/model"))
    assert quiet(place) and ids(place) == ["test/model"]
    news = place.room.desk(ME).news
    place.room.desk(ME).refresh("openrouter")
    assert eventually(lambda: ids(place) == ["new/model"]) and eventually(lambda: place.room.desk(ME).news > news)
    assert quiet(place) and gets(place.server, "/models") == 2
    place.server.models = listed(a_row("newer/model"))
    with sqlite3.connect(place.url.removeprefix("sqlite:///")) as db:
        db.execute("UPDATE catalogues SET fetched = fetched - ?", (STALE_S + 1,))
    db.close()
    again = a_place(tmp_path, place.server)
    assert ids(again) == ["new/model"]  # what is old is shown until there is something newer
    assert eventually(lambda: ids(again) == ["newer/model"]) and quiet(again)


BIG = json.dumps({"data": [{"id": f"a/{number}", "description": "x" * 1_000} for number in range(10_000)]}).encode()


@pytest.mark.parametrize(
    ("models", "told"),
    [
        (refused(404, b"no"), "answered with an error"),
        (b"<html>", "no JSON"),
        ({"data": []}, "empty"),
        ({"data": [{"id": "a/b", "pricing": {"prompt": 10**400}, "created": 10**400}]}, ""),
        (BIG, "longer than 8 MB"),
    ],
)
def test_what_was_known_stays_in_use_where_a_list_cannot_be_had(place: Place, models: Any, told: str) -> None:
    known(place)
    assert quiet(place)  # while it is being read, nobody asks for it again
    place.server.models = models
    place.room.desk(ME).refresh("openrouter")
    assert quiet(place)
    found = place.room.desk(ME).catalogue("openrouter")
    assert told in found.problem and bool(told) == bool(found.problem)
    if told:
        assert found.problem.startswith("The list of models could not be read from OpenRouter: ")
        assert found.problem.endswith(".") and [model.id for model in found.models] == ["test/model"]
    else:
        assert [model.id for model in found.models] == ["a/b"]
    assert quiet(place) and gets(place.server, "/models") == 2  # nobody asks again at once


def test_a_failure_is_told_and_not_repeated_at_once(tmp_path: Path) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with ModelServer() as server:
        place = a_place(tmp_path, server, f"http://127.0.0.1:{port}/v1")
        desk = place.room.desk(ME)
        assert eventually(lambda: desk.catalogue("openrouter").problem)
        news = place.room.desk(ME).news
        for _ in range(5):
            assert "could not be reached" in desk.catalogue("openrouter").problem
        assert quiet(place) and place.room.desk(ME).news == news


def test_a_list_that_was_read_with_a_typed_key_is_its_owners_alone(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, key="")
    server.models = lambda request: _list_for(request.bearer)
    place.room._servers.keys.keep(ME, "openrouter", KEY)
    assert known(place) == ["mine/model"] and known(place, owner=YOU) == ["public/model"]
    assert ids(place) == ["mine/model"]
    assert quiet(place)
    again = a_place(tmp_path, server, key="")
    assert ids(again, owner=YOU) == ["public/model"] == ids(again)  # the key is forgotten, and with it the list
    with sqlite3.connect(place.url.removeprefix("sqlite:///")) as db:
        assert KEY not in "\n".join(db.iterdump())
    db.close()


def _list_for(bearer: str) -> Any:
    return body(200, listed(a_row("mine/model" if bearer else "public/model")))


def test_a_server_that_needs_a_key_and_has_none_is_asked_for_nothing(tmp_path: Path) -> None:
    settings = Settings({}, database_url=f"sqlite:///{tmp_path}/room.db", find_servers=False)
    room = open_room(settings, Store(settings.database_url))
    found = room.desk(ME).catalogue("openrouter")
    assert not found.loading and not room._catalogues.busy and room.desk(ME).credits() is None


# Favourites, last used


def test_favourites_and_the_last_used_are_each_owners_own(place: Place) -> None:
    for model in ("a/b", "c/d", "a/b"):
        place.answered("think-2-2-0", asked=Asked("openrouter", model))
    mine, yours = place.room.desk(ME), place.room.desk(YOU)
    mine.favour("openrouter", "x/y", True)
    assert (mine.lately("openrouter"), mine.favourites("openrouter")) == (["a/b", "c/d"], ["x/y"])
    assert (yours.lately("openrouter"), yours.favourites("openrouter")) == ([], [])
    assert quiet(place)


# Credits


def test_credits_are_read_and_counted_again_after_a_turn(place: Place) -> None:
    desk = place.room.desk(ME)
    assert desk.credits() is None  # nobody waits for it
    assert eventually(lambda: desk.credits())
    first = desk.credits()
    assert first and (first.left, first.limit, first.resets) == (4.25, 10.0, "monthly")
    asked = gets(place.server, "/key")
    place.server.key = {"data": {**CREDITS["data"], "limit_remaining": 4.0}}
    news = place.room.desk(ME).news
    place.answered("think-2-2-0", asked=Asked("openrouter", "a/b"))
    assert eventually(lambda: (found := desk.credits()) and found.left == 4.0)
    assert eventually(lambda: place.room.desk(ME).news > news)
    assert asked == 1 and quiet(place) and gets(place.server, "/key") == 2
    assert all(request.bearer == KEY for request in place.server.lookups)


def test_a_turn_that_ends_while_credits_are_read_is_counted_too(place: Place) -> None:
    def held(request: Any) -> Iterator[Any]:
        told = body(200, {"data": {**CREDITS["data"], "limit_remaining": 9.0}})
        yield Gate()
        yield from told

    place.server.key = held
    desk = place.room.desk(ME)
    desk.credits()
    assert eventually(lambda: gets(place.server, "/key") == 1)
    place.answered("think-2-2-0", asked=Asked("openrouter", "a/b"))
    place.server.key = CREDITS
    place.server.resume()
    assert eventually(lambda: (found := desk.credits()) and found.left == 4.25)
    assert quiet(place)


def test_credits_that_are_not_told_are_not_shown_and_not_asked_for_again(place: Place) -> None:
    place.server.key = refused(404, b"no such thing")
    desk = place.room.desk(ME)
    assert desk.credits() is None
    assert eventually(lambda: gets(place.server, "/key") == 1) and quiet(place)
    for _ in range(5):
        assert desk.credits() is None
    assert quiet(place) and gets(place.server, "/key") == 1


def test_no_key_stands_in_a_log_the_database_or_a_representation(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        known(place)
        assert eventually(lambda: place.room.desk(ME).credits()) and quiet(place)
        place.server.models = refused(500, json.dumps({"error": {"message": f"you are {KEY}"}}).encode())
        place.room.desk(ME).refresh("openrouter")
        assert quiet(place)
    found = place.room.desk(ME).catalogue("openrouter")
    assert "you are" in found.problem and KEY not in repr(found) and KEY not in caplog.text
    with sqlite3.connect(place.url.removeprefix("sqlite:///")) as db:
        assert KEY not in "\n".join(db.iterdump())
    db.close()


# Other servers


@pytest.fixture
def two(tmp_path: Path, server: ModelServer) -> Iterator[tuple[Room, ModelServer, ModelServer]]:
    """A room with an OpenRouter and a vLLM."""
    with ModelServer(models=AT_HOME[8000]) as other:
        settings = Settings(
            {"openrouter": Server(server.url, KEY), "vllm": Server(other.url)},
            database_url=f"sqlite:///{tmp_path}/room.db",
            find_servers=False,
        )
        yield open_room(settings, Store(settings.database_url)), server, other


def test_another_server_is_asked_for_a_model_of_its_own(two: tuple[Room, ModelServer, ModelServer]) -> None:
    room, server, other = two
    desk = room.desk(ME)
    assert [(one.name, one.label) for one in desk.servers("openrouter")] == [
        ("openrouter", "OpenRouter"),
        ("vllm", "vLLM"),
        ("pocket", "Pocket"),
        ("recording", "Recording"),
    ]
    # Their lists are read before anybody changes over.
    assert eventually(lambda: gets(other, "/models")) and eventually(lambda: not room._catalogues.busy)
    asked = Asked("openrouter", "test/model", "low", max_tokens=99, temperature=0.5)
    there = desk.at_server(asked, "vllm")
    assert there == replace(asked, provider="vllm", model="zai-org/GLM-5.2", effort="default")
    turn = room.chats(ME).ask(None, "think-2-2-0", replace(there, effort="on"))
    assert turn and eventually(lambda: room._store.with_texts([turn.id])[turn.id].ended)
    assert other.requests[-1].body == {
        "model": "zai-org/GLM-5.2",
        "messages": [{"role": "user", "content": "think-2-2-0"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": 99,
        "temperature": 0.5,
        "chat_template_kwargs": {"enable_thinking": True},
    }
    assert other.requests[-1].bearer == "" and server.requests == []
    assert desk.at_server(there, "openrouter").model == "deepseek/deepseek-r1"  # the room's usual one
    assert desk.at_server(asked, "vllm").model == "zai-org/GLM-5.2"  # the last one asked there
    assert desk.as_remembered(asked, "vllm") == desk.at_server(asked, "vllm")  # nobody chose yet
    desk.remember(replace(there, model="mine/own", effort="off"))
    assert desk.as_remembered(asked, "vllm") == replace(asked, provider="vllm", model="mine/own", effort="off")
    assert desk.at_server(asked, "vllm").model == "zai-org/GLM-5.2"  # an experiment begins as ever
    assert room.desk("cookie:you").as_remembered(asked, "vllm").model != "mine/own"
    assert eventually(lambda: not room._catalogues.busy)


@pytest.fixture
def searching(tmp_path: Path) -> Callable[[], Room]:
    def opened() -> Room:
        settings = Settings({}, database_url=f"sqlite:///{tmp_path}/room.db", find_servers=True)
        return open_room(settings, Store(settings.database_url))

    return opened


def test_a_server_at_home_is_found_offered_by_name_and_preferred_where_no_key_is(
    searching: Callable[[], Room],
) -> None:
    with ModelServer(port=11434, models=AT_HOME[11434]) as ollama, ModelServer(port=8080, models=AT_HOME[8080]):
        room = searching()
        assert room.desk(ME).first_choice() == Asked("pocket", "pocket/thinker")
        news = room.desk(ME).news
        begun = time.monotonic()
        room.look_for_servers()
        assert time.monotonic() - begun < allowed(0.1)
        assert eventually(lambda: room.desk(ME).news > news, 2)
        labels = [one.label for one in room.desk(ME).servers("ollama")]
        assert labels == ["Ollama", "llama.cpp", "Pocket", "OpenRouter", "Recording"]
        first = room.desk(ME).first_choice()
        assert first == Asked("ollama", "gpt-oss:120b")
        assert room.desk(ME).thinking(first) == Thinking(None, levels=("low", "medium", "high"), off=True)
        assert room.desk(ME).catalogue("ollama").models and not room._catalogues.busy
        turn = room.chats(ME).ask(None, "think-2-2-0", replace(first, effort="off"))
        assert turn and eventually(lambda: room._store.with_texts([turn.id])[turn.id].ended)
        assert ollama.requests[-1].body["reasoning_effort"] == "none"
        looked = gets(ollama, "/models")
        room.look_for_servers()  # not so soon
        assert gets(ollama, "/models") == looked


def test_a_server_at_home_that_is_gone_is_told_by_name(searching: Callable[[], Room]) -> None:
    with ModelServer(port=11434, models=AT_HOME[11434]):
        room = searching()
        room.look_for_servers()
        assert eventually(lambda: room.desk(ME).servers("openrouter")[0].name == "ollama", 3)
        asked = room.desk(ME).first_choice()
        assert eventually(lambda: not room._catalogues.busy)
    after = searching()  # where it is not found any more
    assert [one.label for one in after.desk(ME).servers("ollama")] == ["Pocket", "OpenRouter", "Recording", "Ollama"]
    turn = after.chats(ME).ask(None, "think-2-2-0", asked)
    assert turn and eventually(lambda: after._store.with_texts([turn.id])[turn.id].ended)
    failure = after._store.with_texts([turn.id])[turn.id].failure
    assert failure and failure.kind == "unreachable" and "Ollama" in failure.what
    assert eventually(lambda: "Ollama" in after.desk(ME).catalogue("ollama").problem)
    assert eventually(lambda: not after._catalogues.busy)


def test_what_is_set_is_not_found_a_second_time_and_no_search_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    with ModelServer(port=11434, models=AT_HOME[11434]) as ollama:
        servers = {"custom": Server(ollama.url)}
        url = f"sqlite:///{tmp_path}/room.db"
        room = open_room(Settings(servers, database_url=url, find_servers=True), Store(url))
        room._servers._look()
        assert [one.name for one in room._servers.all(ME)] == ["custom", "pocket", "openrouter", "recording"]
        assert ollama.lookups == []
        closed = open_room(Settings({}, database_url=url, find_servers=False), Store(url))
        closed.look_for_servers()
        assert [one.name for one in closed._servers.all(ME)] == [
            "pocket",
            "openrouter",
            "recording",
        ] and ollama.lookups == []
