"""Words that run from right to left do so wherever they stand, and a list has its marks on their side."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.room import RoomServer
from tests.browser.steps import ask, ended, enter, panel

REPLY = '[class*="st-key-reply-"]'
FIRST, SECOND = "أولاً أجمع الرقمين", "ثانياً أقول"


def runs(place: Locator) -> str:
    """The direction in which its words are set, and the side on which its lines begin, seen by where they stand."""
    return place.evaluate(
        """it => {
          const style = getComputedStyle(it);
          const range = document.createRange();
          range.selectNodeContents(it);
          const box = it.getBoundingClientRect(), text = range.getBoundingClientRect();
          const right = box.right - parseFloat(style.paddingRight) - text.right, left = text.left - box.left;
          const plain = style.unicodeBidi === "plaintext" || style.direction === "rtl";
          return `${plain ? "own" : "given"} ${right < 2 && left > 20 ? "right" : "left"}`;
        }"""
    )


def test_a_settled_answer_and_its_thoughts(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    table = f"| {FIRST} | b |\n|---|---|\n| {SECOND} | 2 |"
    ask(
        page,
        f"say {FIRST} (four).\n\nPlain words.\n\n1. {FIRST}\n2. {SECOND}\n\n> {SECOND}\n\n{table}\n\n```\n{FIRST}\n```",
    )
    ended(page)
    answer = page.locator(REPLY)
    assert runs(answer.locator("p", has_text="(four)")) == "own right"
    assert runs(answer.locator("p", has_text="Plain words.")) == "own left"
    assert runs(answer.locator("li").first) == "own right"
    assert runs(answer.locator("blockquote p")) == "own right"
    # The marks of a list stand where its direction begins, and inside of the page.
    assert answer.locator("ol").evaluate("it => [it.dir, getComputedStyle(it).direction]") == ["auto", "rtl"]
    assert answer.locator("li").first.evaluate("it => getComputedStyle(it).marginRight") != "0px"
    assert answer.locator("table").evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert answer.locator("pre").first.evaluate("it => getComputedStyle(it).direction") == "ltr"
    panel(page).locator("summary").click()
    words = page.locator('[class*="st-key-words-"] p', has_text="(four)")
    expect(words).to_be_visible()
    assert runs(words) == "own right"


def test_growing_thoughts(room: RoomServer, page: Page) -> None:
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, room.url)
    ask(page, "think-400-20-100 and be turned")
    expect(page.locator(".live-words")).to_contain_text("mark-000003")
    for text, direction in ((FIRST, "rtl"), ("Plain", "ltr")):
        grown = page.evaluate(
            """async text => {
              const { fill, write } = await import("/live/scripts/words.js");
              const host = document.body.appendChild(document.createElement("div"));
              host.className = "live-words";
              fill(host, text);
              write(host, " 2\\n\\n```\\n" + text + "\\n\\n" + text);
              const blocks = [...host.firstElementChild.children].map((block) => getComputedStyle(block));
              return blocks.map((block) => [block.direction, block.unicodeBidi]);
            }""",
            text,
        )
        assert grown == [[direction, "plaintext"], [direction, "plaintext"], ["ltr", "plaintext"]]


def test_a_question_and_the_field_for_it(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill(FIRST)
    assert field.evaluate("it => getComputedStyle(it).unicodeBidi") == "plaintext"
    ask(page, f"{FIRST}\nEnglish")
    ended(page)
    asked = page.locator('[class*="st-key-asked-"] .stText span')
    assert asked.evaluate("it => getComputedStyle(it).unicodeBidi") == "plaintext"
