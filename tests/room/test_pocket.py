"""A room with nothing but what is built in: it is chosen where nothing else can be asked, and asks no network."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Server, Turn
from components.injection import PRESETS, TOY_PRESETS, Plan, Preset, judge
from components.pocket import MODELS, PACE
from components.room import Room
from components.settings import Server as Set
from components.settings import Settings, load_settings
from components.store import Store
from components.ui.chat.empty import TOY_SUGGESTIONS
from components.wire import NAMES, row_of
from tests.modelserver import ModelServer
from tests.modelserver.lists import AT_HOME
from tests.room.conftest import KEY, ME, Place, open_room
from tests.waiting import allowed, eventually

THINKER, NOVICE = MODELS
pytestmark = pytest.mark.usual_ports
YOU = "cookie:you"
QUESTION = "Which is bigger: 9.11 or 9.9?"
TRULY = {
    QUESTION: "**9.9**",
    "Which version is newer: 3.9 or 3.11?": "**3.11**",
    "How many times does the letter r occur in strawberry?": "**3**",
    "If today is Wednesday, what day will it be in 100 days?": "**Friday**",
}


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Room]:
    def room(servers: dict[str, Set] | None = None, pace: float = 0.0, find: bool = False) -> Room:
        url = f"sqlite:///{tmp_path}/room.db"
        return open_room(Settings(servers or {}, database_url=url, find_servers=find, pocket_pace=pace), Store(url))

    return room


def ended(room: Room, turn: Turn | None, within: float = 20.0) -> Turn:
    assert turn and eventually(
        lambda: room._store.with_texts([turn.id])[turn.id].ended and not room.chats(ME).live(turn.id), within
    )
    return room._store.with_texts([turn.id])[turn.id]


def asked(room: Room, question: str, chat: str | None = None, **changes: Any) -> Turn:
    return ended(room, room.chats(ME).ask(chat, question, replace(room.desk(ME).first_choice(), **changes)))


def first(room: Room, owner: str = ME) -> tuple[str, str]:
    found = room.desk(owner).first_choice()
    return found.provider, found.model


# Who is asked first


@pytest.mark.slow
def test_where_nothing_is_set_the_built_in_thinker_is_asked(opened: Callable[..., Room]) -> None:
    room = opened()
    assert first(room) == ("pocket", THINKER)
    assert [one.name for one in room.desk(ME).servers("")] == ["pocket", "openrouter", "recording"]


def test_a_key_goes_before_it(opened: Callable[..., Room]) -> None:
    room = opened({"openrouter": Set("", KEY)})
    assert first(room) == ("openrouter", "deepseek/deepseek-r1")
    assert [one.name for one in room._servers.all(ME)] == ["openrouter", "pocket", "recording"]  # it stays in the list


def test_a_server_that_is_set_goes_before_it(opened: Callable[..., Room], tmp_path: Path) -> None:
    with ModelServer() as server:
        room = opened({"custom": Set(server.url)})
        assert [one.name for one in room._servers.all(ME)] == ["custom", "pocket", "openrouter", "recording"]
        assert first(room)[0] == "custom"
        assert eventually(lambda: not room._catalogues.busy)


def test_a_server_that_is_found_goes_before_it_as_long_as_nothing_was_asked(opened: Callable[..., Room]) -> None:
    room = opened(find=True)
    assert first(room) == ("pocket", THINKER)
    with ModelServer(port=11434, models=AT_HOME[11434]):
        room.look_for_servers()
        assert eventually(lambda: first(room) == ("ollama", "gpt-oss:120b"))
        turn = room.chats(ME).ask(None, QUESTION, room.desk(ME).at_server(room.desk(ME).first_choice(), "pocket"))
        assert ended(room, turn).status == "done"
        assert first(room) == ("pocket", THINKER) and first(room, YOU)[0] == "ollama"


def test_a_key_typed_later_changes_new_chats_only_where_nothing_was_asked(opened: Callable[..., Room]) -> None:
    room = opened()
    asked(room, QUESTION)
    for owner in (ME, YOU):
        room._servers.keys.keep(owner, "openrouter", KEY)
    assert first(room) == ("pocket", THINKER) and first(room, YOU) == ("openrouter", "deepseek/deepseek-r1")
    assert [one.name for one in room._servers.all(ME)] == ["openrouter", "pocket", "recording"]
    room._servers.keys.forget(YOU, "openrouter")
    assert first(room, YOU) == ("pocket", THINKER)


def test_no_other_server_is_asked_for_what_is_built_in(opened: Callable[..., Room]) -> None:
    room = opened({"deepseek": Set("http://127.0.0.1:9/v1", "")})
    found = room.desk(ME).at_server(Asked("pocket", THINKER), "deepseek")
    assert found.provider == "deepseek" and found.model != THINKER


def test_the_lab_gets_a_thinker_and_a_novice_whoever_was_asked_last(opened: Callable[..., Room]) -> None:
    room = opened()
    desk, plan = room.desk(ME), Plan()
    for last in (THINKER, NOVICE):
        asked(room, QUESTION, model=last)
        assert desk.at_server(plan.thinker, "pocket") == Asked("pocket", THINKER)
        assert desk.at_server(plan.answerer, "pocket") == Asked("pocket", NOVICE, "hidden")


# What it is


def test_it_takes_no_key_and_no_setting(opened: Callable[..., Room], tmp_path: Path) -> None:
    environment = {"POCKET_API_KEY": KEY, "POCKET_BASE_URL": "http://example.org/v1"}
    assert load_settings(NAMES, environment, tmp_path / "none.env", {}).servers == {}
    server = opened().desk(ME).servers("pocket")[0]
    assert server == Server("pocket", "Pocket", asks=True, built_in=True, takes_thoughts=True)
    row = row_of("pocket")
    assert row and (row.thinker, row.answerer) == (THINKER, NOVICE) and Settings().pocket_pace == PACE


def test_its_list_is_there_at_the_first_look(opened: Callable[..., Room]) -> None:
    room = opened()
    found = room.desk(ME).catalogue("pocket")
    assert [model.id for model in found.models] == [THINKER, NOVICE] and found.fetched and not found.loading
    assert not room._catalogues.busy and all(model.free for model in found.models)
    thinker = room.desk(ME).thinking(Asked("pocket", THINKER))
    assert thinker.shows and thinker.mandatory and thinker.choices == ("default",) and not thinker.budget
    assert room.desk(ME).thinking(Asked("pocket", NOVICE)).shows is False
    # Of a model that it does not have, no switch is offered.
    assert room.desk(ME).thinking(Asked("pocket", "pocket/other")).choices == ("default",)


# Asking


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Whom anything in this process tried to look up or to reach."""
    seen: list[Any] = []

    def refuse(*told: Any, **_: Any) -> Any:
        seen.append(told)
        raise OSError("no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield seen


def test_a_question_is_thought_about_and_answered_without_any_network(
    opened: Callable[..., Room], dialled: list[Any]
) -> None:
    room = opened()
    turn = asked(room, QUESTION)
    assert (turn.status, turn.finish_reason, turn.failure) == ("done", "stop", None)
    assert len(turn.reasoning) > 50 and "9.9" in turn.answer and turn.answered_by and turn.usage
    assert turn.usage.reasoning_tokens and turn.usage.completion_tokens and turn.usage.prompt_tokens
    again = asked(room, "Which is bigger: 2.5 or 2.15?", turn.chat_id)
    assert again.status == "done" and again.reasoning and again.parent_id == turn.id
    assert dialled == []


@pytest.mark.slow
@pytest.mark.parametrize("question", TOY_SUGGESTIONS)
def test_all_that_is_suggested_is_worked_out(opened: Callable[..., Room], question: str) -> None:
    turn = asked(opened(), question)
    print(turn.reasoning, turn.answer, sep="\n")
    assert turn.reasoning and TRULY[question] in turn.answer


@pytest.mark.slow
@pytest.mark.parametrize("preset", TOY_PRESETS, ids=lambda preset: preset.label)
def test_the_thinker_answers_every_preset_right(opened: Callable[..., Room], preset: Preset) -> None:
    turn = asked(opened(), preset.question)
    print(turn.reasoning, turn.answer, sep="\n")
    assert turn.reasoning and judge(turn.answer, preset.expected).mark == "right"


BEYOND_IT = [preset for preset in PRESETS if preset not in TOY_PRESETS]


@pytest.mark.parametrize("preset", BEYOND_IT, ids=lambda preset: preset.label)
def test_what_it_cannot_do_it_declines_in_a_sentence(opened: Callable[..., Room], preset: Preset) -> None:
    turn = asked(opened(), preset.question)
    assert turn.status == "done" and judge(turn.answer, preset.expected).mark == "unclear" and turn.answer.strip()


def test_a_model_that_it_does_not_have_is_told(opened: Callable[..., Room], dialled: list[Any]) -> None:
    turn = asked(opened(), QUESTION, model="pocket/other")
    assert turn.status == "failed" and turn.failure and "pocket/other" in turn.failure.what and dialled == []


def test_a_stop_ends_it_and_keeps_what_came(opened: Callable[..., Room]) -> None:
    room = opened(pace=10.0)
    turn = room.chats(ME).ask(None, QUESTION, room.desk(ME).first_choice())
    assert turn and (run := room.chats(ME).live(turn.id)) and eventually(lambda: run.turn.reasoning)
    pressed = time.monotonic()
    room.chats(ME).stop(turn.chat_id)
    kept = ended(room, turn)
    assert time.monotonic() - pressed < allowed(1) and kept.status == "stopped" and kept.reasoning and not kept.answer


@pytest.mark.slow
def test_it_writes_at_the_pace_that_is_set(opened: Callable[..., Room]) -> None:
    turn = asked(opened(pace=100.0), QUESTION)
    assert turn.usage and turn.usage.completion_tokens and turn.times.ended
    assert turn.times.ended > (turn.usage.completion_tokens - 1) / 100 * 0.95


@pytest.mark.slow
def test_a_question_waits_for_the_one_that_runs(opened: Callable[..., Room]) -> None:
    room = opened(pace=200.0)
    choice = room.desk(ME).first_choice()
    one = room.chats(ME).ask(None, QUESTION, choice)
    assert one
    two = room.chats(ME).ask(one.chat_id, "Is 4718 even or odd?", choice)
    assert two and two.status == "queued" and ended(room, one).status == ended(room, two).status == "done"


def test_an_injection_runs_with_what_is_built_in(opened: Callable[..., Room], dialled: list[Any]) -> None:
    room = opened()
    desk, plan = room.desk(ME), Plan(expected=PRESETS[0].expected)
    plan = replace(
        plan, thinker=desk.at_server(plan.thinker, "pocket"), answerer=desk.at_server(plan.answerer, "pocket")
    )
    experiment = room.experiments(ME).run(plan)

    def arm(kind: Any) -> Turn:
        found = room._store.experiment(ME, experiment.id)
        it = found.arm(kind) if found else None
        assert it
        return ended(room, room._store.with_texts([it.turn_id])[it.turn_id])

    assert eventually(lambda: (now := room._store.experiment(ME, experiment.id)) and now.arm("injected"))
    plain, thinking, injected = arm("plain"), arm("thinking"), arm("injected")
    assert [turn.status for turn in (plain, thinking, injected)] == ["done"] * 3 and dialled == []
    assert not plain.reasoning and thinking.reasoning and thinking.reasoning in injected.question
    assert judge(injected.answer, PRESETS[0].expected).mark == "right"


def test_others_are_still_asked_over_the_network(place: Place) -> None:
    assert place.answered("think-2-2-0", asked=Asked("openrouter", "test/model")).status == "done"
    assert place.request().prompt == "think-2-2-0"
