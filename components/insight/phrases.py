"""Turning phrases: words by which a thought turns, spotted where they begin a clause. What they are stands in a table
that a person can read and edit, phrases.csv: phrase, language, kind, and a note for the reader.

A comma at the end of a phrase stands for any sign that ends a clause: “wait,” is found in “Wait — no” and in “Wait.”,
not in “Wait list”. All else stands for itself, capitals or not.
"""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from components.conversation.headline import OPENERS
from components.insight.quoting import Span

# wait, hmm, actually · alternatively · let me check · so the answer is
PhraseKind = Literal["doubt", "other_way", "check", "settle"]

TABLE = Path(__file__).with_name("phrases.csv")
UNSPACED = ("zh", "zh-Hant", "ja")
# How a clause may begin: a marker of a list, bold, an opening bracket.
LEAD = re.compile(r"[\s>#*_•+–—-]*(?:\d{1,3}[.)、]\s*)?[*_\s¿¡(（…]*")
CLAUSE = re.compile(r"(?:[;:—–(（…,，；：、.!?。！？]|\s-\s)[\s*_¿¡…]*")
SOFT = ",，、"  # behind these, only some phrases turn
LEADING = {*OPENERS, "no", "oh", "ah", "or", "nein", "oder", "non", "ou"}  # what may stand before a phrase
OPENER = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(LEADING, key=len, reverse=True)))})(?:[,，、.…:]+\s*|\s+)")
ENDING = re.compile(r"\s*[,.!?…:;，。！？；：、—–)）\-*\n]|\s*\Z")


class Phrase(NamedTuple):
    """`start` and `end`: characters (code points) of the whole text."""

    start: int
    end: int
    kind: PhraseKind


class Row(NamedTuple):
    """`words` without the comma at their end, in small letters."""

    words: str
    language: str
    kind: PhraseKind
    ends_a_clause: bool


@cache
def rows() -> Sequence[Row]:
    """Of the table, those of more words first."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        read = [(row["phrase"].lower(), row["language"], row["kind"]) for row in csv.DictReader(file)]
    made = [
        Row(words.removesuffix(","), language, cast("PhraseKind", kind), words.endswith(","))
        for words, language, kind in read
    ]
    return sorted(made, key=lambda row: len(row.words), reverse=True)


@cache
def _by_beginning() -> dict[str, list[Row]]:
    """By their first two letters; of one letter, by that."""
    found: dict[str, list[Row]] = {}
    for row in rows():
        found.setdefault(row.words[:2], []).append(row)
    return found


def phrases_in(sentence: str, start: int, hidden: Sequence[Span]) -> list[Phrase]:
    """`start`: of the sentence in the whole text. `hidden`: what in it is nobody's own word."""
    small = lowered(sentence)
    lead = LEAD.match(small)
    at = lead.end() if lead else 0
    places = [(at, False)]
    places += ((clause.end(), clause[0][0] in SOFT) for clause in CLAUSE.finditer(small, at))
    found: list[Phrase] = []
    done = 0
    for place, soft in places:
        if place < done:
            continue
        if (match := _at(small, place, soft)) and not any(a <= match[0] < b for a, b in hidden):
            done = match[1]
            found.append(Phrase(start + match[0], start + match[1], match[2]))
    return found


def lowered(text: str) -> str:
    """In small letters, each where it was."""
    small = text.lower().replace("’", "'")
    if len(small) != len(text):  # a letter that is longer when it is small
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text).replace("’", "'")
    return small


def _at(small: str, place: int, soft: bool) -> tuple[int, int, PhraseKind] | None:
    """The phrase there, behind three words that lead to it at most."""
    beginnings = _by_beginning()
    for _ in range(4):
        for row in (*beginnings.get(small[place : place + 2], ()), *beginnings.get(small[place : place + 1], ())):
            if small.startswith(row.words, place) and _turns(small, place + len(row.words), row, soft):
                return place, place + len(row.words), row.kind
        opener = OPENER.match(small, place)
        if opener is None:
            return None
        place = opener.end()
    return None


def _turns(small: str, end: int, row: Row, soft: bool) -> bool:
    if row.ends_a_clause:
        if ENDING.match(small, end) is None:
            return False
    elif row.language not in UNSPACED and row.words[-1].isalnum():
        following = small[end : end + 1]
        if following.isalnum() or following in ("-", "_", "'"):
            return False
    return not soft or row.ends_a_clause or row.kind == "settle" or row.language.startswith("zh")
