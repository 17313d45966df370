"""What the surroundings keep from working is told as that, by real proxies, certificates, names and ports."""

import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from components.conversation import (
    AnswerDelta,
    Asked,
    CancelToken,
    ChatRequest,
    Failed,
    Failure,
    Message,
    NotAChatServer,
    TurnFailed,
    Unreachable,
)
from components.wire import Client, Endpoint, Lookup, LookupFailed, addressed, at_home
from components.wire.connection import Outward
from components.wire.surroundings import Unusable, proxy_for
from tests.modelserver import ModelServer
from tests.wire.listeners import Serve, closes, connect, free_port, http, listener, resets, says, socks

KEY = "sk-or-v1-canary0123456789canary"
AWAY = "models.example.test"
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
FILES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE")
CHUNK = b'data: {"choices":[{"delta":{"content":"Four."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
REPLY = http("200 OK", CHUNK, "text/event-stream")
PAGE = b"<!DOCTYPE html><html><title>Welcome</title><p>Accept the terms</html>"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of whoever runs the tests."""
    for name in (*NAMES, *map(str.upper, NAMES), *FILES):
        monkeypatch.delenv(name, raising=False)


def endpoint(base_url: str, name: str = "custom", key: str = KEY) -> Endpoint:
    row, url = addressed(name, base_url)
    return Endpoint(name, row, url, key)


def request(model: str = "test/model") -> ChatRequest:
    return ChatRequest(Asked("custom", model), (Message("user", "Why?"),))


def answer(base_url: str, key: str = KEY) -> str:
    """Of one that could be asked."""
    events = Client(connect_s=2).reply(request(), endpoint(base_url, key=key), CancelToken())
    return "".join(event.text for event in events if isinstance(event, AnswerDelta))


def failure(base_url: str, connect_s: float = 2.0) -> Failure:
    with pytest.raises(TurnFailed) as failed:
        list(Client(connect_s=connect_s).reply(request(), endpoint(base_url), CancelToken()))
    found = failed.value.failure
    assert type(failed.value) in (Unreachable, NotAChatServer) and KEY not in repr(found)
    assert "  " not in found.what + found.next_step and not set("{}") & set(found.what + found.next_step)
    return found


def test_every_cause_that_is_told_has_a_row_here() -> None:
    assert {*Unreachable.so} == {*Unreachable.because} and {*NotAChatServer.so} == {*NotAChatServer.because}
    assert {*Unreachable.because} & {*NotAChatServer.because} == set() and Unreachable.lasting <= {*Unreachable.because}


# Names, ports, addresses


def test_a_name_without_an_address_is_told() -> None:
    found = failure("http://nobody.invalid/v1")
    assert found.what == (
        "The server at nobody.invalid could not be reached. No address was found for the name nobody.invalid."
    )
    assert found.next_step == "Check the name (CUSTOM_BASE_URL) and this machine's network (DNS), then try again."
    assert failure("https://nobody.invalid/v1").what == found.what


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_port_where_nobody_listens_is_told(scheme: str) -> None:
    port = free_port()
    found = failure(f"{scheme}://127.0.0.1:{port}/v1")
    assert found.what.endswith(f"could not be reached. Nothing listens at 127.0.0.1:{port}.")
    assert found.next_step == "Start it, or correct its address (CUSTOM_BASE_URL), then try again."


@pytest.mark.slow
def test_a_host_that_does_not_answer_is_told_with_the_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as stack:
        port = full.getsockname()[1]
        for _ in range(8):  # nobody accepts: once the queue is full, a further one waits
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        found = failure(f"http://127.0.0.1:{port}/v1", connect_s=1.0)
    assert found.what.endswith(f"could not be reached. 127.0.0.1:{port} did not answer within 1 s.")


def test_a_room_with_too_many_open_files_says_so() -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    client, there = Client(connect_s=2), endpoint("http://127.0.0.1:9/v1")
    with pytest.raises(Unreachable):
        list(client.reply(request(), there, CancelToken()))  # what a process opens once is open
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
        with pytest.raises(Unreachable) as failed:
            list(client.reply(request(), there, CancelToken()))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert failed.value.why == "full" and "ulimit" in failed.value.failure.next_step


@pytest.mark.parametrize("base_url", ["http://a..b/v1", "http://" + "x" * 70 + ".test/v1", "http://[::1/v1"])
def test_an_address_that_is_none_is_told_as_that(base_url: str) -> None:
    row, _ = addressed("custom", "http://localhost:9/v1")
    with pytest.raises(Unreachable) as failed:
        list(Client().reply(request(), Endpoint("custom", row, base_url, KEY), CancelToken()))
    assert failed.value.why in ("address", "name")


# Proxies


@pytest.mark.parametrize(
    ("variable", "value", "asked"),
    [
        ("HTTP_PROXY", "http://127.0.0.1:{port}", "http"),
        ("http_proxy", "127.0.0.1:{port}", "http"),
        ("https_proxy", "http://someone:secret@127.0.0.1:{port}", "https"),
        ("ALL_PROXY", "http://127.0.0.1:{port}/", "https"),
        ("all_proxy", "http://127.0.0.1:{port}", "http"),
        ("ALL_PROXY", "socks5://someone:secret@127.0.0.1:{port}", "http"),
        ("all_proxy", "socks://127.0.0.1:{port}/", "http"),
        ("https_proxy", "socks5h://127.0.0.1:{port}", "https"),
    ],
)
def test_a_proxy_that_does_not_answer_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, asked: str
) -> None:
    port = free_port()
    monkeypatch.setenv(variable, value.format(port=port))
    found = failure(f"{asked}://{AWAY}/v1")
    scheme = "socks5h" if "5h" in value else "socks5" if "socks" in value else "http"
    assert found.what == (
        f"The server at {AWAY} could not be reached. The proxy {scheme}://127.0.0.1:{port}, which {variable} names, "
        "does not answer."
    )
    assert found.next_step == (
        f"Correct or unset {variable}, or add {AWAY} to NO_PROXY; start the room again, then try again."
    )
    assert "secret" not in repr(found)


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks"])
def test_a_socks_proxy_works(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with listener(says(REPLY)) as port, listener(socks(port)) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{proxy}")
        assert answer(f"http://{AWAY}/v1") == "Four."


def test_a_socks_proxy_without_its_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", "socks5://someone:secret@127.0.0.1:9")
    found = failure(f"http://{AWAY}/v1")
    assert found.what == (
        f"The server at {AWAY} was not asked. ALL_PROXY names a SOCKS proxy (socks5://127.0.0.1:9), and the package "
        "socksio, which that takes, is not installed."
    )
    assert found.next_step == (
        "Install it (pip install socksio) or unset ALL_PROXY; start the room again, then try again."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "why", "shown"),
    [
        ("socks4://127.0.0.1:9", "proxy kind", "(socks4://127.0.0.1:9)"),
        ("ftp://someone:secret@127.0.0.1:9", "proxy kind", "(ftp://127.0.0.1:9)"),
        ("http://", "proxy unusable", ""),
        ("http://:8080", "proxy unusable", ""),
        ("127.0.0.1:secret", "proxy unusable", ""),
        ("http://someone:sec/ret@127.0.0.1:9", "proxy unusable", ""),
        ("http://someone:sec#ret@127.0.0.1:9", "proxy unusable", ""),
        ("http://[::1", "proxy unusable", ""),
        ("http://127.0.0.1:99999", "proxy unusable", ""),
        ("http://a b:9", "proxy unusable", ""),
        ("://", "proxy unusable", ""),
    ],
)
def test_what_is_no_proxy_is_told_and_stops_nothing_else(
    monkeypatch: pytest.MonkeyPatch, value: str, why: str, shown: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    with pytest.raises(Unreachable) as failed:
        list(Client().reply(request(), endpoint(f"https://{AWAY}/v1"), CancelToken()))
    found = failed.value.failure
    assert failed.value.why == why and "HTTPS_PROXY" in found.what and shown in found.what
    assert "sec" not in found.what and "ret@" not in repr(found)
    # It is for https alone, and nothing of this machine goes by a proxy.
    assert failure("http://nobody.invalid/v1").what.endswith("name nobody.invalid.")
    monkeypatch.setenv("ALL_PROXY", value)
    with ModelServer() as server:
        assert answer(server.url)
        assert Lookup().models(endpoint(server.url))


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (http("407 Proxy Authentication Required", PAGE), "asks for a name and a password."),
        (http("502 Bad Gateway", PAGE), "refused the connection: 502 Bad Gateway."),
        (http("403 Forbidden", PAGE), "refused the connection: 403 Forbidden."),
        (http("405 Method Not Allowed", PAGE), "refused the connection: 405 Method Not Allowed."),
        (http("200 OK", PAGE), "did not answer as a proxy does."),
        (b"220 mail.example.org ESMTP\r\n", "did not answer as a proxy does."),
        (b"", "did not answer as a proxy does."),
    ],
)
def test_what_a_proxy_says_to_a_secure_connection_is_told_as_the_proxys(
    monkeypatch: pytest.MonkeyPatch, reply: bytes, what: str
) -> None:
    with listener(says(reply)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:secret@127.0.0.1:{port}")
        found = failure(f"https://{AWAY}/v1")
    assert found.kind == "unreachable" and found.what.endswith(what)
    assert f"http://127.0.0.1:{port}" in found.what and "HTTPS_PROXY" in found.what and "secret" not in repr(found)


def test_a_proxy_that_hangs_up_once_it_was_to_connect_is_not_one_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with listener(resets(http("200 OK", b""))) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        found = failure(f"https://{AWAY}/v1")
    assert found.kind == "unreachable" and found.what.endswith("did not answer as a proxy does.")


@pytest.mark.parametrize(
    ("reply", "kind", "what"),
    [
        (http("407 Proxy Authentication Required", PAGE), "unreachable", "asks for a name and a password."),
        (http("502 Bad Gateway", PAGE), "unreachable", "may have answered in its place."),
        (http("403 Forbidden", PAGE), "unreachable", "may have answered in its place."),
        (http("200 OK", PAGE), "not a chat server", "may have answered in its place."),
    ],
)
def test_a_proxy_that_answers_in_the_place_of_a_server_is_named(
    monkeypatch: pytest.MonkeyPatch, reply: bytes, kind: str, what: str
) -> None:
    with listener(says(reply)) as port:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        found = failure(f"http://{AWAY}/v1")
    assert found.kind == kind and found.what.endswith(what) and "http_proxy" in found.what
    assert "http_proxy" in found.next_step


def test_what_a_server_says_through_a_proxy_is_the_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = http("502 Bad Gateway", b'{"error": {"message": "upstream exploded"}}', "application/json")
    with listener(says(refused)) as port, pytest.raises(TurnFailed) as failed:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        list(Client().reply(request(), endpoint(f"http://{AWAY}/v1"), CancelToken()))
    assert failed.value.failure.kind == "provider down"
    with listener(says(REPLY)) as port:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        assert answer(f"http://{AWAY}/v1") == "Four."


@pytest.mark.parametrize("reply", [b"\x05\xff", b"\x00\x00", b"HTTP/1.1 400 Bad\r\n\r\n", b""])
def test_what_is_no_socks_proxy_is_told(monkeypatch: pytest.MonkeyPatch, reply: bytes) -> None:
    def serve(met: socket.socket) -> None:
        met.recv(100)
        met.sendall(reply)

    with listener(serve) as port:
        monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{port}")
        found = failure(f"http://{AWAY}/v1")
    assert found.kind == "unreachable" and f"socks5://127.0.0.1:{port}" in found.what and "ALL_PROXY" in found.what


SPARED: list[tuple[str, str, bool]] = [
    ("*", "http://a.test", True),
    ("x, *", "http://a.test", True),
    ("a.test", "http://a.test", True),
    ("A.Test", "http://a.test", True),
    ("a.test", "http://b.a.test", True),
    ("a.test", "http://ba.test", False),
    (".a.test", "http://b.a.test", True),
    ("*.a.test", "http://b.a.test", True),
    ("a.test:8080", "http://a.test:8080", True),
    ("a.test:8080", "http://a.test", False),
    ("a.test:443", "https://a.test", True),
    ("a.test:443", "http://a.test", False),
    ("https://a.test", "https://a.test", True),
    ("https://a.test", "http://a.test", False),
    ("all://a.test", "http://a.test", True),
    ("10.0.0.0/8", "http://10.1.2.3:8080", True),
    ("10.0.0.0/8", "http://11.1.2.3", False),
    ("10.1.2.3", "http://10.1.2.3", True),
    ("10.1.2.3:81", "http://10.1.2.3:80", False),
    ("2001:db8::/32", "http://[2001:db8::1]:80", True),
    ("[2001:db8::1]:80", "http://[2001:db8::1]", True),
    ("2001:db8::1", "http://[2001:db8::2]", False),
    ("b.test a.test", "http://a.test", True),
    # Malformed ones name nobody, and nothing falls over them.
    ("", "http://a.test", False),
    (",, ,", "http://a.test", False),
    ("http://", "http://a.test", False),
    ("://", "http://a.test", False),
    ("[::1", "http://a.test", False),
    ("a.test:port", "http://a.test", False),
    ("10.0.0.0/99", "http://10.0.0.1", False),
    ("\u2603:99999999999999", "http://a.test", False),
    (".", "http://a.test", False),
    ("**", "http://a.test", False),
    ("all://[bad]:x", "http://a.test", False),
]


@pytest.mark.parametrize(("no_proxy", "base_url", "spared"), SPARED)
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
def test_no_proxy_is_read_in_every_form(
    monkeypatch: pytest.MonkeyPatch, no_proxy: str, base_url: str, spared: bool, variable: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv(variable, no_proxy)
    found = proxy_for(base_url)
    assert (found is None) == spared
    assert found is None or (found.shown, found.variable) == ("http://proxy.test:3128", "ALL_PROXY")


def test_small_letters_and_the_scheme_go_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://all.test")
    monkeypatch.setenv("HTTPS_PROXY", "http://large.test")
    assert (found := proxy_for("https://a.test")) and (found.shown, found.variable) == (
        "http://large.test",
        "HTTPS_PROXY",
    )
    monkeypatch.setenv("https_proxy", "http://small.test")
    assert (found := proxy_for("https://a.test")) and (found.shown, found.variable) == (
        "http://small.test",
        "https_proxy",
    )
    assert (found := proxy_for("http://a.test")) and found.variable == "ALL_PROXY"
    monkeypatch.setenv("ALL_PROXY", "")
    assert proxy_for("http://a.test") is None


# Certificates


@dataclass(frozen=True)
class Authority:
    """One whom nobody trusts until its file is named."""

    file: str
    good: ssl.SSLContext
    other: ssl.SSLContext
    expired: ssl.SSLContext
    early: ssl.SSLContext


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made, now = trustme.CA(), datetime.now(UTC)
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    made.cert_pem.write_to_path(str(file))

    def context(*names: str, begin: int = -1, end: int = 30) -> ssl.SSLContext:
        issued = made.issue_cert(*names, not_before=now + timedelta(days=begin), not_after=now + timedelta(days=end))
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(found)
        return found

    here = "127.0.0.1"
    return Authority(
        str(file), context(here, AWAY), context("other.test"), context(here, begin=-9, end=-2), context(here, begin=2)
    )


@pytest.fixture
def secure(authority: Authority) -> Iterator[int]:
    with listener(says(REPLY), authority.good) as port:
        yield port


def test_a_certificate_of_an_authority_that_is_named_works(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, secure: int
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.file)
    assert answer(f"https://127.0.0.1:{secure}/v1") == "Four."
    with listener(connect(secure)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy}")
        assert answer(f"https://{AWAY}/v1") == "Four."


def test_the_file_goes_before_the_folder(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, secure: int, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.file)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nowhere"))
    assert answer(f"https://127.0.0.1:{secure}/v1") == "Four."


def test_a_certificate_that_nobody_vouches_for_is_told_with_who_is_trusted(
    monkeypatch: pytest.MonkeyPatch, secure: int, tmp_path: Path
) -> None:
    found = failure(f"https://127.0.0.1:{secure}/v1")
    assert found.what.startswith(
        f"The server at 127.0.0.1:{secure} was not asked. Nobody whom this machine trusts has signed its certificate ("
    )
    assert found.what.endswith("Trusted are the usual authorities of the web.") and "SSL_CERT_FILE" in found.next_step
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/some/bundle.pem")
    assert "REQUESTS_CA_BUNDLE is set, but it is for other programs." in failure(f"https://127.0.0.1:{secure}/v1").what
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    told = failure(f"https://127.0.0.1:{secure}/v1").what
    assert told.endswith(f"Trusted are those of SSL_CERT_DIR ({tmp_path}).")


@pytest.mark.parametrize(
    ("which", "what"),
    [
        ("expired", "was not asked. Its certificate has expired."),
        ("early", "was not asked. Its certificate is not valid yet."),
        ("other", "was not asked. Its certificate is not for 127.0.0.1."),
    ],
)
def test_what_is_wrong_with_a_certificate_is_told(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, which: str, what: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.file)
    with listener(says(REPLY), getattr(authority, which)) as port:
        assert failure(f"https://127.0.0.1:{port}/v1").what.endswith(what)


@pytest.mark.slow
@pytest.mark.usual_ports
@pytest.mark.parametrize(
    ("variable", "made", "reason"),
    [
        ("SSL_CERT_FILE", "nothing", "there is no such file"),
        ("SSL_CERT_FILE", "folder", "that is a folder (which SSL_CERT_DIR is for)"),
        ("SSL_CERT_FILE", "words", "there is no certificate in it"),
        ("SSL_CERT_DIR", "nothing", "there is no such folder"),
        ("SSL_CERT_DIR", "words", "there is no such folder"),
    ],
)
def test_certificates_that_cannot_be_read_are_named_and_stop_no_plain_http(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secure: int, variable: str, made: str, reason: str
) -> None:
    path = tmp_path / "named"
    if made == "folder":
        path.mkdir()
    elif made == "words":
        path.write_text("no certificate", "utf-8")
    monkeypatch.setenv(variable, str(path))
    found = failure(f"https://127.0.0.1:{secure}/v1")
    assert found.what.endswith(f"The trusted certificates cannot be read: {variable} is {path}, and {reason}.")
    assert found.next_step == f"Correct or unset {variable}, start the room again, then try again."
    with pytest.raises(LookupFailed, match=f"^it was not asked. .*{variable}"):
        Lookup().models(endpoint(f"https://127.0.0.1:{secure}/v1"))
    with ModelServer(port=11434) as server:
        assert answer(server.url)
        assert "ollama" in [there.name for there, _ in at_home()]


def test_a_key_log_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secure: int
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "nowhere" / "log"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "unlike"))
    (tmp_path / "unlike").touch()
    assert "SSLKEYLOGFILE is" in failure(f"https://127.0.0.1:{secure}/v1").what


# http for https, https for http


def test_http_where_https_is_spoken_is_told(secure: int) -> None:
    found = failure(f"http://127.0.0.1:{secure}/v1")
    assert found.what == (
        f"The server at 127.0.0.1:{secure} takes https alone at 127.0.0.1:{secure}, and was asked by http."
    )
    assert found.next_step.startswith("Write https:// in its address (CUSTOM_BASE_URL)")


@pytest.mark.parametrize(
    "said",
    [
        b"<center><h1>400 Bad Request</h1></center><center>The plain HTTP request was sent to HTTPS port</center>",
        b"Client sent an HTTP request to an HTTPS server.\n",
    ],
)
def test_http_where_https_is_spoken_is_told_by_the_servers_own_words(said: bytes) -> None:
    with listener(says(http("400 Bad Request", said))) as port:
        assert "takes https alone" in failure(f"http://127.0.0.1:{port}/v1").what


@pytest.mark.slow
@pytest.mark.parametrize("serve", [says(REPLY), None])
def test_https_where_http_is_spoken_is_told(serve: Serve | None) -> None:
    def answers(met: socket.socket) -> None:
        """As a server that takes the first bytes for a bad request."""
        met.sendall(http("400 Bad Request") if met.recv(5)[:1] == b"\x16" else http("200 OK"))

    with listener(serve or answers) as port:
        found = failure(f"https://127.0.0.1:{port}/v1", connect_s=1.0)
    assert found.what.endswith(f"could not be reached. 127.0.0.1:{port} does not speak https.")
    assert "http://" in found.next_step and "(CUSTOM_BASE_URL)" in found.next_step


def test_a_secure_connection_that_is_broken_off_is_told() -> None:
    with listener(closes) as port:
        found = failure(f"https://127.0.0.1:{port}/v1")
    assert f"No secure connection came about with 127.0.0.1:{port} (" in found.what


# Who answers is another


@pytest.mark.parametrize(
    ("reply", "what", "next_step"),
    [
        (
            http("200 OK", PAGE),
            "answered with something that is not a chat reply. It is a web page.",
            "open any web page",
        ),
        (http("511 Network Authentication Required", PAGE), "The network wants a sign-in", "sign in, then try again."),
        (
            http("302 Found", b"", "text/html", "Location: http://someone:pw@login.example.test/portal?token=abc"),
            "on to http://login.example.test/portal. The room does not follow it",
            "(CUSTOM_BASE_URL)",
        ),
        (http("404 Not Found", PAGE), "has no chat at the path /v2/chat/completions.", "usually ends in /v1"),
        (http("404 Not Found", b"404 page not found", "text/plain"), "has no chat at the path", "ends in /v1"),
        (http("404 Not Found", b'{"detail":"Not Found"}', "application/json"), "has no chat at the path", "in /v1"),
        (
            http("404 Not Found", b'{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}'),
            "has no chat at the path",
            "in /v1",
        ),
        (
            http("404 Not Found", b'{"error":"Unexpected endpoint or method. (POST /chat/completions)"}'),
            "has no chat at the path",
            "in /v1",
        ),
        (
            http("404 Not Found", b'{"error":{"message":"Invalid URL (POST /v2/chat/completions)"}}'),
            "has no chat at the path",
            "in /v1",
        ),
        (http("405 Method Not Allowed", b'{"detail":"Method Not Allowed"}'), "has no chat at the path", "in /v1"),
    ],
)
def test_another_one_that_answers_is_told_as_that(reply: bytes, what: str, next_step: str) -> None:
    with listener(says(reply)) as port:
        found = failure(f"http://127.0.0.1:{port}/v2")
    assert found.kind == "not a chat server" and what in found.what and next_step in found.next_step
    assert "token" not in found.what and "pw" not in found.what


def test_a_model_that_is_not_there_is_no_wrong_path() -> None:
    for said in (
        b'{"error":{"message":"The model `x` does not exist"}}',
        b'{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}',
        b'{"error":"model \\"x\\" not found, try pulling it first"}',
    ):
        with listener(says(http("404 Not Found", said))) as port, pytest.raises(TurnFailed) as failed:
            list(Client().reply(request("x"), endpoint(f"http://127.0.0.1:{port}/v1"), CancelToken()))
        assert failed.value.failure.kind in ("model unknown", "not a chat server"), said
        assert failed.value.why != "path"


def test_a_wrong_path_that_is_told_with_a_status_of_200_is_one_all_the_same() -> None:
    said = b'{"error":"Unexpected endpoint or method. (POST /chat/completions)"}'
    with listener(says(http("200 OK", said, "application/json"))) as port:
        events = list(Client().reply(request(), endpoint(f"http://127.0.0.1:{port}"), CancelToken()))
    (failed,) = (event for event in events if isinstance(event, Failed))
    assert failed.failure.what.endswith("has no chat at the path /chat/completions.")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (http("511 Network Authentication Required", PAGE), "The network wants a sign-in"),
        (http("400 Bad Request", b"Client sent an HTTP request to an HTTPS server.\n"), "it takes https alone"),
        (b"", "it could not be reached"),
        (b"220 mail.example.org ESMTP\r\n", "it could not be reached"),
    ],
)
def test_a_list_that_could_not_be_read_is_told_in_the_same_words(reply: bytes, said: str) -> None:
    with listener(says(reply)) as port, pytest.raises(LookupFailed, match=said) as failed:
        Lookup().models(endpoint(f"http://127.0.0.1:{port}/v1"))
    assert str(failed.value)[0].islower() and not str(failed.value).endswith(".")


# Whatever is raised below


def test_whatever_is_raised_below_is_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd:
        def handle_request(self, _: object) -> None:
            raise KeyError("below")

        def close(self) -> None:
            pass

    def broken(there: Endpoint) -> Outward:
        way = Outward(there)
        way._inner = Odd()  # type: ignore[assignment]
        return way

    with pytest.raises(Unreachable):
        list(Client(broken).reply(request(), endpoint("http://127.0.0.1:9/v1"), CancelToken()))


def test_an_unusable_value_is_told_by_its_name_alone() -> None:
    assert Unusable("proxy unusable", variable="X").told == {"variable": "X"}
