"""Where a room may listen: a real one, started as people start it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.room import ROOT, RoomServer

REFUSED = (
    "Thinkroom cannot start. It would listen to other machines ({where}), where anybody could use your keys. Start it "
    "with --server.address 127.0.0.1, or have people sign in, by THINKROOM_SIGN_IN, or say that this is meant, by "
    "THINKROOM_OPEN_TO_ALL=yes."
)
BARE = 'import streamlit.config as c; c.get_option("server.port"); c.set_option("server.address", None); import app'


@pytest.mark.slow
@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_a_room_that_others_could_use_does_not_start(tmp_path: Path, address: str) -> None:
    room = RoomServer(tmp_path, {}, "--server.address", address)
    with pytest.raises(AssertionError, match="The room did not start"):
        room.start()
    room.end()
    assert room.log.read_text("utf-8").splitlines()[-1] == REFUSED.format(where=f"server.address is {address}")
    assert not room.database.exists()  # nothing was begun


@pytest.mark.slow
def test_a_provider_that_is_not_set_up_is_told_before_anything_begins(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {"THINKROOM_SIGN_IN": "oidc"})
    with pytest.raises(AssertionError, match="The room did not start"):
        room.start()
    room.end()
    told = room.log.read_text("utf-8")
    assert "Thinkroom cannot start. THINKROOM_SIGN_IN is oidc, and [auth] of Streamlit's secrets.toml" in told
    assert "Traceback" not in told and not room.database.exists()


@pytest.mark.slow
def test_nor_one_that_is_told_no_address(tmp_path: Path) -> None:
    own = RoomServer(tmp_path, {})._environment
    done = subprocess.run([sys.executable, "-c", BARE], cwd=ROOT, env=own, capture_output=True, text=True)
    assert done.returncode == 1 and REFUSED.format(where="no server.address is set") in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [
        {"THINKROOM_OPEN_TO_ALL": "yes"},
        {"THINKROOM_SIGN_IN": "password", "THINKROOM_PASSWORD": "heronwort-and-sedge"},
    ],
)
def test_it_does_where_somebody_said_so_or_people_sign_in(tmp_path: Path, told: dict[str, str]) -> None:
    room = RoomServer(tmp_path, told, "--server.address", "0.0.0.0").start()
    room.end()
    assert room.entrance.startswith(f"http://127.0.0.1:{room.port}/enter?")
