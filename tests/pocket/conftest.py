"""The server in the box, with small models of chance weights."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from components.pocket.server import PocketServer
from tests.pocket.weights import write

URL = "http://pocket.invalid/v1"
Post = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def http(folder: Path) -> Iterator[httpx.Client]:
    with httpx.Client(transport=PocketServer(0, folder), base_url=URL) as client:
        yield client


@pytest.fixture
def post(http: httpx.Client) -> Post:
    """Asks with these fields of the body, beside the usual ones."""

    def ask(question: Any = "9.11 or 9.9?", **fields: Any) -> httpx.Response:
        body = {"model": "pocket/thinker", "messages": [{"role": "user", "content": question}], "max_tokens": 20}
        return http.post("/chat/completions", json=body | fields)

    return ask
