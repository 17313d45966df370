"""What is marked on the page and copied is what was written: no sign of the room's goes along, none is taken away."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, panel, thoughts

REPLY = '[class*="st-key-reply-"] > .stElementContainer .stMarkdown'
UNSEEN = re.compile("[\u200b\u2060-\u2064]")
# Each holds what Streamlit would change or links would be made of: the room sets signs between these letters.
WRITTEN = {
    "addresses and colons": "Write to anna@example.org at 10:30:15, see www.example.org, or run a:b:c and std::vector.",
    "arrows and emoji": "a -> b <- c, d -- e, f >= g, :smile: and :material/home: stay.",
    "code": "Call `vec![1, 2]` and `x:y[0]`, never `:material/home:` or `www.example.org`.",
    "signs of the model's own": "one\u2060two \u2063three :\u2060) four\u2060\u2060five!\u2060[x",
}


@pytest.fixture
def copying(browser: Browser) -> Page:
    return browser.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()


def marked(page: Page, place: str) -> str:
    return page.evaluate(
        """place => {
          const apart = (it) => !it.closest('[class*="st-key-thoughts-"]');
          const parts = [...document.querySelectorAll(place)].filter(apart);
          getSelection().setBaseAndExtent(parts[0], 0, parts.at(-1), parts.at(-1).childNodes.length);
          return getSelection().toString();
        }""",
        place,
    )


def unmarked(text: str) -> str:
    """As the page shows it: code without its ticks, blanks as one."""
    return " ".join(text.replace("`", "").split(" "))


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_marked_is_what_was_written(room: RoomServer, copying: Page, kind: str) -> None:
    text = WRITTEN[kind]
    enter(copying, room.url)
    ask(copying, f"say {text}")
    ended(copying)
    assert marked(copying, REPLY).strip() == unmarked(text)
    copying.keyboard.press("Control+c")
    copying.wait_for_function(
        "async want => (await navigator.clipboard.readText()).trim() === want", arg=unmarked(text)
    )
    panel(copying).locator("summary").click()
    expect(thoughts(copying)).to_contain_text(unmarked(text))
    copying.context.close()


def test_a_formula_is_marked_as_written_and_what_the_room_says_of_a_link_not_at_all(
    room: RoomServer, page: Page
) -> None:
    enter(page, room.url)
    ask(page, "say See [docs](https://example.org/x) for $x^2 + y_1$ here.")
    ended(page)
    expect(page.locator(".katex-html").first).to_be_visible()
    expect(page.get_by_text("(example.org)").first).to_be_visible()
    assert "".join(marked(page, REPLY).split()) == "Seedocsforx^2+y_1here."


def test_a_growing_answer_has_no_mark_in_it(room: RoomServer, page: Page) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, room.url)
    ask(page, "think-20-400-80 and mark it")
    page.locator(".live-rest").wait_for()
    for _ in range(10):
        assert UNSEEN.search(marked(page, REPLY)) is None
        page.wait_for_timeout(150)
    ended(page)


@pytest.mark.parametrize("secure", [True, False])
def test_copy_gives_the_source_to_the_letter(room: RoomServer, copying: Page, secure: bool) -> None:
    """`secure` False: by the old way, which is all that a page has that is not served securely."""
    text = "    indented\n\n| a |\n|---|\n| $x$ | \u2060 <b>  \u00a0"
    enter(copying, room.url)
    ask(copying, f"say {text}")
    ended(copying)
    copying.evaluate("window.theirs = navigator.clipboard")
    if not secure:
        copying.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    copying.get_by_role("button", name="Copy").click()
    copying.get_by_text("Copy answer", exact=True).click()
    expect(copying.get_by_text("Copied").first).to_be_visible()
    copying.wait_for_function("async want => (await window.theirs.readText()) === want", arg=text)
    copying.context.close()
