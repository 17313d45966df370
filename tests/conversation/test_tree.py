"""Versions, branches and what of them is sent."""

from dataclasses import replace
from typing import Any

import pytest

from components.conversation import (
    Asked,
    Chat,
    ChatRequest,
    Conversation,
    Message,
    Piece,
    Status,
    Thoughts,
    Turn,
    request_for,
)
from tests.turns import made

ASKED = Asked("openrouter", "a/b")


def _turn(name: str, parent: str | None, *pieces: Piece) -> Turn:
    return made(name, "chat", parent, 0.0, f"question {name}", ASKED, "done", pieces)


def _said(name: str, answer: str, thought: str = "") -> Turn:
    return _turn(name, None, Piece("reasoning", thought), Piece("answer", answer))


@pytest.fixture
def conversation() -> Conversation:
    """a ─ b ─ c, with b's other version d and d's follower e; f is another beginning."""
    shape = {"a": None, "b": "a", "c": "b", "d": "a", "e": "d", "f": None}
    turns = {name: _turn(name, parent) for name, parent in shape.items()}
    return Conversation(Chat("chat", "owner", "title", 0.0, 0.0, "e", ASKED), turns)


@pytest.mark.parametrize(
    ("leaf", "path"), [(None, "ade"), ("c", "abc"), ("b", "ab"), ("a", "a"), ("f", "f"), ("gone", "")]
)
def test_a_path_leads_from_the_first_turn_to_the_leaf(conversation: Conversation, leaf: str | None, path: str) -> None:
    assert "".join(turn.id for turn in conversation.path(leaf)) == path


@pytest.mark.parametrize(("name", "siblings"), [("b", "bd"), ("d", "bd"), ("a", "af"), ("c", "c")])
def test_siblings_share_a_parent_and_stand_oldest_first(conversation: Conversation, name: str, siblings: str) -> None:
    assert "".join(turn.id for turn in conversation.siblings(conversation.turns[name])) == siblings


@pytest.mark.parametrize(("name", "leaf"), [("a", "e"), ("b", "c"), ("e", "e"), ("gone", "gone")])
def test_the_leaf_under_a_turn_is_its_newest_line(conversation: Conversation, name: str, leaf: str) -> None:
    assert conversation.leaf_under(name) == leaf


def test_a_chat_without_turns_has_an_empty_path() -> None:
    assert Conversation(Chat("chat", "owner", "", 0.0, 0.0, None, ASKED)).path() == []


def test_a_first_question_is_sent_alone() -> None:
    assert request_for("Why?", ASKED, []) == ChatRequest(ASKED, (Message("user", "Why?"),))


def test_earlier_reasoning_stands_beside_the_messages_and_not_in_them() -> None:
    request = request_for("And?", ASKED, [_said("a", "42", "secret thought"), _said("b", " 43\n", "another")])
    assert request.messages == (
        Message("user", "question a"),
        Message("assistant", "42", Thoughts("openrouter", "a/b", "secret thought")),
        Message("user", "question b"),
        Message("assistant", "43", Thoughts("openrouter", "a/b", "another")),
        Message("user", "And?"),
    )


@pytest.mark.parametrize("status", ["stopped", "failed"])
def test_the_reasoning_of_a_turn_that_broke_off_stands_nowhere(status: Status) -> None:
    said = replace(_said("a", "42", "secret thought"), status=status)
    assert request_for("And?", ASKED, [said]).messages[1] == Message("assistant", "42")


@pytest.mark.parametrize(
    ("details", "sealed"),
    [
        (None, False),
        ((), True),  # DeepSeek's newer models want the empty list back
        (({"type": "reasoning.text", "text": "why", "signature": ""},), False),
        (({"type": "reasoning.text", "text": "why", "signature": "abc"},), True),
        (({"type": "reasoning.encrypted", "data": "abc"},), True),
    ],
)
def test_thoughts_are_sealed_where_something_would_be_lost(details: Any, sealed: bool) -> None:
    assert Thoughts("openrouter", "a/b", "why", details).sealed is sealed


@pytest.mark.parametrize("answer", ["", "\n "])
def test_a_turn_without_an_answer_leaves_no_trace(answer: str) -> None:
    assert request_for("And?", ASKED, [_said("a", answer, "thought")]).messages == (Message("user", "And?"),)


@pytest.mark.parametrize(("prompt", "roles"), [("", ["user"]), (" \n", ["user"]), ("Be brief.", ["system", "user"])])
def test_a_system_prompt_stands_first_if_there_is_one(prompt: str, roles: list[str]) -> None:
    request = request_for("Why?", Asked("openrouter", "a/b", system_prompt=prompt), [])
    assert [message.role for message in request.messages] == roles
