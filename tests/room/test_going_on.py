"""A turn that goes on from another one's text, against a real server: as the model's own, or told in words."""

from pathlib import Path

import pytest

from components.conversation import Asked, Prefill, Turn
from components.room.files import as_file, from_file
from tests.modelserver import ModelServer
from tests.modelserver.tale import ANSWER, THOUGHTS, tale
from tests.room.conftest import ME, Place, with_three_servers

CUT = "cut-6-5"


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return with_three_servers(tmp_path, server)


def on(place: Place, turn: Turn, name: str, given: Prefill) -> Turn:
    begun = place.room.chats(ME).ask_again(turn.chat_id, turn.id, Asked(name, "test/model"), None, given)
    assert begun and begun.parent_id == turn.parent_id and begun.question == turn.question
    return place.ended(begun.id)


def told(place: Place, name: str = "openrouter") -> Turn:
    place.server.set_default(tale())
    return place.answered("Count to five.", asked=Asked(name, "test/model"))


@pytest.mark.parametrize(("name", "taken"), [("openrouter", "own"), ("custom", "words")])
def test_an_answer_goes_on_as_another_version(place: Place, name: str, taken: str) -> None:
    old = told(place, name)
    given = Prefill(old.id, THOUGHTS, ANSWER[:30])
    new = on(place, old, name, given)
    assert (new.status, new.taken, new.given) == ("done", taken, given)
    assert (new.reasoning.rstrip(), new.answer) == (THOUGHTS, ANSWER)
    assert place.kept(old.id) == old
    assert new.times.first_reasoning is None and new.times.first_answer is not None


@pytest.mark.parametrize(("name", "taken"), [("llamacpp", "own"), ("openrouter", "words"), ("custom", "words")])
def test_changed_thoughts_are_gone_on_from(place: Place, name: str, taken: str) -> None:
    old = told(place, name)
    changed = "First I count to seven."
    new = on(place, old, name, Prefill(old.id, changed, edited=True))
    assert (new.status, new.taken) == ("done", taken) and new.given and new.given.edited
    assert new.answer == ANSWER
    assert new.reasoning.startswith(changed) == (taken == "own")
    last = place.request().fields["messages"][-1]
    assert changed in (last["reasoning_content"] if taken == "own" else last["content"])


def test_asked_again_it_is_given_the_same_and_with_another_question_nothing(place: Place) -> None:
    old = told(place, "llamacpp")
    new = on(place, old, "llamacpp", Prefill(old.id, "I count to seven.", edited=True))
    again = place.room.chats(ME).ask_again(new.chat_id, new.id, new.asked)
    assert again and place.ended(again.id).given == new.given
    other = place.room.chats(ME).ask_again(new.chat_id, new.id, new.asked, "Count to six.")
    assert other and place.ended(other.id).given is None


def test_the_next_question_sees_the_whole_answer_once(place: Place) -> None:
    old = told(place)
    new = on(place, old, "openrouter", Prefill(old.id, THOUGHTS, ANSWER[:30]))
    place.answered("And then?", new.chat_id, Asked("openrouter", "test/model"))
    assert [m["content"] for m in place.request().fields["messages"]] == ["Count to five.", ANSWER, "And then?"]


def test_what_is_refused_or_fails_before_its_first_word_keeps_what_it_was_given(place: Place) -> None:
    old = told(place)
    given = Prefill(old.id, "", ANSWER[:30])
    place.server.set_default("error-401")
    new = on(place, old, "openrouter", given)
    assert new.status == "failed" and new.given == given and not new.answer
    place.server.set_default(tale())
    again = place.room.chats(ME).ask_again(new.chat_id, new.id, new.asked)
    assert again and place.ended(again.id).answer == ANSWER


def test_it_is_exported_imported_and_its_call_is_the_one_that_was_made(place: Place) -> None:
    old = told(place, "llamacpp")
    new = on(place, old, "llamacpp", Prefill(old.id, "I count to seven.", edited=True))
    conversation = place.room.chats(ME).conversation(new.chat_id)
    assert conversation
    assert "a person had changed" in as_file(conversation, place.room.chats(ME).texts, "md", thoughts=True)
    chat_id, wrong = from_file(
        place.room._store, ME, as_file(conversation, place.room.chats(ME).texts, "json", True).encode()
    )
    brought = place.room.chats(ME).conversation(chat_id)
    assert not wrong and brought
    first, second = place.room.chats(ME).texts(list(brought.turns.values()))
    assert second.given == Prefill(first.id, "I count to seven.", edited=True) and second.pieces == new.pieces
    made = place.request().fields
    calls, _ = place.room.chats(ME).calls(new.chat_id, new.id)
    assert made["messages"][-1]["reasoning_content"] == "I count to seven." and "I count to seven." in calls["curl"]
