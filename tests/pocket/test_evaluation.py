"""That the built-in models are measured rightly: by questions kept out of their training, whose answers are right."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from components.injection import plan
from components.pocket import speaker
from components.pocket.evaluation import injection as experiment
from components.pocket.evaluation.__main__ import main
from components.pocket.evaluation.asking import SHIPPED, Files, Reply, in_process, one_by_one
from components.pocket.evaluation.changing import ARMS, changed
from components.pocket.evaluation.cutting import cut, keep
from components.pocket.evaluation.falsifying import concluded, falsified
from components.pocket.evaluation.measuring import measured, outcomes
from components.pocket.evaluation.question import (
    BYE,
    EQUAL,
    GREETING,
    HELLO,
    REFUSAL,
    TASKS,
    THANKS,
    WHO,
    Question,
    Task,
)
from components.pocket.evaluation.questions import MAKERS, held_out_questions
from components.pocket.evaluation.report import Table, share
from components.pocket.evaluation.scoring import CUT, Tally, given_answer, right, wilson
from components.pocket.evaluation.written import development, half, written
from components.pocket.request import NOVICE, THINKER, Wish
from components.pocket.said import Ended, Said
from components.pocket.training.held_out import WORDS, is_held_out, normalised
from components.pocket.training.mix import puzzle
from components.pocket.turns import Turns
from tests.pocket import weights

N = 200
HERE = Path(experiment.__file__).parent
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LESS = re.compile(r"smaller|\bless\b|older|lower")
FALLING = re.compile(r"descending|decreasing|largest to|high to")

KINDS = {
    THANKS: "thank|grateful|appreciat|helpful|great help|did that well",
    BYE: "bye|see you|talk to you|until|sleep well|lovely evening|go\\b|be off|adieu",
    WHO: "who|what|which|yourself|program",
    HELLO: "",
}


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
            return next(kind for kind, words in KINDS.items() if re.search(words, text))


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


def asked(text: str) -> str:
    """Words and numbers, with the signs and points that make one question with the same numbers another one."""
    return " ".join(re.findall(r"[^\W_]+|[-+*/×÷^:.]+(?=\s*\d)|%", text.lower()))


@pytest.mark.slow
def test_training_draws_none_of_the_questions() -> None:
    questions = {asked(question.text) for task in TASKS for question in held_out_questions(task, N)}
    random = Random(5)
    assert questions & {asked(puzzle(random).question) for _ in range(30_000)} == set()


def test_no_greeting_is_a_written_one() -> None:
    texts = {normalised(question.text) for question in held_out_questions("greeting", N)}
    known = {normalised(question.text) for question in written("seen") + written("blind") + development()}
    assert len(texts & known) == 0


@pytest.mark.parametrize("task", ["compare_whole", "compare_decimals", "compare_trap"])
def test_few_pairs_are_equal(task: Task) -> None:
    """About 3 in 100, however alike numbers are chosen."""
    random = Random(11)
    equal = sum(MAKERS[task](random).expected == EQUAL for _ in range(5_000))
    assert 100 <= equal <= 200


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
        ("Hello! **4**", GREETING, False),
        ("I am sorry, that is not for me.", GREETING, False),
        ("**9.9** is bigger, not 9.11. So **9.9**.", "9.9", True),
        ("**9.9**, or **9.11**.", "9.9", False),
        ("**9.9**" + CUT, "9.9", False),
        ("Hello! Ask me" + CUT, GREETING, False),
        ("Hello! Ask me a puzzle.", HELLO, True),
        ("Hello! Ask me a puzzle.", BYE, False),
        ("I am a very small model.", WHO, True),
        ("I am a very small model.", THANKS, False),
        ("I am sorry, I am too small a model: I can add.", WHO, False),
        ("You are welcome!", THANKS, True),
        ("Goodbye!", BYE, True),
        ("Goodbye!", HELLO, False),
        ('It is **"hello"**.', HELLO, False),
        ("Hello!", REFUSAL, False),
        ("", GREETING, False),
        ("", "9.9", False),
    ],
)
def test_an_answer_is_right_by_what_it_has_in_bold_or_by_its_fixed_words(
    answer: str, expected: str, is_right: bool
) -> None:
    assert right(answer, expected) is is_right


@pytest.mark.parametrize(
    ("question", "answer", "expected", "is_right"),
    [
        ("Is 9.9 bigger than 9.11?", "Yes: **9.9** is bigger than 9.11.", "9.9", True),
        ("IS 9.9 BIGGER THAN 9.11", "No: **9.9** is bigger than 9.11.", "9.9", False),
        ("Hey, is 9.11 bigger than 9.9?", "No: **9.9** is bigger than 9.11.", "9.9", True),
        ("Is version 9.9 newer than version 9.11?", "Yes: version **9.11** is newer.", "9.11", False),
        ("Is version 9.9 newer than version 9.11?", "No: version **9.11** is newer.", "9.11", True),
        ("Is 1,200 smaller than 1,300?", "Yes: **1200** is smaller.", "1200", True),
        ("Is 7 bigger than 7?", "No: they are **equal**.", EQUAL, True),
        ("Is 7 bigger than 7?", "Yes: they are **equal**.", EQUAL, False),
        ("Is 9.11 bigger than 9.9?", "**9.9** is bigger than 9.11.", "9.9", True),
        ("Which is bigger: 9.11 or 9.9?", "Yes: **9.9** is bigger.", "9.9", True),
        ("", "Yes: **9.9** is bigger than 9.11.", "9.9", True),
    ],
)
def test_a_yes_or_a_no_must_fit_the_question(question: str, answer: str, expected: str, is_right: bool) -> None:
    assert right(answer, expected, question) is is_right
    outcome = outcomes(one_by_one(lambda model, text: ("", answer)), [Question(question, "compare_trap", expected)])
    assert outcome[0].right is is_right


def test_all_that_is_in_bold_is_shown() -> None:
    assert given_answer('**9.9** or **9.11** or **9.9** or **"a"**') == "9.9 / 9.11 / a"


def test_a_reply_without_end_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        def reply(self, wish: Wish) -> Iterator[Said | Ended]:
            yield Said("answer", "**2**")
            yield Ended("stop" if wish.question == "1+1" else "length", 1, 2, 0)

    def read(path: Path, thinks: bool, turns: Turns) -> Endless:
        return Endless()

    monkeypatch.setattr(speaker, "read", read)
    ask = in_process(Files(tmp_path, tmp_path))
    assert [ask(THINKER, text)[1] for text in ("1+1", "2+2")] == ["**2**", "**2**" + CUT]


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


SPELL = 'I will spell "banana" letter by letter and look for "a".\nb no, a yes 1, n no, a yes 2, n no, a yes 3.\n'
ONCE = 'I will spell "level" letter by letter and look for "v".\nl no, e no, v yes 1, e no, l no.\n'
NONE = 'I will spell "puzzle" letter by letter and look for "a".\np no, u no, z no, z no, l no, e no.\n'
COLUMNS = "Ones: 8 + 6 = 14. Write 4, carry 1.\nTens: 7 + 5 + 1 = 13. Write 3, carry 1.\n"
TURNED = 'I number the letters of "berry".\n1 b, 2 e, 3 r, 4 r, 5 y.\nNow from the last one to the first:\n'
SORTED = "The numbers are 17, 4, 30.\n17 or 4: 4 is smaller. So 4 comes first. Left: 17, 30.\n"


@pytest.mark.parametrize(
    ("task", "expected", "kept", "conclusion"),
    [
        ("count", "3", SPELL, "Wait, did I miss one? I counted 3 with yes.\nSo the letter is there 3 times."),
        ("count", "1", ONCE, "So the letter is there 1 time."),
        ("count", "0", NONE, "So the letter is there 0 times."),
        ("add_subtract", "734", COLUMNS, "From left to right: 7 3 4.\nSo 478 + 256 = 734."),
        ("add_subtract", "13", "", "From left to right: 0 1 3. Zeros in front do not count.\nSo 140 - 127 = 13."),
        ("add_subtract", "5", "", "Ones: 2 + 3 = 5. Write 5.\nFrom left to right: 5.\nSo 2 + 3 = 5."),
        (
            "add_subtract",
            "14",
            "Lined up: 8 + 6.\n",
            "Ones: 8 + 6 = 14. Write 4, carry 1.\nThe last carry gives a 1 in front.\nFrom left to right: 1 4.\n"
            "So 8 + 6 = 14.",
        ),
        ("add_subtract", "0", "", "From left to right: 0 0 0. Zeros in front do not count.\nSo 250 - 250 = 0."),
        ("multiply", "98", "Lined up: 70 + 28.\n", "From left to right: 9 8.\nSo 14 x 7 = 98."),
        ("multiply", "56", "This one is in the times table.\n", "7 x 8 = 56.\nSo 8 x 7 = 56."),
        ("multiply", "200", "", "4 x 5 = 20, and a zero behind it: 200.\nSo 40 x 5 = 200."),
        (
            "weekday",
            "Monday",
            "I start on Friday and go forward 10.\nA week has 7 days, so full weeks change nothing: 10 - 7 = 3.\n",
            "Step 3 times: 1 Saturday, 2 Sunday, 3 Monday.\nSo it is Monday.",
        ),
        (
            "weekday",
            "Friday",
            "I start on Friday and go back 14.\nA week has 7 days, so full weeks change nothing: 14 - 14 = 0.\n",
            "Nothing is left, so it is the same day.\nSo it is Friday.",
        ),
        ("reverse", '"yrreb"', TURNED, '5 y, 4 r, 3 r, 2 e, 1 b.\nSo it is "yrreb".'),
        (
            "sort",
            "30, 17, 4",
            SORTED,
            "From small to large: 4, 17, 30.\nThe question wants the largest first: 30, 17, 4.",
        ),
        (
            "sort",
            "4, 17, 30",
            SORTED,
            "From small to large: 4, 17, 30.\nThe question wants the smallest first: 4, 17, 30.",
        ),
        ("even_odd", "odd", "Only the last digit of 17 matters.\nThe last digit is 7.\n", "7 is odd, so 17 is odd."),
        ("even_odd", "odd", "Only the last digit of 7 matters.\nThe last digit is 7.\n", "7 is odd, so 7 is odd."),
        (
            "compare_trap",
            "9.9",
            "I have to compare 9.11 and 9.9.\nTenths: 1 and 9, so 9 is bigger.\n",
            "So 9.9 is bigger and 9.11 is smaller.\nThe question asks for the bigger one: 9.9.",
        ),
        (
            "compare_mixed",
            "9.75",
            "I have to compare 12.5 and 9.75.\n12 has 2 and 9 has 1 digit, so 12 is bigger.\n",
            "So 12.5 is bigger and 9.75 is smaller.\nThe question asks for the smaller one: 9.75.",
        ),
    ],
)
def test_a_false_conclusion_leaves_the_steps_and_nothing_of_the_right_result(
    task: Task, expected: str, kept: str, conclusion: str
) -> None:
    pair = ("12.5", "9.75") if task == "compare_mixed" else ("9.11", "9.9")
    question = Question("?", task, expected, pair)
    assert concluded(kept + conclusion, question) == expected.strip('"')
    seen: set[str] = set()
    for seed in range(30):
        made = falsified(kept + conclusion, question, Random(seed))
        assert made
        false, wrong = made
        seen.add(wrong)
        assert wrong != expected and right(f"**{wrong}**", expected) is False
        assert false.count("\n") == (kept + conclusion).count("\n")
        steps, ends = false.split("\n")[: kept.count("\n")], false.split("\n")[kept.count("\n") :]
        if task == "count":
            assert steps[0] == kept.split("\n")[0] and f"yes {expected}" not in steps[1]
            assert f"yes {wrong}" in steps[1] or expected == "0"
            assert ends[-1] == f"So the letter is there {wrong} time{'s' * (wrong != '1')}."
        else:
            assert "".join(f"{line}\n" for line in steps) == kept
        if task.startswith("compare"):
            turned = conclusion.replace(pair[0], "?").replace(pair[1], pair[0]).replace("?", pair[1])
            assert "\n".join(ends) == turned
            continue
        assert concluded(false, question) == wrong.strip('"')
        results = {expected.strip('"'), ", ".join(reversed(expected.split(", "))), " ".join(expected)}
        for line in ends:
            stated = re.split(r"[:=?]|\bfrom\b", line)[-1]
            assert not any(re.search(rf"(?<!\w){re.escape(result)}(?!\w)", stated) for result in results - {"0"}), line
        if task in ("add_subtract", "multiply"):
            assert len(wrong) == len(expected)
            assert f"= {expected}" not in "\n".join(ends)
        if conclusion.startswith("From left"):
            assert " ".join(wrong) in ends[0]
        if task == "reverse":
            assert "".join(re.findall(r"\d ([a-z])", ends[0])) == wrong.strip('"')
        if task == "weekday":
            assert "the same day" not in false and (f"3 {wrong}." in false or "another day" in false)
    assert len(seen) > 1 or task in ("even_odd", "compare_trap", "compare_mixed", "add_subtract")


def test_a_false_conclusion_writes_what_it_carries() -> None:
    question = Question("?", "add_subtract", "14", ("8", "6"))
    made = falsified(
        "Ones: 8 + 6 = 14. Write 4, carry 1.\nFrom left to right: 1 4.\nSo 8 + 6 = 14.", question, Random(1)
    )
    assert made
    digit = made[1][1]
    assert made[0] == (
        f"Ones: 8 + 6 = 1{digit}. Write {digit}, carry 1.\nFrom left to right: 1 {digit}.\nSo 8 + 6 = 1{digit}."
    )


@pytest.mark.parametrize(
    ("task", "named", "word", "relation", "says"),
    [
        ("compare_trap", "9.9", "", "bigger", "yes"),
        ("compare_trap", "9.11", "", "bigger", "no"),
        ("compare_trap", "9.11", "", "smaller", "yes"),
        ("compare_trap", "9.9", "", "smaller", "no"),
        ("version", "9.11", "version ", "newer", "yes"),
        ("version", "9.9", "version ", "newer", "no"),
        ("version", "9.9", "version ", "older", "yes"),
        ("version", "9.11", "version ", "older", "no"),
    ],
)
def test_what_the_question_says_is_quoted_and_its_yes_or_no_turned(
    task: Task, named: str, word: str, relation: str, says: str
) -> None:
    other = "9.11" if named == "9.9" else "9.9"
    expected, false = (named, other) if says == "yes" else (other, named)
    more, less = ("9.11", "9.9") if task == "version" else ("9.9", "9.11")
    high, low = ("newer", "older") if task == "version" else ("bigger", "smaller")
    quoted = f"The question says that {named} is {relation}: "
    question = Question("?", task, expected, ("9.11", "9.9"))
    thoughts = f"I look.\nSo {word}{more} is {high} and {word}{less} is {low}.\n{quoted}"
    turned = f"I look.\nSo {word}{less} is {high} and {word}{more} is {low}.\n{quoted}"
    assert falsified(f"{thoughts}{says}.", question, Random(1)) == (
        f"{turned}{'no' if says == 'yes' else 'yes'}.",
        false,
    )
    # Thoughts whose own yes or no does not fit come to the wrong answer already.
    assert falsified(f"{thoughts}{'no' if says == 'yes' else 'yes'}.", question, Random(1)) is None
    assert falsified(f"{thoughts}perhaps.", question, Random(1)) is None


@pytest.mark.parametrize(
    "thoughts",
    [
        "",
        "So 9.11 is bigger and 9.9 is smaller.\nIt asks for the bigger one: 9.9.",
        "So 9.9 is bigger and 9.11 is smaller.\nThe question asks for the bigger one: 9.11.",
        "9.9 it is.\nBut\n9.11 is bigger.",
    ],
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
        answers = Counter(question.expected for question in held_out_questions(kind.task, 20))
        assert counts == {
            "always": (max(answers.values()), 20),
            "thinker": (20, 20),
            "alone": (0, 20),
            "helped": (20, 20),
            "alone_of_these": (0, 20),
            "helped_of_these": (20, 20),
            "wrong": (0, 20),
            "followed": (20, 20),
            "done": (20, 20),
        }
    assert "just that in 40/40" in section.table.note
    assert section.second and section.second.rows[0] == (
        sums[0].name,
        "0/20 alone, 20/20 with the thoughts as they are, 0/20 with a false conclusion, 20/20 give the false answer",
    )


def test_false_conclusions_are_made_of_the_thoughts_that_were_injected() -> None:
    """Which of them come to the right answer is not decided by what the thinker answers to the plain question."""
    read: list[str] = []

    def ask(model: str, text: str) -> Reply:
        if model == NOVICE:
            read.append(text)
            return "", "**no idea**"
        if "think this through" not in text:
            return "Other thoughts.\nSo = 0", "**0**"
        thoughts, answer = perfect(model, text)
        return (thoughts if len(numbers(text)[0]) % 2 else "I work.\nFirst this.\nSo = 0"), answer

    (kind,) = (kind for kind in experiment.KINDS if kind.task == "add_subtract")
    section = experiment.injection(one_by_one(ask), 20, [kind])
    odd = sum(len(numbers(question.text)[0]) % 2 for question in held_out_questions("add_subtract", 20))
    row = section.figures[kind.name]
    assert row["thinker"]["right"] <= 1
    assert 0 < odd < 20
    assert [row[arm]["n"] for arm in experiment.ARMS_OF_THESE] == [odd] * 4
    assert row["helped"]["n"] == row["alone"]["n"] == 20
    assert not any("Other thoughts" in text for text in read)


def test_thoughts_that_were_changed_are_given_back_as_its_own() -> None:
    def ask(model: str, text: str, thoughts: str = "") -> Reply:
        """Believes its thoughts, and thinks on where they are even."""
        assert model == THINKER
        if not thoughts:
            return perfect(model, text)
        end = thoughts.rpartition(" = ")[2]
        return "" if int(end) % 2 else "\nIndeed.", f"**{end}**"

    (kind,) = (kind for kind in experiment.KINDS if kind.task == "multiply")
    section = changed(one_by_one(ask), 20, [kind])
    counts = {arm: (marks["right"], marks["n"]) for arm, marks in section.figures["multiply"].items()}
    more = counts.pop("more")
    assert counts == {"same": (20, 20), "followed": (20, 20), "kept": (0, 20)} and 0 < more[0] < 20
    assert section.figures["all"] == section.figures["multiply"]
    assert [row[0] for row in section.table.rows] == ["multiply", "all"]
    # And one that goes by the question alone.
    section = changed(one_by_one(lambda model, text, thoughts="": perfect(model, text)), 20, [kind])
    assert [section.figures["multiply"][arm]["right"] for arm in ARMS] == [20, 0, 20, 20]


@pytest.mark.slow
def test_the_shipped_thinker_goes_by_the_thoughts_that_it_is_given() -> None:
    (trap,) = (kind for kind in experiment.KINDS if kind.name == "trap: the shorter number is bigger")
    (row, _) = changed(one_by_one(in_process(SHIPPED)), 10, [trap]).figures.values()
    assert [row[arm]["right"] for arm in ARMS] == [10, 10, 0, 0]


def test_thoughts_are_cut_at_ten_places_and_closed(tmp_path: Path) -> None:
    (kind,) = (kind for kind in experiment.KINDS if kind.task == "multiply")
    whole: dict[str, str] = {}
    given: list[str] = []

    def ask(model: str, text: str, thoughts: str = "", closed: bool = False) -> Reply:
        """Knows what it has come to when half of its thoughts are there, and not before."""
        if not closed:
            reply = perfect(model, text)
            whole[text] = " ".join([reply[0], *"abcdefghij"])
            return whole[text], reply[1]
        assert thoughts and whole[text].startswith(thoughts)
        given.append(thoughts)
        return "", perfect(model, text)[1] if 2 * len(thoughts) >= len(whole[text]) else "**0**"

    section = cut(one_by_one(ask), 20, [kind])
    assert [row[0] for row in section.table.rows] == [f"{place} %" for place in range(10, 101, 10)]
    rights = [marks["right"] for marks in section.figures.values()]
    assert rights == sorted(rights) and (rights[0], rights[-1]) == (0, 20) and set(given[-20:]) == set(whole.values())
    assert {marks["n"] for marks in section.figures.values()} == {20}
    kept = tmp_path / "early.json"
    keep(section, kept)
    told = [(one["percent"], one["right"], one["of"]) for one in json.loads(kept.read_text("utf-8"))]
    assert told == [(10 * number, right, 20) for number, right in enumerate(rights, 1)]
    assert section.table.rows[0][1:] == ("0/20: 0 % (0–16 %)", "") and section.table.rows[-1][2] == "█" * 20


@pytest.mark.slow
def test_the_shipped_thinker_knows_the_less_the_earlier_it_is_to_answer() -> None:
    figures = cut(one_by_one(in_process(SHIPPED)), 10, [*experiment.KINDS]).figures
    assert figures["100 %"]["right"] >= 9 and figures["10 %"]["right"] <= 6


def test_the_most_frequent_answer_is_a_baseline() -> None:
    (kind,) = (kind for kind in experiment.KINDS if kind.task == "even_odd")
    section = experiment.injection(one_by_one(lambda model, text: ("", "")), 20, [kind])
    even = sum(question.expected == "even" for question in held_out_questions("even_odd", 20))
    most = max(even, 20 - even)
    assert section.table.rows[0][:2] == ("even odd", f"{most}/20: {5 * most} %")


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


@pytest.mark.slow
def test_the_command_measures_thoughts_that_were_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changed", "--n", "1", "--workers", "2"]) == 0
    shown = capsys.readouterr().out
    assert "### Its own thoughts with a false conclusion, of 1 held-out questions a row" in shown
    assert "| all | 10/10" in shown


@pytest.mark.slow
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
