"""What the thinker answers when its thoughts are ended early: they are cut off and closed, and the answer follows."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from components.pocket.early import CURVE
from components.pocket.evaluation.asking import AskAll
from components.pocket.evaluation.injection import KINDS, Kind
from components.pocket.evaluation.question import EQUAL
from components.pocket.evaluation.questions import held_out_questions
from components.pocket.evaluation.report import Section, Table, figures, share
from components.pocket.evaluation.scoring import Tally, right
from components.pocket.request import THINKER
from components.pocket.tokenizer import split

PLACES = 10  # of each thought, the last of them its end
BAR = 20  # signs for all
NOTE = (
    "The thinker is given the beginning of its own thoughts, so many of their words and signs, and closed: it cannot"
    " think on. Each row has the same questions."
)


def cut(ask_all: AskAll, n: int, kinds: Sequence[Kind] = KINDS) -> Section:
    """`n` thoughts in all, as many of each kind."""
    each = n // len(kinds)
    asked = [
        question
        for kind in kinds
        for question in held_out_questions(
            kind.task, each, lambda question, kind=kind: question.expected != EQUAL and kind.wanted(question)
        )
    ]
    thoughts = [list(split(own)) for own, _ in ask_all([(THINKER, question.text) for question in asked])]
    tallies: dict[int, Tally] = {}
    for place in range(1, PLACES + 1):
        begun = ["".join(pieces[: _count(pieces, place)]) for pieces in thoughts]
        replies = ask_all([(THINKER, one.text, own, True) for one, own in zip(asked, begun, strict=True)])
        marks = [right(answer, one.expected, one.text) for one, (_, answer) in zip(asked, replies, strict=True)]
        tallies[100 * place // PLACES] = Tally(sum(marks), len(marks))
    rows = rows_of(tallies)
    title = f"Answers from thoughts that were ended early, of {len(asked)} held-out questions"
    return Section(
        Table(title, ("share of the thought", "right", "curve"), rows, NOTE),
        {f"{place} %": figures(marks) for place, marks in tallies.items()},
    )


def rows_of(tallies: Mapping[int, Tally]) -> list[tuple[str, ...]]:
    """By the share of the thoughts, in percent."""
    return [(f"{place} %", f"{marks}: {share(marks)}", _bar(marks)) for place, marks in tallies.items()]


def keep(section: Section, path: Path = CURVE) -> None:
    """Where the room and the model's card have the figures from."""
    told = [
        {"percent": int(place.removesuffix(" %")), "right": marks["right"], "of": marks["n"]}
        for place, marks in section.figures.items()
    ]
    path.write_text("[\n" + ",\n".join(f" {json.dumps(one)}" for one in told) + "\n]\n", "utf-8")


def _count(pieces: Sequence[str], place: int) -> int:
    """At least one of them: without thoughts it would think."""
    return max(1, len(pieces) * place // PLACES)


def _bar(marks: Tally) -> str:
    return "█" * round(BAR * marks.right / marks.n) if marks.n else ""
