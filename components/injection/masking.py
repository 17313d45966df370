"""Where an answer that is a formula stands in thoughts: as it is written, or as another formula of the same worth."""

import re
from decimal import Decimal

from components.injection.expected import Expected
from components.injection.in_prose import Span, values
from components.injection.mathematics import read, same
from components.injection.numerals import GAP

_DECIMAL = re.compile(r"(?<![\w.,])-?\d{1,15}\.\d{1,15}(?![\w]|[.,]\d)")


def of_the_same_worth(text: str, expected: Expected) -> list[Span]:
    r"""\frac{6}{2} where 3 is right. In doubt they are taken, too."""
    worth = read(expected.right) if expected.kind in ("number", "formula") else None
    if worth is None:
        return []
    found = values(text, expected.kind == "formula", most=len(text) + 1)
    return [span for span, value in found if same(value, worth) is not False]


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
