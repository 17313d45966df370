"""Which objects are errors, also inside a reply whose status was 200."""

from typing import Any

import pytest

from components.wire.error_signs import has_error

CHOICE: dict[str, Any] = {"choices": [{"delta": {"content": "a"}}]}


@pytest.mark.parametrize(
    "found",
    [
        {"error": {"message": "Broke"}},
        {"error": "Broke"},
        {"object": "error", "message": "engine died", "code": 500},
        {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
        {"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}},
        CHOICE | {"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}},
        {"code": 500, "message": "engine died"},
        {"code": "InternalError", "message": "engine died", "request_id": "r"},
        {"detail": "engine died"},
        {"detail": [{"msg": "engine died"}]},
        {"errors": [{"message": "engine died"}]},
        {"status": "error", "reason": "engine died"},
        {"success": False, "msg": "engine died"},
        {"statusCode": 503, "body": "engine died"},
        {"error_msg": "engine died", "error_code": 17},
        [{"error": {"message": "Broke"}}],
    ],
)
def test_an_error_is_one_by_whatever_sign(found: Any) -> None:
    assert has_error(found)


@pytest.mark.parametrize(
    "found",
    [
        CHOICE,
        CHOICE | {"error": None},
        CHOICE | {"base_resp": {"status_code": 0, "status_msg": ""}},
        {"choices": [], "usage": {"prompt_tokens": 1}},
        {"usage": {"prompt_tokens": 1}},
        {"code": 0, "message": "success", "data": {}},
        {"status": "ok", "message": "ready"},
        {"message": {"role": "assistant", "content": "a"}, "done": False},
        {"hello": 1},
        {},
        [],
        None,
        "error",
    ],
)
def test_what_is_none_is_none(found: Any) -> None:
    assert not has_error(found)
