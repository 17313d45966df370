"""Data sets as they are published: the answer that is right is found in them, or the line is named before the start."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from components.injection import Expected, Mark, Question, check, read_questions
from tests.modelserver.capture import FOLDER

# One question of each form, worked out by hand: what is right, what is wrong.
GSM8K = {"question": "How many pens in all?", "answer": "In May 48/2 = <<48/2=24>>24.\nIn all 72.\n#### 72"}
MONEY = {"question": "What is the price?", "answer": "The price is 1200.\n#### $1,200"}
MATH = {
    "problem": "What is half of one?",
    "level": "Level 1",
    "type": "Algebra",
    "solution": r"One half is $\frac{1}{2}$, not $\boxed{2}$ but $\boxed{\frac{1}{2}}$.",
}
MATH_500 = {
    "problem": "Where?",
    "solution": r"At $\boxed{(1, \frac{\pi}{2})}$",
    "answer": r"\left(1, \frac{\pi}{2}\right)",
}
MMLU = {"question": "Capital of France?", "subject": "geography", "choices": ["London", "Paris", "Rome"], "answer": 1}
MMLU_PRO = {"question": "2 + 2?", "options": ["3", "4", "5"], "answer": "B", "answer_index": 1}
ARC = {"question": "Red?", "choices": {"text": ["sky", "rose"], "label": ["1", "2"]}, "answerKey": "2"}
ARC_FIRST = {
    "question": {"stem": "Red?", "choices": [{"text": "sky", "label": "A"}, {"text": "rose", "label": "B"}]},
    "answerKey": "B",
}
HELLASWAG = {"ctx": "He opens the door and", "endings": ["sinks", "goes in"], "label": "1"}
AQUA = {"question": "2 + 2?", "options": ["A)3", "B)4"], "rationale": "…", "correct": "B"}
BBH = {"input": "Which is a fruit?\nOptions:\n(A) stone\n(B) apple", "target": "(B)"}
BY_LETTER = {"question": "Red?", "choices": {"A": "sky", "B": "rose"}, "answer": "rose"}
ALPACA = {"instruction": "Add the numbers.", "input": "3 and 4", "output": "7"}

READ: list[tuple[dict[str, Any], str, str, str]] = [
    (GSM8K, "72", "The answer is 72.", "The answer is 24."),
    (MONEY, "1,200", "It costs $1,200. The answer is $1,200.", "#### 1,300"),
    (MATH, r"\frac{1}{2}", r"So it is $\boxed{\frac{1}{2}}$.", r"\boxed{2}"),
    (MATH_500, r"\left(1, \frac{\pi}{2}\right)", r"\boxed{(1,\pi/2)}", r"\boxed{(2,\pi/2)}"),
    (MMLU, "B", "The answer is B.", "(C) Rome"),
    (MMLU, "B", "The answer is Paris.", "London"),
    (MMLU_PRO, "B", "**B**", "The answer is (A)."),
    (ARC, "B", "B. rose", "A"),
    (ARC_FIRST, "B", r"\boxed{\text{B}}", "The correct answer is A) sky."),
    (HELLASWAG, "B", "Answer: B", "Answer: A"),
    (AQUA, "B", "The answer is 4.", "The answer is 3."),
    (BBH, "B", "So the answer is (B).", "So the answer is (A)."),
    (BY_LETTER, "B", "B", "A"),
    ({"question": "Which letter?", "choices": ["d", "a", "b", "c"], "answer": 3}, "D", "The answer is D.", "A"),
    (ALPACA, "7", "7", "8"),
    ({"question": "3 + 4?", "answer": "Three and four make 7. So the answer is 7."}, "7", "7", "8"),
    ({"problem": "3 + 4?", "answer": "", "solution": r"$\boxed{7}$"}, "7", "7", "8"),
    ({"prompt": "3 + 4?", "target": 7}, "7", "7", "8"),
    ({"Query": "3 + 4?", "Ground Truth": "7"}, "7", "7", "8"),
    ({"question": "3 + 4?", "expected": "7"}, "7", "7", "8"),
    ({"Question": "Who?", "final_answer": r"\text{Evelyn}"}, "Evelyn", r"\boxed{\text{Evelyn}}", "I do not know"),
    ({"sQuestion": "3 + 4?", "lSolutions": [7.0]}, "7.0", "7", "8"),
    ({"Body": "Eva has 3 eggs and gets 4.", "Question": "How many?", "Answer": 7}, "7", "7", "8"),
]


def only(text: str, name: str) -> Question:
    (question,), problems = read_questions(text, name)
    assert not problems
    return question


def mark(answer: str, question: Question) -> Mark | None:
    verdict = check(answer, question)
    return verdict.mark if verdict else None


@pytest.mark.parametrize(("row", "right", "said", "other"), READ)
def test_the_right_answer_is_found_and_a_plain_one_is_marked_right(
    row: dict[str, Any], right: str, said: str, other: str
) -> None:
    question = only(json.dumps(row), "set.jsonl")
    assert question.expected and question.expected.right == right
    assert (mark(said, question), mark(other, question)) != ("right", "right")
    assert mark(said, question) == "right" and mark(other, question) != "right"


def test_the_cases_are_read_as_they_say() -> None:
    for name, expected in (("20-gsm8k.jsonl", ["72", "31", "900"]), ("20b-math-boxed.jsonl", [r"\frac{1}{2}"])):
        path = Path(os.environ.get(FOLDER, "."), "..", "cases", name)
        if not path.is_file():
            pytest.skip(f"no cases beside ${FOLDER}")
        questions, problems = read_questions(path.read_text("utf-8"), name)
        assert not problems
        assert [question.expected.right for question in questions if question.expected] == expected
        for question, right in zip(questions, expected, strict=True):
            assert mark(rf"The answer is {right}." if right.isdigit() else rf"\boxed{{{right}}}", question) == "right"


def test_a_question_shows_its_options_with_letters() -> None:
    assert only(json.dumps(MMLU), "a.jsonl").text == "Capital of France?\n\nA. London\nB. Paris\nC. Rome"
    assert only(json.dumps(BBH), "a.jsonl").text == BBH["input"]
    expected = only(json.dumps(BBH), "a.jsonl").expected
    assert expected == Expected("choice", "B", ("A",), options=("stone", "apple"))


GPQA = "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3\nRed?,rose,sky,sea,grass\n"


def test_wrong_answers_are_options_in_an_order_that_is_always_the_same() -> None:
    question = only(GPQA, "gpqa.csv")
    assert question == only(GPQA, "gpqa.csv") and question.expected
    assert sorted(question.expected.options) == ["grass", "rose", "sea", "sky"]
    assert question.expected.in_words == "rose"
    assert mark("rose", question) == mark(question.expected.right, question) == "right"
    assert mark("The answer is sky.", question) == "wrong"
    listed = json.dumps({"question": "Red?", "correct_answer": "rose", "incorrect_answers": ["sky", "sea"]})
    assert (expected := only(listed, "a.jsonl").expected) and expected.in_words == "rose"


@pytest.mark.parametrize(
    "text",
    [
        'question,A,B,C,answer\nRed?,sky,rose,sea,B\n',
        'question,option_a,option_b,answer\nRed?,sky,rose,b\n',
        'question,choices,answer\nRed?,"[""sky"", ""rose""]",1\n',
        'question;option1;option2;answer\nRed?;sky;rose;2\n',
        'question,opa,opb,cop\nRed?,sky,rose,1\n',
    ],
)  # fmt: skip
def test_options_are_read_from_columns(text: str) -> None:
    question = only(text, "set.csv")
    assert question.expected and question.expected.in_words == "rose"


@pytest.mark.parametrize(
    "whole",
    [
        [GSM8K, MMLU],
        {"data": [GSM8K, MMLU]},
        {"version": 1, "questions": [GSM8K, MMLU], "columns": ["question", "answer"]},
        {"anything": {"at": {"all": [GSM8K, MMLU]}}},
        {"train": [GSM8K], "test": [MMLU]},
        {
            "features": [{"name": "question"}],
            "rows": [{"row_idx": 0, "row": GSM8K, "truncated_cells": []}, {"row": MMLU}],
        },
    ],
)
def test_a_list_is_found_under_any_name(whole: Any) -> None:
    for text, name in ((json.dumps(whole, indent=1), "a.json"), (json.dumps(whole), "a.json")):
        questions, problems = read_questions(text, name)
        assert [question.expected.right for question in questions if question.expected] == ["72", "B"]
        assert not [problem for problem in problems if "features" not in str(whole)]


@pytest.mark.parametrize(
    "table",
    [
        {"question": ["3 + 4?", "1 + 1?"], "answer": [7, 2], "id": ["a", "b"]},
        {"question": {"0": "3 + 4?", "1": "1 + 1?"}, "answer": {"0": "7", "1": "2"}},
    ],
)
def test_a_table_may_be_written_column_by_column(table: Any) -> None:
    questions, problems = read_questions(json.dumps(table), "a.json")
    assert not problems and [one.text for one in questions] == ["3 + 4?", "1 + 1?"]
    assert [one.expected.right for one in questions if one.expected] == ["7", "2"]


def test_a_list_over_many_lines_may_have_the_ending_of_the_other() -> None:
    text = json.dumps([GSM8K, MMLU], indent=2)
    assert len(read_questions(text, "a.jsonl")[0]) == len(read_questions(text.replace("\n", ""), "a.jsonl")[0]) == 2


LONG = "It depends on what is meant by it: some would say that the river decides, and others that it is the rain. " * 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": "What do you think?", "answer": LONG}, "The answer cannot be judged (“It depends on what"),
        (
            {"question": "What?", "answer": "one two three four five six seven eight nine ten eleven"},
            "The answer cannot",
        ),
        ({"question": "What?", "answer": "Yes, it can."}, "The answer cannot be judged (“Yes, it can.”)"),
        ({"question": "Red?", "choices": ["sky", "rose"], "answer": "7"}, "“7” is none of the 2 options"),
        ({"question": "Red?", "choices": ["sky", "rose"], "answer": "D"}, "“D” is none of the 2 options"),
        ({"question": "3 + 1?", "choices": ["4", "2", "1", "0"], "answer": "1"}, "“1” may be the option or its number"),
        ({"question": "Red?", "choices": ["sky", "Sky"], "answer": 1}, "Two of the options are the same"),
        ({"question": "Red?", "choices": ["sky"], "answer": 0}, "A question has 2 to 20 options, and this one has 1"),
        ({"question": "Red?", "choices": [["sky"], "b"], "answer": 0}, "choices must be a list of texts"),
        ({"question": "Red?", "choices": "[sky", "answer": 0}, "choices is no list"),
        ({"question": "Which?", "answer": ["a", "b"]}, "answer is a list of 2 answers"),
        (
            {"row": GSM8K, "truncated_cells": ["answer"]},
            "The viewer that gave this file has cut off what is long (answer)",
        ),
    ],
)
def test_what_cannot_be_judged_is_named_before_the_start(row: dict[str, Any], said: str) -> None:
    questions, (problem,) = read_questions(f"{json.dumps(GSM8K)}\n{json.dumps(row)}", "a.jsonl")
    assert len(questions) == 1
    assert problem.line == 2 and problem.what.startswith(said) and problem.what.endswith(".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "This is no JSON"),
        ("", "This is no JSON"),
        ('{"a": [1, 2]}', "There is no list of questions in it"),
        ("[" * 200_000, "Its brackets are nested too deep"),
        ("[" + "[]," * 2_000_001 + "[]]", "It has too many brackets"),
    ],
)
def test_a_file_that_holds_none_is_told_so(text: str, said: str) -> None:
    questions, (problem,) = read_questions(text, "a.json")
    assert not questions and problem.unit == "Entry" and problem.what.startswith(said)


@pytest.mark.parametrize("answer", ["yes", "no", "true", "False", "New York", "the Rhine", "C++", "7 apples"])
def test_short_words_can_be_judged(answer: str) -> None:
    question = only(json.dumps({"question": "What?", "answer": answer}), "a.jsonl")
    assert mark(f"The answer is {answer}", question) == "right" or mark(answer, question) == "right"
