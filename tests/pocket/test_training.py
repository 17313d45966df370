"""What training draws from: right answers only, and nothing that the evaluation asks. Training itself needs torch."""

import json
import re
from fractions import Fraction
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from components.pocket.evaluation.questions import held_out_questions
from components.pocket.evaluation.written import development, written
from components.pocket.tokenizer import Tokenizer
from components.pocket.training import held_out, mix
from components.pocket.training.arithmetic import add_or_subtract, multiply
from components.pocket.training.days import weekday
from components.pocket.training.exclusions import FILE, is_excluded
from components.pocket.training.held_out import is_held_out, normalised, number_of
from components.pocket.training.letters import count, reverse
from components.pocket.training.mix import ONLY_THINK, Lesson, lessons
from components.pocket.training.numbers import compare
from components.pocket.training.orders import even, sort, version
from components.pocket.training.puzzle import DAYS, Puzzle
from components.pocket.training.refusals import REFUSAL

DRAWS = 15_000
SIGNS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "x": lambda a, b: a * b}


def asked(lesson: Lesson) -> str:
    question = lesson.question
    for wish in ONLY_THINK:
        question = question.removesuffix(f" {wish}")
    return question.removesuffix(" Here is some context to help you: ").removesuffix(".").strip()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["thinker", "novice"])
def test_no_question_that_people_wrote_is_drawn(kind: str) -> None:
    theirs = {normalised(q.text) for q in (*development(), *written("seen"), *written("blind"))}
    drawn = {normalised(asked(lesson)) for lesson in islice(lessons(kind), DRAWS)}
    assert len(theirs) > 170
    assert not theirs & drawn
    assert len(drawn) > DRAWS * 0.8


def test_the_excluded_hashes_are_those_of_the_questions_that_are_told_apart_by_their_words_alone() -> None:
    """Those that people wrote; and the small talk and the refusals, which hold out no numbers and no words."""
    made = (*held_out_questions("greeting", 200), *held_out_questions("out_of_scope", 200))
    theirs = {normalised(q.text) for q in (*development(), *written("seen"), *written("blind"), *made)}
    assert json.loads(FILE.read_text("utf-8")) == sorted(map(number_of, theirs))
    assert is_excluded("Hello!")
    assert not is_excluded("Which is bigger: 1 or 2?")


@pytest.mark.slow
def test_the_headline_questions_are_never_drawn() -> None:
    assert is_held_out("9.11", "9.9") and is_held_out("9.9", "9.11") and is_held_out("strawberry")
    texts = [asked(lesson) for lesson in islice(lessons("thinker"), DRAWS)]
    assert not [text for text in texts if re.search(r"\b9\.11\b", text) and re.search(r"\b9\.9\b", text)]
    assert not [text for text in texts if "strawberry" in text.lower()]


@pytest.mark.slow
@pytest.mark.parametrize("make", [compare, version, sort, add_or_subtract, multiply, even])
def test_no_numbers_are_drawn_that_are_held_out(make) -> None:  # type: ignore[no-untyped-def]
    random = Random(3)
    for _ in range(1_500):
        made = make(random)
        # From the thoughts, where the numbers stand as they are, without commas and units.
        if make is compare:
            numbers = re.search(r"^I have to compare (\S+) and (\S+)\.$", made.reasoning, re.MULTILINE).groups()  # type: ignore[union-attr]
        elif make is version:
            numbers = re.findall(r"version ([\d.]*\d)", made.reasoning)[:2]
        elif make is sort:
            numbers = re.findall(r"\d+", made.reasoning.splitlines()[1])
        elif make is even:
            numbers = re.findall(r"\d+", made.reasoning)[:1]
        elif made.answer == REFUSAL:
            a, b = map(int, re.search(r"Lined up: (\d+) - (\d+)\.", made.reasoning).groups())  # type: ignore[union-attr]
            assert a < b
            numbers = str(a), str(b)
        else:
            numbers = re.match(r"(\d+) . (\d+) =", made.answer).groups()  # type: ignore[union-attr]
        assert not is_held_out(*numbers), made.question


@pytest.mark.slow
@pytest.mark.parametrize("make", [count, reverse])
def test_no_word_is_drawn_that_is_held_out(make) -> None:  # type: ignore[no-untyped-def]
    random = Random(4)
    for _ in range(1_500):
        word = re.search(r'of "(\w+)"|spell "(\w+)"', make(random).reasoning)
        assert word and not is_held_out(word[1] or word[2])


def test_one_set_of_numbers_in_five_is_held_out() -> None:
    random = Random(5)
    pairs = [(str(random.randint(0, 9999)), str(random.randint(0, 9999))) for _ in range(5_000)]
    share = sum(is_held_out(*pair) for pair in pairs) / len(pairs)
    assert 0.18 < share < 0.22
    assert all(is_held_out(a, b) == is_held_out(b, a) for a, b in pairs)
    assert len(held_out.WORDS) > 60


def wrong_label(made: Puzzle) -> bool:
    """Worked out once more from the answer's own words."""
    answer = made.answer
    if found := re.search(r"\*\*([\d.]+)\*\* is (bigger|smaller) than ([\d.]+)\.$", answer):
        return (Fraction(found[1]) > Fraction(found[3])) != (found[2] == "bigger") or found[1] == found[3]
    if found := re.match(r"They are \*\*equal\*\*: ([\d.]+) is the same as ([\d.]+)\.", answer):
        return Fraction(found[1]) != Fraction(found[2])
    if found := re.search(r"ersion \*\*(\d+)\.(\d+)\*\* is (newer|older) than version (\d+)\.(\d+)", answer):
        one, other = (int(found[1]), int(found[2])), (int(found[4]), int(found[5]))
        return (one > other) != (found[3] == "newer") or one == other
    if found := re.match(r"(\d+) ([+x-]) (\d+) = \*\*(\d+)\*\*$", answer):
        return SIGNS[found[2]](int(found[1]), int(found[3])) != int(found[4])
    if found := re.match(r'The letter "(.)" appears \*\*(\d+)\*\* times? in "(\w+)"\.', answer):
        return found[3].count(found[1]) != int(found[2])
    if found := re.match(r'"(\w+)" backwards is \*\*"(\w+)"\*\*\.', answer):
        return found[1][::-1] != found[2]
    if found := re.match(r"(\d+) is \*\*(even|odd)\*\*\.", answer):
        return (int(found[1]) % 2 == 0) != (found[2] == "even")
    if found := re.match(r"In order: \*\*([\d, ]+)\*\*\.", answer):
        numbers = [int(number) for number in found[1].split(", ")]
        return numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    if found := re.match(r"It is \*\*(\w+)\*\*\.", answer):
        start = re.match(r"I start on (\w+) and go (forward|back) (\d+)\.", made.reasoning)
        assert start
        days = int(start[3]) * (1 if start[2] == "forward" else -1)
        return DAYS[(DAYS.index(start[1]) + days) % 7] != found[1]
    return answer != REFUSAL and made.key != ""


@pytest.mark.slow
def test_every_label_is_right() -> None:
    random = Random(6)
    for _ in range(DRAWS):
        made = mix.puzzle(random)
        assert not wrong_label(made), made


@pytest.mark.parametrize("make", [compare, version, sort, add_or_subtract, multiply, count, reverse, weekday, even])
def test_the_thoughts_end_with_the_right_answer_and_the_retold_ones_have_it(make) -> None:  # type: ignore[no-untyped-def]
    random = Random(7)
    for _ in range(500):
        made = make(random)
        assert made.key in made.answer
        if "says that" not in made.reasoning:  # there the question's own claim comes last
            assert made.key in made.reasoning.splitlines()[-1] or made.key == "equal", made
        assert made.retold or made.answer == REFUSAL


@pytest.mark.parametrize(("make", "wishes"), [(compare, 4), (version, 4), (sort, 2)])
def test_the_thoughts_begin_with_what_is_asked(make, wishes) -> None:  # type: ignore[no-untyped-def]
    random, first = Random(8), set[str]()
    for _ in range(300):
        lines = make(random).reasoning.splitlines()
        wish, (start, *_) = lines[0], lines[-1].split(": ")
        assert lines[0].startswith("The question ") and (start == wish.rstrip(".") or "are equal" in start)
        first.add(re.sub(r"\d[\d.]*\d|\d", "N", wish))
    assert len(first) == wishes


@pytest.mark.slow
def test_the_novice_gets_the_same_right_answers_with_and_without_a_context() -> None:
    seen = list(islice(lessons("novice"), 4_000))
    assert all(lesson.reasoning is None for lesson in seen)
    with_context = [lesson for lesson in seen if lesson.context]
    assert 0.4 < len(with_context) / len(seen) < 0.8


def test_what_is_written_can_be_read_back() -> None:
    tokenizer = Tokenizer([" is", "So", ". ", ".\n", "**"])
    for lesson in islice(lessons("thinker"), 500):
        for text in (lesson.reasoning or "", lesson.answer):
            assert tokenizer.text(tokenizer.pieces(text)) == text


def test_lessons_are_the_same_each_time() -> None:
    assert list(islice(lessons("thinker"), 50)) == list(islice(lessons("thinker"), 50))


def test_training_needs_nothing_that_is_shipped_but_the_tokenizer() -> None:
    folder = Path(mix.__file__).parent
    assert (folder / "requirements.txt").read_text("utf-8").count("torch==") == 1
