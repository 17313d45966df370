"""OpenAI and Gemini asked through the page, by their own protocols: thoughts that stream, an answer, the call."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, choose_more, ended, enter, panel, stored, thoughts
from tests.modelserver import ModelServer

KEY = "sk-proj-" + "c0ffee" * 8
THINKER = {"name": "models/gemini-2.5-pro", "thinking": True, "supportedGenerationMethods": ["generateContent"]}
WAYS: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("openai", "openai-responses", {"data": [{"id": "gpt-5"}]}, "/responses", "client.responses.create("),
    ("gemini", "gemini", {"models": [THINKER]}, ":streamGenerateContent", "client.models.generate_content_stream("),
]


@pytest.mark.parametrize(("name", "protocol", "models", "route", "program"), WAYS, ids=[way[0] for way in WAYS])
def test_a_question_is_seen_to_be_thought_about_in_a_protocol_of_its_own(
    page: Page, tmp_path: Path, name: str, protocol: str, models: dict[str, Any], route: str, program: str
) -> None:
    with ModelServer(models=models) as server:
        told = {"BASE_URL": server.url, "API_KEY": KEY, "PROTOCOL": protocol}
        room = RoomServer(tmp_path, {f"{name.upper()}_{setting}": value for setting, value in told.items()}).start()
        server.pause()
        enter(page, room.url)
        expect(page.get_by_text("· effort: the model's default")).to_be_visible()
        ask(page, "gate-60-20")
        expect(thoughts(page)).to_contain_text("mark-000002")
        server.resume()
        ended(page)
        expect(page.get_by_text("mark-000007")).to_be_visible()
        assert stored(room.database, "gate-60-20")["status"] == "done"
        if not thoughts(page).count():
            panel(page).locator("summary").click()
        expect(page.get_by_text("A summary by the provider, not the model's own words.")).to_be_visible()
        choose_more(page, "Show the call")
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("radio").last.click()
        expect(dialog.get_by_test_id("stCode")).to_contain_text(program)
        assert server.requests[-1].route.endswith(route)
        assert KEY not in page.content() and KEY not in room.log.read_text("utf-8")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert "Traceback" not in room.log.read_text("utf-8")
        room.end()
