"""A short siege of a real room; `python -m tests.benchmarks.fuzz_routes` is the long one. And what was found by it."""

import asyncio
import contextlib
import json
import logging
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from components.server import LeftSockets
from components.server.page_messages import STAYS
from tests.browser.room import CANARY, ROOT, RoomServer
from tests.fuzz.besieged import NAMES, WAYS, besieged
from tests.fuzz.siege import TRACEBACK, Finding, Siege, answer_to
from tests.fuzz.wild import Known
from tests.fuzz.wild_page import EVENTS, Page
from tests.modelserver import ModelServer

ACTS = 60


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_short_siege_finds_nothing(way: str, model: ModelServer, tmp_path: Path) -> None:
    with besieged(tmp_path, model, way, "a short one") as siege:
        for number in range(ACTS):
            siege.act(number)
        siege.look_at_log()
        siege.calm()
    routes = {route for route, _ in siege.counts}
    assert {"/_stcore/stream", "/live/thoughts", "/follow/live"} <= routes and len(routes) > 15


def test_a_key_and_a_traceback_in_the_log_are_found(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {})  # not started: its log is ours
    siege = Siege(room, Known("127.0.0.1:1", (), (), {}), (CANARY,), "any")
    for line, found in (("All is well.", False), (CANARY, True), (TRACEBACK, True)):
        with room.log.open("a") as log:
            log.write(f"{line}\n")
        with pytest.raises(Finding) if found else contextlib.nullcontext():
            siege.look_at_log()


# What the siege found


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    room = RoomServer(tmp_path_factory.mktemp("room"), {}).start()
    yield room
    room.end()


def message(fragment: Any = "", **states: Any) -> bytes:
    """Ids by their values; of which kind, by the type."""
    said = BackMsg()
    said.rerun_script.fragment_id = fragment
    for name, value in states.items():
        state = said.rerun_script.widget_states.widgets.add()
        state.id = name
        match value:
            case float():
                state.double_value = value
            case list():
                state.double_array_value.data.extend(value)
            case bytes():
                state.json_trigger_value = value.decode()
            case _:
                state.string_value = value
    return said.SerializeToString()


def staying(values: dict[str, object]) -> bytes:
    said = BackMsg()
    state = said.rerun_script.widget_states.widgets.add()
    state.id, state.json_value = "$$ID-a-b", json.dumps(values)
    return said.SerializeToString()


def asked_for(kind: str) -> bytes:
    said = BackMsg()
    setattr(said, kind, True)
    return said.SerializeToString()


@pytest.mark.parametrize(
    "frame",
    [
        "a text",
        b"\xff\xff\xff",
        message(**{"no element": "x"}),
        message(**{"$$ID-a-b": float("nan")}),
        message(**{"$$ID-a-b": float("-inf")}),
        message(**{"$$ID-a-b": [1.0, float("inf")]}),
        message(**{"$$STREAMLIT_INTERNAL_KEY_$$ID-a-b__events": b"[" * 900 + b"]" * 900}),
        message(**{"$$STREAMLIT_INTERNAL_KEY_$$ID-a-b__events": b"{"}),
        staying({"lost": 1}),
        message("a line\nand another of a stranger's"),
    ],
    ids=["text", "noise", "no element", "nan", "infinite", "infinite too", "deep", "no JSON", "staying", "fragment"],
)
def test_what_no_page_says_closes_its_socket_and_writes_no_traceback(room: RoomServer, frame: bytes | str) -> None:
    with connect(f"{room.url.replace('http', 'ws')}/_stcore/stream", proxy=None) as page_socket:
        page_socket.send(frame)
        with pytest.raises(ConnectionClosed) as gone:
            page_socket.recv(10)
    assert gone.value.rcvd and gone.value.rcvd.code == 1002
    assert TRACEBACK not in room.log.read_text("utf-8")


def test_what_pages_do_not_ask_for_is_left_out_and_the_rest_is_done(room: RoomServer) -> None:
    with connect(f"{room.url.replace('http', 'ws')}/_stcore/stream", proxy=None, max_size=None) as page_socket:
        for kind in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime"):
            page_socket.send(asked_for(kind))
        page_socket.send(BackMsg().SerializeToString())
        nested = json.dumps([{"event": "beat", "value": {"a": [["[{"] * 3]}}])
        page_socket.send(message(**{"$$STREAMLIT_INTERNAL_KEY_$$ID-a-b__events": nested.encode(), "$$ID-a-b": 1.0}))
        kinds = set[str | None]()
        while "script_finished" not in kinds:
            came = page_socket.recv(20)
            assert isinstance(came, bytes)
            kinds.add(ForwardMsg.FromString(came).WhichOneof("type"))
    log = room.log.read_text("utf-8")
    assert not {"git_info_changed", "session_event"} & kinds and "No handler" not in log and "Client tried" not in log


def test_a_value_that_an_element_cannot_have_is_a_sentence_on_the_page_and_a_line_in_the_log(room: RoomServer) -> None:
    with connect(f"{room.url.replace('http', 'ws')}/_stcore/stream", proxy=None, max_size=None) as page_socket:
        page = Page()
        page_socket.send(message())
        while not page.hear(heard(page_socket)):
            pass
        (limit,) = (one for one, (kind, _) in page.elements.items() if kind == "number_input" and "-limit-" in one)
        page_socket.send(message(**{limit: "no number"}))
        told = b""
        while not page.hear(frame := heard(page_socket)):
            told += frame
    assert "This page could not be drawn." in told.decode("utf-8", "replace") and not page.fault
    log = room.log.read_text("utf-8")
    assert TRACEBACK not in log and log.count("A page said of an element what it cannot be.") == 1


WRONG: tuple[object, ...] = ("x", ":", 1, -0.5, True, None, [], [1], ["a", "b"], [[], {}], [0, 10**12], {}, {"a": 1})


@pytest.mark.slow
def test_scripts_of_a_page_may_say_anything(model: ModelServer, tmp_path: Path) -> None:
    chat, turn = NAMES[:2]
    asked = {"inside": f"chat={chat}&turn={turn}", "replay": f"chat={chat}&turn={turn}", "": f"chat={chat}"}
    with besieged(tmp_path, model, "none", "any") as siege:
        address, cookie = f"ws://{siege.known.host}/_stcore/stream", {"Cookie": siege.known.cookies["owner"]}
        for name in ("", "thoughts", "inside", "replay", "race", "injection"):
            with connect(address, additional_headers=cookie, proxy=None, max_size=None) as page_socket:
                page, opening = Page(), BackMsg()
                opening.rerun_script.page_name, opening.rerun_script.query_string = name, asked.get(name, "")
                page_socket.send(opening.SerializeToString())
                while not page.hear(heard(page_socket)):
                    pass
                scripts = [one for one, (kind, _) in page.elements.items() if kind == "bidi_component"]
                assert scripts
                for value in WRONG:
                    opening.rerun_script.widget_states.ClearField("widgets")
                    for script in scripts:
                        state = opening.rerun_script.widget_states.widgets.add()
                        state.id, state.json_value = script, json.dumps(dict.fromkeys(STAYS, value))
                        state = opening.rerun_script.widget_states.widgets.add()
                        state.id = f"$$STREAMLIT_INTERNAL_KEY_{script}__events"
                        state.json_trigger_value = json.dumps([{"event": event, "value": value} for event in EVENTS])
                    page_socket.send(opening.SerializeToString())
                    until = time.monotonic() + 15
                    while not page.hear(heard(page_socket)):
                        assert time.monotonic() < until, f"{name or 'the chat'} is drawn again and again by {value!r}"
            siege.look_at_log()


def test_what_may_stay_is_what_scripts_set_to_stay() -> None:
    scripts = (ROOT / "components" / "ui" / "live" / "scripts").glob("*.js")
    assert {name for one in scripts for name in re.findall(r'setStateValue\("(\w+)"', one.read_text())} == STAYS


def heard(page_socket: Any) -> bytes:
    came = page_socket.recv(20)
    assert isinstance(came, bytes)
    return came


def test_a_fault_in_code_of_ours_is_told_whole() -> None:
    record = logging.LogRecord("streamlit.error_util", logging.ERROR, "", 1, "Uncaught app execution", (), None)
    for faulty in (lambda: httpx.URL(""), lambda: asyncio.run(LeftSockets(None)({}, None, None))):  # type: ignore[arg-type]
        try:
            faulty()
            raise KeyError("of a test")
        except (KeyError, TypeError) as error:
            record.exc_info = (type(error), error, error.__traceback__)
        assert logging.getLogger("streamlit.error_util").filter(record)


def test_half_a_request_for_a_head_writes_no_traceback(room: RoomServer) -> None:
    head = f"HEAD /come-in HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\nTransfer-Encoding: chunked\r\n\r\n"
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", room.port), 5) as wire:
            wire.sendall(head.encode())
            time.sleep(0.02)  # so that it has begun to be answered, or not
            with contextlib.suppress(OSError):
                wire.sendall(b"-1\r\n\r\n")
        answer_to(head.encode() + b"-1\r\n\r\n", room.port, 0.3)
    assert TRACEBACK not in room.log.read_text("utf-8")


def test_a_request_that_breaks_off_writes_no_traceback(room: RoomServer) -> None:
    head = f"POST /come-in HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\nTransfer-Encoding: chunked\r\n\r\n"
    for broken in ("z\r\n", "5\r\nabc\r\n0\r\n\r\n", "-1\r\n\r\n") * 5:
        assert b" 400 " in answer_to((head + broken).encode(), room.port, 0.3)[:20]
    assert TRACEBACK not in room.log.read_text("utf-8")


def test_who_leaves_in_the_middle_of_a_form_writes_no_traceback(room: RoomServer) -> None:
    here = f"127.0.0.1:{room.port}"
    head = f"POST /come-in HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nContent-Length: 1000\r\n\r\npass"
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", room.port), 5) as wire:
            wire.sendall(head.encode())
            time.sleep(0.1)  # so that it has begun to be read
    assert httpx.get(f"{room.url}/healthz").status_code == 200
    assert TRACEBACK not in room.log.read_text("utf-8")
