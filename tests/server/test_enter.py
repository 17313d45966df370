"""How whoever started the room comes into it: a real one, started as the README says, asked by a raw client."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.room import RoomServer
from tests.waiting import eventually

PAGE = {"Accept": "text/html"}
ALONE = {"THINKROOM_TRUST_THIS_MACHINE": "no"}
linux = pytest.mark.skipif(sys.platform != "linux", reason="opens with xdg-open, and asks /proc whose a connection is")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    server = RoomServer(tmp_path_factory.mktemp("door"), ALONE).start()
    yield server
    server.end()


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[tuple[RoomServer, Path]]:
    """A room that opens a browser, and the file into which that writes what it was started with."""
    opened = tmp_path / "opened"
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {opened}.part && mv {opened}.part {opened}\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    server = RoomServer(tmp_path, {**ALONE, "PATH": path}, "--server.headless", "false").start()
    yield server, opened
    server.end()


def test_a_message_that_no_page_would_send_is_not_taken_to_its_end(room: RoomServer) -> None:
    with connect(f"{room.url.replace('http', 'ws')}/follow/live", proxy=None, compression=None) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            for _ in range(2):  # 65 MB in a message
                socket.send(iter(["x" * 1_000_000] * 65))
            socket.recv(20.0)
        # Nothing is heard of the code where more was still on its way; what is read to its end is no token (4404).
        assert closed.value.rcvd is None or closed.value.rcvd.code == 1009
    assert httpx.get(f"{room.url}/healthz").status_code == 200


def token_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["token"][0]


@pytest.mark.slow
def test_the_printed_token_is_swapped_for_a_cookie_and_leads_to_the_clean_address(room: RoomServer) -> None:
    with httpx.Client() as client:
        reply = client.get(room.entrance, headers=PAGE)
        assert (reply.status_code, reply.headers["location"]) == (303, "./")
        assert reply.headers["cache-control"] == "no-store" and reply.headers["referrer-policy"] == "no-referrer"
        name, *attributes = reply.headers["set-cookie"].split("; ")
        assert name.startswith(f"thinkroom_key_{room.port}=") and token_of(room.entrance) not in name
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(attributes) and "Secure" not in attributes
        page = client.get(f"{room.url}/", headers=PAGE)
        assert page.status_code == 200 and "set-cookie" not in page.headers  # it needs no other name


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked", ["", "?token=", "?token=local", "?token=" + "x" * 43, "?token=%00%ff", "?token=a&token=b"]
)
def test_any_other_token_leads_there_too_and_brings_no_key(room: RoomServer, asked: str) -> None:
    reply = httpx.get(f"{room.url}/enter{asked}", headers=PAGE)
    assert (reply.status_code, reply.headers["location"]) == (303, "./")
    assert "thinkroom_key" not in reply.headers.get("set-cookie", "")


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "OPTIONS"])
def test_only_a_visit_brings_the_key(room: RoomServer, method: str) -> None:
    assert "thinkroom_key" not in httpx.request(method, room.entrance).headers.get("set-cookie", "")


@pytest.mark.slow
def test_the_secret_lies_beside_the_database_and_the_address_outlives_a_restart(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, ALONE).start()
    secret, first = tmp_path / "room.db.secret", room.entrance
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    key = httpx.get(first).cookies[f"thinkroom_key_{room.port}"]
    room.end()
    room.start()
    assert room.entrance == first
    assert httpx.get(first).cookies[f"thinkroom_key_{room.port}"] == key
    room.end()
    assert key not in room.log.read_text("utf-8") and secret.read_text("ascii") not in room.log.read_text("utf-8")


def test_what_streamlit_prints_of_its_own_is_no_way_in(room: RoomServer) -> None:
    printed = room.log.read_text("utf-8")
    assert "You can now view" not in printed
    assert [line for line in printed.splitlines() if "://" in line] == [f"Open Thinkroom at {room.entrance}"]


@pytest.mark.slow
@linux
def test_a_room_with_a_screen_opens_itself_by_an_address_that_is_good_once(opening: tuple[RoomServer, Path]) -> None:
    room, opened = opening
    assert eventually(opened.is_file)
    (address,) = opened.read_text("utf-8").split()
    assert address.startswith(f"http://127.0.0.1:{room.port}/enter?token=") and address != room.entrance
    assert "set-cookie" not in httpx.head(address).headers  # who only looks uses nothing up
    assert "set-cookie" not in httpx.get(address, headers={"X-Forwarded-For": "127.0.0.1"}).headers
    assert f"thinkroom_key_{room.port}" in httpx.get(address).cookies
    assert "set-cookie" not in httpx.get(address).headers
    assert f"thinkroom_key_{room.port}" in httpx.get(room.entrance).cookies


@pytest.mark.slow
@linux
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the right to be another account")
def test_another_account_that_reads_how_the_browser_was_started_does_not_come_in(
    opening: tuple[RoomServer, Path],
) -> None:
    room, opened = opening
    assert eventually(opened.is_file)
    address = urlsplit(opened.read_text("utf-8").strip())
    with socket.create_connection(("127.0.0.1", room.port)) as ours:  # the one of the room's account is no excuse
        asks = (
            "import os, socket, sys; 'loads what the other account may not'.encode('idna');"
            "os.setuid(65534); s = socket.create_connection(('127.0.0.1', int(sys.argv[1])));"
            "s.sendall(f'GET {sys.argv[2]} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n'.encode());"
            "os.write(1, s.recv(9999))"
        )
        command = [sys.executable, "-I", "-c", asks, str(room.port), f"{address.path}?{address.query}"]
        told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
        assert "303 See Other" in told and "set-cookie" not in told.lower()
        ours.close()
    assert f"thinkroom_key_{room.port}" in httpx.get(address.geturl()).cookies  # it was not used up by that
