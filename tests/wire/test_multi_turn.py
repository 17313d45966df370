"""What goes back with an earlier answer: nothing, but where a provider needs its own thoughts to go on from them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from components.conversation import Asked, Piece, Status, request_for
from components.wire import OPENROUTER, TABLE, Provider, row_of
from components.wire.payload import payload, without_details
from tests.turns import made

SIGNED = {"type": "reasoning.text", "text": "SECRET", "signature": "abc", "format": "anthropic-claude-v1", "index": 0}
ENCRYPTED = {"type": "reasoning.encrypted", "data": "xyz", "index": 0}
OTHERS = [row for row in TABLE if row.sends_back != "details"]


def _sent(
    provider: Provider,
    details: tuple[dict[str, Any], ...] | None,
    status: Status = "done",
    now: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The earlier answer as it is sent; `now`: the provider and the model that are asked this time."""
    asked = Asked(provider.name, "a/b", system_prompt="Be brief.")
    pieces = (Piece("reasoning", "SECRET"), Piece("answer", "42"))
    turn = made("t", "c", None, 0.0, "Six by seven?", asked, status, pieces, details=details)
    if now:
        asked = replace(asked, provider=now[0], model=now[1])
    system, question, answer, last = payload(request_for("Why?", asked, [turn]), provider)["messages"]
    assert [system["content"], question["content"], last["content"]] == ["Be brief.", "Six by seven?", "Why?"]
    assert all(set(message) == {"role", "content"} for message in (system, question, last))
    return answer


@pytest.mark.parametrize("provider", OTHERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize("details", [None, (), (SIGNED, ENCRYPTED)], ids=str)
def test_most_get_the_answer_alone(provider: Provider, details: Any) -> None:
    sent = _sent(provider, details)
    assert set(sent) == {"role", "content"}
    assert ("SECRET" in json.dumps(sent)) == (provider.sends_back == "tags")


@pytest.mark.parametrize("details", [(SIGNED,), (SIGNED, ENCRYPTED), (ENCRYPTED,), ()], ids=str)
def test_openrouter_gets_sealed_details_back_as_they_came(details: tuple[dict[str, Any], ...]) -> None:
    assert _sent(OPENROUTER, details) == {
        "role": "assistant",
        "content": "42",
        "reasoning_details": list(details),
    }


@pytest.mark.parametrize("details", [None, ({"type": "reasoning.text", "text": "SECRET", "signature": None},)], ids=str)
def test_what_anybody_could_have_written_is_not_sent_back(details: Any) -> None:
    assert _sent(OPENROUTER, details) == {"role": "assistant", "content": "42"}


@pytest.mark.parametrize("now", [("openrouter", "another/model"), ("vercel", "a/b")])
def test_another_model_or_server_gets_none_of_them(now: tuple[str, str]) -> None:
    assert _sent(OPENROUTER, (SIGNED, ENCRYPTED), now=now) == {"role": "assistant", "content": "42"}


@pytest.mark.parametrize("status", ["stopped", "failed"])
def test_what_broke_off_is_not_sent_back(status: Status) -> None:
    assert _sent(OPENROUTER, (SIGNED,), status) == {"role": "assistant", "content": "42"}


def test_minimax_gets_its_thoughts_back_between_tags() -> None:
    row = row_of("minimax")
    assert row is not None
    assert _sent(row, None)["content"] == "<think>\nSECRET\n</think>\n\n42"
    assert _sent(row, None, now=("minimax", "another"))["content"] == "42"


def test_details_can_be_taken_out_of_a_request() -> None:
    messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "reasoning_details": [SIGNED]}]
    body = {"model": "a/b", "messages": messages}
    assert without_details(body) == body | {"messages": [messages[0], {"role": "assistant", "content": "a"}]}
    assert "reasoning_details" in messages[1]
