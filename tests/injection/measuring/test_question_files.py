"""Questions from files and fields: every bad line is named, the good ones are kept, and no text is too odd."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.injection import TOY_PRESETS, check, read_questions
from components.injection.measuring.question_files import MOST

BAD = {
    50: ",7,number,",
    150: "What is it?,several,number,",
    250: "What is it?,7,guess,",
    350: "What is it?,[a,pattern,",
    450: "What is it?,(,pattern,",
    550: "Red or blue?,red,choice,",
    650: "What is it?,,word,",
    750: "a,b,c,d,e,f",
    850: f"{'x' * 10_001},7,,",
    950: f"What is it?,{'a' * 201},pattern,",
}


@pytest.mark.slow
def test_of_a_thousand_good_and_ten_bad_lines_ten_are_named_and_the_good_ones_kept() -> None:
    lines = ["question,answer,kind,wrong", *(f"What is {n} + 1?,{n + 1},number," for n in range(1_000))]
    for line in sorted(BAD):
        lines.insert(line - 1, BAD[line])
    questions, problems = read_questions("\ufeff" + "\r\n".join(lines), "set.csv")
    assert [question.text for question in questions] == [f"What is {n} + 1?" for n in range(1_000)]
    assert [problem.line for problem in problems] == sorted(BAD)
    assert all(problem.what.endswith(".") and (":" in problem.what or ". " in problem.what) for problem in problems)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("What is 3 + 4? | 7", "", "number"),
        ("What is 30 + 4? | thirty-four", "", "number"),
        ("question,answer,kind\nWhat is 3 + 4?,seven,number", "a.csv", "number"),
        ("What day is it? | Friday", "", "word"),
        ("What is |x| for -7? | 7", "a.txt", "number"),
        ('{"question": "Red or blue?", "answer": "red", "kind": "choice", "wrong": "blue"}', "a.jsonl", "choice"),
        ('{"Question": "What is 3 + 4?", "answer": 7}', "a.JSONL", "number"),
        ("question;answer\nWhat is 3 + 4?;7", "a.csv", "number"),
        ("question\tanswer\nWhat is 3 + 4?\t7", "a.tsv", "number"),
        ("\r\nAnswer, Question\r\n7, What is 3 + 4?\r\n", "a.csv", "number"),
        ("question,answer\rWhat is 3 + 4?,7\r", "a.csv", "number"),
        ('question, answer\n"What is 3, and 4?", 7,,\n', "a.csv", "number"),
        ("question,answer,kind,wrong\nWhich is bigger: 9.11 or 9.8?,9.8,,9.11", "a.csv", "choice"),
    ],
)
def test_questions_are_read_from_what_people_have(text: str, name: str, kind: str) -> None:
    (question,), problems = read_questions(text, name)
    assert not problems and question.expected and question.expected.kind == kind


@pytest.mark.parametrize("preset", TOY_PRESETS, ids=lambda preset: preset.label)
def test_a_preset_that_is_typed_is_judged_as_the_preset(preset) -> None:
    (question,), problems = read_questions(f"{preset.question} | {preset.expected.right}")
    assert not problems and question.expected == preset.expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What do you think?", ""),
        ("What do you think? |", ""),
        ("question,answer,kind\nWhat do you think?,,look", "a.csv"),
        ("question,answer\nWhat do you think?,", "a.csv"),
        ("question\nWhat do you think?", "a.csv"),
        ('{"question": "What do you think?", "answer": null}', "a.jsonl"),
    ],
)
def test_a_question_without_an_answer_is_for_a_person_to_look_at(text: str, name: str) -> None:
    (question,), problems = read_questions(text, name)
    assert not problems and question.text == "What do you think?"
    assert question.expected is None and question.pattern == ""


def test_a_cell_may_hold_lines_and_a_line_is_named_by_where_it_begins() -> None:
    text = 'question,answer\n"What is\n3 + 4?",7\n,8\n"One\n\ntwo",x,y\n"One\ntwo",2\n'
    questions, problems = read_questions(text, "a.csv")
    assert [question.text for question in questions] == ["What is\n3 + 4?", "One\ntwo"]
    assert [problem.line for problem in problems] == [4, 5]


def test_a_quote_that_is_never_closed_costs_its_own_line_only() -> None:
    questions, problems = read_questions('question,answer\n"What is 3?,3\nWhat is 4?,4\n"What is 5?",5', "a.csv")
    assert [question.text for question in questions] == ["What is 4?", "What is 5?"]
    assert [problem.line for problem in problems] == [2]


def test_a_quote_within_a_question_is_no_reason_to_change_it() -> None:
    questions, problems = read_questions('question,answer\n"Red" or blue?,red\nWhich "red"?,red\n', "a.csv")
    assert [question.text for question in questions] == ['Which "red"?']
    assert [problem.line for problem in problems] == [2]


def test_numbers_and_patterns_stay_as_they_are_written() -> None:
    (question,), _ = read_questions('{"question": "What?", "answer": 9.90}', "a.jsonl")
    assert question.expected and question.expected.right == "9.90"
    (question,), _ = read_questions('{"question": "What?", "answer": "a  b", "kind": "pattern"}', "a.jsonl")
    assert question.pattern == "a  b"


@pytest.mark.parametrize(
    ("text", "name", "line", "said"),
    [
        ("[1]", "a.jsonl", 1, "This is no JSON object"),
        ('{"q": "a"}', "a.jsonl", 1, "This is no JSON object"),
        ("\n{", "a.jsonl", 2, "This is no JSON: write one object a line"),
        ('{"question": ["a"], "answer": "b"}', "a.jsonl", 1, "question must be text"),
        ('{"Question": ["a"], "answer": "b"}', "a.jsonl", 1, "question must be text"),
        ('{"question": "a", "answer": true}', "a.jsonl", 1, "answer must be text"),
        ('{"question": "\\ud800", "answer": "b"}', "a.jsonl", 1, "There is half a character"),
        ('{"answer": "b"}', "a.jsonl", 1, "The question is empty"),
        ("text,right\na,b", "a.csv", 1, "The first line must name the columns"),
        ("question,right\na,b", "a.csv", 1, "The first line must name the columns"),
        ("question,answer\nWhat is 4?", "a.csv", 2, "This line has 1 cell, and the first has 2: write the answer"),
        ("question,answer\nWhat, then?,4", "a.csv", 2, "This line has 3 cells, and the first has 2: put quotes"),
        ("question,answer,kind,wrong\na,red,choice,Red|blue", "a.csv", 2, "“red” is both"),
        ("What? | " + "9" * 5_000, "", 1, "The answer is too long: 5,000 of at most 1,000"),
        ("| 7", "", 1, "The question is empty"),
    ],
)
def test_what_is_no_question_is_named(text: str, name: str, line: int, said: str) -> None:
    questions, problems = read_questions(text, name)
    assert not questions and [problem.line for problem in problems] == [line]
    assert problems[0].what.startswith(said) and problems[0].what.endswith(".")


def test_of_too_many_questions_the_first_are_kept_and_the_line_is_named() -> None:
    text = "\n".join(f"What is {n}?" for n in range(MOST + 10))
    questions, problems = read_questions(text)
    assert len(questions) == MOST
    assert [(problem.line, problem.what[:30]) for problem in problems] == [(MOST + 1, "Only the first 5,000 questions")]
    assert not read_questions("\n".join(text.split("\n")[:MOST]))[1]


def test_a_file_of_another_kind_is_not_read_to_its_end() -> None:
    questions, problems = read_questions("x\n" * (MOST + 100), "a.jsonl")
    assert not questions and len(problems) == MOST + 1
    assert problems[-1].what.startswith("No more is read after 5,000 that cannot be used")


@pytest.mark.slow
def test_of_patterns_that_are_too_large_together_the_first_are_kept() -> None:
    # Each has 10,001 parts, so 99 make less than a million.
    lines = [f'What is {n}?,"{n % 10}{{10000}}",pattern' for n in range(120)]
    questions, problems = read_questions("\n".join(["question,answer,kind", *lines, "What?,a,pattern"]), "a.csv")
    assert len(questions) == 99 and len(problems) == 22
    assert problems[0].line == 101 and problems[0].what.startswith("The patterns up to here are too large together")


NAMES = st.sampled_from(["", "a.csv", "a.tsv", "a.jsonl", "a.txt", "no ending"])
ODD = st.text(st.one_of(st.characters(), st.sampled_from(list(',;\t|"\n\r\\{}[]()*+?.0123456789'))), max_size=300)
CELL = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.lists(st.text()), st.text(max_size=30))
COLUMN = st.sampled_from(["question", "Answer", "kind", "wrong", "other"])
KIND = st.sampled_from(["", "number", "word", "choice", "pattern", "look", "guess"])


@pytest.mark.slow
@settings(max_examples=300)
@given(ODD, NAMES, st.booleans())
def test_no_text_is_too_odd(text: str, name: str, headed: bool) -> None:
    text = f"question,answer,kind,wrong\n{text}" if headed else text
    questions, problems = read_questions(text, name)
    lines = text.count("\n") + text.count("\r") + 1
    assert len(questions) + len(problems) <= lines
    assert all(1 <= problem.line <= lines and problem.what for problem in problems)


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.dictionaries(COLUMN, CELL), max_size=5))
def test_no_object_is_too_odd(rows: list[dict[str, object]]) -> None:
    questions, problems = read_questions("\n".join(map(json.dumps, rows)), "a.jsonl")
    assert len(questions) + len(problems) == len(rows)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30), ODD.filter(bool), KIND, st.text(max_size=20), ODD)
def test_what_is_read_can_be_checked(text: str, right: str, kind: str, wrong: str, answer: str) -> None:
    row = {"question": text, "answer": right[:60], "kind": kind, "wrong": wrong}
    for question in read_questions(json.dumps(row), "a.jsonl")[0]:
        verdict = check(answer, question)
        assert verdict is None or verdict.mark in ("right", "wrong", "unclear")
