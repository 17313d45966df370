"""Letting others in as the README says it: its commands and its nginx, with names that lead to this machine."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.nginx import Nginx, found
from tests.browser.room import ROOT, RoomServer
from tests.browser.steps import ask, ended, enter
from tests.browser.test_door import QUESTION, QUICK, STRANGER
from tests.server.raw import page_of
from tests.waiting import eventually

OUTER = "room.localhost"  # browsers look for such names nowhere else than here
README = (ROOT / "README.md").read_text("utf-8").partition("## Letting others in")[2].partition("\n## ")[0]
COMMANDS = [line.split(" app.py ")[1].split() for line in README.splitlines() if " run app.py " in line]
(LOCATION,) = re.findall(r"```nginx\n(.*?)```", README, re.S)
PASSWORD = "heronwort-and-sedge"
# What stands before the one that opens the room.
SIGNED_IN = re.findall(r"(THINKROOM_\w+=\S+)", README.partition(" .venv/bin/streamlit")[0].replace("'…'", PASSWORD))
OPEN, BEHIND = ([one.replace("room.example", OUTER) for one in command] for command in COMMANDS)
BY_ITSELF = re.sub(r" *proxy_set_header Host .*\n", "", LOCATION)
WITH_NAMES = BY_ITSELF.replace(
    "}", "proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-For $remote_addr; }"
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RoomServer]:
    found()
    server = RoomServer(tmp_path, QUICK, *BEHIND).start()
    yield server
    server.end()


def before(room: RoomServer, location: str) -> Nginx:
    return Nginx(room.folder / "nginx", OUTER, location.replace("8501", str(room.port))).start()


def outside(room: RoomServer, proxy: Nginx) -> str:
    return room.entrance.replace(room.url, proxy.url)


def test_the_readme_has_two_commands_and_one_nginx() -> None:
    assert "0.0.0.0" in OPEN and "0.0.0.0" not in BEHIND and OUTER in OPEN and OUTER in BEHIND
    assert ["THINKROOM_SIGN_IN=password", f"THINKROOM_PASSWORD={PASSWORD}"] == SIGNED_IN
    assert "8501" in LOCATION and BY_ITSELF != LOCATION


def test_behind_the_readmes_nginx_strangers_have_rooms_of_their_own(room: RoomServer, page: Page) -> None:
    proxy = before(room, LOCATION)
    try:
        enter(page, proxy.url)
        expect(page.get_by_text(STRANGER)).to_be_visible()
        ask(page, QUESTION)
        ended(page)
        page.reload()
        ended(page)
        enter(page, outside(room, proxy))
        assert page.url == f"{proxy.url}/"
        expect(page.get_by_text(STRANGER)).to_have_count(0)
        expect(page.get_by_text(QUESTION).first).to_be_visible()  # what was asked before came along
    finally:
        proxy.end()


@pytest.mark.parametrize("location", [BY_ITSELF, WITH_NAMES])
def test_a_proxy_that_does_not_pass_the_host_on_lets_no_browser_in(room: RoomServer, page: Page, location: str) -> None:
    proxy = before(room, location)
    try:
        page.goto(proxy.url)
        assert eventually(lambda: "A proxy must pass the outer Host on" in room.log.read_text("utf-8"))
        expect(page.get_by_role("heading", name="Watch a model think")).to_have_count(0)
        browser = {"Host": f"{OUTER}:{proxy.port}", "Origin": proxy.url}
        assert page_of(proxy.inside, "", browser).closed == 403
    finally:
        proxy.end()


@pytest.mark.parametrize("location", [LOCATION, BY_ITSELF, WITH_NAMES])
def test_through_no_proxy_does_a_header_make_anybody_the_person_at_the_machine(
    room: RoomServer, page: Page, location: str
) -> None:
    enter(page, room.entrance)
    ask(page, QUESTION)
    ended(page)
    chat, here = page.url.partition("?")[2], f"127.0.0.1:{room.port}"
    proxy = before(room, location)
    try:
        for headers in (
            {},
            {"Host": here},
            {"Host": f"localhost:{room.port}", "Origin": f"http://localhost:{room.port}"},
            {"Host": here, "Origin": f"http://{here}", "X-Forwarded-Host": here},
            {"Host": here, "X-Forwarded-For": "127.0.0.1", "X-Real-Ip": "127.0.0.1", "Forwarded": f"host={here}"},
            {"Host": OUTER, "X-Forwarded-For": "", "X-Forwarded-Host": "", "Forwarded": ""},
        ):
            heard = page_of(proxy.inside, chat, headers)
            assert QUESTION not in heard.words and (heard.closed == 403 or "Allow cookies" in heard.words), headers
        key = {"Cookie": "; ".join(f"{one.get('name')}={one.get('value')}" for one in page.context.cookies())}
        assert QUESTION in page_of(proxy.inside, chat, {"Host": here, **key}).words  # the key does
    finally:
        proxy.end()


def test_a_room_open_to_the_network_asks_for_its_password_and_is_asked_by_its_names_alone(
    tmp_path: Path, page: Page
) -> None:
    room = RoomServer(tmp_path, {**QUICK, **dict(one.split("=") for one in SIGNED_IN)}, *OPEN).start()
    try:
        assert room.entrance.startswith(f"http://127.0.0.1:{room.port}/enter?")
        page.goto(room.url.replace("127.0.0.1", OUTER))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Come in").click()
        expect(page.get_by_text("This is a room of your own; you came in by the password.")).to_be_visible()
        ask(page, QUESTION)
        ended(page)
        enter(page, room.entrance)
        expect(page.get_by_text("You came by the address that Thinkroom printed.")).to_be_visible()
        key = {"Cookie": "; ".join(f"{one.get('name')}={one.get('value')}" for one in page.context.cookies())}
        for name in ("127.0.0.1", OUTER, f"{OUTER}."):
            assert page_of(room.url, "", {**key, "Host": f"{name}:{room.port}"}).closed is None
        for name in ("other.example", f"x.{OUTER}", "127.0.0.2"):
            assert page_of(room.url, "", {**key, "Host": f"{name}:{room.port}"}).closed == 403
    finally:
        room.end()
