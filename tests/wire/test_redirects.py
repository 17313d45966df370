"""A redirect is followed where the same server is asked the same; elsewhere no question and no key goes."""

import socket
from collections.abc import Callable

import pytest

from components.conversation import Asked, CancelToken, ChatRequest, Message, NotAChatServer
from components.wire import Client, Endpoint, Lookup, LookupFailed, addressed
from tests.wire.listeners import head_of, http, listener

KEY = "sk-or-v1-canary0123456789canary"
CHUNK = b'data: {"choices":[{"delta":{"content":"Four."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
LIST = b'{"data": [{"id": "a/b"}]}'


def moved(status: int, target: str, met_by: list[bytes]) -> Callable[[socket.socket], None]:
    """Sends whoever comes to /v1 on to `target`, and answers under every other path."""

    def serve(met: socket.socket) -> None:
        head = head_of(met)
        length = int([*head.lower().split(b"content-length:"), b"0"][1].split(b"\r\n")[0])
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < length:
            body += met.recv(65_536)
        met_by.append(head.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body)
        if head.split()[1].startswith(b"/v1"):
            met.sendall(http(f"{status} Moved", b"", "text/html", f"Location: {target}"))
        elif head.startswith(b"GET"):
            met.sendall(http("200 OK", LIST, "application/json"))
        else:
            met.sendall(http("200 OK", CHUNK, "text/event-stream"))

    return serve


def endpoint(port: int) -> Endpoint:
    row, url = addressed("custom", f"http://127.0.0.1:{port}/v1")
    return Endpoint("custom", row, url, KEY)


def ask(port: int) -> None:
    list(Client().reply(ChatRequest(Asked("custom", "a/b"), (Message("user", "Why?"),)), endpoint(port), CancelToken()))


@pytest.mark.parametrize("status", [307, 308])
def test_at_the_same_server_it_is_followed_with_question_and_key(status: int) -> None:
    met: list[bytes] = []
    with listener(moved(status, "/api/v1/chat/completions", met)) as port:
        ask(port)
    assert [request.split()[:2] for request in met] == [
        [b"POST", b"/v1/chat/completions"], [b"POST", b"/api/v1/chat/completions"]
    ]  # fmt: skip
    assert all(KEY.encode() in request and b"Why?" in request for request in met)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_another_host_port_or_scheme_is_named_and_never_asked(status: int) -> None:
    met: list[bytes] = []
    other: list[bytes] = []
    with listener(moved(200, "", other)) as elsewhere:
        for target in (
            f"http://127.0.0.1:{elsewhere}/v1/chat/completions",
            f"http://localhost:{elsewhere}/v1/chat/completions",
            f"//127.0.0.1:{elsewhere}/v1/chat/completions",
            "https://models.example.test/v1/chat/completions",
        ):
            with listener(moved(status, target, met)) as port, pytest.raises(NotAChatServer) as failed:
                ask(port)
            found = failed.value.failure
            assert failed.value.why == "redirect" and target.split("//")[1] in found.what
            assert "(CUSTOM_BASE_URL)" in found.next_step
    assert len(met) == 4 and other == []


@pytest.mark.parametrize("status", [301, 302, 303])
def test_where_a_question_would_become_something_else_it_is_named(status: int) -> None:
    met: list[bytes] = []
    with listener(moved(status, "/api/v1/chat/completions", met)) as port, pytest.raises(NotAChatServer) as failed:
        ask(port)
    assert f"http://127.0.0.1:{port}/api/v1/chat/completions" in failed.value.failure.what and len(met) == 1


@pytest.mark.parametrize("target", [f"https://x.test/?key={KEY}", f"https://u:{KEY}@x.test/", f"https://x.test/{KEY}"])
def test_a_target_is_told_without_what_may_be_a_secret(target: str) -> None:
    with listener(moved(302, target, [])) as port, pytest.raises(NotAChatServer) as failed:
        ask(port)
    assert "https://x.test" in failed.value.failure.what and KEY not in repr(failed.value.failure)


@pytest.mark.parametrize("target", ["http://[::1", "http://a b/", "ftp://x.test/", "x" * 5_000, "\u2603", ""])
def test_a_target_that_is_none_is_told(target: str) -> None:
    with listener(moved(308, target, [])) as port, pytest.raises(NotAChatServer) as failed:
        ask(port)
    assert len(failed.value.failure.what) < 500


def test_one_that_leads_in_a_circle_ends() -> None:
    met: list[bytes] = []
    with listener(moved(308, "/v1/chat/completions", met)) as port, pytest.raises(NotAChatServer) as failed:
        ask(port)
    assert len(met) <= 5 and failed.value.failure.what.endswith("and back.")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_list_is_read_where_the_same_server_has_it_and_nowhere_else(status: int) -> None:
    with listener(moved(status, "/api/models", [])) as port:
        assert [model.id for model in Lookup().models(endpoint(port))] == ["a/b"]
    with (
        listener(moved(status, "https://x.test/models", [])) as port,
        pytest.raises(LookupFailed, match=r"on to https://x\.test/models"),
    ):
        Lookup().models(endpoint(port))
