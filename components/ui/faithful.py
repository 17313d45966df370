"""Model text is hostile and must be shown as it is: every piece of it that is not `st.text` or `st.code` passes here.

Streamlit's Markdown follows directives (`:red[x]`, `:material/home:`), swaps emoji codes and arrows, reads prices as
formulas, and loads images from anywhere. A backslash stops what is read as Markdown; an invisible word joiner stops
what Streamlit replaces afterwards. The rules were read from its 1.67 front end and are attacked by tests in a browser.
"""

import re
from collections.abc import Iterator

JOINER = "\u2060"
# Code is left alone by everything but images and icons, whose escapes are therefore invisible ones.
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
FORMULA_MARKS = {r"\[": r"\]", r"\(": r"\)", "$$": "$$"}
OPENING = re.compile(r"(?<!\\)\\[\[(]|(?<![\\$])\$\$|(?<![\\$])\$(?![\s$])")
# A pair of single dollars is a formula when it holds what only formulas hold, or one letter; "$5 and $6" is none.
CLOSING = re.compile(r"(?<![\s\\])\$(?![\d$])|\n")
LONGEST_INLINE = 500  # characters
FORMULA = re.compile(r"[\\^_={}]|\A[A-Za-z]\Z")
TYPOGRAPHY = re.compile(r"(?<!\S)(<->|->|<-|--|>=|<=|~=)(?!\S)")
EMOJI = re.compile(r":(?=[\w+-]+:|material/|streamlit:)")
# What must not begin something, and the backslashes before it: an even number of them escapes nothing.
SPECIAL = re.compile(rf"(?<!\\)(\\*)(:(?=[A-Za-z:{JOINER}])|[$~])")
PUNCTUATION = re.compile(r"([\\`*_{}\[\]#|<>~$&])")
# What makes a list of a line that begins with it.
BULLET = re.compile(r"\A([-+]|\d+(?=[.)]))")


def as_markdown(text: str) -> str:
    """Model text for `st.markdown(…, anchors=False)`: headings, lists, tables, code and formulas, and nothing else."""
    out: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = FENCE.match(line)
        if fence:
            out.append(line)
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            out += [_prose("\n".join(prose)), line] if prose else [line]
            prose, fence = [], found[1]
        else:
            prose.append(line)
    if prose:
        out.append(_prose("\n".join(prose)))
    return _everywhere("\n".join(out))


def as_label(text: str) -> str:
    """Any text, on one line and literally, for labels, captions and other places that read a little Markdown."""
    line = PUNCTUATION.sub(r"\\\1", BULLET.sub(rf"\1{JOINER}", " ".join(text.split())))
    return _everywhere(TYPOGRAPHY.sub(_joined, line)).replace(":", f"\\:{JOINER}")


def _everywhere(text: str) -> str:
    """What must hold in code too, since a mistake about where code begins may not open a door."""
    return text.replace("![", f"!{JOINER}[").replace(":material/", f":{JOINER}material/")


def _prose(text: str) -> str:
    """Text outside fences; its code spans are kept."""
    out: list[str] = []
    at = 0
    for span in SPAN.finditer(text):
        out += [_words(text[at : span.start()]), span[0]]
        at = span.end()
    return "".join((*out, _words(text[at:])))


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
            if closing and closing[0] == "$" and FORMULA.search(inner):
                at = closing.end()
                yield start, at, text[start:at]
            continue
        close = -1 if mark in unclosed else text.find(FORMULA_MARKS[mark], at)
        if close < 0:
            unclosed.add(mark)
            continue
        inner, at = text[at:close], close + 2
        if inner.strip():
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
