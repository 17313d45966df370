"""Which addresses are links, and how they are shown: by the rule of the room's page, that nobody should have to read an
address twice. Others (other schemes, names and passwords before the host, hosts in odd spellings) are text."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MAIL = r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
MAIL = re.compile(_MAIL)
WEB = re.compile(r"https?://([^/?#]+)(?:[/?#].*)?", re.I)
PLACE = re.compile(r"(?:(?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*\.?|\d{1,3}(?:\.\d{1,3}){3})(?::\d{0,5})?", re.I)
# An address that stands in the text as it is.
BARE = re.compile(rf"(?<![\w/@.:+-])(?:(?:https?://|www\.)[\w\-.~:/?#@!$&'()*+,;=%]{{1,2000}}|{_MAIL})", re.I)
AFTER = "?!.,:;*_~'\""


def host_of(url: str) -> str | None:
    """What a reader has to know of an address, in ASCII: the host with its port, or whom a mail goes to. None for all
    that a click should not open."""
    if url[:7].lower() == "mailto:":
        return url[7:] if MAIL.fullmatch(url[7:]) else None
    found = WEB.fullmatch(url)
    return found[1].lower() if found and PLACE.fullmatch(found[1]) else None


def is_link(url: str) -> bool:
    return host_of(url) is not None


def shows(words: str, host: str) -> bool:
    """Are the words of a link the address that it leads to?"""
    bare = re.sub(r"\Ahttps?://|\Amailto:", "", words.strip("*_~ ").lower())
    return bare.isprintable() and " " not in bare and re.match(rf"{re.escape(host)}(?:[/?#]|\Z)", bare) is not None


def with_bare_links(reader: MarkdownIt) -> MarkdownIt:
    """Addresses that stand in a text as they are become links, too."""

    def link(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline" and token.children and BARE.search(token.content):
                token.children = _linked(token.children, reader)

    reader.core.ruler.after("inline", "bare_links", link)
    return reader


def _linked(tokens: Sequence[Token], reader: MarkdownIt) -> list[Token]:
    made: list[Token] = []
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        made += [token] if depth or token.type != "text" else _of_text(token, reader)
    return made


def _of_text(token: Token, reader: MarkdownIt) -> list[Token]:
    made: list[Token] = []
    at = 0
    for found in BARE.finditer(token.content):
        words = _trimmed(found[0])
        scheme = "" if "://" in words[:8] else "http://" if words[:4].lower() == "www." else "mailto:"
        url = reader.normalizeLink(scheme + words)
        if not words or not is_link(url):
            continue
        start, end = found.start(), found.start() + len(words)
        made += _text(token, token.content[at:start])
        made.append(Token("link_open", "a", 1, {"href": url}, level=token.level))
        made += _text(token, words, 1)
        made.append(Token("link_close", "a", -1, level=token.level))
        at = end
    return [*made, *_text(token, token.content[at:])]


def _text(token: Token, content: str, deeper: int = 0) -> list[Token]:
    return [Token("text", "", 0, content=content, level=token.level + deeper)] if content else []


def _trimmed(address: str) -> str:
    """Without what ends a sentence; a bracket that was opened before it is none of an address either."""
    while address and (address[-1] in AFTER or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address
