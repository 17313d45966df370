"""What servers at home tell of single models, in a whole room: read behind the page's back, in bounds, and used."""

import time
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Thinking
from components.room.model_facts import MOST_AT_ONCE
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.modelserver.dialect import body
from tests.modelserver.lists import AT_HOME, refused, silent
from tests.room.conftest import ME, Place, open_room
from tests.waiting import allowed, eventually

PROPS: dict[str, Any] = {
    "default_generation_settings": {"n_ctx": 4_096},
    "chat_template": "{% if enable_thinking %}<think>{% endif %}",
    "chat_template_caps": {"supports_tools": True},
    "modalities": {"vision": True},
}
THINKS = Thinking(True, budget=True, off=True, on=True)
LLAMACPP = Asked("llamacpp", "gpt-oss-20b-Q4_K_M.gguf")


def a_home(folder: Path, server: ModelServer, name: str = "llamacpp", path: str = "/v1") -> Place:
    url = f"sqlite:///{folder}/room.db"
    servers = {name: Server(server.url.removesuffix("/v1") + path)}
    settings = Settings(servers, database_url=url, find_servers=False, retries=0)
    return Place(open_room(settings, Store(url)), server, url)


def asked_about(server: ModelServer) -> list[str]:
    """The models that /api/show was asked for."""
    return [request.body["model"] for request in server.lookups if request.route == "/api/show"]


def test_what_a_server_tells_of_its_model_is_offered_shown_and_sent(tmp_path: Path) -> None:
    with ModelServer(models=AT_HOME[8080], props=PROPS) as server:
        place = a_home(tmp_path, server)
        desk = place.room.desk(ME)
        news = desk.news
        assert eventually(lambda: (found := desk.model(LLAMACPP)) and found.calls_tools)
        assert eventually(lambda: desk.news > news)
        found = desk.model(LLAMACPP)
        assert found and (found.thinking, found.context, found.reads) == (THINKS, 4_096, ("text", "image"))
        place.answered("think-2-2-0", asked=LLAMACPP)
        assert place.request().body["chat_template_kwargs"] == {"enable_thinking": True}
        place.answered("think-2-2-0", asked=Asked("llamacpp", LLAMACPP.model, budget=2_048))
        assert place.request().body["thinking_budget_tokens"] == 2_048
        # Once: whoever looks again is shown what is known.
        assert sum(request.route == "/props" for request in server.lookups) == 1


@pytest.mark.parametrize("told", [silent, refused(503, b"{}", "application/json"), b"<html>", [1]])
def test_a_server_that_tells_nothing_holds_up_nobody(tmp_path: Path, told: Any) -> None:
    with ModelServer(models=AT_HOME[8080], props=told) as server:
        place = a_home(tmp_path, server)
        desk = place.room.desk(ME)
        assert eventually(lambda: desk.catalogue("llamacpp").models)
        assert eventually(lambda: any(request.route == "/props" for request in server.lookups))
        begun = time.monotonic()
        for _ in range(20):
            assert desk.thinking(LLAMACPP) == Thinking(None, budget=True, off=True, on=True)
        assert time.monotonic() - begun < allowed(1)
        assert place.answered("think-2-2-0", asked=LLAMACPP).status == "done"
        assert sum(request.route == "/props" for request in server.lookups) == 1


def test_of_many_models_only_some_are_asked_for_at_once_and_each_once(tmp_path: Path) -> None:
    names = [f"model:{number}" for number in range(MOST_AT_ONCE + 10)]
    told = {"capabilities": ["completion"], "model_info": {"general.architecture": "a", "a.context_length": 2_048}}
    with ModelServer(models={"data": [{"id": name} for name in names]}, show=told) as server:
        desk = a_home(tmp_path, server, "ollama", "/api").room.desk(ME)
        assert eventually(lambda: len(asked_about(server)) == MOST_AT_ONCE or not desk.catalogue("ollama").models)
        assert eventually(lambda: all(model.context for model in desk.catalogue("ollama").models[:MOST_AT_ONCE]))
        # The rest is asked for when somebody looks again.
        assert eventually(lambda: [model.context for model in desk.catalogue("ollama").models] == [2_048] * len(names))
        assert sorted(asked_about(server)) == sorted(names)


def test_what_was_told_is_read_again_by_hand_and_kept_while_the_server_is_away(tmp_path: Path) -> None:
    with ModelServer(models=AT_HOME[8080], props=PROPS) as server:
        desk = a_home(tmp_path, server).room.desk(ME)
        assert eventually(lambda: (found := desk.model(LLAMACPP)) and found.context == 4_096)
        server.props = PROPS | {"default_generation_settings": {"n_ctx": 8_192}}
        desk.refresh("llamacpp")
        assert eventually(lambda: (found := desk.model(LLAMACPP)) and found.context == 8_192)
        server.props = refused(500, b"")
        desk.refresh("llamacpp")
        looked = len(server.lookups)
        assert eventually(lambda: desk.thinking(LLAMACPP) and len(server.lookups) > looked)
        found = desk.model(LLAMACPP)
        assert found and (found.thinking, found.context) == (THINKS, 8_192)


def test_no_more_is_kept_in_memory_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.room.model_facts.MOST_KNOWN", 3)
    names = [f"model:{number}" for number in range(5)]
    told = {"capabilities": ["completion", "tools"]}
    with ModelServer(models={"data": [{"id": name} for name in names]}, show=told) as server:
        place = a_home(tmp_path, server, "ollama", "/api")
        desk = place.room.desk(ME)
        assert eventually(lambda: desk.catalogue("ollama").models and len(asked_about(server)) >= 5)
        assert eventually(lambda: any(model.calls_tools for model in desk.catalogue("ollama").models))
        assert len(place.room._catalogues._facts._known) <= 3


def test_it_is_not_kept_with_the_list(tmp_path: Path) -> None:
    """A server may be started with another template under the same name."""
    with ModelServer(models=AT_HOME[8080], props=PROPS) as server:
        place = a_home(tmp_path, server)
        assert eventually(lambda: (found := place.room.desk(ME).model(LLAMACPP)) and found.calls_tools)
        assert eventually(lambda: not place.room._catalogues.busy)
        server.props = lambda request: body(200, PROPS | {"chat_template": "{{ messages }}"})
        again = a_home(tmp_path, server).room.desk(ME)
        first = again.model(LLAMACPP)
        assert first and first.calls_tools is None
        assert eventually(lambda: again.thinking(LLAMACPP) == Thinking(False))
