"""Model text as HTML that asks nobody for anything: no markup of its own, no pictures, links to web and mail alone."""

from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from components.export.emphasis import with_emphasis
from components.export.formulas import with_formulas
from components.export.links import host_of, is_link, shows, with_bare_links
from components.export.mathml import typeset

DEEPEST = 40  # what is nested deeper is shown as its source: a browser gives up on some thousands
LOWEST_HEADING = 6
MOST_FORMULAS = 100_000  # characters of one text; further ones stand as they were written, since typesetting takes time
WIDE = 26  # letters; what cannot be broken in a wider formula is scrolled on a phone, by keys too
# Code runs from left to right whatever it holds, and is scrolled by keys too.
_CODE = '<pre dir="ltr" translate="no" tabindex="0"><code>{}</code></pre>\n'


def as_prose(text: str, above: int) -> str:
    """`above` is the level of the heading it stands under."""
    env: EnvType = {}
    try:
        tokens = _READER.parse(text, env)
        if max((_depth(token) for token in tokens), default=0) >= DEEPEST:
            return as_source(text)
        _shift_headings(tokens, above)
        for token in tokens:
            if not token.level and (token.nesting == 1 or token.type == "heading_open"):
                token.attrSet("dir", "auto")
        return _READER.renderer.render(tokens, _READER.options, env)
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
        host = host_of(str(tokens[opened].attrGet("href") or "")) or ""
        words = "".join(token.content for token in tokens[opened:idx])
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


def _reader() -> MarkdownIt:
    options = {"html": False, "xhtmlOut": False, "maxNesting": DEEPEST + 20}
    reader = MarkdownIt("commonmark", options, renderer_cls=_Renderer).enable(["table", "strikethrough"])
    reader.validateLink = is_link
    return with_bare_links(with_formulas(with_emphasis(reader)))


_READER = _reader()
