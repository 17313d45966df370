"""Numbers in words as they are meant: with their sign, with fractions, and with what stands around them that says that
they are none. By it an expected answer is told to be a number, a reply is judged, and thoughts are blanked."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from components.injection.judging.numerals import CARDINALS, GAP, ORDINALS, POWERS, spoken

_SIGN = re.compile(r"(?<!\w)(?P<said>minus|negative)[ \u00a0-]$", re.I)
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    f"{word}{ending}": number for word, number in ORDINALS.items() if number > 2 for ending in ("", "s")
}
_PART = re.compile(rf"(?<=[ \u00a0-])(?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})(?![\w-])", re.I)
_ONE = re.compile(r"(?<![\w-])(?P<one>an?|one)[ \u00a0-]$", re.I)
_ANY_PART = ("half", "quarter")
# "One third r" is the third of them, and "a third" may be one more.
_OF_THE_WHOLE = re.compile(r"(?![ \u00a0]?[a-z])| of\b", re.I)
_WHOLE_AND = re.compile(r"(?:(?<![\w.,/-])(?P<digits>\d{1,9}) and |(?P<and> and ))$", re.I)
REPEATED = re.compile(r" ?\((-?\d[\d,]{0,30}(?:\.\d{1,30})?)\)")
_LONGEST, _LONGEST_NUMBER = 40, 300  # characters that are looked at before a number, and of one in words


@dataclass(frozen=True, slots=True)
class Spelled:
    """From `start` to `end` of a text; `ordinal`: "third", which counts nothing. `digits` are those of it, "" of a
    fraction. `step` is what such a number may be rounded to: 100 of "five hundred", 1 of "five hundred and one"."""

    value: Fraction
    start: int
    end: int
    digits: str = ""
    ordinal: bool = False
    step: int = 1


def spelled(text: str) -> list[Spelled]:
    """In the order in which they stand."""
    whole = [_of_run(text, *run) for run in spoken(text)]
    parts = list(_fractions(text, whole)) if whole or _PART.search(text) else []
    kept = [one for one in whole if not any(one.start < part.end and part.start < one.end for part in parts)]
    return [_signed(text, one) for one in sorted([*kept, *parts], key=lambda one: one.start)]


def value(text: str) -> Decimal | Fraction | None:
    """What `text` is worth where it is a number and nothing else: 9.90, 1,204, "nine", "a hundred and five"."""
    said = " ".join(text.split()).replace("−", "-")
    if re.fullmatch(r"-?\d[\d,]{0,400}(?:\.\d{1,400})?", said, re.ASCII):
        return Decimal(said.replace(",", ""))
    one = number_in_words(said)
    return None if one is None else Decimal(one.digits) if one.digits else one.value


def number_in_words(text: str) -> Spelled | None:
    """None where `text` is anything else, or more."""
    found = spelled(text) if len(text) < _LONGEST_NUMBER else []
    if len(found) != 1 or found[0].ordinal or found[0].end != len(text):
        return None
    return found[0] if text[: found[0].start].lower() in ("", "a ", "an ") else None


def in_digits(text: str) -> str:
    """`text` with digits where a number is said with a point, or twice ("twenty-five (25)"), and without commas within
    a number in words."""
    parts, at = list[str](), 0
    for one in spelled(text):
        said, end = text[one.start : one.end], one.end
        twice = REPEATED.match(text, end)
        if twice and not one.ordinal and Fraction(twice[1].replace(",", "")) == one.value:
            said, end = twice[1], twice.end()
        elif "." in one.digits:
            said = one.digits
        parts += (text[at : one.start], said.replace(",", "") if end == one.end else said)
        at = end
    return "".join([*parts, text[at:]])


def sign_before(text: str, start: int) -> int | None:
    """Where "minus" or "negative" begins that belongs to the number at `start`; None where none does, or where
    something is subtracted: "seven minus three"."""
    found = _SIGN.search(text, max(start - 10, 0), start)
    if found is None:
        return None
    before = text[max(found.start() - _LONGEST, 0) : found.start()].rstrip(f" \u00a0{GAP}")
    last = before[-1:]
    taken_from = last.isdigit() or last in (")", "]", "}", "%") or unicodedata.category(last or " ") in ("Co", "Cc")
    word = re.search(r"[a-z]+$", before, re.I)
    taken_from = taken_from or (word is not None and word[0].lower() in CARDINALS)
    return None if taken_from and found["said"].lower() == "minus" else found.start()


def _of_run(text: str, digits: str, start: int, end: int) -> Spelled:
    last = re.findall("[a-z]+", text[start:end].lower())[-1]
    worth = Fraction(digits)
    return Spelled(worth, start, end, digits, last in ORDINALS, rounded_to(worth) if last in POWERS else 1)


def rounded_to(worth: Fraction) -> int:
    """1,000 of 42,000: the power of ten that all of it is in."""
    digits = str(abs(int(worth)))
    return 10 ** (len(digits) - len(digits.rstrip("0"))) if worth and worth.denominator == 1 else 1


def _fractions(text: str, whole: list[Spelled]) -> Iterator[Spelled]:
    """ "three quarters", "one half", "two and a half"."""
    ending_at = {one.end: one for one in whole if not one.ordinal}
    for found in _PART.finditer(text):
        name = found[0].lower()
        over = ending_at.get(found.start() - 1)
        if name.endswith("s") and over and over.value > 1 and over.value.denominator == 1:
            above, start = over.value, over.start
        elif (one := _ONE.search(text, max(found.start() - 5, 0), found.start())) and not name.endswith("s"):
            if name not in _ANY_PART and (one["one"].lower() != "one" or not _OF_THE_WHOLE.match(text, found.end())):
                continue
            above, start = Fraction(1), one.start()
        else:
            continue
        yield Spelled(*_mixed(text, above / _PARTS[name], start, ending_at), found.end())


def _mixed(text: str, part: Fraction, start: int, ending_at: dict[int, Spelled]) -> tuple[Fraction, int]:
    """With the whole before it, where there is one."""
    found = _WHOLE_AND.search(text, max(start - _LONGEST, 0), start) if part < 1 else None
    if found and found["digits"]:
        return int(found["digits"]) + part, found.start()
    if found and (whole := ending_at.get(found.start())) and whole.value.denominator == 1:
        return whole.value + part, whole.start
    return part, start


def _signed(text: str, one: Spelled) -> Spelled:
    start = sign_before(text, one.start)
    if start is None:
        return one
    return replace(one, value=-one.value, start=start, digits=f"-{one.digits}" if one.digits else "")
