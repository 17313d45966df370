"""Own headers in a whole room: sent to their server, and their values nowhere else."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked
from components.injection import Plan
from components.room.own_headers import MOST, OwnHeaders, wrong_with
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.lab import lab
from tests.modelserver.lists import refused
from tests.modelserver.script import Spoken
from tests.room.conftest import ME, Place, a_place_without_a_key
from tests.waiting import eventually

YOU = "cookie:you"
CANARY = "Token canary-of-a-header-0123456789"
ASKED = Asked("openrouter", "test/model")
ITSELF = "may not be among your own headers: the room sets it itself."


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return a_place_without_a_key(tmp_path, server)


@pytest.mark.parametrize("name", [
    *("Host", "Cookie", "cookie2", "Set-Cookie", "AUTHORIZATION", "Connection", "Content-Type", "content-length"),
    *("Content-", "Transfer-Encoding", "transfer-x", "Proxy-Authorization", "TE", "Trailer", "Upgrade", "Keep-Alive"),
    "Expect",
])  # fmt: skip
def test_what_the_room_says_itself_is_refused_by_name(name: str) -> None:
    assert wrong_with(name, "x") == f"“{name}” {ITSELF}"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("", CANARY, "type its name first"),
        ("X Team", CANARY, "no name of a header"),
        ("X:Team", CANARY, "no name of a header"),
        ("X-Team\r\nCookie", CANARY, "no name of a header"),
        ("X-Téam", CANARY, "no name of a header"),
        ("x" * 101, CANARY, "no name of a header"),
        ("X-Team", "", "has no value"),
        ("X-Team", f"{CANARY}\r\nCookie: a", "line breaks"),
        ("X-Team", f"{CANARY}\n", "line breaks"),
        ("X-Team", f"{CANARY}\x00", "line breaks"),
        ("X-Team", f"{CANARY}é", "beyond ASCII"),
        ("X-Team", CANARY * 200, "too long"),
    ],
)
def test_what_no_header_may_hold_is_refused_without_a_word_of_its_value(name: str, value: str, why: str) -> None:
    said = wrong_with(name, value)
    assert why in said and said.endswith(".") and "canary" not in said
    headers = OwnHeaders()
    assert headers.keep(ME, "custom", name, value.rstrip(" ")) == said and headers.get(ME, "custom") == ()


def test_they_are_kept_for_their_owner_and_server_until_they_are_forgotten() -> None:
    headers = OwnHeaders()
    assert headers.keep(ME, "custom", " X-Team ", " one two\t") == ""
    assert headers.keep(ME, "custom", "x-team", "three") == "" and headers.keep(ME, "custom", "X-B", "b") == ""
    assert headers.get(ME, "custom") == (("x-team", "three"), ("X-B", "b"))
    assert headers.get(YOU, "custom") == headers.get(ME, "openrouter") == ()
    headers.forget(ME, "custom", "X-TEAM")
    headers.forget(YOU, "custom", "X-B")
    assert headers.names(ME, "custom") == ["X-B"]
    for number in range(MOST - 1):
        assert headers.keep(ME, "custom", f"X-{number}", "x") == ""
    assert headers.keep(ME, "custom", "X-More", "x").startswith(f"There are {MOST} own headers")
    assert headers.keep(ME, "custom", "X-B", "c") == "" and "canary" not in repr(headers)


@pytest.mark.slow
def test_they_go_with_each_request_to_their_server(place: Place) -> None:
    desk = place.room.desk(ME)
    assert desk.keep_header("openrouter", "X-Team", CANARY) == ""
    assert desk.keep_header("openrouter", "x-openrouter-title", "Mine") == ""
    desk.refresh("openrouter")
    assert eventually(lambda: any(one.headers.get("x-team") == CANARY for one in place.server.lookups))
    place.answered("think-2-2-0", asked=ASKED)
    sent = place.request().headers
    assert (sent["x-team"], sent["x-openrouter-title"]) == (CANARY, "Mine")
    assert sent["authorization"].startswith("Bearer ")
    assert place.room.chats(YOU).ask(None, "think-2-2-1", ASKED)
    assert eventually(lambda: place.request().prompt == "think-2-2-1") and "x-team" not in place.request().headers
    desk.forget_header("openrouter", "X-Team")
    place.answered("think-2-2-2", asked=ASKED)
    assert "x-team" not in place.request().headers and desk.own_headers("openrouter") == ["x-openrouter-title"]
    assert eventually(lambda: not place.room._catalogues.busy)


def test_the_call_of_a_turn_names_them_and_masks_their_values(place: Place) -> None:
    assert place.room.desk(ME).keep_header("openrouter", "X-Team", CANARY) == ""
    turn = place.answered("think-2-2-0", asked=ASKED)
    programs, variables = place.room.chats(ME).calls(turn.chat_id, turn.id)
    assert variables == ("OPENROUTER_API_KEY", "HEADER_X_TEAM") and len(programs) == 3
    for program in programs.values():
        assert "X-Team" in program and "HEADER_X_TEAM" in program and "canary" not in program


def test_no_request_of_an_experiment_has_them(tmp_path: Path) -> None:
    with ModelServer(default=lab) as server:
        place = a_place_without_a_key(tmp_path, server)
        assert place.room.desk(ME).keep_header("openrouter", "X-Team", CANARY) == ""
        experiment = place.room.experiments(ME).run(Plan())
        assert eventually(lambda: len(server.requests) == 3)
        assert all("x-team" not in request.headers for request in server.requests)
        found = place.room.experiments(ME).experiment(experiment.id)
        assert found
        for arm in found.arms:
            assert place.ended(arm.turn_id).asked.literally
            programs, variables = place.room.chats(ME).calls(arm.chat_id, arm.turn_id)
            assert variables == ("OPENROUTER_API_KEY",) and all("X-Team" not in one for one in programs.values())


def test_no_value_turns_up_in_a_log_a_file_the_database_an_export_or_on_a_page(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where the server says it back, in a reply, in an error, or a part of it."""
    room, told = place.room, CANARY.split()[1]
    with caplog.at_level(logging.DEBUG):
        assert room.desk(ME).keep_header("openrouter", "X-Team", CANARY) == ""
        place.server.set_default(lambda request: perform(Spoken(f"I got {CANARY}", f"It is {told}.", 0), "or", request))
        turn = place.answered("What did you get?", asked=ASKED)
        failed = place.answered("error-401", turn.chat_id, replace(ASKED, model=f"x/{told[:3]}"))
        place.server.models = refused(500, json.dumps({"error": {"message": f"you sent {CANARY}"}}).encode())
        room.desk(ME).refresh("openrouter")
        assert eventually(lambda: not room._catalogues.busy)
        assert eventually(lambda: room.arrivals(ME).look(turn.chat_id, turn.id).rows)
    # Three letters tell nothing, as of a key.
    assert turn.reasoning == "I got Tok[key]" and turn.answer == "It is can[key]." and failed.failure
    seen = [caplog.text, repr(room.desk(ME).catalogue("openrouter")), repr(room._servers.get(ME, "openrouter"))]
    seen += [repr(room.arrivals(ME).look(turn.chat_id, turn.id)), repr(room.chats(ME).calls(turn.chat_id, turn.id))]
    seen += [repr(room.files(ME).chat(turn.chat_id, ending, arrived=True)) for ending in ("json", "md", "html")]
    assert [text for text in seen if told in text] == []
    assert "you sent" in room.desk(ME).catalogue("openrouter").problem
    room.close()
    room._store.close()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and told.encode() in path.read_bytes()] == []
