"""The chat page where a recording answers, over a real room: what it plays, and what it cannot do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.room import LOCAL, Room, get_room
from tests.pages import at_address, own_room

QUESTION = "How many?"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with own_room(tmp_path, monkeypatch):
        yield get_room()


def brought(room: Room, *lines: object) -> str:
    """The id of the chat that these lines of a recording become."""
    head = {"thinkroom": "recording", "version": 1, "provider": "x", "model": "a/b", "title": "Cut"}
    file = "".join(json.dumps(line) + "\n" for line in (head, [0, "q", {"text": QUESTION}], *lines))
    chat_id, wrong = room.files(LOCAL).bring_in(file.encode(), lambda done, of: None)
    assert not wrong
    return chat_id


@pytest.mark.parametrize("wanted", ["Go on", "Answer now"])
def test_a_recording_goes_on_from_nothing(room: Room, wanted: str) -> None:
    """It has that question: “no such question” would be untrue."""
    chat_id = brought(room, [900, "r", "I count them: one, two"])
    at = at_address("chat", chat=chat_id)
    next(button for button in at.button if button.label == wanted).click()
    at.run()
    assert [toast.value for toast in at.toast] == [
        "A recording plays what is in it and goes on from nothing else. Choose another server in the sidebar first."
    ]
    conversation = room.chats(LOCAL).conversation(chat_id)
    assert conversation
    assert len(conversation.turns) == 1
