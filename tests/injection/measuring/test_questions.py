"""Questions that are made up: with known answers, none twice, the same for the same seed."""

import re

import pytest

from components.conversation import Asked
from components.injection import PRESETS, TOY_PRESETS, Expected, Question, Series, Task, check, generated
from components.injection.measuring.series import problems_of

TASKS: tuple[Task, ...] = ("decimals", "letters", "sums", "weekdays")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST = 500  # that the page asks for
FIRST = [
    "Which is bigger: 20.94 or 20.9?",
    'How many times does the letter r appear in the word "spider"?',
    "What is 6406 + 3212?",
    "If today is Friday, what day will it be in 53 days?",
]


def right(task: Task, text: str) -> str:
    """Computed from the words of the question alone."""
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    match task:
        case "decimals":
            return max(numbers, key=float)
        case "letters":
            found = re.search(r'letter (\w) appear in the word "(\w+)"', text)
            assert found
            return str(found[2].count(found[1]))
        case "sums":
            return str(sum(map(int, numbers)))
        case "weekdays":
            return DAYS[(next(n for n, day in enumerate(DAYS) if day in text) + int(numbers[0])) % 7]


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_as_many_as_the_page_asks_for_have_right_answers_and_none_comes_twice(task: Task) -> None:
    questions = generated(task, MOST, 7)
    assert len({question.text for question in questions}) == MOST
    for question in questions:
        assert question.expected and question.expected.right == right(task, question.text)
        verdict = check(f"It is {question.expected.right}.", question)
        assert verdict and verdict.mark == "right", question


@pytest.mark.parametrize("task", TASKS)
def test_the_same_seed_gives_the_same_questions_and_another_one_others(task: Task) -> None:
    assert generated(task, 50, 7) == generated(task, 50, 7) != generated(task, 50, 8)
    assert generated(task, 50, 7)[:20] == generated(task, 20, 7)


def test_a_seed_gives_what_it_gave_in_every_version_of_python() -> None:
    assert [generated(task, 1, 1)[0].text for task in TASKS] == FIRST


@pytest.mark.parametrize("task", TASKS)
def test_the_words_are_those_of_a_preset_that_the_toy_model_knows(task: Task) -> None:
    def words(text: str) -> str:
        return re.sub(r"\d+(?:\.\d+)?|\w+day|(?<=letter )\w|\"\w+\"", "…", text)

    assert {words(question.text) for question in generated(task, 50, 1)} <= {words(one.question) for one in TOY_PRESETS}


def test_sizes_are_those_that_the_toy_model_was_trained_on() -> None:
    for question in generated("sums", MOST, 2):
        assert all(int(number) <= 9_999 for number in re.findall(r"\d+", question.text))
    for question in generated("weekdays", MOST, 2):
        assert all(1 <= int(number) <= 100 for number in re.findall(r"\d+", question.text))
    for question in generated("letters", MOST, 2):
        assert re.search(r'"[a-z]{3,12}"', question.text)
    for question in generated("decimals", MOST, 2):
        assert len(re.findall(r"\b\d{1,2}\.\d{1,2}\b", question.text)) == 2


def test_decimals_are_traps_about_half_of_the_time() -> None:
    pairs = [re.findall(r"\d+\.\d+", question.text) for question in generated("decimals", 400, 3)]
    traps = sum(len(max(pair, key=float)) < len(min(pair, key=float)) for pair in pairs)
    assert 140 < traps < 260


@pytest.mark.slow
def test_more_than_there_are_is_refused_and_never_waited_for() -> None:
    with pytest.raises(ValueError, match="Of weekdays there are no 5,000 different questions, only 686"):
        generated("weekdays", 5_000, 1)


def test_none_are_none() -> None:
    assert generated("sums", 0, 1) == []


def series_of(*questions: Question) -> Series:
    return Series(questions, Asked("pocket", "t"), Asked("pocket", "n"), ("without", "other"))


def test_another_question_is_of_the_same_kind_and_has_another_answer() -> None:
    series = series_of(*(question for task in TASKS for question in generated(task, 25, 1)))
    for at, question in enumerate(series.questions):
        other = series.another(at)
        assert other is not None and other != at and other // 25 == at // 25, question
        told, own = series.questions[other].expected, question.expected
        assert told and own and told.right != own.right


def test_where_no_question_is_asked_alike_one_is_taken_that_is_answered_alike() -> None:
    series = series_of(*(Question(preset.question, preset.expected) for preset in PRESETS))
    others = [series.another(at) for at in range(len(PRESETS))]
    # The two comparisons have each other, and so have letters and sheep, which are counted; the product is a number as
    # they are; no other one is a weekday.
    assert others == [1, 0, 5, 5, None, 2]
    assert [step.question for step in series.steps() if step.arm == "other"] == [0, 1, 2, 3, 5]


def test_thoughts_on_another_question_need_one_of_the_same_kind() -> None:
    number, word = Question("3?", Expected("number", "3")), Question("Who?", Expected("word", "Evelyn"))
    wrong = "Thoughts on another question need two questions of the same kind."
    assert wrong in problems_of(series_of(number)) and wrong in problems_of(series_of(number, word))
    assert wrong not in problems_of(series_of(number, word, Question("4?", Expected("number", "4"))))
    same = series_of(number, Question("Also 3?", Expected("number", "3")), Question("5?", Expected("number", "5")))
    assert [same.another(at) for at in range(3)] == [2, 2, 0]
    alike = series_of(number, Question("Also 3?", Expected("number", "3")))
    assert [alike.another(at) for at in range(2)] == [1, 0]
    half = series_of(number, Question("A half?", Expected("formula", r"\frac{1}{2}")))
    assert [half.another(at) for at in range(2)] == [1, 0]
