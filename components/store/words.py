"""What words are: which signs make them up, which of them count as the same, and what was typed to find them.

Case and the accents of Latin, Greek and Cyrillic letters do not matter. Scripts without blanks (Chinese, Japanese,
Thai, …) are taken sign by sign and looked for as phrases. Signs that are no letters and no digits are never found.
"""

import re
import unicodedata
from typing import NamedTuple

PARTS = 24  # words and phrases; what is typed beyond them is not looked at
TYPED = 500  # characters, likewise

_MARKS = "".join(sign for sign in map(chr, range(0x300, 0x10000)) if unicodedata.category(sign)[0] == "M")
_UNSPACED = (
    r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_SIGN = rf"(?=[{_UNSPACED}])[\w{_MARKS}]"
_LETTER = rf"(?![_{_UNSPACED}])[\w{_MARKS}]"
TERM = re.compile(rf"{_SIGN}|(?:{_LETTER})+")
_GAP = rf"(?:[^\w{_MARKS}]|_)"
_PART = re.compile(r'"([^"]*)("?)|([^\s"]+)')


class Phrase(NamedTuple):
    """Terms that follow each other; the last one may be the beginning of a word."""

    terms: tuple[str, ...]
    begins: bool  # never with a single letter of ASCII: too many words do

    @property
    def pattern(self) -> str:
        """Of a folded text."""
        said = re.escape(self.terms[0])
        for last, term in zip(self.terms, self.terms[1:], strict=False):
            touch = alone(last) or alone(term)
            said += f"{_GAP}{'*' if touch else '+'}{re.escape(term)}"
        before = "" if alone(self.terms[0]) else f"(?<!{_LETTER})"
        after = "" if alone(self.terms[-1]) else f"(?:{_LETTER})*" if self.begins else f"(?!{_LETTER})"
        return f"{before}{said}{after}"


class _Folds(dict[int, int]):
    """A letter for a letter, so that a place in a folded text is the same place in the text."""

    def __missing__(self, code: int) -> int:
        base, *marks = unicodedata.normalize("NFD", chr(code))
        if not (base < "\u0590" and all(map(unicodedata.combining, marks))):
            base = chr(code)
        small = base.casefold()
        self[code] = found = ord(small if len(small) == 1 else base)
        return found


_FOLDS = _Folds()


def folded(body: str) -> str:
    """What counts of a text. It is as long as the text, composed."""
    return body.lower() if body.isascii() else unicodedata.normalize("NFC", body).translate(_FOLDS)


def phrases_of(words: str) -> list[Phrase]:
    found: list[Phrase] = []
    for quoted, closed, bare in _PART.findall(words[:TYPED])[:PARTS]:
        if terms := tuple(TERM.findall(folded(quoted or bare))):
            found.append(Phrase(terms, not closed and not alone(terms[-1]) and len(terms[-1].encode()) > 1))
    return [one._replace(begins=one.begins and one is found[-1]) for one in found]


def alone(term: str) -> bool:
    """A sign of a script without blanks."""
    return re.match(_SIGN, term) is not None
