"""A question to a server that is still loading its model, as a person sees it."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import one_after_another
from tests.modelserver.lists import AT_HOME, refused


def loading(share: float) -> Any:
    error = {"code": 503, "message": "Loading model", "type": "unavailable_error"}
    return refused(503, json.dumps({"error": error, "progress": share}).encode(), "application/json")


def test_whoever_waits_for_a_model_is_told_how_far_it_is_loaded_and_gets_the_answer(page: Page, tmp_path: Path) -> None:
    with ModelServer(models=AT_HOME[8080], health=loading(0.4)) as server:
        server.set_default(one_after_another("error-503-loading", "think-20-10-0"))
        room = RoomServer(tmp_path, {"LLAMACPP_BASE_URL": server.url}).start()
        try:
            enter(page, room.url)
            ask(page, "Why is the sky blue?")
            said = r"The model is being loaded by llama\.cpp · {}% · \d+ s\. Your question is kept and waits for it"
            expect(page.get_by_text(re.compile(said.format(40)))).to_be_visible()
            expect(page.get_by_role("button", name="Stop")).to_be_visible()
            server.health = loading(0.8)
            expect(page.get_by_text(re.compile(said.format(80)))).to_be_visible()
            server.health = {"status": "ok"}
            ended(page)
            expect(page.get_by_text("being loaded")).to_have_count(0)
            assert len(server.requests) == 2
        finally:
            room.end()
