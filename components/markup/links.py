"""Which addresses are links, and what a reader has to know of one: nobody should have to read an address twice.

A link is what names a host of the web or an address of mail in the plain form below. What remains (other schemes, names
and passwords before the host, hosts in odd spellings, references, footnotes, places on the page) is text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, link

_MAIL = r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
MAIL = re.compile(_MAIL)
WEB = re.compile(r"(https?)://([^/?#]+)(.*)", re.I | re.A)
HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*\.?|\d{1,3}(?:\.\d{1,3}){3}")
PORT = re.compile(r"\d{0,5}")
# An address that stands in the text as it is.
BARE = re.compile(rf"(?<![\w/@.:+-])(?:(?:https?://|www\.)[\w\-.~:/?#@!$&'()*+,;=%]{{1,2000}}|{_MAIL})", re.I)
MAY_BE_BARE = re.compile(r"://|www\.|@", re.I)
SAFE = "%/?#:@!$&'()*+,;=-._~"
AFTER = "?!.,:;*_~'\""
ENTITY_BEHIND = re.compile(r"&[a-z0-9]{1,31};\Z", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """`url` in ASCII; `host` is what a reader has to know of it: the host with its port, or whom a mail goes to."""

    url: str
    host: str


@dataclass(frozen=True, slots=True)
class Bare:
    """An address that stands in a text from `start` to `end`."""

    start: int
    end: int
    url: str


@lru_cache(256)  # of a link it is asked again and again
def address_of(written: str) -> Address | None:
    """None for all that a click should not open."""
    if MAIL.fullmatch(name := written[7:] if written[:7].lower() == "mailto:" else written):
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
    if not HOST.fullmatch(host) or not PORT.fullmatch(port):
        return None
    place = f"{host}:{port}" if port else host
    # A browser leaves these as they are; Streamlit would read an icon into the one in the middle of an address.
    rest = quote(rest, safe=SAFE).replace(":material/", "%3Amaterial/")
    return Address(f"{scheme}://{place}{rest}", place)


def shows(words: str, host: str) -> bool:
    """Are the words of a link the address that it leads to?"""
    bare = re.sub(r"\Ahttps?://|\Amailto:", "", words.strip("*_~ ").lower())
    return bare.isprintable() and " " not in bare and re.match(rf"{re.escape(host)}(?:[/?#]|\Z)", bare) is not None


def is_escaped(text: str, at: int) -> bool:
    """Does a backslash before `at` take its meaning away?"""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def with_links(reader: MarkdownIt) -> MarkdownIt:
    """Only plain addresses are links, those too that stand in a text as they are; in a link there is no other one. The
    token `link_close` notes in its `meta` where the link and its words stand."""
    reader.normalizeLink, reader.validateLink, reader.normalizeLinkText = _normal, _is_link, _as_written
    reader.inline.ruler.at("text", _text)
    reader.inline.ruler.at("link", _link)
    reader.inline.ruler.at("autolink", _pointed)
    return reader


def _normal(url: str) -> str:
    found = address_of(url)
    return found.url if found else url


def _as_written(link: str) -> str:
    return link


def _is_link(url: str) -> bool:
    return address_of(url) is not None


def _link(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[" or state.linkLevel or not link(state, True):
        return False
    if state.src[start : state.pos - 1].rstrip().endswith("("):  # []() would lead to where it stands
        state.pos = start
        return False
    if not silent:
        state.pos = start
        link(state, False)
        words = start + 1, state.md.helpers.parseLinkLabel(state, start, True)
        state.tokens[-1].meta |= {"span": (start, state.pos), "words": words}
    return True


def _pointed(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.linkLevel or not autolink(state, silent):
        return False
    if not silent:
        state.tokens[-1].meta |= {"span": (start, state.pos), "words": (start + 1, state.pos - 1)}
    return True


def _text(state: StateInline, silent: bool) -> bool:
    """What is no sign of anything, up to the next address."""
    start = state.pos
    bare = None if state.linkLevel else _next_bare(state)
    if bare and bare.start == start and bare.end <= state.posMax:
        if not silent:
            _push(state, bare)
        state.pos = bare.end
        return True
    found = state.md.inline.terminator_re.search(state.src, start)
    end = min(found.start() if found else state.posMax, bare.start if bare and bare.start > start else state.posMax)
    if end <= start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _push(state: StateInline, bare: Bare) -> None:
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"href": bare.url}
    opened.info = "auto"
    state.push("text", "", 0).content = state.src[bare.start : bare.end]
    closed = state.push("link_close", "a", -1)
    closed.info = "auto"
    closed.meta |= {"span": (bare.start, bare.end), "words": (bare.start, bare.end)}


def _next_bare(state: StateInline) -> Bare | None:
    """They are looked for once a text: lookaheads go back and forth in it."""
    src, found = state.env.get("bare", ("", ()))
    if src != state.src:
        found = list(_bare(state.src))
        state.env["bare"] = state.src, found
    if not found:
        return None
    at = bisect_left(found, state.pos, key=_start_of)
    return found[at] if at < len(found) else None


def _start_of(bare: Bare) -> int:
    return bare.start


def _bare(text: str) -> Iterator[Bare]:
    for found in BARE.finditer(text) if MAY_BE_BARE.search(text) else ():
        words, start = _trimmed(found[0]), found.start()
        if (address := address_of(words)) and not is_escaped(text, start):
            yield Bare(start, start + len(words), address.url)


def _trimmed(address: str) -> str:
    """Without what ends a sentence; a bracket or the name of a mark that follows it is none of an address either, nor
    the end of bold words."""
    address = address.partition("**")[0]
    while address:
        if entity := ENTITY_BEHIND.search(address[-33:]):
            address = address[: -len(entity[0])]
        elif address[-1] in AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        else:
            break
    return address
