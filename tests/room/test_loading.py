"""A model that is still being loaded: the question waits for it, whoever waits is told, and may stop it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Loading, Turn
from components.room import loading
from components.runner import Live
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find, one_after_another
from tests.modelserver.lists import refused
from tests.modelserver.step import Gate, Step
from tests.room.conftest import ME, Place, open_room
from tests.waiting import eventually

UNAVAILABLE = {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}


def unavailable(**more: Any) -> Callable[[Request], Iterator[Step]]:
    return refused(503, json.dumps(UNAVAILABLE | more).encode(), "application/json")


def a_home(folder: Path, server: ModelServer, name: str, path: str = "/v1", **more: Any) -> Place:
    url = f"sqlite:///{folder}/room.db"
    servers = {name: Server(server.url.removesuffix("/v1") + path)}
    settings = Settings(servers, database_url=url, find_servers=False, retries=0, **more)
    return Place(open_room(settings, Store(url)), server, url)


def running(place: Place, turn: Turn) -> Live:
    run = place.room.chats(ME).live(turn.id)
    assert run is not None
    return run


def told(run: Live) -> Loading:
    """What whoever waits is told."""
    found: list[Loading] = []

    def is_told() -> bool:
        if (now := run.progress.loading) is not None:
            found.append(now)
        return bool(found)

    assert eventually(is_told)
    return found[0]


@pytest.mark.slow
def test_a_question_waits_for_a_llamacpp_that_loads_its_model(tmp_path: Path, server: ModelServer) -> None:
    server.set_default(one_after_another("error-503-loading", "think-5-5-0"))
    server.health = unavailable(progress=0.4)
    place = a_home(tmp_path, server, "llamacpp")
    turn = place.ask("Why?", asked=Asked("llamacpp", "a.gguf"))
    run = running(place, turn)
    assert eventually(lambda: (now := run.progress.loading) and now.share == 0.4)
    assert told(run).failure.what == "The model is being loaded by llama.cpp."
    assert len(server.requests) == 1  # the question is not sent again and again
    server.health = {"status": "ok"}
    ended = place.ended(turn.id)
    assert (ended.status, ended.failure, len(server.requests)) == ("done", None, 2)
    assert ended.reasoning and ended.answer and run.progress.loading is None
    assert server.requests[0].body == server.requests[1].body


def test_another_server_is_asked_again_after_a_pause(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PAUSES_S", (0.05, 0.1))
    server.set_default(one_after_another("error-503-loading", "error-503-loading", "think-5-5-0"))
    place = a_home(tmp_path, server, "custom")
    assert place.answered("Why?", asked=Asked("custom", "a")).status == "done"
    first, second, third = server.requests
    assert second.received - first.received >= 0.05 and third.received - second.received >= 0.1


def test_where_the_health_is_good_and_the_question_refused_it_is_asked_after_pauses(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What answers before the server may be well while that is not."""
    monkeypatch.setattr(loading, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(loading, "PAUSES_S", (0.05, 0.3))
    server.health = {"status": "ok"}
    server.set_default(one_after_another("error-503-loading", "error-503-loading", "think-5-5-0"))
    place = a_home(tmp_path, server, "llamacpp")
    assert place.answered("Why?", asked=Asked("llamacpp", "a")).status == "done"
    _, second, third = server.requests
    assert third.received - second.received >= 0.3


def test_a_stop_ends_the_wait(tmp_path: Path, server: ModelServer) -> None:
    server.set_default("error-503-loading")
    server.health = unavailable()
    place = a_home(tmp_path, server, "llamacpp")
    turn = place.ask("Why?", asked=Asked("llamacpp", "a"))
    told(running(place, turn))
    place.room.chats(ME).stop(turn.chat_id)
    ended = place.ended(turn.id)
    assert (ended.status, ended.failure, len(server.requests)) == ("stopped", None, 1)


@pytest.mark.slow
def test_it_is_waited_for_no_longer_than_for_a_first_byte(tmp_path: Path, server: ModelServer) -> None:
    server.set_default("error-503-loading")
    server.health = unavailable()
    place = a_home(tmp_path, server, "llamacpp", first_byte_s=1.5)
    ended = place.answered("Why?", asked=Asked("llamacpp", "a"))
    assert ended.status == "failed" and ended.failure and ended.failure.kind == "model loading"
    assert ended.failure.what == "The model is still being loaded by llama.cpp, after 2 s."
    assert ended.failure.next_step.startswith("Look at the server:") and "Loading model" in ended.failure.said
    assert len(server.requests) == 2  # once more at the end, since it may be there


def held(request: Request) -> Iterator[Step]:
    """As a server that takes a question while it loads the model for it."""
    answers = find("think-5-5-0")
    assert answers is not None
    yield Gate()
    yield from answers(request)


@pytest.mark.parametrize(
    ("name", "path", "model", "share"), [("llamacpp", "/v1", "big", 0.5), ("ollama", "/v1", "qwen3:8b", None)]
)
def test_whoever_waits_for_a_server_that_holds_the_question_is_told_why(
    tmp_path: Path,
    server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    path: str,
    model: str,
    share: float | None,
) -> None:
    monkeypatch.setattr(loading, "HELD_S", 0.1)
    progress = {"stages": ["text_model"], "current": "text_model", "value": 0.5}
    server.health, server.ps = {"status": "ok"}, {"models": [{"name": "other:1b", "model": "other:1b"}]}
    server.models = {"data": [{"id": model, "status": {"value": "loading", "progress": progress}}]}
    server.set_default(held)
    place = a_home(tmp_path, server, name, path)
    turn = place.ask("Why?", asked=Asked(name, model))
    run = running(place, turn)
    assert told(run).share == share and len(server.requests) == 1
    server.resume()
    ended = place.ended(turn.id)
    assert (ended.status, len(server.requests), run.progress.loading) == ("done", 1, None)
    assert ended.reasoning and ended.answer


def test_a_server_that_reads_a_long_question_is_not_said_to_load(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "HELD_S", 0.05)
    monkeypatch.setattr(loading, "LOOK_EVERY_S", 0.05)
    server.ps = {"models": [{"name": "qwen3:8b", "model": "qwen3:8b"}]}
    server.set_default(held)
    place = a_home(tmp_path, server, "ollama")
    turn = place.ask("Why?", asked=Asked("ollama", "qwen3:8b"))
    run = running(place, turn)
    assert eventually(lambda: sum(request.route == "/api/ps" for request in server.lookups) > 2)
    assert run.progress.loading is None
    place.room.chats(ME).stop(turn.chat_id)
    assert place.ended(turn.id).status == "stopped"
    assert eventually(lambda: server.requests[0].ended == "client closed")


@pytest.mark.slow
def test_what_arrived_has_each_try_and_is_read_again_from_the_last(tmp_path: Path, server: ModelServer) -> None:
    server.set_default(one_after_another("error-503-loading", "think-5-5-0"))
    server.health = {"status": "ok"}
    place = a_home(tmp_path, server, "llamacpp")
    turn = place.answered("Why?", asked=Asked("llamacpp", "a"))
    arrivals = place.room.arrivals(ME)
    assert eventually(lambda: arrivals.look(turn.chat_id, turn.id).rows)
    assert sum(row.kind == "asked" for row in arrivals.look(turn.chat_id, turn.id).rows) == 2
    again, why = arrivals.read_again(turn.chat_id, turn.id)
    assert again and not why and (again.status, again.answer) == ("done", turn.answer)


def test_a_list_is_asked_for_again_soon_while_the_model_is_loaded(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.room.catalogues.LOADING_S", 0.2)
    server.models = unavailable()
    desk = a_home(tmp_path, server, "llamacpp").room.desk(ME)
    said = "The list of models could not be read from llama.cpp: it is still loading its model."
    assert eventually(lambda: desk.catalogue("llamacpp").problem == said)
    server.models = {"data": [{"id": "a.gguf", "owned_by": "llamacpp"}]}
    assert eventually(lambda: [model.id for model in desk.catalogue("llamacpp").models] == ["a.gguf"])
