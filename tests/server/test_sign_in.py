"""Signing in at OpenRouter, by raw HTTP against a stand-in that checks the challenge: a key for one owner alone."""

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from components.relay import TIMEOUT_S
from components.room import sign_in
from components.room.sign_in import SignIns
from tests.browser.room import RoomServer
from tests.postgres import postgres_server
from tests.redis_server import redis_server
from tests.server.authority import KEY, Authority

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    with Authority() as authority:
        yield authority


@pytest.fixture(scope="module")
def room(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    settings = {"OPENROUTER_BASE_URL": authority.url, "THINKROOM_TRUST_THIS_MACHINE": "no"}
    room = RoomServer(tmp_path_factory.mktemp("sign-in"), settings).start()
    yield room
    room.end()


@contextmanager
def browser(room: RoomServer, entered: bool = True) -> Iterator[httpx.Client]:
    """One that has come in by the printed address, or a stranger's, at this machine's name."""
    with httpx.Client(base_url=named(room), headers=PAGE, follow_redirects=False) as client:
        client.get(re.sub(r"^http://[^/]+", "", room.entrance) if entered else "/")
        yield client


def named(room: RoomServer) -> str:
    return f"http://localhost:{room.port}"


def begun(client: httpx.Client) -> httpx.URL:
    """The address at the stand-in that it is sent to."""
    reply = client.get("/sign-in", params={"at": str(client.base_url)})
    assert reply.status_code == 303 and reply.headers["cache-control"] == "no-store"
    return httpx.URL(reply.headers["location"])


def allowed(address: httpx.URL) -> str:
    """Where the stand-in sends it on to."""
    return httpx.get(address).headers["location"]


@pytest.mark.slow
@pytest.mark.parametrize("entered", [True, False], ids=["who started the room", "a stranger"])
def test_who_signs_in_has_a_key(room: RoomServer, authority: Authority, entered: bool) -> None:
    with browser(room, entered) as client:
        to = begun(client)
        assert str(to).startswith(f"{authority.url.removesuffix('/api/v1')}/auth?")
        asked = dict(to.params)
        assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
        assert asked["key_label"] == "Thinkroom" and asked["expires_at"] > time.strftime("%Y-%m-%d")
        assert asked["callback_url"].startswith(f"{named(room)}/sign-in/back?state=")
        back = client.get(allowed(to))
        assert (back.status_code, back.headers["location"]) == (303, "../")
        again = client.get(str(back.request.url))
        assert again.status_code == 400 and "This sign-in is over" in again.text
    assert KEY not in room.log.read_text() and KEY.encode() not in room.database.read_bytes()


@pytest.mark.slow
def test_a_foreign_a_made_up_and_a_refused_one_change_nothing(room: RoomServer, authority: Authority) -> None:
    with browser(room) as mine, browser(room, entered=False) as stranger:
        back = allowed(begun(mine))
        code = parse_qs(urlsplit(back).query)["code"][0]
        theirs = stranger.get(back)
        assert theirs.status_code == 400 and "Nothing was changed." in theirs.text
        assert code in authority.codes  # nobody has tried it
        assert mine.get("/sign-in/back", params={"state": "made-up", "code": code}).status_code == 400
        assert mine.get(back).status_code == 303  # and the one who began it may still come back
        other = re.sub("code=[^&]+", "code=of-another", allowed(begun(mine)))
        refused = mine.get(other)
        assert refused.status_code == 400 and "it takes this permission no more. Nothing was changed." in refused.text
        authority.refuses = True
        denied = mine.get(allowed(begun(mine)))
        authority.refuses = False
        assert denied.status_code == 400 and "OpenRouter gave no permission" in denied.text


@pytest.mark.slow
def test_it_leads_nowhere_but_to_openrouter_and_back(room: RoomServer) -> None:
    with browser(room) as client:
        for at in ("https://evil.example", f"http://localhost:{room.port + 1}", "javascript:alert(1)", "", "http://["):
            assert client.get("/sign-in", params={"at": at}).status_code == 400, at
        outer = client.get("/sign-in", params={"at": "http://room.example"}, headers={"Host": "room.example"})
        assert outer.status_code in (400, 403) and "location" not in outer.headers
        secure = client.get("/sign-in", params={"at": f"https://localhost:{room.port}/think/"})
        back = httpx.URL(secure.headers["location"]).params["callback_url"]
        assert back.startswith(f"https://localhost:{room.port}/think/sign-in/back?state=")
    reply = httpx.get(f"{named(room)}/sign-in", params={"at": named(room)})
    assert (reply.status_code, reply.headers["location"]) == (303, "./")  # nobody's browser


@pytest.mark.slow
def test_a_page_by_number_goes_on_by_name_and_keeps_its_owner(room: RoomServer) -> None:
    number = f"http://127.0.0.1:{room.port}"
    with httpx.Client(headers=PAGE) as client:
        client.get(number)  # a stranger's
        (cookie,) = client.cookies.jar
        hop = client.get(f"{number}/sign-in", params={"at": number})
        name = hop.headers["location"]
        assert name.startswith(f"{named(room)}/sign-in?")
        hop = client.get(name)
        assert hop.headers["set-cookie"].startswith(f"{cookie.name}={cookie.value};")
        (mine, *_) = [one for one in client.cookies.jar if one.name == cookie.name and "localhost" in one.domain]
        assert mine.value == cookie.value
        after = client.get(f"{named(room)}/sign-in", params={"at": named(room)})
        assert "/auth?" in after.headers["location"]
        used = client.get(name)
        assert used.status_code == 400 and "This sign-in is over" in used.text


def test_one_is_good_once_for_its_owner_and_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(sign_in.time, "monotonic", lambda: now)
    found = SignIns()
    state, _ = found.begin("me")
    assert found.end("you", state) == "" and found.end("me", state) and found.end("me", state) == ""
    state, _ = found.begin("me")
    now += 601
    assert found.end("me", state) == ""
    states = [found.begin("me")[0] for _ in range(7)]
    assert [bool(found.end("me", state)) for state in states] == [False] * 2 + [True] * 5
    ticket = found.hand("me", "cookie")
    now += 61
    assert found.handed(ticket) is None


@pytest.mark.slow
def test_while_redis_hangs_nobody_waits_for_who_signs_in(authority: Authority, tmp_path: Path) -> None:
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(postgres_server()), stack.enter_context(redis_server())
        settings = {
            "OPENROUTER_BASE_URL": authority.url,
            "THINKROOM_TRUST_THIS_MACHINE": "no",
            "THINKROOM_DATABASE_URL": postgres.fresh(),
            "THINKROOM_REDIS_URL": redis.url,
            "THINKROOM_SECRET": "5e" * 32,
            "THINKROOM_REQUESTS_A_MINUTE": "0",
        }
        room = RoomServer(tmp_path, settings).start()
        stack.callback(room.end)
        assert redis._process
        with browser(room, entered=False) as client:
            begun(client)
            redis._process.send_signal(signal.SIGSTOP)
            try:
                signs_in = threading.Thread(target=begun, args=(client,))
                signs_in.start()
                longest = 0.0
                while signs_in.is_alive():
                    began = time.monotonic()
                    assert httpx.get(f"{room.url}/_stcore/health").status_code == 200
                    longest = max(longest, time.monotonic() - began)
                assert longest < TIMEOUT_S / 2
            finally:
                redis._process.send_signal(signal.SIGCONT)
