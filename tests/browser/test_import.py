"""A chat brought in from a file: what is wrong with one is said, how far it has come is seen, then it is open."""

import re

from playwright.sync_api import Page, expect

from components.conversation import Asked, Chat, Conversation, Piece
from components.export import as_json
from tests.browser.room import RoomServer
from tests.browser.steps import enter
from tests.turns import made

ASKED = Asked("openrouter", "a/b")
# Both at one moment: how far it has come, and whether the chat is offered.
ON_ITS_WAY = """() => {
  const told = /[\\d,]+ of 1,500 turns\\. If you leave this page now/.test(document.body.innerText);
  const offered = [...document.querySelectorAll("button")].some((it) => it.innerText.includes("A long chat"));
  return told && (offered ? "offered" : "not offered yet");
}"""


def a_file(count: int, title: str) -> bytes:
    turns = {
        f"t{n}": made(
            f"t{n}",
            "c",
            f"t{n - 1}" if n else None,
            n + 1.0,
            f"question {n}",
            ASKED,
            "done",
            (Piece("reasoning", f"thought {n}"), Piece("answer", f"answer {n}")),
        )
        for n in range(count)
    }
    return as_json(Conversation(Chat("c", "", title, 1.0, 1.0, f"t{count - 1}", ASKED), turns)).encode()


def bring_in(page: Page, name: str, data: bytes) -> None:
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files({"name": name, "mimeType": "application/json", "buffer": data})
    expect(page.get_by_text(name)).to_be_visible()
    page.get_by_role("button", name="Import it").click()


def test_how_far_an_import_has_come_is_seen_and_a_chat_that_is_not_whole_is_not(
    own_room: RoomServer, page: Page
) -> None:
    """In a room of its own: the chat is an old one, and of many only the newest are listed."""
    enter(page, own_room.url)
    page.get_by_role("button", name="Import").click()
    bring_in(page, "broken.json", b"[" * 100_000)
    expect(page.get_by_text("This file is nested too deeply.")).to_be_visible()
    bring_in(page, "long.json", a_file(1_500, "A long chat " * 50))
    assert page.wait_for_function(ON_ITS_WAY).json_value() == "not offered yet"
    expect(page.get_by_text("answer 1499", exact=True)).to_be_visible(timeout=120_000)
    button = page.get_by_role("button", name=re.compile("^A long chat"))
    expect(button).to_have_count(1)
    title = button.inner_text()
    assert len(title) <= 200 and title.endswith("…")
