"""How well steps, phases and turning phrases are found in labelled passages: `python -m tests.insight.score`.

Beside each figure stands that of a plain splitter: a step for each paragraph and for each sentence that begins with one
of a few connecting words; these words, wherever they stand, for turning phrases; plan first, settle last, check where
such a word begins, else work.

A boundary is found where one is set within TOLERANCE characters of it (each counts once; the beginning of the text is
none). Phases are compared character by character. A turning phrase is found where one of its kind overlaps it.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from components.insight import Phase, Phrase, Step, steps_of
from tests.insight.labels import Labelled, passages

TOLERANCE = 3
CONNECTING: dict[str, str] = {
    "doubt": "wait|hmm|actually|hold on|moment|warte|eigentlich|attends|en fait|espera|en realidad"
    "|等等|其实|不对|待って|いや",
    "other_way": "alternatively|another way|alternativ|autre méthode|otra forma|另一种方法|別の方法",
    "check": "let me check|let me verify|check|prüfe|vérifions|comprobemos|检查|验证|確認",
    "settle": "so the answer|the answer is|therefore|die antwort|la réponse|la respuesta|所以答案|答案是|答えは",
}
WORDS = re.compile("|".join(rf"(?P<{kind}>{words})" for kind, words in CONNECTING.items()), re.I)
SPACED = WORDS.pattern.replace("?P<", "?P<c_")
CUT = re.compile(rf"(?<=\n\n)(?=\S)|(?<=[.!?] )(?={SPACED})|(?<=[。！？])(?=等等|其实|不对|待って|いや)", re.I)

Splitter = Callable[[str], Sequence[Step]]


class Counted(NamedTuple):
    right: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.labelled) if self.found + self.labelled else 0.0

    def add(self, other: "Counted") -> "Counted":
        return Counted(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Score(NamedTuple):
    """`phases`: characters."""

    boundaries: Counted
    phases: Counted
    phrases: Counted


def plain_splitter(text: str) -> list[Step]:
    places = sorted({0, *(cut.start() for cut in CUT.finditer(text)), len(text)})
    found: list[Step] = []
    for start, end in pairwise(places):
        words = WORDS.match(text, start)
        phase: Phase = "plan" if start == 0 else "settle" if end == len(text) else "check" if words else "work"
        spotted = tuple(
            Phrase(word.start(), word.end(), word.lastgroup)  # type: ignore[arg-type]
            for word in WORDS.finditer(text, start, end)
        )
        found.append(Step(start, end, phase, "", spotted, 0.0))
    return found


def score(splitter: Splitter, labelled: Iterable[Labelled]) -> Score:
    total = Score(Counted(), Counted(), Counted())
    for one in labelled:
        total = Score(*(mine.add(theirs) for mine, theirs in zip(total, scored(splitter, one), strict=True)))
    return total


def scored(splitter: Splitter, one: Labelled) -> Score:
    steps = splitter(one.text)
    spotted = [phrase for step in steps for phrase in step.phrases]
    overlapping = [
        mine
        for mine in spotted
        if any(mine.kind == its.kind and mine.start < its.end and its.start < mine.end for its in one.phrases)
    ]
    met = [
        its
        for its in one.phrases
        if any(mine.kind == its.kind and mine.start < its.end and its.start < mine.end for mine in spotted)
    ]
    right = min(len(overlapping), len(met))
    mine = [phase for step in steps for phase in [step.phase] * (step.end - step.start)]
    starts = [*(start for start, _ in one.steps), len(one.text)]
    theirs = [phase for (start, phase), end in zip(one.steps, starts[1:], strict=True) for _ in range(start, end)]
    same = sum(a == b for a, b in zip(mine, theirs, strict=True))
    return Score(
        _near([step.start for step in steps[1:]], [start for start, _ in one.steps[1:]]),
        Counted(same, len(mine), len(theirs)),
        Counted(right, len(spotted), len(one.phrases)),
    )


def _near(found: list[int], labelled: list[int]) -> Counted:
    free, right = list(labelled), 0
    for place in found:
        near = [its for its in free if abs(its - place) <= TOLERANCE]
        if near:
            free.remove(min(near, key=lambda its: abs(its - place)))
            right += 1
    return Counted(right, len(found), len(labelled))


def table(labelled: Sequence[Labelled]) -> str:
    lines = ["| | precision | recall | F1 | plain splitter: precision | recall | F1 |", "|---|---|---|---|---|---|---|"]
    ours, plain = score(steps_of, labelled), score(plain_splitter, labelled)
    for name, mine, its in (
        ("boundaries", ours.boundaries, plain.boundaries),
        ("turning phrases", ours.phrases, plain.phrases),
    ):
        figures = (mine.precision, mine.recall, mine.f1, its.precision, its.recall, its.f1)
        lines.append(f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    lines.append(f"| phases, by character | {ours.phases.precision:.2f} | | | {plain.phases.precision:.2f} | | |")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.insight.score")
    options.add_argument("half", nargs="?", choices=("odd", "even"), default="odd", help="even: held out")
    options.add_argument("--each", action="store_true", help="what went wrong in each passage of the odd half")
    given = options.parse_args()
    labelled = [one for one in passages() if one.held_out is (given.half == "even")]
    print(f"{len(labelled)} passages, the {given.half} half\n\n{table(labelled)}")
    if given.each and given.half == "odd":
        for one in labelled:
            print(_told(one))


def _told(one: Labelled) -> str:
    steps = steps_of(one.text)
    mine, its = {step.start: step for step in steps}, dict(one.steps)
    lines = [f"--- {one.number} {one.language} {one.style} {[round(c.f1, 2) for c in scored(steps_of, one)]}"]
    for place in sorted({*mine, *its}):
        found, label = (f"{mine[place].phase}" if place in mine else "·"), its.get(place, "·")
        sign = " " if found == label else "!"
        headline = mine[place].headline if place in mine else ""
        lines.append(f"{sign} {label:7}{found:7}{one.text[place : place + 40]!r}   {headline}")
    spotted = [phrase for step in steps for phrase in step.phrases]
    lines += [
        f"  more: {one.text[p.start : p.end]} {p.kind}"
        for p in spotted
        if not any(p.start < q.end and q.start < p.end for q in one.phrases)
    ]
    lines += [
        f"  less: {one.text[p.start : p.end]} {p.kind}"
        for p in one.phrases
        if not any(p.start < q.end and q.start < p.end and p.kind == q.kind for q in spotted)
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
