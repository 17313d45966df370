"""Model text is hostile and must be shown as it is: every piece of it that is not `st.text` or `st.code` passes here.

Streamlit's Markdown follows directives (`:red[x]`, `:material/home:`), swaps emoji codes and arrows, reads prices as
formulas, and loads images from anywhere. A backslash stops what is read as Markdown; an invisible word joiner stops
what Streamlit replaces afterwards. The rules were read from its 1.67 front end and are attacked by tests in a browser.
"""

import re
from collections.abc import Iterator
from textwrap import dedent

JOINER = "\u2060"
# A fence may stand in a list or a quotation: group 1 is what is before it, 2 its marks, 3 what follows.
FENCE = re.compile(r"((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}|~{3,})(.*)")
TICKS = re.compile(r"(?<![`\\])(`+)(?!`)")
INDENTED = re.compile(r"(?: {4}|\t)")
BLOCK = re.compile(r"\s*(?:[-*+>]|\d{1,9}[.)]|\[\^)")
FORMULA_MARKS = {r"\[": r"\]", r"\(": r"\)", "$$": "$$"}
OPENING = re.compile(r"(?<!\\)\\[\[(]|(?<![\\$])\$\$|(?<![\\$])\$(?![\s$])")
# A pair of single dollars is a formula when it holds what only formulas hold, or one letter; "$5 and $6" is none.
CLOSING = re.compile(r"(?<![\s\\])\$(?![\d$])|\n")
LONGEST_INLINE = 500  # characters
FORMULA = re.compile(r"[\\^_={}]|\A[A-Za-z]\Z")
# Neither a blank line nor an escaped dollar can be in one.
NO_FORMULA = re.compile(r"\n[ \t]*\n|\\\$")
TYPOGRAPHY = re.compile(r"(?<!\S)(<->|->|<-|--|>=|<=|~=)(?!\S)")
EMOJI = re.compile(r":(?=[\w+-]+:|material/|streamlit:)")
# What must not begin something, and the backslashes before it: an even number of them escapes nothing.
SPECIAL = re.compile(rf"(?<!\\)(\\*)(:(?=[A-Za-z:{JOINER}])|[$~]|<(?=[A-Za-z/!?]))")
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
    text = dedent(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    for line, code in code_lines(text):
        if code:
            out += [_prose("\n".join(prose)), line] if prose else [line]
            prose = []
        else:
            prose.append(line)
    if prose:
        out.append(_prose("\n".join(prose)))
    return _everywhere("\n".join(out))


def code_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a fence (its marks too) or to an indented block of code."""
    fence: tuple[str, str] | None = None  # what stood before the marks, and the marks
    after_blank, in_block, indented = True, False, False
    for line in text.split("\n"):
        blank = not line.strip()
        found = FENCE.match(line)
        closes = fence and found and found[2].startswith(fence[1]) and not found[3].strip()
        if fence and not closes and not _holds(fence[0], line, blank):
            fence = None
        if fence:
            yield line, True
            if closes:
                fence = None
            after_blank = False
            continue
        if found and not (found[2][0] == "`" and "`" in found[3]):
            # Outside lists and quotations a fence holds whatever follows, however it is indented.
            fence = (found[1] if in_block or found[1].strip() else "", found[2])
            yield line, True
            after_blank = indented = False
            continue
        indented = bool(INDENTED.match(line)) and not in_block and (after_blank or indented) and not blank
        yield line, indented
        if not blank and not indented:
            in_block = bool(BLOCK.match(line)) or (in_block and (line[0] in " \t" or not after_blank))
        after_blank = blank


def _holds(before: str, line: str, blank: bool) -> bool:
    """Does a fence with `before` in front of it still hold this line?"""
    if ">" in before:
        return line.lstrip().startswith(">")
    return blank or len(line) - len(line.lstrip(" \t")) >= len(before)


def as_label(text: str) -> str:
    """Any text, on one line and literally, for labels, captions and other places that read a little Markdown."""
    line = TYPOGRAPHY.sub(_joined, BULLET.sub(rf"\1{JOINER}", " ".join(text.split())))
    line = LINKED.sub(rf"\1{JOINER}", PUNCTUATION.sub(r"\\\1", line))
    return _everywhere(line).replace(":", f"\\:{JOINER}")


def _everywhere(text: str) -> str:
    """What must hold in code too, since a mistake about where code begins may not open a door."""
    return text.replace("![", f"!{JOINER}[").replace(":material/", f":{JOINER}material/")


def _prose(text: str) -> str:
    """Text outside blocks of code; its code spans are kept."""
    out: list[str] = []
    at = search = 0
    while ticks := TICKS.search(text, search):
        start, search = ticks.start(), ticks.end()
        line_end = text.find("\n", search)
        line_end = len(text) if line_end < 0 else line_end
        close = re.compile(rf"(?<!`){ticks[1]}(?!`)").search(text, search, line_end)
        # A span that goes on in the next line, or over a cell of a table, may be none.
        if not close or "|" in text[search : close.start()] or _in_target(text, start):
            continue
        out += [_words(text[at:start]), text[start : close.end()]]
        at = search = close.end()
    return "".join((*out, _words(text[at:])))


def _in_target(text: str, at: int) -> bool:
    """Is this place inside the address of a link, or in one that is a link by itself?"""
    word = re.search(r"\S*\Z", text[max(0, at - 2_000) : at])
    return bool(word and re.search(r"\]\([^)]*\Z|://|www\.", word[0]))


def _words(text: str) -> str:
    """Text outside code. Formulas are kept, everything around them is escaped."""
    out: list[str] = []
    at = 0
    for start, end, formula in _formulas(text):
        out += [_escaped(text[at:start]), formula]
        at = end
    return "".join((*out, _escaped(text[at:])))


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
    return SPECIAL.sub(lambda found: found[1] + "\\" * (len(found[1]) % 2 == 0) + found[2], text)


def _joined(found: re.Match[str]) -> str:
    return found[1][0] + JOINER + found[1][1:]
