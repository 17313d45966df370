"""Recorded replies, one of each kind, asked for through the page: what is stored, what is shown. All of them are asked
for by tests/test_captures_page.py."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, panel, stored, thoughts

pytestmark = pytest.mark.captures
KINDS = (
    "groq-gpt-oss-120b-thinking.sse",
    "groq-r1-distill-llama-70b-think-inline.sse",
    "deepseek-deepseek-v4-flash-thinking.json",
    "openrouter-claude-3.7-sonnet-no-thinking.sse",
    "openrouter-gemini-2.0-flash-429.json",
    "openrouter-llama-3.3-70b-200-bare-error.sse",
)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _word(text: str) -> str:
    """One that Markdown leaves alone."""
    return (re.findall(r"[A-Za-z]{4,}", text) or re.findall(r"\w+", text))[0]


def test_a_recorded_reply_is_stored_and_shown_as_expected(room: RoomServer, captures: Path, page: Page) -> None:
    expected = json.loads((captures / "expect.json").read_text())
    for name in KINDS:
        told = expected[name]
        texts = told.get("split") or told
        question = f"capture:{name}"
        enter(page, room.url)
        ask(page, question)
        ended(page)
        kept = stored(room.database, question)
        assert (_sha(kept["reasoning"]), _sha(kept["answer"])) == (
            texts["reasoning_sha256"],
            texts["answer_sha256"],
        ), name
        assert kept["status"] == ("failed" if told["error_expected"] else "done"), name
        # The panel is there exactly where there is reasoning.
        expect(page.locator('[class*="st-key-thoughts-"]:not([class*="legend"])')).to_have_count(
            1 if kept["reasoning"].strip() else 0
        )
        expect(page.get_by_test_id("stException")).to_have_count(0)
        if told["error_expected"]:
            page.get_by_text("The provider's own words").click()
            expect(page.get_by_test_id("stCode").last).to_be_visible()
        if kept["reasoning"].strip():
            panel(page).locator("summary").click()
            expect(thoughts(page)).to_contain_text(_word(kept["reasoning"]))
    assert "Traceback" not in room.log.read_text()
