"""The room's experiment with the built-in models: how often the novice is right alone, and with thoughts to read: the
thinker's about this question, the same with a false conclusion, and the thinker's about something else."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    "always": "always the same answer",
    "thinker": "thinker itself",
    "alone": "novice alone",
    "helped": "with the thinker's thoughts",
    "other": "with thoughts about another task",
    "same_task": "with thoughts about another question of the task",
}
# Of the questions whose thoughts come to the right answer.
ARMS_OF_THESE = {
    "alone_of_these": "alone",
    "helped_of_these": "with the thoughts as they are",
    "wrong": "with a false conclusion",
    "followed": "give the false answer",
}
NOTE = (
    "Cells are right answers of all, and their share with its 95 % interval. Always the same answer: the most frequent"
    " right answer of these questions, given to each of them; no model. Thinker itself: asked the plain question. The"
    " thoughts are those that it has when it is asked to think and to say 'done'; it said just that in {done}. Another"
    " task: its thoughts on a question of another row. Another question: its thoughts on the next one of the same row."
)
NOTE_OF_THESE = (
    "Only the questions whose thoughts, the very ones of the table above, come to the right answer in their last lines,"
    " and all columns of the same ones. For a false conclusion these thoughts are changed where they state the result,"
    " and the steps before stay. The last column counts answers that are what the changed thoughts come to: wrong ones."
)


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
    done = sum_of([row["done"] for row in tallies.values()])
    head = ("questions", *ARMS.values())
    shown = [(name, *(_cell(row, arm) for arm in ARMS)) for name, row in tallies.items()]
    of_these = [(name, _line(row)) for name, row in tallies.items()]
    title = "The same thoughts with a false conclusion"
    return Section(
        Table(f"Injection, {n} held-out questions a row", head, shown, NOTE.format(done=done)),
        {name: {arm: figures(marks) for arm, marks in row.items()} for name, row in tallies.items()},
        misses,
        Table(title, ("questions", "the novice's right answers, and false ones"), of_these, NOTE_OF_THESE),
    )


def _cell(row: dict[str, Tally], arm: str) -> str:
    """No interval where nothing was drawn: the most frequent answer is what it is."""
    marks = row[arm]
    return f"{marks}: {100 * marks.right / marks.n:.0f} %" if arm == "always" and marks.n else counted(marks)


def _line(row: dict[str, Tally]) -> str:
    """'5/20 alone, 19/20 with the thoughts as they are, …'"""
    return ", ".join(f"{row[arm]} {words}" for arm, words in ARMS_OF_THESE.items())


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
    made = [falsified(reasoning, question, random) for question, reasoning in zip(questions, reasonings, strict=True)]
    false = [(place, *its) for place, its in enumerate(made) if its]
    these = [questions[place] for place, *_ in false]
    misled = _injected(ask_all, these, [reasoning for _, reasoning, _ in false])
    believed = [replace(question, expected=wrong) for question, (*_, wrong) in zip(these, false, strict=True)]
    row = {
        "always": Tally(max(Counter(question.expected for question in questions).values(), default=0), len(questions)),
        "thinker": _tally(questions, own),
        "alone": _tally(questions, alone),
        "helped": _tally(questions, helped),
        "other": _tally(questions[: len(unrelated)], _injected(ask_all, questions[: len(unrelated)], unrelated)),
        "same_task": _tally(questions, _injected(ask_all, questions, [*reasonings[1:], reasonings[0]])),
        "alone_of_these": _tally(these, [alone[place] for place, *_ in false]),
        "helped_of_these": _tally(these, [helped[place] for place, *_ in false]),
        "wrong": _tally(these, misled),
        "followed": _tally(believed, misled),
        "done": _tally_of([answer.strip(" .*'\"").lower() == "done" for _, answer in thoughts]),
    }
    missed = [
        f"[{kind.name}] {question.text} -> {question.expected}\n    thoughts: {' / '.join(reasoning.splitlines())}\n"
        f"    novice: {answer}"
        for question, reasoning, (_, answer) in zip(questions, reasonings, helped, strict=True)
        if not right(answer, question.expected, question.text)
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
        [
            right(answer, question.expected, question.text)
            for question, (_, answer) in zip(questions, replies, strict=True)
        ]
    )


def _tally_of(marks: Sequence[bool]) -> Tally:
    return Tally(sum(marks), len(marks))


def _by_kind(replies: list[Reply], n: int) -> list[list[Reply]]:
    return [replies[start : start + n] for start in range(0, len(replies), n)]
