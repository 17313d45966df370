"""Which marks are emphasis, struck text or one of the few tags, by the rule that the room's page follows, too."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, strikethrough
from markdown_it.rules_inline.state_inline import Delimiter

from components.markup.marks import KEPT, LETTER, TAGS, kind_of, sides

ASIDE = ("code_inline", "formula", "link_close")


def with_emphasis(reader: MarkdownIt) -> MarkdownIt:
    reader.inline.ruler.at("emphasis", _emphasis)
    reader.inline.ruler.at("strikethrough", _struck)
    return reader


def with_tags(reader: MarkdownIt) -> MarkdownIt:
    reader.inline.ruler.before("autolink", "tag", _tag)
    return reader


def _emphasis(state: StateInline, silent: bool) -> bool:
    mark, start = state.src[state.pos], state.pos
    if silent or mark not in "*_":
        return False
    end = _end(state)
    aside = not state.pending and state.tokens and state.tokens[-1].type in ASIDE
    opens, closes = sides(state.src, start, end, KEPT if aside else "")
    for _ in range(start, end):
        state.push("text", "", 0).content = mark
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(mark), end - start, token, end=-1, open=opens, close=closes))
    state.pos = end
    return True


def _struck(state: StateInline, silent: bool) -> bool:
    """About 5 is no beginning of anything: 1~~2."""
    start = state.pos
    if silent or state.src[start] != "~":
        return False
    end = _end(state)
    around = state.src[start - 1 : start] if start else "", state.src[end : end + 1]
    if all(kind_of(letter) is LETTER for letter in around):
        state.append_pending(state.src[start:end])
        state.pos = end
        return True
    return strikethrough.tokenize(state, silent)


def _end(state: StateInline) -> int:
    end = state.pos
    while end < state.posMax and state.src[end] == state.src[state.pos]:
        end += 1
    return end


def _tag(state: StateInline, silent: bool) -> bool:
    found = TAGS.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "<" else None
    if found is None:
        return False
    if not silent:
        if found["tag"]:
            name, most = found["tag"].lower(), state.posMax
            state.push(f"{name}_open", name, 1)
            state.pos, state.posMax = found.start("words"), found.end("words")
            state.md.inline.tokenize(state)
            state.posMax = most
            made = state.push(f"{name}_close", name, -1)
            made.meta["words"] = found.span("words")
        else:
            made = state.push("hardbreak", "br", 0)
        made.meta["span"] = found.span()
    state.pos = found.end()
    return True
