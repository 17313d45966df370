"""Thoughts with the right answer taken out of them, so that what they teach can be told from what they tell.

The text is looked at through a copy that has no markup, in which every character knows where it stands in the text.
Where it is unclear whether something is the answer, it goes: a hole too many costs less than an answer that is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components.injection.judging.expected import Expected
from components.injection.judging.masking import as_a_whole, as_decimal, as_written, in_parts, rounded
from components.injection.judging.numerals import (
    GAP,
    IN_WORD,
    ORDINALS,
    SCALE,
    SIGNS,
    SPACELESS,
    WORD,
    places_of,
    plain_digits,
    readings,
    shifted,
    spoken,
)

Span = tuple[int, int]

# What was found already, in a copy of the text: it occurs in no word and no number.
_HOLE = "\x1e"

_JOINERS = "\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKUP = re.compile(
    rf"(?P<marks>(?:[*_`~{_JOINERS}]|&(?:shy|zwn?j);|</?(?:b|i|u|em|strong|code|span|sup|sub)>)+)|(?P<none>\\!)"
    r"|(?P<space>\\[,;: ]|&(?:nbsp|thinsp|#160|#8239);)|\{(?P<point>[.,])\}|\\[a-z]+|\$"
)
_INVISIBLE = re.compile(rf"[{_JOINERS}]|&\w+;")
_INNER = frozenset(".,'")  # of a number
_LETTER = re.compile(rf"(?![{SPACELESS}])[^\W\d_]")

_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,']\d+)*")
# "347 860 × 2" may be two numbers, as in reading.py.
_GOES_ON = re.compile(r" [\d×*/+x=-]")
# What may follow a number without a space beside what scales it: an ordinal's end, a unit, or a multiplication.
_UNIT = re.compile(
    rf"(?:(?P<ordinal>st|nd|rd|th)|[kcm]?m|[km]?g|m?[sl]|h|hrs?|min|am|pm|ft|in|lbs?|x|[CFK])(?!{IN_WORD})|[xX](?=\d)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"(?:\bminus|\bnegative)[ \u00a0-]$", re.I)

_ALONE = {"twice": 2, "thrice": 3, "none": 0}
# "The one that is bigger" counts nothing.
_PRONOUN = re.compile(
    r"\b(?:the|no|which|this|that|other|each|every|any|right|wrong|correct|bigger|larger|greater|smaller) $", re.I
)

_WORKDAYS = {"monday": "Mon", "tuesday": "Tues?", "wednesday": "Weds?", "thursday": "Thu(?:rs?)?", "friday": "Fri"}
_SHORT_DAYS = {**_WORKDAYS, "saturday": "Sat", "sunday": "Sun"}


MOST_PASSES = 6  # over one text: a hostile one could need as many as it has words


@dataclass(frozen=True, slots=True)
class Blanked:
    """`pieces` is what was taken away, as it stood in the text, in order."""

    text: str
    pieces: tuple[str, ...]


def blanked(text: str, expected: Expected, mark: str = "[…]") -> Blanked:
    """`text` with `mark` wherever the right answer stood. `mark` should be no word, no number and not empty."""
    spans = places(text, expected)
    if not spans:
        return Blanked(text, ())
    rest, pieces, at = list[str](), list[str](), 0
    for start, end in spans:
        rest.append(text[at:start])
        pieces.append(text[max(at, start) : end])
        at = end
    return Blanked(mark.join([*rest, text[at:]]), tuple(pieces))


def places(text: str, expected: Expected) -> list[Span]:
    """Where in `text` the right answer stands, in order; two of them may overlap."""
    whole = as_a_whole(text, expected)
    view, origin = _view(_masked(text, whole))
    spans: list[Span] = []
    # What is found may have kept its neighbour from being found: "the first one".
    for _ in range(MOST_PASSES):
        if not (found := _found(view, expected)):
            break
        spans += found
        view = _masked(view, found)
    return sorted([*whole, *(_balanced(text, origin, span) for span in sorted(spans))])


def _view(text: str) -> tuple[str, Sequence[int]]:
    """`text` without markup, and where each of its characters stands in `text`."""
    text = text.translate(SIGNS)
    parts, origin, at = list[str](), list[int](), 0
    for found in _MARKUP.finditer(text):
        start, end = found.span()
        stands = _stands_for(text, found)
        parts += (text[at:start], stands)
        origin.extend(range(at, start))
        origin.extend([start] * len(stands))
        at = end
    return "".join([*parts, text[at:]]), [*origin, *range(at, len(text))] if parts else range(len(text))


def _stands_for(text: str, found: re.Match[str]) -> str:
    if (kind := found.lastgroup) != "marks":
        return {"none": "", "space": "\u00a0", "point": found["point"]}.get(kind or "", GAP)
    # **Wed**nesday, **9**.9 and x_3 are one; 3*4, **3**rd and what stands alone are not.
    before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
    marks = found[0] if len(found[0]) == 1 and found[0] in "*`_~" else _INVISIBLE.sub("", found[0])
    if before.isalnum() and after.isalnum():
        one = not marks.strip("_") or (before.isalpha() and after.isalpha())
    else:
        one = (before.isdigit() and after in _INNER) or (before in _INNER and after.isdigit())
    return "" if one or not marks else GAP


def _masked(view: str, spans: list[Span]) -> str:
    parts, at = list[str](), 0
    for start, end in spans:
        parts += (view[at:start], _HOLE * (end - start))
        at = end
    return "".join([*parts, view[at:]])


def _balanced(text: str, origin: Sequence[int], span: Span) -> Span:
    """Where the span stands in `text`: with the marks beside it where one of a pair is inside, as in **Wed**nesday."""
    start, end = origin[span[0]], origin[span[1] - 1] + 1
    inside = re.findall(r"\*+|~~|`+|</?\w+>", text[start:end]) if end - start > span[1] - span[0] else []
    if len(inside) % 2:
        wanted = inside[0].replace("</", "<")
        if text.endswith(wanted, 0, start):
            return start - len(wanted), end
        wanted = inside[-1] if inside[-1][0] != "<" else f"</{inside[-1][1:]}"
        if text.startswith(wanted, end):
            return start, end + len(wanted)
    return start, end


def _found(view: str, expected: Expected) -> list[Span]:
    right = _view(expected.right)[0].strip(f" {GAP}")
    if not right:
        return []
    formula = expected.kind == "formula"
    number = as_decimal(expected.right) if formula else _number(right)
    if not number and not formula:
        return [found.span("right") for found in _words(right, expected).finditer(view) if found["right"]]
    spans = [*as_written(view, right), *rounded(view, expected)] if formula else []
    spans += in_parts(view, expected)
    if number:
        spans += [*_written(view, number), *_said(view, number, expected)]
    spans.sort()
    return [span for at, span in enumerate(spans) if not at or spans[at - 1][1] <= span[0]]


def _words(right: str, expected: Expected) -> re.Pattern[str]:
    """The right answer as a whole word, or another option that it is a part of ("dark red" where red is right)."""
    other = [_view(option)[0] for option in expected.others]
    longer = [option for option in other if right.casefold() in option.casefold() and len(option) > len(right)]
    short = _SHORT_DAYS.get(right.casefold())
    single = len(right) == 1
    answer = rf"(?-i:{_whole(right)})(?!'(?:m|ve|ll|d|re|t)\b)" if single else _whole(right, "s?" * (len(right) > 2))
    answer = rf"(?<!{IN_WORD}')(?:{answer})" if single else answer
    options = [f"(?P<right>{answer}{rf'|(?-i:{_whole(short, raw=True)})' if short else ''})", *map(_whole, longer)]
    return re.compile("|".join([*options[1:], options[0]]), re.I)


def _whole(words: str, ending: str = "", raw: bool = False) -> str:
    # Marks may stand between the words: New **York**.
    text = words if raw else rf"[\s{GAP}]{{1,8}}".join(re.escape(word) for word in re.split(rf"[\s{GAP}]+", words))
    before = rf"(?<!{IN_WORD})(?<!\d[.,])" if words[0].isdigit() else rf"(?<!{IN_WORD})" if _LETTER.match(words) else ""
    return f"{before}{text}" + (
        rf"(?={ending}(?!{IN_WORD}))" if _LETTER.match(words[-1]) or words[-1].isdigit() else ""
    )


def _number(right: str) -> str | None:
    sign = "-" if right.startswith("-") else ""
    if _GROUPED.fullmatch(written := right.removeprefix("-")):
        return next((sign + value for value in readings(written)), None)
    words = list(spoken(right))
    alone = len(words) == 1 and words[0][1:] == (0, len(right)) and right.lower() not in ORDINALS
    return words[0][0] if alone else None


def _written(view: str, number: str) -> Iterator[Span]:
    digits = number.removeprefix("-")
    for found in _GROUPED.finditer(view):
        token, at = found[0], found.start()
        values = tuple(readings(token))
        if digits in values and (span := _standing(view, at, found.end(), number, values)):
            yield span
            continue
        apart = " " in token and _GOES_ON.match(view, found.end())
        # 9.11,9.9 are two and 3,8,9 three, but 9,9 is one and 9.9.1 is none.
        for part in re.finditer(r"[\d.]+", token) if apart or not values else (found,):
            values = tuple(readings(part[0]))
            start, end = (at + part.start(), at + part.end()) if part is not found else part.span()
            if values and (span := _standing(view, start, end, number, values)):
                yield span


def _standing(view: str, start: int, end: int, number: str, values: tuple[str, ...]) -> Span | None:
    """The span of the number if it is the one looked for, with what stands right before and after it."""
    before, earlier = view[start - 1 : start], view[max(start - 2, 0) : max(start - 1, 0)]
    if before == "." and earlier != "." and not earlier.isalpha():
        start, before, earlier = start - 1, earlier, view[max(start - 3, 0) : max(start - 2, 0)]
        values = (plain_digits(f"0.{view[start + 1 : end]}"),) if view[start + 1 : end].isdecimal() else ()
    if scale := SCALE.match(view, end):
        values, end = tuple(shifted(value, places_of(scale)) for value in values), scale.end()
    elif _LETTER.match(view, end):
        if not (unit := _UNIT.match(view, end)):
            return None
        # The "rd" of "3rd" would tell which one it was.
        end = unit.end() if unit["ordinal"] else end
    if number.removeprefix("-") not in values:
        return None
    times = before in ("x", "X") and earlier.isdigit() and not re.search(r"(?<!\d)0x$", view[max(start - 3, 0) : start])
    if _LETTER.match(before) and not times:
        return None
    signed = before == "-" and not (earlier.isalnum() or (earlier and earlier in f")]{_HOLE}"))
    said = _NEGATIVE.search(view, max(start - 9, 0), start)
    if number[0] != "-":
        return None if signed or (said and said[0][0] in "nN") else (start, end)
    if said:
        return said.start(), end
    return (start - 1, end) if signed or before == "–" else None


def _said(view: str, number: str, expected: Expected) -> Iterator[Span]:
    for value, start, end in spoken(view):
        said = _NEGATIVE.search(view, max(start - 9, 0), start)
        if number[0] == "-":
            if said and value == number[1:]:
                yield said.start(), end
        elif value == number and not (said and said[0][0] in "nN"):
            counted = any(re.match(rf" ?{re.escape(unit)}(?!\w)", view[end : end + 40]) for unit in expected.unit)
            if counted or view[start:end].lower() != "one" or not _PRONOUN.search(view, max(start - 10, 0), start):
                yield start, end
    alone = {"once": 1, **_ALONE} if "times" in expected.unit else _ALONE
    if words := [word for word, value in alone.items() if str(value) == number]:
        yield from (found.span() for found in WORD.finditer(view) if found[0].lower() in words)
    if number == "0" and expected.unit:
        units = "|".join(map(re.escape, expected.unit))
        yield from (found.span() for found in re.finditer(rf"\bno(?= (?:{units})(?!\w))", view, re.I))
