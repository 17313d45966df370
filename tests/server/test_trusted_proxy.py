"""A proxy that signs people in: a real nginx, with passwords of its own, and whoever would like to be it."""

import base64
from collections.abc import Iterator

import httpx
import pytest

from components.conversation import Asked, Chat
from components.room.administrators import Administrators
from components.room.oidc import owner_of
from components.room.trusted_proxy import TrustedProxy, read_name
from components.store import Store
from tests.browser.nginx import Nginx, found
from tests.browser.room import RoomServer
from tests.server.raw import live_of, page_of

SECRET = "s" * 40
PAGE = {"Accept": "text/html"}
# nginx comes from 127.0.0.2, everybody else of this machine from 127.0.0.1.
LOCATION = """
auth_basic "room"; auth_basic_user_file {folder}/people;
location / {{
    proxy_pass http://127.0.0.1:{port}; proxy_bind 127.0.0.2;
    proxy_set_header Host $http_host; proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
    proxy_set_header X-Forwarded-User $remote_user; proxy_set_header X-Thinkroom-Proxy-Secret {secret};
    proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https;
}}
"""


def basic(who: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{who}:{who}s-own'.encode()).decode()}"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    found()
    told = {
        "THINKROOM_TRUST_THIS_MACHINE": "no",
        "THINKROOM_SIGN_IN": "proxy",
        "THINKROOM_PROXY_HEADER": "X-Forwarded-User",
        "THINKROOM_PROXY_ADDRESSES": "127.0.0.2, 10.1.0.0/16",
        "THINKROOM_PROXY_SECRET": SECRET,
    }
    server = RoomServer(tmp_path_factory.mktemp("behind"), told).start()
    store = Store(f"sqlite:///{server.database.as_posix()}")
    for who in ("ada", "bob"):
        store.add_chat(Chat(who, owner_of("proxy", who), f"Chat of {who}", 1.0, 1.0, None, Asked("pocket", "thinker")))
    yield server
    server.end()


@pytest.fixture(scope="module")
def proxy(room: RoomServer) -> Iterator[Nginx]:
    folder = room.folder / "nginx"
    folder.mkdir()
    (folder / "people").write_text("ada:{PLAIN}adas-own\nbob:{PLAIN}bobs-own\n", "utf-8")
    (folder / "people").chmod(0o644)
    location = LOCATION.format(folder=folder, port=room.port, secret=SECRET)
    nginx = Nginx(folder, "127.0.0.1", location).start()
    yield nginx
    nginx.end()


@pytest.mark.slow
def test_two_people_come_by_the_proxy_and_each_sees_their_own(room: RoomServer, proxy: Nginx) -> None:
    assert httpx.get(proxy.inside, headers=PAGE).status_code == 401  # nginx's own
    for who, other in (("ada", "bob"), ("bob", "ada")):
        # What somebody adds of their own is not what the proxy says.
        claims = {**basic(who), "X-Forwarded-User": other, "X-Thinkroom-Person": other, "X-Real-Ip": "127.0.0.2"}
        page = httpx.get(proxy.inside, headers={**PAGE, **claims})
        assert page.status_code == 200 and "set-cookie" not in {name for name in page.headers if "owner" in name}
        words = page_of(proxy.inside, "", claims).words
        assert f"Chat of {who}" in words and f"Chat of {other}" not in words
        assert f"You are signed in as {who}." in words and "sign-out" not in words
        for chat, status in ((who, 200), (other, 404)):
            assert httpx.get(f"{proxy.inside}/exports/chats/{chat}?as=json", headers=claims).status_code == status
        assert live_of(proxy.inside, f"run={who}:none:0:0:1:0", claims).closed == 1000
        out = httpx.post(f"{proxy.inside}/sign-out", headers={**claims, "Origin": proxy.inside})
        assert out.status_code == 403  # whom the proxy names is in
    key = httpx.get(f"{proxy.inside}{room.entrance.removeprefix(room.url)}", headers=basic("ada"))
    assert "; Secure" in key.headers["set-cookie"]  # as the proxy says of its own connection


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-User": "ada"},
        {"X-Forwarded-User": "ada", "X-Thinkroom-Proxy-Secret": SECRET},
        {"X-Forwarded-User": "ada", "X-Thinkroom-Proxy-Secret": SECRET, "X-Forwarded-For": "127.0.0.2"},
        {
            "X-Forwarded-User": "ada",
            "X-Thinkroom-Proxy-Secret": SECRET,
            "X-Real-Ip": "10.1.0.1",
            "Forwarded": "for=10.1.0.1",
        },
        {"X-Thinkroom-Person": owner_of("proxy", "ada")},
        {"X-Thinkroom-Person": f"{owner_of('proxy', 'ada')}.{'w' * 43}"},
    ],
)
def test_whoever_is_not_the_proxy_is_nobody_whatever_they_say(room: RoomServer, headers: dict[str, str]) -> None:
    """The third is whom uvicorn would take for the proxy."""
    assert page_of(room.url, "chat=ada", headers).closed == live_of(room.url, "page=x", headers).closed == 404
    assert httpx.get(f"{room.url}/exports/chats/ada?as=json", headers=headers).status_code == 401
    page = httpx.get(room.url, headers={**PAGE, **headers}, follow_redirects=True)
    assert page.status_code == 401 and "it was told of nobody" in page.text and not page.cookies


@pytest.mark.slow
def test_from_its_address_the_secret_is_needed(room: RoomServer) -> None:
    transport = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(transport=transport, base_url=room.url) as client:

        def status(*headers: tuple[str, str]) -> int:
            return client.get("/exports/chats/ada?as=json", headers=list(headers)).status_code

        user, secret = ("X-Forwarded-User", "ada"), ("X-Thinkroom-Proxy-Secret", SECRET)
        assert status(user, secret) == 200
        assert (
            status(user)
            == status(secret)
            == status(user, (secret[0], SECRET[:-1]))
            == status(user, (secret[0], ""))
            == 401
        )
        assert status(user, secret, secret) == status(user, ("X-Forwarded-User", "bob"), secret) == 401
        assert status((user[0], ""), secret) == status((user[0], "x" * 301), secret) == 401
    assert SECRET not in room.log.read_text("utf-8")


@pytest.mark.parametrize(
    ("peer", "is_it"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("127.0.0.2", True),
        ("10.2.0.1", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("", False),
        ("10.1.2.3, 127.0.0.1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_a_proxy_is_known_by_its_addresses(peer: str, is_it: bool) -> None:
    proxy = TrustedProxy("X-User", ("127.0.0.2", "10.1.0.0/16"), SECRET)
    assert proxy.is_from(peer) is is_it and (proxy.names(peer, [SECRET], ["ada"]) == "ada") is is_it


@pytest.mark.parametrize("name", ["Zo\u00eb", "\u00c9va", "\u0141ukasz", "\u540d\u524d"])
def test_a_name_beyond_ascii_is_a_name(name: str) -> None:
    """Most proxies pass it as UTF-8; whatever a header holds is read as Latin-1."""
    proxy = TrustedProxy("X-User", ("127.0.0.2",), SECRET)
    found = proxy.names("127.0.0.2", [SECRET], [name.encode().decode("latin-1")])
    assert found and read_name(found) == name
    assert Administrators("proxy", (name,), lambda _: 0.0).has(owner_of("proxy", found))
    assert not Administrators("proxy", ("ada",), lambda _: 0.0).has(owner_of("proxy", found))


def test_a_name_in_latin_1_is_read_as_it_is_and_what_is_none_is_refused() -> None:
    proxy = TrustedProxy("X-User", ("127.0.0.2",), SECRET)
    latin = proxy.names("127.0.0.2", [SECRET], ["Zo\u00eb"])
    assert read_name(latin) == "Zo\u00eb" and Administrators("proxy", (latin,), lambda _: 0.0).has(
        owner_of("proxy", latin)
    )
    for no_name in ("a\x85b", "a\tb", "\u202e".encode().decode("latin-1")):
        assert proxy.names("127.0.0.2", [SECRET], [no_name]) == ""
