"""Every recorded reply, asked for like any other: from the socket through the room into the file, and out of it."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Turn
from components.store import Store
from tests.modelserver import ModelServer
from tests.room.conftest import a_place
from tests.waiting import eventually

pytestmark = pytest.mark.captures

MOST_BYTES_BYTEWISE = 60_000
FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")
KINDS = {400: "context too long", 401: "room key refused", 404: "model unknown", 429: "rate limited"}


def _expectations() -> dict[str, Any]:
    """Of all chat replies that came over /chat/completions; empty where there are no captures."""
    listing = FOLDER / "expect.json"
    found = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    return {name: row for name, row in found.items() if not name.endswith(".ndjson") and "models-list" not in name}


EXPECTED = _expectations()
# Without captures one test stands for all: it is skipped, or fails in CI.
NAMES = [
    *(EXPECTED or [""]),
    *(f"{name}/bytewise" for name in EXPECTED if (FOLDER / name).stat().st_size < MOST_BYTES_BYTEWISE),
]


def _kept(folder: Path, server: ModelServer, prompt: str) -> Turn:
    """The turn as a room that is opened later finds it."""
    place = a_place(folder, server)
    turn = place.answered(prompt, asked=Asked("openrouter", "test/model"))
    return Store(place.url).with_texts([turn.id])[turn.id]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_reply_is_kept_as_it_was_said(
    captures: Path, tmp_path: Path, server: ModelServer, name: str
) -> None:
    expected = EXPECTED[name.removesuffix("/bytewise")]
    refused = (expected["http_status"] or 200) >= 400
    turn = _kept(tmp_path, server, f"capture:{name}")
    assert turn.status == ("failed" if refused or expected["error_expected"] else "done"), turn.failure
    if turn.failure:
        assert turn.failure.what and turn.failure.next_step
        assert expected["error_message"] in turn.failure.said
    if refused:
        assert turn.failure and turn.failure.kind == KINDS[expected["http_status"]]
        assert (turn.reasoning, turn.answer) == ("", "")
        return
    texts = expected.get("split", expected)
    assert _digest(turn.reasoning) == texts["reasoning_sha256"]
    assert _digest(turn.answer) == texts["answer_sha256"]
    assert (turn.finish_reason, turn.usage is not None) == (expected["finish_reason"], expected["usage"])
    request = server.requests[-1]
    # The room may have read all there is before the server sees that.
    assert eventually(lambda: request.ended in ("complete", "client closed")) and request.sent_bytes > 0
