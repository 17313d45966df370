"""What whoever keeps a room running is told by its routes, and by the lines of its log."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from components.server.logs import JsonLines
from tests.browser.room import RoomServer
from tests.waiting import eventually

TOKEN = "metrics-token-of-a-test"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    settings = {"THINKROOM_METRICS_TOKEN": TOKEN, "THINKROOM_LOG": "json", "THINKROOM_FIND_SERVERS": "no"}
    server = RoomServer(tmp_path_factory.mktemp("room"), settings).start()
    yield server
    server.end()


@pytest.mark.slow
def test_it_says_that_it_lives_and_may_be_sent_visitors(room: RoomServer) -> None:
    for path, said in (("healthz", "ok"), ("readyz", "ready")):
        reply = httpx.get(f"{room.url}/{path}")
        assert (reply.status_code, reply.text, reply.headers["cache-control"]) == (200, said, "no-store")


@pytest.mark.slow
def test_figures_are_for_who_has_the_token(room: RoomServer) -> None:
    given = {"Authorization": f"Bearer {TOKEN}"}
    figures = httpx.get(f"{room.url}/metrics", headers=given)
    assert figures.status_code == 200 and "thinkroom_running_turns 0.0" in figures.text
    for wrong in ("", TOKEN, "Bearer", "Bearer x", f"bearer {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"):
        assert httpx.get(f"{room.url}/metrics", headers={"Authorization": wrong}).status_code == 404


@pytest.mark.slow
def test_without_a_token_nobody_has_them(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {"THINKROOM_FIND_SERVERS": "no"}).start()
    try:
        for given in ({}, {"Authorization": "Bearer"}):
            assert httpx.get(f"{room.url}/metrics", headers=given).status_code == 404
    finally:
        room.end()


@pytest.mark.slow
def test_it_is_not_ready_while_its_database_is_away(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {"THINKROOM_FIND_SERVERS": "no"}).start()
    try:
        room.database.rename(tmp_path / "away.db")
        asked = f"{room.url}/readyz"
        assert eventually(lambda: httpx.get(asked).status_code == 503)
        assert httpx.get(f"{room.url}/healthz").status_code == 200
        (tmp_path / "away.db").rename(room.database)
        assert eventually(lambda: httpx.get(asked).status_code == 200)
    finally:
        room.end()


def test_a_line_of_json_says_what_happened_and_not_what_was_said() -> None:
    log = logging.getLogger("components.test")
    try:
        raise ValueError("a precious question")
    except ValueError:
        record = log.makeRecord(log.name, logging.ERROR, __file__, 1, "It failed\nat %s", ("once",), sys.exc_info())
    record.facts = {"server": "openrouter", "waited_s": 0.5}
    line = JsonLines().format(record)
    found = json.loads(line)
    assert "\n" not in line and "precious" not in line
    assert (found["event"], found["level"], found["server"], found["waited_s"]) == (
        "It failed\nat once",
        "error",
        "openrouter",
        0.5,
    )
    assert found["fault"] == "ValueError" and found["at"].startswith("test_health.py:")
