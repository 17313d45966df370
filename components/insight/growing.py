"""A step that grows: what its sentences have told of it so far."""

import re
from collections.abc import Sequence

from components.insight.heads import Head
from components.insight.phases import OF_PHRASE, Phase, Votes
from components.insight.phrases import Phrase
from components.insight.sentences import Sentence
from components.insight.sizes import size_of

LEAST = 60  # as sizes.py counts: of a step, where nothing tells that it is one
LEADS = 24  # characters before a turning phrase that a sentence still begins with
LITTLE = 12  # beside a turning phrase, in a sentence that says no more than that: “Hmm.”
INTRODUCES = re.compile(r"[:：]\**\s*\Z")


class Growing:
    """`size` as sizes.py counts, without blank lines. `least`: what it needs to be a step."""

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.size = 0.0
        self.least: float = LEAST
        self.turns: Phase | None = None  # what the turning phrase stands for that it begins with
        self.head = Head()
        self.phrases: list[Phrase] = []
        self.votes = Votes()
        self.forward = False  # its last sentence belongs to what follows
        self.listed = False  # it is a list, or ends in one
        self._repeated = self._words = 0

    @property
    def stands_alone(self) -> bool:
        return self.size >= self.least

    @property
    def repeated(self) -> float:
        return self._repeated / self._words if self._words else 0.0

    def take(self, sentence: Sentence, small: str, phrases: Sequence[Phrase], repeated: tuple[int, int]) -> None:
        """`small`: the sentence in small letters. `repeated`: characters of its words that repeat, and of all."""
        self.end = sentence.end
        self.size += size_of(sentence.text)
        self.head.take(sentence)
        self.phrases += phrases
        self.votes.take(small, sentence.kind, phrases)
        self._repeated, self._words = self._repeated + repeated[0], self._words + repeated[1]
        self.listed = sentence.kind == "item" or (self.listed and sentence.gap < 2)
        alone = sentence.kind == "heading" and sentence.text.strip().endswith("**")
        self.forward = alone or bool(INTRODUCES.search(sentence.text)) or _only_turns(sentence, phrases)

    def add(self, later: "Growing") -> None:
        self.end, self.size = later.end, self.size + later.size
        self.head.add(later.head)
        self.phrases += later.phrases
        self.votes.add(later.votes)
        self._repeated, self._words = self._repeated + later._repeated, self._words + later._words
        self.forward, self.listed = later.forward, later.listed


def turn_of(sentence: Sentence, phrases: Sequence[Phrase]) -> Phase | None:
    """What the turning phrase that it begins with stands for; None where it begins with none."""
    if phrases and phrases[0].start - sentence.start <= LEADS:
        return OF_PHRASE[phrases[0].kind]
    return None


def _only_turns(sentence: Sentence, phrases: Sequence[Phrase]) -> bool:
    return bool(phrases) and len(sentence.text.strip()) <= phrases[-1].end - phrases[0].start + LITTLE
