"""GET /models and GET /key over HTTP, every way they fail, and who is found at home."""

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from components.conversation import Budget, Credits
from components.wire import OPENROUTER, Endpoint, Lookup, LookupFailed, around, at_home, provider_at, row_of
from components.wire.lookup import MOST_BYTES
from tests.modelserver import ModelServer, Request
from tests.modelserver.lists import AT_HOME, KEY, Answer, answer, refused, silent, trickled
from tests.modelserver.step import Pause, Step
from tests.waiting import allowed

pytestmark = pytest.mark.usual_ports
SECRET = "sk-or-v1-canary0123456789canary"
BIG = json.dumps({"data": [{"id": f"a/{number}", "description": "x" * 1_000} for number in range(10_000)]}).encode()


def at(server: ModelServer, key: str = SECRET) -> Endpoint:
    return Endpoint("openrouter", OPENROUTER, server.url, key)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_list_is_asked_for_once_with_the_key_and_a_name(captures: Path) -> None:
    data = (captures / "openrouter-models-list.json").read_bytes()
    with ModelServer(models=data) as server:
        found = Lookup().models(at(server))
        (request,) = server.lookups
    assert len(found) == 353 and found[0].id == json.loads(data)["data"][0]["id"]
    assert (request.method, request.route, request.bearer) == ("GET", "/models", SECRET)
    assert request.headers["x-openrouter-title"] == "Thinkroom"


def test_without_a_key_none_is_sent() -> None:
    with ModelServer() as server:
        assert [model.id for model in Lookup().models(at(server, ""))] == ["test/model"]
        assert "authorization" not in server.lookups[0].headers


BROKEN: dict[str, tuple[Answer, str]] = {
    "html": (b"<!doctype html><title>Sign in</title>", "no JSON"),
    "no JSON": (b'{"data": [', "no JSON"),
    "nothing": (b"", "no JSON"),
    "deep": (b"[" * 100_000, "no JSON"),
    "a number": (5, "not a list of models"),
    "an object": ({"data": {"id": "a/b"}}, "not a list of models"),
    "junk": ({"data": [1, None, "x", [], {"id": 5}]}, "not a list of models"),
    "empty": ({"data": []}, "list of models is empty"),
    "10 MB": (BIG, "longer than 8 MB"),
    "404": (refused(404, b"<h1>Not Found</h1>"), "answered with an error"),
    "404 in words": (
        refused(404, b'{"error": {"message": "no such path"}}', "application/json"), "an error (404 no such path)"
    ),
    "500": (refused(500, b""), "answered with an error"),
    "302": (refused(302, b""), "answered with an error"),
    "401": (refused(401, b'{"error": {"message": "bad"}}', "application/json"), "refused the key"),
    "403": (refused(403, b""), "refused the key"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_no_list_and_broken_lists_are_told_in_words(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    told, words = BROKEN[kind]
    with (
        ModelServer(models=told) as server,
        caplog.at_level(logging.DEBUG),
        pytest.raises(LookupFailed) as failed,
    ):
        Lookup().models(at(server))
    said = str(failed.value)
    assert words in said and said[0].islower() and not said.endswith(".") and "()" not in said and "<" not in said
    assert SECRET not in said and SECRET not in caplog.text


def test_an_error_that_repeats_the_key_does_not_show_it() -> None:
    said = json.dumps({"error": {"message": f"who is {SECRET}?"}}).encode()
    with (
        ModelServer(models=refused(500, said, "application/json")) as server,
        pytest.raises(LookupFailed) as failed,
    ):
        Lookup().models(at(server))
    assert SECRET not in str(failed.value) and "who is" in str(failed.value)


def test_a_list_is_not_read_further_than_it_may_be_long() -> None:
    assert len(BIG) > 10_000_000
    with ModelServer(models=BIG) as server, pytest.raises(LookupFailed):
        Lookup().models(at(server))
    assert MOST_BYTES < 10_000_000


def test_a_server_that_asks_for_a_key_is_told_as_such() -> None:
    with (
        ModelServer(models=refused(401, b"")) as server,
        pytest.raises(LookupFailed, match="it asks for a key"),
    ):
        Lookup().models(at(server, ""))


@pytest.mark.parametrize(
    "address", [f"http://127.0.0.1:{free_port()}/v1", "http://nobody.invalid/v1"], ids=["no port", "no name"]
)
def test_a_server_that_is_not_there_is_told(address: str) -> None:
    with pytest.raises(LookupFailed, match="could not be reached"):
        Lookup().models(Endpoint("custom", provider_at("http://localhost:9/v1"), address))


def test_a_server_that_never_answers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.wire.lookup.WAIT", httpx.Timeout(0.3))
    with ModelServer(models=silent) as server, pytest.raises(LookupFailed, match="in time"):
        Lookup().models(at(server))


def test_a_server_that_trickles_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.wire.lookup.LONGEST_S", 0.5)
    begun = time.monotonic()
    with ModelServer(models=trickled) as server, pytest.raises(LookupFailed, match="in time"):
        Lookup().models(at(server))
    assert time.monotonic() - begun < allowed(3)


# Credits


USUAL = Credits(4.25, 10.0, 5.75, 0.31, "monthly")


def test_credits_are_read() -> None:
    with ModelServer() as server:
        found = Lookup().credits(at(server))
        assert (server.lookups[0].route, server.lookups[0].bearer) == ("/key", SECRET)
    assert found == Credits(4.25, 10.0, 5.75, 0.31, "monthly", False)


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"limit": None, "limit_remaining": None}, Credits(None, None, 5.75, 0.31, "monthly")),
        ({"limit_reset": None, "is_free_tier": True}, Credits(4.25, 10.0, 5.75, 0.31, "", True)),
        ({"limit_remaining": -0.5}, Credits(-0.5, 10.0, 5.75, 0.31, "monthly")),
        ({"limit": "10", "limit_remaining": True, "usage": [], "usage_daily": 1e300, "limit_reset": {}},
         Credits(None, None, None, None, "")),
        # what others than the key set, the tightest first, each once
        ({"budgets": [{"limit_usd": 100, "remaining_usd": 90, "scope": "workspace", "reset_interval": None},
                      {"limit_usd": 50, "remaining_usd": 17.5, "guardrail_id": "g", "reset_interval": "weekly"}],
          "effective_budget": {"limit_usd": 50, "spend_usd": 32.5, "guardrail_id": "g", "reset_interval": "weekly"}},
         replace(USUAL, budgets=(Budget(17.5, 50.0, "guardrail", "weekly"), Budget(90.0, 100.0, "workspace")))),
        ({"effective_budget": {"limit_usd": 5, "remaining_usd": -1, "scope": "new", "reset_interval": "yearly"}},
         replace(USUAL, budgets=(Budget(-1.0, 5.0),))),
        ({"budgets": [5, None, {}, {"limit_usd": 5}, {"remaining_usd": 5}, {"limit_usd": "5", "remaining_usd": True}],
          "effective_budget": "tight"}, USUAL),
        ({"budgets": {"limit_usd": 5, "remaining_usd": 5}, "effective_budget": 12.5}, USUAL),
        ({"free_model_daily_requests": {"limit": 50, "used": 7, "remaining": 43}},
         replace(USUAL, free_left=43, free_limit=50)),
        ({"free_model_daily_requests": {"limit": "50", "used": 7, "remaining": -3}}, USUAL),
        ({"free_model_daily_requests": [50]}, USUAL),
        ({"limit": 10**400}, Credits(4.25, None, 5.75, 0.31, "monthly")),
        ({"expires_at": "2027-03-03T12:00:00Z"}, replace(USUAL, ends=1_804_075_200.0)),
        ({"expires_at": "2027-03-03T13:00:00+01:00"}, replace(USUAL, ends=1_804_075_200.0)),
        ({"expires_at": "2027-03-03T12:00:00"}, replace(USUAL, ends=1_804_075_200.0)),
        ({"expires_at": None}, USUAL),
        ({"expires_at": "soon"}, USUAL),
        ({"expires_at": 1_804_075_200}, USUAL),
        ({"expires_at": "9999-12-31T23:59:59Z"}, USUAL),
    ],
)  # fmt: skip
def test_credits_that_are_not_told_are_not_known(changed: dict[str, object], wanted: Credits) -> None:
    with ModelServer(key={"data": {**KEY["data"], **changed}}) as server:
        assert Lookup().credits(at(server)) == wanted


@pytest.mark.parametrize("told", [{}, {"data": None}, [], 5, b"<html>", {"data": []}])
def test_credits_that_cannot_be_read_are_told(told: Answer) -> None:
    with ModelServer(key=told) as server, pytest.raises(LookupFailed):
        Lookup().credits(at(server))


# At home


@contextmanager
def mute(port: int, greeting: bytes = b"") -> Iterator[None]:
    """A port that accepts, says `greeting` (perhaps a byte every 50 ms, for ever), and no more."""
    ended = threading.Event()
    with closing(socket.socket()) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
        listening.settimeout(0.05)

        def serve() -> None:
            met: list[socket.socket] = []
            while not ended.is_set():
                try:
                    one, _ = listening.accept()
                    one.settimeout(0.05)
                    met.append(one)
                    one.sendall(greeting)
                except OSError:
                    pass
                if not greeting.endswith(b"\n\n"):
                    for one in met:
                        with suppress(OSError):
                            one.sendall(greeting[-1:])
            for one in met:
                one.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        ended.set()
        thread.join()


@contextmanager
def at_usual_ports(ports: Sequence[int]) -> Iterator[dict[int, ModelServer]]:
    with ExitStack() as stack:
        yield {port: stack.enter_context(ModelServer(port=port, models=AT_HOME[port])) for port in ports}


def measured(known: Sequence[str] = ()) -> tuple[dict[str, tuple[str, list[str]]], float]:
    """Who was found, with address and models, and the milliseconds that it took."""
    begun = time.perf_counter()
    found = list(at_home(known))
    took = (time.perf_counter() - begun) * 1_000
    return {there.name: (there.base_url, [model.id for model in models]) for there, models in found}, took


def slowly(after_s: float, told: Any) -> Answer:
    """As a busy machine answers."""

    def steps(request: Request) -> Iterator[Step]:
        yield Pause(after_s)
        yield from answer(told, request)

    return steps


NAMES = {11434: "ollama", 8080: "llamacpp", 1234: "lmstudio", 8000: "vllm"}
MODELS = {
    "ollama": ["gpt-oss:120b", "qwen3:8b"],
    "llamacpp": ["gpt-oss-20b-Q4_K_M.gguf"],
    "lmstudio": ["qwen/qwen3-8b", "text-embedding-nomic-embed-text-v1.5"],
    "vllm": ["zai-org/GLM-5.2"],
}


def test_all_four_are_found_at_their_usual_ports_within_300_ms(capsys: pytest.CaptureFixture[str]) -> None:
    with at_usual_ports(list(NAMES)) as servers:
        found, took = measured()
        assert found == {name: (servers[port].url, MODELS[name]) for port, name in NAMES.items()}
        assert all([request.route for request in server.lookups] == ["/models"] for server in servers.values())
        assert set(measured(["ollama", "vllm"])[0]) == {"llamacpp", "lmstudio"}
        assert len(servers[11434].lookups) == 1
    with capsys.disabled():
        print(f"\nfour servers at home found in {took:.0f} ms")
    assert took < allowed(0.3) * 1_000


def test_nobody_at_home_is_seen_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    found, took = measured()
    with capsys.disabled():
        print(f"\nnobody at home seen in {took:.0f} ms")
    assert found == {} and took < allowed(0.3) * 1_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "greeting"),
    [
        ("never answers", b""),
        ("speaks something else", b"220 mail.example.org ESMTP\r\n\n\n"),
        ("trickles its head", b"HTTP/1.1 200 OK\r\nX-Slow: a"),
        ("trickles its body", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{ "),
    ],
)
def test_a_port_that_is_no_model_server_hides_nobody_else(
    what: str, greeting: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with mute(8080, greeting), at_usual_ports([11434, 1234]):
        begun = time.perf_counter()
        search = around()
        (first, took), rest = (next(search), (time.perf_counter() - begun) * 1_000), list(search)
        in_all = time.perf_counter() - begun
    with capsys.disabled():
        print(f"\ntwo at home beside a port that {what} found in {took:.0f} ms")
    assert [there.name for there, _ in first] == ["ollama", "lmstudio"] and rest == []
    assert took < allowed(1) * 1_000 and in_all < allowed(6)


def test_a_server_that_takes_its_time_is_found_after_those_that_do_not() -> None:
    slow = slowly(1.5, AT_HOME[8080])
    with ModelServer(port=8080, models=slow), at_usual_ports([1234, 8000]):
        groups = [[there.name for there, _ in together] for together in around()]
    assert groups == [["lmstudio", "vllm"], ["llamacpp"]]


@pytest.mark.parametrize("ports", [[9931], [8080, 9931], [8080]])
def test_llamacpp_is_found_at_both_of_its_ports_once(ports: list[int]) -> None:
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(ModelServer(port=port, models=AT_HOME[8080]))
        assert measured()[0] == {"llamacpp": (f"http://127.0.0.1:{ports[0]}/v1", MODELS["llamacpp"])}
    with ModelServer(port=8080, models=AT_HOME[8000]), ModelServer(port=9931, models=AT_HOME[8080]):
        assert {name: url for name, (url, _) in measured()[0].items()} == {
            "vllm": "http://127.0.0.1:8080/v1",
            "llamacpp": "http://127.0.0.1:9931/v1",
        }
    row = row_of("llamacpp")
    assert row and row.base_url.endswith(":8080/v1") and provider_at("http://localhost:9931/v1") == row


@pytest.mark.parametrize(
    "told", [b"<html>hello</html>", {"data": []}, {"hello": 1}, refused(404, b"no"), refused(401, b"{}"), [1]]
)
def test_another_web_server_at_the_port_is_nobody(told: Answer) -> None:
    with ModelServer(port=8000, models=told):
        assert measured()[0] == {}


def test_who_lives_at_another_ones_port_is_called_by_its_own_name() -> None:
    with ModelServer(port=8080, models=AT_HOME[8000]) as server:
        assert measured()[0] == {"vllm": (server.url, MODELS["vllm"])}
        assert measured(["vllm"])[0] == {}


def test_a_server_at_home_that_says_nothing_of_itself_is_whom_the_port_belongs_to() -> None:
    with ModelServer(port=1234, models={"data": [{"id": "x"}]}):
        assert set(measured()[0]) == {"lmstudio"}
    row = row_of("lmstudio")
    assert row is not None and row.at_home
