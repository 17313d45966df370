"""Which words and numbers of a reply could be its answer: each is marked by one character, so that patterns stay short.

The marks lie in Unicode's private use area, which `reading.plain` empties before.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from components.injection.expected import Expected
from components.injection.in_prose import values
from components.injection.lettered import meant, without_list
from components.injection.mathematics import Value, read, same
from components.injection.numerals import ORDINALS, spoken
from components.injection.reading import FORMULA, NUMBER, NUMBER_WORDS, WORD_NUMBER, value

FIRST, LAST, OTHER = "\ue000", "\uf8fe", "\uf8ff"
V = f"[{FIRST}-{LAST}]"
ANY = f"[{FIRST}-{OTHER}]"

# "A 5 digit number" is about a number.
_DIGITS = re.compile(r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)[ -]digits?(?!\w) ?", re.I)
# "1 million" and "30 %" are not told from what is expected: neither right nor wrong.
_SCALED = re.compile(rf"{NUMBER.pattern} ?(?:(?:hundred|thousand|million|billion|trillion|dozen|percent)\b|%)", re.I)

_LARGE = frozenset(("hundred", "thousand", "million", "billion"))
_NO_FORMULAS = dict.fromkeys(range(ord(FORMULA[0]), ord(FORMULA[-1]) + 1))

_TWICE = {"twice": "2 times", "thrice": "3 times"}


class Lexicon:
    """Marks grow as values are met; `right` is the mark of the right answer. Equal numbers have equal marks."""

    def __init__(self, expected: Expected) -> None:
        self._marks: dict[Decimal | Fraction | str, str] = {}
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
        piece = piece.translate(self._marked_formulas)
        if self._options:
            return piece
        if not self._numeric:
            return self._words.sub(lambda found: self._mark(found[0]), piece)
        if self._open:
            piece = _counted(piece, self._unit)
            piece = _DIGITS.sub("", piece)
            piece = self._spelled_out(piece)
            piece = WORD_NUMBER.sub(self._one_is_no_number(piece), piece)
            piece = _SCALED.sub(OTHER, piece)
        return NUMBER.sub(lambda found: self._mark(found[0]), piece)

    def _spelled_out(self, piece: str) -> str:
        """Numbers of several words and from thirty on, as blanking reads them. With a hundred or more they are not told
        from what is expected, as "1 million" is."""
        parts, at = list[str](), 0
        for number, start, end in spoken(piece):
            said = re.findall("[a-z]+", piece[start:end].lower())
            if said[-1] in ORDINALS or "point" in said or (len(said) == 1 and said[0] in NUMBER_WORDS):
                continue
            parts += (piece[at:start], OTHER if _LARGE.intersection(said) else self._mark(number))
            at = end
        return "".join([*parts, piece[at:]]) if parts else piece

    def _one_is_no_number(self, piece: str) -> Callable[[re.Match[str]], str]:
        """ "The one that…", "one of them": a number only where it counts the unit or stands alone."""

        def mark(found: re.Match[str]) -> str:
            if found[0].lower() == "one" and found[0] != piece.strip(" .!"):
                follows = piece[found.end() :].lstrip().lower()
                if not any(re.match(rf"{re.escape(unit)}(?!\w)", follows) for unit in self._unit):
                    return found[0]
            return self._mark(found[0])

        return mark

    def _mark(self, text: str, certain: bool = False) -> str:
        number = self._number(text) if self._numeric else None
        key = text.casefold() if number is None else number
        if number is not None and not certain and (self._looks_grouped(text) or self._rounded(number)):
            return OTHER
        if key not in self._marks:
            if not (certain or self._open) or len(self._marks) > ord(LAST) - ord(FIRST):
                return OTHER
            self._marks[key] = chr(ord(FIRST) + len(self._marks))
        return self._marks[key]

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
        right = next(iter(self._marks), None)
        if not self._open or not isinstance(right, Decimal) or not isinstance(number, Decimal) or right == number:
            return False
        places = min(_places(right), _places(number))
        step = Decimal(1).scaleb(-places)
        return places > 0 and abs(right - number) < step


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
