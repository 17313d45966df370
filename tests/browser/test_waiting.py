"""While nothing comes: what is said meanwhile, that a request is sent again, and how long the room waits at most."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, ended, enter, panel, requests_for, stored
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import one_after_another


@pytest.fixture(scope="module")
def retrying(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    """A room with the limits that people have, but for the one of silence."""
    limits = {"THINKROOM_RETRIES": "2", "THINKROOM_SILENCE_SECONDS": "12"}
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY}
    server = RoomServer(tmp_path_factory.mktemp("retrying"), {**keys, **limits}).start()
    yield server
    server.end()


def test_a_second_try_is_told_and_gets_the_answer(retrying: RoomServer, model: ModelServer, page: Page) -> None:
    question = "Does the second try get it?"
    model.set_default(one_after_another("error-502", "think-5-5-50"))
    enter(page, retrying.url)
    ask(page, question)
    expect(page.get_by_text(re.compile(r"has trouble of its own\. Trying again in \d s, try 2 of 3\."))).to_be_visible()
    expect(page.locator(".st-key-stop button")).to_be_visible()
    ended(page)
    expect(panel(page)).to_be_visible()
    assert len(requests_for(model, question)) == 2 and stored(retrying.database, question)["status"] == "done"
    expect(page.get_by_text("Trying again")).to_have_count(0)


def test_the_wait_for_another_try_can_be_stopped(retrying: RoomServer, model: ModelServer, page: Page) -> None:
    question = "Does it wait for ever?"
    model.set_default(one_after_another("error-429"))  # asks for 7 s
    enter(page, retrying.url)
    ask(page, question)
    expect(page.get_by_text(re.compile(r"Trying again in \d s, try 2 of 3\."))).to_be_visible()
    page.locator(".st-key-stop button").click()
    expect(page.get_by_role("button", name="Ask again").first).to_be_visible()
    assert len(requests_for(model, question)) == 1 and stored(retrying.database, question)["status"] == "stopped"


def test_a_provider_that_sends_keep_alives_only_is_said_to_be_alive(
    retrying: RoomServer, model: ModelServer, page: Page
) -> None:
    enter(page, retrying.url)
    ask(page, "keepalive-only and then?")
    expect(page.get_by_text("Waiting for the first word")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Still waiting, the provider is alive · \d+ s"))).to_be_visible()
    page.wait_for_timeout(10_000)  # past the limit of silence
    expect(page.get_by_text("Still waiting, the provider is alive")).to_be_visible()
    page.locator(".st-key-stop button").click()
    expect(page.get_by_role("button", name="Ask again").first).to_be_visible()


def test_a_silence_ends_at_its_limit_with_what_came_kept(
    retrying: RoomServer, model: ModelServer, page: Page, tmp_path: Path
) -> None:
    question = "stall-6 and never more"
    enter(page, retrying.url)
    ask(page, question)
    expect(page.get_by_text("Thinking ·")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible(timeout=30_000)
    kept = stored(retrying.database, question)
    assert kept["status"] == "failed" and "mark-000000" in kept["reasoning"]
