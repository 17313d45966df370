"""Coming in by a password, and out: a real room, asked by a raw client."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import argon2
import httpx
import pytest

from components.room import Door
from components.room.secret import secret_in
from tests.browser.room import RoomServer
from tests.server.raw import live_of, page_of

PAGE = {"Accept": "text/html"}
PASSWORD = "heronwort-and-sedge"
ASKS = {"THINKROOM_TRUST_THIS_MACHINE": "no", "THINKROOM_SIGN_IN": "password"}
TITLE = "Watch a model think"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    server = RoomServer(tmp_path_factory.mktemp("asks"), {**ASKS, "THINKROOM_PASSWORD": PASSWORD}).start()
    yield server
    server.end()


def come_in(room: RoomServer, password: str = PASSWORD, to: str = "/", **headers: Any) -> httpx.Response:
    form = {"password": password, "to": to, "username": "thinkroom"}
    headers = {"Origin": room.url, **PAGE, **headers}
    return httpx.post(
        f"{room.url}/come-in", data=form, headers={name: value for name, value in headers.items() if value}
    )


def cookies_of(reply: httpx.Response) -> dict[str, str]:
    """As the header of the next request."""
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in reply.cookies.items())}


@pytest.mark.slow
def test_nothing_is_there_for_who_has_not_said_the_password(room: RoomServer) -> None:
    page = httpx.get(f"{room.url}/?chat=x&t=1", headers=PAGE)
    assert (page.status_code, page.headers["location"]) == (303, "/come-in?to=/%3Fchat%3Dx%26t%3D1")
    assert httpx.get(room.url, headers=PAGE).headers["location"] == "/come-in"
    file = httpx.get(f"{room.url}/exports/chats/x?as=md")
    assert (file.status_code, file.text, file.headers["cache-control"]) == (401, "Sign in first.", "no-store")
    assert page_of(room.url).closed == live_of(room.url, "page=mine").closed == 404
    asked = httpx.get(f"{room.url}/come-in", headers=PAGE)
    assert asked.status_code == 200 and "This room asks for a password." in asked.text
    assert "default-src 'none'" in asked.headers["content-security-policy"]
    assert 'autocomplete="current-password"' in asked.text and asked.headers["cache-control"] == "no-store"


@pytest.mark.slow
def test_who_knows_it_comes_in_to_a_room_of_their_own(room: RoomServer) -> None:
    reply = come_in(room, to="/?chat=x")
    assert (reply.status_code, reply.headers["location"]) == (303, "/?chat=x")
    for cookie in reply.headers.get_list("set-cookie"):
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; ")) and "Secure" not in cookie
    cookies = cookies_of(reply)
    assert TITLE in page_of(room.url, headers=cookies).words
    assert httpx.get(room.url, headers={**PAGE, **cookies}).status_code == 200
    assert httpx.get(f"{room.url}/exports/chats/x?as=md", headers=cookies).status_code == 404
    again = httpx.get(f"{room.url}/come-in?to=/guide", headers={**PAGE, **cookies})
    assert (again.status_code, again.headers["location"]) == (303, "/guide")
    # Another browser's entry is none, nor is a name without one.
    owner, entry = (f"{name}={value}" for name, value in sorted(reply.cookies.items(), reverse=True))
    other = Door(secret_in(room.folder / "room.db.secret")).signed("o" * 43)
    for forged in (owner, entry, f"{owner.partition('=')[0]}={other}; {entry}"):
        assert page_of(room.url, headers={"Cookie": forged}).closed == 404


@pytest.mark.slow
def test_whoever_started_the_room_needs_none(room: RoomServer) -> None:
    key = cookies_of(httpx.get(room.entrance))
    words = page_of(room.url, headers=key).words
    assert TITLE in words and "You came by the address that Thinkroom printed." in words


@pytest.mark.slow
@pytest.mark.parametrize(
    "to",
    ["", "//evil.example", "/\\evil.example", "https://evil.example/", "/a\r\nSet-Cookie: x=y", "javascript:1", "x"],
)
def test_nobody_is_sent_on_to_another_place(room: RoomServer, to: str) -> None:
    reply = come_in(room, to=to)
    assert (reply.status_code, reply.headers["location"]) == (303, "/") and "x" not in reply.cookies


@pytest.mark.slow
@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:1"])
def test_a_form_of_another_page_does_nothing(room: RoomServer, origin: str | None) -> None:
    reply = come_in(room, Origin=origin)
    assert reply.status_code == 403 and not reply.cookies
    cookies = cookies_of(come_in(room))
    out = httpx.post(f"{room.url}/sign-out", headers={**cookies, **({"Origin": origin} if origin else {})})
    assert out.status_code == 403 and TITLE in page_of(room.url, headers=cookies).words


@pytest.mark.slow
def test_who_signs_out_is_out_with_all_that_was_kept(room: RoomServer) -> None:
    for cookies in (cookies_of(come_in(room)), cookies_of(httpx.get(room.entrance))):
        assert TITLE in page_of(room.url, headers=cookies).words
        asked = httpx.get(f"{room.url}/sign-out", headers={**PAGE, **cookies})
        assert asked.status_code == 200 and "signed out on every device" in asked.text
        out = httpx.post(f"{room.url}/sign-out", headers={"Origin": room.url, **cookies})
        assert (out.status_code, out.headers["location"]) == (303, "/come-in?out")
        assert page_of(room.url, headers=cookies).closed == 404
        assert httpx.get(f"{room.url}/guide", headers={**PAGE, **cookies}).headers["location"] == "/come-in?to=/guide"
        # Whoever knows the password, or has the address, comes in again.
    assert TITLE in page_of(room.url, headers=cookies_of(httpx.get(room.entrance))).words


@pytest.mark.slow
def test_a_password_is_tried_a_few_times_and_kept_nowhere(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {**ASKS, "THINKROOM_PASSWORD": PASSWORD}).start()
    try:
        earlier = cookies_of(come_in(room))
        for _ in range(10):
            wrong = come_in(room, "wrong" + PASSWORD)
            assert wrong.status_code == 401 and "That is not the password. Try again." in wrong.text
            assert not wrong.cookies and PASSWORD not in wrong.text
        late = come_in(room)
        assert late.status_code == 429 and not late.cookies and 500 < int(late.headers["retry-after"]) <= 600
        assert "There were too many wrong passwords. Try again in 10 minutes." in late.text
        assert TITLE in page_of(room.url, headers=earlier).words  # who is in stays in
        room.end()
        told = room.log.read_text("utf-8")
        with closing(sqlite3.connect(room.database)) as db:
            told += "\n".join(db.iterdump())
        assert PASSWORD not in told and "argon2" not in told
        # A restart changes nothing, another password does.
        room.start()
        assert TITLE in page_of(room.url, headers=earlier).words
        room.end()
        hashed = argon2.PasswordHasher().hash("another-password")
        other = RoomServer(tmp_path, {**ASKS, "THINKROOM_PASSWORD_HASH": hashed})
        other.port, other.url = room.port, room.url
        room = other.start()
        assert page_of(room.url, headers=earlier).closed == 404
        assert come_in(room).status_code == 401 and come_in(room, "another-password").status_code == 303
    finally:
        room.end()


@pytest.mark.slow
def test_where_nobody_signs_in_there_is_no_such_page(tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {"THINKROOM_TRUST_THIS_MACHINE": "no"}).start()
    for path in ("/come-in", "/sign-out"):
        assert httpx.get(f"{room.url}{path}").status_code == 404
        assert httpx.post(f"{room.url}{path}", headers={"Origin": room.url}).status_code == 404
    room.end()
