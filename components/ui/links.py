"""Links in a stranger's Markdown: what is one is written anew, so that it says where it leads; nothing else is one.

A link is what names a host of the web or an address of mail in the plain form below. It is shown with that host, except
where its own words are that host already. What remains (other schemes, names and passwords before the host, references,
footnotes, places on the page) is text: an address that has to be read twice should not be one click away.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from components.ui.depth import JOINER

_WORDS = r"(?:[^\[\]\\\n|]|\\[^\n]|\[[^\[\]\n|]*\]){1,500}"
_TARGET = r"<[^<>\s]{1,2000}>|(?:[^\s()<>]|\([^\s()<>]*\)){1,2000}"
_TITLE = r"""(?:[ \t]+(?:"[^"\n\0\x1a]{0,500}"|'[^'\n\0\x1a]{0,500}'))?[ \t]*"""
_MAIL = r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
_BARE = r"(?:https?://|www\.)(?:[\w\-.~:/?#@!$&'()*+,;=%]){1,2000}"
FORM = re.compile(
    rf"\[(?P<words>{_WORDS})\]\([ \t]*(?P<target>{_TARGET}){_TITLE}\)"
    rf"|<(?P<pointed>(?:https?://|mailto:)?[^<>\s]{{1,2000}})>"
    rf"|(?<![\w/@.:+-])(?P<bare>{_BARE}|{_MAIL})",
    re.I,
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
WEB = re.compile(r"(https?)://([^/?#]+)(.*)", re.I | re.A)
HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*\.?|\d{1,3}(?:\.\d{1,3}){3}")
SAFE = "%/?#:@!$&'()*+,;=-._~"
AFTER = "?!.,:;*_~'\""
MARKS = re.compile(r"([\\`*_{}\[\]<>~$&:#|!])")


@dataclass(frozen=True, slots=True)
class Address:
    """`url` in ASCII; `host` is what a reader has to know of it: the host with its port, or whom a mail goes to."""

    url: str
    host: str


def with_links(text: str, as_text: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
    """What is between the links of a prose, and those written anew, each with whether it is a link. `as_text` escapes
    their words."""
    at = 0
    for start, end, written in _found(text, as_text):
        yield text[at:start], False
        yield written, True
        at = end
    yield text[at:], False


def _found(text: str, as_text: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, what is written in its place)"""
    for found in FORM.finditer(text):
        start, end = found.span()
        if is_escaped(text, start):
            continue
        if (words := found["words"]) is not None:
            address = address_of(_unescaped(found["target"].removeprefix("<").removesuffix(">")))
            literal = False
        else:
            words = found["pointed"] or _trimmed(found["bare"])
            end = end if found["pointed"] else start + len(words)
            address, literal = address_of(words), True
            # One that is still being written is no link yet: it would be another one with every letter.
            if end == len(text) and text[max(0, start - 2) : start] == "](":
                continue
        if address is None:
            continue
        shown = _shows(words, address.host)
        written = MARKS.sub(r"\\\1", words) if literal or shown else as_text(words)
        mark = "" if shown else _mark(address, text[end : end + 1])
        yield start, end, f"[{written}](<{address.url.replace('&', '&amp;')}>){mark}"


def is_escaped(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def address_of(written: str) -> Address | None:
    """None for all that a click should not open."""
    if re.fullmatch(_MAIL, name := written[7:] if written[:7].lower() == "mailto:" else written):
        return Address(f"mailto:{name}", name)
    found = WEB.fullmatch(f"http://{written}" if written[:4].lower() == "www." else written)
    if not found or not written.isprintable() or "\\" in written or " " in written:
        return None
    scheme, (host, _, port), rest = found[1].lower(), found[2].partition(":"), found[3]
    try:
        # As a browser asks for it, so that letters which look like others are seen to be other ones.
        host = host.lower().encode("idna").decode()
    except UnicodeError:
        return None
    if not HOST.fullmatch(host) or not re.fullmatch(r"\d{0,5}", port):
        return None
    place = f"{host}:{port}" if port else host
    rest = quote(rest, safe=SAFE).replace(":material/", "%3Amaterial/")
    return Address(f"{scheme}://{place}{rest}", place)


def _unescaped(target: str) -> str:
    """What Markdown makes of a written address."""
    return ENTITY.sub(lambda found: unescape(found[0]), ESCAPED.sub(r"\1", target))


def _trimmed(address: str) -> str:
    """Without what ends a sentence; a bracket or the name of a mark that follows it is none of an address either, nor
    the end of bold words."""
    address = address.partition("**")[0]
    while address:
        if entity := re.search(r"&[a-z0-9]{1,31};\Z", address[-33:], re.I):
            address = address[: -len(entity[0])]
        elif address[-1] in AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        else:
            break
    return address


def _shows(words: str, host: str) -> bool:
    """Are the words of a link the address that it leads to?"""
    bare = re.sub(r"\Ahttps?://|\Amailto:", "", words.strip("*_~ ").lower())
    return bare.isprintable() and " " not in bare and re.match(rf"{re.escape(host)}(?:[/?#]|\Z)", bare) is not None


def _mark(address: Address, following: str) -> str:
    """Quiet, and in a way in which no model can write: its own directives are not followed."""
    host = MARKS.sub(r"\\\1", re.sub(r"(www(?=\.)|@|:)", rf"\1{JOINER}", address.host))
    # What follows in braces would be read as a part of this directive.
    return f" :gray[({host})]" + JOINER * (following == "{")
