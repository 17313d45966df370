"""The HTML file shows every word, asks nobody for anything, and holds whatever a model writes."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import axe_playwright_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from playwright.sync_api import Request, sync_playwright

from components.conversation import Conversation, Failure, Times, Usage
from components.export import as_html
from components.export.look import STYLE
from tests.browser.conftest import chromium
from tests.browser.hostile import HEAVY, OPEN, SETTLED, TRIES, samples, word_of
from tests.export.chats import CHAT, a_turn, conversations
from tests.export.reading import checked, page
from tests.waiting import allowed

HOSTILE = samples("127.0.0.1:9", SETTLED, OPEN, HEAVY, TRIES)


def test_the_policy_forbids_everything_but_the_style() -> None:
    found = as_html(CHAT, [])
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in found
    assert found.index("Content-Security-Policy") < found.index("<style>")
    assert '<html lang="en">' in found and "<title>Bees</title>" in found
    assert not re.search(r"url\(|@import|@font-face|</", STYLE)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(name: str) -> None:
    text = HOSTILE[name]
    started = time.process_time()
    read = page(a_turn(text, text, text), a_turn(answer="The end.", number=2), title=text)
    assert time.process_time() - started < allowed(10)
    assert read.shown.count("The end.") == 1 and read.headings.count(2) == 2
    if name not in TRIES:
        found = re.sub(r"[\s\u200b-\u200d\ufeff\u2060]", "", read.shown)
        assert found.count(word_of(name)) >= 3


@pytest.mark.slow
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
    # An address that has to be read twice is none either.
    odd = "[a](http://b.c@d.e/) [b](http://2130706433/) [c](http://[::1]/) [d](http://a%2eb/) [e](mailto:f)"
    assert page(a_turn(answer=odd)).links == []
    assert "[i](javascript:x) [j](/k) [l](data:x) [m](//n) [o](#p) [q](JAVASCRIPT:x)" in read.shown


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("[the docs](https://docs.a.org/3) say", "the docs (docs.a.org) say"),
        ("[bank.example](http://a.b:80/c)", "bank.example (a.b:80)"),
        ("[mail *me*](mailto:a@b.c)!", "mail me (a@b.c)!"),
        ("[https://b\u0430nk.org](https://b\u0430nk.org)", "https://b\u0430nk.org (xn--bnk-6cd.org)"),
        ("[![x](https://a.b/c.png)](https://d.e/)", "x https://a.b/c.png (d.e)"),
        ("[a.b/c](https://a.b/c) [A.B](http://a.b)", "a.b/c A.B"),
        ("<https://a.b/c> <a@b.c>", "https://a.b/c a@b.c"),
        ("See https://a.b/c_(d)). Or www.a.b, a@b.c.", "See https://a.b/c_(d)). Or www.a.b, a@b.c."),
    ],
)
def test_a_link_names_its_host_unless_its_words_do(answer: str, shown: str) -> None:
    read = page(a_turn(answer=answer))
    assert shown in read.shown and read.tags.count("a") == len(read.links) > 0


def test_an_address_in_the_text_is_a_link_and_in_code_it_is_none() -> None:
    text = "See https://a.b/c_(d)), www.e.f! and g@h.i. `https://j.k` [https://l.m](https://n.o) ftp://p.q r@s"
    read = page(a_turn(answer=f"{text}\n\n    https://t.u"))
    assert read.links == ["https://a.b/c_(d)", "http://www.e.f", "mailto:g@h.i", "https://n.o"]


MARKS = (
    *("*", "_", "~~", "`", "```", "[", "](", ")", "![", "<", ">", "|", "-", "#", "$", "$$", "\\", "\\(", "&", '"', "'"),
    *("http://x.y", "javascript:x", "&#0;", "&#58;", "\n", "\n\n", "    ", "1. ", "a", " b", "\t", "|-|\n"),
)
marks = some.lists(some.sampled_from(MARKS), max_size=25).map("".join)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(marks, marks)
def test_whatever_marks_stand_in_a_text_the_page_is_sound(answer: str, thoughts: str) -> None:
    read = page(a_turn(thoughts, answer, thoughts), a_turn(answer="The end.", number=2), title=answer)
    assert read.shown.count("The end.") == 1


@pytest.mark.parametrize(
    "text",
    [
        *("$5 and *$6*", "*a* $", r"\( *a*", "$$ *a*", "\\[\n*a*\n\n\\]", "$$\n*a*", "`$a` *b* `c$`"),
        # Nothing between the marks that only a formula has, or something that none has.
        *(
            "$<b$ *c*",
            "$a *b* c$",
            "$5 *a*$6",
            "$x=1$2 *a*",
            r"\\$*a*_1$",
            "$\\def\\a{b}\\a$ *c*",
            "$*a*://b_1$",
            "$a_1\n*b*$",
        ),
    ],
)
def test_what_is_no_formula_stays_markdown(text: str) -> None:
    read = page(a_turn(answer=text))
    assert "em" in read.tags and "math" not in read.tags


@pytest.mark.slow
def test_marks_that_nothing_closes_take_no_time() -> None:
    started = time.process_time()
    for mark in ("$$ ", "\\( ", "\\[ ", "$a ", "$a_1 ", "a@"):
        page(a_turn(answer=mark * 50_001))
    assert time.process_time() - started < allowed(15)


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
        "ink": ("paper", "field", "code"),
        "quiet": ("paper", "field", "thought-tint"),
        "link": ("paper", "thought-tint"),
        "violet": ("paper", "thought-tint"),
        "thought-ink": ("thought-tint",),
        "orange": ("orange-tint",),
    }.items():
        for paper in papers:
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (theme, ink, paper)


AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


class Opened(NamedTuple):
    requests: list[str]
    said: list[str]  # by the console and by axe
    widths: dict[int, int]  # of the window, and of the page in it; its thoughts unfolded
    shown: str
    copied: str
    beyond: dict[str, float]  # what a narrow window has to scroll inside the page
    question: dict[str, float]
    clock: dict[str, float]
    heading: dict[str, float]
    lights: dict[str, list[int]]  # of the paper and of code


MEASURE = """() => {
  const box = (chosen) => { const it = document.querySelector(chosen).getBoundingClientRect();
    const around = document.querySelector('main article').getBoundingClientRect();
    return {left: it.left - around.left, right: around.right - it.right, width: it.width, height: it.height}; };
  return {question: box('.question'), clock: box('.clock'), heading: box('h2')}; }"""
# How far one has to scroll in what can be scrolled by the hand and by keys.
BEYOND = """() => Object.fromEntries(['div.formula', 'span.formula[tabindex]', '.wide', 'pre'].map((chosen) => [chosen,
  Math.max(0, ...[...document.querySelectorAll(chosen)]
    .filter((it) => getComputedStyle(it).overflowX === 'auto' && it.tabIndex === 0)
    .map((it) => it.scrollWidth - it.clientWidth))]))"""
LIGHTS = """() => [document.body, document.querySelector('pre')].map((it) =>
  getComputedStyle(it).backgroundColor.match(/[0-9]+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0))"""
COPY = """() => { getSelection().selectAllChildren(document.querySelector('.answer'));
  return getSelection().toString(); }"""


def _opened(path: Path) -> Opened:
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
        tab.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)")
        widths: dict[int, int] = {}
        beyond: dict[str, float] = {}
        lights: dict[str, list[int]] = {}
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 800})
            widths[width] = tab.evaluate("document.documentElement.scrollWidth")
            beyond = tab.evaluate(BEYOND)
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                lights[scheme] = tab.evaluate(LIGHTS)
                tab.evaluate(AXE.read_text("utf-8"))
                found_by_axe = tab.evaluate(
                    "axe.run().then((it) => it.violations.map((one) => one.id + ' ' + one.nodes[0].html))"
                )
                said += [f"{scheme}, {width}: {one}" for one in found_by_axe]
        tab.set_viewport_size({"width": 1280, "height": 800})
        measured = tab.evaluate(MEASURE)
        copied = tab.evaluate(COPY)
        tab.evaluate("document.querySelectorAll('details').forEach((it) => it.open = false)")
        tab.locator("summary").first.click()
        shown = tab.locator("details").first.inner_text()
        assert tab.evaluate("window.seized") is None
        browser.close()
    return Opened(requests, said, widths, shown, copied, beyond, **measured, lights=lights)


ANSWER = (
    r"""Aloud, $a_1$ and $\left( """
    + " + ".join("abcdefghijklmnopqrst")
    + r""" \right)_1$ hold.

$$
"""
    + " + ".join(f"a_{{{number}}}" for number in range(40))
    + """
$$

|"""
    + "abcdefghijkl|" * 12
    + "\n|"
    + "-|" * 12
    + "\n|"
    + "x|" * 12
    + "\n\n```\n"
    + "wide " * 60
    + "\n```"
)


@pytest.mark.browser
def test_a_browser_asks_for_nothing_but_the_file(tmp_path: Path) -> None:
    path = tmp_path / "chat.html"
    texts = samples("127.0.0.1:9", SETTLED)
    turns = [a_turn(text, text, text, number) for number, text in enumerate(texts.values())]
    first = a_turn("Quietly.", ANSWER, times=Times(1.0, 4.2, 6.0), usage=Usage(1, 2, 3, 0.1))
    path.write_text(as_html(CHAT, [first, *turns]), "utf-8")
    # Playwright leaves an event loop in its thread.
    with ThreadPoolExecutor(1) as threads:
        opened = threads.submit(_opened, path).result()
    assert opened.requests == [path.as_uri()]
    assert opened.said == []
    assert opened.widths == {390: 390, 1280: 1280}
    assert min(opened.beyond.values()) > 100, opened.beyond
    assert "Quietly." in opened.shown
    assert "$a_1$ and $\\left( a + b" in " ".join(opened.copied.split()) and "$$\na_{0} + a_{1}" in opened.copied
    # As on the page: the question is a bubble on the right, its heading is for those who listen, the clock is at the
    # end of its row, and code is darker than dark paper.
    assert opened.question["right"] == 0 and opened.question["left"] > 400
    assert opened.heading["width"] == opened.heading["height"] == 1
    assert 0 < opened.clock["right"] < 20
    assert all(code < paper for paper, code in opened.lights.values()), opened.lights
