"""What an error says, wherever its words stand, and the fields of a request that it points at."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.wire.refusals import Voice
from components.wire.said import fields_in, words_in

EXTRA = {"type": "extra_forbidden", "loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}
PROBLEM = {"type": "https://example.org/probs/quota", "title": "Out of quota", "status": 403, "detail": "Ask for more."}

SHAPES: dict[str, tuple[Any, str]] = {
    "vLLM 422": (
        {"object": "error", "message": {"detail": [EXTRA]}, "type": "invalid_request_error"},
        "stream_options: Extra inputs are not permitted",
    ),
    "FastAPI 422": ({"detail": [EXTRA, {"msg": "more"}]}, "stream_options: Extra inputs are not permitted; more"),
    "the message is JSON": ({"error": {"message": '{"error": {"message": "Too long", "code": 400}}'}}, "Too long"),
    "the error is JSON": ({"error": '{"detail": "Not allowed"}'}, "Not allowed"),
    "JSON within JSON": ({"message": json.dumps({"message": json.dumps({"detail": "Deep"})})}, "Deep"),
    "brackets that are no JSON": ({"error": "[x] is wrong"}, "[x] is wrong"),
    "errors": ({"errors": [{"message": "One"}, {"message": "Two"}]}, "One; Two"),
    "errors as texts": ({"errors": ["One", "Two"]}, "One; Two"),
    "errors by field": ({"errors": {"temperature": ["must be at most 2"]}}, "must be at most 2"),
    "OAuth": ({"error": "invalid_token", "error_description": "It has run out"}, "invalid_token\nIt has run out"),
    "RFC 9457": (PROBLEM, "Out of quota\nAsk for more."),
    "title alone": ({"title": "Bad Request", "status": 400}, "Bad Request"),
    "AWS": ({"__type": "ValidationException", "Message": "Malformed input"}, "Malformed input"),
    "Apigee": ({"fault": {"faultstring": "Quota exceeded", "detail": {"errorcode": "x"}}}, "Quota exceeded"),
    "MiniMax": ({"base_resp": {"status_code": 1004, "status_msg": "login fail"}}, "login fail"),
    "in camels": ({"errorMessage": "No such thing"}, "No such thing"),
    "an object around": ({"response": {"body": {"error": {"message": "Inside"}}}}, "Inside"),
    "data around": ({"success": False, "data": {"error": "Inside"}}, "Inside"),
    "a list in a list": ([[{"error": {"message": "Deep"}}]], "Deep"),
    "said twice": ({"error": {"message": "Same", "detail": "Same"}, "message": "Same"}, "Same"),
    "said longer": ({"message": "Bad", "detail": "Bad: the temperature"}, "Bad: the temperature"),
    "no known name": ({"oops": {"text of it": "Something went wrong here"}}, "Something went wrong here"),
    "an upstream's JSON": (
        {"error": {"message": "Provider returned error", "metadata": {"raw": '{"error":{"message":"Full"}}'}}},
        "Provider returned error\nthe provider: Full",
    ),
    "numbers": ({"error": {"code": 17}}, "17"),
    "nothing": ({"error": None, "ok": False}, ""),
}


@pytest.mark.parametrize(("body", "words"), SHAPES.values(), ids=SHAPES)
def test_the_words_are_found_wherever_they_stand(body: Any, words: str) -> None:
    assert words_in(body) == words
    said = Voice("S", "m", "").refusal(418, json.dumps(body).encode(), {}).failure.said
    assert said == f"418 {words}".strip()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"detail": [EXTRA]}, "stream_options"),
        ({"error": {"message": "No", "param": "stream_options.include_usage"}}, "stream_options"),
        ({"errors": [{"path": ["usage", "include"], "msg": "no"}, {"loc": ["body", 3, "user"]}]}, "usage user"),
        ({"error": {"message": json.dumps({"detail": [EXTRA]})}}, "stream_options"),
        ({"error": {"param": None}, "loc": 5, "field": {"a": 1}}, ""),
        ({"path": "/v1/chat/completions", "error": "Not Found"}, ""),
        (None, ""),
    ],
)
def test_the_fields_that_are_pointed_at_are_told(body: Any, fields: str) -> None:
    assert fields_in(body) == fields


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=6),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(["error", "errors", "message", "detail", "metadata", "raw", "loc", "param", "code", "x"]),
            inner | inner.map(json.dumps),
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(anything, some.sampled_from([400, 404, 422, 429, 500]))
def test_whatever_comes_there_are_words_or_none(found: Any, status: int) -> None:
    assert isinstance(words_in(found), str) and isinstance(fields_in(found), str)
    assert Voice("S", "m", "").refusal(status, json.dumps(found).encode(), {}).failure.what


@given(some.sampled_from(["error", "errors", "message", "detail", "fault", "data"]), some.integers(0, 6))
def test_words_in_any_nesting_of_envelopes_are_found(name: str, depth: int) -> None:
    found: Any = {"message": "It broke in here"}
    for _ in range(depth):
        found = [{name: found}]
    assert words_in(found) == "It broke in here"
