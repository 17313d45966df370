"""The servers within this process are reached, and refuse, in one way, whatever they answer with."""

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from components.in_process import InProcess, as_json
from components.pocket.server import PocketServer
from components.replay import Plays, ReplayServer, Tape

URL = "http://within.invalid/v1"


class Empty:
    """A shelf without a recording."""

    def names(self) -> Sequence[tuple[str, str]]:
        return ()

    def tape(self, name: str) -> Tape | None:
        return None


@pytest.fixture(params=["pocket", "replay"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> InProcess:
    return PocketServer(0, tmp_path) if request.param == "pocket" else ReplayServer(Empty(), Plays(), "me", paced=False)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "/chat/completions", b"", 405, "/chat/completions takes POST alone."),
        ("POST", "/models", b"{}", 405, "/models takes GET alone."),
        ("POST", "/completions", b"{}", 404, "Nothing is served at /v1/completions."),
        ("POST", "/chat/completions", b"\xff", 400, "The body of the request is not JSON."),
        ("POST", "/chat/completions", b"[" * 200_000, 400, "The body of the request is not JSON."),
        ("POST", "/chat/completions", b"[]", 400, "The body of the request is not a JSON object."),
        ("POST", "/chat/completions", b'{"model": "none", "messages": []}', 404, "There is no "),
    ],
)
def test_what_is_refused_is_an_error_as_openai_writes_it(
    server: InProcess, method: str, path: str, body: bytes, status: int, words: str
) -> None:
    with httpx.Client(transport=server, base_url=URL) as http:
        reply = http.request(method, path, content=body)
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/json")
    error = reply.json()["error"]
    assert error["message"].startswith(words) and error["type"] == "invalid_request_error"
    assert set(error) == {"message", "type", "param", "code"}


def test_what_there_is_is_listed(server: InProcess) -> None:
    with httpx.Client(transport=server, base_url=URL) as http:
        found = http.get("/models").json()
    assert found["object"] == "list" and found["data"] == json.loads(as_json(server.models()))["data"]
