"""What is asked about a turn beside its chat, of a real model server: translations of thoughts above all."""

from dataclasses import replace

import pytest

from components.conversation import Aside, Asked, Prefill, Turn, explanation_of, translation_of
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.room.conftest import ME, Place
from tests.waiting import eventually

YOU = "browser:you"
ASKED = Asked("openrouter", "test/model")
OTHER = Asked("openrouter", "other/model", "high", "Be brief.", 9, temperature=0.5, stop="</think>")
ANSWER = "Zuerst zähle ich.\n\nDann bin ich fertig."


def translating(place: Place, answer: str = ANSWER) -> Turn:
    """A turn with thoughts; whoever is asked from now on answers with that translation."""
    turn = place.answered("think-9-4-0", asked=ASKED)
    spoken = Spoken("", answer)
    place.server.set_default(lambda request: perform(spoken, "or", request))
    return turn


def translated(place: Place, turn: Turn, language: str = "de", asked: Asked = OTHER) -> tuple[Aside, Turn]:
    aside = place.room.asides(ME).translate(turn.id, language, asked)
    assert aside
    place.ended(aside.made_turn_id)
    return next((kept, made) for kept, made in place.room.asides(ME).of(turn.id) if kept.id == aside.id)


def test_all_thoughts_are_translated_by_the_chosen_model_without_what_was_chosen_for_chats(place: Place) -> None:
    turn = translating(place)
    aside, made = translated(place, turn)
    assert (aside.turn_id, aside.kind, aside.detail) == (turn.id, "translation", "de")
    assert (aside.start, aside.end) == (0, len(turn.reasoning)) and aside.made_turn_id == made.id
    assert (made.status, made.answer, made.question) == ("done", ANSWER, translation_of(turn.reasoning, "de"))
    sent = place.request().fields
    assert sent["model"] == "other/model" and sent["messages"] == [{"role": "user", "content": made.question}]
    assert not {"temperature", "max_tokens", "stop"} & set(sent)
    # Nothing asks it to think, and where it can be told not to, it is.
    assert sent.get("reasoning") in (None, {"enabled": False}) and "include_reasoning" not in sent


def test_it_stands_in_no_list_and_is_found_by_no_search(place: Place) -> None:
    turn = translating(place)
    translated(place, turn)
    chats = place.room.chats(ME)
    assert [chat.id for chat in chats.newest()] == [turn.chat_id] and chats.search("Zuerst") == []
    assert place.path(turn.chat_id) == [turn.question]


def test_it_counts_in_the_costs_and_the_limit_of_the_day_refuses_it(place: Place) -> None:
    turn = translating(place)
    before = place.room.spending(ME).today().usd
    translated(place, turn)
    assert place.room.spending(ME).today().usd > before
    place.room.spending(ME).set_limit(before)
    asked = len(place.server.requests)
    _, made = translated(place, turn, "fr")
    assert made.status == "failed" and made.failure and "limit" in made.failure.what
    assert len(place.server.requests) == asked


def test_each_language_is_an_aside_and_one_that_failed_makes_room(place: Place) -> None:
    turn = translating(place)
    german, _ = translated(place, turn)
    place.server.set_default("error-500")
    failed, made = translated(place, turn, "fr")
    assert made.status == "failed"
    again, _ = translated(place, turn, "fr")
    asides = place.room.asides(ME)
    assert [aside.id for aside, _ in asides.of(turn.id)] == [german.id, again.id] and again.id != failed.id


def test_a_step_is_explained_with_the_question_and_nothing_else_of_the_chat(place: Place) -> None:
    turn = translating(place, "Hier wird gezählt.")
    aside = place.room.asides(ME).explain(turn.id, 4, 12, "de", OTHER)
    assert aside and (aside.kind, aside.start, aside.end, aside.detail) == ("explanation", 4, 12, "de")
    made = place.ended(aside.made_turn_id)
    assert (made.status, made.answer) == ("done", "Hier wird gezählt.")
    step = turn.reasoning[4:12]
    assert step.strip() and made.question == explanation_of(step, "think-9-4-0", "de")
    sent = place.request().fields
    assert sent["model"] == "other/model" and sent["messages"] == [{"role": "user", "content": made.question}]
    assert not {"temperature", "max_tokens", "stop"} & set(sent)
    assert [one.id for one, _ in place.room.asides(ME).of(turn.id)] == [aside.id]


def test_an_explanation_counts_in_the_costs_and_the_limit_of_the_day_refuses_it(place: Place) -> None:
    turn = translating(place)
    asides, spending = place.room.asides(ME), place.room.spending(ME)
    before = spending.today().usd
    first = asides.explain(turn.id, 0, 8, "de", OTHER)
    assert first and place.ended(first.made_turn_id).status == "done" and spending.today().usd > before
    spending.set_limit(before)
    asked = len(place.server.requests)
    second = asides.explain(turn.id, 8, 12, "de", OTHER)
    assert second
    made = place.ended(second.made_turn_id)
    assert made.status == "failed" and made.failure and "limit" in made.failure.what
    assert len(place.server.requests) == asked


def test_one_step_is_translated_alone_and_leaves_other_translations_as_they_are(place: Place) -> None:
    turn = translating(place)
    asides, whole = place.room.asides(ME), len(turn.reasoning)
    place.server.set_default("error-500")
    everything, _ = translated(place, turn)
    other = asides.translate(turn.id, "de", OTHER, 8, 12)
    explained = asides.explain(turn.id, 0, 8, "de", OTHER)
    failed = asides.translate(turn.id, "de", OTHER, 0, 8)
    assert other and explained and failed
    for aside in (other, explained, failed):
        assert place.ended(aside.made_turn_id).status == "failed"
    again = asides.translate(turn.id, "de", OTHER, 0, 8)
    assert again and place.ended(again.made_turn_id).question == translation_of(turn.reasoning[:8], "de")
    # Of all that failed, the same place in the same language has made room, and nothing else.
    found = [(aside.id, aside.kind, aside.start, aside.end) for aside, _ in asides.of(turn.id)]
    assert found == [
        (everything.id, "translation", 0, whole),
        (other.id, "translation", 8, 12),
        (explained.id, "explanation", 0, 8),
        (again.id, "translation", 0, 8),
    ]


def test_two_steps_are_explained_at_once_and_a_second_press_begins_no_second(place: Place) -> None:
    turn = translating(place)
    place.server.set_default("answer-stall-0-5")
    asides = place.room.asides(ME)
    first, second = (asides.explain(turn.id, 0, 8, "de", ASKED) for _ in range(2))
    other = asides.explain(turn.id, 8, 12, "de", ASKED)
    assert first and other and first == second and other.id != first.id
    run = place.room.chats(ME).live(first.made_turn_id)
    assert run and eventually(lambda: run.progress.count == 5)
    asides.stop(first.id)
    made = place.ended(first.made_turn_id)
    assert made.status == "stopped" and made.answer
    asides.remove(first.id)
    assert [one.id for one, _ in asides.of(turn.id)] == [other.id]
    asides.stop(other.id)
    place.ended(other.made_turn_id)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 10_000)])
def test_what_is_no_place_in_the_thoughts_is_neither_explained_nor_translated(
    place: Place, start: int, end: int
) -> None:
    turn = translating(place)
    asides = place.room.asides(ME)
    assert asides.explain(turn.id, start, end, "de", ASKED) is None
    assert asides.translate(turn.id, "de", ASKED, start, end) is None
    assert len(turn.reasoning) < 10_000 and len(place.server.requests) == 1 and asides.of(turn.id) == []


def test_one_that_is_stopped_keeps_what_came_and_a_second_press_begins_no_second(place: Place) -> None:
    turn = translating(place)
    place.server.set_default("answer-stall-0-5")
    asides = place.room.asides(ME)
    first, second = (asides.translate(turn.id, "de", ASKED) for _ in range(2))
    assert first and first == second
    run = place.room.chats(ME).live(first.made_turn_id)
    assert run and eventually(lambda: run.progress.count == 5)
    asides.stop(first.id)
    made = place.ended(first.made_turn_id)
    assert made.status == "stopped" and made.answer and len(place.server.requests) == 2


def test_what_is_removed_is_gone_for_good(place: Place) -> None:
    turn = translating(place)
    aside, made = translated(place, turn)
    asides = place.room.asides(ME)
    asides.remove(aside.id)
    assert asides.of(turn.id) == [] and place.room.chats(ME).chat(made.chat_id) is None


@pytest.mark.parametrize("what", ["turn", "chat"])
def test_with_its_turn_it_is_stopped_and_deleted_and_comes_back(place: Place, what: str) -> None:
    turn = translating(place)
    chats, asides = place.room.chats(ME), place.room.asides(ME)
    place.server.set_default("stall-3")
    aside = asides.translate(turn.id, "de", ASKED)
    assert aside
    made = aside.made_turn_id
    assert eventually(lambda: len(place.server.requests) == 2)
    if what == "turn":
        chats.delete_turn(turn.chat_id, turn.id)
    else:
        chats.delete(turn.chat_id)
    assert place.ended(made).status == "stopped"
    assert asides.of(turn.id) == [] and chats.chat(place.kept(made).chat_id) is None
    assert asides.translate(turn.id, "fr", ASKED) is None
    if what == "turn":
        chats.restore_turn(turn.chat_id, turn.id)
    else:
        chats.restore(turn.chat_id)
    assert [one.id for one, _ in asides.of(turn.id)] == [aside.id]


def test_nobody_elses_turn_and_none_without_thoughts(place: Place) -> None:
    turn = translating(place)
    aside, _ = translated(place, turn)
    theirs = place.room.asides(YOU)
    assert theirs.translate(turn.id, "de", ASKED) is None and theirs.of(turn.id) == []
    assert theirs.explain(turn.id, 0, 4, "de", ASKED) is None
    theirs.stop(aside.id)
    theirs.remove(aside.id)
    assert [one.id for one, _ in place.room.asides(ME).of(turn.id)] == [aside.id]
    silent = place.answered("think-0-4-0", asked=ASKED)
    asides = place.room.asides(ME)
    assert asides.translate(silent.id, "de", ASKED) is None and asides.translate(turn.id, "", ASKED) is None


def test_any_question_can_be_asked_about_a_part_with_the_beginning_of_a_reply(place: Place) -> None:
    turn = translating(place)
    given = Prefill(turn.id, "So far so good.", closed=True)
    asides = place.room.asides(ME)
    aside = asides.ask(turn.id, "probe", 3, 7, "", turn.question, replace(ASKED, max_tokens=20), given)
    assert aside and (aside.kind, aside.start, aside.end) == ("probe", 3, 7)
    made = place.ended(aside.made_turn_id)
    assert made.given == given and "So far so good." in place.request().fields["messages"][-1]["content"]
    assert place.request().fields["max_tokens"] == 20
