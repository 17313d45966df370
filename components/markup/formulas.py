"""Which marks in a text are a formula, by one rule for the room's page and for the file."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

PAIRS = {"$$": "$$", r"\[": r"\]", r"\(": r"\)"}
# Between single dollars: within a line, no space at an edge, no digit behind. "$5 and $6" is none.
SINGLE = re.compile(r"\$(?![\s$])([^\n$]{1,500})(?<![\s\\])\$(?![\d$])")
# A pair of single dollars is a formula when it holds what only formulas hold, or one letter.
FORMULA = re.compile(r"[\\^_={}]|\A[A-Za-z]\Z")
# An escaped dollar or an address belongs into none, and what is read as words stays within its lines: no boxes of a
# metre, no commands of its own that make some.
NO_FORMULA = re.compile(
    r"\\\$|://"
    r"|\\(?:rule|m?kern|[hm]skip|raisebox|hspace|\\\[)[^\\]{0,60}?\d{3}"
    r"|\\(?:[gex]?def|(?:re)?newcommand|newenvironment|DeclareMathOperator|let)(?![A-Za-z])"
)


def with_formulas(reader: MarkdownIt) -> MarkdownIt:
    """Formulas become tokens `formula` and `formula_block`: `content` is what was written, `info` what is between the
    marks. Markdown would take their backslashes and make emphasis of their indices."""
    reader.inline.ruler.before("escape", "formula", _inline)
    reader.block.ruler.before("fence", "formula", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return reader


def _inline(state: StateInline, silent: bool) -> bool:
    found = _found(state)
    if found is None:
        return False
    inner, end = found
    if not silent:
        token = state.push("formula", "", 0)
        token.content = state.src[state.pos : end]
        token.info = inner
        token.meta["span"] = (state.pos, end)
    state.pos = end
    return True


def _found(state: StateInline) -> tuple[str, int] | None:
    """What is between the marks, and where they end."""
    src, start = state.src, state.pos
    mark = src[start : start + 2]
    if mark[:1] == "$" and start and src[start - 1] in "\\$":
        return None
    if close := PAIRS.get(mark):
        # A mark that nothing closes is looked for only once.
        unclosed: set[tuple[str, str]] = state.env.setdefault("unclosed", set())
        if (mark, src) in unclosed:
            return None
        found = src.find(close, start + 2, state.posMax)
        if found < 0:
            unclosed.add((mark, src))
            return None
        inner = src[start + 2 : found].strip()
        third = mark == "$$" and src[found + 2 : found + 3] == "$"
        return (inner, found + 2) if _may_be(inner, mark) and not third else None
    if mark[:1] == "$" and (single := SINGLE.match(src, start, state.posMax)):
        inner = single[1]
        return (inner, single.end()) if FORMULA.search(inner) and not NO_FORMULA.search(inner) else None
    return None


def _may_be(inner: str, mark: str) -> bool:
    """Whoever writes it anew, between dollars, must not find it ended before its end."""
    ends = "$" if mark == r"\(" else "$$"
    return bool(inner) and "$" not in (inner[0], inner[-1]) and ends not in inner and not NO_FORMULA.search(inner)


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
        content = state.getLines(start, at + 1, state.blkIndent, False).strip()
        inner = content[2:-2].strip()
        if not _may_be(inner, content[:2]):
            return False
        if not silent:
            token = state.push("formula_block", "", 0)
            token.content, token.info = content, inner
            token.map = [start, at + 1]
        state.line = at + 1
        return True
    return False


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].strip()
