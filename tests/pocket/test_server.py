"""The bytes of the server in the box: those of a chat completion, of a list of models, and of refusals."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from components.pocket import transport
from components.pocket.request import MOST_TOKENS, THINKER
from components.pocket.server import PocketServer
from components.pocket.speaker import speaker
from tests.pocket.conftest import URL, Post
from tests.pocket.weights import write_reciting
from tests.waiting import allowed

THOUGHTS = ["\n", "First", " is", ".\n", " Wait", " bigger", " "]
ANSWER = ["**", "9", " done"]
QUESTION = {"model": THINKER, "messages": [{"role": "user", "content": "9.11 or 9.9?"}], "stream": True}


@pytest.fixture(scope="module")
def reciting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reciting(tmp_path_factory.mktemp("reciting"), THOUGHTS, ANSWER)


def streamed(folder: Path, pace: float = 0, **fields: Any) -> list[str]:
    """The data of the events, and the comments."""
    with (
        httpx.Client(transport=PocketServer(pace, folder), base_url=URL) as http,
        http.stream("POST", "/chat/completions", json=QUESTION | fields) as reply,
    ):
        assert (reply.status_code, reply.headers["content-type"]) == (200, "text/event-stream")
        events = b"".join(reply.iter_bytes()).decode("ascii")
    assert events.endswith("\n\n")
    return [event.removeprefix("data: ") for event in events.removesuffix("\n\n").split("\n\n")]


def test_a_stream_is_events_of_a_chat_completion(reciting: Path) -> None:
    *events, done = streamed(reciting, stream_options={"include_usage": True})
    chunks = [json.loads(event) for event in events if not event.startswith(":")]
    assert done == "[DONE]"
    assert {(chunk["object"], chunk["model"], chunk["id"], chunk["created"]) for chunk in chunks} == {
        ("chat.completion.chunk", THINKER, chunks[0]["id"], chunks[0]["created"])
    }
    assert abs(chunks[0]["created"] - time.time()) < 60 and chunks[0]["id"].startswith("gen-")
    assert [chunk["choices"][0]["delta"] for chunk in chunks[:-1]] == [
        {"role": "assistant", "content": ""},
        *({"reasoning": text} for text in ("First", " is", ".", "\n Wait", " bigger")),
        *({"content": text} for text in ("**", "9", " done")),
        {"content": ""},
    ]
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks[:-1]] == [None] * 9 + ["stop"]
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"] == {
        "prompt_tokens": 14,
        "completion_tokens": 12,
        "total_tokens": 26,
        "completion_tokens_details": {"reasoning_tokens": 8},
        "cost": 0,
    }


def test_usage_is_streamed_only_where_it_was_asked_for(reciting: Path) -> None:
    *_, last, done = streamed(reciting)
    assert done == "[DONE]" and json.loads(last)["choices"][0]["finish_reason"] == "stop" and "usage" not in last


def test_unwanted_thoughts_are_thought_and_counted_but_not_sent(reciting: Path) -> None:
    events = streamed(reciting, include_reasoning=False, stream_options={"include_usage": True})
    chunks = [json.loads(event) for event in events[:-1] if not event.startswith(":")]
    assert [chunk["choices"][0]["delta"].get("content") for chunk in chunks[:-1]] == ["", "**", "9", " done", ""]
    assert "reasoning" not in "".join(events[:-2]) and chunks[-1]["usage"]["completion_tokens_details"] == {
        "reasoning_tokens": 8
    }
    # Something comes for every token, so that whoever has gone is missed.
    assert sum(event.startswith(":") for event in events) == 8


def test_without_a_stream_the_reply_is_one_body(reciting: Path) -> None:
    with httpx.Client(transport=PocketServer(0, reciting), base_url=URL) as http:
        reply = http.post("/chat/completions", json=QUESTION | {"stream": False})
        hidden = http.post("/chat/completions", json=QUESTION | {"stream": False, "include_reasoning": False})
    assert reply.headers["content-type"] == "application/json"
    (choice,) = reply.json()["choices"]
    message = {"role": "assistant", "content": "**9 done", "reasoning": "First is.\n Wait bigger"}
    assert choice == {"index": 0, "message": message, "finish_reason": "stop"}
    assert (reply.json()["object"], reply.json()["usage"]["completion_tokens"]) == ("chat.completion", 12)
    assert hidden.json()["choices"][0]["message"]["reasoning"] is None
    assert hidden.json()["usage"] == reply.json()["usage"]


def test_tokens_come_at_the_pace_that_was_asked_for(reciting: Path) -> None:
    begun = time.monotonic()
    streamed(reciting, pace=50)
    # Eleven tokens that are said, the first at once, the mark among them.
    assert 10 / 50 <= time.monotonic() - begun < allowed(10 / 50 + 0.15)


GARBAGE = {
    "100,000 letters": "Which is bigger? " * 6_000,
    "100,000 lines": "9.11\n\n" * 17_000,
    "100,000 quotes": '"' * 100_000,
    "emoji": "👩‍👩‍👧🏳️‍🌈" * 50,
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\u2028\ufeff",
    "Chinese": "九点十一和九点九哪个更大？",
    "empty": "",
    "only spaces": " \t\n \u00a0" * 99,
    "lone surrogates": "\ud800 9.11 \udfff or \udc00\ud800",
    "marks": "<think><answer><end><pad>",
    "an announcement alone": "Here is some context to help you:",
}


@pytest.mark.parametrize("model", ["pocket/thinker", "pocket/novice"])
@pytest.mark.parametrize("question", GARBAGE.values(), ids=GARBAGE)
def test_whatever_is_asked_gets_a_reply(http: httpx.Client, model: str, question: str) -> None:
    body = {"model": model, "messages": [{"role": "user", "content": question}], "temperature": 1, "seed": 1}
    reply = http.post("/chat/completions", content=json.dumps(body))
    assert reply.status_code == 200 and reply.json()["choices"][0]["finish_reason"] in ("stop", "length")


def test_a_refusal_is_an_error_as_openai_writes_it(http: httpx.Client, post: Post) -> None:
    for reply, status, words in (
        (post(model="a/b"), 404, "There is no model"),
        (post(max_tokens=0), 400, "max_tokens"),
        (http.post("/chat/completions", content=b"\xff"), 400, "not JSON"),
        (http.get("/chat/completions"), 405, "takes POST"),
        (http.post("/models", json={}), 405, "takes GET"),
        (http.post("/completions", json={}), 404, "Nothing is served at /v1/completions."),
        (http.get("https://pocket.invalid/"), 404, "Nothing is served"),
    ):
        error = reply.json()["error"]
        assert (reply.status_code, reply.headers["content-type"]) == (status, "application/json")
        assert words in error["message"] and error["type"] == "invalid_request_error" and {"param", "code"} < set(error)


@pytest.mark.parametrize("found", [None, b"", b"no archive", b"PK\x03\x04 but no more"])
def test_a_file_that_cannot_be_read_is_a_fault_of_the_server(tmp_path: Path, found: bytes | None) -> None:
    if found is not None:
        (tmp_path / "thinker.npz").write_bytes(found)
    with httpx.Client(transport=PocketServer(0, tmp_path), base_url=URL) as http:
        reply = http.post("/chat/completions", json=QUESTION)
    assert reply.status_code == 500 and "Install Thinkroom again" in reply.json()["error"]["message"]


def test_a_closed_reply_costs_nothing_more(folder: Path) -> None:
    network = speaker(THINKER, folder).network
    with (
        httpx.Client(transport=PocketServer(0, folder), base_url=URL) as http,
        http.stream("POST", "/chat/completions", json=QUESTION) as reply,
    ):
        reads = reply.iter_bytes()
        for _ in range(6):
            next(reads)
        before = network.passes
    time.sleep(0.05)
    assert network.passes == before


@pytest.mark.parametrize("stream", [True, False])
def test_a_reply_that_another_thread_closes_is_computed_no_further(folder: Path, stream: bool) -> None:
    network = speaker(THINKER, folder).network
    begun = network.passes
    with httpx.Client(transport=PocketServer(0, folder), base_url=URL) as http:
        request = http.build_request("POST", "/chat/completions", json=QUESTION | {"stream": stream})
        reply = http.send(request, stream=True)
        reader = threading.Thread(target=lambda: list(reply.iter_bytes()))
        reader.start()
        while network.passes < begun + 20 and reader.is_alive():
            time.sleep(0)
        reply.stream.close()  # type: ignore[union-attr]
        closed = network.passes
        reader.join()
    assert network.passes - closed <= 2 and network.passes - begun < MOST_TOKENS


def test_who_only_wants_the_list_gets_it_from_any_folder(tmp_path: Path) -> None:
    with httpx.Client(transport=PocketServer(0, tmp_path), base_url="http://pocket.invalid") as http:
        assert [row["id"] for row in http.get("/models").json()["data"]] == ["pocket/thinker", "pocket/novice"]


def test_the_door_is_a_transport() -> None:
    assert isinstance(transport(), httpx.BaseTransport) and isinstance(transport(0), PocketServer)
    from components.pocket import transport as again

    assert again is transport  # no module of that name takes its place


@pytest.mark.parametrize(
    ("doing", "loaded"),
    [
        ("import components.pocket", []),
        ("from components.pocket import transport; transport()", ["httpx"]),
        (
            "import httpx, components.pocket as p; httpx.Client(transport=p.transport()).get('http://x/models')",
            ["httpx"],
        ),
    ],
)
def test_nothing_but_a_question_loads_numpy(doing: str, loaded: list[str]) -> None:
    told = f"import sys\n{doing}\nprint(*({{'httpx', 'numpy'}} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", told], check=True, capture_output=True, text=True)
    assert found.stdout.split() == loaded
