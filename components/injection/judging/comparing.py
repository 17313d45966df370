"""Statements that compare two numbers: "9.9 is bigger", "9.11 < 9.9", "the smaller one is 9.11", "they are equal"."""

import re
from collections.abc import Iterator

from components.injection.judging.expected import Relation
from components.injection.judging.lexicon import ANY, OTHER, Lexicon, V
from components.injection.judging.stance import Found, stance

_BIG = "bigger|larger|greater|higher|biggest|largest|greatest|highest|more(?= than)"
_SMALL = "smaller|lower|lesser|smallest|lowest|less(?= than)|less(?=[ .;!]*$)"
_COMP = rf"(?P<big>{_BIG})|(?P<small>{_SMALL})"
_NOUN = (
    r"(?: (?:number|one|value|decimal|quantity|option|choice|of (?:the )?(?:two|numbers|pair)|numerically|in value))*"
)
_IS = r"(?:is|was|are|would be|will be|must be|has to be|has|comes out|remains|ranks)"
_OF_A_PART = (
    r"(?! ?(?:tenths?|hundredths?|digits?|fraction\w*|parts?|whole|integer|places?|decimal (?:part|place)|first"
    r"|(?:number )?of digits)\b)"
)
_SUBJECT = re.compile(
    rf"(?P<a>{V}),? (?:(?:that|which) )?{_IS} (?P<mid>(?:[\w'{OTHER}]+ ){{0,5}}?)(?:{_COMP})\b{_NOUN}{_OF_A_PART}"
    rf"(?P<than> than (?:the )?(?:number |value )?(?P<b>{ANY}|[\w']+))?",
    re.I,
)
_OBJECT = re.compile(
    rf"(?:{_COMP})\b(?: (?:number|one|value|decimal|of|the|two|numbers|decimals?|between|and|or|among|these|those|both"
    rf"|option|choice|answer)|,? {V})*,? ?(?:is|:|=|would be|will be|must be|has to be)"
    rf"(?P<mid>(?: (?:not|clearly|therefore|actually|indeed|thus|definitely|simply|then|certainly|still))*) (?P<a>{V})"
    rf"(?! ?(?:is|or|vs|versus|and {V}|[<>=+-]))",
    re.I,
)
_SIGN = re.compile(rf"(?P<a>{V}) ?(?:is )?(?P<sign>[<>]) ?(?P<b>{V})")
_BEATS = re.compile(rf"(?P<a>{V}) (?:\w+ )?(?P<verb>exceeds|does not exceed) (?P<b>{V})", re.I)
_EQUAL = re.compile(
    r"(?:\b(?:they|both|(?:the )?(?:two|both) (?:numbers|decimals|values)|the numbers)"
    rf"|{V} and {V}) are (?:both |actually )*(?P<no>not )?"
    r"(?:equal|the same(?: number| value| size)?|identical|equivalent)(?= in value| in size| to each| as each"
    rf"|\W*$)|(?P<a>{V}) ?(?:=|equals|is equal to|is the same as) ?(?P<b>{V})",
    re.I,
)
_NEITHER = re.compile(rf"\bneither\b[\w ]*? is (?:the )?(?:{_BIG}|{_SMALL})", re.I)
_QUESTION = re.compile(rf"\bis (?P<a>{V}) (?:\w+ )?(?:the )?(?:{_COMP})\b(?: than (?P<b>{ANY}|\w+))?", re.I)
_OPEN = re.compile(r"\b(?:which|what|who|why|how)\b", re.I)
# What may stand between a number and "bigger": of anything else ("thought to be", "almost") it is not known.
_MID = re.compile(
    rf"(?:(?:the|an?|not|never|no|nor|neither|only|just|merely|it|much|far|way|slightly|marginally|significantly|greatly"
    r"|considerably|substantially|clearly|definitely|obviously|actually|indeed|therefore|thus|hence|then|also|still|even"
    r"|numerically|mathematically|certainly|truly|really|simply|strictly|always|in|fact|of|course|two|both|bit|little|lot"
    rf"|that|any|very|too|by|overall|one|number|{OTHER}) )*",
    re.I,
)
# "Not much bigger" says that it is bigger, or that it is not.
_DEGREE = re.compile(
    r"\b(?:hardly|barely|scarcely|much|far|way|slightly|marginally|significantly|greatly|considerably|substantially|bit"
    r"|little|lot|that|very|too|by|always)\b",
    re.I,
)
_BY_MUCH = re.compile(r"^,? by\b|^ (?:to any|in any) ", re.I)
_ORDERED = re.compile(
    rf"\b(?:ascending|descending)\b|\b(?:{_BIG}|{_SMALL}|least|most)(?: number| one)?"
    rf"(?: ?(?:[/→>,]|->|-) ?| (?:to|and|then|or|before) )(?:the )?(?:{_BIG}|{_SMALL}|least|most)\b",
    re.I,
)
_NOT = re.compile(r"\b(?:not(?! only| just| merely)|never|neither|nor|no|hardly|barely)\b", re.I)
# In a list of versions or dates the longer number may be the later one: then it is not the question's comparison.
# Code compares without saying what comes out.
_OTHER_SENSE = re.compile(
    r"\b(?:versions?|versioning|semver|dates?|chapters?|sections?|software|print|assert|return|strings?|length"
    r"|lexicograph\w*|alphabet\w*|fonts?)\b",
    re.I,
)
_IF = re.compile(
    r"^(?:and |but |so )?(?:if|unless|suppose|assuming)\b"
    r"(?! (?:you|we|i|one) (?:compar|look|align|write|convert|add|pad|line|put|subtract|consider|rewrite|extend))",
    re.I,
)


# "The second largest", "the seemingly larger one": not the larger one.
_NOT_THE_ONE = re.compile(
    r"\b(?:second|2nd|next|seemingly|apparently|supposedly|looks|looking|non|not|not the)[ -]$", re.I
)


def other_sense(sentence: str) -> bool:
    return bool(_OTHER_SENSE.search(sentence))


def conditional(piece: str) -> bool:
    return bool(_IF.search(piece))


def ordered(piece: str) -> bool:
    """ "Smallest to largest: 9.11, 9.9": what follows is a list, and its first number is no answer."""
    return bool(_ORDERED.search(piece))


def compared(piece: str, relation: Relation, lexicon: Lexicon) -> Iterator[Found]:
    """What a piece with marks says of two options."""
    for found in [*_SUBJECT.finditer(piece), *_OBJECT.finditer(piece)]:
        if _NOT_THE_ONE.search(piece[: found.start()]):
            continue
        groups = found.groupdict()
        other, a = groups.get("b"), found["a"]
        if groups.get("than") and not (other in _marks(lexicon) or (other or "").lower() in ("it", "other", "both")):
            continue
        if other == a or "tenth" in found["mid"] or "digit" in found["mid"]:
            continue
        mid, negated = found["mid"], _NOT.search(found["mid"])
        if not _MID.fullmatch(f"{mid.strip()} " if mid.strip() else ""):
            continue
        if negated and (_DEGREE.search(mid) or _BY_MUCH.search(piece[found.end() :])):
            continue
        yield from _judged(piece, found, _winner(a, bool(found["big"]), relation, lexicon), negated)
    for found in _SIGN.finditer(piece):
        if found["a"] != found["b"]:
            yield from _judged(piece, found, _winner(found["a"], found["sign"] == ">", relation, lexicon), None)
    for found in _BEATS.finditer(piece):
        if found["a"] != found["b"]:
            yield from _judged(piece, found, _winner(found["a"], True, relation, lexicon), _NOT.search(found["verb"]))
    for found in [*_EQUAL.finditer(piece), *_NEITHER.finditer(piece)]:
        groups = found.groupdict()
        same = groups.get("a") and groups.get("a") == groups.get("b")
        if not same and not groups.get("no") and stance(piece, found.start(), found.end()):
            yield Found("")


def _marks(lexicon: Lexicon) -> tuple[str, ...]:
    return (lexicon.right, *lexicon.others)


def _winner(a: str, bigger: bool, relation: Relation, lexicon: Lexicon) -> str:
    """The option that is chosen by saying that `a` is the bigger (or smaller) one of two."""
    if bigger == (relation == "bigger"):
        return a
    return next(mark for mark in _marks(lexicon) if mark != a)


def _judged(piece: str, found: re.Match[str], value: str, negated: object) -> Iterator[Found]:
    holds = stance(piece, found.start(), found.end())
    if holds is not None:
        yield Found(value, holds is not bool(negated))


def asked(piece: str, relation: Relation, lexicon: Lexicon) -> Iterator[Found]:
    """What "yes" would mean as the reply to this question."""
    if _OPEN.search(piece):
        return
    for found in _QUESTION.finditer(piece):
        if not found["b"] or (found["b"] in _marks(lexicon) and found["b"] != found["a"]):
            yield Found(_winner(found["a"], bool(found["big"]), relation, lexicon))
    yield from compared(piece, relation, lexicon)
