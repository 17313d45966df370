"""What a number, a fraction or a formula is worth, however it is written: 0.5, 1/2, \\frac{1}{2} and 50/100 are one.

The one reader of such values: by it an expected answer is told to be one, a reply is judged, and thoughts are blanked.
What it does not surely understand has no value (None), and two values of which it is not sure are neither the same nor
different (None).
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from components.injection.judging.formulas import MOST_LENGTH, NoFormula, cleaned, written_alike
from components.injection.judging.reckoning import Amount, evaluated

# 3rd, 10am, 5kg, 4K: looked for as they are written.
_MEASURED = re.compile(r"-?[\d.,]+(?:[A-Za-z]{2,}|[mgshlKDCFMBT])")
_CLOSE_ENOUGH, _FAR_ENOUGH = 1e-9, 1e-6


@dataclass(frozen=True, slots=True)
class Value:
    """`form` is how it is written, without what means nothing. With `amount` it is a number (or holds unknowns), with
    `parts` a point, an interval or a list, by its `brackets`; "" in any order. `unit` as it was written: "%", "cm"."""

    form: str
    amount: Amount | None = None
    brackets: str = ""
    parts: "tuple[Value, ...]" = ()
    unit: str = ""

    @property
    def exact(self) -> Fraction | None:
        return self.amount.exact if self.amount else None


@lru_cache(maxsize=4_096)
def read(text: str) -> Value | None:
    """None for what is no number, formula or list of them."""
    if len(text) > MOST_LENGTH:
        return None
    try:
        said, unit = cleaned(text)
        return _read(said, unit)
    except (NoFormula, ArithmeticError, ValueError, RecursionError):
        return None


def _read(said: str, unit: str) -> Value:
    said = _right_side(said)
    form = written_alike(said)
    if not form:
        raise NoFormula
    if "±" in said:
        both = tuple(
            Value(written_alike(one), evaluated(one)) for one in (said.replace("±", "+"), said.replace("±", "-"))
        )
        return Value(form, parts=both, unit=unit)
    inside, brackets = _without_brackets(said)
    parts = _at_commas(inside)
    if len(parts) > 1:
        return Value(form, None, brackets, tuple(_read(part, "") for part in parts), unit)
    if brackets in ("[]", "(]", "[)", "{}"):
        if brackets != "{}":
            raise NoFormula
        return Value(form, None, brackets, (_read(inside, ""),), unit)
    return Value(form, evaluated(said), unit=unit)


def _right_side(said: str) -> str:
    """Of x = 5 or f(x) = 5 the 5; any other equation has no value."""
    left, equals, right = said.partition("=")
    if not equals:
        return said
    name = left.strip()
    named = name[:1].isalpha() and (len(name) == 1 or (name[1:2] == "(" and name[-1] == ")" and len(name) <= 5))
    if not named or "=" in right:
        raise NoFormula
    return right.strip()


def _without_brackets(said: str) -> tuple[str, str]:
    """What stands in a pair of brackets around all of it, and the pair; "\\{" is written as "{{"."""
    for opening, closing in (("(", ")"), ("[", "]"), ("(", "]"), ("[", ")"), ("⦃", "⦄")):
        if said.startswith(opening) and said.endswith(closing) and _is_one(said[1:-1]):
            return said[1:-1].strip(), "{}" if opening == "⦃" else opening + closing
    return said, ""


def _is_one(inside: str) -> bool:
    depth = 0
    for sign in inside:
        depth += (sign in "([{⦃") - (sign in ")]}⦄")
        if depth < 0:
            return False
    return depth == 0


def _at_commas(inside: str) -> list[str]:
    parts, depth, begun = list[str](), 0, 0
    for at, sign in enumerate(inside):
        depth += (sign in "([{⦃") - (sign in ")]}⦄")
        if sign in ",;" and not depth:
            parts.append(inside[begun:at].strip())
            begun = at + 1
    return [*parts, inside[begun:].strip()]


def same(one: Value, other: Value) -> bool | None:
    """None where it cannot be told: of a rounded number, of other units, of what is written in two ways."""
    if one.unit != other.unit and ((one.unit and other.unit) or "%" in (one.unit, other.unit)):
        return None
    if one.form == other.form:
        return True
    if one.amount and other.amount:
        return _same_amounts(one.amount, other.amount)
    if bool(one.parts) != bool(other.parts) or len(one.parts) != len(other.parts):
        return False
    in_order = [same(a, b) for a, b in zip(one.parts, other.parts, strict=True)]
    if one.brackets == other.brackets and one.brackets not in ("", "{}"):
        return False if False in in_order else None if None in in_order else True
    # (1, 2) and 1, 2 are one; whether (1, 2) and [1, 2), or {1, 2}, is unsure.
    if {one.brackets, other.brackets} == {"", "()"} and all(in_order):
        return True
    told = _same_in_any_order(one.parts, other.parts)
    return told if told is False or one.brackets == other.brackets else None


def _same_in_any_order(some: tuple[Value, ...], others: tuple[Value, ...]) -> bool | None:
    left, unsure = list(others), False
    for one in some:
        found = [same(one, other) for other in left]
        if True in found:
            left.pop(found.index(True))
        elif None in found:
            unsure = True
        else:
            return False
    return None if unsure else not left


def _same_amounts(one: Amount, other: Amount) -> bool | None:
    if one.exact is not None and other.exact is not None:
        return one.exact == other.exact or (None if _rounded(one, other) or _rounded(other, one) else False)
    if _rounded(one, other) or _rounded(other, one):
        return None
    far = [abs(a - b) / max(1.0, abs(a), abs(b)) for a, b in zip(one.at, other.at, strict=True)]
    if max(far) < _CLOSE_ENOUGH:
        return True
    return False if max(far) > _FAR_ENOUGH else None


def _rounded(one: Amount, other: Amount) -> bool:
    """Is `one` written with a point, and the other the same but for more places than it has?"""
    if not one.places or one.exact is None or other.unknowns or other.exact == one.exact:
        return False
    if other.places and other.places < one.places:
        return False
    if other.exact is not None:
        return abs(one.exact - other.exact) < Fraction(1, 10**one.places)
    return abs(float(one.exact) - other.at[0]) < 10.0**-one.places


def is_formula(text: str) -> bool:
    """Is it a value, and no word? A letter alone, as of a choice, is none."""
    if _MEASURED.fullmatch(text.strip()):
        return False
    return re.search(r"[\d\\]|[+*/^=]| - |^-", text) is not None and read(text) is not None
