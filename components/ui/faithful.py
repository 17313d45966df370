"""Model text is hostile and must be shown as it is: every piece of it that is not `st.text` or `st.code` passes here.

Streamlit's Markdown follows directives (`:red[x]`, `:material/home:`), swaps emoji codes and arrows, reads prices as
formulas, and loads images from anywhere. A backslash stops what is read as Markdown; an invisible word joiner stops
what Streamlit replaces afterwards. The rules were read from its 1.67 front end and are attacked by tests in a browser.
"""

import re

JOINER = "\u2060"
# Code is left alone by everything but images and icons, whose escapes are therefore invisible ones.
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
DISPLAY = re.compile(r"\\\[(.+?)\\\]", re.S)
INLINE = re.compile(r"\\\((.+?)\\\)", re.S)
# A pair of dollars is a formula when it holds what only formulas hold; "$5 and $6" does not.
DOLLARS = re.compile(r"(?<![\\$])\$(?![\s$])((?:[^$\n]*[^$\s\\])?)\$(?![\d$])")
FORMULA = re.compile(r"[\\^_={}]")
DOUBLE = re.compile(r"(?<!\\)\$\$(.+?)\$\$", re.S)
TYPOGRAPHY = re.compile(r"(?<!\S)(<->|->|<-|--|>=|<=|~=)(?!\S)")
EMOJI = re.compile(r":(?=[\w+-]+:|material/|streamlit:)")
DIRECTIVE = re.compile(r"(?<!\\):(?=[A-Za-z:])")
PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&])")


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
    line = PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
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
    text = DISPLAY.sub(lambda found: f"$${found[1]}$$", text)
    text = INLINE.sub(lambda found: f"${found[1].strip()}$", text)
    out: list[str] = []
    at = 0
    for start, end in _formulas(text):
        out += [_escaped(text[at:start]), text[start:end]]
        at = end
    return "".join((*out, _escaped(text[at:])))


def _formulas(text: str) -> list[tuple[int, int]]:
    found = [found.span() for found in DOUBLE.finditer(text)]
    taken = [*found]
    for match in DOLLARS.finditer(text):
        start, end = match.span()
        inside = any(first <= start < last for first, last in taken)
        single = len(match[1]) == 1 and match[1].isalpha()
        if not inside and (single or FORMULA.search(match[1])):
            found.append((start, end))
    return sorted(found)


def _escaped(text: str) -> str:
    text = TYPOGRAPHY.sub(_joined, text)
    text = EMOJI.sub(f"\\\\:{JOINER}", text)
    text = DIRECTIVE.sub(r"\\:", text)
    return re.sub(r"(?<!\\)([$~])", r"\\\1", text)


def _joined(found: re.Match[str]) -> str:
    return found[1][0] + JOINER + found[1][1:]
