"""What numbers are worth, written or spelled out; each as plain digits: "9.9", "13455"."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)

# A number stands alone: 9.9 is neither in 19.9 nor in 9.91, 9.9.1, v9.9 or 9/9.9. Groups of three may be separated.
DIGITS = r"(?<![\w.,/^])(?:(?<![)\w])-)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
NUMBER = re.compile(rf"{DIGITS}(?![.,]?\d|[/^]\d|,\d)(?=(?:kg|km|cm|mm|ml|m|g|s|h|l)?(?!\w))")

# Markup that parts what it stands between: in no word, and in no number.
GAP = "\x1f"

# Scripts without spaces between words, where a number or a foreign word stands next to letters.
SPACELESS = "\u0e00-\u0eff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff66-\uff9f"
IN_WORD = rf"(?:(?![{SPACELESS}])[^\W_])"

# What makes it so many times as large: "3 million", 13.455k, 3e6.
SCALE = re.compile(
    rf"(?:[\s{GAP}]?(?P<power>(?i:hundred|thousand|million|billion))(?!{IN_WORD})|(?P<kilo>[kK])(?!{IN_WORD})"
    r"|[eE](?P<exponent>[+-]?\d{1,3})(?!\w))"
)
_PLACES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}

_ENGLISH = re.compile(r"\d{1,3}(?:[,']\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_EUROPEAN = re.compile(r"\d{1,3}(?:[.']\d{3})+(?:,\d+)?|\d+,\d+")
WORD = re.compile(rf"(?<!{IN_WORD})[A-Za-z]+(?!{IN_WORD})")
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_TO_NINETEENTH = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
POWERS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
CARDINALS = {w: n for n, w in enumerate(NUMBER_WORDS)} | {w: 20 + 10 * n for n, w in enumerate(_TENS)} | POWERS
ORDINALS = (
    {word: number for number, word in enumerate(_TO_NINETEENTH)}
    | {f"{word[:-1]}ieth": 20 + 10 * number for number, word in enumerate(_TENS)}
    | {f"{word}th": power for word, power in POWERS.items()}
)
_JOINED = re.compile(rf"{GAP}*[ \u00a0-]{GAP}*")
_AND = re.compile(rf",?[ \u00a0-]{GAP}*(?:and[ \u00a0-]{GAP}*)?")


class _Signs(dict[int, str]):
    """One character for one, so that no place shifts: digits and letters of all styles as plain ones."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign.isdecimal():
            sign = str(unicodedata.decimal(sign))
        elif unicodedata.decomposition(sign).startswith(("<wide>", "<font>")):
            sign = unicodedata.normalize("NFKC", sign)
        elif unicodedata.category(sign) == "Zs" and sign != " ":
            sign = "\u00a0"
        self[code] = sign
        return sign


SIGNS = _Signs(str.maketrans({"−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "ʼ": "'", "，": GAP}))


def readings(token: str) -> Iterator[str]:
    """What number a token may be: 29.842 is thirty, nearly, or as much of Europe writes it, many thousands."""
    if token.isdecimal():
        yield plain_digits(token)
        return
    token = re.sub(r"(?<=\d)[ \u00a0](?=\d)", "'", token)
    if english := _ENGLISH.fullmatch(token):
        yield plain_digits(re.sub("[,']", "", token))
    if _EUROPEAN.fullmatch(token) and not (english and "," in token):
        yield plain_digits(re.sub("[.']", "", token).replace(",", "."))


def plain_digits(digits: str) -> str:
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def places_of(scale: re.Match[str]) -> int:
    """By how many the point is moved."""
    return _PLACES[scale["power"].lower()] if scale["power"] else int(scale["exponent"] or _PLACES["thousand"])


def shifted(value: str, places: int) -> str:
    whole, _, part = value.partition(".")
    if places < 0:
        whole = whole.rjust(1 - places, "0")
        return plain_digits(f"{whole[:places]}.{whole[places:]}{part}")
    return plain_digits(f"{whole}{part[:places].ljust(places, '0')}.{part[places:]}")


def spoken(view: str) -> Iterator[tuple[str, int, int]]:
    """Numbers in words with where they stand: "forty-two", "three hundred and one", "nine point one", "third"."""
    words = ((found[0].lower(), *found.span()) for found in WORD.finditer(view))
    run: _Run | None = None
    for word, start, end in words:
        value = CARDINALS.get(word, ORDINALS.get(word))
        gap = view[run.seen : start] if run else ""
        if run and word == "point" and not run.decimals and _JOINED.fullmatch(gap):
            run.seen, run.pointed = end, True
            continue
        if run and word == "and":
            continue
        if run and (value is None or not run.takes(value, gap)):
            yield run.number()
            run = None
        if value is None:
            continue
        # "Million" in "3 million" is no number.
        if not run and not (value >= 100 and re.search(rf"\d[\s{GAP}]?$", view[max(start - 2, 0) : start])):
            run = _Run(start, end)
            run.add(value)
        elif run:
            run.add(value)
        if run:
            run.end = run.seen = end
        if run and word in ORDINALS:
            yield run.number()
            run = None
    if run:
        yield run.number()


@dataclass(slots=True)
class _Run:
    """A number as its words come in. `seen` is after `end` where "point" was met, which may be the end of a clause."""

    start: int
    end: int
    seen: int = 0
    whole: int = 0
    part: int = 0
    last: int = 0
    top: int = 10**12
    pointed: bool = False
    decimals: str = ""

    def takes(self, value: int, gap: str) -> bool:
        joined = _JOINED.fullmatch(gap) is not None
        if self.pointed:
            return joined and value < 100
        if value >= 1000:
            return joined and self.part > 0 and value < self.top
        if value == 100:
            return joined and 0 < self.part < 100
        if self.last >= 100:
            return value > 0 and _AND.fullmatch(gap) is not None
        return joined and 0 < value < 10 and self.last >= 20 and self.last % 10 == 0

    def add(self, value: int) -> None:
        if self.pointed:
            compound = 0 < value < 10 and self.last >= 20 and self.decimals
            self.decimals = f"{self.decimals[:-1]}{value}" if compound else f"{self.decimals}{value}"
        elif value >= 1000:
            self.whole, self.part, self.top = self.whole + (self.part or 1) * value, 0, value
        else:
            self.part = (self.part or 1) * 100 if value == 100 else self.part + value
        self.last = value

    def number(self) -> tuple[str, int, int]:
        return plain_digits(f"{self.whole + self.part}.{self.decimals}"), self.start, self.end
