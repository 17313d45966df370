"""How many questions a model answers rightly, task by task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.pocket.evaluation.asking import AskAll
from components.pocket.evaluation.question import TASKS, Question
from components.pocket.evaluation.questions import held_out_questions
from components.pocket.evaluation.report import Section, Table, figures, share, sum_of
from components.pocket.evaluation.scoring import Tally, right
from components.pocket.request import THINKER


@dataclass(frozen=True, slots=True)
class Outcome:
    question: Question
    reasoning: str
    answer: str

    @property
    def right(self) -> bool:
        return right(self.answer, self.question.expected, self.question.text)

    def __str__(self) -> str:
        asked = f"[{self.question.task}] {self.question.text} -> {self.question.expected}"
        return f"{asked}\n    thoughts: {' / '.join(self.reasoning.splitlines())}\n    answer: {self.answer}"


def outcomes(ask_all: AskAll, questions: Sequence[Question], model: str = THINKER) -> list[Outcome]:
    replies = ask_all([(model, question.text) for question in questions])
    return [Outcome(question, *reply) for question, reply in zip(questions, replies, strict=True)]


def tally(found: Iterable[Outcome]) -> Tally:
    marks = [outcome.right for outcome in found]
    return Tally(sum(marks), len(marks))


def held_out(ask_all: AskAll, n: int, model: str = THINKER) -> Section:
    questions = [question for task in TASKS for question in held_out_questions(task, n)]
    return measured(f"Held-out questions, {n} a task", outcomes(ask_all, questions, model))


def measured(title: str, found: Sequence[Outcome]) -> Section:
    by_task = {task: tally(outcome for outcome in found if outcome.question.task == task) for task in TASKS}
    by_task = {task: marks for task, marks in by_task.items() if marks.n}
    rows = [(task, str(marks), share(marks)) for task, marks in by_task.items()]
    total = sum_of(list(by_task.values()))
    table = Table(title, ("task", "right", "share (95 % interval)"), [*rows, ("all", str(total), share(total))])
    return Section(
        table,
        {**{task: figures(marks) for task, marks in by_task.items()}, "all": figures(total)},
        [str(outcome) for outcome in found if not outcome.right],
    )
