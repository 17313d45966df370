"""What a step of a thought is for, by plain rules: turning phrases, words that tell, what stands there and where.

The words stand in a table that a person can read and edit, cues.csv: cue, language, phase, and a note for the reader.
"""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, cast

from components.insight.phrases import UNSPACED, Phrase
from components.insight.sentences import Kind

Phase = Literal["plan", "work", "check", "settle"]
PHASES: tuple[Phase, ...] = ("plan", "work", "check", "settle")

TABLE = Path(__file__).with_name("cues.csv")
WORD = re.compile(r"[^\W\d_]+")
UNSPACED_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
RECKONED = re.compile(r"\d\s*[=+*/×·÷<>≈]|[=≈]\s*[-$\d]|\d\s+[-x]\s+\d|:\s*\d")

# Points for a phase. Chosen by the half of the passages that may be looked at (tests/insight/passages).
BEGINS = 3.0  # a turning phrase at the beginning of the step
TURNS = 1.0  # one further on
HEADS = 3.0  # a word that tells, in a heading
TELLS = 1.5  # one in the first sentence
MENTIONS = 0.5  # one further on
FIRST = 1.5  # for a plan: the first step of all
LAST = 2.0  # for settling: the last step of all
WORKS = 1.0  # for work, where nothing else is said
RECKONS = 0.75  # for work: a sentence that reckons, a line of code, a formula
MOST_RECKONED = 1.5
LATER = 0.5  # the share that words of a plan count for behind the first steps
OF_PHRASE: dict[str, Phase] = {"doubt": "check", "other_way": "check", "check": "check", "settle": "settle"}


class Votes:
    """Points of a step, sentence by sentence; two of them can be added."""

    def __init__(self) -> None:
        self.points = dict.fromkeys(PHASES, 0.0)
        self.reckoned = 0.0
        self.sentences = 0

    def take(self, small: str, kind: Kind, phrases: Sequence[Phrase]) -> None:
        """A sentence in small letters."""
        if kind in ("code", "formula") or RECKONED.search(small):
            self.reckoned += RECKONS
        if kind != "code":
            first = self.sentences == 0
            weight = HEADS if kind == "heading" else TELLS if first else MENTIONS
            for phase in told(small):
                self.points[phase] += weight
            for number, phrase in enumerate(phrases):
                begins = first and number == 0
                self.points[OF_PHRASE[phrase.kind]] += BEGINS if begins else TURNS
        self.sentences += 1

    def add(self, other: "Votes") -> None:
        for phase in PHASES:
            self.points[phase] += other.points[phase]
        self.reckoned += other.reckoned
        self.sentences += other.sentences

    def phase(self, number: int, last: bool = False) -> Phase:
        """`number`: of the step, from 0. `last`: nothing comes after it."""
        points = dict(self.points)
        points["work"] += WORKS + min(self.reckoned, MOST_RECKONED)
        points["plan"] = points["plan"] + FIRST if number == 0 else points["plan"] * (1 if number == 1 else LATER)
        if last and number:
            points["settle"] += LAST
        return max(PHASES, key=lambda phase: points[phase])


@cache
def _cues() -> tuple[dict[str, list[tuple[str, Phase]]], list[tuple[str, Phase]]]:
    """By their first word, and those of languages that set no blanks."""
    spaced: dict[str, list[tuple[str, Phase]]] = {}
    unspaced: list[tuple[str, Phase]] = []
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = row["cue"], cast("Phase", row["phase"])
            if row["language"] in UNSPACED:
                unspaced.append(told)
            elif word := WORD.search(told[0]):
                spaced.setdefault(word[0], []).append(told)
    return spaced, unspaced


def told(small: str) -> set[Phase]:
    """The phases that words of a sentence in small letters tell."""
    spaced, unspaced = _cues()
    found: set[Phase] = set()
    for word in WORD.finditer(small):
        for cue, phase in spaced.get(word[0], ()):
            end = word.start() + len(cue)
            if small.startswith(cue, word.start()) and not (cue[-1].isalnum() and small[end : end + 1].isalnum()):
                found.add(phase)
    if UNSPACED_SIGN.search(small):
        found.update(phase for cue, phase in unspaced if cue in small)
    return found
