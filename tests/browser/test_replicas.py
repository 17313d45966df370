"""Two processes that are one room, in the browser: a thought that is loaded again elsewhere goes on growing there."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.nginx import Nginx
from tests.browser.room import ROOT, RoomServer
from tests.browser.steps import ask
from tests.modelserver import ModelServer
from tests.postgres import postgres_server
from tests.redis_server import redis_server
from tests.waiting import eventually

OUTER = "room.localhost"  # browsers look for such names nowhere else than here
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
        names = ("--server.allowedHosts", "127.0.0.1", "--server.allowedHosts", OUTER)
        rooms = [RoomServer(tmp_path_factory.mktemp("replica"), shared, *names).start() for _ in range(2)]
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


def before(rooms: tuple[RoomServer, RoomServer], folder: Path) -> Nginx:
    """The nginx of the deployment, without TLS, and with these ports."""
    text = (ROOT / ".github/deploy/nginx.conf").read_text("utf-8")
    for ports in zip(("8501", "8503"), (str(room.port) for room in rooms), strict=True):
        text = text.replace(*ports)
    text = re.sub(r"\n *ssl_certificate\S* [^\n]*", "", text)
    return Nginx(folder, OUTER, text, whole=True).start()


def test_behind_the_nginx_of_the_deployment_one_stands_in_for_the_other(
    replicas: tuple[RoomServer, RoomServer], page: Page, tmp_path: Path
) -> None:
    proxy = before(replicas, tmp_path / "nginx")
    try:
        page.goto(proxy.url)
        ask(page, QUESTION)
        stop = page.get_by_role("button", name=STOP)
        expect(stop).to_be_visible()
        address = page.url
        replicas[0].kill()
        page.goto(address)
        # It was the one that had it, or it was the other.
        cut_off = page.get_by_text("Cut off, because the room's server was ended", exact=False).first
        expect(cut_off.or_(stop).first).to_be_visible()
        if stop.is_visible() and not eventually(cut_off.is_visible, 15.0):
            stop.click()
        expect(stop).to_have_count(0)
        ask(page, "say It goes on.")
        expect(page.get_by_text("It goes on.", exact=True).last).to_be_visible()
    finally:
        proxy.end()
