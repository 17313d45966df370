"""What failed before its first byte is sent again by itself, and only that; whoever waits for nothing is told so."""

import time
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Turn
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import one_after_another
from tests.room.conftest import ME, Place, a_place
from tests.waiting import allowed, eventually


def asked(folder: Path, server: ModelServer, *names: str, retries: int = 2, **more: Any) -> tuple[Place, Turn]:
    server.set_default(one_after_another(*names))
    place = a_place(folder, server, retries=retries, **more)
    return place, place.ask("Why?")


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["error-502", "error-429-soon", "error-408", "hang-up"])
def test_a_second_try_gets_the_answer_and_only_that_is_kept(tmp_path: Path, server: ModelServer, fault: str) -> None:
    place, turn = asked(tmp_path, server, fault, "think-5-5-0")
    ended = place.ended(turn.id)
    assert (ended.status, ended.failure, len(server.requests)) == ("done", None, 2)
    bodies = [request.body for request in server.requests]
    assert bodies[0] == bodies[1] and ended.reasoning and ended.answer


@pytest.mark.slow
def test_after_two_more_tries_it_is_told(tmp_path: Path, server: ModelServer) -> None:
    place, turn = asked(tmp_path, server, "error-500")
    run = place.room.chats(ME).live(turn.id)
    assert run is not None
    assert eventually(lambda: run.progress.retry is not None)
    retry = run.progress.retry
    assert retry is not None and (retry.try_no, retry.of, retry.failure.kind) == (2, 3, "provider down")
    ended = place.ended(turn.id)
    assert ended.status == "failed" and ended.failure and ended.failure.kind == "provider down"
    assert len(server.requests) == 3
    # It waits longer each time.
    pauses = [b.received - a.received for a, b in zip(server.requests, server.requests[1:], strict=False)]
    assert 0.7 < pauses[0] < pauses[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    ["error-401", "error-402", "error-400", "error-404", "error-429-day", "error-429-late", "html", "empty", "cut-5"],
)
def test_what_no_wait_mends_or_has_begun_is_not_sent_again(tmp_path: Path, server: ModelServer, fault: str) -> None:
    place, turn = asked(tmp_path, server, fault)
    place.ended(turn.id)
    assert len(server.requests) == 1


@pytest.mark.slow
def test_the_wait_that_the_provider_asks_for_is_kept(tmp_path: Path, server: ModelServer) -> None:
    place, turn = asked(tmp_path, server, "error-429-soon", "think-5-5-0")
    assert place.ended(turn.id).status == "done"
    one, other = server.requests
    assert other.received - one.received >= 2.0


def test_a_stop_ends_the_wait_at_once(tmp_path: Path, server: ModelServer) -> None:
    place, turn = asked(tmp_path, server, "error-503")
    run = place.room.chats(ME).live(turn.id)
    assert run is not None and eventually(lambda: run.progress.retry is not None)
    began = time.monotonic()
    place.room.chats(ME).stop(turn.chat_id)
    assert place.ended(turn.id).status == "stopped" and time.monotonic() - began < allowed(2)
    time.sleep(0.3)
    assert len(server.requests) == 1


def test_retries_can_be_turned_off(tmp_path: Path, server: ModelServer) -> None:
    place, turn = asked(tmp_path, server, "error-502", retries=0)
    assert place.ended(turn.id).status == "failed" and len(server.requests) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("behaviour", "limits", "told"),
    [
        ("silent", {"first_byte_s": 1.0}, "The provider sent nothing for 1 s"),
        ("headers-only", {"first_byte_s": 1.0}, "The provider sent nothing for 1 s"),
        ("stall-20", {"silence_s": 1.0}, "The provider fell silent for 1 s"),
        ("keepalive-only", {"total_s": 2.0}, "The reply had no end after 2 s"),
        ("think-2000-2000-20", {"total_s": 2.0}, "The reply had no end after 2 s"),
    ],
)
def test_each_limit_ends_the_turn_with_a_sentence_and_closes_the_connection(
    tmp_path: Path, server: ModelServer, behaviour: str, limits: dict[str, Any], told: str
) -> None:
    place, turn = asked(tmp_path, server, behaviour, **limits)
    ended = place.ended(turn.id, within=8.0)
    assert ended.status == "failed" and ended.failure and ended.failure.kind == "took too long"
    assert ended.failure.what.startswith(told) and "THINKROOM_" in ended.failure.next_step
    assert bool(ended.reasoning) == (behaviour in ("stall-20", "think-2000-2000-20"))
    assert eventually(lambda: server.requests[0].ended == "client closed", 3.0)
    assert len(server.requests) == 1


@pytest.mark.slow
def test_keep_alives_are_life(tmp_path: Path, server: ModelServer) -> None:
    place, turn = asked(tmp_path, server, "keepalive-only", first_byte_s=1.0, silence_s=1.0)
    run = place.room.chats(ME).live(turn.id)
    assert run is not None
    time.sleep(2.5)
    assert not run.progress.ended and run.progress.kept_alive is not None and run.seconds - run.progress.kept_alive < 1
    place.room.chats(ME).stop(turn.chat_id)
