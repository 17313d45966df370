"""Addresses that people give: of listed hosts alone, in the public network alone, however they are written, whatever a
resolver says, and wherever a redirect leads."""

import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from components.conversation import Asked, CancelToken, ChatRequest, Message, Unreachable
from components.wire import Client, Endpoint, NotListed, Provider, listed
from components.wire.connection import MovedAway, connect
from components.wire.listed import Pinned, public
from components.wire.surroundings import Unusable
from tests.modelserver import ModelServer

HOSTS = ("api.example.org", "gpu.example.org:8443", "localhost", "xn--bcher-kva.example")
PUBLIC, INSIDE = "93.184.216.34", "127.0.0.1"

WRITTEN = """http://127.0.0.1/v1 http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://0x7f.0.0.1/ http://127.1/
http://0/ http://0.0.0.0/ http://017700000001/ http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/ http://[64:ff9b::7f00:1]/ http://[fe80::1%25eth0]/ http://[fd00::1]/ http://169.254.169.254/
http://metadata.google.internal/ http://10.0.0.1/ http://192.168.0.1/ http://172.16.0.1/ http://100.64.0.1/
https://api.example.org./v1 https://api.example.org:8443/v1 https://gpu.example.org/v1 https://gpu.example.org:8444/v1
https://api.example.org:0/v1 https://api.example.org:99999/ https://api.example.org:x/ https://api.example.org.evil.example/
https://evil.example/api.example.org https://evil.example#api.example.org https://evil.example?api.example.org
https://api.example.org@evil.example/ https://api.example.org:443@evil.example/ https://me@api.example.org/
https://me:word@api.example.org/ https://api.example.org%2eevil.example/ https://api.example.org%00.evil.example/
https://api.example.org%40evil.example/ https://api。example.org/ https://ａpi.example.org/ https://аpi.example.org/
https://bücher.example/ https://api.example.org\\@evil.example/ https:\\\\api.example.org/ https:/api.example.org/
https:api.example.org //api.example.org/ api.example.org/v1 ftp://api.example.org/ file:///etc/passwd
gopher://api.example.org/ javascript:alert(1) data:text/plain,x unix:///run/docker.sock http+unix://api.example.org/
https://api.example.org/v1?key=x https://api.example.org/v1#x https://api.example.org/../admin
https://api.example.org/%2e%2e/admin https://api.example.org//evil.example https://api.example.org/v1;x
https://-api.example.org/ https://api..example.org/ https://*.example.org/ https://[api.example.org]/
https://api.example.org,evil.example/ https://api_example.org/ https:///v1 https://
https://1.1.1.1/ https://api.example.org/a{b} https://api.example.org/ü""".split()
SPACED = [
    "https://api.example.org /v1",
    "https://api.example.org/v1\r\nHost: evil",
    "https://api.\texample.org/",
    "\x00",
    "",
]

NOT_PUBLIC = """0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1
64:ff9b::a00:1 64:ff9b:1::7f00:1 64:ff9b:1::5db8:d822 2002:7f00:1:: 2002:a00:1::1 2001:0:7f00:1::
2001:0:5db8:d822:0:0:80ff:fffe fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12:3456::1 ff02::1 2001:db8::1 100::1
no-address 127.1 0177.0.0.1""".split()


@pytest.mark.parametrize("text", [*WRITTEN, *SPACED])
def test_an_address_that_is_not_listed_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(NotListed) as refused:
        listed(text, HOSTS)
    said = str(refused.value)
    assert said[0].isupper() and said.endswith(".") and (len(text) < 9 or text not in said)


def test_there_are_enough_of_them() -> None:
    assert len({*WRITTEN, *SPACED}) >= 60 and len(NOT_PUBLIC) >= 40


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (" https://API.example.org/v1/ ", "https://api.example.org/v1"),
        ("https://api.example.org:443/v1/chat/completions", "https://api.example.org/v1"),
        ("http://api.example.org", "http://api.example.org"),
        ("https://gpu.example.org:8443/a/b-c_d", "https://gpu.example.org:8443/a/b-c_d"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_listed_one_is_taken_as_it_is(text: str, taken: str) -> None:
    assert listed(text, HOSTS) == taken


def test_where_nothing_is_listed_nothing_is_taken() -> None:
    with pytest.raises(NotListed):
        listed("https://api.example.org/v1", ())


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_network_but_the_public_one_is_reached(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::5db8:d822", "::ffff:1.1.1.1"])
def test_the_public_one_is(address: str) -> None:
    assert public(address)


def resolver(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The system's, saying one of these after another; the names that it was asked for."""
    asked: list[str] = []

    def say(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", (found, port)) for found in answers[min(len(asked), len(answers)) - 1]]

    monkeypatch.setattr(socket, "getaddrinfo", say)
    return asked


def asking(reply: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(transport=Pinned(httpx.MockTransport(reply)))


def test_what_is_connected_to_is_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    asked = resolver(monkeypatch, [PUBLIC], [INSIDE])  # a name that leads elsewhere from the second time on
    with asking(reply) as client:
        client.get("https://api.example.org:8443/v1/models")
        (first,) = seen
        assert (first.url.host, first.url.port, first.headers["host"]) == (PUBLIC, 8443, "api.example.org:8443")
        assert first.extensions["sni_hostname"] == "api.example.org" and asked == ["api.example.org"]
        with pytest.raises(Unusable, match="inside"):
            client.get("https://api.example.org:8443/v1/models")
    assert len(seen) == 1


@pytest.mark.parametrize("among", [[INSIDE], [PUBLIC, INSIDE], ["::1", PUBLIC], ["64:ff9b::7f00:1"], []])
def test_one_address_inside_is_enough(monkeypatch: pytest.MonkeyPatch, among: list[str]) -> None:
    resolver(monkeypatch, among)
    with asking(lambda request: pytest.fail(f"{request.url} was asked")) as client, pytest.raises(Unusable):
        client.get("https://api.example.org/v1/models")


def test_nothing_reaches_a_server_of_this_machine_and_a_sentence_says_so() -> None:
    with ModelServer() as server:
        url = server.url.replace("127.0.0.1", "localhost")
        endpoint = Endpoint("own", Provider("custom", "Mine"), url, listed=True)
        request = ChatRequest(Asked("own", "a/b"), (Message("user", "think-2-2-0"),))
        with pytest.raises(Unreachable) as refused:
            list(Client().reply(request, endpoint, CancelToken()))
        assert refused.value.failure.what == (
            "Mine was not asked. The name localhost leads into a network of this machine's own, and not out."
        )
        assert server.requests == [] == server.lookups
        trusted = Endpoint("custom", Provider("custom", "Mine"), url)
        assert list(Client().reply(request, trusted, CancelToken())) and len(server.requests) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/",
        "https://api.example.org:8443/v1",
        "http://api.example.org/v1",
        "//evil.example/v1",
        "https://me@evil.example/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_is_followed_nowhere_else(target: str) -> None:
    asked: list[str] = []

    def reply(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(307, headers={"location": target})

    endpoint = Endpoint("own", Provider("custom", "Mine"), "https://api.example.org/v1", listed=True)
    with (
        connect(endpoint, lambda _: httpx.MockTransport(reply), httpx.Timeout(5)) as client,
        pytest.raises(MovedAway),
    ):
        client.get("https://api.example.org/v1/models")
    assert asked == ["https://api.example.org/v1/models"]
