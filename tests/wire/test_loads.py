"""That a model is still being loaded, as servers say it, and what is none of it."""

import json
from typing import Any

import pytest

from components.conversation import ModelLoading
from components.wire import Endpoint, Load, Lookup, LookupFailed, StillLoading, addressed
from components.wire.loads import running_in, status_in
from components.wire.refusals import Voice
from tests.modelserver import ModelServer
from tests.modelserver.lists import refused

VOICE = Voice("llama.cpp", "qwen3")
UNAVAILABLE = {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}


def told(status: int, body: Any) -> Any:
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return VOICE.refusal(status, data, {})


# Who says it: status, body, how much of it is there, and the wait that is asked for.
SAID: dict[str, tuple[int, Any, float | None, float | None]] = {
    "llama.cpp": (503, UNAVAILABLE, None, None),
    "llama.cpp, its /health of old": (503, {"status": "loading model"}, None, None),
    "the same with progress": (503, {"status": "loading model", "progress": 0.4}, 0.4, None),
    "Ollama, of its runner": (500, {"error": "unexpected server status: llm server loading model"}, None, None),
    "Ollama, with progress": (500, {"error": "llm server loading model - progress 0.35 -"}, 0.35, None),
    "LM Studio": (503, {"error": {"message": "Model qwen3 is currently loading. Please wait."}}, None, None),
    "Hugging Face": (503, {"error": "Model org/qwen3 is currently loading", "estimated_time": 20.0}, None, 20.0),
    "a gateway before vLLM": (503, {"message": "The model is not ready yet"}, None, None),
    "a gateway before KoboldCpp": (502, {"detail": {"msg": "The model is still being loaded"}}, None, None),
    "in words alone": (503, "Loading model", None, None),
    "warming up": (503, {"error": "model `qwen3` is still warming up"}, None, None),
}
NONE_OF_IT = {
    "loading has failed": (500, {"error": {"message": "Failed to load model qwen3"}}),
    "loading has failed, in other words": (500, {"error": "error loading model: unable to allocate CUDA0 buffer"}),
    "loading the model failed": (500, {"error": "loading model failed: out of memory"}),
    "it took too long": (500, {"error": "timed out waiting for llama runner to start - progress 1.00 - "}),
    "nothing is loaded": (404, {"error": {"message": "No models loaded. Please load a model in the developer page"}}),
    "too busy": (503, {"detail": {"msg": "Server is busy; please try again later.", "type": "service_unavailable"}}),
    "it is loaded": (503, {"error": "The model is loaded and the server is overloaded"}),
    "a question on it": (400, {"error": {"message": "Loading model is no valid value"}}),
}


@pytest.mark.parametrize("who", SAID)
def test_that_a_model_is_being_loaded_is_told_as_that(who: str) -> None:
    status, body, share, wait = SAID[who]
    error = told(status, body)
    assert type(error) is ModelLoading and (error.share, error.failure.retry_after_s) == (share, wait)
    assert error.failure.what == "The model is being loaded by llama.cpp."
    again = "in 20 s" if wait else "in a moment"
    assert error.failure.next_step == f"Try again {again}, when it is loaded." and error.failure.kind == "model loading"


@pytest.mark.parametrize("what", NONE_OF_IT)
def test_what_only_sounds_like_it_is_not(what: str) -> None:
    assert type(told(*NONE_OF_IT[what])) is not ModelLoading


@pytest.mark.parametrize("progress", [True, -1, 2, "half", None, []])
def test_a_share_that_is_none_is_not_told(progress: Any) -> None:
    assert told(503, {"status": "loading model", "progress": progress}).share is None


# What a server is looked up for


@pytest.mark.parametrize(
    ("status", "load"),
    [
        ({"value": "loaded"}, Load(False)),
        ({"value": "unloaded"}, Load(False)),
        ({"value": "loading", "args": ["llama-server"]}, Load(True)),
        ({"value": "loading", "progress": {"stages": ["text_model"], "current": "text_model", "value": 0.5}},
         Load(True, 0.5)),
        ({"value": "downloading", "progress": {"a.gguf": {"done": 30, "total": 100}, "b": {"done": 30, "total": 140}}},
         Load(True, 0.25)),
        ({"value": "downloading", "progress": {"a.gguf": {"done": 3, "total": 0}, "b": 5}}, Load(True)),
        (None, Load(False)),
        ("loading", Load(False)),
    ],
)  # fmt: skip
def test_a_llamacpp_of_several_models_tells_which_it_is_loading(status: Any, load: Load) -> None:
    rows = [5, {"id": "other", "status": {"value": "loading"}}, {"id": "qwen3", "status": status}]
    assert status_in({"data": rows}, "qwen3") == load
    assert status_in({"data": rows}, "third") == Load(False) == status_in({"data": 5}, "qwen3")


@pytest.mark.parametrize(
    ("model", "loading"),
    [("qwen3:8b", False), ("llama3", False), ("llama3:latest", False), ("qwen3", True), ("gpt-oss:120b-cloud", False)],
)
def test_what_ollama_has_in_memory_is_not_being_loaded(model: str, loading: bool) -> None:
    rows = [{"name": "qwen3:8b", "model": "qwen3:8b"}, {"name": "llama3:latest", "model": "llama3:latest"}]
    assert running_in({"models": rows}, model) == Load(loading)
    assert running_in({"models": None}, model) == running_in([], model) == Load(False)


def test_llamacpp_is_looked_up_by_its_health_and_its_list() -> None:
    unavailable = refused(503, json.dumps({**UNAVAILABLE, "progress": 0.25}).encode(), "application/json")
    with ModelServer(health=unavailable, models={"data": [{"id": "a", "status": {"value": "loading"}}]}) as server:
        there = Endpoint("llamacpp", addressed("llamacpp")[0], server.url)
        assert Lookup().load(there, "a") == Load(True, 0.25)
        server.health = {"status": "ok"}
        assert Lookup().load(there, "a") == Load(True) and Lookup().load(there, "b") == Load(False)
        assert {request.path for request in server.lookups} == {"/health", "/v1/models"}
        server.health = b"<html>"
        with pytest.raises(LookupFailed):
            Lookup().load(there, "a")


def test_a_list_that_cannot_be_had_yet_is_told_as_that() -> None:
    unavailable = refused(503, json.dumps(UNAVAILABLE).encode(), "application/json")
    with (
        ModelServer(models=unavailable) as server,
        pytest.raises(StillLoading, match="it is still loading its model"),
    ):
        Lookup().models(Endpoint("llamacpp", addressed("llamacpp")[0], server.url))
