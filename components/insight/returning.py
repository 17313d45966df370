"""An answer that stood in the thoughts, was left for another one and came back, as far as the lab's readers tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from components.injection.judging.claims import claims
from components.injection.judging.expected import Expected
from components.injection.judging.lexicon import Lexicon
from components.insight.final import final_of
from components.insight.standing import BREAK, MOST_READ, Standing

MOST_SENTENCES = 2_000  # that are read
LONGEST = 600  # characters of a sentence that is read

COUNTED = ("number", "formula")
_ASKS = re.compile(r"[?？][\"')\]*_]*$")
_NUMBER = re.compile(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Return:
    """The answer was left for `other` ("" where that cannot be shown in words) in the sentence that begins at the
    character `left`, and stated again in the one that begins at `back`."""

    other: str
    left: int
    back: int


def returns(question: str, thoughts: str, answer: str, stood: Standing | None) -> tuple[Return, ...]:
    """In order. Only where the answer was stated first, and a sentence states another one: of numbers one that says
    that it is the answer, since others are results on the way to it."""
    final = final_of(question, answer) if stood and stood.stated else None
    if stood is None or final is None:
        return ()
    found: list[Return] = []
    left: tuple[str, int] | None = None
    for start, value in _stated(thoughts[:MOST_READ], stood.end, final.expected):
        if value is None and left:
            found.append(Return(*left, start))
            left = None
        elif value is not None and left is None:
            left = value, start
    return tuple(found)


def _stated(text: str, start: int, expected: Expected) -> Iterator[tuple[int, str | None]]:
    """Where a sentence states the answer (None), or another one (its words). One that states both tells nothing."""
    lexicon = Lexicon(expected)
    for begins, said in islice(_sentences(text, start), MOST_SENTENCES):
        if len(said) > LONGEST or _ASKS.search(said):
            continue
        told, _ = claims(said, expected, lexicon, concludes=False)
        held = [claim.found for claim in told if claim.found.holds]
        values = {found.value for found in held}
        if values == {lexicon.right}:
            yield begins, None
        elif len(values) == 1 and (expected.kind not in COUNTED or any(found.final for found in held)):
            yield begins, _words_of(values.pop(), said, expected, lexicon)


def _sentences(text: str, start: int) -> Iterator[tuple[int, str]]:
    """What follows the one at `start`: where each begins, and its text."""
    for end in chain((one.end() for one in BREAK.finditer(text, start)), (len(text),)):
        said = text[start:end]
        if said.strip():
            yield start + len(said) - len(said.lstrip()), said.strip()
        start = end


def _words_of(value: str, said: str, expected: Expected, lexicon: Lexicon) -> str:
    """Of a value that is not the answer; "" where only the reader knows what it is worth."""
    if value in lexicon.others:
        return expected.others[lexicon.others.index(value)]
    return next((number[0] for number in _NUMBER.finditer(said) if lexicon.marked(number[0]) == value), "")
