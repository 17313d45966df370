"""Model text is hostile and must be shown as it is: every piece of it that is not `st.text` or `st.code` passes here.

Streamlit's Markdown follows directives (`:red[x]`, `:material/home:`), swaps emoji codes and arrows, reads prices as
formulas, and loads images from anywhere. A backslash stops what is read as Markdown; an invisible word joiner stops
what Streamlit replaces afterwards. The rules were read from its 1.67 front end and are attacked by tests in a browser.
"""

import re
from collections.abc import Sequence
from html import unescape
from textwrap import dedent

from components.markup.escaping import OVERRIDES, UNREADABLE, literal
from components.markup.links import Address, shows
from components.markup.marks import KEPT, TAG
from components.markup.nesting import shallow_blocks, shallow_marks
from components.markup.reading import Piece, read
from components.ui.emphasis import with_emphasis
from components.ui.signs import JOINER, doubled

ASIDE = re.compile(f"[{KEPT}{TAG}]")  # characters that Markdown has no use for either
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
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
# What makes a list of a line that begins with it.
BULLET = re.compile(r"\A([-+]|\d+(?=[.)]))")
# What makes a link of itself.
LINKED = re.compile(r"(www(?=\.)|@)", re.I)


def as_markdown(text: str) -> str:
    """Model text for `st.markdown(…, anchors=False)`: headings, lists, tables, code and formulas, and nothing else.

    Where code begins and ends is judged as CommonMark does, and in doubt against code: a visible backslash is a
    blemish, a directive that is followed changes what was said.
    """
    # st.markdown dedents and strips what it gets: judged must be what it shows.
    text = dedent(ASIDE.sub(UNREADABLE, doubled(text).replace("\r\n", "\n").replace("\r", "\n"))).strip()
    text = shallow_blocks(text, JOINER)
    reading = read(text)
    out: list[str] = []
    at = number = 0
    for start, end in reading.code:
        if at < start:
            first, number = number, _until(reading.pieces, number, start)
            out.append(_prose(text, at, start - 1, reading.pieces[first:number]))
        out.append(text[start:end])
        at = end + 1
    if at <= len(text):
        out.append(_prose(text, at, len(text), reading.pieces[number:]))
    return _everywhere("\n".join(out))


def _until(pieces: Sequence[Piece], number: int, end: int) -> int:
    while number < len(pieces) and pieces[number].start < end:
        number += 1
    return number


def as_label(text: str) -> str:
    """Any text, on one line and literally, for labels, captions and other places that read a little Markdown."""
    line = TYPOGRAPHY.sub(_joined, BULLET.sub(rf"\1{JOINER}", " ".join(doubled(text).split())))
    line = LINKED.sub(rf"\1{JOINER}", literal(line))
    return re.sub(f":{JOINER}?", rf"\\:{JOINER}", _everywhere(line))


def as_words(text: str) -> str:
    """Any text, literally, as the words of a link."""
    return literal(text).replace(":", r"\:")


def _everywhere(text: str) -> str:
    """What must hold in code too, since a mistake about where code begins may not open a door."""
    text = text.replace("![", f"!{JOINER}[").replace(":material/", f":{JOINER}material/")
    return re.sub(f"[{OVERRIDES}]", UNREADABLE, DIAGRAM.sub(rf"\1{JOINER}", text))


def _prose(text: str, start: int, end: int, pieces: Sequence[Piece]) -> str:
    """What stands there outside blocks of code. Its pieces are put aside while the rest is escaped: beside one of them,
    too, emphasis may begin and end."""
    out: list[str] = []
    at = start
    for piece in pieces:
        out += [text[at : piece.start], KEPT if piece.kind in ("code", "formula", "link") else TAG]
        at = piece.end
    out.append(text[at:end])
    whole = iter(pieces)
    return ASIDE.sub(lambda _: _written(text, next(whole)), with_emphasis(_escaped(shallow_marks("".join(out)))))


def _written(text: str, piece: Piece) -> str:
    """A break is a small nothing for Streamlit, what is lowered is small, what is raised twice so: our style knows."""
    match piece.kind:
        case "code":
            return piece.line
        case "formula":
            return _formula(text, piece)
        case "link":
            return _link(text, piece)
        case "br":
            return ":small[]{}"
        case "sub":
            return f":small[{_prose(text, *piece.words, piece.inside)}]{{}}"
        case "sup":
            return f":small[:small[{_prose(text, *piece.words, piece.inside)}]{{}}]{{}}"


def _formula(text: str, piece: Piece) -> str:
    """A formula that has its lines to itself is set on its own; beside words it stays between them."""
    if piece.alone:
        inner = text[slice(*piece.words)]
        before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
        held = re.sub(r"[^\s>]", " ", before)  # what holds the first line with its mark holds the others without it
        first, *lines = inner.split("\n")
        lines = [f"{held}{first.strip()}"] * bool(first.strip()) + lines
        if not lines[-1].strip(" \t>"):
            lines.pop()
        return "\n".join(("$$", *lines, f"{held}$$"))
    if piece.line[0] == "$" != piece.line[1]:
        return piece.line
    inner = piece.line[2:-2].strip()
    return f"${inner}$" if piece.line[1] == "(" else f"$${inner}$$"


def _link(text: str, piece: Piece) -> str:
    """What is one is written anew, so that it says where it leads, except where its own words are that host already."""
    words, address = text[slice(*piece.words)], piece.address
    # One that is still being written is no link yet: it would be another one with every letter.
    if address is None or (piece.literal and piece.end == len(text) and text[: piece.start].endswith("](")):
        return _escaped(words)
    shown = shows(words, address.host)
    told = as_words(words) if piece.literal or shown else _prose(text, *piece.words, piece.inside)
    mark = "" if shown else _mark(address, text[piece.end : piece.end + 1])
    return f"[{told}](<{address.url.replace('&', '&amp;')}>){mark}"


def _mark(address: Address, following: str) -> str:
    """Quiet, and in a way in which no model can write: its own directives are not followed."""
    host = as_words(re.sub(r"(www(?=\.)|@|:)", rf"\1{JOINER}", address.host))
    # What follows in braces would be read as a part of this directive.
    return f" :gray[({host})]" + JOINER * (following == "{")


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
