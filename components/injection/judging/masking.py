"""Where an answer that is a formula stands in thoughts: as it is written, or as another formula of the same worth."""

import re
from decimal import Decimal
from fractions import Fraction

from components.injection.judging.expected import Expected
from components.injection.judging.in_prose import Span, values
from components.injection.judging.lettered import meant
from components.injection.judging.mathematics import is_formula, read, same
from components.injection.judging.numerals import GAP, IN_WORD
from components.injection.judging.spelled import spelled

_NUMERIC = ("number", "formula")
_HALF = re.compile(rf"(?<!{IN_WORD})half(?!{IN_WORD})", re.I)
_DECIMAL = re.compile(r"(?<![\w.,])-?\d{1,15}\.\d{1,15}(?![\w]|[.,]\d)")


def as_a_whole(text: str, expected: Expected) -> list[Span]:
    r"""In the text itself: \frac{6}{2} where 3 is right, and the option that is right, by its letter and in its words.
    What may be it (0.33 for a third) is taken, too."""
    if expected.options:
        right = expected.in_words
        found = [span for span, letter in meant(text, expected.options) if letter == expected.right]
        found += _worth_as_much(text, right, is_formula(right))
    else:
        found = _worth_as_much(text, expected.right, expected.kind == "formula") if expected.kind in _NUMERIC else []
    found.sort()
    return [span for at, span in enumerate(found) if not any(span[0] < end for _, end in found[max(at - 3, 0) : at])]


def _worth_as_much(text: str, right: str, formula: bool) -> list[Span]:
    if (worth := read(right)) is None:
        return []
    return [span for span, value in values(text, formula, most=len(text) + 1) if same(value, worth) is not False]


def as_written(view: str, right: str) -> list[Span]:
    """But for spaces, and for marks that were taken out of the text."""
    signs = rf"[\s{GAP}]{{0,3}}".join(map(re.escape, re.findall(r"\w+|[^\w\s]", right)))
    return [found.span() for found in re.finditer(rf"(?<![\w^]){signs}(?![\w^])", view)] if signs else []


def rounded(view: str, expected: Expected) -> list[Span]:
    """0.33 where a third is right."""
    if (worth := read(expected.right)) is None or as_decimal(expected.right):
        return []
    numbers = [(found.span(), read(found[0])) for found in _DECIMAL.finditer(view)]
    return [span for span, number in numbers if number and same(number, worth) is not False]


def in_parts(view: str, expected: Expected) -> list[Span]:
    """ "three quarters" where 0.75 is right, and "half of it"."""
    if (worth := read(expected.right)) is None or worth.exact is None or worth.exact.denominator == 1:
        return []
    found = [(one.start, one.end) for one in spelled(view) if one.value == worth.exact and not one.digits]
    if worth.exact == Fraction(1, 2):
        found += [one.span() for one in _HALF.finditer(view)]
    return found


def as_decimal(right: str) -> str:
    """ "" where it has no end."""
    worth = read(right)
    if worth is None or worth.exact is None:
        return ""
    rest = worth.exact.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return f"{Decimal(worth.exact.numerator) / Decimal(worth.exact.denominator):f}" if rest == 1 else ""
