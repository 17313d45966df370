"""What is answered to a GET: the list of models, and what a key may spend. The shapes are OpenRouter's, and those of
the four servers that people run at home."""

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

from .dialect import body
from .request import Request
from .step import Head, Pause, Send, Silence, Step

# JSON, or bytes that are sent as they are, or steps of its own.
Answer = Any | bytes | Callable[[Request], Iterator[Step]]

MODELS: dict[str, Any] = {
    "data": [
        {
            "id": "test/model",
            "name": "Test",
            "supported_parameters": ["reasoning", "include_reasoning", "temperature"],
            "reasoning": {
                "mandatory": False,
                "supported_efforts": ["high", "medium", "low"],
                "supports_max_tokens": True,
            },
            "pricing": {"prompt": "0", "completion": "0"},
            "context_length": 8192,
        }
    ]
}
KEY: dict[str, Any] = {
    "data": {
        "label": "sk-or-v1-c0f...fee",
        "limit": 10,
        "limit_remaining": 4.25,
        "limit_reset": "monthly",
        "usage": 5.75,
        "usage_daily": 0.31,
        "is_free_tier": False,
    }
}

GENERATION: dict[str, Any] = {
    "total_cost": 0.0123,
    "native_tokens_prompt": 21,
    "native_tokens_completion": 340,
    "native_tokens_reasoning": 300,
    "native_tokens_cached": 4,
    "tokens_prompt": 20,
    "tokens_completion": 333,
    "is_byok": False,
    "upstream_inference_cost": None,
    "cancelled": True,
    "latency": 120,
    "generation_time": 900,
}

OLLAMA: dict[str, Any] = {
    "object": "list",
    "data": [
        {"id": "gpt-oss:120b", "object": "model", "created": 1786615800, "owned_by": "library"},
        {"id": "qwen3:8b", "object": "model", "created": 1786000000, "owned_by": "library"},
    ],
}
LLAMACPP: dict[str, Any] = {
    "models": [
        {
            "name": "gpt-oss-20b-Q4_K_M.gguf",
            "model": "gpt-oss-20b-Q4_K_M.gguf",
            "modified_at": "",
            "size": "",
            "digest": "",
            "type": "model",
            "description": "",
            "tags": [""],
            "capabilities": ["completion"],
            "parameters": "",
            "details": {"parent_model": "", "format": "gguf", "family": "", "families": [""]},
        }
    ],
    "object": "list",
    "data": [
        {
            "id": "gpt-oss-20b-Q4_K_M.gguf",
            "object": "model",
            "created": 1786615900,
            "owned_by": "llamacpp",
            "meta": {
                "vocab_type": 2,
                "n_vocab": 201088,
                "n_ctx_train": 131072,
                "n_embd": 2880,
                "n_params": 20914757184,
                "size": 11613501056,
            },
        }
    ],
}
LMSTUDIO: dict[str, Any] = {
    "data": [
        {"id": "qwen/qwen3-8b", "object": "model", "owned_by": "organization_owner"},
        {"id": "text-embedding-nomic-embed-text-v1.5", "object": "model", "owned_by": "organization_owner"},
    ],
    "object": "list",
}
VLLM: dict[str, Any] = {
    "object": "list",
    "data": [
        {
            "id": "zai-org/GLM-5.2",
            "object": "model",
            "created": 1786616000,
            "owned_by": "vllm",
            "root": "zai-org/GLM-5.2",
            "parent": None,
            "max_model_len": 202752,
            "permission": [{"id": "modelperm-0", "object": "model_permission", "allow_view": True}],
        }
    ],
}
AT_HOME: dict[int, dict[str, Any]] = {11434: OLLAMA, 8080: LLAMACPP, 1234: LMSTUDIO, 8000: VLLM}  # usual ports


def silent(request: Request) -> Iterator[Step]:
    """Takes the request and never answers."""
    yield Silence()


def trickled(request: Request) -> Iterator[Step]:
    """The beginning of a list that never gets to its end, a byte at a time."""
    yield Head(200, "application/json")
    yield Send(b'{"data": [')
    while True:
        yield Pause(0.05)
        yield Send(b" ")


def refused(status: int, data: bytes, content_type: str = "text/html") -> Callable[[Request], Iterator[Step]]:
    def steps(request: Request) -> Iterator[Step]:
        yield Head(status, content_type, len(data))
        yield Send(data)

    return steps


def not_yet(request: Request) -> Iterator[Step]:
    """Of a generation that is not known, or not yet."""
    missing = {"error": {"message": "Generation not found", "code": 404}}
    return refused(404, json.dumps(missing).encode(), "application/json")(request)


def untold(request: Request) -> Iterator[Step]:
    """Of a path that a server does not have."""
    return refused(404, b"404 page not found", "text/plain")(request)


def billed(after: int = 0, **told: Any) -> Callable[[Request], Iterator[Step]]:
    """What one generation cost, once it was asked for `after` times in vain; `told` in the place of its own figures."""
    asked: list[str] = []

    def steps(request: Request) -> Iterator[Step]:
        name = request.path.partition("?id=")[2]
        asked.append(name)
        if asked.count(name) <= after:
            return not_yet(request)
        return body(200, {"data": {**GENERATION, "id": name, **told}})

    return steps


def answer(told: Answer, request: Request) -> Iterator[Step]:
    if callable(told):
        return cast(Callable[[Request], Iterator[Step]], told)(request)
    return _raw(told) if isinstance(told, bytes) else body(200, told)


def _raw(data: bytes) -> Iterator[Step]:
    yield Head(200, "application/json", len(data))
    yield Send(data)
