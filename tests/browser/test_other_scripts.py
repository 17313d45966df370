"""Scripts of other people change the page while it grows: translators, markers, extensions. All of the text stands
there all the same, once and in its order, and nothing breaks."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, panel, stored, thoughts

EACH_TEXT = """
  const texts = (most = /\\S/, skip = "script, style, textarea, button, font, mark") => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found.filter((text) => most.test(text.data) && !text.parentNode.closest(skip));
  };
"""
# As translators of browsers do it: what is there, and again a moment after each change.
TRANSLATOR = """
  const font = (inner) => { const made = document.createElement("font"); made.append(inner); return made; };
  const go = () => texts(/\\S/, "script, style, textarea, font").forEach((text) => PUT);
  let later = 0;
  new MutationObserver(() => { later ||= setTimeout(() => { later = 0; go(); }, 150); })
    .observe(document.body, { childList: true, characterData: true, subtree: true });
  go();
"""
SCRIPTS = {
    "a translator": TRANSLATOR.replace("PUT", "text.replaceWith(font(font(text.data)))"),
    "one that sets its words before it takes the old away": TRANSLATOR.replace(
        "PUT", "(text.before(font(font(text.data))), text.remove())"
    ),
    "a marker that parts texts": """
        setInterval(() => texts(/\\bthe\\b/).forEach((text) => {
          const found = text.splitText(text.data.search(/\\bthe\\b/));
          found.splitText(3);
          const mark = document.createElement("mark");
          found.replaceWith(mark);
          mark.append(found);
        }), 150);""",
    "one that wraps words and joins what it parted": """
        setInterval(() => {
          for (const text of texts(/\\bvalues\\b/)) {
            const range = document.createRange(), at = text.data.search(/\\bvalues\\b/);
            range.setStart(text, at), range.setEnd(text, at + 6);
            range.surroundContents(document.createElement("mark"));
          }
          document.body.normalize();
        }, 150);""",
    "one that writes everything of ours anew": """
        setInterval(() => document.querySelectorAll(".live-words > div:first-child, .live-rest").forEach((ours) => {
          if (ours.firstChild) ours.outerHTML = ours.outerHTML;
        }), 300);""",
}


def marks(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"mark-(\d{6})", text)]


def come(page: Page, url: str, script: str) -> list[str]:
    """In the room, with the wire tried, under the eyes of a script; what breaks is listed."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, url)
    page.evaluate(f"() => {{ {EACH_TEXT} {script} }}")
    return broken


def answer(page: Page) -> str:
    return page.evaluate(
        """() => [...document.querySelectorAll('[class*="st-key-reply-"] [data-testid="stMarkdown"]')]
          .filter((part) => !part.closest('[class*="st-key-thoughts-"]')).map((part) => part.textContent).join(" ")"""
    )


@pytest.mark.parametrize("kind", SCRIPTS)
def test_thoughts_and_answer_grow_once_and_in_their_order(room: RoomServer, page: Page, kind: str) -> None:
    broken = come(page, room.url, SCRIPTS[kind])
    question = f"think-250-300-80 before {kind}"
    ask(page, question)
    words = page.locator(".live-words")
    expect(words).to_contain_text("mark-000015")
    found = marks(words.text_content() or "")
    assert found == list(range(len(found))) and len(words.text_content() or "") >= 300
    page.locator(".live-rest").wait_for()
    for _ in range(12):
        page.wait_for_timeout(200)
        grown = marks(answer(page))
        assert grown == list(range(25, 25 + len(grown)))
    ended(page)
    kept = stored(room.database, question)
    expect(page.locator(".live-rest")).to_have_count(0)
    assert marks(answer(page)) == marks(kept["answer"]) == list(range(25, 55))
    panel(page).locator("summary").click()
    expect(thoughts(page)).to_contain_text("mark-000024")
    assert marks(thoughts(page).text_content() or "") == list(range(25))
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert broken == []


def test_what_is_taken_away_breaks_nothing_and_what_comes_stands_behind(room: RoomServer, page: Page) -> None:
    broken = come(page, room.url, "")
    ask(page, "think-1500-20-100 and be robbed")
    words = page.locator(".live-words")
    for take, mark in (
        ("words.firstElementChild.lastElementChild.firstChild.remove()", 20),
        ("words.firstElementChild.lastElementChild.remove()", 35),
        ("words.firstElementChild.remove()", 50),
        ("words.replaceChildren()", 65),
        ("words.remove()", 80),
    ):
        expect(words).to_contain_text(f"mark-{mark:06d}")
        page.evaluate(f"() => {{ const words = document.querySelector('.live-words'); {take}; }}")
        if take == "words.remove()":
            break
        expect(words).to_contain_text(f"mark-{mark + 10:06d}")
        found = marks(words.text_content() or "")
        assert found == sorted(set(found))
    page.locator(".st-key-stop button").click()
    ended(page)
    assert broken == []


def test_code_is_left_to_itself_by_translators(room: RoomServer, page: Page) -> None:
    come(page, room.url, "")
    ask(page, "say Call `f(x)` with\n\n```python\nprint(1)\n```\n\nand $x^2$ is more.")
    ended(page)
    page.wait_for_function(
        """() => {
          const code = [...document.querySelectorAll('[class*="st-key-reply-"] :is(code, pre, .katex)')];
          return code.length > 3 && code.every((it) => it.translate === false);
        }"""
    )
    assert page.locator('[class*="st-key-reply-"] p').first.evaluate("it => it.translate") is True
