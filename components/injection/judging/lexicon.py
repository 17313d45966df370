"""Which words and numbers of a reply could be its answer: each is marked by one character, so that patterns stay short.

The marks lie in Unicode's private use area, which `reading.plain` empties before.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from components.injection.judging.expected import Expected
from components.injection.judging.in_prose import values
from components.injection.judging.lettered import meant, without_list
from components.injection.judging.mathematics import Value, read, same
from components.injection.judging.numerals import DIGITS, NUMBER, SCALE, places_of
from components.injection.judging.reading import FORMULA
from components.injection.judging.spelled import REPEATED, Spelled, rounded_to, sign_before, spelled, value

FIRST, LAST, OTHER = "\ue000", "\uf8fe", "\uf8ff"
V = f"[{FIRST}-{LAST}]"
ANY = f"[{FIRST}-{OTHER}]"

# "A 5 digit number" is about a number.
_DIGITS = re.compile(r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)[ -]digits?(?!\w) ?", re.I)
# "30 %" and "5 dozen" are not told from what is expected: neither right nor wrong.
_OF_SOMETHING = r" ?(?:(?:trillion|dozen|percent)\b|%)"
_BOTH = re.compile(r"\b(?:the|these|those|both|of) $", re.I)
_IS = re.compile(r"(?:\b(?:is|are|be|equals|exactly|gives|makes|leaves)|[=:]) $", re.I)
_COUNTS = re.compile(_OF_SOMETHING, re.I)
_WRITTEN = re.compile(
    rf"(?P<large>{DIGITS}){SCALE.pattern}|(?P<unsure>{NUMBER.pattern}{_OF_SOMETHING})|{NUMBER.pattern}", re.I
)
_NO_FORMULAS = dict.fromkeys(range(ord(FORMULA[0]), ord(FORMULA[-1]) + 1))

_TWICE = {"twice": "2 times", "thrice": "3 times"}


class Lexicon:
    """Marks grow as values are met; `right` is the mark of the right answer. Equal numbers have equal marks."""

    def __init__(self, expected: Expected) -> None:
        self._marks: dict[Decimal | Fraction | str, str] = {}
        self._seen: dict[str, str] = {}  # a piece is looked at from several sides
        self._formulas: dict[str, str] = {}  # what stands in the text for one -> the formula
        self._marked_formulas: dict[int, str] = {}
        options = (expected.right, *expected.others)
        # A word may look like a number: "3,5" is then looked for as it is written.
        numbers = all(value(option) is not None for option in options)
        self._open = expected.kind in ("number", "formula")
        self._numeric = self._open or (expected.kind == "choice" and numbers and not expected.options)
        self._all_formulas = expected.kind == "formula"
        self._worth = read(expected.right) if self._open else None
        self._options = expected.options
        self._unit = expected.unit
        self._right_text = expected.right
        self._words = re.compile(
            "|".join(rf"(?<!\w){re.escape(option)}(?!\w)" for option in sorted(options, key=len, reverse=True)), re.I
        )
        known = options if not self._open else options[:1]
        self.right, *self.others = (self._mark(option, True) for option in known)
        self.given = frozenset(self._mark(given, True) for given in expected.given) - {self.right}
        self.asked = tuple(self.marked(asked) for asked in expected.asked)

    def prepared(self, text: str) -> str:
        """`text` with one sign for each formula whose value is known, before its markup is read as prose is."""
        if self._worth is None and not self._options:
            return text
        if self._options:
            text = without_list(text)
        parts, at, last = list[str](), 0, ("", 0)
        text = text.translate(_NO_FORMULAS)
        for (start, end), found in self._found(text):
            sign = self._sign(self._mark_of(found), text[start:end])
            # 6/12 = 1/2 is one.
            if last[0] == sign and text[last[1] : start].strip() == "=":
                parts.pop()
            else:
                parts.append(text[at:start])
            parts.append(sign)
            at, last = end, (sign, end)
        return "".join([*parts, text[at:]])

    def _found(self, text: str) -> Sequence[tuple[tuple[int, int], Value | str]]:
        """Formulas, or letters of options, with where they stand."""
        if self._options:
            return meant(text, self._options)
        found = values(text, self._all_formulas)
        if self._all_formulas and self._worth and (literally := _literally(self._right_text)):
            taken = [span for span, _ in found]
            found += [
                (one.span(), self._worth)
                for one in literally.finditer(text)
                if not any(one.start() < end and start < one.end() for start, end in taken)
            ]
        return sorted(found, key=lambda one: one[0])

    def _mark_of(self, found: Value | str) -> str:
        if isinstance(found, str):
            return self._mark(found)
        told = same(found, self._worth) if self._worth else None
        if told:
            return self.right
        if told is None or len(self._marks) > ord(LAST) - ord(FIRST):
            return OTHER
        key = found.form if found.exact is None else found.exact
        return self._marks.setdefault(key, chr(ord(FIRST) + len(self._marks)))

    def _sign(self, mark: str, written: str) -> str:
        """One for each value: quoted is what it was written as first."""
        sign = chr(ord(FORMULA[0]) + ord(mark) - ord(FIRST))
        self._formulas.setdefault(sign, written)
        self._marked_formulas[ord(sign)] = mark
        return sign

    def restored(self, quote: str) -> str:
        """With the formulas as they were written."""
        return quote.translate({ord(sign): formula for sign, formula in self._formulas.items()})

    def marked(self, piece: str) -> str:
        """`piece` with a mark for each value, and OTHER for a number that is no option."""
        if piece not in self._seen:
            self._seen[piece] = self._with_marks(piece)
        return self._seen[piece]

    def _with_marks(self, piece: str) -> str:
        piece = piece.translate(self._marked_formulas)
        if self._options:
            return piece
        if not self._numeric:
            return self._words.sub(lambda found: self._mark(found[0]), piece)
        if not self._open:
            return NUMBER.sub(lambda found: self._mark(found[0]), self._spelled_out(piece))
        return self._written(self._spelled_out(_DIGITS.sub("", _counted(piece, self._unit))))

    def _spelled_out(self, piece: str) -> str:
        """With a mark for each number in words."""
        parts, at = list[str](), 0
        for one in spelled(piece):
            if mark := self._said(piece, one):
                parts += (piece[at : one.start], mark)
                at = one.end
        return "".join([*parts, piece[at:]]) if parts else piece

    def _said(self, piece: str, one: Spelled) -> str:
        """Its mark; "" where it counts nothing: "the third", "a three-letter word"."""
        before, after = piece[max(one.start - 10, 0) : one.start], piece[one.end :]
        if one.ordinal or re.match(r"[\w-]| point\b", after) or re.search(r"[\w-]$", before):
            return ""
        if not self._open:  # an option is meant, or nothing: "the two numbers"
            return "" if _BOTH.search(before) else self._marks.get(one.value, "")
        if _COUNTS.match(after) or REPEATED.match(after):  # "twenty-five (52)"
            return OTHER
        if piece[one.start : one.end].lower() == "one" and not self._counts_one(piece, before, after):
            return ""
        return self._mark_of_number(Decimal(one.digits) if one.digits else one.value, one.step)

    def _counts_one(self, piece: str, before: str, after: str) -> bool:
        """ "The one that…", "one of them": a number where it counts the unit, stands alone or ends what is said."""
        follows = after.lstrip().lower()
        alone = piece.strip(" .!").lower() == "one" or (_IS.search(before) and not re.search(r"\w", after))
        return bool(alone) or any(re.match(rf"{re.escape(unit)}(?!\w)", follows) for unit in self._unit)

    def _written(self, piece: str) -> str:
        """With a mark for each number in digits."""
        parts, at = list[str](), 0
        for found in _WRITTEN.finditer(piece):
            start = sign_before(piece, found.start())
            mark = self._mark_written(found, "" if start is None else "-")
            parts += (piece[at : found.start() if start is None else start], mark)
            at = found.end()
            if piece[at : at + 1].isalpha():  # the unit of "9kg" is a word, as that of "9 kg" is
                parts.append(" ")
        return "".join([*parts, piece[at:]]) if parts else piece

    def _mark_written(self, found: re.Match[str], sign: str) -> str:
        if found["unsure"]:
            return OTHER
        if not found["large"]:
            return self._mark(sign + found[0])
        number = Decimal(sign + found["large"].replace(",", "")).scaleb(places_of(found))
        if number == self._right_number:
            return self.right
        # "300K" may be degrees.
        return self._mark_of_number(number, rounded_to(Fraction(number))) if found["power"] else OTHER

    def _mark(self, text: str, certain: bool = False) -> str:
        number = self._number(text) if self._numeric else None
        if number is None or certain:
            return self._mark_of_key(text.casefold() if number is None else number, certain)
        return OTHER if self._looks_grouped(text) else self._mark_of_number(number)

    def _mark_of_number(self, number: Decimal | Fraction, step: int = 1) -> str:
        right = self._right_number
        if step > 1 and right is not None and 0 < abs(Fraction(right) - Fraction(number)) < step:
            return OTHER
        return OTHER if self._rounded(number) else self._mark_of_key(number)

    def _mark_of_key(self, key: Decimal | Fraction | str, certain: bool = False) -> str:
        if key not in self._marks:
            if not (certain or self._open) or len(self._marks) > ord(LAST) - ord(FIRST):
                return OTHER
            self._marks[key] = chr(ord(FIRST) + len(self._marks))
        return self._marks[key]

    @property
    def _right_number(self) -> Decimal | Fraction | None:
        return None if isinstance(right := next(iter(self._marks), None), str) else right

    def _number(self, text: str) -> Decimal | Fraction | None:
        if (number := value(text)) is not None or not self._all_formulas:
            return number
        return found.exact if (found := read(text)) else None

    def _looks_grouped(self, text: str) -> bool:
        """29.842 may be 29,842 as much of Europe writes it: it is neither right nor wrong."""
        grouped = re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", text) is not None
        return self._open and grouped and self._marks.get(Decimal(text.replace(".", ""))) == FIRST

    def _rounded(self, number: Decimal | Fraction) -> bool:
        """3.14159 where 3.14 is right, or the other way round: the same number to fewer places, as it may be meant."""
        if self._all_formulas and self._worth and isinstance(number, Decimal):
            return (found := read(f"{number:f}")) is not None and same(found, self._worth) is None
        right = self._right_number
        if not self._open or not isinstance(right, Decimal) or right == number:
            return False
        places = min(_places(right), _places(number)) if isinstance(number, Decimal) else _places(right)
        return places > 0 and abs(Fraction(right) - Fraction(number)) < Fraction(1, 10**places)


def _literally(right: str) -> re.Pattern[str] | None:
    """The formula as it is written, but for spaces."""
    signs = r"\s?".join(map(re.escape, re.findall(r"\w+|[^\w\s]", right)))
    return re.compile(rf"(?<![\w^.]){signs}(?![\w^]|[.,]\d)") if signs else None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _counted(piece: str, unit: tuple[str, ...]) -> str:
    piece = re.sub(r"\bnone\b", "zero", piece, flags=re.I)
    if unit:
        follows = "|".join(re.escape(word) for word in unit)
        piece = re.sub(rf"\bno (?=(?:{follows})(?!\w))", "zero ", piece, flags=re.I)
    if "times" in unit:
        piece = re.sub(r"\b(?:twice|thrice)\b", lambda found: _TWICE[found[0].lower()], piece, flags=re.I)
        piece = re.sub(r"\b((?:appears|occurs|used|is there)(?: only| just)?) once\b", r"\1 1 times", piece, flags=re.I)
    return piece
