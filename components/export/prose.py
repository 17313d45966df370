"""Model text as HTML that asks nobody for anything: no markup of its own, no pictures, links to web and mail alone."""

from collections.abc import Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from components.export.mathml import typeset
from components.markup.emphasis import with_emphasis
from components.markup.escaping import UNREADABLE
from components.markup.links import address_of, shows
from components.markup.marks import TAG
from components.markup.nesting import LEVELS, shallow_blocks
from components.markup.reading import reader

LOWEST_HEADING = 6
MOST_FORMULAS = 100_000  # characters of one text; further ones stand as they were written, since typesetting takes time
WIDE = 26  # letters; what cannot be broken in a wider formula is scrolled on a phone, by keys too
# Code runs from left to right whatever it holds, and is scrolled by keys too.
_CODE = '<pre dir="ltr" translate="no" tabindex="0"><code>{}</code></pre>\n'


def as_prose(text: str, above: int) -> str:
    """`above` is the level of the heading it stands under."""
    env: EnvType = {}
    try:
        tokens = _READER.parse(shallow_blocks(text.replace(TAG, UNREADABLE), TAG), env)
        if max((_depth(token) for token in tokens), default=0) >= LEVELS:
            return as_source(text)
        _shift_headings(tokens, above)
        for token in tokens:
            if not token.level and (token.nesting == 1 or token.type == "heading_open"):
                token.attrSet("dir", "auto")
        return _READER.renderer.render(tokens, _READER.options, env).replace(TAG, "")
    except RecursionError:
        return as_source(text)


def as_source(text: str) -> str:
    return f'<p class="source" dir="auto">{escape(text)}</p>\n'


def _depth(token: Token) -> int:
    return token.level + max((child.level for child in token.children or ()), default=0)


def _shift_headings(tokens: Sequence[Token], above: int) -> None:
    """A heading is one level below the nearest larger one before it: none is skipped."""
    open_: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while open_ and open_[-1] >= token.tag:
                open_.pop()
            open_.append(token.tag)
            # It looks as large as the page shows it, wherever it stands in the document.
            token.attrSet("class", token.tag.replace("h", "size-"))
        if token.type == "heading_open" or token.type == "heading_close":
            token.tag = f"h{min(above + len(open_), LOWEST_HEADING)}"


class _Renderer(RendererHTML):
    """The methods are named after the tokens that they render."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        address = escape(str(token.attrGet("src") or ""))
        return f'<span class="picture">{escape(token.content)} <span class="address">{address}</span></span>'

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrSet("rel", "noopener noreferrer nofollow")
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Behind it its host, except where its own words are that host already."""
        opened = next(at for at in range(idx, -1, -1) if tokens[at].type == "link_open")
        address = address_of(str(tokens[opened].attrGet("href") or ""))
        words = "".join(token.content for token in tokens[opened:idx])
        host = address.host if address else ""
        return "</a>" if shows(words, host) else f'</a> <span class="host">({escape(host)})</span>'

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _CODE.format(escape(tokens[idx].content))

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _CODE.format(escape(tokens[idx].content))

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<code dir="ltr" translate="no">{escape(tokens[idx].content)}</code>'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<div class="wide" tabindex="0">{self.renderToken(tokens, idx, options, env)}'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"{self.renderToken(tokens, idx, options, env).rstrip()}</div>\n"

    def formula(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _formula(tokens[idx], "span", env)

    def formula_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _formula(tokens[idx], "div", env) + "\n"


def _formula(token: Token, tag: str, env: EnvType) -> str:
    written = escape(token.content)
    env["formulas"] = env.get("formulas", 0) + len(token.info)
    found = typeset(token.info, display=tag == "div") if env["formulas"] <= MOST_FORMULAS else None
    if found is None:
        return f'<{tag} class="formula"><code dir="ltr" translate="no">{written}</code></{tag}>'
    # Whoever copies the text gets the formula as it was written, not its signs one by one.
    copied = f'<span class="written" aria-hidden="true">{written}</span>'
    return f'<{tag} class="formula" dir="ltr" translate="no"{_scrolled(found[1])}>{found[0]}{copied}</{tag}>'


def _scrolled(width: float) -> str:
    return ' tabindex="0"' if width > WIDE else ""


_READER = with_emphasis(reader(renderer_cls=_Renderer, xhtmlOut=False, maxNesting=LEVELS + 20).enable("strikethrough"))
