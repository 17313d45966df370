"""A room that asks a real server over HTTP, stops it, is refused by it, and keeps what arrived."""

import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

from components.conversation import Asked, Turn
from components.room import get_room
from components.room.chats import LEAST_RAISED
from components.room.keys import Keys
from components.room.titles import title_of
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.room.conftest import KEY, ME, Place, a_place, open_room
from tests.turns import changed
from tests.waiting import allowed, eventually

YOU = "cookie:you"
ASKED = Asked("openrouter", "test/model")


def grown(place: Place, turn: Turn, reasoning: bool = True) -> Turn:
    """The live turn, once something of it has arrived."""
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: run.turn.reasoning if reasoning else run.turn.answer)
    return run.turn


# Asking


def test_a_question_asks_for_exactly_this(place: Place) -> None:
    asked = replace(ASKED, model="un/listed")  # else it counts whether the list has been read by now
    turn = place.answered("think-5-3-0", asked=asked)
    assert place.request().said == {
        "model": "un/listed",
        "messages": [{"role": "user", "content": "think-5-3-0"}],
        "stream": True,
        "include_reasoning": True,
    }
    assert (place.request().method, place.request().route) == ("POST", "/chat/completions")
    assert place.request().bearer == KEY
    assert turn.status == "done" and turn.reasoning and turn.answer and turn.usage
    assert (turn.finish_reason, turn.answered_by, turn.asked) == ("stop", "un/listed at Fake", asked)


@pytest.mark.parametrize(
    ("choice", "sent"),
    [
        ({"effort": "high"}, {"reasoning": {"effort": "high"}}),
        ({"effort": "off"}, {"reasoning": {"enabled": False}}),
        ({"max_tokens": 500}, {"include_reasoning": True, "max_tokens": 500}),
    ],
)
def test_a_choice_is_sent(place: Place, choice: dict[str, object], sent: dict[str, object]) -> None:
    place.answered("think-5-3-0", asked=replace(ASKED, model="un/listed", **choice))  # type: ignore[arg-type]
    fields = place.request().said
    assert {name: fields[name] for name in fields if name not in ("model", "messages", "stream")} == sent


def test_the_next_question_sends_the_answer_and_no_thought(place: Place) -> None:
    asked = replace(ASKED, system_prompt="Be brief.")
    first = place.answered("think-20-10-0", asked=asked)
    second = place.answered("think-5-5-0 and more", first.chat_id, asked)
    assert place.request().fields["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "think-20-10-0"},
        {"role": "assistant", "content": first.answer.strip()},
        {"role": "user", "content": "think-5-5-0 and more"},
    ]
    assert first.reasoning[:20] not in str(place.request().fields) and second.parent_id == first.id
    assert place.path(first.chat_id) == [first.question, second.question]


def test_a_turn_without_an_answer_leaves_no_trace_in_the_next_request(place: Place) -> None:
    first = place.answered("error-500", asked=ASKED)
    place.answered("think-5-5-0", first.chat_id, ASKED)
    assert [message["role"] for message in place.request().fields["messages"]] == ["user"]


def test_a_question_waits_for_the_one_that_runs_and_starts_by_itself(place: Place) -> None:
    first = place.ask("gate-10-5", asked=ASKED)
    grown(place, first)
    second = place.ask("think-5-5-0 second", first.chat_id, ASKED)
    third = place.ask("think-5-5-0 third", first.chat_id, ASKED)
    assert [turn.status for turn in (first, second, third)] == ["streaming", "queued", "queued"]
    assert place.path(first.chat_id) == ["gate-10-5", "think-5-5-0 second", "think-5-5-0 third"]
    time.sleep(0.2)
    assert len(place.server.requests) == 1 and place.kept(second.id).status == "queued"
    place.server.resume()
    assert [place.ended(turn.id).status for turn in (first, second, third)] == ["done"] * 3
    messages = place.request().fields["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant"] * 2 + ["user"]
    assert messages[1]["content"] == place.kept(first.id).answer.strip() and len(place.server.requests) == 3


def test_a_stop_ends_what_runs_and_lets_the_waiting_question_come_next(place: Place) -> None:
    first = place.ask("stall-5", asked=ASKED)
    grown(place, first)
    second = place.ask("gate-5-5", first.chat_id, ASKED)
    place.room.chats(ME).stop(first.chat_id)
    place.server.resume()
    assert (place.ended(first.id).status, place.ended(second.id).status) == ("stopped", "done")


def test_a_question_also_comes_next_after_a_failure(place: Place) -> None:
    first = place.ask("gate-4-4", asked=ASKED)
    grown(place, first)
    second = place.ask("error-500", first.chat_id, ASKED)
    third = place.ask("think-5-5-0", first.chat_id, ASKED)
    place.server.resume()
    assert [place.ended(turn.id).status for turn in (first, second, third)] == ["done", "failed", "done"]


def test_a_waiting_question_that_is_dropped_is_not_asked(place: Place) -> None:
    first = place.ask("gate-10-5", asked=ASKED)
    second = place.ask("think-5-5-0 second", first.chat_id, ASKED)
    third = place.ask("think-5-5-0 third", first.chat_id, ASKED)
    place.room.chats(ME).drop_waiting(first.chat_id, second.id)
    place.room.chats(ME).drop_waiting(first.chat_id, first.id)  # runs: of no effect
    place.server.resume()
    assert place.ended(third.id).status == place.ended(first.id).status == "done"
    assert place.path(first.chat_id) == ["gate-10-5", "think-5-5-0 third"] and len(place.server.requests) == 2


def test_what_waits_in_a_deleted_chat_is_not_asked(place: Place) -> None:
    first = place.ask("gate-10-5", asked=ASKED)
    place.ask("think-5-5-0", first.chat_id, ASKED)
    place.room._store.delete(ME, first.chat_id, time.time())
    place.server.resume()
    place.ended(first.id)
    place.room._store.delete(ME, first.chat_id, None)
    assert eventually(lambda: place.path(first.chat_id) == ["gate-10-5"]) and len(place.server.requests) == 1


def test_two_chats_run_at_once(place: Place) -> None:
    first, second = place.ask("gate-10-5", asked=ASKED), place.answered("think-5-5-0", asked=ASKED)
    assert second.status == "done" and place.room.chats(ME).live(first.id)
    place.room.chats(ME).stop(second.chat_id)
    assert place.room.chats(ME).live(first.id)  # another chat's
    place.server.resume()
    assert place.ended(first.id).status == "done"


def test_asking_again_makes_another_version_and_shows_it(place: Place) -> None:
    first = place.answered("think-5-5-0", asked=ASKED)
    second = place.answered("think-6-6-0", first.chat_id, ASKED)
    again = place.room.chats(ME).ask_again(first.chat_id, second.id, replace(ASKED, model="other/model"))
    assert again and place.ended(again.id).status == "done"
    assert (again.question, again.parent_id, again.asked.model) == (second.question, first.id, "other/model")
    assert place.request().fields["messages"] == place.request(-2).fields["messages"]
    conversation = place.room.chats(ME).conversation(first.chat_id)
    assert conversation and [turn.id for turn in conversation.path()] == [first.id, again.id]
    assert [turn.id for turn in conversation.siblings(again)] == [second.id, again.id]
    assert place.room.chats(ME).ask_again(first.chat_id, "nobody", ASKED) is None


def test_a_raised_limit_is_sent_and_is_always_higher(place: Place) -> None:
    first = place.answered("length-30", asked=replace(ASKED, max_tokens=30))
    assert first.budget_spent and place.room.chats(ME).raised(first) == LEAST_RAISED
    asked = replace(ASKED, max_tokens=20_000)
    assert place.room.chats(ME).raised(replace(first, asked=asked)) == 40_000
    assert place.room.chats(ME).raised(changed(first, usage=None)) == LEAST_RAISED
    again = place.room.chats(ME).ask_again(
        first.chat_id, first.id, replace(ASKED, max_tokens=place.room.chats(ME).raised(first))
    )
    assert again and place.ended(again.id)
    assert place.request().fields["max_tokens"] == LEAST_RAISED


def test_texts_are_whole_when_a_turn_ends_while_they_are_looked_up(tmp_path: Path, server: ModelServer) -> None:
    class Slow(Store):
        """Between the look into it and the answer the turn goes to its end."""

        def with_texts(self, turn_ids: Sequence[str], apart: bool = False) -> dict[str, Turn]:
            found = super().with_texts(turn_ids, apart)
            if turn_ids:
                server.resume()
            assert eventually(lambda: not any(map(place.room.chats(ME).live, turn_ids)))
            return found

    url = f"sqlite:///{tmp_path}/room.db"
    settings = Settings({"openrouter": Server(server.url, KEY)}, database_url=url, find_servers=False)
    place = Place(open_room(settings, Slow(url)), server, url)
    turn = place.ask("gate-10-5", asked=ASKED)
    grown(place, turn)
    (found,) = place.room.chats(ME).texts([turn])
    assert found.status == "done" and found.answer


def test_what_belongs_to_another_does_not_exist(place: Place) -> None:
    mine = place.ask("gate-10-5", asked=ASKED)
    room, chat = place.room, mine.chat_id
    assert room.chats(YOU).conversation(chat) is None and room.chats(YOU).ask(chat, "think-5-5-0", ASKED) is None
    assert room.chats(YOU).ask_again(chat, mine.id, ASKED) is None
    room.chats(YOU).stop(chat)
    room.chats(YOU).drop_waiting(chat, mine.id)
    assert room.chats(ME).live(mine.id) and len(place.server.requests) <= 1
    place.server.resume()
    assert place.ended(mine.id).status == "done" and place.path(chat) == ["gate-10-5"]


def test_a_new_chat_is_asked_as_the_last_one_was(place: Place) -> None:
    assert place.room.desk(ME).first_choice() == Asked("openrouter", "deepseek/deepseek-r1")
    asked = Asked("openrouter", "test/model", "high", "Be brief.", 99)
    place.answered("think-5-5-0", asked=asked)
    assert place.room.desk(ME).first_choice() == Asked("openrouter", "test/model", "high")
    assert place.room.desk(YOU).first_choice() == Asked("openrouter", "deepseek/deepseek-r1")


# Stopping

STOPS = {
    "silent": "waiting",
    "headers-only": "waiting",
    "keepalive-only": "waiting",
    "first-token-stall": "thinking",
    "stall-12": "thinking",
    "think-9000-0-200": "thinking",
    "answer-stall-5-5": "answering",
    "think-1-9000-200": "answering",
}


@pytest.mark.parametrize("behaviour", STOPS)
def test_a_stop_closes_the_connection_within_a_second(place: Place, behaviour: str) -> None:
    turn = place.ask(behaviour, asked=ASKED)
    run = place.room.chats(ME).live(turn.id)
    assert run and eventually(lambda: run.progress.phase == STOPS[behaviour])
    request = place.request()
    assert eventually(lambda: behaviour == "silent" or request.first_byte_at)
    stopped = time.monotonic()
    place.room.chats(ME).stop(turn.chat_id)
    assert time.monotonic() - stopped < allowed(1) and run.progress.phase == "stopped"
    kept = run.turn
    assert eventually(lambda: request.ended) and request.ended == "client closed"
    assert (request.ended_at or 0) - stopped < allowed(1)
    found = place.ended(turn.id)
    assert (found.status, found.failure) == ("stopped", None)
    assert (found.reasoning, found.answer) == (kept.reasoning, kept.answer) == (run.turn.reasoning, run.turn.answer)
    assert bool(found.reasoning + found.answer) == (STOPS[behaviour] != "waiting")


@pytest.fixture
def blackhole() -> Iterator[str]:
    """An address whose backlog is full and whose owner never accepts: connecting to it takes for ever."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        for one in waiting:
            one.close()


def test_a_stop_ends_a_turn_at_once_that_is_still_connecting(
    tmp_path: Path, server: ModelServer, blackhole: str
) -> None:
    place = a_place(tmp_path, server, blackhole)
    turn = place.ask("think-5-5-0", asked=ASKED)
    run = place.room.chats(ME).live(turn.id)
    time.sleep(0.3)
    assert run and run.progress.phase == "waiting"
    stopped = time.monotonic()
    place.room.chats(ME).stop(turn.chat_id)
    assert run.progress.phase == "stopped" and time.monotonic() - stopped < allowed(1)
    assert place.ended(turn.id).status == "stopped"


def test_a_stop_leaves_the_connections_of_other_turns_alone(place: Place) -> None:
    first, second = place.ask("gate-10-5", asked=ASKED), place.ask("stall-5", asked=ASKED)
    grown(place, first)
    grown(place, second)
    place.room.chats(ME).stop(second.chat_id)
    place.ended(second.id)
    place.server.resume()
    assert place.ended(first.id).status == "done"


# Refusals and broken replies

KINDS = {
    "error-401": "room key refused",
    "error-402": "credits missing",
    "error-403": "forbidden",
    "error-404": "model unknown",
    "error-429": "rate limited",
    "error-400-model": "model unknown",
    "error-400-mandatory": "reasoning mandatory",
    "error-500": "provider down",
    "error-502": "provider down",
    "error-503": "provider down",
    "html": "not a chat server",
    "html-502": "provider down",
    "hang-up": "connection lost",
    "cut-20": "connection lost",
    "cut-20-8": "connection lost",
    "close-20": "connection lost",
    "midway-error-20": "provider gave up",
}
TALKED = ("cut-20", "cut-20-8", "close-20", "midway-error-20")


@pytest.mark.slow
@pytest.mark.parametrize("behaviour", KINDS)
def test_each_error_is_told_in_words_and_what_arrived_is_kept(
    place: Place, behaviour: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        turn = place.answered(behaviour, asked=ASKED)
    failure = turn.failure
    assert failure and (turn.status, failure.kind) == ("failed", KINDS[behaviour])
    assert failure.what.endswith(".") and failure.next_step.endswith(".") and "{" not in failure.what
    assert failure.said or behaviour in ("hang-up", "cut-20", "cut-20-8", "close-20")
    assert bool(turn.reasoning) == (behaviour in TALKED) and bool(turn.answer) == (behaviour == "cut-20-8")
    if turn.reasoning:
        assert turn.reasoning.count("mark-") >= 2 and turn.times.first_reasoning is not None
    if behaviour == "error-429":
        assert failure.retry_after_s == 7 and "in 7 s" in failure.next_step
    # The server of error-401 repeats the key in full.
    assert KEY not in repr(turn) and KEY not in caplog.text and KEY not in dump(place)


def test_a_server_that_cannot_be_reached_is_told_in_words(tmp_path: Path, server: ModelServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    turn = a_place(tmp_path, server, f"http://127.0.0.1:{port}/v1").answered("think-5-5-0", asked=ASKED)
    assert turn.failure and turn.failure.kind == "unreachable" and turn.failure.what and turn.failure.next_step


def test_without_a_key_nothing_is_sent(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, "https://openrouter.ai/api/v1", key="")
    turn = place.answered("think-5-5-0", asked=ASKED)
    assert turn.failure and turn.failure.kind == "key missing" and turn.times.ended is not None
    assert turn.times.ended < 5


# Keys


def dump(place: Place) -> str:
    """All that stands in the database."""
    with sqlite3.connect(place.url.removeprefix("sqlite:///")) as db:
        found = "\n".join(db.iterdump())
    db.close()
    return found


def test_a_key_that_was_typed_in_is_used_and_stands_nowhere(
    tmp_path: Path, server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    place = a_place(tmp_path, server, key="")
    with caplog.at_level(logging.DEBUG):
        assert (
            place.room._servers.takes_key(ME, "openrouter")
            and place.room._servers.keys.keep(ME, "openrouter", f" {KEY}\n") == ""
        )
        first = place.answered("error-401", asked=ASKED)
        place.answered("think-5-5-0", first.chat_id, ASKED)
    assert [request.bearer for request in server.requests] == [KEY, KEY]
    endpoint = place.room._servers.get(ME, "openrouter")
    assert endpoint.key == KEY and place.room._servers.get(YOU, "openrouter").key == ""
    for text in (
        dump(place),
        repr(first),
        caplog.text,
        repr(endpoint),
        repr(place.room._settings),
        str(vars(place.room)),
    ):
        assert KEY not in text
    for file in tmp_path.iterdir():
        assert KEY.encode() not in file.read_bytes()
    place.room._servers.keys.forget(ME, "openrouter")
    assert place.room._servers.get(ME, "openrouter").key == ""


def test_the_rooms_own_key_goes_before_and_a_key_goes_to_its_server_alone(tmp_path: Path, server: ModelServer) -> None:
    settings = Settings(
        {"openrouter": Server(server.url, "of-the-room"), "custom": Server(server.url)}, find_servers=False
    )
    room = open_room(settings, Store(f"sqlite:///{tmp_path}/room.db"))
    assert not room._servers.takes_key(ME, "openrouter") and room._servers.takes_key(ME, "custom")
    assert (
        room._servers.keys.keep(ME, "openrouter", "typed-in")
        == ""
        == room._servers.keys.keep(ME, "custom", "for-the-custom-one")
    )
    assert {found.name: found.key for found in room._servers.all(ME)} == {
        "openrouter": "of-the-room",
        "custom": "for-the-custom-one",
        "pocket": "",
        "recording": "",
    }
    assert {found.name: found.key for found in room._servers.all(YOU)} == {
        "openrouter": "of-the-room",
        "custom": "",
        "pocket": "",
        "recording": "",
    }


def test_a_server_that_can_answer_goes_before_one_that_lacks_its_key(tmp_path: Path, server: ModelServer) -> None:
    room = open_room(
        Settings({"custom": Server(server.url)}, find_servers=False), Store(f"sqlite:///{tmp_path}/room.db")
    )
    assert [found.name for found in room._servers.all(ME)] == ["custom", "pocket", "openrouter", "recording"]
    assert room.desk(ME).first_choice().provider == "custom" and room._servers.get(ME, "gone").name == "custom"
    room._servers.keys.keep(ME, "openrouter", "typed-in")
    assert [found.name for found in room._servers.all(ME)] == ["openrouter", "custom", "pocket", "recording"]


@pytest.mark.parametrize("key", ["", "  ", "a b", "a\nb", "ké", "a\x00b", "x" * 501])
def test_what_is_no_key_is_refused_in_words_that_do_not_repeat_it(key: str) -> None:
    keys = Keys()
    assert keys.keep(ME, "openrouter", "good") == ""
    wrong = keys.keep(ME, "openrouter", key)
    assert wrong.endswith(".") and (not key.strip() or key not in wrong) and keys.get(ME, "openrouter") == "good"


def test_keys_are_kept_from_many_threads_at_once() -> None:
    keys = Keys()

    def keep(number: int) -> None:
        for _ in range(100):
            keys.keep(f"owner-{number}", "openrouter", f"key-{number}")
            keys.forget(f"owner-{number}", "custom")

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [keys.get(f"owner-{number}", "openrouter") for number in range(8)] == [f"key-{n}" for n in range(8)]


# Titles


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is 2 + 2?", "What is 2 + 2?"),
        ("\n\n  What   is\tthis? \nAnd that?", "What is this?"),
        ("", "New chat"),
        (" \n\t\n", "New chat"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "…"),
        ("word " * 20, "word " * 11 + "word…"),
        ("a " + "x" * 100, "a…"),
        ("How would you build it, and of what, and by when, and how: in steps or at once?",
         "How would you build it, and of what, and by when, and how…"),
        ("日" * 70, "日" * 60 + "…"),
    ],
)  # fmt: skip
def test_a_title_is_the_first_line_cut_at_a_word(question: str, title: str) -> None:
    assert title_of(question) == title and len(title) <= 61


# What a fault hunt found


def test_a_deleted_chat_asks_nothing_more(place: Place) -> None:
    first = place.ask("stall-20")
    grown(place, first)
    place.ask("think-5-5-0 never asked", first.chat_id)
    place.room.chats(ME).delete(first.chat_id)
    assert eventually(lambda: not place.room.chats(ME).live(first.id))
    time.sleep(0.3)
    assert [request.prompt for request in place.server.requests] == ["stall-20"]
    assert place.room.chats(ME).conversation(first.chat_id) is None
    place.room.chats(ME).restore(first.chat_id)
    assert place.kept(first.id).status == "stopped"


@pytest.mark.slow
def test_many_stops_at_once_leave_no_turn_streaming(place: Place) -> None:
    for number in range(20):
        turn = place.ask(f"stall-3 number {number}")
        place.ask(f"stall-3 after {number}", turn.chat_id)
        stops = [threading.Thread(target=place.room.chats(ME).stop, args=(turn.chat_id,)) for _ in range(4)]
        for stop in stops:
            stop.start()
        for stop in stops:
            stop.join()
        # The waiting one may have begun after all of these: then one more stop ends it, and nothing hangs.
        assert eventually(lambda: _stopped(place, turn.chat_id))  # noqa: B023


def _stopped(place: Place, chat_id: str) -> bool:
    place.room.chats(ME).stop(chat_id)
    conversation = place.room.chats(ME).conversation(chat_id)
    return bool(conversation) and all(place.kept(turn_id).ended for turn_id in conversation.turns)


def test_a_question_whose_start_failed_is_asked_with_the_next_one(place: Place) -> None:
    first = place.ask("gate-10-5")
    grown(place, first)
    waiting = place.ask("think-5-5-0 waited", first.chat_id)
    begin = place.room._store.begin
    place.room._store.begin = lambda turn: (_ for _ in ()).throw(OSError("away"))  # type: ignore[method-assign]
    place.server.resume()
    assert eventually(lambda: place.kept(first.id).ended)
    time.sleep(0.2)
    assert place.kept(waiting.id).status == "queued"
    place.room._store.begin = begin  # type: ignore[method-assign]
    last = place.ask("think-5-5-0 afterwards", first.chat_id)
    assert place.ended(waiting.id).status == place.ended(last.id).status == "done"


def test_a_process_has_one_room_whatever_is_cleared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("components.room.startup._opened", [])
    monkeypatch.setenv("THINKROOM_DATABASE_URL", f"sqlite:///{tmp_path}/room.db")
    opened = get_room()
    st.cache_resource.clear()
    assert get_room() is opened
