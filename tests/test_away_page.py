"""The chat page while its Postgres is away: one sentence, what was typed stands on it, and all is there afterwards."""

import time
from pathlib import Path

import pytest

from components.ui.state.outcome import TWICE_S
from tests.modelserver import ModelServer
from tests.pages import own_room
from tests.postgres import postgres_server
from tests.test_pages import Page

pytestmark = pytest.mark.slow
TYPED = "say What I typed meanwhile."


def test_a_question_that_is_typed_while_the_database_is_away_stays_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        postgres_server() as postgres,
        ModelServer() as server,
        own_room(tmp_path, monkeypatch, server, THINKROOM_DATABASE_URL=postgres.url, THINKROOM_MODEL="test/model"),
    ):
        page = Page().ask("say Before it.").until(lambda page: "Before it." in page.words.replace("say Before it.", ""))
        postgres.stop()
        page.ask(TYPED)
        assert "**This page could not be read.**] The database does not answer at the moment." in page.words
        assert "**Your question was not asked.**] The database does not answer at the moment." in page.words
        assert TYPED in page.words
        assert "Traceback" not in page.words and str(postgres.folder) not in page.words
        postgres.start()
        page.look()
        assert "could not be read" not in page.words and "Before it." in page.words and TYPED in page.words
        asked = [request.prompt for request in server.requests]
        assert asked == ["say Before it."]
        time.sleep(TWICE_S)  # what comes sooner is the same press
        page.ask(TYPED).until(lambda page: "What I typed meanwhile." in page.words.replace(TYPED, ""))
        assert "Your question was not asked." not in page.words
