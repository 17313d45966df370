"""Model text is hostile and must be shown as it is: every piece of it that is not `st.text` or `st.code` passes here.

Streamlit's Markdown follows directives (`:red[x]`, `:material/home:`), swaps emoji codes and arrows, reads prices as
formulas, and loads images from anywhere. A backslash stops what is read as Markdown; an invisible word joiner stops
what Streamlit replaces afterwards. The rules were read from its 1.67 front end and are attacked by tests in a browser.
"""

import re
from collections.abc import Iterator
from html import unescape
from textwrap import dedent

from components.marks import KEPT, TAG, TAGS
from components.ui.code import code_lines
from components.ui.depth import doubled, shallow_blocks, shallow_marks
from components.ui.emphasis import with_emphasis
from components.ui.links import ENTITY, JOINER, is_escaped, with_links

UNREADABLE = "\ufffd"
ASIDE = re.compile(f"[{KEPT}{TAG}]")  # characters that Markdown has no use for either
OVERRIDES = "\u202d\u202e"  # what turns the order of letters around, and with it what is read
TICKS = re.compile(r"(?<![`\\])(`+)(?!`)")
# A line that may begin a block ends a span of code: only one that begins with a word surely goes on.
SPAN_ENDS = re.compile(r"\n(?![ \t]*(?!\d{1,9}[.)])[^\W_])")
FORMULA_MARKS = {r"\[": r"\]", r"\(": r"\)", "$$": "$$"}
OPENING = re.compile(r"(?<!\\)\\[\[(]|(?<![\\$])\$\$|(?<![\\$])\$(?![\s$])")
# A pair of single dollars is a formula when it holds what only formulas hold, or one letter; "$5 and $6" is none.
CLOSING = re.compile(r"(?<![\s\\])\$(?![\d$])|\n")
LONGEST_INLINE = 500  # characters
FORMULA = re.compile(r"[\\^_={}]|\A[A-Za-z]\Z")
# Neither a blank line nor an escaped dollar can be in one. An address belongs into none, and what is read as words
# stays within its lines: no boxes of a metre, no commands of its own that make some.
NO_FORMULA = re.compile(
    r"\n[ \t]*\n|\\\$|://"
    r"|\\(?:rule|m?kern|[hm]skip|raisebox|hspace|\\\[)[^\\]{0,60}?\d{3}|\\(?:[gex]?def|(?:re)?newcommand|let)(?![A-Za-z])"
)
# Arrows and signs that Streamlit draws, also where they are escaped or spelled, and beside code and emphasis; not the
# line under a table's head.
_WORD = rf"[^\s*_{KEPT}{TAG}]"
TYPOGRAPHY = re.compile(
    r"^(?=[^\n|]*\|)[ \t>|:-]+$"
    rf"|(?<!{_WORD})(\\?(?:<|&lt;)(?=\\?-\\?(?:>|&gt;)(?!{_WORD})|\\?[-=](?!{_WORD}))"
    rf"|\\?-(?=\\?(?:-|>|&gt;)(?!{_WORD}))|\\?(?:>|&gt;|~)(?=\\?=(?!{_WORD})))",
    re.M,
)
# Signs alone are the alignment of a column.
EMOJI = re.compile(r":(?=(?:\\?[+-]){0,60}\\?\w(?:\\?[\w+-]){0,60}\\?:|material/|streamlit:)")
TASK = r"^(?:[ \t]|>)*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?=[ \t])"
# What must not begin something, and the backslashes before it: an even number of them escapes nothing.
SPECIAL = re.compile(rf"({TASK})|(?<!\\)(\\*)(:(?=[A-Za-z:{JOINER}{TAG}])|[$~\[\]]|<(?=[A-Za-z/!?]))", re.M)
# What makes a link of itself, even after its escapes are read.
ITSELF = re.compile(r"https?(?=\\*:\\*/)|www(?=\\*\.)|(?<=[\w.+-])@(?=[\w\\-]+\.)", re.I)
# A diagram may load pictures; and a language may be spelled by entities.
DIAGRAM = re.compile(r"([`~]{3}[ \t]*)(?=mermaid|[^\s&]{0,8}&)", re.I)
PUNCTUATION = re.compile(r"([\\`*_{}\[\]#|<>~$&])")
# What makes a list of a line that begins with it.
BULLET = re.compile(r"\A([-+]|\d+(?=[.)]))")
# What makes a link of itself.
LINKED = re.compile(r"(www(?=\.)|@)", re.I)


def as_markdown(text: str) -> str:
    """Model text for `st.markdown(…, anchors=False)`: headings, lists, tables, code and formulas, and nothing else.

    Where code begins and ends is judged as CommonMark does, and in doubt against code: a visible backslash is a
    blemish, a directive that is followed changes what was said.
    """
    out: list[str] = []
    prose: list[str] = []
    # st.markdown dedents and strips what it gets: judged must be what it shows.
    text = dedent(ASIDE.sub(UNREADABLE, doubled(text).replace("\r\n", "\n").replace("\r", "\n"))).strip()
    for line, code in code_lines(shallow_blocks(text)):
        if code:
            out += [_prose("\n".join(prose)), line] if prose else [line]
            prose = []
        else:
            prose.append(line)
    if prose:
        out.append(_prose("\n".join(prose)))
    return _everywhere("\n".join(out))


def as_label(text: str) -> str:
    """Any text, on one line and literally, for labels, captions and other places that read a little Markdown."""
    line = TYPOGRAPHY.sub(_joined, BULLET.sub(rf"\1{JOINER}", " ".join(doubled(text).split())))
    line = LINKED.sub(rf"\1{JOINER}", PUNCTUATION.sub(r"\\\1", line))
    return re.sub(f":{JOINER}?", rf"\\:{JOINER}", _everywhere(line))


def _everywhere(text: str) -> str:
    """What must hold in code too, since a mistake about where code begins may not open a door."""
    text = text.replace("![", f"!{JOINER}[").replace(":material/", f":{JOINER}material/")
    return re.sub(f"[{OVERRIDES}]", UNREADABLE, DIAGRAM.sub(rf"\1{JOINER}", text))


def _prose(text: str) -> str:
    """Text outside blocks of code. Its code spans and formulas are put aside while the rest is escaped."""
    kept: list[str] = []
    out: list[str] = []
    at = search = 0
    while ticks := TICKS.search(text, search):
        start, search = ticks.start(), ticks.end()
        ends = SPAN_ENDS.search(text, search)
        close = re.compile(rf"(?<!`){ticks[1]}(?!`)").search(text, search, ends.start() if ends else len(text))
        # A span over a cell of a table may be none.
        if not close or "|" in text[search : close.start()]:
            continue
        out += [_without_formulas(text[at:start], kept), KEPT]
        kept.append(text[start : close.end()])
        at = search = close.end()
    out.append(_without_formulas(text[at:], kept))
    return _with_links(shallow_marks("".join(out)), iter(kept))


def _with_links(text: str, kept: Iterator[str]) -> str:
    """`kept` is what was put aside before. Beside a link, which is put aside as well, emphasis may begin and end."""
    out: list[str] = []
    again: list[str] = []
    for piece, is_link in with_links(text, lambda words: with_emphasis(_escaped(words))):
        if is_link:
            out.append(KEPT)
            again.append(ASIDE.sub(lambda _: next(kept), piece))
        else:
            out.append(_escaped(piece))
            again += [next(kept) for _ in ASIDE.findall(piece)]
    whole = iter(again)
    return ASIDE.sub(lambda _: next(whole), with_emphasis("".join(out)))


def _without_formulas(text: str, kept: list[str]) -> str:
    out: list[str] = []
    at = 0
    for start, end, formula in _formulas(text):
        out += [_without_tags(text[at:start], kept), KEPT]
        kept.append(formula)
        at = end
    return "".join((*out, _without_tags(text[at:], kept)))


def _without_tags(text: str, kept: list[str]) -> str:
    """A break is a small nothing for Streamlit, what is lowered is small, what is raised twice so: our style knows."""

    def aside(found: re.Match[str]) -> str:
        if is_escaped(text, found.start()):
            return found[0]
        words = f":small[{_with_links(found['words'] or '', iter(()))}]{{}}"
        kept.append(f":small[{words}]{{}}" if (found["tag"] or "").lower() == "sup" else words)
        return TAG

    return TAGS.sub(aside, text) if "<" in text else text


def _formulas(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, the formula between dollars). One pass: a mark that nothing closes is looked for only once."""
    at = 0
    unclosed: set[str] = set()
    while found := OPENING.search(text, at):
        start, mark = found.start(), found[0]
        at = found.end()
        if mark == "$":
            closing = CLOSING.search(text, at + 1, at + LONGEST_INLINE)
            inner = text[at : closing.start()] if closing else ""
            if closing and closing[0] == "$" and FORMULA.search(inner) and not NO_FORMULA.search(inner):
                at = closing.end()
                yield start, at, text[start:at]
            continue
        close = -1 if mark in unclosed else text.find(FORMULA_MARKS[mark], at)
        if close < 0:
            unclosed.add(mark)
            continue
        inner, at = text[at:close], close + 2
        if inner.strip() and not NO_FORMULA.search(inner):
            yield start, at, f"${inner.strip()}$" if mark == r"\(" else _display(text, start, at, inner.strip())


def _display(text: str, start: int, end: int, inner: str) -> str:
    """A formula that has its lines to itself is set on its own; beside words it stays between them."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end:].partition("\n")[0] if before.strip() == "" else "words"
    if before.strip() or after.strip():
        return f"$${inner}$$"
    return f"$$\n{before}{inner}\n{before}$$"


def _escaped(text: str) -> str:
    text = EMOJI.sub(f":{JOINER}", TYPOGRAPHY.sub(_joined, text))
    text = ENTITY.sub(_entity, ITSELF.sub(rf"\g<0>{JOINER}", text))
    return SPECIAL.sub(_special, text)


def _special(found: re.Match[str]) -> str:
    """The box of a task stays one."""
    return found[0] if found[3] is None else found[2] + "\\" * (len(found[2]) % 2 == 0) + found[3]


def _joined(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else found[1] + JOINER


def _entity(found: re.Match[str]) -> str:
    """A name for a mark that could not stand there otherwise; any other would be a way around the escapes."""
    means = unescape(found[0])
    return found[0] if means in "<>&\"'" or not (means.isascii() or means in OVERRIDES) else f"\\{found[0]}"
