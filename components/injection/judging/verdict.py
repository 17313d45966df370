"""Whether a reply is right, and on what ground. Strict: where it cannot be told for sure, the mark is "unclear".

What counts is what the reply states, not which values it names. An explicit final statement ("Final answer: 9.9",
\\boxed{9.9}, 9.9 alone in the last line) wins over what was said on the way to it; all else that disagrees with itself
is unclear. A reply that only denies the right answer is wrong; one that only denies a wrong answer is unclear.
"""

from dataclasses import dataclass, replace
from typing import Literal

from components.injection.judging.claims import Claim, claims
from components.injection.judging.expected import Expected
from components.injection.judging.lexicon import Lexicon
from components.injection.judging.reading import cut, sentences

Mark = Literal["right", "wrong", "unclear"]


@dataclass(frozen=True, slots=True)
class Verdict:
    mark: Mark
    ground: str


def judge(answer: str, expected: Expected) -> Verdict:
    """`answer` is Markdown as a model wrote it."""
    lexicon = Lexicon(expected)
    looked = looked_for(expected)
    found, whole = claims(answer, expected, lexicon)
    if not found:
        return Verdict("unclear", f"{looked}; found {_nothing(answer)}.")
    final = next((at for at in reversed(range(len(found))) if found[at].found.final), None)
    if final is None and not whole:
        return Verdict("unclear", f"{looked}; the reply is too long to be read whole, and has no final statement.")
    if final is not None and not _disputed(found, final):
        found = [found[final], *found[final + 1 :]]
    found = [replace(claim, quote=lexicon.restored(claim.quote)) for claim in found]
    return _weighed(found, lexicon.right, looked)


def _nothing(answer: str) -> str:
    return "no clear statement" if answer.strip() else "no text"


def _disputed(found: list[Claim], final: int) -> bool:
    """Another final statement says something else, and nothing was taken back between the two."""
    value = found[final].found.value
    earlier = [at for at in range(final) if found[at].found.final and found[at].found.value != value]
    return bool(earlier) and not any(claim.withdrew for claim in found[earlier[-1] + 1 : final + 1])


def _weighed(found: list[Claim], right: str, looked: str) -> Verdict:
    stated = [claim for claim in found if claim.found.holds]
    denied = [claim for claim in found if not claim.found.holds]
    values = {claim.found.value for claim in stated}
    agreed = len(values) == 1 and not any(claim.found.value in values for claim in denied)
    for claim in stated if not agreed else ():
        against = next((other for other in stated if other.found.value != claim.found.value), None)
        against = against or next((other for other in denied if other.found.value == claim.found.value), None)
        if against and against.quote == claim.quote:
            return Verdict("unclear", f"{looked}; found “{claim.quote}”, which does not stand as it is said.")
        if against:
            return Verdict("unclear", f"{looked}; found both “{claim.quote}” and “{against.quote}”.")
    if stated:
        mark: Mark = "right" if stated[0].found.value == right else "wrong"
        return Verdict(mark, f"{looked}; found “{stated[0].quote}”.")
    if against := next((claim for claim in denied if claim.found.value == right), None):
        return Verdict("wrong", f"{looked}; found “{against.quote}”, which denies it.")
    return Verdict("unclear", f"{looked}; found only what it is not: “{denied[0].quote}”.")


def looked_for(expected: Expected) -> str:
    if expected.relation:
        return f"Looked for a statement that {expected.right} is the {expected.relation} one"
    if expected.kind == "number":
        digits = expected.right.replace(",", "")
        return (
            f"Looked for {int(digits):,} as the answer" if digits.isdecimal() else f"Looked for {digits} as the answer"
        )
    if expected.in_words:
        return f"Looked for {expected.right} ({expected.in_words[:60]}) as the answer"
    return f"Looked for {expected.right} as the answer"


def contains_answer(reasoning: str, expected: Expected) -> bool:
    """Whether the right answer stands in `reasoning` as a whole number or word, stated or only named; of very long
    thoughts the end is read, as much as `judge` reads of an answer."""
    lexicon = Lexicon(expected)
    text = lexicon.prepared(cut(reasoning))
    return any(lexicon.right in lexicon.marked(piece) for s in sentences(text) for piece in s.pieces)


def states_answer(reasoning: str, expected: Expected, concludes: bool = True) -> bool:
    """Whether `reasoning` says that the right answer is the right one, whatever else it says; of very long thoughts
    the end is read. `concludes`: it is a whole, and what it amounts to is said by it, too."""
    lexicon = Lexicon(expected)
    found, _ = claims(reasoning, expected, lexicon, concludes)
    return any(claim.found.holds and claim.found.value == lexicon.right for claim in found)
