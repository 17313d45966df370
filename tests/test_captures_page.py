"""Every recorded reply of the dialects of this part, asked for through the page: what is stored, what is told. Some of
them are looked at in a browser, by tests/browser/test_captures.py and test_parts.py."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.steps import stored
from tests.modelserver import ModelServer
from tests.pages import Page, own_room

pytestmark = [pytest.mark.captures, pytest.mark.slow]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Of the room that is asked."""
    with (
        ModelServer() as server,
        own_room(tmp_path, monkeypatch, server, THINKROOM_MODEL="test/model", THINKROOM_RETRIES="0"),
    ):
        yield tmp_path / "room.db"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _word(text: str) -> str:
    """One that Markdown leaves alone."""
    return (re.findall(r"[A-Za-z]{4,}", text) or re.findall(r"\w+", text))[0]


def answered(question: str) -> Page:
    return Page().ask(question).until(lambda page: {"Ask again", "Try again", "Raise the limit"} & {*page.buttons})


def test_every_recorded_reply_is_stored_and_shown_as_expected(
    database: Path, captures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = json.loads((captures / "expect.json").read_text())
    names = [name for name in expected if name.endswith((".sse", ".json")) and "models-list" not in name]
    assert len(names) >= 30
    for name in names:
        told = expected[name]
        texts = told.get("split") or told
        question = f"capture:{name}"
        page = answered(question)
        kept = stored(database, question)
        assert (_sha(kept["reasoning"]), _sha(kept["answer"])) == (
            texts["reasoning_sha256"],
            texts["answer_sha256"],
        ), name
        assert kept["status"] == ("failed" if told["error_expected"] else "done"), name
        # The panel is there exactly where there is reasoning.
        assert len(page.panels) == (1 if kept["reasoning"].strip() else 0), name
        if told["error_expected"]:
            [own_words] = [one for one in page.at.expander if one.label == "The provider's own words"]
            assert [code.value for code in own_words.code][-1], name
        if kept["reasoning"].strip():
            [panel] = [one for one in page.toggle(True).at.expander if one.label == "Thoughts"]
            assert _word(kept["reasoning"]) in "".join(one.value for one in (*panel.text, *panel.markdown)), name
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("05-refusal", ["The model refused:", "I cannot help with that request."]),
        ("06-finish-model_context_window_exceeded", ["its context window is full"]),
        ("06d-finish-max_tokens", ["The answer reached the token limit."]),
        ("06b-finish-network_error", ["The provider broke off with an error."]),
        ("12-done-alone", ["The model sent nothing."]),
        ("12d-responses-events", ["Four.", "answered in OpenAI's Responses protocol, and was read in that."]),
    ],
)
def test_how_it_ended_is_told_as_it_was(database: Path, captures: Path, name: str, said: list[str]) -> None:
    page = answered(f"capture:{name}.sse")
    assert [one for one in said if one not in page.words] == [], page.words
    assert "without an answer" not in page.words
