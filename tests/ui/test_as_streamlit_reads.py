"""What is written for the page, as Streamlit's front end reads it: with formulas and directives beside CommonMark."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

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


def formula_of_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    def line(at: int) -> str:
        return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]

    marks = None if state.is_code_block(start) else re.fullmatch(r"(\${2,})[^$]*", line(start))
    if not marks:
        return False
    if silent:
        return True
    at = start + 1
    while at < end and not (line(at).strip() and state.sCount[at] < state.blkIndent):
        at += 1
        closes = re.fullmatch(r"(\${2,})[ \t]*", line(at - 1))
        if closes and len(closes[1]) >= len(marks[1]) and not state.is_code_block(at - 1):
            break
    state.push("math", "", 0).map = [start, at]
    state.line = at
    return True


def directive(state: StateInline, silent: bool) -> bool:
    if not DIRECTIVE.match(state.src, state.pos, state.posMax) or OURS.match(state.src, state.pos):
        return False
    state.env.setdefault("followed", []).append(state.src[state.pos : state.pos + 20])
    return False


READER = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
READER.block.ruler.before("fence", "math", formula_of_lines, {"alt": ["paragraph", "reference", "blockquote", "list"]})
READER.inline.ruler.before("escape", "math", formula_in_a_line)
READER.inline.ruler.before("escape", "directive", directive)


def wrongly_read(said: str) -> list[str]:
    """Directives that are followed, pictures that are loaded, HTML and references that are obeyed."""
    env: dict[str, list[str]] = {}
    found: list[str] = []
    for block in READER.parse(as_markdown(said), env):
        for token in (block, *(block.children or ())):
            if token.type in ("image", "html_inline", "html_block"):
                found.append(token.content)
    return [*found, *env.get("followed", ()), *env.get("references", ())]


HOSTILE = some.lists(
    some.sampled_from(
        [*"`$\\[]()<>*_:!|~-#. \t\na1", "```", "~~~", "$$", "$x_1", "\\(", "\\)", "\\[", "\\]", ":red[X]", "::note",
         "![x](", "http://x.y", "[a](http://x.y)", "<http://x.y>", "<b>", "<sub>", "</sub>", "[a]: b", "    ", "\n\n",
         "\n> ", "\n- ", "\n1. ", "\n    ", "\n| a | b |\n|---|---|\n| ", "|-|-|\n", " | ", "\\|", ":material/home:",
         "\\rule"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(HOSTILE)
@example("\\( a$ :red[X] \\)")
@example("\\[ a\n$$\n:red[X]\n\\]")
@example("a | `b | c`\n:- | :red[X]\n`d | :red[X]`")
def test_nothing_of_a_text_is_obeyed(said: str) -> None:
    assert wrongly_read(said) == []


def test_nor_of_the_samples() -> None:
    texts = {**SETTLED, **OPEN, **TRIES}
    assert {name: found for name, said in texts.items() if (found := wrongly_read(said))} == {}


def test_what_is_not_written_for_the_page_would_be() -> None:
    """Else the tests above would mean nothing."""
    env: dict[str, list[str]] = {}
    READER.parse("`:red[a]` $:red[b]$ \\:red[c] :red[X] $\n\n$$\n:red[d]\n$$\n\n:::tip", env)
    assert [said[:7] for said in env["followed"]] == [":red[X]", ":::tip", "::tip"]
