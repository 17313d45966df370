"""Formulas stay as they were written: Markdown would take their backslashes and make emphasis of their indices."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

PAIRS = {"$$": "$$", r"\[": r"\]", r"\(": r"\)"}
# Between single dollars: within a line, no space at an edge, no digit behind. "$5 and $6" is none.
SINGLE = re.compile(r"\$(?![\s$])[^\n$]{1,500}(?<![\s\\])\$(?!\d)")


def with_formulas(reader: MarkdownIt) -> MarkdownIt:
    """Formulas become tokens `formula` and `formula_block` that hold their source."""
    reader.inline.ruler.before("escape", "formula", _inline)
    reader.block.ruler.before("fence", "formula", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return reader


def _inline(state: StateInline, silent: bool) -> bool:
    end = _end(state)
    if end is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _end(state: StateInline) -> int | None:
    mark = state.src[state.pos : state.pos + 2]
    if close := PAIRS.get(mark):
        # A mark that nothing closes is looked for only once.
        unclosed: set[tuple[str, str]] = state.env.setdefault("unclosed", set())
        if (mark, state.src) in unclosed:
            return None
        found = state.src.find(close, state.pos + 2, state.posMax)
        if found < 0:
            unclosed.add((mark, state.src))
            return None
        return found + 2 if state.src[state.pos + 2 : found].strip() else None
    if mark[:1] == "$" and (single := SINGLE.match(state.src, state.pos, state.posMax)):
        return single.end()
    return None


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from one that begins with a mark to one that ends with it, none of them empty."""
    if state.is_code_block(start):
        return False
    close = PAIRS.get(_line(state, start)[:2])
    if close is None or close == PAIRS[r"\("]:
        return False
    for at in range(start, end):
        line = _line(state, at)
        if not line or (at > start and state.sCount[at] < state.blkIndent):
            return False
        found = line.find(close, 2 if at == start else 0)
        if found < 0:
            continue
        if found + 2 != len(line):
            return False
        if not silent:
            token = state.push("formula_block", "", 0)
            token.content = state.getLines(start, at + 1, state.blkIndent, False).strip()
            token.map = [start, at + 1]
        state.line = at + 1
        return True
    return False


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].strip()
