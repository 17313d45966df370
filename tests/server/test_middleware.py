"""What every response carries, by raw ASGI: no client stands between the test and the headers."""

import asyncio
import contextlib
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.conversation import Asked, Chat
from components.room import COOKIE, LOCAL, Room, owner_by, place
from components.server import ContentSecurity, LeftSockets, OwnerCookie, SameOrigin
from components.settings import Settings
from components.store import Store

WHOLE = "w" * 43
PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"
Headers = Iterable[tuple[str, str]]


@cache
def room() -> Room:
    url = f"sqlite:///{tempfile.mkdtemp()}/room.db"
    return Room(Settings(database_url=url, find_servers=False), Store(url))


@pytest.fixture(scope="module", autouse=True)
def closes() -> Iterator[None]:
    yield
    room()._store.close()


def given(token: str = WHOLE) -> str:
    """A cookie as this room gives it."""
    return f"{place().owner_cookie}={room().door.signed(token)}"


async def plain(scope: Any, receive: Any, send: Any) -> None:
    """An app that answers with the status in its path."""
    status = int(scope["path"].strip("/") or 200)
    await send({"type": "http.response.start", "status": status, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"" if status == 304 else b"hello"})


def answer(headers: Headers = (), path: str = "/", scheme: str = "http", method: str = "GET") -> dict[str, list[str]]:
    """The headers of the reply, through both pieces of middleware."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "scheme": scheme,
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(ContentSecurity(OwnerCookie(plain, room()))(scope, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    found: dict[str, list[str]] = {}
    for name, value in sent[0]["headers"]:
        found.setdefault(name.decode().lower(), []).append(value.decode("latin-1"))
    assert found["x-own"] == ["1"]
    return found


def policy(headers: Headers = ()) -> dict[str, list[str]]:
    (told,) = answer(headers)["content-security-policy"]
    return {name: values for name, *values in (part.split() for part in told.split(";"))}


def cookie(headers: Headers = (), **more: Any) -> str:
    return "".join(answer(headers, **more).get("set-cookie", []))


@pytest.mark.parametrize("path", ["/", "/200", "/304", "/404", "/500"])
@pytest.mark.parametrize("accept", [PAGE, "*/*", None])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_response_carries_the_policy(path: str, accept: str | None, method: str) -> None:
    found = answer([("Accept", accept)] if accept else [], path, method=method)
    assert len(found["content-security-policy"]) == 1
    assert (found["x-content-type-options"], found["referrer-policy"]) == (["nosniff"], ["no-referrer"])
    assert found["x-dns-prefetch-control"] == ["off"]


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    found = policy([("Host", "localhost:8501")])
    assert found["default-src"] == ["'self'"] and found["object-src"] == found["frame-ancestors"] == ["'none'"]
    allowed = {value for name, values in found.items() if name != "connect-src" for value in values}
    hashes = {value for value in allowed if re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", value)}
    assert allowed - hashes <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:", "http:"} & set(found["script-src"])
    assert found["img-src"] == ["'self'", "data:", "blob:"]


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "room.example.org"])
def test_the_page_may_open_its_own_socket(host: str) -> None:
    assert policy([("Host", host)])["connect-src"] == ["'self'", f"ws://{host}", f"wss://{host}"]


@pytest.mark.parametrize(
    "host",
    [
        "",
        "x; script-src *",
        "x y",
        "*",
        "x, y",
        "x'",
        "x/y",
        "x\ty",
        "x\r\nSet-Cookie: a=b",
        "é",
        "{inline}",
        "a" * 300,
    ],
)
def test_an_odd_host_is_not_repeated(host: str) -> None:
    found = policy([("Host", host)])
    assert found == policy() and found["connect-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ([("Accept", PAGE)], True),
        ([("Accept", PAGE), ("Cookie", "other=1")], True),
        ([("Accept", PAGE), ("Cookie", given())], False),
        ([("Accept", PAGE), ("Cookie", f"a=1; {given()}; b=2")], False),
        ([("Accept", PAGE), ("Cookie", "a=1"), ("Cookie", given())], False),
        # Cookies of other programs on this host are no business of ours, however they are spelled.
        ([("Accept", PAGE), ("Cookie", f"a[0]=1; {given()}")], False),
        ([("Accept", PAGE), ("Cookie", f'a@b=1; c={{"d": 1}}; e; {given()}')], False),
        ([("Accept", PAGE), ("Cookie", "a@b=1; a/b=2; \x7f=3")], True),
        # One that was cut off names nobody.
        ([("Accept", PAGE), ("Cookie", given()[:-1])], True),
        # Nor does one that was made up, in either form.
        ([("Accept", PAGE), ("Cookie", f"{COOKIE}={WHOLE}")], True),
        ([("Accept", PAGE), ("Cookie", f"{place().owner_cookie}={WHOLE}.{WHOLE}")], True),
        # Whoever started the room needs no other name.
        ([("Accept", PAGE), ("Cookie", f"{place().key_cookie}={room().door.key}")], False),
        ([("Accept", "*/*")], False),
        ([("Accept", "text/css,*/*;q=0.1")], False),
        ([], False),
    ],
)
def test_a_cookie_is_given_with_a_page_to_whom_has_none(headers: Headers, wanted: bool) -> None:
    assert bool(cookie(headers)) == wanted


@pytest.mark.parametrize("path", ["/", "/304", "/404"])
def test_the_cookie_names_an_owner_and_no_script_can_read_it(path: str) -> None:
    first, second = (cookie([("Accept", PAGE)], path=path) for _ in range(2))
    pair, *attributes = first.split("; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes) and "Secure" not in attributes
    assert first != second
    name, _, token = pair.partition("=")
    assert name == place().owner_cookie
    assert room().door.owner_of(place(), {}, {name: token}) == owner_by(token.partition(".")[0]) != LOCAL


@pytest.mark.parametrize("form", ["thinkroom_owner={token}", "{name}={token}.signed-with-a-lost-secret"])
def test_a_token_that_owns_something_is_signed_anew(form: str) -> None:
    token = "o" * 40
    room()._store.add_chat(Chat(form, owner_by(token), "Mine", 1.0, 1.0, None, Asked("pocket", "thinker")))
    headers = [("Accept", PAGE), ("Cookie", form.format(token=token, name=place().owner_cookie))]
    assert cookie(headers).startswith(given(token))
    assert not cookie(headers).startswith(given(WHOLE))


def test_the_cookie_is_secure_where_the_page_is() -> None:
    assert cookie([("Accept", PAGE)], scheme="https").endswith("; Secure")


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_no_request_passes_untouched(kind: str) -> None:
    passed: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": f"{kind}.sent"})

    async def send(message: Any) -> None:
        passed.append(message)

    scope = {"type": kind} | ({"headers": [(b"accept", b"text/html")]} if kind == "websocket" else {})
    asyncio.run(ContentSecurity(OwnerCookie(app, room()))(scope, None, send))  # type: ignore[arg-type]
    assert passed == [{"type": f"{kind}.sent"}]


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ([("Host", "localhost:8501"), ("Origin", "http://localhost:8501")], True),
        ([("Host", "room.example"), ("Origin", "https://room.example")], True),
        ([("Host", "inner:1"), ("X-Forwarded-Host", "room.example"), ("Origin", "https://room.example")], False),
        ([("Host", "localhost:8501")], True),  # no browser
        ([("Host", "localhost:8501"), ("Origin", "http://localhost:3000")], False),
        ([("Host", "localhost:8501"), ("Origin", "http://127.0.0.1:8501")], False),
        ([("Host", "localhost:8501"), ("Origin", "null")], False),
        ([("Host", "localhost:8501"), ("Origin", "http://evil.example")], False),
        ([("Host", "localhost:8501"), ("Origin", "")], False),
    ],
)
def test_a_page_of_another_origin_opens_no_socket(headers: Headers, let_in: bool) -> None:
    sent: list[str] = []
    scope = {"type": "websocket", "headers": [(name.lower().encode(), value.encode()) for name, value in headers]}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    asyncio.run(SameOrigin(app)(scope, None, send))  # type: ignore[arg-type]
    assert sent == ["websocket.accept" if let_in else "websocket.close"]


async def as_streamlit_does(scope: Any, receive: Any, send: Any) -> None:
    """It writes to a page that may have gone, reads on, and closes what was no message to it."""
    page = WebSocket(scope, receive, send)
    await page.accept()
    with contextlib.suppress(WebSocketDisconnect):
        await page.send_bytes(b"a message")
    try:
        await page.receive_bytes()
    except RuntimeError:
        await page.close()


@pytest.mark.parametrize("goes", ["while it is written to", "while it is waited for", "not at all"])
def test_only_a_page_that_has_gone_is_no_fault(goes: str) -> None:
    came = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}])

    async def receive() -> dict[str, Any]:
        return next(came)

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send" and goes == "while it is written to":
            raise BrokenPipeError

    async def faulty(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("our own")

    scope = {"type": "websocket", "headers": []}
    if goes == "not at all":
        with pytest.raises(RuntimeError, match="our own"):
            asyncio.run(LeftSockets(faulty)(scope, receive, send))  # type: ignore[arg-type]
        return
    with pytest.raises((RuntimeError, WebSocketDisconnect)):
        asyncio.run(as_streamlit_does(scope, receive, send))
    came = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}])
    asyncio.run(LeftSockets(as_streamlit_does)(scope, receive, send))  # type: ignore[arg-type]


def test_a_reply_that_can_no_longer_be_sent_is_no_fault_and_what_fails_before_it_is() -> None:
    scope = {"type": "http", "headers": []}

    async def send(_: dict[str, Any]) -> None:
        raise LookupError("the request had broken off")

    async def answers(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def fails(scope: Any, receive: Any, send: Any) -> None:
        raise LookupError("our own")

    asyncio.run(LeftSockets(answers)(scope, None, send))  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="our own"):
        asyncio.run(LeftSockets(fails)(scope, None, send))  # type: ignore[arg-type]


def test_a_database_that_is_away_parts_nobody_from_what_they_own(tmp_path: Path) -> None:
    """Whoever has an old cookie is given no other name, and a page that says what is wrong."""
    url = f"sqlite:///{tmp_path}/room.db"
    gone = Room(Settings(database_url=url, find_servers=False), Store(url))
    with sqlite3.connect(tmp_path / "room.db") as db:
        db.execute("ALTER TABLE chats RENAME TO elsewhere")
    db.close()
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"accept", PAGE.encode()), (b"cookie", f"{COOKIE}={WHOLE}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/", "scheme": "http", "headers": headers}
    asyncio.run(OwnerCookie(plain, gone)(scope, None, send))  # type: ignore[arg-type]
    gone._store.close()
    assert sent[0]["status"] == 200 and b"set-cookie" not in dict(sent[0]["headers"])
