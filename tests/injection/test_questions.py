"""The questions of a measurement: made up with known answers, or read from a file with every bad line named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.injection import Question, Task, check, generated, read_questions

TASKS: tuple[Task, ...] = ("decimals", "letters", "sums", "weekdays")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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


@pytest.mark.parametrize("task", TASKS)
def test_questions_that_are_made_up_have_right_answers_and_none_comes_twice(task: Task) -> None:
    questions = generated(task, 200, 7)
    assert len({question.text for question in questions}) == 200
    assert questions == generated(task, 200, 7) != generated(task, 200, 8)
    for question in questions:
        assert question.expected and question.expected.right == right(task, question.text)
        verdict = check(f"It is {question.expected.right}.", question)
        assert verdict and verdict.mark == "right", question


def test_of_a_thousand_good_and_ten_bad_lines_ten_are_named_and_the_good_ones_kept() -> None:
    lines = ["question,answer,kind,wrong", *(f"What is {n} + 1?,{n + 1},number," for n in range(1_000))]
    bad = {
        50: ",7,number,",
        150: "What is it?,seven,number,",
        250: "What is it?,7,guess,",
        350: "What is it?,(a+)+b,pattern,",
        450: "What is it?,(,pattern,",
        550: "Red or blue?,red,choice,",
        650: "What is it?,,word,",
        750: "a,b,c,d,e,f",
        850: f"{'x' * 10_001},7,,",
        950: f"What is it?,{'a' * 201},pattern,",
    }
    for line in sorted(bad):
        lines.insert(line - 1, bad[line])
    questions, problems = read_questions("\ufeff" + "\r\n".join(lines), "set.csv")
    assert len(questions) == 1_000
    assert [problem.line for problem in problems] == sorted(bad)
    assert all(problem.what.endswith((".", "with.", "it.")) for problem in problems)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Which is bigger: 9.11 or 9.9? | 9.9", "", "number"),
        ("What day is it? | Friday", "", "word"),
        ('{"question": "Red or blue?", "answer": "red", "kind": "choice", "wrong": "blue"}', "a.jsonl", "choice"),
        ("question;answer\nWhat is 3 + 4?;7", "a.csv", "number"),
        ("question\tanswer\nWhat is 3 + 4?\t7", "a.tsv", "number"),
    ],
)
def test_questions_are_read_from_what_people_have(text: str, name: str, kind: str) -> None:
    (question,), problems = read_questions(text, name)
    assert not problems and question.expected and question.expected.kind == kind


def test_a_cell_may_hold_lines_and_a_line_is_named_by_where_it_begins() -> None:
    text = 'question,answer\n"What is\n3 + 4?",7\n,8\n"One\ntwo",2\n'
    questions, problems = read_questions(text, "a.csv")
    assert [question.text for question in questions] == ["What is\n3 + 4?", "One\ntwo"]
    assert [problem.line for problem in problems] == [4]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("[1]", "a.jsonl", "This is no JSON object"),
        ("{", "a.jsonl", "This is no JSON"),
        ('{"question": ["a"], "answer": "b"}', "a.jsonl", "question must be text"),
        ("text,right\na,b", "a.csv", "The first line must name the columns"),
    ],
)
def test_what_is_no_question_is_named(text: str, name: str, said: str) -> None:
    questions, problems = read_questions(text, name)
    assert not questions and problems[0].what.startswith(said)


@given(st.text(max_size=400), st.sampled_from(["", "a.csv", "a.jsonl"]))
def test_no_text_is_too_odd(text: str, name: str) -> None:
    questions, problems = read_questions(text, name)
    assert len(questions) + len(problems) <= text.count("\n") + text.count("\r") + 2


def test_a_pattern_marks_and_without_anything_a_person_looks() -> None:
    question = Question("Name a colour of the flag.", None, r"\b(red|white)\b")
    found = check("It is Red.", question), check("It is blue.", question), check(" ", question)
    assert [verdict.mark for verdict in found if verdict] == ["right", "wrong", "unclear"]
    assert check("whatever", Question("What do you think?")) is None
