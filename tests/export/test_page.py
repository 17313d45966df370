"""The HTML file shows every word, asks nobody for anything, and holds whatever a model writes."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import axe_playwright_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from playwright.sync_api import Request, sync_playwright

from components.conversation import Conversation, Failure, Times, Turn, Usage
from components.export import as_html
from components.export.look import STYLE
from tests.browser.conftest import chromium
from tests.browser.hostile import HEAVY, OPEN, SETTLED, TRIES, samples, word_of
from tests.export.chats import CHAT, a_turn, conversations

HOSTILE = samples("127.0.0.1:9", SETTLED, OPEN, HEAVY, TRIES)
VOID = {"meta", "br", "hr"}
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "article",
        "details",
        "summary",
        "div",
        "span",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td", "br", "hr"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "aria-labelledby", "tabindex", "href"),
    *("rel", "title", "style", "start"),
}
ALIGNED = re.compile(r"text-align:(left|right|center)")
LINK = re.compile(r"(https?://|mailto:)", re.I)


class Read(HTMLParser):
    """Every rule for the file is asserted while it is read; the words are kept, and the tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert tag in TAGS and set(found) <= ATTRIBUTES, (tag, found)
        assert len(found) == len(attrs)
        assert "style" not in found or ALIGNED.fullmatch(found["style"] or "")
        self.tags.append(tag)
        if tag == "a":
            assert LINK.match(found["href"] or ""), found
            assert found["rel"] == "noopener noreferrer nofollow"
            self.links.append(found["href"] or "")
        else:
            assert "href" not in found
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag not in VOID and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def shown(self) -> str:
        return "".join(self.words)


def checked(text: str) -> Read:
    assert text.startswith("<!doctype html>\n") and text.encode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]", text)
    read = Read(text)
    assert (read.tags.count("h1"), read.tags.count("title"), read.tags.count("main")) == (1, 1, 1)
    assert read.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(read.headings, read.headings[1:], strict=False))
    return read


def page(*turns: Turn, title: str = "Bees") -> Read:
    return checked(as_html(replace(CHAT, title=title), turns))


def test_the_policy_forbids_everything_but_the_style() -> None:
    found = as_html(CHAT, [])
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in found
    assert found.index("Content-Security-Policy") < found.index("<style>")
    assert '<html lang="en">' in found and "<title>Bees</title>" in found
    assert not re.search(r"url\(|@import|@font-face|</", STYLE)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(name: str) -> None:
    text = HOSTILE[name]
    started = time.monotonic()
    read = page(a_turn(text, text, text), a_turn(answer="The end.", number=2), title=text)
    assert time.monotonic() - started < 10
    assert read.shown.count("The end.") == 1 and read.headings.count(2) == 2
    if name not in TRIES:
        found = re.sub(r"[\s\u200b-\u200d\ufeff\u2060]", "", read.shown)
        assert found.count(word_of(name)) >= 3


@settings(max_examples=60, deadline=None)
@given(conversations())
def test_any_chat_becomes_a_page(conversation: Conversation) -> None:
    for reasoning in (True, False):
        checked(as_html(conversation.chat, list(conversation.turns.values()), reasoning))


plain = some.text("abcäöü ,.?éß中文אבעربي😀", min_size=1, max_size=60).map(lambda text: f"x {text.strip()} x")


@settings(max_examples=60, deadline=None)
@given(plain, some.lists(plain, min_size=1, max_size=3), some.lists(plain, min_size=1, max_size=3))
def test_plain_texts_are_shown_word_for_word(question: str, thoughts: list[str], answer: list[str]) -> None:
    turn = a_turn("\n\n".join(thoughts), "\n\n".join(answer), question)
    found = as_html(CHAT, [turn])
    read = checked(found)
    assert [text in read.words for text in (question, *thoughts, *answer)] == [True] * (1 + len(thoughts) + len(answer))
    shown = "".join(f"{text}\n" for text in answer)
    assert shown in read.shown and "".join(f"{text}\n" for text in thoughts) in read.shown


def test_a_question_is_text_and_never_markdown() -> None:
    question = " # <b>a</b> **b** [c](http://d)\n\n- &amp;\r\nend "
    read = page(a_turn(question=question))
    assert question.replace("\r\n", "\n") in read.words
    assert {"b", "strong", "a", "ul"}.isdisjoint(read.tags)


def test_an_answer_is_markdown_and_its_html_is_text() -> None:
    text = "**a** ~~b~~ <u>c</u>\n\n|d|e|\n|:-|-:|\n|1|2|\n\n```html\n<i>\n```\n\n<div>\nf\n</div>"
    read = page(a_turn(answer=text))
    assert {"strong", "s", "table", "pre"} <= set(read.tags)
    assert "<u>c</u>" in read.shown and "<i>\n" in read.words and "<div>" in read.shown


def test_a_picture_is_its_words_and_its_address() -> None:
    assert "A bee https://x.y/bee.png?a=1&b=2" in page(a_turn(answer="![A bee](https://x.y/bee.png?a=1&b=2)")).shown


def test_links_lead_to_the_web_and_to_mail_alone() -> None:
    read = page(
        a_turn(
            answer="[a](https://b.c/?d&e) <f@g.h> "
            "[i](javascript:x) [j](/k) [l](data:x) [m](//n) [o](#p) [q](JAVASCRIPT:x)"
        )
    )
    assert read.links == ["https://b.c/?d&e", "mailto:f@g.h"]
    assert "[i](javascript:x) [j](/k) [l](data:x) [m](//n) [o](#p) [q](JAVASCRIPT:x)" in read.shown


LINES = ("$$\n- a_1\n+ b_1 \\\\\n$$", "\\[\n= c *d*\n\\]")
SPANS = ("$a_1 * b_2 * c$", r"\(x_1 + \{y\}_2\)", r"$$\frac{a}{b} \\ *c*$$", r"\[ a_1 \]", "$<b$")


@pytest.mark.parametrize(
    ("around", "formula"),
    [
        *((around, span) for around in ("{}", "So {} holds.", "- {}", "> {}", "Where\n{}") for span in SPANS),
        *((around, lines) for around in ("{}", "Where\n{}", "{}\nholds.") for lines in LINES),
        ("{}", "$$a_1\n*b*$$"),
    ],
)
def test_formulas_stay_as_they_were_written(around: str, formula: str) -> None:
    read = page(a_turn(answer=around.replace("{}", formula)))
    assert formula in read.words
    assert "em" not in read.tags


def test_a_formula_in_a_list_ends_with_it() -> None:
    read = page(a_turn(answer="- $$\n  a_1\n  $$\n- $$\n  *b*\n\n*c*\n$$"))
    assert "$$\na_1\n$$" in read.words and read.tags.count("em") == 2


MARKS = (
    *("*", "_", "~~", "`", "```", "[", "](", ")", "![", "<", ">", "|", "-", "#", "$", "$$", "\\", "\\(", "&", '"', "'"),
    *("http://x.y", "javascript:x", "&#0;", "&#58;", "\n", "\n\n", "    ", "1. ", "a", " b", "\t", "|-|\n"),
)
marks = some.lists(some.sampled_from(MARKS), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(marks, marks)
def test_whatever_marks_stand_in_a_text_the_page_is_sound(answer: str, thoughts: str) -> None:
    read = page(a_turn(thoughts, answer, thoughts), a_turn(answer="The end.", number=2), title=answer)
    assert read.shown.count("The end.") == 1


@pytest.mark.parametrize(
    "text", ["$5 and *$6*", "*a* $", r"\( *a*", "$$ *a*", "\\[\n*a*\n\n\\]", "$$\n*a*", "`$a` *b* `c$`"]
)
def test_what_is_no_formula_stays_markdown(text: str) -> None:
    assert "em" in page(a_turn(answer=text)).tags


def test_marks_that_nothing_closes_take_no_time() -> None:
    started = time.monotonic()
    for mark in ("$$ ", "\\( ", "\\[ ", "$a "):
        page(a_turn(answer=mark * 50_001))
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([1, 2, 3], [3, 4, 5]),
        ([3, 1, 3], [3, 3, 4]),
        ([6, 6, 2, 4], [3, 3, 3, 4]),
        ([1, 2, 3, 4, 5, 6], [3, 4, 5, 6, 6, 6]),
    ],
)
def test_headings_of_an_answer_stay_below_its_question(levels: list[int], shown: list[int]) -> None:
    text = "\n\n".join(f"{'#' * level} x" for level in levels)
    assert page(a_turn(text, text)).headings == [1, 2, *shown, *shown]


def test_thoughts_are_folded_and_can_be_left_out() -> None:
    turn = a_turn("Secretly.", "Openly.", times=Times(1.0, 4.2, 6.0))
    found = as_html(CHAT, [turn])
    assert '<details class="thoughts">' in found and "Secretly." in found and "Thought for 3.2 s" in found
    left_out = as_html(CHAT, [turn], reasoning=False)
    assert "Secretly." not in left_out and "<details" not in left_out and "exported without the thoughts" in left_out


def test_what_did_not_end_well_is_said() -> None:
    failure = Failure("provider down", "It <is> down.", "Wait.", "503 & so on")
    read = page(a_turn("Hm", status="failed", failure=failure), a_turn(answer="So", encrypted=True))
    assert "It <is> down. What arrived is incomplete. The provider's words: 503 & so on" in read.words
    assert "It thought, but the provider keeps the text private." in read.words


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _contrast(one: str, other: str) -> float:
    lights = sorted(
        sum(weight * _channel(int(colour[at : at + 2], 16)) for weight, at in ((0.2126, 1), (0.7152, 3), (0.0722, 5)))
        for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_every_ink_can_be_read_on_its_paper(theme: int) -> None:
    block = STYLE.split(":root {")[theme + 1].split("}")[0]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", block))
    for ink, papers in {
        "ink": ("paper", "field"),
        "quiet": ("paper", "field", "thought-tint"),
        "link": ("paper", "thought-tint"),
        "violet": ("paper", "thought-tint"),
        "thought-ink": ("thought-tint",),
        "orange": ("orange-tint",),
    }.items():
        for paper in papers:
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (theme, ink, paper)


AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


def _opened(path: Path) -> tuple[list[str], list[str], dict[int, int], str]:
    """What was requested, what the console and axe said, how wide it is at each width, and the thoughts unfolded."""
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if not Path(found).is_file():
            pytest.skip(f"no Chromium: {found} is not there")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        tab = browser.new_page()
        requests: list[str] = []
        said: list[str] = []

        def requested(request: Request) -> None:
            requests.append(request.url)

        tab.on("request", requested)
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.goto(path.as_uri())
        widths: dict[int, int] = {}
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            widths[width] = tab.evaluate("document.documentElement.scrollWidth")
        tab.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)")
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            tab.evaluate(AXE.read_text("utf-8"))
            found_by_axe = tab.evaluate(
                "axe.run().then((it) => it.violations.map((one) => one.id + ' ' + one.nodes[0].html))"
            )
            said += [f"{scheme}: {one}" for one in found_by_axe]
        tab.evaluate("document.querySelectorAll('details').forEach((it) => it.open = false)")
        tab.locator("summary").first.click()
        shown = tab.locator("details").first.inner_text()
        assert tab.evaluate("window.seized") is None
        browser.close()
    return requests, said, widths, shown


@pytest.mark.browser
def test_a_browser_asks_for_nothing_but_the_file(tmp_path: Path) -> None:
    path = tmp_path / "chat.html"
    texts = samples("127.0.0.1:9", SETTLED)
    turns = [a_turn(text, text, text, number) for number, text in enumerate(texts.values())]
    path.write_text(as_html(CHAT, [a_turn("Quietly.", "Aloud.", usage=Usage(1, 2, 3, 0.1)), *turns]), "utf-8")
    # Playwright leaves an event loop in its thread.
    with ThreadPoolExecutor(1) as threads:
        requests, said, widths, shown = threads.submit(_opened, path).result()
    assert requests == [path.as_uri()]
    assert said == []
    assert widths == {390: 390, 1280: 1280}
    assert "Quietly." in shown
