"""JSON of wrong types at any key: no other error comes out than those of the tree, and what was said before is kept."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.conversation import TurnFailed
from components.wire.refusals import Voice
from tests.wire.rendering import Delta, Piece, lines
from tests.wire.turns import read

CHUNK: dict[str, Any] = {
    "id": "gen-1",
    "model": "m",
    "provider": "p",
    "usage": {
        "prompt_tokens": 1,
        "completion_tokens": 2,
        "cost": 0.5,
        "completion_tokens_details": {"reasoning_tokens": 1},
    },
    "x_groq": {"usage": {}},
    "choices": [
        {
            "delta": {
                "content": [{"type": "thinking", "thinking": [{"type": "text", "text": "b"}]}, {"type": "text"}],
                "reasoning": None,
                "reasoning_details": [{"type": "reasoning.text", "text": "c", "index": 0, "signature": "s"}],
                "extra_content": {"google": {"thought": True}},
            },
            "message": {"content": "d"},
            "text": "e",
            "finish_reason": "stop",
            "error": None,
        }
    ],
    "error": None,
}
ERROR: dict[str, Any] = {
    "error": {
        "code": 429,
        "message": "Wait",
        "type": "t",
        "status": "s",
        "param": None,
        "metadata": {"raw": "r", "provider_name": "p", "reasons": ["a"], "patterns": ["b"], "error_type": "c"},
        "availability": {"code": "no_endpoints", "retry_after": 3},
    },
    "detail": [{"loc": [], "msg": "m", "type": "t"}],
    "message": "m",
    "user_id": "u",
}
LINE: dict[str, Any] = {"model": "m", "message": {"content": "x", "thinking": "y"}, "done": False, "eval_count": 1}
ODD = some.recursive(
    some.sampled_from([None, True, 0, -1, 10**40, 1e308, float("inf"), float("nan"), "", "text", "\ud83d", "500"]),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.sampled_from(["text", "type", "a"]), inner),
    max_leaves=4,
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(found for key, part in inner for found in _places(part, (*way, key)))]


def _with(value: Any, way: tuple[Any, ...], odd: Any) -> Any:
    if not way:
        return odd
    changed = value.copy()
    changed[way[0]] = _with(value[way[0]], way[1:], odd)
    return changed


def _odd(value: Any) -> some.SearchStrategy[Any]:
    return some.builds(_with, some.just(value), some.sampled_from(_places(value)), ODD)


def _event(found: Any) -> bytes:
    return f"data: {json.dumps(found)}\n\n".encode()


BEFORE: list[Delta] = [{"reasoning": "why"}, {"content": "because"}]


@pytest.mark.slow
@given(_odd(CHUNK) | _odd(ERROR), some.sampled_from((b"", b"event: error\n")))
def test_a_chunk_of_wrong_types_takes_nothing_back(chunk: Any, name: bytes) -> None:
    before = b"".join(_event({"choices": [{"delta": delta}]}) for delta in BEFORE)
    found = read([before + name + _event(chunk) + _event({"choices": [{"delta": {"content": "."}}]})])
    assert found.reasoning.startswith("why") and found.answer.startswith("because") and found.answer.endswith(".")
    # The details go back with the next question.
    assert json.dumps(found.details, ensure_ascii=False, allow_nan=False).encode()
    assert found.failures or found.finish or found.end
    assert found.end is None or found.end[0] == "connection lost"


@pytest.mark.slow
@given(_odd(LINE) | _odd(ERROR) | _odd(CHUNK))
def test_a_line_of_wrong_types_takes_nothing_back(line: Any) -> None:
    found = read([lines([Piece("why", "because")]).split(b"\n")[0] + b"\n" + json.dumps(line).encode() + b"\n"])
    assert found.reasoning.startswith("why") and found.answer.startswith("because")
    assert found.end is None or found.end[0] == "connection lost"


@pytest.mark.slow
@given(_odd(CHUNK) | _odd(LINE) | _odd(ERROR), some.integers(300, 599), some.sampled_from((None, 2)))
def test_a_body_of_wrong_types_is_told_in_an_error_of_the_tree(body: Any, status: int, indent: int | None) -> None:
    text = json.dumps(body, indent=indent).encode()
    found = read([text])
    assert found.reasoning.encode() is not None and found.answer.encode() is not None
    error = Voice("The server", "a/b", "").refusal(status, text, {})
    assert isinstance(error, TurnFailed) and error.failure.said.encode()


@pytest.mark.slow
@pytest.mark.parametrize("depth", [*range(95, 106), *range(880, 1010), 100_000])
@pytest.mark.parametrize("opening", ["[", '{"error":', '{"error":{"metadata":{"raw":', '{"choices":['])
def test_no_depth_of_nesting_is_another_error(opening: str, depth: int) -> None:
    closing = "".join({"[": "]", "{": "}"}.get(char, "") for char in reversed(opening))
    body = f"{opening}{'[' * depth}{']' * depth}{closing}".encode()
    for before in (b"", b"data: "):
        read([before + body + b"\n\n"])
    assert Voice("The server", "a/b", "").refusal(400, body, {}).failure.said.encode()
