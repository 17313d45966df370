"""A turn that thinks, or that ended without an answer, is answered from its thoughts, against a real server: by closing
them, or told in words."""

from pathlib import Path

import pytest

from components.conversation import Asked, Prefill, Turn
from components.wording import given
from tests.modelserver import ModelServer
from tests.modelserver.step import Cut, Finish, Silence
from tests.modelserver.tale import ANSWER, THOUGHTS, tale
from tests.room.conftest import ME, Place, with_three_servers
from tests.waiting import eventually

BEGUN = "First I count to three. Then I count "  # eight words
WAYS = [("llamacpp", "own"), ("openrouter", "words"), ("custom", "words")]


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return with_three_servers(tmp_path, server)


def thinking(place: Place, name: str) -> Turn:
    """On its way, and it will say no more."""
    place.server.set_default(tale(cut=(8, Silence())))
    turn = place.ask("Count to five.", asked=Asked(name, "test/model"))
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: run.turn.reasoning == BEGUN)
    return turn


def answered(place: Place, turn: Turn, asked: Asked | None = None) -> Turn:
    begun = place.room.chats(ME).answer_now(turn.chat_id, turn.id, asked or turn.asked)
    assert begun and (begun.parent_id, begun.question) == (turn.parent_id, turn.question)
    return place.ended(begun.id)


@pytest.mark.parametrize(("name", "taken"), WAYS)
def test_a_turn_that_thinks_is_stopped_and_another_version_answers(place: Place, name: str, taken: str) -> None:
    turn = thinking(place, name)
    new = answered(place, turn)
    old = place.kept(turn.id)
    assert (old.status, old.reasoning, old.answer) == ("stopped", BEGUN, "")
    assert (new.status, new.taken, new.answer) == ("done", taken, ANSWER)
    assert new.given == Prefill(turn.id, BEGUN, closed=True)
    assert new.reasoning == (f"{BEGUN.rstrip()}\n\n" if taken == "own" else "") and new.times.first_reasoning is None
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation and conversation.chat.leaf_id == new.id
    last = place.request().fields["messages"][-1]
    assert last["role"] == ("assistant" if taken == "own" else "user")
    assert BEGUN.rstrip() in (last["reasoning_content"] if taken == "own" else last["content"])


@pytest.mark.parametrize("how", ["stopped", "failed", "done"])
@pytest.mark.parametrize(("name", "taken"), WAYS)
def test_a_turn_that_ended_without_an_answer_is_answered(place: Place, name: str, taken: str, how: str) -> None:
    if how == "stopped":
        old = thinking(place, name)
        place.room.chats(ME).stop(old.chat_id)
        old = place.ended(old.id)
    else:
        place.server.set_default(tale(cut=(8, Cut() if how == "failed" else Finish("length", 8, 8))))
        old = place.answered("Count to five.", asked=Asked(name, "test/model"))
    assert (old.status, old.reasoning, old.answer) == (how, BEGUN, "")
    new = answered(place, old)
    assert (new.status, new.taken, new.answer) == ("done", taken, ANSWER)
    assert place.kept(old.id) == old


def test_one_on_its_way_answers_as_it_was_asked_and_one_that_ended_as_is_chosen_now(place: Place) -> None:
    chosen = Asked("custom", "other/model")
    turn = thinking(place, "llamacpp")
    first = answered(place, turn, chosen)
    assert (first.asked.provider, first.asked.model) == ("llamacpp", "test/model")
    second = answered(place, turn, chosen)
    assert (second.asked.provider, second.asked.model, second.answer) == ("custom", "other/model", ANSWER)


def test_who_is_told_in_words_is_told_not_to_think_where_that_can_be_said(place: Place) -> None:
    turn = thinking(place, "openrouter")
    chats, desk = place.room.chats(ME), place.room.desk(ME)
    assert eventually(lambda: desk.catalogue("openrouter").models)
    free = next(m for m in desk.catalogue("openrouter").models if m.thinking.off and not m.thinking.mandatory)
    chats.stop(turn.chat_id)
    old = place.ended(turn.id)
    new = answered(place, old, Asked("openrouter", free.id, budget=2_000))
    assert (new.asked.effort, new.asked.budget) == ("off", None)
    assert place.request().fields["reasoning"] == {"enabled": False}


def test_a_press_that_comes_twice_begins_one_answer(place: Place) -> None:
    turn = thinking(place, "llamacpp")
    place.server.set_default("keepalive-only")
    chats = place.room.chats(ME)
    first = chats.answer_now(turn.chat_id, turn.id, turn.asked)
    second = chats.answer_now(turn.chat_id, turn.id, turn.asked)
    assert first and second and first.id == second.id
    assert eventually(lambda: len(place.server.requests) == 2)
    chats.stop(turn.chat_id)
    place.ended(first.id)
    assert len(place.server.requests) == 2


def test_what_waits_comes_after_the_answer(place: Place) -> None:
    turn = thinking(place, "llamacpp")
    waiting = [place.ask(question, turn.chat_id, turn.asked) for question in ("say one", "say two")]
    assert {one.status for one in waiting} == {"queued"}
    new = answered(place, turn)
    for one in waiting:
        place.ended(one.id)
    conversation = place.room.chats(ME).conversation(turn.chat_id)
    assert conversation and [one.id for one in conversation.path()] == [new.id, *(one.id for one in waiting)]
    assert [m["content"] for m in place.request(2).fields["messages"]] == ["Count to five.", ANSWER, "say one"]


def test_who_begins_anew_in_silence_is_shown_to_have_thought_again(place: Place) -> None:
    turn = thinking(place, "llamacpp")
    place.server.set_default(tale(anew=True))
    new = answered(place, turn)
    assert new.taken == "own" and new.times.first_reasoning is not None and new.answer == ANSWER
    # Its words that were there already are not shown twice.
    assert new.reasoning == f"{BEGUN.rstrip()}\n\n{THOUGHTS.removeprefix(BEGUN.rstrip())}"
    assert given(new).endswith("It thought again all the same.")


def test_there_is_nothing_to_answer_from_without_thoughts_or_once_the_answer_has_begun(place: Place) -> None:
    chats = place.room.chats(ME)
    place.server.set_default(tale(cut=(len(THOUGHTS.split()) + 2, Silence())))
    turn = place.ask("Count to five.", asked=Asked("llamacpp", "test/model"))
    run = chats.live(turn.id)
    assert run and eventually(lambda: run.turn.answer)
    assert chats.answer_now(turn.chat_id, turn.id, turn.asked) is None and not run.progress.ended
    chats.stop(turn.chat_id)
    bare = place.answered("error-401", asked=turn.asked)
    assert chats.answer_now(bare.chat_id, bare.id, turn.asked) is None
    assert len(place.server.requests) == 2
