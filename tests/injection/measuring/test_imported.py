"""A measurement from a file is shown whole, or refused with the line that is wrong; nothing that follows breaks."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.conversation import Asked, Piece, Times, Turn, Usage
from components.injection import Answer, ArmName, Expected, Mark, Question, Series, Step, generated, in_words, results
from components.injection.measuring.bounded import TooLarge, parsed
from components.injection.measuring.chart import as_svg
from components.injection.measuring.exported import as_csv, as_jsonl, row_of
from components.injection.measuring.imported import Imported, NotRead, read_jsonl
from tests.turns import changed

ARMS: tuple[ArmName, ...] = ("without", "thoughts", "blanked", "answer", "other", "own")
QUESTIONS = (
    *generated("sums", 1, 1),
    *generated("decimals", 1, 1),
    Question("Name a colour.", None, r"\b(red|white)\b"),
    Question("What do you think?"),
    Question("Red or blue?", Expected("choice", "red", ("blue",))),
)
THINKER = Asked("pocket", "pocket/thinker", "high", "Be short.", 100, 50, 0.5)
SERIES = Series(QUESTIONS, THINKER, Asked("pocket", "pocket/novice"), ARMS, 2, True, "Hm.", most_usd=1.5, seed=7)


def answers() -> dict[Step, Answer]:
    marks: tuple[Mark | None, ...] = ("right", "wrong", "unclear", None)
    found: dict[Step, Answer] = {}
    for at, step in enumerate(SERIES.steps()):
        pieces = (Piece("reasoning", "It is 7."),) if step.arm == "thinking" else ()
        usage = Usage(10, 20, 5, 0.25) if at % 3 else Usage()
        begun = Turn(f"turn-{at}", "chat", None, 1_700_000_000.5, "?", SERIES.asked(step), "done")
        turn = changed(begun, pieces=(*pieces, Piece("answer", f"=7 **{at}**")), times=Times(ended=1.5), usage=usage)
        found[step] = Answer(turn, marks[at % 4], "Looked for it.", "2" if marks[at % 4] else "")
    return found


ROWS = [row_of(SERIES, step, answer) for step, answer in answers().items()]
SAVED = as_jsonl(SERIES, 1_700_000_000.25, {"python": "3.11"}, ROWS)


def all_that_follows(found: Imported) -> None:
    """What the page does with a measurement, without its widgets."""
    arms = results(found.series, found.answers)
    as_svg(arms, in_words(arms))
    rows = [row_of(found.series, step, answer) for step, answer in found.answers.items()]
    as_csv(rows)
    again = read_jsonl(as_jsonl(found.series, found.created, {}, rows))
    assert (again.series, again.answers) == (found.series, found.answers)


def test_what_was_saved_is_read_back_to_the_letter() -> None:
    found = read_jsonl(SAVED)
    assert (found.series, found.created) == (SERIES, 1_700_000_000.25)
    assert [(step, one.mark, one.turn.answer, one.turn.reasoning) for step, one in found.answers.items()] == [
        (step, one.mark, one.turn.answer, one.turn.reasoning) for step, one in answers().items()
    ]
    assert results(found.series, found.answers) == results(SERIES, answers())
    all_that_follows(found)


def test_what_was_saved_before_it_was_done_is_read_too() -> None:
    lines = SAVED.splitlines()
    for kept in (1, 2, 7):
        all_that_follows(read_jsonl("\ufeff" + "\r\n".join(lines[:kept]) + "\r\n\r\n"))


Path = tuple[str | int, ...]


def places(node: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    inside: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, part in inside:
        yield from places(part, (*path, name))


LINES: list[Any] = [json.loads(line) for line in SAVED.splitlines()]
FEW: list[Any] = [LINES[0], *LINES[1::5]]  # some of every kind; each place in them is tried the more often
EVERYWHERE = [path for path in places(FEW) if path]
WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        ["", "thinking", "right", "\ud800", [], {}, [[]], [None], {"a": []}, -1, 1e400, 10**400, "x" * 300]
    ),
)


def test_the_few_lines_are_of_every_kind() -> None:
    for kind in ("arm", "mark", "question", "repeat"):
        assert {line[kind] for line in FEW[1:]} == {line[kind] for line in LINES[1:]}
    assert {tuple(line) for line in FEW} == {tuple(line) for line in LINES}


@pytest.mark.slow
@settings(max_examples=1_500, deadline=None)
@given(st.sampled_from(EVERYWHERE), WRONG, st.booleans())
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_a_sentence(path: Path, wrong: Any, gone: bool) -> None:
    lines: Any = json.loads(json.dumps(FEW))
    node = lines
    for name in path[:-1]:
        node = node[name]
    if gone:
        del node[path[-1]]
    else:
        node[path[-1]] = wrong
    try:
        found = read_jsonl("\n".join(map(json.dumps, lines)))
    except NotRead as error:
        assert str(error).startswith(("This file is ", "This file cannot be shown as a measurement. Line "))
        assert str(error).endswith(".")
        return
    all_that_follows(found)


def change(line: int, **fields: Any) -> str:
    return "\n".join(json.dumps({**one, **fields} if at == line else one) for at, one in enumerate(LINES))


def of_series(**fields: Any) -> str:
    return change(0, series={**LINES[0]["series"], **fields})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This file is empty: choose one that was saved here."),
        ("[1]", "This file cannot be shown as a measurement. Line 1: it is no JSON object."),
        ("{", "This file cannot be shown as a measurement. Line 1: it is no JSON, or it is cut off."),
        ("{}", "This file is no measurement of Thinkroom: its first line does not say so."),
        ('{"thinkroom": "chat"}', "This file is no measurement of Thinkroom: its first line does not say so."),
        (change(0, thinkroom=2), "This file is of version 2, and this room reads version 1."),
        (change(0, created="now"), "Line 1: “created” must be a number from 0 to 100,000,000,000."),
        (of_series(arms=["thoughts"]), "each once, with “without”."),
        (of_series(arms=["without", "without"]), "each once, with “without”."),
        (of_series(repeats="3"), "Line 1: “repeats” must be a number from 1 to 50."),
        (of_series(repeats=1.5), "Line 1: “repeats” must be a whole number."),
        (of_series(questions=[]), "Line 1: “questions” must be a list of 1 to 5,000 objects."),
        (of_series(mood="good"), "Line 1: “mood” is nothing that this room knows."),
        (change(3, mark="good"), "Line 4: “mark” must be one of right, wrong, unclear."),
        (change(3, answer=7), "Line 4: “answer” must be text of at most 10,000,000 characters."),
        (change(3, seconds="1.5"), "Line 4: “seconds” must be a number from 0 to 100,000,000."),
        (change(3, seconds=float("nan")), "Line 4: “seconds” must be a number from 0 to 100,000,000."),
        (change(3, cost=[1]), "Line 4: “cost” must be a number from 0 to 1,000,000,000."),
        (change(3, question=99), "Line 4: “question” must be a number from 0 to 4."),
        (change(3, prompt_tokens=True), "Line 4: “prompt_tokens” must be a number from 0 to 1,000,000,000."),
        (
            change(3, arm="else"),
            "“arm” must be one of without, thoughts, blanked, answer, other, own, thinking.",
        ),
        (change(3, turn="turn-0"), "Line 4: it is there twice."),
        (SAVED + SAVED.splitlines()[5], f"Line {len(LINES) + 1}: it is there twice."),
        (SAVED[:-20], f"Line {len(LINES)}: it is no JSON, or it is cut off."),
        ("[" * 200_000, "Line 1: Its brackets are nested too deep: at most 100 within each other are read."),
        ("[]," * 2_000_001, "Line 1: It has too many brackets: 2,000,001 of at most 2,000,000."),
    ],
    ids=range(26),
)
def test_what_is_wrong_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(NotRead) as raised:
        read_jsonl(text)
    assert str(raised.value).endswith(said)


def test_brackets_in_texts_are_no_depth() -> None:
    text = json.dumps({"a": '"\\[' + "{" * 500, "b": [[1.50]]})
    assert parsed(text)["b"] == [[1.5]]
    assert parsed('{"a": 9.90, "b": 1e400}', as_written=True) == {"a": "9.90", "b": "1e400"}
    with pytest.raises(TooLarge):
        parsed("[" * 101 + "]" * 101)
    assert parsed("[" * 100 + "]" * 100)
