"""Are Pocket's own thoughts covered? `python -m tests.insight.of_pocket [how many]`: 2,000 of them take minutes."""

import sys

from components.pocket.evaluation.asking import SHIPPED, in_process
from components.pocket.evaluation.question import TASKS
from components.pocket.evaluation.questions import held_out_questions
from components.pocket.request import THINKER
from tests.insight.test_real_thoughts import covered


def main() -> int:
    """How many are not."""
    wanted = int(sys.argv[1]) if sys.argv[1:] else 2_000
    ask, thoughts = in_process(SHIPPED), list[str]()
    for task in TASKS:
        questions = held_out_questions(task, -(-wanted // len(TASKS)))
        thoughts += (ask(THINKER, question.text)[0] for question in questions)
    missed = sum(not covered(text) for text in thoughts)
    size = sum(map(len, thoughts))
    print(
        f"{len(thoughts):,} thoughts of its own, {size:,} characters: {missed} are not covered exactly by their steps"
    )
    return missed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
