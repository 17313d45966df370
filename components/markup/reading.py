"""What a settled text is made of, and where: code, formulas, links and the few tags, as markdown-it-py reads them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_inline import StateInline, backtick
from markdown_it.token import Token

from components.markup.emphasis import with_tags
from components.markup.formulas import with_formulas
from components.markup.links import Address, address_of, with_links

Kind = Literal["code", "formula", "link", "br", "sub", "sup"]
Place = Callable[[int], int]
DEEPEST_BLOCKS, DEEPEST_MARKS = 120, 20  # what is nested deeper is text
# Without one of these there is no code, formula, link or tag in a text; without one of the latter none in a line.
BLOCK_SIGNS = re.compile(r"~~~| {4}|\t")
SIGNS = re.compile(r"[`$\[<@]|\\[(\[]|://|www\.", re.I)
# Where one of them may begin or end.
ENDS_OF_WORDS = re.compile(r"[`$\[\]<\\]")
# Under such a line a paragraph may be a table to another reader, and a bar in it the end of a cell.
HEAD_OF_TABLE = re.compile(r"^[ \t]*[|:-][ \t|:-]*$", re.M)
NEXT_LINE = re.compile(r"\n[ \t]*")
# Of a formula, to the end of its line.
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*(?=\n)")


@dataclass(frozen=True, slots=True)
class Piece:
    """`start` and `end` in the text. `words` are where those of a link or of a raised or lowered text stand, and what
    is `inside` them; of a formula, what is between its marks. `literal`: a link that is written as its address.
    `alone`: a formula that has its lines to itself. `line`: code, or a formula that has not, as it reads on one line:
    with more of them, another reader may begin a block of its own at one, and what was within would be out in the
    open."""

    kind: Kind
    start: int
    end: int
    words: tuple[int, int] = (0, 0)
    inside: Sequence["Piece"] = ()
    address: Address | None = None
    literal: bool = False
    alone: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """`code`: where blocks of code begin and end, whole lines with their marks; `pieces`: what is in all other lines,
    in the order in which it stands there."""

    code: list[tuple[int, int]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def reader(renderer_cls: Callable[[MarkdownIt], RendererProtocol] = RendererHTML, **options: Any) -> MarkdownIt:
    """CommonMark with tables and formulas, by the room's rules for links and tags. A definition is text: it is far from
    what it is for, and would be lost where a text is cut."""
    made = (
        MarkdownIt("commonmark", {"html": False, **options}, renderer_cls=renderer_cls)
        .enable("table")
        .disable("reference")
    )
    return with_tags(with_links(with_formulas(made)))


def read(text: str) -> Reading:
    """`text` has line feeds alone at the ends of its lines."""
    reading = Reading()
    if not SIGNS.search(text) and not BLOCK_SIGNS.search(text):
        return reading
    try:
        _fill(reading, text, blocks(text))
    except RecursionError:
        return Reading()  # in doubt all of it is text
    return reading


def blocks(text: str) -> list[Token]:
    """The tokens of its blocks, in which nothing within a line is read; none where it is nested beyond all measure."""
    tokens: list[Token] = []
    try:
        _BLOCKS.block.parse(text, _BLOCKS, {}, tokens)
    except RecursionError:
        return []
    return tokens


def _fill(reading: Reading, text: str, tokens: Sequence[Token]) -> None:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    at = 0  # behind the cell before
    env: dict[str, Any] = {}
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.map is None:
            continue
        first, last = starts[token.map[0]], starts[token.map[1]] - 1
        if token.type in ("fence", "code_block"):
            reading.code.append((first, last))
        elif token.type == "formula_block":
            reading.pieces.append(_alone(text, text.index(token.content[:2], first), last))
        elif token.type == "tr_open":
            at = first
        elif token.type != "inline" or not SIGNS.search(token.content):
            continue
        elif before and before.type in ("th_open", "td_open"):
            content = token.content.replace("|", r"\|")
            start = text.find(content, at, last)
            if start >= 0:
                at = start + len(content)
                reading.pieces.extend(_inline(content, env, [(0, start)]))
        elif anchors := _anchors(text, token.content, starts, token.map[0]):
            found = _inline(token.content, env, anchors)
            if "|" in token.content and HEAD_OF_TABLE.search(token.content):
                found = [piece for piece in found if "|" not in text[piece.start : piece.end]]
            reading.pieces.extend(found)


def _alone(text: str, start: int, last: int) -> Piece:
    end = start + len(text[start:last].rstrip())
    return Piece("formula", start, end, (start + 2, end - 2), alone=True)


def _anchors(text: str, content: str, starts: Sequence[int], first: int) -> list[tuple[int, int]]:
    """Where each line of a paragraph is in the text, behind the marks of what holds it: (there, here)."""
    found: list[tuple[int, int]] = []
    at = 0
    for number, line in enumerate(content.split("\n"), first):
        bare = line.lstrip(" \t")
        here = text.rfind(bare, starts[number], starts[number + 1] - 1)
        if here < 0:
            return []
        found.append((at + len(line) - len(bare), here))
        at += len(line) + 1
    return found


def _inline(content: str, env: dict[str, Any], anchors: Sequence[tuple[int, int]]) -> list[Piece]:
    def place(at: int) -> int:
        there, here = anchors[max(bisect_right(anchors, at, key=lambda anchor: anchor[0]) - 1, 0)]
        return here + at - there

    return _pieces(_LINES.inline.parse(content, _LINES, env, []), content, place)


def _pieces(tokens: Sequence[Token], content: str, place: Place) -> list[Piece]:
    open_: list[tuple[Token, list[Piece]]] = []
    found: list[Piece] = []
    for token in tokens:
        if token.nesting == 1:
            open_.append((token, found))
            found = []
        elif token.nesting == -1:
            inside, (opened, found) = found, open_.pop()
            found.append(_around(opened, token, inside, place))
        elif "span" in token.meta:
            found.append(_leaf(token, content, place))
    return found


def _leaf(token: Token, content: str, place: Place) -> Piece:
    start, end = cast(tuple[int, int], token.meta["span"])
    line = content[start:end]
    if "\n" in line:
        line = NEXT_LINE.sub(" ", COMMENT.sub(r"\1", line) if token.type == "formula" else line)
    if token.type != "formula":
        return Piece("code" if token.type == "code_inline" else "br", place(start), place(end), line=line)
    mark = 1 if token.content[1] != "$" and token.content[0] == "$" else 2
    return Piece("formula", place(start), place(end), (place(start + mark), place(end - mark)), line=line)


def _around(opened: Token, closed: Token, inside: list[Piece], place: Place) -> Piece:
    start, end = (place(at) for at in closed.meta["span"])
    words = place(closed.meta["words"][0]), place(closed.meta["words"][1])
    if opened.tag != "a":
        return Piece("sub" if opened.tag == "sub" else "sup", start, end, words, inside)
    address = address_of(str(opened.attrs["href"]))
    return Piece("link", start, end, words, inside, address, literal=closed.info == "auto")


def _code(state: StateInline, silent: bool) -> bool:
    start, count = state.pos, len(state.tokens)
    found = backtick(state, silent)
    if len(state.tokens) > count and state.tokens[-1].type == "code_inline" and not state.pending:
        state.tokens[-1].meta["span"] = (start, state.pos)
    return found


def _lines() -> MarkdownIt:
    """It knows no more than is asked of it, since it is asked for every paragraph."""
    made = reader(maxNesting=DEEPEST_MARKS).disable(["emphasis", "image", "entity", "newline", "html_inline"])
    made.inline.ruler2.enableOnly([])
    made.inline.ruler.at("backticks", _code)
    made.inline.terminator_re = ENDS_OF_WORDS
    return made


_BLOCKS, _LINES = reader(maxNesting=DEEPEST_BLOCKS), _lines()
