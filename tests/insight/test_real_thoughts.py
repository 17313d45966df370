"""Thoughts of recorded replies and of Pocket: covered exactly, and the same however they come."""

import json
from pathlib import Path
from random import Random

import pytest

from components.conversation import THOUGHTS
from components.insight import Steps, steps_of
from tests.conversation.test_circles import recorded
from tests.wire.test_native_recordings import REPLIES, read


def covered(text: str) -> bool:
    steps = Steps()
    for at in range(0, len(text), 5):
        steps.feed(text[at : at + 5])
    ended = steps.ended()
    return ended == steps_of(text) and "".join(text[step.start : step.end] for step in ended) == text


@pytest.mark.captures
def test_every_recorded_thought_is_covered(captures: Path) -> None:
    names = json.loads((captures / "expect.json").read_text("utf-8"))
    thoughts = [text for name in names if "models-list" not in name and (text := recorded(name))]
    assert len(thoughts) >= 20 and all(map(covered, thoughts))
    assert max(len(steps_of(text)) for text in thoughts) > 5


@pytest.mark.captures
def test_every_thought_of_the_native_recordings_is_covered(native_captures: Path) -> None:
    progresses = [read(name, iter([(native_captures / name).read_bytes()]))[0] for name in REPLIES]
    thoughts = [
        "".join(piece.text for piece in progress.pieces if piece.channel in THOUGHTS) for progress in progresses
    ]
    assert sum(map(bool, thoughts)) >= 5 and all(map(covered, thoughts))


@pytest.mark.slow
def test_pockets_thoughts_are_covered() -> None:
    """Two thousand as it was taught them, which it writes word by word; and some that it makes."""
    from components.pocket.evaluation.asking import SHIPPED, in_process
    from components.pocket.evaluation.question import TASKS
    from components.pocket.evaluation.questions import held_out_questions
    from components.pocket.request import THINKER
    from components.pocket.training.mix import thinker

    random, ask = Random(11), in_process(SHIPPED)
    taught = [thinker(random).reasoning or "" for _ in range(2_000)]
    made = [ask(THINKER, question.text)[0] for task in TASKS for question in held_out_questions(task, 5)]
    assert len(made) == 5 * len(TASKS) and all(map(covered, [*taught, *made]))
    long = [text for text in [*taught, *made] if text.count("\n") >= 3]
    assert len(long) > 500 and min(len(steps_of(text)) for text in long) >= 2
