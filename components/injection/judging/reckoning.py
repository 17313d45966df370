"""The worth of a formula: worked out in exact fractions where it can be, else at two points, so that formulas that are
equal have equal values: 2(x+1) and 2x+2."""

import cmath
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from components.injection.judging.formulas import NoFormula

MOST_DIGITS, MOST_POWER = 400, 1_000

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?|\.\d+)|\\([a-zA-Z]+)|(\S))")
_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "ln": cmath.log,
    "exp": cmath.exp,
    "arcsin": cmath.asin,
    "arccos": cmath.acos,
    "arctan": cmath.atan,
}
_CONSTANTS = {"pi": math.pi, "e": math.e, "i": 1j}
_GREEK = frozenset("alpha beta gamma delta theta lambda mu phi omega sigma rho tau infty".split())


@dataclass(frozen=True, slots=True)
class Amount:
    """`at` are its values where unknowns stand for two sets of numbers; `places` after the point, of a decimal."""

    exact: Fraction | None
    at: tuple[complex, complex]
    unknowns: frozenset[str] = frozenset()
    places: int = 0


def evaluated(said: str) -> Amount:
    """Raises NoFormula, ValueError or ArithmeticError where that cannot be done."""
    return _Reckoner(said).result()


class _Reckoner:
    """Reads once, from the left, and reckons as it reads."""

    def __init__(self, said: str) -> None:
        self._tokens = [found.groups() for found in _TOKEN.finditer(said)]
        # Letters in a row are a word, unless there is something to reckon with: "xy" in 2xy.
        if re.search(r"(?<!\\)(?<![a-zA-Z\\])[a-zA-Z]{4,}", said) or (
            re.search(r"(?<![a-zA-Z\\])[a-zA-Z]{2,}", said) and not re.search(r"[\d+*/^=\\]", said)
        ):
            raise NoFormula
        self._at = self._depth = 0

    def result(self) -> Amount:
        found = self._sum()
        if self._at < len(self._tokens):
            raise NoFormula
        return found

    def _sign(self) -> str:
        """The next sign, "" at the end, a command or a number."""
        return self._tokens[self._at][2] or "" if self._at < len(self._tokens) else ""

    def _sum(self) -> Amount:
        self._depth += 1
        if self._depth > 40:
            raise NoFormula
        found = self._product()
        while (sign := self._sign()) in ("+", "-") and sign:
            self._at += 1
            found = _added(found, self._product(), 1 if sign == "+" else -1)
        self._depth -= 1
        return found

    def _product(self) -> Amount:
        found = self._signed()
        while self._at < len(self._tokens):
            sign = self._sign()
            if sign in ("*", "/") and sign:
                self._at += 1
                other = self._signed()
                found = _times(found, other if sign == "*" else _power(other, _whole(-1)))
            elif sign and not (sign.isalpha() or sign in "({"):
                break
            else:
                found = self._beside(found)
        return found

    def _beside(self, found: Amount) -> Amount:
        """What stands right behind a factor is another one; a fraction behind a whole number is added: 1 1/2."""
        number, command, _ = self._tokens[self._at]
        before = self._tokens[self._at - 1][0]
        if number and before:
            raise NoFormula  # two numbers in a row
        mixed = command == "frac" and before and "." not in before and found.exact is not None
        other = self._powered()
        if mixed and other.exact is not None and 0 < other.exact < 1:
            return _added(found, other, -1 if found.exact and found.exact < 0 else 1)
        return _times(found, other)

    def _signed(self) -> Amount:
        if (sign := self._sign()) in ("-", "+") and sign:
            self._at += 1
            self._depth += 1
            found = self._signed() if self._depth < 40 else _fail()
            self._depth -= 1
            return _times(_whole(-1), found) if sign == "-" else found
        return self._powered()

    def _powered(self) -> Amount:
        found = self._atom()
        while self._sign() == "!":
            self._at += 1
            if found.exact is None or found.exact.denominator != 1 or not 0 <= found.exact <= 100:
                raise NoFormula
            found = _whole(math.factorial(int(found.exact)))
        if self._sign() == "^":
            self._at += 1
            return _power(found, self._argument())
        return found

    def _argument(self) -> Amount:
        """{…}, or one digit, sign or command."""
        number = self._tokens[self._at][0] if self._at < len(self._tokens) else None
        if number and len(number) > 1 and "." not in number:
            self._tokens[self._at : self._at + 1] = [(digit, None, None) for digit in number]
        if self._sign() == "-":
            self._at += 1
            return _times(_whole(-1), self._argument())
        return self._atom()

    def _atom(self) -> Amount:
        if self._at >= len(self._tokens):
            raise NoFormula
        number, command, sign = self._tokens[self._at]
        self._at += 1
        if number:
            return _decimal(number)
        if command:
            return self._command(command)
        if sign in ("(", "{", "["):
            found = self._sum()
            if self._sign() != {"(": ")", "{": "}", "[": "]"}[sign]:
                raise NoFormula
            self._at += 1
            return found
        if sign.isalpha() and sign.isascii():
            return self._unknown(sign)
        raise NoFormula

    def _command(self, command: str) -> Amount:
        if command == "frac":
            above = self._argument()
            return _times(above, _power(self._argument(), _whole(-1)))
        if command == "sqrt":
            root = _whole(2)
            if self._sign() == "[":
                root = self._atom()
            return _power(self._argument(), _power(root, _whole(-1)))
        if command in _FUNCTIONS:
            found = self._powered()
            work = _FUNCTIONS[command]
            return Amount(None, (work(found.at[0]), work(found.at[1])), found.unknowns)
        if command in _CONSTANTS or command in _GREEK:
            return self._unknown(command)
        raise NoFormula

    def _unknown(self, name: str) -> Amount:
        if self._sign() == "_":
            self._at += 1
            number, command, sign = self._tokens[self._at] if self._at < len(self._tokens) else (None, None, None)
            if not (number or (sign and sign.isalnum())) or command:
                raise NoFormula
            self._at += 1
            name = f"{name}_{number or sign}"
        if name in _CONSTANTS:
            value = complex(_CONSTANTS[name])
            return Amount(None, (value, value))
        seed = int.from_bytes(name.encode(), "big") % 9973
        return Amount(None, (complex(0.37 + seed / 9973 * 1.7), complex(2.9 - seed / 9973 * 1.3)), frozenset({name}))


def _fail() -> Amount:
    raise NoFormula


def _whole(number: int) -> Amount:
    return Amount(Fraction(number), (complex(number), complex(number)))


def _decimal(digits: str) -> Amount:
    if len(digits) > MOST_DIGITS:
        raise NoFormula
    exact = Fraction(digits)
    value = complex(float(exact))
    return Amount(exact, (value, value), places=len(digits.partition(".")[2]))


def _added(one: Amount, other: Amount, sign: int) -> Amount:
    exact = None if one.exact is None or other.exact is None else one.exact + sign * other.exact
    at = one.at[0] + sign * other.at[0], one.at[1] + sign * other.at[1]
    return Amount(exact, at, one.unknowns | other.unknowns)


def _times(one: Amount, other: Amount) -> Amount:
    exact = None if one.exact is None or other.exact is None else one.exact * other.exact
    if exact is not None and max(exact.numerator.bit_length(), exact.denominator.bit_length()) > 10_000:
        raise NoFormula
    places = other.places if one.exact == -1 else 0  # of -0.5
    return Amount(exact, (one.at[0] * other.at[0], one.at[1] * other.at[1]), one.unknowns | other.unknowns, places)


def _power(one: Amount, other: Amount) -> Amount:
    exact = None
    if one.exact is not None and other.exact is not None:
        exact = _exact_power(one.exact, other.exact)
    if exact is not None:
        value = complex(float(exact))
        return Amount(exact, (value, value))
    at = one.at[0] ** other.at[0], one.at[1] ** other.at[1]
    return Amount(None, at, one.unknowns | other.unknowns)


def _exact_power(base: Fraction, power: Fraction) -> Fraction | None:
    if abs(power.numerator) > MOST_POWER:
        raise NoFormula
    if power.denominator == 1:
        if max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(power.numerator) > 10_000:
            raise NoFormula
        return base ** int(power)
    if base >= 0 and power.denominator == 2:
        above, below = math.isqrt(base.numerator), math.isqrt(base.denominator)
        if above**2 == base.numerator and below**2 == base.denominator:
            return Fraction(above, below) ** power.numerator
    return None
