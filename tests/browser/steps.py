"""What people do in the room and where they look, in terms of the page. No waits of fixed length."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.waiting import eventually


def prompt(page: Page) -> Locator:
    return page.get_by_test_id("stChatInputTextArea")


def enter(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("heading", name="Watch a model think")).to_be_visible()


def ask(page: Page, question: str) -> None:
    prompt(page).fill(question)
    prompt(page).press("Enter")
    expect(page.get_by_text(question, exact=True).last).to_be_visible()


def ended(page: Page, turns: int = 1) -> None:
    """All of that many turns have ended, however."""
    buttons = page.get_by_role("button", name="again", exact=False).or_(page.get_by_role("button", name="Raise"))
    expect(buttons).to_have_count(turns)


def set_to(page: Page, label: str, option: str) -> None:
    """Choose in one of the sidebar's lists."""
    choose(page.get_by_test_id("stSelectbox").filter(has_text=label).get_by_role("combobox"), option)


def choose(field: Locator, option: str) -> None:
    wanted = field.page.get_by_role("option", name=option, exact=True)
    press(field, wanted)
    wanted.click()


def choose_more(page: Page, option: str, turn: int = 0) -> None:
    """From the menu of a turn. One that opens while its turn is drawn for the last time is closed by that, and one that
    opens while the page moves may stand outside of the window."""
    wanted = page.get_by_text(option, exact=True)

    def chosen() -> bool:
        if not wanted.count():
            page.get_by_role("button", name="More", exact=True).nth(turn).click()
        with contextlib.suppress(Error):
            wanted.click(timeout=1_000)
            return True
        page.keyboard.press("Escape")
        return False

    assert eventually(chosen)


def press(button: Locator, opens: Locator) -> None:
    """Until it `opens` what it is to open: a press that comes while its element is drawn anew is lost."""

    def opened() -> bool:
        if not opens.count():
            button.click()
        with contextlib.suppress(AssertionError):
            expect(opens.first).to_be_visible(timeout=3_000)
            return True
        return False

    assert eventually(opened, 30)


def drawn(page: Page) -> None:
    """Python has drawn all that it had to: nothing takes the place of what stands there now."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@contextlib.contextmanager
def saying(thinker: ModelServer, told: Spoken) -> Iterator[None]:
    """It says that, as far as its gate where it has one; what waits there at the end goes on."""
    thinker.set_default(lambda request: perform(told, "or", request))
    yield
    thinker.resume()
    thinker.pause()


def leave_dialog(page: Page) -> None:
    """A button that is busy takes no key."""

    def left() -> bool:
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        return page.get_by_role("dialog").count() == 0

    assert eventually(left)


def panel(page: Page) -> Locator:
    return page.locator('[class*="st-key-thoughts-"]:not([class*="thoughts-legend"])').last


def thoughts(page: Page) -> Locator:
    return page.locator('[class*="st-key-words-"]:not([class*="words-legend"])').last


def chat_of(page: Page) -> str:
    return page.url.partition("chat=")[2]


def stored(database: Path, question: str) -> dict[str, str]:
    """The newest turn of that question as it stands in the database: status, reasoning and answer."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        found = "SELECT id, status FROM turns WHERE question=? ORDER BY created DESC LIMIT 1"
        turn_id, status = db.execute(found, (question,)).fetchone()
        pieces = db.execute("SELECT channel, text FROM pieces WHERE turn_id=? ORDER BY first", (turn_id,)).fetchall()
    texts = {name: "".join(text for channel, text in pieces if channel == name) for name in ("reasoning", "answer")}
    return {"status": status, **texts}


def requests_for(model: ModelServer, question: str) -> list[Request]:
    return [request for request in model.requests if request.prompt == question]
