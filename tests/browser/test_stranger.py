"""A stranger's walk over all routes and sockets of a room, with whatever headers one can make up: nothing of the person
who started it is reached. A route that is new, ours or Streamlit's, fails here until somebody has walked it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from components.audience import Guess, Vote
from components.conversation import Asked, Chat, Piece, Turn
from components.injection import Experiment, Measurement, Plan, Question, Series
from components.room import COOKIE, LOCAL, Door, owner_by
from components.room.secret import secret_in
from components.store import Store
from tests.browser.room import CANARY, ROOT, RoomServer
from tests.browser.steps import ask, enter
from tests.modelserver import ModelServer
from tests.server.provider import Provider
from tests.server.raw import live_of, page_of

MINE = "heronwort"  # stands in all that is kept of the person who started the room
GROWING = "mark-000001"  # … and this in what their model thinks right now
ASKED = Asked("openrouter", "test/model")
PAGE = {"Accept": "text/html"}
FILES = ("css/nothing.css", "nothing", "../room.db", "%2e%2e/room.db", "..%2froom.db.secret", "../../../../room.db")

# By the path of each route, what a stranger tries there. `{port}` and the like stand for what is known of the room.
WALK: Mapping[str, tuple[str, ...]] = {
    "/enter": ("/enter", "/enter?token=", "/enter?token=local", "/enter?token=" + "A" * 43),
    "/come-in": ("/come-in", "/come-in?to=/%3Fchat%3D{chat}", "/come-in?out"),
    "/sign-out": ("/sign-out",),
    "/sign-in": (
        "/sign-in",
        "/sign-in?at=http://127.0.0.1:{port}",
        "/sign-in?at=https://room.example",
        "/sign-in?at=http://localhost:{port}&hand=" + "A" * 43,
    ),
    "/sign-in/back": ("/sign-in/back", "/sign-in/back?state=local&code=1"),
    "/exports/chats/{name}": tuple(
        f"/exports/chats/{chat}?as={ending}{turn}"
        for chat in ("{chat}", "{growing}", "none")
        for ending in ("html", "md", "json")
        for turn in ("", "&turn={turn}", "&turn={running}")
    ),
    "/exports/recordings/{name}": tuple(
        f"/exports/recordings/{chats}?as=thinkroom.jsonl&questions=yes&names=yes&arrived=yes{turn}"
        for chats in ("{chat}", "{growing}", "{chat},{growing}", "none")
        for turn in ("", "&turn={turn}", "&turn={running}")
    ),
    "/exports/guesses/{name}": ("/exports/guesses/{guess}?as=csv", "/exports/guesses/none?as=csv"),
    "/exports/measurements/{name}": tuple(
        f"/exports/measurements/{one}?as={ending}"
        for one in ("{measurement}", "none")
        for ending in ("csv", "jsonl", "svg")
    ),
    "/live/scripts": tuple(f"/live/scripts/{file}" for file in ("live.js", *FILES)),
    "/follow": ("/follow", "/follow?token=local", "/follow?chat={chat}"),
    "/healthz": ("/healthz",),
    "/readyz": ("/readyz",),
    "/metrics": ("/metrics",),
    "/follow/copy": ("/follow/copy", "/follow/copy?token=local", "/follow/copy?chat={chat}"),
    "/app/static": tuple(f"/app/static/{file}" for file in ("mark.svg", *FILES)),
    "/_stcore/health": ("/_stcore/health",),
    "/_stcore/metrics": ("/_stcore/metrics", "/_stcore/metrics?families=session_state"),
    "/_stcore/host-config": ("/_stcore/host-config",),
    "/media/{file_id:path}": tuple(f"/media/{file}" for file in FILES),
    "/_stcore/upload_file/{session_id}/{file_id}": ("/_stcore/upload_file/a/b", "/_stcore/upload_file/../room.db"),
    "/component/{path:path}": tuple(f"/component/{file}" for file in FILES),
    "/_stcore/bidi-components/{path:path}": tuple(f"/_stcore/bidi-components/{file}" for file in FILES),
    "/auth/login": ("/auth/login", "/auth/login?provider=local"),
    "/auth/logout": ("/auth/logout",),
    "/oauth2callback": ("/oauth2callback", "/oauth2callback?code=1&state=local"),
    "/_stcore/agent/interact": ("/_stcore/agent/interact",),
    "/_stcore/agent/openapi.json": ("/_stcore/agent/openapi.json",),
    "/_stcore/agent/mcp": ("/_stcore/agent/mcp",),
    "": (
        "/",
        "/?chat={chat}",
        "/injection?run={run}",
        "/measure?m={measurement}",
        "/room.db",
        "/%2e%2e/room.db.secret",
    ),
}
SOCKETS = {"/_stcore/stream", "/live/thoughts", "/follow/live"}
PAGES = (
    ("", ""),
    ("", "chat={chat}"),
    ("", "chat={growing}"),
    ("injection", "run={run}"),
    ("injection", "of={chat}&thoughts={turn}"),
    ("injection", "of={growing}&thoughts={running}"),
    ("measure", ""),
    ("measure", "m={measurement}"),
    ("thoughts", ""),
    ("guide", "chat={chat}"),
    ("administration", "chat={chat}"),
)
LOOKS_AFTER = "An administrator sees who is here"
METHODS = ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def enumerated(folder: Path) -> dict[str, set[str]]:
    """All routes of the app as it is built, by kind: HTTP, or a socket."""
    tells = "import app\nfor one in app.app._build_starlette_app().routes: print('route', type(one).__name__, one.path)"
    own = {**os.environ, "THINKROOM_DATABASE_URL": f"sqlite:///{folder.as_posix()}/room.db"}
    told = subprocess.run([sys.executable, "-c", tells], cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    routes = [line.split(" ") for line in told.stdout.splitlines() if line.startswith("route ")]
    return {
        "socket": {path for _, kind, path in routes if kind == "WebSocketRoute"},
        "http": {path for _, kind, path in routes if kind != "WebSocketRoute"},
    }


@dataclass(frozen=True)
class Walked:
    """A room in which its owner has chats, an experiment, a measurement, and a model that thinks right now."""

    room: RoomServer
    known: Mapping[str, str]  # names that a stranger may have come by: of chats, turns, experiments
    asks: str = "none"

    def named(self, text: str) -> str:
        for name, value in self.known.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def disguises(self) -> Iterator[dict[str, str]]:
        """What a stranger says of itself."""
        port, made_up = self.room.port, "w" * 43
        here = f"127.0.0.1:{port}"
        yield {}
        yield {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}
        yield {"Host": here, "Origin": f"http://{here}", "Referer": f"http://{here}/"}
        forwarded = {"X-Forwarded-For": "127.0.0.1", "X-Real-Ip": "127.0.0.1", "X-Forwarded-Host": here}
        yield {"Host": here, **forwarded, "X-Forwarded-Proto": "https", "Forwarded": f"for=127.0.0.1;host={here}"}
        yield {"Host": "room.example", "Origin": "http://room.example", "X-Forwarded-Host": here}
        yield {"Host": here, "Authorization": "Bearer local", "X-Forwarded-User": LOCAL, "Remote-User": LOCAL}
        for key in ("local", made_up, f"{made_up}.{made_up}"):
            owner = f"{COOKIE}={LOCAL}; {COOKIE}_{port}={LOCAL}.{made_up}"
            yield {"Host": here, "Cookie": f"thinkroom_key_{port}={key}; thinkroom_key={key}; {owner}"}
        # One that this room gave: it makes a stranger somebody, and nobody else.
        yield {"Host": here, "Cookie": given(self.room)}


def given(room: RoomServer) -> str:
    (cookie,) = httpx.get(room.url, headers=PAGE).cookies.items()
    return "=".join(cookie)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, model: ModelServer, browser: Browser) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("walk")
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_TRUST_THIS_MACHINE": "no"}
    keys["THINKROOM_ADMINS"] = "local"
    room = RoomServer(folder, keys)
    store = Store(f"sqlite:///{room.database.as_posix()}")
    now = time.time()
    store.add_chat(Chat("chat-of-mine", LOCAL, f"About {MINE}", now, now, None, ASKED))
    turn = Turn("turn-of-mine", "chat-of-mine", None, now, f"What is {MINE}?", ASKED, status="done")
    store.begin(turn)
    store.extend(turn, 0, [Piece("reasoning", f"I think of {MINE}."), Piece("answer", f"It is {MINE}.")])
    store.finish(turn)
    store.add_experiment(Experiment("run-of-mine", LOCAL, now, Plan(question=f"Is it {MINE}?")))
    asked = Asked("openrouter", f"test/{MINE}")
    series = Series((Question(f"Which {MINE}?"),), asked, asked, ("without",))
    store.add_measurement(Measurement("measurement-of-mine", LOCAL, now, series, "stopped"))
    guess = Guess("guess-of-mine", "chat-of-mine", "Which?", opened=now, closed=now, own=True)
    store.add_guess(LOCAL, guess, Vote(MINE, 80))
    context = browser.new_context()
    page = context.new_page()
    try:
        enter(page, room.start().entrance)
        ask(page, f"think-9000-5-100 {MINE}")
        expect(page.get_by_text(GROWING).first).to_be_visible()
        growing = page.url.partition("?chat=")[2]
        yield Walked(room, names_known(room, store, growing))
    finally:
        context.close()
        room.end()


def names_known(room: RoomServer, store: Store, growing: str) -> dict[str, str]:
    conversation = store.conversation(LOCAL, growing)
    assert conversation is not None
    (running,) = conversation.turns
    return {
        "chat": "chat-of-mine",
        "turn": "turn-of-mine",
        "run": "run-of-mine",
        "measurement": "measurement-of-mine",
        "guess": "guess-of-mine",
        "growing": growing,
        "running": running,
        "port": str(room.port),
    }


def test_every_route_is_walked(tmp_path: Path) -> None:
    assert enumerated(tmp_path) == {"http": set(WALK), "socket": SOCKETS}


def test_the_person_who_started_the_room_sees_all_that_a_stranger_must_not(walked: Walked) -> None:
    """Else the walk below would prove nothing."""
    key = "=".join(next(iter(httpx.get(walked.room.entrance).cookies.items())))
    for page, query in PAGES:
        heard = page_of(walked.room.url, walked.named(query), {"Cookie": key}, page)
        # The questions of that stand in its answers, and it has none; who looks after the room reads nobody's chats.
        shown = page not in ("guide", "administration") and query != "m={measurement}"
        assert (LOOKS_AFTER in heard.words) == (page == "administration")
        assert (MINE in heard.words) == shown and "room of your own" not in heard.words, (page, query)
    files = {
        "chats/{chat}?as=html": "about-heronwort.html",
        "chats/{chat}?as=md&thoughts=no": "about-heronwort.md",
        "chats/{chat}?as=md&turn={turn}": "about-heronwort.md",
        "chats/{growing}?as=json": "think-9000-5-100-heronwort.json",
        "recordings/{chat}?as=thinkroom.jsonl&questions=yes&names=yes": "about-heronwort.thinkroom.jsonl",
        "guesses/{guess}?as=csv": "which.csv",
        "measurements/{measurement}?as=jsonl": "thinkroom-measurement-of-mine.jsonl",
    }
    for asked, name in files.items():
        file = httpx.get(f"{walked.room.url}/exports/{walked.named(asked)}", headers={"Cookie": key})
        assert MINE in file.text and file.headers["cache-control"] == "private, no-store", asked
        assert file.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
        assert ("I think of" in file.text) == (
            asked.startswith(("chats/{chat}", "recordings/{chat}")) and "=no" not in asked
        )
    nothing = httpx.get(f"{walked.room.url}/exports/chats/chat-of-mine?as=exe", headers={"Cookie": key})
    assert (nothing.status_code, nothing.text) == (404, "There is nothing of this name in your room.")
    run = walked.named("run={growing}:{running}:0:0:1:0")
    assert GROWING in live_of(walked.room.url, run, {"Cookie": key}, until=GROWING).words


@pytest.mark.parametrize("path", WALK)
def test_no_route_tells_a_stranger_anything(walked: Walked, path: str) -> None:
    with httpx.Client(base_url=walked.room.url, timeout=20.0) as client:
        disguises = list(walked.disguises())
        ways = [("GET", headers) for headers in disguises] + [(method, disguises[3]) for method in METHODS]
        for asked in WALK[path]:
            for method, headers in ways:
                reply = client.request(method, walked.named(asked), headers={**PAGE, **headers}, json={"a": 1})
                told = f"{reply.headers}{reply.text}"
                assert MINE not in told and GROWING not in told and CANARY not in told, (method, asked, headers)
                assert b"SQLite format" not in reply.content and "thinkroom_key" not in told
                client.cookies.clear()


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_no_page_tells_a_stranger_anything(walked: Walked, page: str, query: str) -> None:
    for headers in walked.disguises():
        heard = page_of(walked.room.url, walked.named(query), headers, page)
        assert MINE not in heard.words and GROWING not in heard.words and CANARY not in heard.words, headers
        assert LOOKS_AFTER not in heard.words and "Administration" not in heard.words
        allowed = headers.get("Host") != "room.example"
        assert bool(heard.sent) == allowed and heard.closed == (None if allowed else 403)


def test_the_live_wire_tells_a_stranger_nothing(walked: Walked) -> None:
    for headers in walked.disguises():
        for query in ("run={growing}:{running}:0:0:1:0", "run={growing}:{running}:0:0:0:0", "page=mine"):
            heard = live_of(walked.room.url, walked.named(query), headers, until="mark")
            assert MINE not in heard.words and GROWING not in heard.words and heard.closed is not None
            assert heard.words in ("", "[0,false]")


# A room in which people sign in: for who has not, it is not there

ASKS = {
    "password": {"THINKROOM_SIGN_IN": "password", "THINKROOM_PASSWORD": "heronwort-and-sedge"},
    "oidc": {"THINKROOM_SIGN_IN": "oidc"},
}
# What answers a stranger.
TOLD = {"/enter", "/come-in", "/follow", "/_stcore/health", "/healthz", "/readyz", "/metrics"}
TOLD_BY_STREAMLIT = {"/auth/login", "/auth/logout", "/oauth2callback"}  # … where a provider is asked who they are


@pytest.fixture(scope="module", params=ASKS)
def locked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    room = RoomServer(tmp_path_factory.mktemp("locked"), {**ASKS[request.param], "THINKROOM_TRUST_THIS_MACHINE": "no"})
    with Provider() as provider:  # to which nobody comes
        provider.settings(room.folder, room.url)
    store = Store(f"sqlite:///{room.database.as_posix()}")
    now = time.time()
    store.add_chat(Chat("chat-of-mine", LOCAL, f"About {MINE}", now, now, None, ASKED))
    room.start()
    secret = secret_in(room.folder / "room.db.secret")
    # The owner of a chat, by a cookie from when nobody signed in.
    store.add_chat(Chat("old", owner_by("o" * 43), f"On {MINE}", now, now, None, ASKED))
    names = ("chat", "turn", "run", "measurement", "guess", "growing", "running")
    known = {name: "chat-of-mine" for name in names} | {"port": str(room.port), "owner": Door(secret).signed("o" * 43)}
    yield Walked(room, known, request.param)
    room.end()


def outsiders(locked: Walked) -> list[dict[str, str]]:
    port, made_up = locked.room.port, "w" * 43
    owner, entry = f"{COOKIE}_{port}={locked.known['owner']}", f"thinkroom_entry_{port}"
    signed = f"_streamlit_user={made_up}.{made_up}.{made_up}"
    return [
        {},
        {
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-User": LOCAL,
            "Remote-User": LOCAL,
            "Authorization": "Basic eDp4",
        },
        {"Cookie": f"{owner}; {entry}={made_up}; {signed}"},
        {"Cookie": f"{owner}; {entry}=1.{made_up}; thinkroom_key_{port}={made_up}", "X-Thinkroom-Person": LOCAL},
    ]


@pytest.mark.parametrize("path", WALK)
def test_where_people_sign_in_no_route_is_there_for_a_stranger(locked: Walked, path: str) -> None:
    *others, last = outsiders(locked)
    ways = [("GET", PAGE, one) for one in others] + [(method, {}, last) for method in ("GET", "POST", "HEAD")]
    with httpx.Client(base_url=locked.room.url, timeout=20.0) as client:
        for asked in WALK[path][:6]:
            for method, accept, headers in ways:
                reply = client.request(method, locked.named(asked), headers={**accept, **headers})
                told = f"{reply.headers}{reply.text}"
                # What they asked for themselves is noted for them, where whoever signs them in does not tell it back.
                noted = f"thinkroom_wanted_{locked.room.port}=" if locked.asks == "oidc" else " "
                given = [one for one in reply.headers.get_list("set-cookie") if not one.startswith(noted)]
                assert MINE not in told and "thinkroom_" not in "".join(given)
                if path in TOLD or (locked.asks == "oidc" and path in TOLD_BY_STREAMLIT):
                    continue
                led = reply.status_code == 303 and reply.headers["location"].startswith("/come-in")
                refused = reply.status_code == 401 and reply.text in ("Sign in first.", "")
                assert led if accept else refused, (method, asked, headers, reply.status_code)


@pytest.mark.parametrize("socket", sorted(SOCKETS - {"/follow/live"}))
def test_where_people_sign_in_no_socket_is_there_for_a_stranger(locked: Walked, socket: str) -> None:
    for headers in outsiders(locked):
        if socket == "/live/thoughts":
            assert live_of(locked.room.url, "page=mine", headers).closed == 404
        else:
            assert page_of(locked.room.url, "chat=old", headers).closed == 404


# A cookie from before the room signed them


def test_a_cookie_of_an_earlier_thinkroom_is_signed_anew_and_loses_nothing(walked: Walked) -> None:
    token, stranger = "o" * 43, "p" * 43
    store = Store(f"sqlite:///{walked.room.database.as_posix()}")
    store.add_chat(Chat("old", owner_by(token), "What was asked long ago", 1.0, 1.0, None, ASKED))
    for old, found in ((token, True), (stranger, False)):
        cookie = f"{COOKIE}={old}"
        assert "Allow cookies" in page_of(walked.room.url, "", {"Cookie": cookie}).words  # not before the next visit
        (name, value), *none = httpx.get(walked.room.url, headers={**PAGE, "Cookie": cookie}).cookies.items()
        assert not none and value.startswith(f"{token}.") == found
        words = page_of(walked.room.url, "", {"Cookie": f"{cookie}; {name}={value}"}).words
        assert ("What was asked long ago" in words) == found and MINE not in words
