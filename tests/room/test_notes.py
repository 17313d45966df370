"""What a person notes beside thoughts: kept with the turn, their own, and sent to no model."""

from typing import Any

import pytest

from components.conversation import Asked
from components.room import Notes
from components.room.notes import GONE, NOTHING
from tests.room.conftest import ME, Place
from tests.waiting import eventually

YOU = "browser:you"
ASKED = Asked("openrouter", "test/model")


def noted(place: Place, turn_id: str) -> list[tuple[str, str]]:
    """Words of the thought, and what was noted beside them."""
    reasoning = place.kept(turn_id).reasoning
    return [(reasoning[note.start : note.end], note.body) for note in notes_of(place).of(turn_id)]


def notes_of(place: Place) -> Notes:
    return place.room.chats(ME).notes


def test_a_note_is_kept_changed_removed_and_brought_back(place: Place) -> None:
    turn, notes = place.answered("think-9-4-0", asked=ASKED), notes_of(place)
    words = turn.reasoning[:8]
    assert notes.keep_note(turn.id, 0, 8, " Look here. ") == ""
    assert noted(place, turn.id) == [(words.strip(), "Look here.")]
    (first,) = notes.of(turn.id)
    assert notes.change_note(first.id, "Look\nthere.") == ""
    (changed,) = notes.of(turn.id)
    assert (changed.body, changed.created) == ("Look\nthere.", first.created) and changed.updated >= first.updated
    assert notes.remove_note(first.id) == changed and notes.of(turn.id) == []
    assert notes.remove_note(first.id) is None and notes.change_note(first.id, "So") == GONE
    assert notes.bring_back(changed) == "" and notes.of(turn.id) == [changed]


def test_while_a_thought_grows_a_note_keeps_its_place(place: Place) -> None:
    turn = place.ask("gate-10-5", asked=ASKED)
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: bool(run.turn.reasoning.strip()))
    so_far = run.turn.reasoning
    assert notes_of(place).keep_note(turn.id, 0, 9_999, "So far") == ""
    place.server.resume()
    place.ended(turn.id)
    assert noted(place, turn.id) == [(so_far.strip(), "So far")]


def test_what_is_wrong_is_said(place: Place) -> None:
    turn, notes = place.answered("think-9-4-0", asked=ASKED), notes_of(place)
    assert notes.keep_note(turn.id, 0, 4, " ") == "A note needs a word."
    assert "at most 2,000 characters" in notes.keep_note(turn.id, 0, 4, "x" * 2_001)
    assert notes.keep_note(turn.id, 4, 4, "So") == notes.keep_note(turn.id, 9_999, 10_000, "So") == NOTHING
    assert notes.keep_note("nothing", 0, 4, "So") == GONE
    silent = place.answered("think-0-4-0", asked=ASKED)
    assert notes.keep_note(silent.id, 0, 4, "So") == NOTHING
    assert notes.of(turn.id) == []


@pytest.mark.parametrize("what", ["turn", "chat", "parent"])
def test_it_goes_with_its_turn_and_comes_back_with_it(place: Place, what: str) -> None:
    above = place.answered("think-3-3-0", asked=ASKED)
    turn = place.answered("think-9-4-0", above.chat_id, ASKED)
    chats, notes = place.room.chats(ME), notes_of(place)
    assert notes.keep_note(turn.id, 0, 4, "So") == ""
    gone = turn if what == "turn" else above
    if what == "chat":
        chats.delete(turn.chat_id)
    else:
        chats.delete_turn(turn.chat_id, gone.id)
    assert notes.of(turn.id) == [] and notes.in_chat(turn.chat_id) == {}
    assert notes.keep_note(turn.id, 0, 4, "More") == GONE
    if what == "chat":
        chats.restore(turn.chat_id)
    else:
        chats.restore_turn(turn.chat_id, gone.id)
    assert [note.body for note in notes.of(turn.id)] == ["So"]
    assert {turn_id: len(found) for turn_id, found in notes.in_chat(turn.chat_id).items()} == {turn.id: 1}


def test_no_model_is_sent_a_note_and_no_search_finds_it(place: Place) -> None:
    turn = place.answered("think-9-4-0", asked=ASKED)
    assert notes_of(place).keep_note(turn.id, 0, 4, "skyscraper") == ""
    place.answered("think-3-3-0 next", turn.chat_id, ASKED)
    aside = place.room.asides(ME).translate(turn.id, "de", ASKED)
    assert aside and place.ended(aside.made_turn_id)
    sent = [str(request.fields) for request in place.server.requests]
    assert len(sent) == 3 and not any("skyscraper" in text for text in sent)
    assert place.room.chats(ME).search("skyscraper") == []


@pytest.mark.parametrize("ending", ["json", "md", "html"])
def test_a_file_has_them_only_where_that_is_wanted(place: Place, ending: str) -> None:
    turn = place.answered("think-9-4-0", asked=ASKED)
    assert notes_of(place).keep_note(turn.id, 0, 4, "skyscraper") == ""
    files = place.room.files(ME)
    unwanted: list[dict[str, Any]] = [{}, {"arrived": True}, {"turn_id": turn.id}]
    for told in unwanted:
        assert "skyscraper" not in (files.chat(turn.chat_id, ending, **told) or ("", "skyscraper"))[1]
    assert "skyscraper" in (files.chat(turn.chat_id, ending, notes=True) or ("", ""))[1]
    assert "skyscraper" in (files.chat(turn.chat_id, ending, turn_id=turn.id, notes=True) or ("", ""))[1]


def test_they_come_back_with_a_chat_from_a_file(place: Place) -> None:
    turn, notes = place.answered("think-9-4-0", asked=ASKED), notes_of(place)
    assert notes.keep_note(turn.id, 0, 9, "One") == notes.keep_note(turn.id, 3, 12, "Two") == ""
    _, text = place.room.files(ME).chat(turn.chat_id, "json", notes=True) or ("", "")
    chat_id, wrong = place.room.files(YOU).bring_in(text.encode())
    assert wrong == ""
    (come,) = place.room.notes(YOU).in_chat(chat_id).values()
    told = [(note.start, note.end, note.body, note.created, note.updated) for note in notes.of(turn.id)]
    assert [(note.start, note.end, note.body, note.created, note.updated) for note in come] == told
    assert {note.id for note in come}.isdisjoint(note.id for note in notes.of(turn.id))
    assert notes.in_chat(chat_id) == {}
