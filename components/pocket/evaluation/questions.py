"""Held-out questions of every task, the same ones each time."""

from collections.abc import Callable
from random import Random

from components.pocket.evaluation import beyond, comparing, puzzles, small_talk
from components.pocket.evaluation.question import Maker, Question, Task
from components.pocket.training.held_out import is_held_out, normalised

SEED = 2025
MAKERS: dict[Task, Maker] = {**comparing.MAKERS, **puzzles.MAKERS, **beyond.MAKERS, **small_talk.MAKERS}
_MOST_TRIES = 1000  # for one more question that was not asked yet


def held_out_questions(
    task: Task, n: int, wanted: Callable[[Question], bool] = lambda question: True, seed: int = SEED
) -> list[Question]:
    """`n` of them, no two of the same words, and only such as are `wanted`. ValueError where there are not as many."""
    random, make = Random(f"{seed} {task}"), MAKERS[task]
    found: dict[str, Question] = {}
    tries = 0
    while len(found) < n:
        question = make(random)
        key = normalised(question.text) or question.text
        if key not in found and (not question.given or is_held_out(*question.given)) and wanted(question):
            found[key] = question
            tries = 0
        elif (tries := tries + 1) > _MOST_TRIES:
            raise ValueError(f"{task} has no {n} questions, only {len(found)}.")
    return list(found.values())
