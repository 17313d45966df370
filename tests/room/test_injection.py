"""An injection from end to end, without a page: what is asked of whom, in what order, and what is kept of it."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Catalogue, Chat, Turn
from components.injection import Experiment, Plan, leak, note, obstacle, todays_plan
from components.store import StoreError
from components.wire import OPENROUTER
from components.wire.catalog import models_in
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find
from tests.modelserver.lab import THOUGHTS, lab
from tests.modelserver.step import Head, Send, Step
from tests.room.conftest import ME, Place, a_place
from tests.waiting import eventually

YOU = "cookie:you"
QUESTION = "Which is bigger: 9.11 or 9.9?"
THINK = (
    f"{QUESTION} Please think this through, but don't output an answer"
    " -- only think about the problem, and output 'done'."
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(default=lab) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return a_place(tmp_path, server)


def now(place: Place, experiment: Experiment) -> Experiment:
    found = place.room._store.experiment(ME, experiment.id)
    assert found is not None
    return found


def turn_of(place: Place, experiment: Experiment, kind: str) -> Turn:
    arm = now(place, experiment).arm(kind)  # type: ignore[arg-type]
    assert arm is not None
    return place.ended(arm.turn_id)


def settled(place: Place, plan: Plan | None = None) -> tuple[Experiment, Turn, Turn, Turn]:
    experiment = place.room.experiments(ME).run(plan or Plan())
    assert eventually(lambda: now(place, experiment).arm("injected"))
    plain, thinking, injected = (turn_of(place, experiment, kind) for kind in ("plain", "thinking", "injected"))
    return now(place, experiment), plain, thinking, injected


def asked_with(place: Place, start: str) -> Request:
    return next(request for request in place.server.requests if request.prompt.startswith(start))


def test_three_requests_are_those_of_the_announcement_and_nothing_else(place: Place) -> None:
    settled(place)
    user = {"role": "user"}
    wanted = {
        "thinking": {
            "model": "deepseek/deepseek-r1",
            "messages": [user | {"content": THINK}],
            "include_reasoning": True,
        },
        "plain": {
            "model": "openai/gpt-3.5-turbo-instruct",
            "messages": [user | {"content": QUESTION}],
            "include_reasoning": False,
        },
        "injected": {
            "model": "openai/gpt-3.5-turbo-instruct",
            "messages": [user | {"content": f"{QUESTION}. Here is some context to help you: {THOUGHTS}"}],
            "include_reasoning": False,
        },
    }
    sent = [request.fields for request in place.server.requests]
    assert len(sent) == 3
    for name, body in wanted.items():
        (found,) = [fields for fields in sent if fields["messages"] == body["messages"]]
        difference = {key: found.get(key) for key in found | body if found.get(key) != body.get(key)}
        print(f"{name}: beside the announcement's own keys {difference}")
        assert difference == {"stream": True}


def test_the_example_of_today_is_sent_to_the_letter_and_its_thoughts_are_passed_on(place: Place) -> None:
    _, _, thinking, injected = settled(place, todays_plan())
    wanted = [
        ("deepseek/deepseek-r1", f"{QUESTION} Please think this through, but don't output an answer"),
        ("~openai/gpt-mini-latest", QUESTION),
        ("~openai/gpt-mini-latest", f"{QUESTION}. Here is some context to help you: {thinking.reasoning}"),
    ]
    assert thinking.reasoning == THOUGHTS and injected.status == "done"
    assert sorted(json.dumps(request.fields, sort_keys=True) for request in place.server.requests) == sorted(
        json.dumps(
            {"model": model, "messages": [{"role": "user", "content": text}], "stop": "</think>", "stream": True},
            sort_keys=True,
        )
        for model, text in wanted
    )


def listed(place: Place, *rows: dict[str, Any]) -> None:
    """As if the list had been read before."""
    found = Catalogue(models_in({"data": list(rows)}, OPENROUTER), time.time())
    place.room._store.keep_catalogue(place.server.url, found)
    assert place.room.desk(ME).catalogue("openrouter").models == found.models


def test_nothing_but_the_experiments_own_goes_into_its_requests(place: Place) -> None:
    taking = ["reasoning", "include_reasoning", "verbosity", "stop", "temperature"]
    models = (Plan().thinker.model, Plan().answerer.model)
    rows = [{"id": model, "reasoning": {"mandatory": False}, "supported_parameters": taking} for model in models]
    listed(place, *rows)
    plan = replace(
        Plan(),
        thinker=replace(Plan().thinker, summary="detailed", verbosity="high"),
        answerer=replace(Plan().answerer, summary="detailed", verbosity="high"),
    )
    settled(place, plan)
    sent = [request.fields for request in place.server.requests]
    assert [fields.keys() for fields in sent] == [{"model", "messages", "stream", "include_reasoning"}] * 3


def test_a_stop_goes_only_to_a_model_that_takes_one(place: Place) -> None:
    listed(place, {"id": "~openai/gpt-mini-latest", "supported_parameters": ["reasoning", "max_tokens"]})
    settled(place, todays_plan())
    stopped = {request.fields["model"]: "stop" in request.fields for request in place.server.requests}
    assert stopped == {"deepseek/deepseek-r1": True, "~openai/gpt-mini-latest": False}


def test_where_thinking_is_mandatory_the_answerer_is_not_told_to_hide_it(place: Place) -> None:
    row = {"id": "openai/gpt-5-nano", "reasoning": {"mandatory": True}, "supported_parameters": ["reasoning"]}
    place.server.models = {"data": [row]}
    place.room.desk(ME).refresh("openrouter")
    desk = place.room.desk(ME)
    assert eventually(lambda: row["id"] in {model.id for model in desk.catalogue("openrouter").models})
    settled(place, replace(Plan(), answerer=Asked("openrouter", "openai/gpt-5-nano", "hidden")))
    told = [request.fields for request in place.server.requests if request.fields["model"] == "openai/gpt-5-nano"]
    assert len(told) == 2 and all(set(fields) == {"model", "messages", "stream"} for fields in told)


@pytest.mark.slow
def test_the_plain_answer_and_the_thinking_are_asked_for_at_the_same_time(place: Place) -> None:
    place.server.set_default(lambda request: lab(request, rate=40))
    settled(place)
    thinking, plain = asked_with(place, THINK), next(r for r in place.server.requests if r.prompt == QUESTION)
    injected = asked_with(place, f"{QUESTION}. Here")
    assert thinking.ended_at and plain.ended_at
    overlap = min(thinking.ended_at, plain.ended_at) - max(thinking.received, plain.received)
    print(f"the plain and the thinking request overlap by {overlap:.2f} s")
    assert overlap > 0.05 and injected.received >= thinking.ended_at


def test_the_injected_answer_starts_by_itself_and_all_of_it_is_kept(place: Place) -> None:
    experiment, plain, thinking, injected = settled(place)
    assert (plain.status, thinking.status, injected.status) == ("done", "done", "done")
    assert thinking.reasoning == THOUGHTS and leak(thinking) == ""
    assert "9.11 is bigger" in plain.answer and injected.answer.startswith("9.9 is bigger")
    assert injected.question == f"{QUESTION}. Here is some context to help you: {THOUGHTS}"
    assert experiment.plan == Plan() and not experiment.stopped
    assert place.room._store.chats(ME) == []  # no list shows the arms
    place.room.chats(ME).bring_out(injected.chat_id)
    assert [chat.id for chat in place.room._store.chats(ME)] == [injected.chat_id]


def test_what_belongs_to_another_does_not_exist(place: Place) -> None:
    experiment, *_ = settled(place)
    assert place.room._store.experiment(YOU, experiment.id) is None and place.room._store.experiments(YOU, 9) == []
    place.room.experiments(YOU).stop(experiment.id)
    place.room.experiments(YOU).run_injected(experiment.id, "x", edited=True)
    place.room.chats(YOU).bring_out(experiment.arms[0].chat_id)
    assert now(place, experiment) == experiment and place.room._store.chats(ME) == []
    assert len(place.server.requests) == 3


def test_only_the_injected_answer_is_asked_again_with_edited_thoughts(place: Place) -> None:
    experiment, _, _, first = settled(place)
    place.room.experiments(ME).run_injected(experiment.id, "It is 9.9.", edited=True)
    again = turn_of(place, experiment, "injected")
    assert again.id != first.id and again.question.endswith("Here is some context to help you: It is 9.9.")
    assert [arm.edited for arm in now(place, experiment).arms if arm.kind == "injected"] == [False, True]
    assert len(place.server.requests) == 4


@pytest.mark.slow
def test_the_thoughts_of_a_chat_are_injected_without_another_thinking(place: Place) -> None:
    thoughts = place.answered(QUESTION, asked=Asked("openrouter", "deepseek/deepseek-r1"))
    experiment = place.room.experiments(ME).run(Plan(), thoughts)
    injected = turn_of(place, experiment, "injected")
    turn_of(place, experiment, "plain")
    assert injected.question.endswith(THOUGHTS) and now(place, experiment).arms[0].given
    assert len(place.server.requests) == 3  # the chat's own, and two answers
    place.room.experiments(ME).stop(experiment.id)
    assert place.kept(thoughts.id).status == "done"


# Thoughts that cannot be injected


def _encrypted(captures: Path) -> bytes:
    """The recorded reply with a summary and encrypted reasoning, without what can be read of it."""
    lines: list[bytes] = []
    for line in (captures / "openrouter-grok-4.1-fast-summary-encrypted.sse").read_bytes().split(b"\n\n"):
        if line.startswith(b"data: {"):
            chunk = json.loads(line[6:])
            for choice in chunk["choices"]:
                details = choice["delta"].get("reasoning_details", [])
                choice["delta"]["reasoning"] = None
                kept = [item for item in details if item["type"] == "reasoning.encrypted"]
                choice["delta"]["reasoning_details"] = kept
            line = b"data: " + json.dumps(chunk).encode()
        lines.append(line)
    assert any(b"reasoning.encrypted" in line for line in lines)
    return b"\n\n".join(lines)


def _raw(data: bytes) -> Iterator[Step]:
    yield Head(200, "text/event-stream")
    yield Send(data)


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("absent", "sent no reasoning, so there is nothing to inject. Choose a model that shows its thoughts."),
        ("withheld", "thought (4,120 tokens were billed), but the provider keeps the text private: nothing to inject."),
        ("encrypted", "sent its thoughts encrypted, so there is nothing readable to inject."),
        ("cut off", "The thinking was cut off, so there are no whole thoughts to inject."),
        ("refused", "There are no thoughts to inject. OpenRouter has trouble of its own."),
    ],
)
def test_without_readable_thoughts_there_is_a_reason_and_no_further_request(
    place: Place, captures: Path, case: str, told: str
) -> None:
    named = {"absent": "capture:openrouter-claude-3.7-sonnet-no-thinking.sse", "withheld": "withheld"}
    named |= {"cut off": "cut-30", "refused": "error-500"}

    def play(request: Request) -> Iterator[Step]:
        if not request.prompt.startswith(THINK):
            return lab(request)
        behaviour = find(named.get(case, ""))
        return behaviour(request) if behaviour else _raw(_encrypted(captures))

    place.server.set_default(play)
    experiment = place.room.experiments(ME).run(Plan())
    thinking, plain = turn_of(place, experiment, "thinking"), turn_of(place, experiment, "plain")
    assert told in (obstacle(thinking) or "") and plain.status == "done"
    time.sleep(0.3)
    assert now(place, experiment).arm("injected") is None and len(place.server.requests) == 2


def test_a_recorded_summary_is_injected_and_marked_as_one(place: Place, captures: Path) -> None:
    def play(request: Request) -> Iterator[Step]:
        behaviour = find("capture:openrouter-grok-4.1-fast-summary-encrypted.sse")
        return behaviour(request) if behaviour and request.prompt.startswith(THINK) else lab(request)

    place.server.set_default(play)
    _, _, thinking, injected = settled(place)
    assert "summary by the provider" in note(thinking) and injected.question.endswith(thinking.reasoning)


# Stop, failure, restart


def test_stop_ends_all_and_nothing_starts_afterwards(place: Place) -> None:
    stalling = find("stall-20")
    assert stalling
    place.server.set_default(stalling)
    experiment = place.room.experiments(ME).run(Plan())
    thinking = now(place, experiment).arm("thinking")
    assert thinking and eventually(lambda: (run := place.room.chats(ME).live(thinking.turn_id)) and run.turn.reasoning)
    assert eventually(lambda: len(place.server.requests) == 2)
    place.room.experiments(ME).stop(experiment.id)
    assert turn_of(place, experiment, "thinking").status == turn_of(place, experiment, "plain").status == "stopped"
    time.sleep(0.3)
    assert now(place, experiment).stopped and now(place, experiment).arm("injected") is None
    assert len(place.server.requests) == 2
    assert all(request.ended == "client closed" for request in place.server.requests)


def test_one_failing_arm_does_not_take_the_others_along(place: Place) -> None:
    failing = find("error-500")
    assert failing
    place.server.set_default(lambda request: failing(request) if request.prompt == QUESTION else lab(request))
    _, plain, thinking, injected = settled(place)
    assert (plain.status, thinking.status, injected.status) == ("failed", "done", "done")


def test_a_thinking_that_failed_is_tried_again_and_followed_by_the_injected_answer(place: Place) -> None:
    failing = find("error-500")
    assert failing
    place.server.set_default(lambda request: failing(request) if request.prompt.startswith(THINK) else lab(request))
    experiment = place.room.experiments(ME).run(Plan())
    assert turn_of(place, experiment, "thinking").status == "failed"
    place.room.experiments(ME).try_again(experiment.id, "injected", None)  # nothing to inject
    place.server.set_default(lab)
    place.room.experiments(ME).try_again(experiment.id, "thinking", None)
    assert eventually(lambda: now(place, experiment).arm("injected"))
    assert turn_of(place, experiment, "injected").status == "done" and len(place.server.requests) == 4


def test_a_stopped_run_goes_on_when_its_thinking_is_tried_again(place: Place) -> None:
    place.server.set_default(lambda request: lab(request, rate=5))
    experiment = place.room.experiments(ME).run(Plan())
    place.room.experiments(ME).stop(experiment.id)
    assert turn_of(place, experiment, "thinking").status == "stopped" and now(place, experiment).stopped
    place.server.set_default(lab)
    place.room.experiments(ME).try_again(experiment.id, "thinking", None)
    assert eventually(lambda: now(place, experiment).arm("injected")) and not now(place, experiment).stopped


@pytest.mark.slow
def test_a_thinking_that_ends_at_once_still_starts_the_injected_answer(place: Place) -> None:
    for _ in range(20):
        experiment = place.room.experiments(ME).run(Plan())
        assert eventually(lambda experiment=experiment: now(place, experiment).arm("injected"))  # type: ignore[misc]
        turn_of(place, experiment, "injected")


def test_an_injected_answer_that_could_not_be_noted_is_begun_once_the_database_is_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.follow_up.TRY_AGAIN_S", 0.1)
    failing = {"left": 3}
    add_chat = place.room._store.add_chat

    def away(chat: Chat, hidden: bool = False) -> None:
        if failing["left"] and "context to help you" in chat.title:
            failing["left"] -= 1
            raise StoreError("The database does not answer.")
        add_chat(chat, hidden)

    monkeypatch.setattr(place.room._store, "add_chat", away)
    plan = replace(Plan(), question="9.11 or 9.9?")  # short, so that the title shows which arm it is
    _, _, thinking, injected = settled(place, plan)
    assert failing["left"] == 0 and injected.status == "done" and injected.question.endswith(thinking.reasoning)


def test_an_arm_is_never_asked_of_another_server_than_the_one_that_was_chosen(place: Place) -> None:
    plan = replace(Plan(), answerer=Asked("custom", "my/private", "hidden"))  # a server that was taken away since
    _, plain, thinking, injected = settled(place, plan)
    assert plain.failure and plain.failure.kind == "server gone" and injected.status == "failed"
    assert thinking.status == "done" and len(place.server.requests) == 1


def test_a_thinking_after_an_edited_answer_is_followed_by_an_answer_of_its_own(place: Place) -> None:
    failing = find("cut-30")
    assert failing
    place.server.set_default(lambda request: failing(request) if request.prompt.startswith(THINK) else lab(request))
    experiment = place.room.experiments(ME).run(Plan())
    assert turn_of(place, experiment, "thinking").status == "failed"
    place.room.experiments(ME).run_injected(experiment.id, "It is 9.9.", edited=True)
    edited = turn_of(place, experiment, "injected")
    place.server.set_default(lab)
    place.room.experiments(ME).try_again(experiment.id, "thinking", None)
    assert eventually(lambda: (arm := now(place, experiment).arm("injected")) and arm.turn_id != edited.id)
    assert [arm.turn_id for arm in now(place, experiment).earlier_injected] == [edited.id]


# Models that only complete


def _completes(request: Request) -> Iterator[Step]:
    """OpenAI's refusal of an instruct model at /chat/completions."""
    if request.route == "/chat/completions" and "instruct" in request.fields["model"]:
        behaviour = find("error-not-a-chat-model")
        assert behaviour
        return behaviour(request)
    return lab(request)


def test_an_instruct_model_that_is_refused_as_a_chat_is_asked_to_complete(place: Place) -> None:
    place.server.set_default(_completes)
    _, plain, _, injected = settled(place)
    assert plain.status == injected.status == "done" and "9.11 is bigger" in plain.answer
    completions = [request for request in place.server.requests if request.route == "/completions"]
    assert {request.fields["prompt"] for request in completions} == {plain.question, injected.question}
    for request in completions:
        assert set(request.fields) == {"model", "prompt", "stream", "include_reasoning"}
    assert len(place.server.requests) == 5  # each refusal is answered once


@pytest.mark.parametrize("refusal", ["error-404", "error-400-template", "error-429-completions"])
def test_no_other_refusal_is_asked_again(place: Place, refusal: str) -> None:
    failing = find(refusal)
    assert failing
    place.server.set_default(lambda request: failing(request) if request.prompt == QUESTION else lab(request))
    settled(place)
    assert len(place.server.requests) == 3
