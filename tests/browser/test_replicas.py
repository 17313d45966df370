"""Two processes that are one room, in the browser: a thought that is loaded again elsewhere goes on growing there."""

import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask
from tests.modelserver import ModelServer
from tests.postgres import postgres_server
from tests.redis_server import redis_server
from tests.waiting import eventually

STOP = re.compile("^Stop")
QUESTION = "think-3000-10-60 on two machines"


@pytest.fixture
def replicas(thinker: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RoomServer, RoomServer]]:
    with postgres_server() as postgres, redis_server() as redis:
        shared = {
            "OPENROUTER_BASE_URL": thinker.url,
            "OPENROUTER_API_KEY": "sk-test",
            "THINKROOM_DATABASE_URL": postgres.url,
            "THINKROOM_REDIS_URL": redis.url,
            "THINKROOM_SECRET": secrets.token_hex(32),
            "THINKROOM_TRUST_THIS_MACHINE": "no",  # known by a cookie, as behind a load balancer
        }
        rooms = [RoomServer(tmp_path_factory.mktemp("replica"), shared).start() for _ in range(2)]
        yield rooms[0], rooms[1]
        for room in rooms:
            room.end()


def test_a_thought_goes_on_at_another_replica_and_is_stopped_there(
    replicas: tuple[RoomServer, RoomServer], thinker: ModelServer, page: Page
) -> None:
    here, there = replicas
    page.goto(here.url)
    ask(page, QUESTION)
    stop = page.get_by_role("button", name=STOP)
    expect(stop).to_be_visible()
    address = page.url.replace(here.url, there.url)
    page.goto(address)
    expect(page.get_by_text(QUESTION, exact=True).last).to_be_visible()
    expect(stop).to_be_visible()
    before = len(page.locator("body").inner_text())
    assert eventually(lambda: len(page.locator("body").inner_text()) > before + 100)
    stop.click()
    expect(page.get_by_text("Stopped", exact=False).first).to_be_visible()
    page.goto(address.replace(there.url, here.url))
    expect(page.get_by_text("Stopped", exact=False).first).to_be_visible()
    expect(stop).to_have_count(0)
    assert len(thinker.requests) == 1


def test_a_killed_replica_is_told_by_the_other(replicas: tuple[RoomServer, RoomServer], page: Page) -> None:
    here, there = replicas
    page.goto(here.url)
    ask(page, QUESTION)
    expect(page.get_by_role("button", name=STOP)).to_be_visible()
    address = page.url.replace(here.url, there.url)
    page.goto(address)
    expect(page.get_by_role("button", name=STOP)).to_be_visible()
    here.kill()
    # Nobody loads the page again: it hears of the end by itself.
    told = page.get_by_text("Cut off, because the room's server was ended", exact=False).first
    expect(told).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name=STOP)).to_have_count(0)
