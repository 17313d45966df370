"""Own fields in a whole room: with each question to their model at their server, and with nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked
from components.export import read_json
from components.injection import Plan
from components.room import LOCAL
from tests.modelserver import ModelServer
from tests.modelserver.lab import lab
from tests.room.conftest import ME, Place, a_place, a_place_without_a_key
from tests.waiting import eventually

YOU = "cookie:you"
ASKED = Asked("openrouter", "nobody/knows-it")
OWN = '{"top_k": 20, "reasoning": {"mode": "pro"}}'


def keep(place: Place, text: str, asked: Asked = ASKED, owner: str = ME) -> None:
    place.room.desk(owner).keep_own_fields(asked.provider, asked.model, text)


def body(question: str, **more: object) -> dict[str, object]:
    messages = [{"role": "user", "content": question}]
    return {"model": ASKED.model, "messages": messages, "stream": True, **more}


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return a_place_without_a_key(tmp_path, server)


@pytest.mark.slow
def test_they_go_with_each_question_to_that_model_there(place: Place, tmp_path: Path) -> None:
    keep(place, OWN)
    turn = place.answered("think-2-2-0", asked=replace(ASKED, effort="low"))
    assert place.request().said == body("think-2-2-0", top_k=20, reasoning={"effort": "low", "mode": "pro"})
    assert turn.asked.own_fields == OWN
    place.answered("think-2-2-1", asked=replace(ASKED, model="another/model"))
    assert "top_k" not in place.request().body
    assert place.room.chats(YOU).ask(None, "think-2-2-2", ASKED)
    assert eventually(lambda: place.request().prompt == "think-2-2-2") and "top_k" not in place.request().body
    again = a_place_without_a_key(tmp_path, place.server)
    assert again.room.desk(ME).own_fields(ASKED) == OWN
    version = again.room.chats(ME).ask_again(turn.chat_id, turn.id, ASKED)
    assert version and again.ended(version.id) and again.request().body["top_k"] == 20
    keep(again, " ")
    again.answered("think-2-2-3", asked=replace(ASKED, own_fields=OWN))  # as a file may have said
    assert again.room.desk(ME).own_fields(ASKED) == "" and "top_k" not in again.request().body


def test_the_call_of_a_turn_shows_them_as_they_were(place: Place) -> None:
    keep(place, '{"top_k": 20}')
    turn = place.answered("think-2-2-0", asked=ASKED)
    keep(place, '{"top_k": 987654}')
    programs, _ = place.room.chats(ME).calls(turn.chat_id, turn.id)
    assert all("top_k" in program and "20" in program and "987654" not in program for program in programs.values())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"top_k": 20', "They are not JSON: line 1, column 13 is not understood."),
        ('{"messages": []}', "“messages” may not be among them: the room sets it itself."),
    ],
)
def test_where_they_cannot_be_sent_nothing_is_asked_and_nothing_is_lost(place: Place, text: str, why: str) -> None:
    keep(place, text)
    turn = place.answered("think-2-2-0", asked=ASKED)
    assert turn.question == "think-2-2-0" and turn.status == "failed" and turn.failure
    assert turn.failure.what == f"Your own fields for this model cannot be sent, so nothing was asked. {why}"
    assert turn.failure.next_step == "Correct them, then try again."
    assert place.server.requests == [] and place.room.desk(ME).own_fields(ASKED) == text
    assert place.room.chats(ME).calls(turn.chat_id, turn.id)[0]
    keep(place, '{"top_k": 20}')
    again = place.room.chats(ME).ask_again(turn.chat_id, turn.id, ASKED)
    assert again and place.ended(again.id).status == "done" and place.request().body["top_k"] == 20


def test_no_request_of_an_experiment_has_them(tmp_path: Path) -> None:
    with ModelServer(default=lab) as server:
        place = a_place_without_a_key(tmp_path, server)
        plan = Plan()
        for asked in (plan.thinker, plan.answerer):
            keep(place, OWN, asked)
        plan = replace(plan, thinker=replace(plan.thinker, own_fields=OWN))
        experiment = place.room.experiments(ME).run(plan)
        assert eventually(lambda: len(server.requests) == 3)
        sent = [request.fields.keys() for request in server.requests]
        assert sent == [{"model", "messages", "stream", "include_reasoning"}] * 3
        found = place.room.experiments(ME).experiment(experiment.id)
        assert found and all(place.ended(arm.turn_id).status == "done" for arm in found.arms)


def test_they_go_into_the_file_of_a_chat_and_out_of_it(place: Place) -> None:
    keep(place, OWN)
    turn = place.answered("think-2-2-0", asked=ASKED)
    found = place.room.files(ME).chat(turn.chat_id, "json")
    assert found and read_json(found[1]).turns[turn.id].asked == turn.asked


@pytest.mark.slow
def test_with_the_room_s_own_key_only_who_started_it_may_add_something(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server)
    for owner, may in ((ME, False), (LOCAL, True)):
        desk = place.room.desk(owner)
        keep(place, OWN, owner=owner)
        wrong = desk.keep_header("openrouter", "X-Team", "one-of-mine")
        assert wrong == ("" if may else "Own headers go with a key of one's own: this server is asked with the room's.")
        assert place.room.chats(owner).ask(None, f"think-2-2-0 of {owner}", replace(ASKED, own_fields=OWN))
        assert eventually(lambda owner=owner: place.request().prompt == f"think-2-2-0 of {owner}")
        request = place.request()
        assert ("top_k" in request.body, "x-team" in request.headers) == (may, may)
        assert next(one for one in desk.servers("openrouter") if one.name == "openrouter").adds == may
