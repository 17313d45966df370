"""Notes in files: where their owner wants them, as text, and back from a chat's own file."""

import json
from dataclasses import replace
from typing import Any

import pytest

from components.conversation import Conversation, Note
from components.export import Beside, NotRead, as_html, as_json, as_markdown, read_json, read_whole
from components.export.judged import VERSION
from tests.export.chats import CHAT, a_turn

THOUGHTS = "Plan it. 🍎\n\nTwo and two: four."
TURN = a_turn(THOUGHTS, "Four.")
CHAT_OF_ONE = Conversation(CHAT, {TURN.id: TURN})
BODY = "It **turns** <b>here</b>.\n```\n---\nsecond line"
NOTE = Note("n1", TURN.id, 12, 19, BODY, 5.0, 6.5)
NOTES = {TURN.id: (NOTE,)}


def written(**more: Any) -> dict[str, Any]:
    """A file as an object, with another note in it."""
    found = json.loads(as_json(CHAT_OF_ONE, Beside(notes=NOTES)))
    found["notes"][TURN.id][0] |= more
    return found


def test_a_chat_comes_back_with_its_notes() -> None:
    conversation, beside = read_whole(as_json(CHAT_OF_ONE, Beside(notes=NOTES)))
    assert beside.notes == {TURN.id: (replace(NOTE, id=""),)}
    assert conversation.turns == CHAT_OF_ONE.turns
    assert json.loads(as_json(CHAT_OF_ONE, Beside(notes=NOTES)))["version"] == VERSION


def test_without_notes_a_file_is_as_it_was() -> None:
    assert as_json(CHAT_OF_ONE, Beside(notes={TURN.id: ()})) == as_json(CHAT_OF_ONE)
    assert "notes" not in json.loads(as_json(CHAT_OF_ONE))
    assert read_whole(as_json(CHAT_OF_ONE))[1].notes == {}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"start": -1}, "The place of note 1 of turn 1 is not in the thoughts."),
        ({"end": len(THOUGHTS) + 1}, "The place of note 1 of turn 1 is not in the thoughts."),
        ({"end": 12}, "The place of note 1 of turn 1 is not in the thoughts."),
        ({"start": None}, "The place of note 1 of turn 1 is not in the thoughts."),
        ({"start": "1"}, "The start of note 1 of turn 1 must be a whole number."),
        ({"body": 5}, "The body of note 1 of turn 1 must be text."),
        ({"body": " "}, "Note 1 of turn 1 cannot be kept. A note needs a word."),
        ({"body": "x" * 2_001}, "Note 1 of turn 1 cannot be kept. A note has at most 2,000"),
        ({"created": -1}, "The creation time of note 1 of turn 1 must be a time."),
        ({"id": "n1"}, "Note 1 of turn 1 has an unknown field, 'id'."),
    ],
)
def test_a_note_that_no_room_wrote_is_refused(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_json(json.dumps(written(**changed)))
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("notes", "why"),
    [
        ([], "The notes of this file must be an object."),
        ({"nothing": []}, "This file has a note of a turn that does not exist."),
        ({TURN.id: {}}, "The notes of turn 1 must be a list."),
        ({TURN.id: [5]}, "Note 1 of turn 1 must be an object."),
        ({TURN.id: [{}] * 201}, "Turn 1 has more than 200 notes."),
    ],
)
def test_what_is_no_list_of_notes_is_refused(notes: Any, why: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_json(json.dumps({**written(), "notes": notes}))
    assert str(refused.value) == why


def test_markdown_has_them_as_text_below_the_thoughts() -> None:
    text = as_markdown(CHAT, [TURN], True, NOTES)
    assert f"**Notes**\n\n“Two and”\n\n````text\n{BODY}\n````\n\n**Answer**" in text
    for without in (as_markdown(CHAT, [TURN]), as_markdown(CHAT, [TURN], False, NOTES)):
        assert "Notes" not in without and "turns" not in without


def test_a_page_has_them_as_text_below_the_thoughts() -> None:
    page = as_html(CHAT, [TURN], True, NOTES)
    assert '<blockquote dir="auto">Two and</blockquote>' in page
    assert '<p class="note" dir="auto">It **turns** &lt;b&gt;here&lt;/b&gt;.\n```\n---\nsecond line</p>' in page
    for without in (as_html(CHAT, [TURN]), as_html(CHAT, [TURN], False, NOTES)):
        assert "Notes" not in without and "second line" not in without
