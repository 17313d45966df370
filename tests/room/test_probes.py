"""Forced answers, of a real model server and of Pocket: the thoughts up to a point, or without a step, closed there."""

from pathlib import Path

import pytest

from components.conversation import Asked, Prefill, Turn
from components.insight import steps_of
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.room.conftest import ME, Place, with_three_servers

THOUGHTS = "First I count to three. Then I count to five."
QUESTION = "Count to five."


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return with_three_servers(tmp_path, server)


def thought(place: Place, name: str, system: str = "") -> Turn:
    spoken = Spoken(THOUGHTS, "Five.")
    place.server.set_default(lambda request: perform(spoken, "or", request))
    turn = place.answered(QUESTION, asked=Asked(name, "test/model", system_prompt=system))
    forced = Spoken("", "Three.")
    place.server.set_default(lambda request: perform(forced, "or", request))
    place.server.forget()
    return turn


def ended(place: Place, turn: Turn) -> list[Turn]:
    found = place.room.asides(ME).of(turn.id)
    return [place.ended(made.id) for _, made in found]


@pytest.mark.parametrize(("name", "taken"), [("llamacpp", "own"), ("openrouter", "words"), ("custom", "words")])
def test_the_thoughts_up_to_a_point_are_closed_or_told(place: Place, name: str, taken: str) -> None:
    turn = thought(place, name, "Be brief.")
    asides = place.room.asides(ME).probe(turn.id, [23, len(turn.reasoning)], turn.asked)
    assert [(aside.kind, aside.start, aside.end) for aside in asides] == [
        ("probe", 0, 23),
        ("probe", 0, len(turn.reasoning)),
    ]
    first, _ = ended(place, turn)
    assert (first.question, first.answer, first.taken) == (QUESTION, "Three.", taken)
    assert first.given == Prefill(turn.id, "First I count to three.", closed=True)
    sent = [request.fields["messages"] for request in place.server.requests]
    assert len(sent) == 2 and all(messages[0] == {"role": "system", "content": "Be brief."} for messages in sent)
    assert sum("Then I count to five" in str(messages) for messages in sent) == 1


def test_what_was_said_before_goes_along(place: Place) -> None:
    first = thought(place, "openrouter")
    spoken = Spoken(THOUGHTS, "Five.")
    place.server.set_default(lambda request: perform(spoken, "or", request))
    later = place.answered("And again?", chat=first.chat_id, asked=Asked("openrouter", "test/model"))
    place.server.forget()
    place.room.asides(ME).probe(later.id, [23], later.asked)
    ended(place, later)
    (request,) = place.server.requests
    assert [message["content"] for message in request.fields["messages"][:2]] == [QUESTION, "Five."]


def test_a_step_is_left_out(place: Place) -> None:
    turn = thought(place, "llamacpp")
    place.room.asides(ME).leave_out(turn.id, [(0, 24), (24, len(turn.reasoning))], turn.asked)
    first, second = ended(place, turn)
    assert first.given and second.given
    assert (first.given.thoughts, second.given.thoughts) == ("Then I count to five.", "First I count to three. ")


def test_nothing_is_asked_where_no_thought_is_left(place: Place) -> None:
    turn = thought(place, "llamacpp")
    asides = place.room.asides(ME)
    assert asides.leave_out(turn.id, [(0, len(turn.reasoning))], turn.asked) == []
    assert asides.probe(turn.id, [0], turn.asked) == []
    assert asides.probe("nobody", [5], turn.asked) == []
    assert place.server.requests == []


def test_pocket_is_forced_for_nothing(place: Place) -> None:
    turn = place.answered("Which is bigger, 9.11 or 9.9?", asked=Asked("pocket", "pocket/thinker"))
    steps = steps_of(turn.reasoning)
    assert len(steps) > 2
    place.room.asides(ME).probe(turn.id, [step.end for step in steps], turn.asked)
    made = ended(place, turn)
    assert len(made) == len(steps) and all(one.status == "done" and one.answer.strip() for one in made)
    assert all(one.taken == "own" and one.times.first_reasoning is None for one in made)
    assert made[-1].answer == turn.answer  # from all of its thoughts
    assert place.server.requests == []
