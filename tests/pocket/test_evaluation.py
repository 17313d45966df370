"""That the built-in models are measured rightly: by questions kept out of their training, whose answers are right."""

import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from components.injection import plan
from components.pocket.evaluation import injection as experiment
from components.pocket.evaluation.__main__ import main
from components.pocket.evaluation.asking import Reply, one_by_one
from components.pocket.evaluation.falsifying import falsified
from components.pocket.evaluation.measuring import measured, outcomes
from components.pocket.evaluation.question import EQUAL, GREETING, REFUSAL, TASKS, Question, Task
from components.pocket.evaluation.questions import held_out_questions
from components.pocket.evaluation.report import Table, share
from components.pocket.evaluation.scoring import Tally, right, wilson
from components.pocket.evaluation.written import development, half, written
from components.pocket.request import NOVICE, THINKER
from components.pocket.training.held_out import WORDS, is_held_out, normalised
from tests.pocket import weights

N = 200
HERE = Path(experiment.__file__).parent
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LESS = re.compile(r"smaller|\bless\b|older|lower")
FALLING = re.compile(r"descending|decreasing|largest to|high to")


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def word(text: str) -> str:
    """The one word of the list that the text names."""
    (found,) = (word for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS)
    return found


def solved(question: Question) -> str:
    """The answer, from the text alone and by other means than the generators use."""
    text = question.text.lower()
    match question.task:
        case "compare_whole" | "compare_decimals" | "compare_mixed" | "compare_trap":
            a, b = sorted(numbers(text), key=Fraction, reverse=not LESS.search(text))
            return EQUAL if Fraction(a) == Fraction(b) else a
        case "version":
            a, b = sorted(numbers(text), key=lambda v: 1000 * int(v.split(".")[0]) + int(v.split(".")[1]))
            return a if LESS.search(text) else b
        case "sort":
            found = sorted(map(int, numbers(text)))
            return ", ".join(map(str, found[::-1] if FALLING.search(text) else found))
        case "count":
            asked = re.search(r"(?<![\w'])([a-z])(?:'?s)?(?=\W)", text.removeprefix("what is"))
            assert asked, text
            letter = asked[1]
            return str(len(re.findall(letter, word(text))))
        case "add_subtract":
            a, b = map(int, numbers(text))
            return str(a + b if re.search(r"\+|plus|add|sum", text) else abs(a - b))
        case "multiply":
            a, b = map(int, numbers(text))
            return str(sum([a] * b))
        case "reverse":
            return '"' + "".join(reversed(word(text))) + '"'
        case "weekday":
            day = DAYS.index(next(day for day in DAYS if day in text))
            for _ in range(int(numbers(text)[0])):
                day += -1 if re.search(r"before|ago", text) else 1
            return DAYS[day % 7].capitalize()
        case "even_odd":
            return "even" if numbers(text)[0][-1] in "02468" else "odd"
        case "out_of_scope":
            return REFUSAL
        case "greeting":
            return GREETING


@pytest.mark.parametrize("task", TASKS)
def test_each_task_has_enough_questions_and_their_answers_are_right(task: Task) -> None:
    questions = held_out_questions(task, N)
    assert len({normalised(question.text) for question in questions}) == N
    assert [question.text for question in questions if solved(question) != question.expected] == []
    assert {question.task for question in questions} == {task}
    assert questions == held_out_questions(task, N)


@pytest.mark.parametrize("task", sorted(set(TASKS) - {"out_of_scope", "greeting"}))
def test_each_question_is_one_that_training_never_asks(task: Task) -> None:
    for question in held_out_questions(task, N):
        if task in ("count", "reverse"):
            things = [word(question.text)]
        elif task == "weekday":
            things = [*(day for day in DAYS if day in question.text.lower()), *numbers(question.text)]
        else:
            things = numbers(question.text)
        assert is_held_out(*things), question.text
        assert sorted(question.given) == sorted(things)


def test_the_announcements_pair_is_among_them() -> None:
    for task in ("compare_trap", "version"):
        assert 1 <= sum({*question.given} == {"9.11", "9.9"} for question in held_out_questions(task, N)) <= 20


def test_numbers_are_as_long_as_each_kind_of_comparison_says() -> None:
    for task in ("compare_decimals", "compare_mixed", "compare_trap"):
        for question in held_out_questions(task, N):
            (a, a_tail), (b, b_tail) = (number.split(".") for number in question.given)
            assert (len(a_tail) == len(b_tail)) == (task == "compare_decimals")
            if task != "compare_decimals":
                assert (a == b) == (task == "compare_trap")


def test_too_many_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="greeting has no 100000 questions"):
        held_out_questions("greeting", 100_000)


@pytest.mark.parametrize(
    ("answer", "expected", "is_right"),
    [
        ("**9.9** is bigger than 9.11.", "9.9", True),
        ("**9.90** is bigger than 9.11.", "9.9", False),
        ("9.9 is bigger than **9.11**.", "9.9", False),
        ("**9.11** is not bigger than **9.9**.", "9.9", False),
        ("9.9", "9.9", False),
        ('Backwards it is **"elzzup"**.', '"elzzup"', True),
        ("Backwards it is **elzzup**.", '"elzzup"', True),
        ("Backwards it is **puzzle**.", '"elzzup"', False),
        ("They are **equal**.", EQUAL, True),
        ("I am sorry, I am too small a model to help with that.", REFUSAL, True),
        ("I am sorry, I am too small a model to help with that.", GREETING, False),
        ("I am sorry, I am too small a model to say **9.9**.", "9.9", False),
        ("I am Pocket, a very small model.", GREETING, True),
        ("Hello! Ask me a puzzle.", GREETING, True),
        ("You are welcome!", GREETING, True),
        ("Goodbye!", GREETING, True),
        ("**4** times", GREETING, False),
        ("Hello!", REFUSAL, False),
        ("", GREETING, False),
        ("", "9.9", False),
    ],
)
def test_an_answer_is_right_by_what_it_has_in_bold_first_or_by_its_fixed_words(
    answer: str, expected: str, is_right: bool
) -> None:
    assert right(answer, expected) is is_right


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # By hand: z² / (n + z²) with z² = 3.8415 is where the interval of 0 of n ends.
        (0, 10, 0.0, 3.8415 / 13.8415),
        (10, 10, 10 / 13.8415, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=6e-5)


def test_the_halves_never_change_and_no_case_or_comma_moves_a_question() -> None:
    examples = ("Which half is this?", "And this one?", "And yet another one?", "So many questions")
    assert [half(text) for text in examples] == ["seen", "seen", "blind", "blind"]
    assert [half(text.upper().replace(" ", ", ") + "!") for text in examples] == [half(text) for text in examples]


def test_written_questions_are_whole_and_new() -> None:
    seen, blind, known = written("seen"), written("blind"), development()
    assert (len(seen), len(blind), len(known)) == (60, 60, 54)
    texts = {normalised(question.text) for question in seen + blind}
    assert len(texts) == 120
    assert not texts & {normalised(question.text) for question in known}
    for questions in (seen, blind):
        by_task = Counter(question.task for question in questions)
        assert set(by_task) == set(TASKS)
        assert 18 <= by_task["out_of_scope"] <= 22
    for question in seen + blind + known:
        assert (question.task == "out_of_scope") == (question.expected == REFUSAL)
        assert (question.task == "greeting") == (question.expected == GREETING)
    for name in ("written", "development"):
        for row in json.loads((HERE / f"{name}.json").read_text("utf-8")):
            assert row.keys() == {"question", "task", "expected"}
            assert all(isinstance(text, str) and text == text.strip() != "" for text in row.values())


def test_what_is_expected_of_the_written_questions_is_right() -> None:
    """Where the text can be read by a program; the others are word problems and the like."""
    read = {"compare_whole", "compare_decimals", "compare_mixed", "version", "even_odd"}
    for question in written("seen") + written("blind"):
        if question.task in read:
            assert solved(question) == question.expected
        elif question.task == "reverse":
            assert question.expected.strip('"')[::-1] in question.text.lower()
        elif question.task == "sort":
            assert set(question.expected.split(", ")) == set(numbers(question.text))
        elif question.task == "multiply":
            a, b = map(int, numbers(question.text))
            assert question.expected == str(a * b)
        elif question.task == "add_subtract":
            a, b = map(int, numbers(question.text.replace(",", "")))
            assert int(question.expected) in (a + b, abs(a - b))


def test_the_templates_are_the_labs() -> None:
    assert (experiment.THINK, experiment.INJECTED) == (plan.THINK, plan.INJECTED)


def test_contexts_are_about_held_out_questions_and_come_to_the_right_answer() -> None:
    rows = json.loads((HERE / "contexts.json").read_text("utf-8"))
    assert len(rows) == 12
    for row in rows:
        assert row["expected"].strip('"') in row["context"].removesuffix("\ndone").splitlines()[-1]
        if row["task"] in ("count", "reverse"):
            assert word(row["question"]) in WORDS
        elif row["task"] != "weekday":
            assert is_held_out(*numbers(row["question"]))
            if row["task"] != "add_subtract":
                assert solved(Question(row["question"], row["task"], row["expected"])) == row["expected"]


@pytest.mark.parametrize(
    ("task", "given", "expected", "thoughts", "wrong"),
    [
        (
            "compare_trap",
            ("9.11", "9.9"),
            "9.9",
            "I have to compare 9.11 and 9.9.\nWith zeros at the end: 9.11 and 9.90.\n"
            "So 9.9 is bigger and 9.11 is smaller.\nThe question asks for the bigger one: 9.9.",
            "I have to compare 9.11 and 9.9.\nWith zeros at the end: 9.11 and 9.90.\n"
            "So 9.11 is bigger and 9.9 is smaller.\nThe question asks for the bigger one: 9.11.",
        ),
        (
            "even_odd",
            ("77",),
            "odd",
            "It ends in 7.\n7 is odd, not even.\nSo 77 is odd.",
            "It ends in 7.\n7 is even, not odd.\nSo 77 is even.",
        ),
    ],
)
def test_a_false_conclusion_of_a_choice_is_the_other_one(
    task: Task, given: tuple[str, ...], expected: str, thoughts: str, wrong: str
) -> None:
    made = falsified(thoughts, Question("?", task, expected, given), Random(1))
    assert made and made[0] == wrong


@pytest.mark.parametrize(
    ("task", "expected", "thoughts"),
    [
        ("count", "3", "I look for r.\ns no, r yes 1, r yes 2, r yes 3, y no.\nSo it is there 3 times."),
        ("add_subtract", "5", "Ones: 10 - 5 = 5.\nFrom left to right: 5.\nSo 10 - 5 = 5."),
        ("add_subtract", "734", "Ones: 8 + 6 = 14.\nFrom left to right: 7 3 4.\nSo 478 + 256 = 734."),
        ("weekday", "Sunday", "I start on Friday.\nStep 2 times: 1 Saturday, 2 Sunday.\nSo it is Sunday."),
        ("reverse", '"elzzup"', '1 p, 2 u.\n6 e, 5 l.\nSo it is "elzzup".'),
        ("sort", "4, 17, 30", "17 or 30: 17.\nFrom small to large: 4, 17, 30.\nThat is it: 4, 17, 30."),
    ],
)
def test_a_false_conclusion_leaves_all_but_the_last_lines_and_the_question(
    task: Task, expected: str, thoughts: str
) -> None:
    made = falsified(thoughts, Question("?", task, expected, ("1", "2")), Random(2))
    assert made
    false, wrong = made
    assert wrong != expected and right(f"**{wrong}**", expected) is False
    assert false.split("\n")[0] == thoughts.split("\n")[0]
    assert wrong.strip('"') in false.split("\n")[-1]
    assert expected.strip('"') not in re.sub(r"10 - 5", "", false.split("\n")[-1])
    assert "10 - 5" in false or "10 - 5" not in thoughts
    if expected == "734":
        assert " ".join(wrong) in false.split("\n")[1]


@pytest.mark.parametrize(
    "thoughts",
    ["", "So 9.11 is bigger and 9.9 is smaller.\nIt asks for the bigger one: 9.9.", "9.9 it is.\nBut\n9.11 is bigger."],
)
def test_nothing_is_falsified_that_does_not_come_to_the_right_answer(thoughts: str) -> None:
    assert falsified(thoughts, Question("?", "compare_trap", "9.9", ("9.11", "9.9")), Random(1)) is None


def perfect(model: str, text: str) -> Reply:
    """A thinker that is always right, and a novice that believes the last word that it reads."""
    if model == NOVICE:
        return "", f"**{text.rsplit(' = ', 1)[1]}**" if " = " in text else "**no idea**"
    a, b = map(int, numbers(text))
    asked = text.removesuffix(experiment.THINK.removeprefix("{question}")).lower()
    if re.search(r"x|×|\*|times|multipl|product", asked):
        expected = a * b
    else:
        expected = a + b if re.search(r"\+|plus|add|sum", asked) else abs(a - b)
    return f"I work.\nFirst this.\nSo = {expected}", "done" if "think this through" in text else f"**{expected}**"


def test_the_experiment_counts_who_is_right_with_which_thoughts() -> None:
    sums = [kind for kind in experiment.KINDS if kind.task in ("add_subtract", "multiply")]
    section = experiment.injection(one_by_one(perfect), 20, sums)
    for kind in sums:
        counts = {arm: (marks["right"], marks["n"]) for arm, marks in section.figures[kind.name].items()}
        assert counts.pop("other")[0] <= 2 and counts.pop("same_task")[0] <= 2
        assert counts == {
            "thinker": (20, 20),
            "alone": (0, 20),
            "helped": (20, 20),
            "wrong": (0, 20),
            "followed": (20, 20),
            "done": (20, 20),
        }
    assert "just that in 40/40" in section.table.note


def test_traps_of_the_experiment_are_divided_by_which_number_is_bigger() -> None:
    shorter, longer = experiment.KINDS[:2]
    for kind, winner in ((shorter, min), (longer, max)):
        for question in held_out_questions(kind.task, N, lambda q, kind=kind: q.expected != EQUAL and kind.wanted(q)):
            bigger = max(question.given, key=Fraction)
            assert bigger == winner(question.given, key=len)


def test_measures_are_by_task_and_in_all() -> None:
    questions = [Question("Hi", "greeting", GREETING), Question("1+1", "add_subtract", "2")]
    section = measured("Two", outcomes(one_by_one(lambda model, text: ("I think.", "**2**")), questions))
    assert section.figures["all"] == {"right": 1, "n": 2, "low": 0.0945, "high": 0.9055}
    assert str(section.table).splitlines()[-3:] == [
        "| add_subtract | 1/1 | 100 % (21–100 %) |",
        "| greeting | 0/1 | 0 % (0–79 %) |",
        "| all | 1/2 | 50 % (9–91 %) |",
    ]
    assert [miss.splitlines()[0] for miss in section.misses] == ["[greeting] Hi -> greeting"]


def test_tables_are_markdown() -> None:
    table = Table("Some", ("a", "b"), [("x|y", "1\n2")], "A note.")
    assert str(table) == "### Some\n\n| a | b |\n| --- | --- |\n| x\\|y | 1 2 |\n\nA note.\n"
    assert share(Tally(0, 0)) == "–"


@pytest.mark.parametrize("options", [["--workers", "2"], ["--direct"]])
def test_the_command_measures_the_weights_that_it_is_given(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights.write(tmp_path)
    figures = tmp_path / "figures.json"
    files = ["--thinker", str(tmp_path / "thinker.npz"), "--novice", str(tmp_path / "novice.npz")]
    assert main(["held-out", "--n", "1", *files, *options, "--json", str(figures), "--show-misses", "1"]) == 0
    shown = capsys.readouterr().out
    assert "### Held-out questions, 1 a task" in shown and "| all | " in shown
    assert json.loads(figures.read_text("utf-8"))["held-out"]["all"]["n"] == len(TASKS)


def test_the_command_says_which_file_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["injection", "--thinker", str(tmp_path / "none.npz")])
    assert "there is no file" in capsys.readouterr().err


def test_the_thinker_is_asked_by_default() -> None:
    asked: list[str] = []

    def ask(model: str, text: str) -> Reply:
        asked.append(model)
        return "", ""

    outcomes(one_by_one(ask), [Question("Hi", "greeting", GREETING)])
    assert asked == [THINKER]
