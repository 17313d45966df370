"""What each page is sent with, as a browser gets it, and that no page breaks the policy it comes with."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from components.store import Store
from tests.browser.room import CANARY, RoomServer
from tests.fuzz.besieged import NAMES, PASSWORD, furnish
from tests.modelserver import ModelServer

CHAT, TURN, *_ = NAMES
PAGES = {
    "/": "Watch a model think",
    f"/?chat={CHAT}": "What is a sedge?",
    "/injection": "Injection",
    "/measure": "Measure",
    "/race": "Race",
    "/thoughts": "Thoughts",
    f"/inside?chat={CHAT}&turn={TURN}": "What is a sedge?",
    f"/replay?chat={CHAT}&turn={TURN}": "What is a sedge?",
    "/guide": "Guide",
    "/follow#{token}": "What is a sedge?",
    "/sign-out": "Sign out",
}
EACH = {"x-content-type-options": "nosniff", "x-dns-prefetch-control": "off"}
REFUSED = re.compile(r"\A(?!.*WebAssembly).*Content Security Policy", re.S)
BROKEN = """window.broken = [];
document.addEventListener("securitypolicyviolation", (it) => broken.push(`${it.violatedDirective} ${it.blockedURI}`))"""
# What Streamlit's page tries, and does without: to compile something.
STREAMLITS = {"script-src wasm-eval"}


@pytest.fixture
def asking(model: ModelServer, tmp_path: Path) -> Iterator[tuple[RoomServer, str]]:
    """A room that asks for a password, as one on the net does, and the token of a link to its chat."""
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_TRUST_THIS_MACHINE": "no"}
    room = RoomServer(tmp_path, keys | {"THINKROOM_SIGN_IN": "password", "THINKROOM_PASSWORD": PASSWORD})
    token = furnish(Store(f"sqlite:///{room.database.as_posix()}"))
    yield room.start(), token
    room.end()


def test_every_page_comes_with_a_policy_that_it_keeps(asking: tuple[RoomServer, str], page: Page) -> None:
    room, token = asking
    page.add_init_script(BROKEN)
    told: list[str] = []  # in the console
    page.on("console", lambda one: told.append(one.text) if REFUSED.search(one.text) else None)

    def opened(path: str, words: str) -> None:
        reply = page.goto(f"{room.url}{path.format(token=token)}")
        assert reply is not None and reply.status == 200, path
        expect(page.get_by_text(words, exact=False).first).to_be_visible()
        found = reply.headers
        parts = (one.split() for one in found["content-security-policy"].split(";"))
        policy = {name: values for name, *values in parts}
        assert EACH.items() <= found.items() and found["referrer-policy"] in ("no-referrer", "same-origin"), path
        assert policy["frame-ancestors"] == ["'none'"] and policy["default-src"] in (["'self'"], ["'none'"]), path
        scripts = policy.get("script-src", policy["default-src"])
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"} & set(scripts), path
        broken = [one for one in page.evaluate("broken") if one not in STREAMLITS]
        assert not broken, (path, broken)

    opened("/come-in", "This room asks for a password.")
    page.goto(room.entrance)
    for path, words in PAGES.items():
        opened(path, words)
    assert not told, told
    # A policy that is broken is seen by that: else nothing above was looked at.
    page.evaluate("document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.2:9/' }))")
    page.wait_for_function("broken.length > 0")
