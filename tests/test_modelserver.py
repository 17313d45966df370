"""The promises of the local model server that other tests build on."""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find
from tests.modelserver.connection import RESET
from tests.modelserver.refusal import ERRORS, MIDWAY
from tests.waiting import allowed

NOTICED_WITHIN = 0.3  # seconds


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def eventually(true: Callable[[], Any], within: float = 2.0) -> bool:
    """Whether `true` becomes true `within` that many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.005)
    return bool(true())


def chat(prompt: str, stream: bool = True) -> dict[str, Any]:
    return {"model": "test/model", "stream": stream, "messages": [{"role": "user", "content": prompt}]}


def dial(server: ModelServer, prompt: str) -> socket.socket:
    """A bare socket that has sent one chat request."""
    data = json.dumps(chat(prompt)).encode()
    bare = socket.create_connection(("127.0.0.1", httpx.URL(server.url).port or 0), timeout=5)
    bare.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(data), data))
    return bare


def chunks(bare: socket.socket) -> Iterator[bytes]:
    """The chunks of a chunked reply, borders kept; ConnectionError where it is cut."""
    with bare, bare.makefile("rb") as wire:
        while wire.readline() not in (b"\r\n", b""):
            pass
        while size := int(wire.readline() or b"", 16):
            yield wire.read(size + 2)[:-2]


def streamed(server: ModelServer, prompt: str) -> list[Any]:
    """The data frames of one reply, parsed, and "[DONE]" where it came."""
    reply = httpx.post(server.url + "/chat/completions", content=json.dumps(chat(prompt)), timeout=10)
    found = re.findall(r"^data: (.*)$", reply.text, re.MULTILINE)
    return [data if data == "[DONE]" else json.loads(data) for data in found]


def said(frames: list[Any], key: str) -> str:
    deltas = [choice["delta"] for f in frames if f != "[DONE]" for choice in f["choices"]]
    return "".join(delta.get(key) or "" for delta in deltas)


def only(server: ModelServer) -> Request:
    assert eventually(lambda: server.requests)
    (request,) = server.requests
    return request


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_client_that_leaves_is_noticed_before_the_headers(server: ModelServer, reset: bool) -> None:
    bare = dial(server, "silent")
    request = only(server)
    if reset:
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    assert request.ended is None
    bare.close()
    assert eventually(lambda: request.ended, NOTICED_WITHIN)
    assert (request.ended, request.first_byte_at) == ("client closed", None)


@pytest.mark.parametrize(
    "behaviour",
    ["headers-only", "keepalive-only", "first-token-stall", "stall-5", "answer-stall-3-3", "gate-10-5", "think-9-9-1"],
)
def test_a_client_that_leaves_is_noticed_in_the_middle_of_a_stream(server: ModelServer, behaviour: str) -> None:
    bare = dial(server, behaviour)
    request = only(server)
    assert bare.recv(1)
    time.sleep(0.05)  # let the server come to its silence
    assert request.ended is None
    bare.close()
    assert eventually(lambda: request.ended, NOTICED_WITHIN)
    assert request.ended == "client closed"


def test_a_recording_keeps_its_read_sizes(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 8
    sizes = [1, 700, 47, 1300]
    (tmp_path / "a.sse").write_bytes(data)
    (tmp_path / "b.ndjson").write_bytes(data)
    (tmp_path / "a.chunks.json").write_text(json.dumps(sizes))
    monkeypatch.setenv("THINKROOM_CAPTURES", str(tmp_path))
    assert [len(c) for c in chunks(dial(server, "capture:a.sse and more"))] == sizes
    assert [len(c) for c in chunks(dial(server, "capture:b.ndjson"))] == [700, 700, 648]
    bytewise = list(chunks(dial(server, "capture:a.sse/bytewise")))
    assert (len(bytewise), b"".join(bytewise)) == (len(data), data)


def test_a_cut_recording_ends_after_exactly_the_bytes_asked_for(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.sse").write_bytes(b"data: 12345\n\n" * 400_000)
    monkeypatch.setenv("THINKROOM_CAPTURES", str(tmp_path))
    arrived = 0
    with pytest.raises(ConnectionResetError):
        for chunk in chunks(dial(server, "capture:a.sse@1000")):
            arrived += len(chunk)
    assert (arrived, only(server).sent_bytes, only(server).ended) == (1000, 1000, "cut")


def test_cut_closes_the_connection_and_close_ends_the_body_in_order(server: ModelServer) -> None:
    assert len(streamed(server, "close-7")) == 7
    with pytest.raises(httpx.ReadError):
        streamed(server, "cut-7-2")
    with pytest.raises(httpx.RemoteProtocolError):
        streamed(server, "hang-up")
    assert [request.ended for request in server.requests] == ["complete", "cut", "cut"]


def test_a_gate_holds_the_second_half_until_it_is_opened(server: ModelServer) -> None:
    arriving = chunks(dial(server, "gate-40-5"))
    first = [next(arriving) for _ in range(1 + 20)]  # one comment, half of the reasoning
    request = only(server)
    sent = request.sent_bytes
    time.sleep(0.1)
    assert request.sent_bytes == sent == sum(map(len, first))
    server.resume()
    assert len(list(arriving)) == 20 + 5 + 3
    assert eventually(lambda: request.ended == "complete")


def test_markers_rise_over_the_whole_reply_and_have_their_times(server: ModelServer) -> None:
    before = time.time()
    frames = streamed(server, "think-400-200-0 from 1000 please")
    text = said(frames, "reasoning") + said(frames, "content")
    numbers = [int(number) for number in re.findall(r" mark-(\d{6}) ", text)]
    assert numbers == list(range(1000, 1000 + len(numbers)))
    assert 50 <= len(numbers) <= 62
    assert 4.2 < len(text) / 600 < 4.6
    marks = only(server).marks
    assert list(marks) == numbers
    assert before <= min(marks.values()) <= max(marks.values()) <= time.time()


@pytest.mark.slow
def test_fifty_thousand_tokens_are_cheap_and_keep_their_pace(server: ModelServer) -> None:
    behaviour = find("think-50000-0-500")
    assert behaviour is not None
    start = time.perf_counter()
    assert sum(1 for _ in behaviour(Request("/v1/chat/completions", "POST", {}, chat("")))) > 100_000
    assert time.perf_counter() - start < allowed(2)  # for 100 seconds of stream
    start = time.perf_counter()
    assert said(streamed(server, "think-400-0-500"), "reasoning")
    assert 0.78 < time.perf_counter() - start < allowed(1.6)


@pytest.mark.parametrize("dialect", ["or", "rc", "tag"])
def test_a_whole_reply_has_the_texts_of_the_streamed_one(server: ModelServer, dialect: str) -> None:
    prompt = f"think-30-20-0-{dialect}"
    frames = streamed(server, prompt)
    reply = httpx.post(server.url + "/chat/completions", json=chat(prompt, stream=False)).json()
    message = reply["choices"][0]["message"]
    assert message["content"] == said(frames, "content")
    for key in ("reasoning", "reasoning_content"):
        assert message.get(key, "") == said(frames, key)
    assert reply["usage"] == frames[-2]["usage"]
    assert message["content"].startswith("<think>\nOkay") == (dialect == "tag")


def test_hostile_text_arrives_verbatim(server: ModelServer) -> None:
    text = "<script>alert(1)</script>\n\n$x$ \u202e \U0001f600 \ud800 `"
    frames = streamed(server, "say " + text)
    assert said(frames, "content") == text
    assert said(frames, "reasoning") == "Thinking about it.\n\n" + text


def refused(server: ModelServer, name: str) -> httpx.Response:
    headers = {"Authorization": "Bearer sk-or-v1-secret"}
    return httpx.post(server.url + "/chat/completions", json=chat(f"error-{name} please"), headers=headers)


@pytest.mark.slow
@pytest.mark.parametrize("name", ERRORS)
def test_every_refusal_has_its_status_its_body_and_its_headers(server: ModelServer, name: str) -> None:
    reply = refused(server, name)
    assert (reply.status_code, reply.headers["content-type"]) == (ERRORS[name].status, ERRORS[name].content_type)
    assert all(key in reply.headers for key, _ in ERRORS[name].headers)
    assert type(reply.json()) is type(ERRORS[name].body) and not re.search(r"\{(?:key|model|soon)\}", reply.text)


def test_the_shapes_of_the_servers_differ(server: ModelServer) -> None:
    assert refused(server, "400").json()["error"]["code"] == 400
    assert refused(server, "xai-400").json() == {
        "code": "invalid-argument",
        "error": "Incorrect API key provided: sk-or-v1-secret.",
    }
    assert refused(server, "mistral-422").json()["detail"][0]["msg"] == "Extra inputs are not permitted"
    assert refused(server, "ollama-404").json() == {"error": "model 'test/model' not found"}
    assert refused(server, "gemini-400").json()[0]["error"]["status"] == "INVALID_ARGUMENT"
    assert refused(server, "deepseek-400").headers["content-type"] == "application/octet-stream"
    own = refused(server, "429-own").headers["X-RateLimit-Reset"]
    day = refused(server, "429-day").json()["error"]["metadata"]["headers"]["X-RateLimit-Reset"]
    assert all(25 < int(reset) / 1000 - time.time() <= 30 for reset in (own, day))


@pytest.mark.slow
@pytest.mark.parametrize("form", MIDWAY)
def test_an_error_inside_a_stream_comes_after_the_thoughts(server: ModelServer, form: str) -> None:
    text = httpx.post(server.url + "/chat/completions", json=chat(f"midway-{form}-9-rc")).text
    before, _, after = text.partition('"error"')
    assert before.count('"reasoning_content"') == 9 and after and '"message"' in after
    assert text.endswith("data: [DONE]\n\n") == (form == "after-length")
    alone = httpx.post(server.url + "/chat/completions", json=chat(f"midway-{form}-9", stream=False))
    assert (alone.status_code, alone.json()["error"]["code"]) == (502, 502)


def test_the_forms_of_an_error_inside_a_stream(server: ModelServer) -> None:
    def last(form: str, count: int) -> list[Any]:
        return streamed(server, f"midway-{form}-3")[-count:]

    length, error, done = last("after-length", 3)
    assert length["choices"][0]["finish_reason"] == "length" and done == "[DONE]"
    assert (error["error"]["message"], error["choices"][0]["finish_reason"]) == ("Token limit reached", None)
    broke, usage = last("beside-stop", 2)
    assert broke["error"]["code"] == 502 and broke["choices"][0]["finish_reason"] == "stop"
    assert usage["choices"] == [] and usage["usage"] and usage["id"] == broke["id"]
    assert set(last("bare", 1)[0]) == {"error", "user_id"}
    assert last("in-choice", 1)[0]["choices"][0]["error"]["code"] == 502
    assert last("groq", 1)[0]["error"]["status_code"] == 500
    raw = httpx.post(server.url + "/chat/completions", json=chat("midway-event-3")).text
    assert "\n\nevent: error\ndata: {" in raw


def test_a_refused_key_is_repeated_in_full(server: ModelServer) -> None:
    headers = {"Authorization": "Bearer sk-or-v1-secret"}
    reply = httpx.post(server.url + "/chat/completions", json=chat("error-401"), headers=headers)
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, 401)
    assert "sk-or-v1-secret" in reply.json()["error"]["message"]


def test_the_other_routes_answer_under_both_prefixes(server: ModelServer) -> None:
    for prefix in ("/v1", "/api/v1"):
        base = server.url.removesuffix("/v1") + prefix
        assert httpx.get(base + "/models").json()["data"][0]["id"] == "test/model"
        reply = httpx.post(base + "/completions", json={"prompt": "say hello", "stream": False}).json()
        assert reply["choices"][0]["text"] == "hello"
        assert httpx.get(base + "/nowhere").status_code == 404
    log = httpx.get(server.url + "/log").json()
    assert [entry["path"] for entry in log] == ["/v1/completions", "/api/v1/completions"]
    assert [request.path for request in server.lookups[:2]] == ["/v1/models", "/v1/nowhere"]
