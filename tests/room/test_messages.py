"""Anthropic's own protocol, through a whole room: asked, kept, asked again, refused."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Catalogue
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer, Request, messages
from tests.modelserver.dialect import body
from tests.modelserver.step import Step
from tests.room.conftest import ME, Place, open_room
from tests.waiting import eventually

KEY = "sk-ant-canary0123456789canary"
OPUS, SONNET = "claude-opus-5", "claude-3-7-sonnet-20250219"
NEW = Asked("anthropic", OPUS)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ModelServer(models=messages.models) as server:
        url = f"sqlite:///{tmp_path}/room.db"
        servers = {"anthropic": Server(server.url, KEY, "anthropic-messages")}
        settings = Settings(servers, database_url=url, find_servers=False, retries=0)
        yield Place(open_room(settings, Store(url)), server, url)


def catalogue(place: Place) -> Catalogue:
    desk = place.room.desk(ME)
    assert eventually(lambda: desk.catalogue("anthropic").models)
    return desk.catalogue("anthropic")


def test_a_question_is_thought_about_answered_and_kept(place: Place) -> None:
    catalogue(place)
    turn = place.answered("think-6-4-0", asked=NEW)
    assert turn.status == "done" and "mark-000000" in turn.reasoning and "mark-000006" not in turn.reasoning
    assert turn.answer and turn.summarised and turn.finish_reason == "end_turn" and turn.answered_by == OPUS
    usage = turn.usage
    assert usage and (usage.prompt_tokens, usage.reasoning_tokens, usage.cached_tokens) == (6, 6, 3)
    sent = place.request()
    assert sent.path == "/v1/messages" and sent.headers["x-api-key"] == KEY
    assert sent.headers["anthropic-version"] == "2023-06-01" and "authorization" not in sent.headers
    assert sent.fields == {
        "model": OPUS,
        "max_tokens": 128_000,
        "messages": [{"role": "user", "content": "think-6-4-0"}],
        "stream": True,
        "thinking": {"type": "adaptive", "display": "summarized"},
    }
    assert KEY.encode() not in Path(place.url.removeprefix("sqlite:///")).read_bytes()


def test_the_first_question_may_be_asked_before_the_list_is_known(tmp_path: Path) -> None:
    with ModelServer(models=b"no list") as server:
        url = f"sqlite:///{tmp_path}/room.db"
        servers = {"anthropic": Server(server.url, KEY, "anthropic-messages")}
        place = Place(open_room(Settings(servers, database_url=url, find_servers=False), Store(url)), server, url)
        first = place.room.desk(ME).first_choice()
        assert (first.provider, first.model) == ("anthropic", "claude-sonnet-5")
        assert place.answered("think-2-1-0", asked=first).reasoning
        assert place.request().fields["thinking"] == {"type": "adaptive", "display": "summarized"}


def test_its_list_is_read_page_by_page(place: Place) -> None:
    opus, sonnet = catalogue(place).models
    assert [request.path for request in place.server.lookups] == [
        "/v1/models?limit=1000",
        "/v1/models?limit=1000&after_id=claude-opus-5",
    ]
    assert all(request.headers["x-api-key"] == KEY for request in place.server.lookups)
    assert (opus.id, opus.name, opus.context, opus.most_output) == (OPUS, "Claude Opus 5", 1_000_000, 128_000)
    assert opus.thinking.levels == ("low", "medium", "high", "xhigh", "max") and not opus.thinking.budget
    assert (sonnet.id, sonnet.thinking.budget, sonnet.thinking.levels) == (SONNET, True, ())
    assert opus.prompt_price is None and not opus.free
    kept = place.room._store.catalogue(place.server.url)
    assert kept is not None and kept.models == (opus, sonnet)  # also when it is read from the database


LATER: dict[str, tuple[tuple[int, Any], str]] = {
    "an error": ((500, {"error": {"message": "It broke."}}), r"it answered with an error \(500 It broke\.\)\."),
    "no list": ((200, {"has_more": False}), r"what it sent is not a list of models\."),
    "no end": ((200, messages.PAGES[""]), r"it has more than 20 pages\."),
}


@pytest.mark.parametrize("how", LATER)
def test_where_a_later_page_of_its_list_fails_the_others_are_kept(tmp_path: Path, how: str) -> None:
    (status, page), why = LATER[how]
    fails = [True]

    def models(request: Request) -> Iterator[Step]:
        return body(status, page) if fails[0] and "after_id" in request.path else messages.models(request)

    with ModelServer(models=models) as server:
        url = f"sqlite:///{tmp_path}/room.db"
        servers = {"anthropic": Server(server.url, KEY, "anthropic-messages")}
        desk = open_room(Settings(servers, database_url=url, find_servers=False), Store(url)).desk(ME)
        told = re.compile(f"Only a part of the list of models could be read from Anthropic: {why}")
        assert eventually(lambda: told.fullmatch(desk.catalogue("anthropic").problem))
        assert [model.id for model in desk.catalogue("anthropic").models] == [OPUS]
        fails[0] = False
        desk.refresh("anthropic")
        assert eventually(lambda: not desk.catalogue("anthropic").problem)
        assert [model.id for model in desk.catalogue("anthropic").models] == [OPUS, SONNET]
        fails[0] = True
        desk.refresh("anthropic")
        assert eventually(lambda: told.fullmatch(desk.catalogue("anthropic").problem))
        assert [model.id for model in desk.catalogue("anthropic").models] == [OPUS, SONNET]  # as it was known before


def test_the_next_question_gets_the_blocks_as_they_came(place: Place) -> None:
    first = place.answered("think-3-2-0", asked=NEW)
    place.answered("think-2-2-0", first.chat_id, NEW)
    before = place.request().fields["messages"][1]
    thought, said = before["content"]
    assert thought == {"type": "thinking", "thinking": first.reasoning, "signature": messages.SIGNATURE}
    assert said == {"type": "text", "text": first.answer} and before["role"] == "assistant"
    place.answered("think-2-2-0", first.chat_id, replace(NEW, model=SONNET))
    assert place.request().fields["messages"][1] == {"role": "assistant", "content": first.answer.strip()}


def test_another_key_gets_the_text_alone(place: Place, tmp_path: Path) -> None:
    first = place.answered("think-3-2-0", asked=NEW)
    place.room.close()
    servers = {"anthropic": Server(place.server.url, "sk-ant-another-0123456789", "anthropic-messages")}
    settings = Settings(servers, database_url=place.url, find_servers=False, retries=0)
    other = Place(open_room(settings, Store(place.url)), place.server, place.url)
    other.answered("think-2-2-0", first.chat_id, NEW)
    assert other.request().fields["messages"][1] == {"role": "assistant", "content": first.answer.strip()}


def test_raw_thoughts_are_not_called_a_summary(place: Place) -> None:
    turn = place.answered("think-3-2-0", asked=replace(NEW, model=SONNET))
    assert turn.reasoning and not turn.summarised
    assert place.request().fields["thinking"] == {"type": "enabled", "budget_tokens": 16_000}


@pytest.mark.parametrize("status", messages.ERRORS)
def test_a_refused_question_is_kept_with_a_sentence(place: Place, status: int) -> None:
    turn = place.answered(f"refused-{status}", asked=NEW)
    assert turn.status == "failed" and turn.question == f"refused-{status}"
    failure = turn.failure
    assert failure and failure.status == status and failure.what.endswith(".") and failure.next_step
    assert messages.ERRORS[status][1].format(model=OPUS) in failure.said


def test_an_error_after_the_start_keeps_the_thoughts(place: Place) -> None:
    turn = place.answered("overloaded-5", asked=NEW)
    assert turn.status == "failed" and "mark-000000" in turn.reasoning
    assert turn.failure and turn.failure.what == "The provider broke off, because it is overloaded."


def test_a_message_that_begins_anew_is_read_from_there(place: Place) -> None:
    turn = place.answered("restarted-4-3", asked=NEW)
    assert turn.status == "done" and "mark-000500" not in turn.reasoning and "mark-000000" in turn.reasoning
    assert "mark-000500" in turn.reply.unknown[0].text


def test_a_cut_reply_is_kept_as_far_as_it_came(place: Place) -> None:
    turn = place.answered("cut-5-3", asked=NEW)
    assert turn.status == "failed" and turn.failure and turn.failure.kind == "connection lost"
    assert "mark-000000" in turn.reasoning and turn.answer


def test_a_server_that_is_asked_in_the_wrong_protocol_is_told_so(tmp_path: Path) -> None:
    with ModelServer() as server:
        url = f"sqlite:///{tmp_path}/room.db"
        servers = {"anthropic": Server(f"{server.url}/elsewhere", KEY, "anthropic-messages")}
        settings = Settings(servers, database_url=url, find_servers=False, retries=0)
        place = Place(open_room(settings, Store(url)), server, url)
        failure = place.answered("think-1-1-0", asked=NEW).failure
        assert failure and failure.what == "Anthropic has no chat at the path /v1/elsewhere/v1/messages."
        assert failure.next_step.endswith(
            "It was asked in Anthropic's Messages protocol. ANTHROPIC_PROTOCOL can name another one."
        )
