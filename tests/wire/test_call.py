"""The shown call runs as pasted, against a real server, and holds no key."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.conversation import Asked, Piece, request_for
from components.wire import Endpoint, calls, key_variable, row_of
from tests.modelserver import ModelServer
from tests.turns import made

KEY = "sk-or-v1-" + "beef" * 12
HARD = 'say it\'s "quoted" $HOME `id` \\n 漢字 🧠 </pre>\nEND_OF_REQUEST\n{braces} %s'


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def endpoint(server: ModelServer, name: str = "openrouter", key: str = KEY) -> Endpoint:
    row = row_of(name)
    assert row is not None
    return Endpoint(name, row, server.url, key)


def run(kind: str, program: str, folder: Path) -> str:
    where = folder / "call"
    where.write_text(program, "utf-8")
    runner = ["bash"] if kind == "curl" else [sys.executable]
    environment = {**os.environ, "OPENROUTER_API_KEY": KEY, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run([*runner, str(where)], capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["curl", "Python, httpx", "Python, openai"])
def test_it_runs_as_pasted(kind: str, server: ModelServer, tmp_path: Path) -> None:
    earlier = made("1", "c", None, 1.0, "First?", Asked("openrouter", "a/b"), "done", (Piece("answer", "Yes."),))
    asked = Asked("openrouter", "a/b", "high", "Be brief.", 500, temperature=0.5)
    request = request_for(HARD, asked, [earlier])
    program = calls(request, endpoint(server))[kind]
    assert KEY not in program and "OPENROUTER_API_KEY" in program
    said = run(kind, program, tmp_path)
    assert "quoted" in said and "漢字 🧠" in said
    received = server.requests[-1]
    assert received.prompt == HARD
    assert [one["content"] for one in received.fields["messages"]] == ["Be brief.", "First?", "Yes.", HARD]
    assert received.fields["reasoning"] == {"effort": "high"} and received.fields["temperature"] == 0.5
    assert received.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.slow
def test_thoughts_are_printed_too(server: ModelServer, tmp_path: Path) -> None:
    request = request_for("think-40-20-0 once", Asked("openrouter", "a/b"), [])
    for kind, program in calls(request, endpoint(server)).items():
        said = run(kind, program, tmp_path)  # curl shows the stream as it is
        wanted = ('"reasoning":', "[DONE]") if kind == "curl" else ("mark-000000", "short version")
        assert all(one in said for one in wanted), kind


@pytest.mark.slow
def test_where_no_key_is_needed_none_is_named(server: ModelServer, tmp_path: Path) -> None:
    request = request_for("say hello there", Asked("llamacpp", "a/b"), [])
    home = endpoint(server, "llamacpp", "")
    assert key_variable(home) == ""
    for kind, program in calls(request, home).items():
        said = run(kind, program, tmp_path)
        assert "API_KEY" not in program and "[DONE]" in said if kind == "curl" else "hello there" in said


def test_an_address_with_a_password_in_it_is_shown_without(server: ModelServer) -> None:
    row = row_of("openrouter")
    assert row is not None
    found = calls(request_for("x", Asked("openrouter", "a/b"), []), Endpoint("openrouter", row, "https://me:pw1@h/v1"))
    assert all("pw1" not in program and "https://h/v1" in program for program in found.values())


def test_the_built_in_model_has_none() -> None:
    row = row_of("pocket")
    assert row is not None
    assert calls(request_for("x", Asked("pocket", "a"), []), Endpoint("pocket", row, "http://pocket")) == {}
