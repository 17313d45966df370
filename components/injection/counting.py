"""Statements of a number or a word: "there are 3 r's", "9 are left", "347 × 86 = 29,842", "it will be a Friday"."""

import re
from collections.abc import Iterator, Sequence

from components.injection.expected import Expected
from components.injection.lexicon import Lexicon, V
from components.injection.stance import Found, stance

_JUST = r"(?:exactly|only|still|a total of|just|got|now|precisely|indeed|actually|simply|all|the|an?|letter) "
_BARE = (
    r"(?:there (?:are|is|were|will be|would be)|has|have|contains?|leaves?|leaving|left with)"
    rf"(?P<no> not)? (?:{_JUST})*(?P<v>{V})"
    r"(?=\W*$| in\b| of (?:them|those|the)\b)"
)
_SAID = re.compile(
    rf"^(?P<v>{V}) [a-z]+\W*$"
    rf"|\b(?:has|have|is|are|was|were|contains?)(?P<no> not)? (?:{_JUST})*(?P<w>{V})(?! (?:or|and)\b)",
    re.I,
)
_ADDED = rf"\badd(?:ing|ed)?\b[^{V[1:-1]}]{{0,60}} (?:gives|yields|makes|get|is) (?P<v>{V})(?=\W*$)"
_LEFT_WORD = (
    r"(?:left\b(?! (?:the|his|its|their|home|over from)\b)|remain\w*|stay\w*|survive\w*|do not run|did not run)"
)
_IN_TOTAL = r"(?:in total|altogether|in all|total|overall)\b"
_DAY = re.compile(
    r"(?:\b(?:is|be|was|becomes?|gives|gets? (?:you )?to|brings us to|(?:falls?|lands?|ends? up) on)|=)"
    r"(?P<no> not)? ?(?:going to be |also |still |therefore |then |indeed |an? |the )*"
    rf"(?P<v>{V})(?!s?\w)(?! ?(?:again|or|is|and|plus|minus|[+-]))",
    re.I,
)
_ASIDE = re.compile(r"\b(?:tomorrow|yesterday|today is|today was|if)\b", re.I)
_THEN = re.compile(r"^(?:then |so )?(?:it|the day|that|this|we|you)\b", re.I)
# "Subtract 9 sheep", "the first 3 letters", "all but 9": numbers on the way.
_ON_THE_WAY = re.compile(
    r"(?<=\w )but (?:the )?$"
    r"|\b(?:except|except for|minus|subtract\w*|remov\w*|takes?|taking|first|last|next|other|away|than|position|at|step"
    r"|from|of|(?<!left )with|plus|add|adding|at least|at most|about|around|approximately|nearly|almost|over|up to"
    r"|roughly) (?:the |those |these )?$",
    re.I,
)
_GO_AWAY = (
    r"(?! (?:(?:that|who|which|all) )?"
    r"(?:ran|run|runs|running|escape\w*|fle\w+|went|go|goes|wandered|left (?:the|his|its|their|home))\b)"
)
_EQUATION = re.compile(rf"(?P<left>{V}(?: ?[+×/-] ?{V})+) ?= ?(?P<v>{V})(?! ?[+×/-])")
_EQUALS = r" ?(?:=|is equal to|is|equals|makes|gives|comes to|comes out to|are|:)"


def numbers(piece: str, expected: Expected, lexicon: Lexicon) -> Iterator[Found]:
    """What a piece with marks states as the number that was asked for."""
    unit = "|".join(re.escape(word) for word in sorted(expected.unit, key=len, reverse=True)) or "(?!)"
    there = "|".join(("the word", "this word", "that word", "total", "all", "it", *map(re.escape, expected.given)))
    # "2 r's in a row", "1 r in straw": a part of what is counted.
    partly = rf"(?! (?:in (?!(?:the |this |that )?(?:word )?(?:{there})\b)|at|after|before|next|together|more)\b)"
    counted = rf"(?P<v>{V}) (?:(?:total|separate|lowercase|remaining|individual) )*(?:{unit})(?![\w']){partly}"
    of_all = rf"(?:{unit}|of them|of (?:the|his) (?:{V} )?(?:{unit}))"
    is_left = r"(?:that |who |which |is |are |were |will be |would be |still |have )*"
    left = rf"(?P<v>{V}) (?:{of_all} )?{is_left}{_LEFT_WORD}"
    total = rf"(?P<v>{V}) (?:(?:{unit}) )?{_IN_TOTAL}|total of (?P<w>{V})"
    # Of a question whose unit is not known, "insects have 6" may be about something else: see `only_number`.
    bare = _BARE if expected.unit else r"(?P<v>(?!))"
    for final, pattern in ((False, left), (True, total), (False, counted + _GO_AWAY), (False, bare), (False, _ADDED)):
        for found in re.finditer(pattern, piece, re.I):
            value = found["v"] or found.groupdict().get("w") or ""
            if value in lexicon.given and pattern != left:
                continue
            if final or not _ON_THE_WAY.search(piece[: found.start("v")]):
                yield from _found(piece, found, value, final)
    for asked in lexicon.asked:
        yield from _equated(piece, asked)


def _found(piece: str, found: re.Match[str], value: str, final: bool) -> Iterator[Found]:
    holds = stance(piece, found.start(), found.end())
    if holds is not None:
        holds = holds is not bool(found.groupdict().get("no"))
        yield Found(value, holds, final and holds)


def _equated(piece: str, asked: str) -> Iterator[Found]:
    """347 × 86 = 347 × 80 + 347 × 6 = 27,760 + 2,082 = 29,842: the end of the chain."""
    at = piece.find(asked)
    if at < 0:
        return
    after = piece[at + len(asked) :]
    if not (verb := re.match(_EQUALS, after, re.I)):
        return
    rest = after[verb.end() :].rpartition("=")[2]
    told = re.match(
        rf"(?P<no> not)? ?(?:exactly|just|simply|equal to)? ?(?P<v>{V})(?! ?[+×x*/-]| ?\d| or\b)", rest, re.I
    )
    if told and (holds := stance(piece, at, len(piece))) is not None:
        holds = holds is not bool(told["no"])
        yield Found(told["v"], holds, holds)


def sum_of_steps(pieces: Sequence[str]) -> Found | None:
    """The last of several equations, where it adds up what the ones before it gave: 27,760 + 2,082 = 29,842."""
    results: set[str] = set()
    told: Found | None = None
    for piece in pieces:
        for found in _EQUATION.finditer(piece):
            told = Found(found["v"]) if set(re.findall(V, found["left"])) <= results else None
            results.add(found["v"])
    return told


def only_number(pieces: Sequence[str]) -> Found | None:
    """Where nothing is known of the unit: the one number of the whole reply, if it is said of something.

    "A spider has 8 legs." """
    if len(set(re.findall(V, " ".join(pieces)))) != 1:
        return None
    for piece in pieces:
        if (found := _SAID.search(piece)) and (
            told := next(_found(piece, found, found["v"] or found["w"], False), None)
        ):
            return None if _ON_THE_WAY.search(piece[: piece.index(told.value)]) else told
    return None


def words(piece: str, before: str, lexicon: Lexicon) -> Iterator[Found]:
    """What a piece states as the word that was asked for; what it equates with the asked expression is final."""
    if _ASIDE.search(piece):
        return
    asked = any(
        phrase in piece.lower() or (phrase in before.lower() and _THEN.search(piece)) for phrase in lexicon.asked
    )
    for found in _DAY.finditer(piece):
        if asked or found["v"] not in lexicon.given:
            yield from _found(piece, found, found["v"], asked)
