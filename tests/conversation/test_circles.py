"""Thoughts that go in circles are noticed, and those that do not are left alone."""

import json
import os
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from components.conversation import AnswerDelta, Circles, Circling, Draft, ReasoningDelta, TurnFailed
from components.conversation.circles import ALIKE, BATCH, MEMORY, SAME, STALL
from components.wire.body import BodyReader
from components.wire.refusals import Voice
from tests.conversation.loops import MAKERS, TRIES, of_words

FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")
ROOT = Path(__file__).parents[2]
LEAST = 60  # words: of fewer nothing can be said
WITHIN = 300  # tokens of four letters, from the beginning of the second round
TAUGHT = "I count to three and then on, for the question asks how many there are. "


def read(text: str, size: int = 4) -> Circles:
    circles = Circles()
    for at in range(0, len(text), size):
        circles.feed(text[at : at + size])
    return circles


def recorded(name: str) -> str:
    """The thoughts of a recording."""
    draft, reader = Draft(), BodyReader(Voice("S", "m", ""))
    try:
        for event in [*reader.feed((FOLDER / name).read_bytes()), *reader.end()]:
            if isinstance(event, ReasoningDelta | AnswerDelta):
                draft.fold(event, 1.0)
    except TurnFailed:
        return ""
    return "".join(piece.text for piece in draft.progress.pieces if piece.channel == "reasoning")


def recordings() -> list[str]:
    """All thoughts that are long enough, by the names of their files; every second is of the other half."""
    listing = FOLDER / "expect.json"
    found = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    return [
        text for name in sorted(found) if "models-list" not in name and len((text := recorded(name)).split()) >= LEAST
    ]


def highest(text: str) -> tuple[float, float, float]:
    """What the thoughts come to at most: in a hundred, and the fewest new words."""
    circles, found = Circles(), (0.0, 0.0, 1e9)
    for at in range(0, len(text), 4):
        circles.feed(text[at : at + 4])
        words = circles._words.new if circles._words.full else 1e9
        found = max(found[0], circles._fours.share), max(found[1], circles._pairs.share), min(found[2], words)
    return found


@pytest.mark.captures
def test_the_thresholds_lie_far_from_the_first_half_of_the_recordings() -> None:
    half = recordings()[::2] or pytest.skip("no recordings: THINKROOM_CAPTURES is not set")
    same, alike, new = (list(figures) for figures in zip(*map(highest, half), strict=True))
    assert max(same) * 2 < SAME and max(alike) * 1.2 < ALIKE and min(new) > 4 * STALL


@pytest.mark.captures
def test_the_other_half_of_the_recordings_raises_no_false_alarm() -> None:
    half = recordings()[1::2] or pytest.skip("no recordings: THINKROOM_CAPTURES is not set")
    assert [text[:60] for text in half if read(text).kind] == [] and len(half) >= 5


@pytest.mark.slow
def test_pockets_thoughts_raise_no_false_alarm() -> None:
    from components.pocket.evaluation.asking import SHIPPED, in_process
    from components.pocket.evaluation.question import TASKS
    from components.pocket.evaluation.questions import held_out_questions
    from components.pocket.request import THINKER

    ask = in_process(SHIPPED)
    thoughts = [ask(THINKER, question.text)[0] for task in TASKS for question in held_out_questions(task, 3)]
    assert len(thoughts) == 3 * len(TASKS) and [text for text in thoughts if read(text).kind] == []


@pytest.mark.parametrize("document", ["components/README.md", ".github/CONTRIBUTING.md"])
def test_long_prose_raises_no_false_alarm(document: str) -> None:
    assert read((ROOT / document).read_text("utf-8")).kind == ""


def noticed(before: str, kind: str, round_: str, random: Random) -> float | None:
    """How many tokens of the rounds after the first had come when it was noticed; None where it was before them."""
    made = MAKERS[kind](round_, random)
    circles = read(before + next(made))
    if circles.kind:
        return None
    came = 0
    for text in islice(made, 2_000):
        for at in range(0, len(text), 4):
            came += 4
            if circles.feed(text[at : at + 4]):
                return came / 4
    return float("inf")


@pytest.mark.captures
@pytest.mark.parametrize("kind", MAKERS)
def test_made_loops_are_noticed_soon_after_their_second_round_begins(kind: str) -> None:
    random, texts = Random(7), recordings() or pytest.skip("no recordings: THINKROOM_CAPTURES is not set")
    found: list[float | None] = []
    for _ in range(100):
        text = random.choice(texts)
        words = len(text.split())
        size = min(random.choice((8, 15, 30, 60, 100, 160)), words // 2)
        at = random.randrange(words - size)
        round_ = random.choice(TRIES) if kind == "counting up" else of_words(text, at, size)
        found.append(noticed(of_words(text, 0, at), kind, round_, random))
    assert None not in found
    assert sum(tokens is not None and tokens <= WITHIN for tokens in found) >= 95


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TAUGHT * 20, "same"),
        ("".join(f"Let me try {n}. No, {n * n} is too large. " for n in range(40)), "same"),
        ("Wait. " * 200, "same"),
        (", ".join(map(str, range(2_000))), ""),  # a table of numbers
        ("", ""),
    ],
)
def test_how_it_goes_in_circles_is_told(text: str, kind: Circling) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize("size", [1, 3, 50, 10_000])
def test_it_matters_little_how_the_text_is_cut(size: int) -> None:
    assert read(TAUGHT * 20, size).kind == "same" and read(TAUGHT, size).kind == ""


def test_what_was_noticed_stays_and_nothing_more_is_read() -> None:
    circles = read(TAUGHT * 20)
    number = circles._fours._number
    assert circles.feed("And now for something else entirely. " * BATCH) == "same" and circles._fours._number == number


@pytest.mark.slow
def test_its_memory_is_bounded() -> None:
    circles, random = Circles(), Random(1)
    for _ in range(6_000):
        circles.feed(" ".join("".join(random.choices("abcdefghij", k=6)) for _ in range(10)) + " ")
    assert circles.kind == "" and max(len(seen._at) for seen in (circles._pairs, circles._fours)) <= 2 * MEMORY + 1


def test_a_draft_tells_it_of_its_thoughts_alone() -> None:
    draft = Draft()
    draft.fold(AnswerDelta(TAUGHT * 20), 1.0)
    assert draft.progress.circling == ""
    for _ in range(20):
        draft.fold(ReasoningDelta(TAUGHT), 2.0)
    assert draft.progress.circling == "same"
