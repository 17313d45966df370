"""The HTML file read as a browser reads it: every rule for it is asserted on the way."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from components.conversation import Turn
from components.export import as_html
from tests.export.chats import CHAT

VOID = {"meta", "br", "hr", "wbr"}
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "article",
        "details",
        "summary",
        "div",
        "span",
    ),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "a",
        "em",
        "strong",
        "s",
        "sub",
        "sup",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
    ),
    *("sub", "sup", "table", "thead", "tbody", "tr", "th", "td", "br", "hr", "wbr"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "aria-labelledby", "tabindex", "href"),
    *("rel", "title", "style", "start", "aria-hidden", "translate"),
}
MATH = {
    *(
        "math",
        "semantics",
        "annotation",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
    ),
    *("msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom"),
}
# What an attribute of a formula may say: a choice or a short length, and nothing that leads anywhere.
CHOICE = re.compile(r"true|false|prefix|postfix|infix|block|normal|application/x-tex|[0-3]|[a-z]+(-[a-z]+)*( [a-z]+)?")
SIZE = re.compile(r"-?\d{0,2}(\.\d{1,4})?(em|ex|px|pt|mm|cm)?")
SIZES = {"width", "height", "depth", "voffset", "lspace", "rspace", "minsize", "maxsize", "linethickness"}
CHOICES = {
    *("display", "encoding", "class", "accent", "displaystyle", "fence", "form", "largeop", "movablelimits"),
    *("scriptlevel", "separator", "stretchy", "mathvariant"),
}
ALIGNED = re.compile(r"text-align:(left|right|center)")
LINK = re.compile(r"(https?://|mailto:)", re.I)


class Read(HTMLParser):
    """Every rule for the file is asserted while it is read; the words are kept, and the tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.typeset: list[str] = []
        self.annotations: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in MATH:
            assert set(found) <= SIZES | CHOICES, (tag, found)
            for name, value in found.items():
                assert (SIZE if name in SIZES else CHOICE).fullmatch(value or ""), (tag, found)
        else:
            assert tag in TAGS and set(found) <= ATTRIBUTES, (tag, found)
        # Only text is in a leaf of a formula, and a formula is in none.
        assert not self.open or self.open[-1] not in ("mi", "mn", "mo", "mtext", "mspace", "annotation")
        assert (tag in MATH) == (tag == "math" or (bool(self.open) and self.open[-1] in MATH))
        assert len(found) == len(attrs)
        assert "style" not in found or ALIGNED.fullmatch(found["style"] or "")
        # A browser that translates leaves alone what is no sentence, and says so nowhere else.
        assert found.get("translate", "no") == "no"
        self.tags.append(tag)
        if tag == "a":
            assert LINK.match(found["href"] or ""), found
            assert found["rel"] == "noopener noreferrer nofollow"
            self.links.append(found["href"] or "")
        else:
            assert "href" not in found
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag not in VOID and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "annotation":
            self.annotations.append(data)
        elif self.open and self.open[-1] in MATH:
            # What is typeset is not a source: nothing of it was left over.
            assert self.open[-1] in ("mi", "mn", "mo", "mtext") and "\\" not in data, data
            self.typeset.append(data)
        elif self.open and self.open[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def shown(self) -> str:
        return "".join(self.words)


def checked(text: str) -> Read:
    assert text.startswith("<!doctype html>\n") and text.encode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]", text)
    read = Read(text)
    assert (read.tags.count("h1"), read.tags.count("title"), read.tags.count("main")) == (1, 1, 1)
    assert read.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(read.headings, read.headings[1:], strict=False))
    return read


def page(*turns: Turn, title: str = "Bees") -> Read:
    return checked(as_html(replace(CHAT, title=title), turns))
