"""JSON of the wrong types at every key: a good reply, and in its middle one chunk for each wrong value of one key."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from .raw import BEGUN, DONE, Fault, data, ends, said

AFTER = " After it."
CHUNK: dict[str, Any] = {
    "id": "gen-1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "provider": "Fake",
    "choices": [
        {
            "index": 0,
            "delta": {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": [{"type": "text", "text": ""}]},
                    {"type": "text", "text": ""},
                ],
                "reasoning": "",
                "reasoning_content": None,
                "thinking": "",
                "reasoning_details": [
                    {"type": "reasoning.text", "text": "", "signature": "", "format": "unknown", "index": 0, "id": "r"},
                    {"type": "reasoning.encrypted", "data": "AAAA", "index": 0},
                ],
                "extra_content": {"google": {"thought": False}},
                "tool_calls": [],
            },
            "text": "",
            "finish_reason": None,
            "native_finish_reason": None,
            "logprobs": None,
        }
    ],
    "usage": {
        "prompt_tokens": 1,
        "completion_tokens": 1,
        "total_tokens": 2,
        "cost": 0.1,
        "completion_tokens_details": {"reasoning_tokens": 1},
        "prompt_tokens_details": {"cached_tokens": 0},
    },
}
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**400, float("inf"), float("nan"), "", "x", "\ud83d"),
    *([], [None], ["x"], [[]], [{}], {}, {"x": 1}, {"type": []}),
)
Path = tuple[str | int, ...]


def paths(value: Any = CHUNK, above: Path = ()) -> Iterator[Path]:
    """Of every key and every place in a list, depth first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield (*above, key)
        yield from paths(below, (*above, key))


def mangled(path: Path) -> Iterator[dict[str, Any]]:
    """The chunk with each of VALUES in that place, then without it."""
    for value in VALUES:
        yield _changed(path, value)
    yield _changed(path, None, drop=True)


def _changed(path: Path, value: Any, drop: bool = False) -> dict[str, Any]:
    whole = copy.deepcopy(CHUNK)
    place: Any = whole
    for key in path[:-1]:
        place = place[key]
    if drop:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return whole


def _fault(path: Path) -> Fault:
    return ends(BEGUN + b"".join(map(_event, mangled(path))) + said("stop", content=AFTER) + DONE)


def _event(chunk: dict[str, Any]) -> bytes:
    try:
        return data(chunk)
    except UnicodeEncodeError:  # a lone surrogate has no form but the escape
        return data("?").replace(b'"?"', json.dumps(chunk).encode())


MANGLED: dict[str, Fault] = {"types:" + ".".join(map(str, path)): _fault(path) for path in paths()}
