"""The room's experiment with the built-in models: how often the novice is right alone, and with thoughts to read: the
thinker's about this question, the same with a false conclusion, and the thinker's about something else."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from components.pocket.evaluation.asking import AskAll, Reply
from components.pocket.evaluation.falsifying import falsified
from components.pocket.evaluation.question import EQUAL, Question, Task
from components.pocket.evaluation.questions import SEED, held_out_questions
from components.pocket.evaluation.report import Section, Table, counted, figures, sum_of
from components.pocket.evaluation.scoring import Tally, given_answer, right
from components.pocket.request import NOVICE, THINKER

# The room's own templates: a test holds them together.
THINK = (
    "{question} Please think this through, but don't output an answer"
    " -- only think about the problem, and output 'done'."
)
INJECTED = "{question}. Here is some context to help you: {reasoning}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table. Rows of one `family` are no unrelated questions to each other."""

    name: str
    task: Task
    family: str
    wanted: Callable[[Question], bool] = lambda question: True


def shorter_wins(question: Question) -> bool:
    """Whether of two decimals with one whole part the one of fewer digits is the bigger one, as in 9.9 and 9.11."""
    short, long = sorted(question.given, key=len)
    return Decimal(short) > Decimal(long)


KINDS = (
    Kind("trap: the shorter number is bigger", "compare_trap", "compare", shorter_wins),
    Kind("trap: the longer number is bigger", "compare_trap", "compare", lambda question: not shorter_wins(question)),
    Kind("other whole parts and lengths", "compare_mixed", "compare"),
    *(
        Kind(task.replace("_", " "), task, task)
        for task in ("sort", "count", "add_subtract", "multiply", "reverse", "weekday", "even_odd")
    ),
)
ARMS = {
    "thinker": "thinker itself",
    "alone": "novice alone",
    "helped": "with the thinker's thoughts",
    "wrong": "with a false conclusion",
    "followed": "… and follows it",
    "other": "with thoughts about another task",
    "same_task": "with thoughts about another question of the task",
}


def injection(ask_all: AskAll, n: int, kinds: Sequence[Kind] = KINDS) -> Section:
    """Two numbers that are equal are not asked about: nobody chooses between them."""
    questions = [_questions(kind, n) for kind in kinds]
    thoughts = _by_kind(
        ask_all([(THINKER, THINK.format(question=question.text)) for asked in questions for question in asked]), n
    )
    tallies: dict[str, dict[str, Tally]] = {}
    misses: list[str] = []
    for place, kind in enumerate(kinds):
        about_else = [other for other, its in zip(thoughts, kinds, strict=True) if its.family != kind.family]
        unrelated = [about_else[i % len(about_else)][i][0] for i in range(n)] if about_else else []
        row, missed = _row(ask_all, kind, questions[place], thoughts[place], unrelated)
        tallies[kind.name] = row
        misses += missed
    shown = [(name, *(counted(row[arm]) for arm in ARMS)) for name, row in tallies.items()]
    done = sum_of([row["done"] for row in tallies.values()])
    note = (
        "Cells are right answers of all, and their share with its 95 % interval. False conclusions are made of thoughts"
        f" that the thinker itself concluded rightly from. Asked to think and say 'done', it said just that in {done}."
    )
    return Section(
        Table(f"Injection, {n} held-out questions a row", ("questions", *ARMS.values()), shown, note),
        {name: {arm: figures(marks) for arm, marks in row.items()} for name, row in tallies.items()},
        misses,
    )


def _questions(kind: Kind, n: int) -> list[Question]:
    return held_out_questions(kind.task, n, lambda question: question.expected != EQUAL and kind.wanted(question))


def _row(
    ask_all: AskAll, kind: Kind, questions: Sequence[Question], thoughts: Sequence[Reply], unrelated: Sequence[str]
) -> tuple[dict[str, Tally], list[str]]:
    random = Random(f"{SEED} {kind.name}")
    reasonings = [reasoning for reasoning, _ in thoughts]
    own = ask_all([(THINKER, question.text) for question in questions])
    alone = ask_all([(NOVICE, question.text) for question in questions])
    helped = _injected(ask_all, questions, reasonings)
    concluded = [right(answer, question.expected) for question, (_, answer) in zip(questions, own, strict=True)]
    false = [
        (question, *made)
        for question, reasoning, fine in zip(questions, reasonings, concluded, strict=True)
        if fine and (made := falsified(reasoning, question, random))
    ]
    misled = _injected(ask_all, [question for question, *_ in false], [reasoning for _, reasoning, _ in false])
    row = {
        "thinker": Tally(sum(concluded), len(concluded)),
        "alone": _tally(questions, alone),
        "helped": _tally(questions, helped),
        "wrong": _tally([question for question, *_ in false], misled),
        "followed": _tally_of([right(answer, wrong) for (_, _, wrong), (_, answer) in zip(false, misled, strict=True)]),
        "other": _tally(questions[: len(unrelated)], _injected(ask_all, questions[: len(unrelated)], unrelated)),
        "same_task": _tally(questions, _injected(ask_all, questions, [*reasonings[1:], reasonings[0]])),
        "done": _tally_of([answer.strip(" .*'\"").lower() == "done" for _, answer in thoughts]),
    }
    missed = [
        f"[{kind.name}] {question.text} -> {question.expected}\n    thoughts: {' / '.join(reasoning.splitlines())}\n"
        f"    novice: {answer}"
        for question, reasoning, (_, answer) in zip(questions, reasonings, helped, strict=True)
        if not right(answer, question.expected)
    ]
    return row, missed


def contexts(ask_all: AskAll) -> Section:
    """Thoughts in free English, as large models write them; by hand, a few."""
    rows = json.loads((Path(__file__).parent / "contexts.json").read_text("utf-8"))
    questions = [Question(row["question"], row["task"], row["expected"]) for row in rows]
    alone = ask_all([(NOVICE, question.text) for question in questions])
    helped = _injected(ask_all, questions, [row["context"] for row in rows])
    tallies = {"alone": _tally(questions, alone), "helped": _tally(questions, helped)}
    shown = [
        (question.text, question.expected, given_answer(before), given_answer(after))
        for question, (_, before), (_, after) in zip(questions, alone, helped, strict=True)
    ]
    total = ("all", "", *map(counted, tallies.values()))
    head = ("question", "right answer", "novice alone", "with the context")
    table = Table("Contexts in free English, written by hand", head, [*shown, total])
    return Section(table, {arm: figures(marks) for arm, marks in tallies.items()})


def _injected(ask_all: AskAll, questions: Sequence[Question], reasonings: Sequence[str]) -> list[Reply]:
    return ask_all(
        [
            (NOVICE, INJECTED.format(question=question.text, reasoning=reasoning))
            for question, reasoning in zip(questions, reasonings, strict=True)
        ]
    )


def _tally(questions: Sequence[Question], replies: Sequence[Reply]) -> Tally:
    return _tally_of(
        [right(answer, question.expected) for question, (_, answer) in zip(questions, replies, strict=True)]
    )


def _tally_of(marks: Sequence[bool]) -> Tally:
    return Tally(sum(marks), len(marks))


def _by_kind(replies: list[Reply], n: int) -> list[list[Reply]]:
    return [replies[start : start + n] for start in range(0, len(replies), n)]
