"""Turning phrases: words by which a thought turns, spotted where they begin a clause."""

from typing import Literal, NamedTuple

# wait, hmm, actually · alternatively · let me check · so the answer is
PhraseKind = Literal["doubt", "other_way", "check", "settle"]


class Phrase(NamedTuple):
    """`start` and `end`: characters (code points) of the whole text."""

    start: int
    end: int
    kind: PhraseKind
