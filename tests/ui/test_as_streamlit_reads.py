"""What is written for the page, as Streamlit's front end reads it: with formulas and directives beside CommonMark."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from components.ui.faithful import JOINER, as_markdown
from tests.browser.hostile import OPEN, SETTLED, TRIES

# The two that the room writes itself.
OURS = re.compile(r":gray\[\(|:small\[")
DIRECTIVE = re.compile(rf":{JOINER}?(?:[A-Za-z][\w-]*\[|:|material/|streamlit:)")


def formula_in_a_line(state: StateInline, silent: bool) -> bool:
    """As many dollars as there were."""
    marks = re.compile(r"\$+").match(state.src, state.pos, state.posMax)
    if not marks:
        return False
    closes = re.compile(rf"(?<!\$)\${{{len(marks[0])}}}(?!\$)").search(state.src, marks.end(), state.posMax)
    if closes:
        state.pos = closes.end()
        if not silent:
            state.push("math", "", 0)
    else:
        state.pos = marks.end()
        if not silent:
            state.pending += marks[0]
    return True


def line_of(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]


def formula_of_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    marks = None if state.is_code_block(start) else re.fullmatch(r"(\${2,})[^$]*", line_of(state, start))
    if not marks:
        return False
    if silent:
        return True
    at = start + 1
    while at < end and not (line_of(state, at).strip() and state.sCount[at] < state.blkIndent):
        at += 1
        closes = re.fullmatch(r"(\${2,})[ \t]*", line_of(state, at - 1))
        if closes and len(closes[1]) >= len(marks[1]) and not state.is_code_block(at - 1):
            break
    state.push("math", "", 0).map = [start, at]
    state.line = at
    return True


def directive_of_a_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A leaf, or the beginning of a container, which holds whatever follows."""
    if state.is_code_block(start) or not LEAF.match(line_of(state, start)):
        return False
    if not silent:
        state.env.setdefault("followed", []).append(line_of(state, start)[:20])
        state.line = start + 1
    return True


def note_below(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A definition of a footnote interrupts what stands before it; what is in it is judged as a paragraph."""
    if state.is_code_block(start) or not (begun := NOTE.match(line_of(state, start))):
        return False
    if not silent:
        state.env.setdefault("followed", []).append(line_of(state, start)[:20])
        state.bMarks[start] += begun.end()
        inline_of(state, start, start + 1)
        state.line = start + 1
    return True


def table_of_one_column(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """It needs no bar: a colon below the head is enough."""
    if start + 1 >= end or state.is_code_block(start) or state.sCount[start + 1] < state.blkIndent:
        return False
    if "|" in line_of(state, start) or not COLUMN.match(line_of(state, start + 1)):
        return False
    if not silent:
        inline_of(state, start, start + 1)
        state.line = start + 2
        others = state.md.block.ruler.getRules("blockquote")
        for at in range(start + 2, end):
            over = not line_of(state, at).strip() or state.sCount[at] < state.blkIndent
            if over or any(begins(state, at, end, True) for begins in others):
                break
            inline_of(state, at, at + 1)
            state.line = at + 1
    return True


def inline_of(state: StateBlock, start: int, end: int) -> Token:
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = (
        state.getLines(start, end, state.blkIndent, False).strip(),
        [start, end],
        [],
    )
    return token


def directive(state: StateInline, silent: bool) -> bool:
    if not DIRECTIVE.match(state.src, state.pos, state.posMax) or OURS.match(state.src, state.pos):
        return False
    state.env.setdefault("followed", []).append(state.src[state.pos : state.pos + 20])
    return False


LEAF = re.compile(r":{2,}[A-Za-z][\w-]*(?:\[[^\n]*\])?(?:\{[^\n]*\})?[ \t]*$")
NOTE = re.compile(r"\[\^[^\s\[\]]+\]:[ \t]*")
COLUMN = re.compile(r"(?::-+:?|-+:)[ \t]*$")
BREAKS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}  # what a block interrupts
READER = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
READER.block.ruler.before("fence", "math", formula_of_lines, BREAKS)
READER.block.ruler.before("fence", "directive_of_a_line", directive_of_a_line, BREAKS)
READER.block.ruler.before("fence", "note_below", note_below, BREAKS)
READER.block.ruler.before("lheading", "column", table_of_one_column, BREAKS)
READER.inline.ruler.before("escape", "math", formula_in_a_line)
READER.inline.ruler.before("escape", "directive", directive)


def wrongly_read(said: str) -> list[str]:
    return obeyed(as_markdown(said))


def obeyed(written: str) -> list[str]:
    """Directives that are followed, pictures that are loaded, HTML and references that are obeyed."""
    env: dict[str, list[str]] = {}
    found: list[str] = []
    for block in READER.parse(written, env):
        for token in (block, *(block.children or ())):
            if token.type in ("image", "html_inline", "html_block"):
                found.append(token.content)
    return [*found, *env.get("followed", ()), *env.get("references", ())]


HOSTILE = some.lists(
    some.sampled_from(
        [*"`$\\[]()<>*_:!|~-#. \t\na1", "```", "~~~", "$$", "$x_1", "\\(", "\\)", "\\[", "\\]", ":red[X]", "::note",
         "![x](", "http://x.y", "[a](http://x.y)", "<http://x.y>", "<b>", "<sub>", "</sub>", "[a]: b", "    ", "\n\n",
         "\n> ", "\n- ", "\n1. ", "\n    ", "\n::note\n", "\n:::tip\n", "\n[^n]: ", "\n:-\n", "\n<div>", "\n<!--",
         "\n| a | b |\n|---|---|\n| ", "|-|-|\n", " | ", "\\|", ":material/home:",
         "\\rule"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


# What begins a block at a line of its own, within what was code or a formula until then.
ACROSS_LINES = [
    "`:red[X]\n$$`",
    "`:red[X]\n::note\n`",
    "`:red[X]\n:::tip\n`",
    "`:red[X]\n[^n]: a`",
    "`:red[X]\n:-\n`",
    "`:red[X]\n<div>`",
    "> - `:red[X]\n>   <!--`",
    "a $$:red[X]\n<div>$$ b",
    "[`:red[X]\n::note\n`](http://x.y)",
]


def each_of_them(test: Callable[[str], None]) -> Callable[[str], None]:
    for said in ACROSS_LINES:
        test = example(said)(test)
    return test


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(HOSTILE)
@each_of_them
@example("\\( a$ :red[X] \\)")
@example("\\[ a\n$$\n:red[X]\n\\]")
@example("a | `b | c`\n:- | :red[X]\n`d | :red[X]`")
@example("`<b>\n$$`")
def test_nothing_of_a_text_is_obeyed(said: str) -> None:
    assert wrongly_read(said) == []


def test_nor_of_the_samples() -> None:
    texts = {**SETTLED, **OPEN, **TRIES}
    assert {name: found for name, said in texts.items() if (found := wrongly_read(said))} == {}


def test_what_is_not_written_for_the_page_would_be() -> None:
    """Else the tests above would mean nothing."""
    text = "`:red[a]` $:red[b]$ \\:red[c] :red[X] $\n\n$$\n:red[d]\n$$\n\n:::tip"
    assert [said[:7] for said in obeyed(text)] == [":::tip", ":red[X]"]


@pytest.mark.parametrize("said", ACROSS_LINES)
def test_nor_would_what_stands_on_lines_of_its_own(said: str) -> None:
    assert any(found.startswith(":red[X]") for found in obeyed(said)) and wrongly_read(said) == []
