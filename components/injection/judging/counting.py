"""Statements of a number or a word: "there are 3 r's", "9 are left", "347 × 86 = 29,842", "it will be a Friday"."""

import re
from collections.abc import Iterator, Sequence

from components.injection.judging.expected import Expected
from components.injection.judging.lexicon import Lexicon, V
from components.injection.judging.numerals import NUMBER_WORDS
from components.injection.judging.spelled import value
from components.injection.judging.stance import Found, stance

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
_STAY_WORD = (
    r"(?:remain\w*|stay\w*|survive\w*|do not run|did not run)"
    r"\b(?!(?: \w+)? (?:ran|run|escaped|left|went|fled|outside|lost|missing|away|gone)\b)"
)
_LEFT_THEM = r"(?! (?:the|his|its|their|home|over from|to|out|behind|un\w+)\b)"
_IN_TOTAL = r"(?:in total|altogether|in all|total|overall)\b"
_DAY = re.compile(
    r"(?:\b(?:is|be|was|becomes?|gives|gets? (?:you )?to|brings us to|(?:falls?|lands?|ends? up) on)|=)"
    r"(?P<no> not)? ?(?:going to be |also |still |therefore |then |indeed |an? |the )*"
    rf"(?P<v>{V})(?!'?s?\w)(?! ?(?:again|or|is|and|plus|minus|[+-]))",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:tomorrow|yesterday|today is|today was|if|ago|days before|(?:one |a )day (?:before|after|prior|later)"
    r"|(?:next|first|previous|following|preceding|another|last|one|1|second) day)\b",
    re.I,
)
_BESIDE = re.compile(r"\bthe day (?:before|after|prior|later)\b(?! (?:that|tomorrow)\b)", re.I)
# Days that are counted: "after 99 days", "day 99", "the 99th day", "Wednesday + 1".
_DAYS = re.compile(
    rf"\b(\d{{1,6}}|{'|'.join(NUMBER_WORDS)})(?:st|nd|rd|th)? days?\b|\bday (\d{{1,6}})|\+ ?(\d{{1,6}})",
    re.I,
)
_THEN = re.compile(r"^(?:then |so )?(?:it|the day|that|this|we|you)\b", re.I)
# "Subtract 9 sheep", "the first 3 letters", "all but 9": numbers on the way.
_ON_THE_WAY = re.compile(
    r"(?<=\w )but (?:the )?$"
    r"|\b(?:except|except for|minus|subtract\w*|remov\w*|takes?|taking|first|last|next|other|away|than|position|at|step"
    r"|from|of|(?<!left )with|plus|add|adding|at least|at most|about|around|approximately|nearly|almost|over|up to"
    r"|roughly) (?:the |those |these )?$",
    re.I,
)
# What may stand around a counted unit: "there are 3 r's in it", but not "he lost 8 sheep", "2 r's near the end".
_COUNTING = re.compile(
    r"(?:^(?:• )?|[:=→] ?|\b(?:is|are|be|'s|has|have|contains?|containing|appears?|appearing|occurs?|occurring|used"
    r"|repeated|shows up|found|present|counted|count|find|see|got|get|gives|makes|making|leaves?|leaving|with|keeps"
    r"|still|means|of|but|so) )"
    rf"(?:not )?(?:{_JUST})*$",
    re.I,
)
# Of anything else ("berry has 2 r's", "the wolf has 8 sheep") it is not known whether it is the whole.
_SUBJECTS = ("it", "this", "that", "which", "who", "he", "she", "they", "we", "i", "you", "farmer", "word", "will")
_COUNTED_SO_FAR = r"(?=\W*$|[:;.!)]| (?:in|of|total|altogether|overall|here|not|rather|and not|as)\b)"
_OTHER_LETTER = re.compile(
    r"\b([a-z])(?:'?s)? (?:\w+ )?(?:appears|occurs|shows|is (?:there|used|found|present))\b|\bletters? ([a-z])\b", re.I
)
_ADDED_UP = re.compile(
    r"\b(?:another|more(?! than))\b|\b(?:later|afterwards)\b"
    r"|^(?:then|plus|and)? ?(?:once|1 time|one time)\b(?! in (?:total|all))",
    re.I,
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
    # "9 sheep left", said of what they did, is the opposite of "9 are left".
    being = (
        r"(?:(?:that|who|which) )?(?:still )?(?:is|are|were|will be|would be) (?:still )?(?:left|the ones left)\b"
        + _LEFT_THEM
    )
    had = r"(?:there (?:is|are|were|will be|would be)|has|have|with|having|keeps|be) (?P<no>not )?"
    left = (
        rf"(?P<v>{V}) (?:{of_all} )?(?:{being}|(?:that |who |which |will |would |still |have |are |is )*{_STAY_WORD})"
        rf"|\b{had}(?:{_JUST})*(?P<w>{V}) (?:{of_all} )?left\b{_LEFT_THEM}"
    )
    total = rf"(?P<v>{V}) (?:(?:{unit}) )?{_IN_TOTAL}|total of (?P<w>{V})"
    # Of a question whose unit is not known, "insects have 6" may be about something else: see `only_number`.
    bare = _BARE if expected.unit else r"(?P<v>(?!))"
    whole = counted + _COUNTED_SO_FAR
    for final, pattern in ((False, left), (True, total), (False, whole), (False, bare), (False, _ADDED)):
        for found in re.finditer(pattern, piece, re.I):
            value = found["v"] or found.groupdict().get("w") or ""
            if value in lexicon.given and pattern != left:
                continue
            if pattern == whole and not _counts(piece, found, expected):
                continue
            if final or not _ON_THE_WAY.search(piece[: found.start("v")]):
                yield from _found(piece, found, value, final)
    for asked in lexicon.asked:
        yield from _equated(piece, asked)


def _counts(piece: str, found: re.Match[str], expected: Expected) -> bool:
    letters = [unit for unit in expected.unit if len(unit) == 1]
    if letters and any((of[1] or of[2]).lower() not in letters for of in _OTHER_LETTER.finditer(piece)):
        return False
    before = piece[: found.start("v")]
    if found[0].lower().endswith("times") and re.search(r"\b(?:i|we) (?:\w+ )*(?:it )?$|\bother\b", before, re.I):
        return False
    subject = re.search(r"(\w+)['s]* (?:\w+ly |now |still |only )?(?:has|have|contains?) (?:\w+ )?$", before, re.I)
    if subject and subject[1].lower() not in (*_SUBJECTS, *expected.given):
        return False
    return bool(_COUNTING.search(before))


def added_up(pieces: Sequence[str]) -> bool:
    """ "1 r, then 2 more r's": no number in it is the whole."""
    return any(_ADDED_UP.search(piece) for piece in pieces)


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
    if re.search(r"[+×/-] ?$", piece[:at]):
        return
    after = piece[at + len(asked) :]
    if not (verb := re.match(_EQUALS, after, re.I)):
        return
    rest = after[verb.end() :].rpartition("=")[2]
    told = re.search(
        rf"^(?P<no> not)? ?(?:exactly|just|simply|equal to)? ?(?P<v>{V})(?! ?[+×x*/-]| ?\d| or\b)", rest, re.I
    )
    if told and (holds := stance(piece, at, len(piece) - len(rest) + told.end())) is not None:
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


def all_left(pieces: Sequence[str], unit: tuple[str, ...]) -> Found | None:
    """ "9 sheep left", where it is the whole reply."""
    units = "|".join(map(re.escape, unit))
    found = re.fullmatch(rf"(?:(?:only|just|exactly) )?({V}) (?:(?:{units}) )?left\W*", " ".join(pieces), re.I)
    return Found(found[1]) if found and unit else None


def supposes_another(pieces: Sequence[str], lexicon: Lexicon) -> bool:
    """ "If today is Thursday, …" where the question says otherwise."""
    return any(re.match("if ", p, re.I) and set(re.findall(V, lexicon.marked(p))) - lexicon.given for p in pieces)


def words(piece: str, before: str, lexicon: Lexicon) -> Iterator[Found]:
    """What a piece states as the word that was asked for; what it equates with the asked expression is final."""
    if _ASIDE.search(piece) or _other_day(piece, lexicon):
        return
    asked = any(
        phrase in piece.lower() or (phrase in before.lower() and _THEN.search(piece)) for phrase in lexicon.asked
    )
    for found in _DAY.finditer(piece):
        if _BESIDE.search(piece):
            # Of which day it is the neighbour is not known: it stands against any other claim, and is none itself.
            yield from (Found(found["v"]), Found(found["v"], False))
        elif asked or found["v"] not in lexicon.given:
            yield from _found(piece, found, found["v"], asked)


def _other_day(piece: str, lexicon: Lexicon) -> bool:
    """Whether it counts other days than those asked for, or than their rest by the number of words that recur."""
    asked = next((int(n) for phrase in lexicon.asked for n in re.findall(r"\d+", phrase)), None)
    if asked is None:
        return False
    counted = [int(value(next(filter(None, found))) or 0) for found in _DAYS.findall(piece)]
    around = len(lexicon.others) + 1
    return any(n != asked and n != asked % around for n in counted)
