"""When a request is on its way, as whoever holds still for it is told."""

import threading

import pytest

from components.conversation import Asked, CancelToken, ChatRequest, Message, Unreachable
from components.wire import Client, Endpoint, addressed
from tests.modelserver import ModelServer
from tests.waiting import eventually


def request(text: str) -> ChatRequest:
    return ChatRequest(Asked("custom", "a/b"), (Message("user", text),))


def endpoint(base_url: str) -> Endpoint:
    return Endpoint("custom", *addressed("custom", base_url), "")


def test_a_request_is_told_as_sent_before_anything_comes_back() -> None:
    with ModelServer() as server:
        cancel = CancelToken()
        reply = Client().reply(request("silent"), endpoint(server.url), cancel)
        reader = threading.Thread(target=lambda: list(reply))
        assert not cancel.sent.is_set()
        reader.start()
        assert cancel.sent.wait(30)
        assert eventually(lambda: [one.prompt for one in server.requests] == ["silent"])
        cancel.set()
        reader.join(30)
        assert not reader.is_alive()


def test_a_request_that_reaches_nobody_is_not_told_as_sent() -> None:
    cancel = CancelToken()
    with pytest.raises(Unreachable):
        list(Client(connect_s=5).reply(request("?"), endpoint("http://127.0.0.1:9/v1"), cancel))
    assert not cancel.sent.is_set()
